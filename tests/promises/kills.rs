//! Promise 1: a saved change survives kill -9, and an import, a sync, a migration, a backup and a restore are all or
//! nothing.
//!
//! `PIVOTAL_PROOF=full cargo test --test promises -- --ignored --nocapture kills::`
//!
//! Further: `tests/it/cli/many_at_once.rs` kills commands in the order of their stages, `tests/it/cli/hubspot/runs.rs` kills a
//! sync behind each request, and `src/store/tests/restores.rs` looks at each step of a restore.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Output, Stdio};
use std::thread;
use std::time::Duration;

use rstest::rstest;

use crate::rig::dice::Dice;
use crate::rig::home::{Home, addresses};
use crate::rig::jobs::{Job, Reached, Stage, acknowledged};
use crate::rig::worker::{Work, told, worker};
use crate::rig::{demand_none, size, strace, timed};

/// What became of kills.
#[derive(Debug, Default)]
struct Tally {
    kills: usize,
    before: usize,
    pages: usize,
    after: usize,
    finds: Vec<String>,
}

impl Tally {
    fn count(&mut self, found: Result<Reached, String>, what: &str) {
        self.kills += 1;
        match found {
            Ok(Reached::Before) => self.before += 1,
            Ok(Reached::Pages) => self.pages += 1,
            Ok(Reached::After) => self.after += 1,
            Err(fault) => self.finds.push(format!("{what}: {fault}")),
        }
    }

    fn tell(&self, what: &str) {
        let Self {
            kills,
            before,
            pages,
            after,
            finds,
        } = self;
        println!(
            "promise 1, {what}: {kills} kills; {before} before, {pages} between pages, {after} after; {} lost or partial",
            finds.len()
        );
    }
}

/// Kills a program after a time, and waits for its end.
fn killed_after(mut child: Child, time: Duration) -> Output {
    thread::sleep(time);
    // It may have ended before.
    let _ = child.kill();
    child.wait_with_output().expect("ended")
}

/// Returns a moment up to a little behind the end of something.
fn a_moment(dice: &mut Dice, whole: Duration) -> Duration {
    let micros = usize::try_from(whole.as_micros()).expect("short");
    Duration::from_micros(u64::try_from(dice.below(micros * 11 / 10)).expect("short"))
}

/// Kills a job at random moments of its life.
fn kill_at_random(job: Job, kills: usize) -> Tally {
    let stage = Stage::new(job);
    let (mut tally, mut dice) = (Tally::default(), Dice::new(1));
    let home = stage.set();
    let (ran, whole) = timed(|| stage.command(&home).output().expect("started"));
    assert!(ran.status.success(), "{ran:?}");
    for kill in 0..kills {
        let home = stage.set();
        let mut command = stage.command(&home);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let time = a_moment(&mut dice, whole);
        let output = killed_after(command.spawn().expect("started"), time);
        let found = stage
            .judge(&home, acknowledged(output.status))
            .and_then(|reached| {
                if kill % 8 == 0 {
                    home.demand_well()?;
                    stage.goes_on(&home, reached)?;
                }
                Ok(reached)
            });
        tally.count(found, &format!("{job:?} after {time:?}"));
    }
    tally
}

/// Kills programs that add one contact after the other, up to three on the same store before it is looked at.
fn kill_streams(kills: usize) -> Tally {
    let base = Home::of(&addresses("own", 40));
    let (mut tally, mut dice) = (Tally::default(), Dice::new(2));
    while tally.kills < kills {
        let home = base.copy();
        let (mut told_of, mut allowed) = (addresses("own", 40), addresses("own", 40));
        let runs = 1 + dice.below(3);
        for run in 0..runs {
            let word = format!("run{run}n");
            let child = worker(Work::Adds, &home.data(), &word, 400)
                .spawn()
                .expect("started");
            let output = killed_after(
                child,
                Duration::from_micros(u64::try_from(dice.below(200_000)).expect("short")),
            );
            let lines = told(&output.stdout);
            let emails = lines.iter().filter_map(|line| line.split(' ').next());
            told_of.extend(emails.map(str::to_owned));
            // One more may be saved whose line was not written any more.
            allowed.extend(addresses(&word, lines.len() + 1));
        }
        let found = home.held().and_then(|held| {
            let lost = told_of.difference(&held.emails).count();
            let foreign = held.emails.difference(&allowed).count();
            if (lost, foreign) == (0, 0) {
                Ok(Reached::After)
            } else {
                Err(format!("{lost} lost, {foreign} that nobody added"))
            }
        });
        tally.kills += runs - 1;
        tally.count(found, "a stream of edits");
    }
    tally
}

