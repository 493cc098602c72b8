//! Promise 24: who is erased is gone: no byte of any file of the data folder holds them, but for the backups that were named.
//!
//! `cargo test --test promises erased::`

use std::collections::BTreeMap;
use std::path::PathBuf;

#[expect(
    clippy::disallowed_types,
    reason = "the log is replayed from outside the program"
)]
use rusqlite::Connection;

use crate::rig::home::Home;
use crate::rig::{replay, strace};

const NAME: &str = "Zebulon Quarrington";
const EMAIL: &str = "zebulon@quarrington.example";

/// What is known of the person and of who was merged into them.
const TEXTS: [&str; 12] = [
    NAME,
    "Quarrington",
    EMAIL,
    "zq@quarry-home.example",
    "Chief Xylograph Officer",
    "Vice Xylograph Officer",
    "+1 202-555-0199",
    "Vermeulen",
    "Zeb Quarterman",
    "zebq@quarterman.example",
    "quarterman",
    "xylograph",
];

fn run(home: &Home, arguments: &[&str]) -> String {
    let ran = home.run(arguments);
    assert_eq!(ran.code, Some(0), "{arguments:?}: {ran:?}");
    format!("{}{}", ran.out, ran.err)
}

/// Makes a store in which a person has left traces of every kind.
fn scene() -> Home {
    let home = Home::empty();
    let steps: [&[&str]; 20] = [
        &[
            "customer",
            "add",
            "Acme",
            "--domain",
            "acme.com",
            "--owner",
            "cara.osei@us.com",
        ],
        &["contact", "add", "1", "--name", "Bo Ek", "--email", "bo@acme.com"],
        &[
            "contact",
            "add",
            "1",
            "--name",
            NAME,
            "--email",
            EMAIL,
            "--title",
            "Chief Xylograph Officer",
            "--phone",
            "+1 202-555-0199",
            "--other-email",
            "zq@quarry-home.example",
        ],
        &["contact", "edit", "1", EMAIL, "--title", "Vice Xylograph Officer"],
        &["contact", "swap-email", "1", EMAIL],
        &["undo"],
        &["contact", "primary", "1", EMAIL],
        &["note", "add", "1", EMAIL, "Prefers Vermeulen tea"],
        &["note", "edit", "1", "Prefers Vermeulen tea at noon"],
        &["note", "add", "1", EMAIL, "Vermeulen again"],
        &["note", "delete", "2"],
        &["onboarding", "start", "1"],
        &[
            "task",
            "add",
            "1",
            "--title",
            "Sign",
            "--assignee",
            EMAIL,
            "--customer-facing",
        ],
        &["onboarding", "advance", "1"],
        &["invite", "1", EMAIL],
        &[
            "contact",
            "add",
            "1",
            "--name",
            "Zeb Quarterman",
            "--email",
            "zebq@quarterman.example",
        ],
        &["contact", "merge", "1", EMAIL, "zebq@quarterman.example"],
        &["contact", "archive", "1", EMAIL],
        &["contact", "restore", "1", EMAIL],
        &["contact", "list", "1"],
    ];
    for step in steps {
        run(&home, step);
    }
    home
}

/// Counts in which files of the data folder a text of the person is, in any letters and encodings.
fn hits(home: &Home) -> BTreeMap<PathBuf, Vec<&'static str>> {
    let mut found = BTreeMap::new();
    for (path, bytes) in home.files() {
        let lower = bytes.to_ascii_lowercase();
        let is_in = |text: &&&str| {
            let text = text.to_lowercase();
            let wide = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
            [
                text.clone().into_bytes(),
                wide(u16::to_le_bytes),
                wide(u16::to_be_bytes),
            ]
            .iter()
            .any(|bytes| memchr::memmem::find(&lower, bytes).is_some())
        };
        let texts: Vec<&str> = TEXTS.iter().filter(is_in).copied().collect();
        if !texts.is_empty() {
            found.insert(path, texts);
        }
    }
    found
}

fn demand_replayed(home: &Home) {
    let outside = Connection::open(home.store()).expect("opened");
    assert_eq!(replay::faults(&outside), Vec::<String>::new());
}

const ERASE: [&str; 6] = ["contact", "erase", "1", EMAIL, "--yes-erase", NAME];

