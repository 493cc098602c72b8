//! Promise 8: the terminal is always given back, however the program ends or stops.
//!
//! `PIVOTAL_PROOF=full cargo test --test promises terminal_back -- --ignored --nocapture`; that of panics is
//! `cargo test --lib runtime::panic -- --nocapture`, beside the hook that it proves.

use std::fs;
use std::time::Duration;

use rstest::rstest;
use rustix::process::{Pid, Signal, kill_process};

use crate::bare_terminal::{BareTerminal, left_on};
use crate::proof::{self, Dice};
use crate::support::pty::PROGRAM;

/// A way in which the program ends.
#[derive(Debug, Clone, Copy)]
enum Way {
    Quit,
    CtrlC,
    Error,
    By(Signal),
}

fn tell(child: &std::process::Child, signal: Signal) {
    let id = i32::try_from(child.id()).expect("a number");
    kill_process(Pid::from_raw(id).expect("a process"), signal).expect("told");
}

/// Names what is not as it was before the program started.
fn faults(terminal: &BareTerminal, before: &str) -> Vec<String> {
    let mut faults: Vec<String> = left_on(&terminal.text()).into_iter().map(str::to_owned).collect();
    let now = terminal.modes();
    if now != before {
        faults.push(format!("modes of the line: {now} in place of {before}"));
    }
    faults
}

#[rstest]
#[case(Way::Quit, 0)]
#[case(Way::CtrlC, 0)]
#[case(Way::Error, 1)]
#[case(Way::By(Signal::TERM), 143)]
#[case(Way::By(Signal::HUP), 129)]
#[case(Way::By(Signal::INT), 130)]
#[case(Way::By(Signal::QUIT), 131)]
fn it_is_given_back_at_every_end(#[case] way: Way, #[case] code: i32) {
    let home = crate::support::folder();
    let mut terminal = BareTerminal::open();
    let before = terminal.modes();
    // Without a place for temporary files the sample data cannot be made.
    let nowhere = ["/bin/sh", "-c", "TMPDIR=/dev/null/none exec \"$0\"", PROGRAM];
    let words: &[&str] = match way {
        Way::Error => &nowhere,
        Way::Quit | Way::CtrlC | Way::By(_) => &[PROGRAM],
    };
    let mut child = terminal.spawn(home.path(), words);
    terminal.prints("Welcome to pivotal", 1);
    assert_ne!(terminal.modes(), before, "the line is taken");
    assert_eq!(left_on(&terminal.text()).len(), 4, "the screen is taken");
    let key = match way {
        Way::Quit => "q",
        Way::CtrlC => "\u{3}",
        Way::Error => "s",
        Way::By(signal) => {
            tell(&child, signal);
            ""
        }
    };
    terminal.send(key);
    assert_eq!(terminal.waits_for(&mut child), Some(code), "{}", terminal.text());
    assert_eq!(faults(&terminal, &before), Vec::<String>::new(), "by {way:?}");
}

#[test]
fn it_is_given_back_for_a_stop_and_taken_again_after_it() {
    let home = crate::support::folder();
    let mut terminal = BareTerminal::open();
    let before = terminal.modes();
    let mut child = terminal.spawn(home.path(), &[PROGRAM]);
    terminal.prints("Welcome to pivotal", 1);
    let taken = terminal.modes();
    for stop in 1..=3 {
        tell(&child, Signal::TSTP);
        terminal.prints("\u{1b}[?1049l", stop);
        waits_until_stopped(child.id());
        assert_eq!(faults(&terminal, &before), Vec::<String>::new(), "at stop {stop}");
        tell(&child, Signal::CONT);
        terminal.prints("\u{1b}[?1049h", stop + 1);
        terminal.reads(Duration::from_millis(100));
        assert_eq!(
            (terminal.modes(), left_on(&terminal.text()).len()),
            (taken.clone(), 4)
        );
    }
    terminal.send("q");
    assert_eq!(terminal.waits_for(&mut child), Some(0));
    assert_eq!(faults(&terminal, &before), Vec::<String>::new());
}

fn waits_until_stopped(process: u32) {
    for _ in 0..3_000 {
        let stat = fs::read_to_string(format!("/proc/{process}/stat")).expect("running");
        if stat.contains(") T ") {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("it never stopped");
}

/// Sends signals at any moment of a start, also before the terminal is taken and while it is.
#[test]
#[ignore = "some seconds: PIVOTAL_PROOF=full cargo test --test promises terminal_back -- --ignored --nocapture"]
fn it_is_given_back_for_a_signal_at_any_moment() {
    let rounds = proof::of(16, 400);
    let mut dice = Dice::new(8);
    let mut lost = Vec::new();
    for round in 0..rounds {
        let home = crate::support::folder();
        let mut terminal = BareTerminal::open();
        let before = terminal.modes();
        let mut child = terminal.spawn(home.path(), &[PROGRAM, "--demo"]);
        terminal.reads(Duration::from_millis(
            u64::try_from(dice.below(250)).expect("small"),
        ));
        let signal = dice.pick(&[Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT]);
        tell(&child, signal);
        terminal.reads(Duration::from_millis(200));
        // Whoever started the test may have had it ignored, as nohup does, until the program listens.
        for _ in 0..20 {
            if child.try_wait().expect("asked").is_some() {
                break;
            }
            tell(&child, signal);
            terminal.reads(Duration::from_millis(500));
        }
        terminal.waits_for(&mut child);
        let found = faults(&terminal, &before);
        if !found.is_empty() {
            lost.push(format!("round {round} by {signal:?}: {found:?}"));
        }
    }
    println!(
        "promise 8: {rounds} signals at any moment of a start: {} terminals not given back",
        lost.len()
    );
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn the_control_is_found_a_program_that_gives_nothing_back() {
    let home = crate::support::folder();
    let mut terminal = BareTerminal::open();
    let before = terminal.modes();
    let careless = "stty raw -echo; printf '\\033[?1049h\\033[?2004h\\033[?25l\\033[?1000;1006h'";
    let mut child = terminal.spawn(home.path(), &["/bin/sh", "-c", careless]);
    assert_eq!(terminal.waits_for(&mut child), Some(0));
    let found = faults(&terminal, &before);
    assert_eq!(found.len(), 5, "{found:?}");
    assert_eq!(
        left_on("\u{1b}[?1049h\u{1b}[?1049l\u{1b}[?25l\u{1b}[?25h"),
        Vec::<&str>::new()
    );
}
