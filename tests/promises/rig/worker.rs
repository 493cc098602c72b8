//! The other process: this test program, started again to work on a store until it is done or killed.
//!
//! It tells what it did with a line for each change that was acknowledged.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pivotal::domain::{Change, CustomerId};
use pivotal::workspace::Workspace;

use super::home::{addresses, contact, first_customer, import, open};
use super::jobs::imported;
use super::timed;

/// What it works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Work {
    /// Adds contacts one after the other, and tells the microseconds that each took.
    Adds,
    /// Imports 1,000 rows as the program never would: each a change of its own.
    OneByOne,
    /// Does what stands in [`units`].
    Session,
}

impl Work {
    const ALL: [Self; 3] = [Self::Adds, Self::OneByOne, Self::Session];

    const fn key(self) -> &'static str {
        match self {
            Self::Adds => "adds",
            Self::OneByOne => "one by one",
            Self::Session => "session",
        }
    }
}

/// Stands before what is told, as the lines of the test program itself are printed as well.
const TOLD: &str = "told: ";

/// Makes the command of a worker: addresses begin with a word and a number below the count follows.
pub(crate) fn worker(work: Work, data: &Path, word: &str, count: usize) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command
        .args([
            "rig::worker::works",
            "--exact",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env_clear()
        .env("PIVOTAL_WORK", work.key())
        .env("PIVOTAL_WORK_DATA", data)
        .env("PIVOTAL_WORK_WORD", word)
        .env("PIVOTAL_WORK_COUNT", count.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Returns what a worker told, line by line; a line that it did not finish was not told.
pub(crate) fn told(output: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(output);
    let lines = text.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    lines
        .filter_map(|line| Some(line.split_once(TOLD)?.1.trim().to_owned()))
        .collect()
}

/// The changes of a session, each with the addresses that it adds.
pub(crate) fn units() -> Vec<BTreeSet<String>> {
    let one = |number: usize| BTreeSet::from([format!("single{number}@acme.com")]);
    let mut units: Vec<BTreeSet<String>> = (0..12).map(one).collect();
    units.push(addresses("list", 120));
    units.extend((12..24).map(one));
    units.push(addresses("longer", 400));
    units.extend((24..32).map(one));
    units
}

#[test]
#[ignore = "the other process of these proofs, which start it"]
fn works() {
    let word = |name: &str| std::env::var(name).unwrap_or_default();
    let Some(work) = Work::ALL
        .into_iter()
        .find(|work| work.key() == word("PIVOTAL_WORK"))
    else {
        return;
    };
    let data = PathBuf::from(word("PIVOTAL_WORK_DATA"));
    let count: usize = word("PIVOTAL_WORK_COUNT").parse().expect("a count");
    match work {
        Work::Adds => adds(&data, &word("PIVOTAL_WORK_WORD"), count),
        Work::OneByOne => one_by_one(&data),
        Work::Session => session(&data),
    }
}

fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{TOLD}{line}").expect("told");
    out.flush().expect("told");
}

fn begin(data: &Path) -> (Workspace, CustomerId) {
    let mut workspace = open(data).expect("opened");
    let customer = first_customer(&mut workspace).expect("there");
    (workspace, customer)
}

fn adds(data: &Path, word: &str, count: usize) {
    let (mut workspace, customer) = begin(data);
    for number in 0..count {
        let email = format!("{word}{number}@acme.com");
        let contact = contact(&email);
        let (made, took) = timed(|| workspace.make(Change::AddContact { customer, contact }));
        made.expect("added");
        tell(&format!("{email} {}", took.as_micros()));
    }
}

fn one_by_one(data: &Path) {
    let (mut workspace, customer) = begin(data);
    for email in imported() {
        let contact = contact(&email);
        workspace
            .make(Change::AddContact { customer, contact })
            .expect("added");
    }
    tell("all");
}

fn session(data: &Path) {
    let all = units();
    // The program ends and starts again in the middle, so that the log is folded once and begun again.
    for (part, units) in all.chunks(20).enumerate() {
        let (mut workspace, customer) = begin(data);
        for (number, unit) in units.iter().enumerate() {
            workspace
                .make(import(customer, unit.iter().map(String::as_str)))
                .expect("made");
            tell(&format!("{}", part * 20 + number));
        }
    }
}