/// Kills a job at its calls that change a file; every so many of them.
fn sweep(strace: &Path, job: Job, every: usize) -> Tally {
    let stage = Stage::new(job);
    let home = stage.set();
    let calls = strace::calls(strace, &home, &stage.command(&home), &strace::CHANGES);
    let mut tally = Tally::default();
    for (place, call) in calls.iter().enumerate().step_by(every) {
        let home = stage.set();
        let command = stage.command(&home);
        let output = strace::disturbed(strace, &command, call, "signal=KILL", "")
            .output()
            .expect("started");
        let found = stage
            .judge(&home, acknowledged(output.status))
            .and_then(|reached| {
                if place % (4 * every) == 0 {
                    home.demand_well()?;
                    stage.goes_on(&home, reached)?;
                }
                Ok(reached)
            });
        tally.count(found, &format!("{job:?} at {}", call.line));
    }
    tally
}

#[test]
fn a_stream_of_edits_that_is_killed_loses_nothing() {
    let tally = kill_streams(9);
    tally.tell("streams");
    demand_none(&tally.finds);
}

#[rstest]
#[case(Job::Import)]
#[case(Job::Restore)]
fn a_job_that_is_killed_is_done_or_not_done(#[case] job: Job) {
    let tally = kill_at_random(job, 12);
    tally.tell(&format!("{job:?}"));
    demand_none(&tally.finds);
}

#[test]
#[ignore = "2,000 kills: PIVOTAL_PROOF=full cargo test --test promises -- --ignored --nocapture kills::random"]
fn random_kills() {
    let mut finds = Vec::new();
    let each = size(250, 4);
    let tally = kill_streams(2 * each);
    tally.tell("streams of edits");
    let mut kills = tally.kills;
    finds.extend(tally.finds);
    for job in Job::ALL {
        let tally = kill_at_random(job, each);
        tally.tell(&format!("random, {job:?}"));
        kills += tally.kills;
        finds.extend(tally.finds);
    }
    println!("promise 1: {kills} random kills: {} lost or partial", finds.len());
    demand_none(&finds);
}

#[test]
#[ignore = "a kill at every call: PIVOTAL_PROOF=full cargo test --test promises -- --ignored --nocapture kills::sweep"]
fn sweep_of_kills() {
    let Some(strace) = strace::find("1 (a kill at every call)") else {
        return;
    };
    let mut finds = Vec::new();
    let mut kills = 0;
    for job in Job::ALL {
        let tally = sweep(&strace, job, size(1, 53));
        tally.tell(&format!("sweep, {job:?}"));
        kills += tally.kills;
        finds.extend(tally.finds);
    }
    println!(
        "promise 1: killed at {kills} calls: {} lost or partial",
        finds.len()
    );
    demand_none(&finds);
}

/// The control: an import that writes row by row is found partial by the same look.
#[test]
fn the_proof_finds_an_import_that_writes_row_by_row() {
    let stage = Stage::new(Job::Import);
    let mut dice = Dice::new(3);
    let found = (0..20).any(|_| {
        let home = stage.set();
        let child = worker(Work::OneByOne, &home.data(), "", 0)
            .spawn()
            .expect("started");
        killed_after(
            child,
            Duration::from_micros(u64::try_from(100_000 + dice.below(200_000)).expect("short")),
        );
        stage
            .judge(&home, false)
            .is_err_and(|fault| fault.starts_with("neither whole nor absent"))
    });
    assert!(found, "a partial import was never found");
}

/// The control: a backup that is a plain copy is found partial by the same look at the calls.
#[test]
fn the_proof_finds_a_backup_that_is_a_plain_copy() {
    let Some(strace) = strace::find("1 (its control)") else {
        return;
    };
    let stage = Stage::new(Job::Backup);
    let naive = |home: &Home| {
        let mut command = std::process::Command::new("/bin/sh");
        let script = "dd bs=16384 if=\"$0\" of=\"$1\" 2>/dev/null";
        command
            .env_clear()
            .args(["-c", script])
            .arg(home.store())
            .arg(home.path().join("out.db"));
        command
    };
    let home = stage.set();
    let calls = strace::calls(&strace, &home, &naive(&home), &["write"]);
    let found: BTreeSet<bool> = calls
        .iter()
        .map(|call| {
            let home = stage.set();
            strace::disturbed(&strace, &naive(&home), call, "signal=KILL", "")
                .output()
                .expect("started");
            assert!(fs::metadata(home.path().join("out.db")).is_ok());
            stage.judge(&home, false).is_err()
        })
        .collect();
    assert!(found.contains(&true), "a partial copy was never found");
}
