//! Promise 6: a damaged file gives a clear message and a restore, never a crash or an overwrite.
//!
//! `PIVOTAL_PROOF=full cargo test --test promises -- --ignored --nocapture damage::`
//!
//! Further: `tests/it/cli/faults.rs` and `src/store/tests/restores.rs` look at single damages.

#![expect(clippy::disallowed_types, reason = "an independent eye looks at the damage")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pivotal::store::{BackupKind, backups};
use rusqlite::{Connection, OpenFlags};

use crate::rig::dice::Dice;
use crate::rig::home::{Home, addresses, copy_folder, open};
use crate::rig::{demand_none, size};
use crate::support::command::Ran;

/// The bytes of a page.
const PAGE: usize = 4_096;

/// What is done to a file.
#[derive(Debug, Clone, Copy)]
enum Damage {
    Page,
    Pages,
    Zeros,
    Bits,
    Swapped,
    Header,
    HeaderAndPage,
    Cut,
    CutAtAPage,
    Longer,
    Text,
    Noise,
}

impl Damage {
    const ALL: [Self; 12] = [
        Self::Page,
        Self::Pages,
        Self::Zeros,
        Self::Bits,
        Self::Swapped,
        Self::Header,
        Self::HeaderAndPage,
        Self::Cut,
        Self::CutAtAPage,
        Self::Longer,
        Self::Text,
        Self::Noise,
    ];

    fn spoil(self, bytes: &mut Vec<u8>, dice: &mut Dice) {
        let pages = bytes.len() / PAGE;
        // The first page holds the header, which has kinds of its own.
        let some_page = |dice: &mut Dice| (1 + dice.below(pages - 1)) * PAGE;
        match self {
            Self::Page => smash(bytes, some_page(dice), dice),
            Self::Pages => {
                for _ in 0..2 + dice.below(pages / 2) {
                    smash(bytes, some_page(dice), dice);
                }
            }
            Self::Zeros => {
                let at = some_page(dice);
                bytes[at..at + PAGE].fill(0);
            }
            Self::Bits => {
                for _ in 0..1 + dice.below(64) {
                    let at = 100 + dice.below(bytes.len() - 100);
                    bytes[at] ^= 1 << dice.below(8);
                }
            }
            Self::Swapped => {
                let (one, other) = (some_page(dice), some_page(dice));
                let page = bytes[one..one + PAGE].to_vec();
                bytes.copy_within(other..other + PAGE, one);
                bytes[other..other + PAGE].copy_from_slice(&page);
            }
            Self::Header => {
                for _ in 0..1 + dice.below(8) {
                    let at = dice.below(100);
                    bytes[at] = dice.bytes(1)[0];
                }
            }
            Self::HeaderAndPage => {
                // As if it were no store with a write-ahead log, which opening it would make of it.
                bytes[18..20].fill(1);
                smash(bytes, some_page(dice), dice);
            }
            Self::Cut => bytes.truncate(1 + dice.below(bytes.len() - 1)),
            Self::CutAtAPage => bytes.truncate((1 + dice.below(pages - 1)) * PAGE),
            Self::Longer => {
                let more = 1 + dice.below(3 * PAGE);
                bytes.extend(dice.bytes(more));
            }
            Self::Text => *bytes = b"just some notes\n".repeat(1 + dice.below(1_000)),
            Self::Noise => {
                let count = 1 + dice.below(20 * PAGE);
                *bytes = dice.bytes(count);
            }
        }
    }
}

/// Smashes a part of a page.
fn smash(bytes: &mut [u8], page: usize, dice: &mut Dice) {
    let from = dice.below(PAGE);
    let count = 1 + dice.below(PAGE - from);
    let noise = dice.bytes(count);
    bytes[page + from..page + from + noise.len()].copy_from_slice(&noise);
}

/// Looks at a copy of a store without the program; says what is wrong with it.
fn quick_check(data: &Path) -> Result<(), String> {
    let copy = tempfile::tempdir_in(data.parent().expect("a home")).expect("a folder");
    copy_folder(data, copy.path());
    let look = || -> rusqlite::Result<String> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
        let store = Connection::open_with_flags(copy.path().join("pivotal.db"), flags)?;
        store.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
    };
    match look() {
        Ok(found) if found == "ok" => Ok(()),
        Ok(found) => Err(found),
        Err(error) => Err(error.to_string()),
    }
}

/// A home with some hundred contacts and the backup of the day, and the addresses.
fn made() -> (Home, BTreeSet<String>) {
    let emails = addresses("own", 300);
    let home = Home::of(&emails);
    assert_eq!(home.run(&["customer", "list"]).code, Some(0));
    (home, emails)
}

/// Returns the backup of the day.
fn backup(home: &Home) -> PathBuf {
    let all = backups(&home.data());
    let daily = all.iter().find(|backup| backup.kind == BackupKind::Daily);
    daily.expect("a backup").path.clone()
}

/// Returns what is wrong with how a command refused a damaged file.
fn fault_of_refusal(ran: &Ran, store: &Path) -> Option<String> {
    let sentence = ran.err.trim_end_matches('\n');
    let helps = [
        "restore",
        "move it away",
        "update pivotal",
        "try again",
        "Check the permissions",
    ];
    if ran.code != Some(1) || !ran.out.is_empty() {
        Some(format!("it ended with {:?}", ran.code))
    } else if sentence.contains('\n') || !sentence.ends_with('.') || sentence.contains("panicked") {
        Some("no sentence".to_owned())
    } else if !sentence.contains(store.to_string_lossy().as_ref()) {
        Some("the file is not named".to_owned())
    } else if !helps.iter().any(|words| sentence.contains(words)) {
        Some("it does not say what to do".to_owned())
    } else {
        None
    }
}