#[test]
fn nothing_of_a_person_who_was_erased_is_in_any_file() {
    let home = scene();
    assert!(!hits(&home).is_empty(), "the search finds what is there");
    demand_replayed(&home);
    let wrong = home.run(&["contact", "erase", "1", EMAIL, "--yes-erase", "Bo Ek"]);
    assert_eq!(wrong.code, Some(4), "{wrong:?}");
    let untyped = home.run(&["contact", "erase", "1", EMAIL]);
    assert_eq!(untyped.code, Some(4), "{untyped:?}");
    let said = run(&home, &ERASE);
    assert!(!said.to_lowercase().contains("quarrington"), "{said}");
    assert_eq!(hits(&home), BTreeMap::new());
    demand_replayed(&home);
    let history = run(&home, &["history", "1"]);
    assert!(history.contains("erased a contact"), "{history}");
    let outbox = run(&home, &["outbox", "list"]);
    assert!(outbox.contains("erased contact"), "{outbox}");
    run(&home, &["doctor"]);
}

#[test]
fn one_who_was_deleted_before_is_erased_from_every_file_too() {
    let home = scene();
    run(&home, &["contact", "delete", "1", EMAIL]);
    assert!(!hits(&home).is_empty(), "a deletion keeps the history");
    run(&home, &ERASE);
    assert_eq!(hits(&home), BTreeMap::new());
    demand_replayed(&home);
    assert_eq!(home.run(&ERASE).code, Some(3), "nobody is left");
}

#[test]
fn no_undo_brings_an_erased_person_back() {
    let home = scene();
    run(&home, &ERASE);
    let listed = run(&home, &["contact", "list", "1"]);
    for _ in 0..30 {
        let ran = home.run(&["undo"]);
        assert!(
            !format!("{ran:?}").to_lowercase().contains("quarrington"),
            "{ran:?}"
        );
    }
    for _ in 0..30 {
        home.run(&["redo"]);
    }
    assert!(!run(&home, &["history", "1"]).contains("added contact erased"));
    assert!(listed.contains("Bo Ek"), "{listed}");
    assert_eq!(hits(&home), BTreeMap::new());
    demand_replayed(&home);
}

#[test]
fn backups_that_still_hold_the_person_are_named() {
    let home = scene();
    let folder = home.data().join("backups");
    std::fs::create_dir_all(&folder).expect("made");
    let name = "daily-20261101T080000Z.db";
    run(&home, &["backup", &folder.join(name).to_string_lossy()]);
    let said = run(&home, &ERASE);
    assert!(said.contains(name), "{said}");
    let left = hits(&home);
    assert!(left.keys().all(|path| path.ends_with(name)), "{left:?}");
    assert!(!left.is_empty());
}

/// Kills at calls that change a file: either nothing is erased, or the next start finishes it. The control is that bytes of
/// the person were still there before that start, in the free space of the file or its log.
#[test]
fn a_kill_in_the_midst_leaves_nothing_half_erased() {
    let Some(strace) = strace::find("24") else { return };
    let base = scene();
    let traced = base.copy();
    let calls = strace::calls(
        &strace,
        &traced,
        &traced.command(&ERASE),
        &["pwrite64", "fsync", "fdatasync", "ftruncate"],
    );
    let step = (calls.len() / 12).max(1);
    let (mut before, mut finished, mut left_over) = (0, 0, 0);
    for call in calls.iter().step_by(step) {
        let home = base.copy();
        let command = home.command(&ERASE);
        let output = strace::disturbed(&strace, &command, call, "signal=KILL", "")
            .output()
            .expect("started");
        assert!(!output.status.success(), "{call:?}");
        let held = hits(&home);
        let listed = run(&home, &["contact", "list", "1"]);
        if listed.contains(NAME) {
            before += 1;
            run(&home, &ERASE);
        } else {
            finished += 1;
            left_over += usize::from(!held.is_empty());
        }
        assert_eq!(hits(&home), BTreeMap::new(), "{call:?}");
        demand_replayed(&home);
    }
    println!(
        "promise 24: {before} kills before, {finished} finished at the next start, {left_over} of these with bytes left"
    );
    assert!(
        before > 0 && left_over > 0,
        "{before} before, {left_over} left over of {finished}"
    );
}
