//! Promise 9: a closed terminal ends the program within a second and without a spin, though SIGHUP is ignored.
//!
//! `PIVOTAL_PROOF=full cargo test --test promises closed_terminal -- --ignored --nocapture`

use std::fs;
use std::process::Child;
use std::time::{Duration, Instant};

use crate::bare_terminal::BareTerminal;
use crate::proof;
use crate::support::pty::PROGRAM;

/// Within what a program must end.
const SECOND: Duration = Duration::from_secs(1);

/// How much of the processor it may take meanwhile, in ticks of ten milliseconds.
const TICKS: u64 = 40;

/// What became of a program whose terminal was closed.
#[derive(Debug)]
struct Met {
    ended: Option<Duration>,
    ticks: u64,
}

impl Met {
    fn faults(&self) -> Vec<&'static str> {
        match self.ended {
            Some(_) => Vec::new(),
            None if self.ticks > TICKS => vec!["it goes on", "it spins"],
            None => vec!["it goes on"],
        }
    }
}

/// Returns the state of a process and the ticks that it took.
fn state(process: u32) -> (char, u64) {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).expect("there");
    let behind = stat.rsplit(") ").next().expect("a state");
    let fields: Vec<&str> = behind.split(' ').collect();
    let ticks = |at: usize| fields[at].parse::<u64>().expect("a number");
    (behind.chars().next().expect("a letter"), ticks(11) + ticks(12))
}

/// Closes the terminal of a program and looks what it does for a while; then it is ended.
fn closes(terminal: BareTerminal, mut child: Child, within: Duration) -> Met {
    let (_, before) = state(child.id());
    let start = Instant::now();
    drop(terminal);
    let met = loop {
        let (letter, now) = state(child.id());
        let ended = (letter == 'Z').then(|| start.elapsed());
        if ended.is_some() || start.elapsed() > within {
            break Met {
                ended,
                ticks: now - before,
            };
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let _ = child.kill();
    child.wait().expect("ended");
    met
}

/// Starts the program deaf to hang-ups, goes somewhere by keys and closes the terminal.
fn closes_at((keys, words): Place) -> Met {
    let home = crate::support::folder();
    let mut terminal = BareTerminal::open();
    let child = terminal.spawn(
        home.path(),
        &["/bin/sh", "-c", "trap '' HUP; exec \"$0\"", PROGRAM],
    );
    terminal.prints("Welcome to pivotal", 1);
    for key in keys {
        // A line end behind fast text waits whether more follows.
        terminal.send(key).rests(Duration::from_millis(250));
    }
    terminal.prints(words, 1).rests(Duration::from_millis(150));
    closes(terminal, child, SECOND)
}

/// A place in the app: the keys that lead there, and words that are printed there.
type Place = (&'static [&'static str], &'static str);

const PLACES: [Place; 6] = [
    (&[], ""),
    (&["n", "Acme"], "New customer"),
    (&["n", "Acme\t\t\t\r", "2p", "Ann,ann@acme.com"], "Paste a list"),
    (&["?"], "What you can do here"),
    (&["s"], "Brightwater"),
    (&["\u{1b}[200~never ends"], ""),
];

#[test]
fn a_closed_terminal_ends_it() {
    let met = closes_at(PLACES[0]);
    assert_eq!(met.faults(), Vec::<&str>::new(), "{met:?}");
}

#[test]
#[ignore = "some seconds: PIVOTAL_PROOF=full cargo test --test promises closed_terminal -- --ignored --nocapture"]
fn a_terminal_that_is_closed_anywhere_ends_it() {
    let rounds = proof::of(1, 20);
    let mut longest = Duration::ZERO;
    let mut most = 0;
    for round in 0..rounds {
        for place in PLACES {
            let met = closes_at(place);
            assert_eq!(
                met.faults(),
                Vec::<&str>::new(),
                "round {round} at {:?}: {met:?}",
                place.0
            );
            longest = longest.max(met.ended.unwrap_or_default());
            most = most.max(met.ticks);
        }
    }
    println!(
        "promise 9: {} hang-ups with SIGHUP ignored: 0 went on; the slowest ended after {} ms, {} ms of processor at most",
        rounds * PLACES.len(),
        longest.as_millis(),
        most * 10
    );
}

#[test]
fn the_control_is_found_a_program_that_spins_on_a_closed_terminal() {
    let home = crate::support::folder();
    let mut terminal = BareTerminal::open();
    let spins = "trap '' HUP; echo ready; while :; do :; done";
    let child = terminal.spawn(home.path(), &["/bin/sh", "-c", spins]);
    terminal.prints("ready", 1);
    // On a busy machine it gets a part of a processor only.
    let met = closes(terminal, child, 3 * SECOND);
    assert_eq!(met.faults(), ["it goes on", "it spins"], "{met:?}");
}
