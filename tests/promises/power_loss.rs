//! Promise 2: what was saved survives a power cut.
//!
//! `PIVOTAL_PROOF=full cargo test --test promises -- --ignored --nocapture power_loss::`
//!
//! The writes and syncs of the program are recorded, and played up to any of them onto a disk that keeps only what was
//! synced, and of the rest whatever the dice say. The program then opens what is left.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::rig::dice::Dice;
use crate::rig::disk::{Disk, Files, Syncs};
use crate::rig::home::{Home, addresses};
use crate::rig::jobs::{Job, Stage};
use crate::rig::recording::{Act, record};
use crate::rig::worker::{Work, units, worker};
use crate::rig::{demand_none, size, strace};

/// Looks at a home, knowing what was told before the power went.
type Judge = Box<dyn Fn(&Home, &[String]) -> Result<(), String>>;

/// A recording, the files at its start, and what is asked of the files at any moment of it.
struct Recorded {
    what: String,
    before: Files,
    acts: Vec<Act>,
    judge: Judge,
}

/// Returns the files of a home that are recorded.
fn files(home: &Home) -> Files {
    let place = |path: &Path| {
        path.strip_prefix(home.path())
            .expect("inside")
            .to_string_lossy()
            .into_owned()
    };
    let mut files: Files = home
        .files()
        .into_iter()
        .map(|(path, bytes)| (place(&path), bytes))
        .collect();
    for name in ["kept.db", "rows.csv"] {
        if let Ok(bytes) = fs::read(home.path().join(name)) {
            files.insert(name.to_owned(), bytes);
        }
    }
    files.retain(|name, _| !name.ends_with("-shm") && !name.ends_with(".lock"));
    files
}

/// Records many changes by one program that starts twice.
fn session(strace: &Path) -> Recorded {
    let own = addresses("own", 40);
    let home = Home::of(&own);
    let before = files(&home);
    let acts = record(strace, &home, &worker(Work::Session, &home.data(), "", 0));
    let units = units();
    let told_of = acts.iter().filter(|act| unit(act).is_some()).count();
    assert_eq!(told_of, units.len(), "each change was told of");
    let judge = move |home: &Home, told: &[String]| {
        let acknowledged = told.iter().filter(|line| line.contains("told: ")).count();
        let emails = home.held()?.emails;
        let mut wanted = own.clone();
        wanted.extend(units.iter().take(acknowledged).flatten().cloned());
        let mut with_next: BTreeSet<String> = wanted.clone();
        with_next.extend(units.iter().skip(acknowledged).take(1).flatten().cloned());
        if emails == wanted || emails == with_next {
            Ok(())
        } else {
            let lost = wanted.difference(&emails).count();
            Err(format!(
                "after {acknowledged} changes: {lost} lost, {} there",
                emails.len()
            ))
        }
    };
    Recorded {
        what: "a session".to_owned(),
        before,
        acts,
        judge: Box::new(judge),
    }
}

fn unit(act: &Act) -> Option<&str> {
    match act {
        Act::Told(line) => line.split_once("told: ").map(|(_, unit)| unit),
        Act::Make(_)
        | Act::Write { .. }
        | Act::Cut { .. }
        | Act::Rename { .. }
        | Act::Link { .. }
        | Act::Unlink(_)
        | Act::Sync(_) => None,
    }
}

/// Records one command.
fn command(strace: &Path, job: Job) -> Recorded {
    let stage = Stage::new(job);
    let home = stage.set();
    let before = files(&home);
    let acts = record(strace, &home, &stage.command(&home));
    let judge = move |home: &Home, told: &[String]| stage.judge(home, !told.is_empty()).map(|_| ());
    Recorded {
        what: format!("{job:?}"),
        before,
        acts,
        judge: Box::new(judge),
    }
}

/// Puts files where the program looks for them.
fn lay_out(files: &Files, dice: &mut Dice) -> Home {
    let home = Home::empty();
    for (name, bytes) in files {
        let path = home.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }
    // What is shared in memory is not synced: anything may be left of it.
    if files.contains_key("data/pivotal.db-wal") && dice.percent(30) {
        fs::write(home.data().join("pivotal.db-shm"), dice.bytes(32 * 1_024)).expect("written");
    }
    home
}

/// Looks at so many states and gives what is wrong with them.
fn cut_off(recorded: &Recorded, syncs: Syncs, states: usize) -> Vec<String> {
    let mut dice = Dice::new(7);
    let mut disk = Disk::new(&recorded.before, syncs);
    let mut told = Vec::new();
    let mut finds = Vec::new();
    let mut seen = 0;
    for (place, act) in recorded.acts.iter().enumerate() {
        disk.play(act);
        if let Act::Told(line) = act {
            told.push(line.clone());
        }
        // The states are spread evenly over the recording.
        while seen * recorded.acts.len() < states * (place + 1) {
            seen += 1;
            let home = lay_out(&disk.cut_off(&mut dice), &mut dice);
            if let Err(fault) = (recorded.judge)(&home, &told) {
                finds.push(format!(
                    "{}, act {place} ({}): {fault}",
                    recorded.what,
                    short(act)
                ));
            }
        }
    }
    println!(
        "promise 2, {}, syncs {syncs:?}: {} acts, {seen} states: {} lost or broken",
        recorded.what,
        recorded.acts.len(),
        finds.len()
    );
    finds
}

fn short(act: &Act) -> String {
    match act {
        Act::Write { file, at, bytes } => format!("{} bytes at {at} of {file}", bytes.len()),
        act @ (Act::Make(_)
        | Act::Cut { .. }
        | Act::Rename { .. }
        | Act::Link { .. }
        | Act::Unlink(_)
        | Act::Sync(_)
        | Act::Told(_)) => format!("{act:?}"),
    }
}

#[test]
fn a_session_survives_and_without_syncs_it_would_not() {
    let Some(strace) = strace::find("2") else { return };
    let session = session(&strace);
    demand_none(&cut_off(&session, Syncs::Kept, 60));
    // The controls: a disk that forgets, and a program that does not wait for the log.
    for syncs in [Syncs::Ignored, Syncs::IgnoredOfTheLog] {
        assert!(
            !cut_off(&session, syncs, 60).is_empty(),
            "{syncs:?}: nothing was lost"
        );
    }
}

#[test]
#[ignore = "5,000 states: PIVOTAL_PROOF=full cargo test --test promises -- --ignored --nocapture power_loss::"]
fn states_of_the_disk() {
    let Some(strace) = strace::find("2") else { return };
    let states = size(3_000, 60);
    let mut finds = cut_off(&session(&strace), Syncs::Kept, states);
    for job in [Job::Import, Job::Migration, Job::Backup, Job::Restore] {
        finds.extend(cut_off(&command(&strace, job), Syncs::Kept, states / 6));
    }
    println!(
        "promise 2: {} states: {} lost",
        states + 4 * (states / 6),
        finds.len()
    );
    demand_none(&finds);
}
