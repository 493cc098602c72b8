//! Promise 31: a list is said to be kept only once it is stored.
//!
//! `PIVOTAL_PROOF=full cargo test --test promises -- --ignored --nocapture lists_kept::`
//!
//! The real program, killed at each step of a list, beside a held lock, on a full disk, and in two windows: what the
//! screen called kept is in the store afterwards.

#![expect(
    clippy::disallowed_types,
    reason = "the proof holds a lock and looks into the store"
)]

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rustix::process::Signal;

use crate::io_errors::SmallDisk;
use crate::rig::dice::Dice;
use crate::rig::home::{Home, addresses};
use crate::rig::{demand_none, size};
use crate::support::pty::Pty;

const NOT_KEPT: &str = "not saved yet";
const KEPT: &str = "The list is saved";

/// A program with the pane of Acme open, and what its screen called kept.
struct Window {
    app: Pty,
    text: String,
    said: Option<String>,
}

impl Window {
    fn open(home: &Path) -> Self {
        let mut app = Pty::start(home, &[]);
        app.shows("Acme")
            .presses("\r", "1 Overview")
            .presses("2", "own0@acme.com");
        Self {
            app,
            text: String::new(),
            said: None,
        }
    }

    /// Opens the pane of a customer for whom no list waits.
    fn pane(&mut self) -> &mut Self {
        self.app.send("p").shows("Paste a list");
        self
    }

    /// Opens the pane and begins a new list beside the one that waits.
    fn pane_beside_a_list(&mut self) -> &mut Self {
        self.app.send("p").shows("Unfinished lists");
        self.app.presses("\x1b", "What you paste is checked here");
        self
    }

    /// Types a line more.
    fn types(&mut self, line: &str) -> &mut Self {
        for piece in [line, "\r"] {
            self.app.send(piece);
        }
        self.app.shows(line);
        self.text.push_str(line);
        self.text.push('\n');
        self
    }

    /// Notes what the screen says now.
    fn hears(&mut self) -> &mut Self {
        let screen = self.app.screen();
        let says = screen.contains(KEPT) || screen.contains("Add ") && !screen.contains(NOT_KEPT);
        if says && !self.text.is_empty() {
            self.said = Some(self.text.clone());
        }
        self
    }

    /// Reads until the screen calls the text kept.
    fn is_told(&mut self) -> &mut Self {
        for _ in 0..600 {
            self.app.rests(Duration::from_millis(50));
            self.hears();
            if self.said.as_ref() == Some(&self.text) {
                return self;
            }
        }
        panic!("it is never kept\n{}", self.app.screen());
    }

    fn leaves(&mut self) -> &mut Self {
        self.app.send("\x1b").shows(KEPT);
        self.hears()
    }

    /// Ends without a warning; gives what was called kept.
    fn dies(mut self) -> Option<String> {
        self.hears();
        self.app.signal(Signal::KILL);
        let _ = self.app.ends();
        self.said
    }
}

/// Returns the lists that a store holds.
fn stored(home: &Path) -> Vec<String> {
    let store = Connection::open(home.join("data/pivotal.db")).expect("opened");
    let mut lists = store.prepare("SELECT text FROM list_draft").expect("prepared");
    let lists = lists.query_map([], |row| row.get(0)).expect("read");
    lists.collect::<Result<_, _>>().expect("read")
}

/// Finds what was called kept and is in no list of the store; a list only grows here.
fn lost(home: &Path, said: impl IntoIterator<Item = Option<String>>) -> Vec<String> {
    let lists = stored(home);
    said.into_iter()
        .flatten()
        .filter(|said| !lists.iter().any(|list| list.starts_with(said.as_str())))
        .collect()
}

/// Kills the program at one of the steps of a list; gives what is lost.
fn killed_at(step: usize, wait: Duration) -> Vec<String> {
    let home = Home::of(&addresses("own", 1));
    let mut window = Window::open(home.path());
    window.pane().types("Zoe,zoe@acme.com");
    if step > 0 {
        window.is_told();
    }
    if step > 1 {
        window.types("Yan,yan@acme.com");
    }
    match step {
        0..=2 => {}
        3 => {
            window.app.send("\x1b");
        }
        4 => {
            window.leaves();
        }
        _ => {
            window.leaves();
            window.app.send("p").shows("zoe@acme.com");
            // The cursor is at the start of the text that came back.
            window.app.send("\x1b[1;5F");
            window.types("Cy,cy@acme.com");
        }
    }
    window.app.rests(wait);
    lost(home.path(), [window.dies()])
}

/// Types a list while another program holds the lock of the store.
fn beside_a_lock() -> (Home, Window, Connection) {
    let home = Home::of(&addresses("own", 1));
    let mut window = Window::open(home.path());
    window.pane();
    let other = Connection::open(home.store()).expect("opened");
    other.execute_batch("BEGIN IMMEDIATE").expect("locked");
    window.types("Zoe,zoe@acme.com");
    (home, window, other)
}

