//! Promise 12: any size of the window, from 1x1 to 500x200.
//!
//! `PIVOTAL_PROOF=full cargo test --test promises sizes -- --ignored --nocapture`; the time of a frame counts in an
//! optimised build: `cargo test --release --test promises sizes -- --ignored --nocapture`.

use std::fs;
use std::time::{Duration, Instant};

use pivotal::ui::{Colors, Theme, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::proof::{self, Dice};
use crate::support::command::{json, run};
use crate::support::pty::{PROGRAM, Pty};
use crate::support::session::Session;

/// What a frame may take, in an optimised build.
const FRAME: Duration = Duration::from_millis(16);

/// The keys that lead to every screen, each from the list of customers.
const SCREENS: [&str; 24] = [
    "",
    "1",
    "2",
    "2a<enter>",
    "2D",
    "2jd",
    "2e",
    "2p",
    "2w",
    "2<space><space>M",
    "2E",
    "3",
    "3n",
    "4",
    "n<enter>",
    "?",
    ":",
    "/a",
    "<ctrl-f>ann",
    "gi",
    "gic",
    "gn",
    "go",
    "gw",
];

/// Throws a size; the smallest, the largest and narrow ones come often.
fn size(dice: &mut Dice) -> (u16, u16) {
    let side = |dice: &mut Dice, most: usize| match dice.below(6) {
        0 => 1 + dice.below(3),
        1 => most,
        2 => 1 + dice.below(30),
        _ => 1 + dice.below(most),
    };
    let (width, height) = (side(dice, 500), side(dice, 200));
    (
        u16::try_from(width).expect("small"),
        u16::try_from(height).expect("small"),
    )
}

fn list() -> String {
    let mut list = "Dana Ruiz,dana@acme.com,CTO\n王小明,wang@acme.com,👩‍👩‍👧\n".to_owned();
    for row in 0..120 {
        list.push_str(&format!("Ann {row},ann{row}@acme.com,Engineer\n"));
    }
    list
}

/// Draws every screen at sizes and gives how long each frame took.
fn frames(sizes: usize) -> Vec<Duration> {
    let mut dice = Dice::new(12);
    let mut took = Vec::new();
    let mut session = Session::new(80, 24);
    session
        .keys("n")
        .text("Acme")
        .keys("<tab>")
        .text("acme.com")
        .keys("<enter>");
    session.keys("2p").paste(&list()).keys("<ctrl-s>").keys("<esc>");
    session.keys("gc3n<enter>gc");
    let theme = Theme::new(Colors::Full);
    for round in 0..sizes {
        let (width, height) = match round {
            0 => (1, 1),
            1 => (500, 200),
            _ => size(&mut dice),
        };
        let keys = SCREENS[round % SCREENS.len()];
        session.keys(keys).resize(width, height);
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
        let start = Instant::now();
        terminal
            .draw(|frame| view(session.model(), &theme, frame))
            .expect("drawn");
        took.push(start.elapsed());
        session
            .keys("j<down><tab>")
            .keys("<esc><esc><esc><esc>")
            .resize(80, 24)
            .keys("<esc>gc");
        assert!(!session.has_quit(), "after {keys:?}");
    }
    took.sort();
    took
}

fn tells_frames(sizes: usize) {
    let took = frames(sizes);
    let p99 = took[took.len() * 99 / 100];
    let build = if cfg!(debug_assertions) {
        "unoptimised"
    } else {
        "optimised"
    };
    println!(
        "promise 12: {} frames of {} screens from 1x1 to 500x200: 0 panics, p50 {:.1} ms, p99 {:.1} ms in an {build} build",
        took.len(),
        SCREENS.len(),
        took[took.len() / 2].as_secs_f64() * 1e3,
        p99.as_secs_f64() * 1e3
    );
    assert!(cfg!(debug_assertions) || p99 < FRAME, "{p99:?}");
}

#[test]
fn every_screen_is_drawn_at_some_sizes() {
    tells_frames(SCREENS.len());
}

#[test]
#[ignore = "a minute: PIVOTAL_PROOF=full cargo test --test promises sizes -- --ignored --nocapture"]
fn every_screen_is_drawn_at_any_size() {
    tells_frames(proof::of(4 * SCREENS.len(), 500 * SCREENS.len()));
}

/// Drags the corner of a real window while keys are pressed.
#[test]
#[ignore = "some seconds: PIVOTAL_PROOF=full cargo test --test promises sizes -- --ignored --nocapture"]
fn a_window_is_dragged_to_any_size() {
    let resizes = proof::of(120, 500);
    let home = crate::support::folder();
    json(home.path(), ["customer", "add", "Acme", "--domain", "acme.com"]);
    let rows = home.path().join("list.csv");
    fs::write(&rows, list()).expect("written");
    let file = rows.display().to_string();
    assert_eq!(run(home.path(), ["contact", "import", "1", &file]).code, Some(0));
    let mut app = Pty::start_as(home.path(), &[PROGRAM], (80, 24), &[]);
    app.shows("Acme");
    let mut dice = Dice::new(112);
    for round in 0..resizes {
        let (width, height) = size(&mut dice);
        app.resize(width, height);
        let key = dice.pick(&[
            "2",
            "j",
            "\u{1b}[6~",
            "?",
            "\u{1b}",
            "gw",
            "gc",
            "4",
            "/a",
            "p",
            "\t",
            "\u{6}a",
        ]);
        app.send(key);
        if round % 3 == 0 {
            app.rests(Duration::from_millis(5));
        }
    }
    app.resize(80, 24).rests(Duration::from_millis(300));
    app.signal(rustix::process::Signal::TERM);
    let (code, printed) = app.ends();
    assert_eq!(code, 143, "it was there to the end");
    let log = proof::all_below(home.path())
        .iter()
        .filter(|path| proof::name(path) == "pivotal.log")
        .map(|path| fs::read_to_string(path).expect("read"))
        .collect::<String>();
    let panics = log.matches("panicked").count() + printed.matches("panicked").count();
    println!(
        "promise 12: {resizes} resizes of a real window, 1x1 to 500x200, with keys between them: {panics} panics"
    );
    assert_eq!(panics, 0, "{log}");
}

#[test]
fn the_control_is_found_a_view_that_trusts_the_size() {
    let naive = std::panic::catch_unwind(|| {
        let mut terminal = Terminal::new(TestBackend::new(1, 1)).expect("a terminal");
        terminal
            .draw(|frame| {
                frame.buffer_mut()[(10, 2)].set_char('x');
            })
            .expect("drawn");
    });
    assert!(naive.is_err(), "a write outside the window is a panic");
}
