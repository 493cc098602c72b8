//! A list pasted into a real terminal: until the preview is complete, beside the time the terminal layer alone needs;
//! the keys after it; and the memory that a long list takes.

#![expect(
    clippy::disallowed_types,
    reason = "a bench looks into the file and clears what the run before left"
)]

use std::path::Path;
use std::time::Duration;

use criterion::Criterion;
use pivotal::store::{FILE_NAME, Store};
use portable_pty::CommandBuilder;
use rusqlite::Connection;

use crate::bare;
use crate::figures::{Figures, Limit, Unit};
use crate::fixture::{entry, workspace};
use crate::people::{List, list};
use crate::session::{Session, pivotal};

const ROWS: usize = 100_000;

/// How often a list is added.
const ADDED: usize = 5;

/// How many keys are pressed while a list is added; few enough that it goes on after the last of them.
const KEYS_WHILE_ADDING: usize = 40;

/// How many keys are typed into a list.
const KEYS: usize = 400;

pub(crate) fn paste(criterion: &mut Criterion) {
    let text = list(ROWS).text;
    let folder = folder();
    let mut group = criterion.benchmark_group("paste_100k_rows_in_a_terminal");
    group.sample_size(10).measurement_time(Duration::from_secs(8));
    let own = std::env::current_exe().expect("this bench");
    group.bench_function("terminal_layer_alone", |bencher| {
        bencher.iter_custom(|times| {
            let mut command = CommandBuilder::new(&own);
            command.env(bare::PASTE, "1");
            (0..times)
                .map(|_| {
                    let mut session = Session::start(&command);
                    session.until("ready");
                    let elapsed = session.paste(&text, "delivered");
                    session.end();
                    elapsed
                })
                .sum()
        });
    });
    for rows in [1_000, ROWS] {
        let List { text, ready } = list(rows);
        group.bench_function(format!("pivotal_{rows}_to_complete_preview"), |bencher| {
            bencher.iter_custom(|times| {
                (0..times)
                    .map(|_| {
                        let mut session = at_pane(folder.path());
                        let elapsed = session.paste(&text, &format!("Add {ready} contacts"));
                        session.end();
                        elapsed
                    })
                    .sum()
            });
        });
    }
    group.finish();
}

/// Types into long lists in a real terminal, and while one is added, and looks at the memory that the longest takes.
pub(crate) fn keys_and_memory(figures: &mut Figures) {
    let folder = folder();
    for (rows, words) in [(ROWS, "100,000"), (10 * ROWS, "1,000,000")] {
        let List { text, ready } = list(rows);
        let mut session = at_pane(folder.path());
        session.paste(&text, &format!("Add {ready} contacts"));
        if rows > ROWS {
            figures.add(
                "memory with a list of 1,000,000 rows; the limit is three times its text and 15 MiB",
                Limit::new((3 * text.len() + 15 * 1024 * 1024) as f64, Unit::Bytes),
                session.memory() as f64,
            );
        }
        session.key("\u{1b}[1;5H");
        for _ in 0..20 {
            session.key("\u{1b}[6~");
        }
        let mut took: Vec<Duration> = (0..KEYS)
            .map(|number| session.key(if number % 2 == 0 { "x" } else { "\u{7f}" }))
            .collect();
        add_slowest(
            figures,
            &format!("99 of 100 keys in a list of {words} rows, in a real terminal, to their frame"),
            &mut took,
        );
        session.end();
    }
    let mut took: Vec<Duration> = (0..ADDED).flat_map(|_| keys_while_adding()).collect();
    add_slowest(
        figures,
        "99 of 100 frames while 100,000 contacts are added, each asked for by a key",
        &mut took,
    );
}

/// Adds a long list to a customer, and presses keys meanwhile.
fn keys_while_adding() -> Vec<Duration> {
    let folder = folder();
    let List { text, ready } = list(ROWS);
    let mut session = at_pane(folder.path());
    session.paste(&text, &format!("Add {ready} contacts"));
    // Keys right behind a paste could be of it, and are not heard.
    std::thread::sleep(Duration::from_millis(300));
    session.write("\u{13}");
    let took = (0..KEYS_WHILE_ADDING)
        .map(|number| session.key(if number % 2 == 0 { "?" } else { "\u{1b}" }))
        .collect();
    assert_eq!(contacts(folder.path()), 3, "the adding was over");
    while contacts(folder.path()) == 3 {
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(contacts(folder.path()), 3 + i64::try_from(ready).expect("few"));
    session.end();
    took
}

/// Adds the time within which nearly all keys got their frame.
fn add_slowest(figures: &mut Figures, words: &str, took: &mut [Duration]) {
    took.sort();
    let slowest = took.get(took.len() * 99 / 100).copied().unwrap_or_default();
    figures.add(words, Limit::new(0.008, Unit::Seconds), slowest.as_secs_f64());
}

/// Makes a store of one customer.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let mut book = workspace(Store::open(folder.path()).expect("opened"));
    book.load_book(&[entry(0, 3)]).expect("loaded");
    folder
}

/// Starts the app at an empty pane.
fn at_pane(folder: &Path) -> Session {
    let file = folder.join(FILE_NAME);
    forget_draft(&file);
    let mut session = Session::start(&pivotal(folder));
    session.until("quit");
    session.write("2");
    session.until("Phone");
    session.write("p");
    session.until("ctrl-s Add 0");
    session
}

/// Forgets the list that the run before left.
fn forget_draft(file: &Path) {
    let connection = Connection::open(file).expect("opened");
    connection
        .execute_batch("DELETE FROM list_draft")
        .expect("cleared");
}

/// Counts the contacts that are in the store.
fn contacts(folder: &Path) -> i64 {
    let connection = Connection::open(folder.join(FILE_NAME)).expect("opened");
    connection
        .query_row("SELECT count(*) FROM contact", [], |row| row.get(0))
        .expect("counted")
}
