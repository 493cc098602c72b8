//! Promise 4: two windows may be open.
//!
//! `PIVOTAL_PROOF=full cargo test --test promises -- --ignored --nocapture two_windows::`
//!
//! Further: `tests/it/cli/many_at_once.rs` has two that make the store, add the same address, and name the primary at once.

#![expect(clippy::disallowed_types, reason = "the control writes past the store")]

use std::collections::BTreeSet;
use std::process::Output;
use std::thread;
use std::time::Duration;

use rusqlite::Connection;

use crate::rig::home::{Home, addresses};
use crate::rig::worker::{Work, told, worker};
use crate::rig::{size, timed};
use crate::support::command::pivotal;
use crate::support::pty::Pty;

/// The longest wait of 99 in 100.
const LONGEST_WAIT: Duration = Duration::from_millis(250);

/// Returns whether somebody was shown that the file was busy.
fn shows_a_lock(text: &str) -> bool {
    let text = text.to_lowercase();
    ["locked", "busy"].iter().any(|word| text.contains(word))
}

/// Lets two processes add so many contacts each at the same time; gives the time that each took, sorted.
fn add_at_once(each: usize) -> Vec<Duration> {
    let home = Home::of(&addresses("own", 5));
    let outputs: Vec<Output> = thread::scope(|scope| {
        let writers: Vec<_> = ["left", "right"]
            .into_iter()
            .map(|word| {
                let mut command = worker(Work::Adds, &home.data(), word, each);
                scope.spawn(move || command.output().expect("started"))
            })
            .collect();
        writers
            .into_iter()
            .map(|writer| writer.join().expect("ended"))
            .collect()
    });
    let mut wanted = addresses("own", 5);
    let mut times = Vec::new();
    for (output, word) in outputs.iter().zip(["left", "right"]) {
        let shown = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !shows_a_lock(&shown), "{shown}");
        wanted.extend(addresses(word, each));
        times.extend(told(&output.stdout).iter().map(|line| {
            let (_, micros) = line.split_once(' ').expect("a time");
            Duration::from_micros(micros.parse().expect("a number"))
        }));
    }
    assert_eq!(home.held().expect("sound").emails, wanted);
    assert_eq!(times.len(), 2 * each);
    times.sort();
    times
}

/// Returns how long so many of 100 edits took, and gives that of 99.
fn tell_waits(times: &[Duration]) -> Duration {
    let p99 = times[times.len() * 99 / 100];
    println!(
        "promise 4: {} edits by 2 processes: 0 lost; half of them within {:?}, 99 % within {p99:?}, all within {:?}",
        times.len(),
        times[times.len() / 2],
        times[times.len() - 1]
    );
    p99
}

#[test]
fn two_that_edit_at_once_lose_nothing() {
    tell_waits(&add_at_once(60));
}

#[test]
#[ignore = "1,000 edits each: PIVOTAL_PROOF=full cargo test --test promises -- --ignored --nocapture two_windows::"]
fn two_that_edit_for_long() {
    let p99 = tell_waits(&add_at_once(size(1_000, 200)));
    assert!(p99 < LONGEST_WAIT, "{p99:?}");
    what_the_other_does_shows(size(20, 5));
}

#[test]
fn what_the_other_program_does_shows_within_a_second() {
    what_the_other_does_shows(3);
}

/// Adds customers by command beside a running app.
fn what_the_other_does_shows(times: usize) {
    let home = tempfile::tempdir().expect("a folder");
    let mut app = Pty::start(home.path(), &[]);
    app.shows("Welcome to pivotal");
    let mut longest = Duration::ZERO;
    for number in 0..times {
        let name = format!("Borealis{number}x");
        let added = pivotal(home.path())
            .args(["customer", "add", &name])
            .output()
            .expect("ran");
        assert!(added.status.success());
        let ((), took) = timed(|| {
            app.shows(&name);
        });
        longest = longest.max(took);
    }
    println!("promise 4: {times} edits of another program, each seen within {longest:?}");
    assert!(longest < Duration::from_secs(1), "{longest:?}");
    app.send("q");
    assert_eq!(app.ends().0, 0);
}

/// The control: two that read first and do not wait for each other are told of a lock, or lose what they did.
#[test]
fn the_proof_finds_writers_that_do_not_wait() {
    // On a busy machine the two may by chance never meet.
    assert!((0..20).any(|_| finds_writers_that_do_not_wait()));
}

fn finds_writers_that_do_not_wait() -> bool {
    let home = Home::of(&addresses("own", 5));
    let file = home.store();
    let told: BTreeSet<String> = thread::scope(|scope| {
        let writers: Vec<_> = (0..2).map(|_| scope.spawn(|| count_up(&file, 400))).collect();
        writers
            .into_iter()
            .flat_map(|writer| writer.join().expect("ended"))
            .collect()
    });
    let counted: i64 = Connection::open(&file)
        .and_then(|store| {
            store.query_row("SELECT value FROM counter WHERE name = 'proof'", [], |row| {
                row.get(0)
            })
        })
        .expect("read");
    told.iter().any(|error| shows_a_lock(error)) || counted < 800
}

/// Counts up without a plan: reads, then writes, and waits for nobody; gives what went wrong.
fn count_up(file: &std::path::Path, times: usize) -> Vec<String> {
    let store = Connection::open(file).expect("opened");
    store.busy_timeout(Duration::ZERO).expect("set");
    let mut told = Vec::new();
    for _ in 0..times {
        let done = store.execute_batch(
            "BEGIN; INSERT OR IGNORE INTO counter VALUES ('proof', 0);
             UPDATE counter SET value = value + 1 WHERE name = 'proof'; COMMIT;",
        );
        if let Err(error) = done {
            told.push(error.to_string());
            let _ = store.execute_batch("ROLLBACK");
        }
    }
    told
}