/// Returns what is wrong with how the program treats a home whose store was spoilt.
fn fault(home: &Home, restored: Option<&BTreeSet<String>>) -> Result<bool, String> {
    let seen = quick_check(&home.data());
    let before = fs::read(home.store()).expect("read");
    let has_log = home.data().join("pivotal.db-wal").exists();
    let mut is_refused = false;
    for arguments in [&["customer", "list"][..], &["customer", "add", "Beta"]] {
        let ran = home.run(arguments);
        if ran.code == Some(0) {
            if let Err(seen) = &seen {
                return Err(format!("opened in silence, though quick_check says {seen}"));
            }
            continue;
        }
        is_refused = true;
        if let Some(fault) = fault_of_refusal(&ran, &home.store()) {
            return Err(format!("{fault}: {ran:?}"));
        }
        if !has_log && seen.is_err() && fs::read(home.store()).expect("read") != before {
            return Err(format!("{arguments:?} changed the file"));
        }
    }
    if let Some(emails) = restored {
        let from = backup(home);
        let ran = home.run(&["restore", &from.to_string_lossy()]);
        if ran.code != Some(0) {
            return Err(format!("it cannot be restored: {ran:?}"));
        }
        let held = home.held()?;
        if held.emails != *emails {
            return Err(format!("{} contacts were restored", held.emails.len()));
        }
    }
    Ok(is_refused)
}

/// Spoils so many stores; every so many of them are restored as well.
fn spoil(cases: usize, restored: usize) -> Vec<String> {
    let (base, emails) = made();
    let bytes = fs::read(base.store()).expect("read");
    let mut dice = Dice::new(11);
    let (mut finds, mut refused) = (Vec::new(), 0);
    for case in 0..cases {
        let damage = Damage::ALL[case % Damage::ALL.len()];
        let home = base.copy();
        let mut spoilt = bytes.clone();
        damage.spoil(&mut spoilt, &mut dice);
        fs::write(home.store(), &spoilt).expect("written");
        match fault(&home, Some(&emails).filter(|_| case % restored == 0)) {
            Ok(was_refused) => refused += usize::from(was_refused),
            Err(fault) => finds.push(format!("{damage:?}, case {case}: {fault}")),
        }
    }
    println!(
        "promise 6: {cases} damages, {refused} refused with a sentence: {} panics, silent opens or overwrites",
        finds.len()
    );
    finds
}

/// Spoils stores that a kill left with a write-ahead log, or the log itself, and restores each.
fn spoil_with_a_log(cases: usize) -> Vec<String> {
    let (base, emails) = made();
    let killed = Home::empty();
    let mut workspace = open(&base.data()).expect("opened");
    let customer = crate::rig::home::first_customer(&mut workspace).expect("there");
    let more = addresses("logged", 50);
    workspace
        .make(crate::rig::home::import(
            customer,
            more.iter().map(String::as_str),
        ))
        .expect("added");
    copy_folder(base.path(), killed.path());
    drop(workspace);
    let mut dice = Dice::new(13);
    let mut finds = Vec::new();
    for case in 0..cases {
        let home = killed.copy();
        let file = home
            .data()
            .join(["pivotal.db", "pivotal.db-wal", "pivotal.db-shm"][case % 3]);
        let mut bytes = fs::read(&file).expect("read");
        let damage = Damage::ALL[dice.below(Damage::ALL.len())];
        damage.spoil(&mut bytes, &mut dice);
        fs::write(&file, &bytes).expect("written");
        if let Err(fault) = fault(&home, Some(&emails)) {
            finds.push(format!("{damage:?} of {}, case {case}: {fault}", file.display()));
        }
    }
    println!(
        "promise 6: {cases} damages beside a leftover log, each restored: {} finds",
        finds.len()
    );
    finds
}

#[test]
fn damages_of_every_kind_are_refused_and_restored() {
    demand_none(&spoil(24, 4));
}

#[test]
fn damages_beside_a_leftover_log_are_restored() {
    demand_none(&spoil_with_a_log(9));
}

#[test]
#[ignore = "1,000 damages: PIVOTAL_PROOF=full cargo test --test promises -- --ignored --nocapture damage::"]
fn damages() {
    let cases = size(1_000, 40);
    let mut finds = spoil(cases * 4 / 5, 5);
    finds.extend(spoil_with_a_log(cases / 5));
    demand_none(&finds);
}

/// The control: a program that opens without looking reads what quick_check sees as damaged, and one that copies a
/// backup over a store with a leftover log has something else than the backup.
#[test]
fn the_proof_finds_a_program_that_does_not_look() {
    let (base, _) = made();
    let bytes = fs::read(base.store()).expect("read");
    let mut dice = Dice::new(17);
    let silent = (0..40).filter(|_| {
        let home = base.copy();
        let mut spoilt = bytes.clone();
        Damage::Page.spoil(&mut spoilt, &mut dice);
        fs::write(home.store(), &spoilt).expect("written");
        let naive = || -> rusqlite::Result<String> {
            Connection::open(home.store())?.query_row("SELECT name FROM customer", [], |row| row.get(0))
        };
        quick_check(&home.data()).is_err() && naive().is_ok()
    });
    assert!(silent.count() > 0, "no damage was opened in silence");
}
