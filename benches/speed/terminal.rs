//! A list pasted into a real terminal: until the preview is complete, beside the time the terminal layer alone needs;
//! the keys after it; and the memory that a long list takes.

use std::path::Path;
use std::time::Duration;

use criterion::Criterion;
use pivotal::store::Store;
use portable_pty::CommandBuilder;

use crate::bare;
use crate::figures::{Figures, Limit, Unit};
use crate::fixture::{entry, workspace};
use crate::people::{List, list};
use crate::session::{Session, pivotal};

const ROWS: usize = 100_000;

/// How many keys are typed into a list.
const KEYS: usize = 400;

pub(crate) fn paste(criterion: &mut Criterion) {
    let List { text, ready } = list(ROWS);
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
    group.bench_function("pivotal_to_complete_preview", |bencher| {
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
    group.finish();
}

/// Types into long lists in a real terminal, and looks at the memory that the longest takes.
pub(crate) fn keys_and_memory(figures: &mut Figures) {
    let folder = folder();
    for rows in [ROWS, 10 * ROWS] {
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
        took.sort();
        let slowest = took.get(KEYS * 99 / 100).copied().unwrap_or_default();
        figures.add(
            &format!("99 of 100 keys in a list of {rows} rows, in a real terminal, to their frame"),
            Limit::new(0.008, Unit::Seconds),
            slowest.as_secs_f64(),
        );
        session.end();
    }
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
    let file = folder.join(pivotal::store::FILE_NAME);
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
    #[expect(clippy::disallowed_types, reason = "a bench clears what the run before left")]
    let connection = rusqlite::Connection::open(file).expect("opened");
    connection.execute_batch("DELETE FROM draft").expect("cleared");
}