const STEPS: usize = 6;

#[test]
fn what_was_called_kept_outlives_a_kill_at_each_step() {
    let finds: Vec<String> = (0..STEPS)
        .flat_map(|step| killed_at(step, Duration::from_millis(1)))
        .collect();
    println!(
        "promise 31: {STEPS} kills, one at each step of a list: {} lost",
        finds.len()
    );
    demand_none(&finds);
}

#[test]
#[ignore = "300 kills at random: PIVOTAL_PROOF=full cargo test --test promises -- --ignored --nocapture lists_kept::"]
fn what_was_called_kept_outlives_kills_at_random() {
    let mut dice = Dice::new(31);
    let kills = size(300, 18);
    let mut finds = Vec::new();
    for kill in 0..kills {
        let wait = Duration::from_millis(1 + u64::try_from(dice.below(1_600)).expect("small"));
        finds.extend(killed_at(kill % STEPS, wait));
    }
    println!("promise 31: {kills} kills at random: {} lost", finds.len());
    demand_none(&finds);
}

#[test]
fn while_another_program_holds_the_lock_nothing_is_called_kept() {
    let (home, mut window, other) = beside_a_lock();
    window
        .app
        .send("\x1b")
        .shows("Leave again to retry")
        .shows(NOT_KEPT);
    window.hears();
    assert_eq!(window.said, None);
    // Quitting asks.
    window.app.send("\x03").shows("Quit and lose the list?");
    window.app.send("\x1b");
    other.execute_batch("ROLLBACK").expect("let go");
    window.is_told();
    let said = window.dies();
    assert!(said.is_some());
    demand_none(&lost(home.path(), [said]));
}

#[test]
fn on_a_full_disk_nothing_is_called_kept_and_once_it_is_freed_it_is() {
    let Some(disk) = SmallDisk::new() else { return };
    let home = disk.path();
    {
        let mut workspace = crate::rig::home::open(&home.join("data")).expect("opened");
        crate::rig::home::add_acme(&mut workspace, &addresses("own", 1));
    }
    let mut window = Window::open(home);
    window.pane();
    disk.fill();
    // More than what is left of the log takes.
    let lines: String = (0..4_000).map(|n| format!("P{n},p{n}@acme.com\n")).collect();
    window
        .app
        .send(&format!("\x1b[200~{lines}\x1b[201~"))
        .shows("Add 4000");
    window.text = lines;
    window.app.presses("\x1b", "The disk is full").shows(NOT_KEPT);
    window.hears();
    assert_eq!(window.said, None);
    disk.free();
    window.app.presses("\x1b", KEPT);
    let said = window.dies();
    assert!(said.is_some());
    demand_none(&lost(home, [said]));
}

#[test]
fn two_windows_keep_a_list_each_for_one_customer_and_both_are_offered() {
    let home = Home::of(&addresses("own", 1));
    let (mut one, mut two) = (Window::open(home.path()), Window::open(home.path()));
    one.pane().types("Zoe,zoe@acme.com").is_told();
    two.pane_beside_a_list().types("Yan,yan@acme.com").is_told();
    one.types("Cy,cy@acme.com").leaves();
    two.leaves();
    let said = [one.dies(), two.dies()];
    assert!(said.iter().all(Option::is_some));
    demand_none(&lost(home.path(), said));
    let mut next = Window::open(home.path());
    next.app.send("p").shows("Unfinished lists");
    let screen = next.app.screen();
    for words in [
        "1 line",
        "2 lines",
        "Zoe,zoe@acme.com",
        "Yan,yan@acme.com",
        "Discard",
    ] {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
    next.dies();
}

/// The control: a list that is called kept when it is only sent is found lost.
#[test]
fn the_proof_finds_a_list_that_was_only_sent() {
    let (home, mut window, other) = beside_a_lock();
    window.app.send("\x1b").shows("Keeping the list");
    window.said = Some(window.text.clone());
    let said = window.dies();
    other.execute_batch("ROLLBACK").expect("let go");
    assert_eq!(lost(home.path(), [said]).len(), 1);
}

/// The control: a list that the one of another window was written over is found lost.
#[test]
fn the_proof_finds_a_list_that_was_overwritten() {
    let home = Home::of(&addresses("own", 1));
    let mut window = Window::open(home.path());
    window.pane().types("Zoe,zoe@acme.com").leaves();
    let said = window.dies();
    Connection::open(home.store())
        .and_then(|store| store.execute("UPDATE list_draft SET text = 'Yan,yan@acme.com'", []))
        .expect("written over");
    assert_eq!(lost(home.path(), [said]).len(), 1);
}
