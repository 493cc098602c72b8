//! The peer of the start: a program that opens SQLite, draws one frame and waits for a key.
//!
//! The bench runs itself again as this program.

#![expect(clippy::disallowed_types, reason = "the peer is SQLite itself")]

use std::io::{Read, Write, stdout};

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::text::Line;
use rusqlite::Connection;

/// The variable that names the file to open and makes the bench this program.
pub(crate) const FILE: &str = "PIVOTAL_BENCH_BARE";

/// What the frame says, without a blank: a screen skips those.
pub(crate) const WORDS: &str = "bare-frame";

/// The variable that makes the bench a program that takes one paste and does nothing with it.
pub(crate) const PASTE: &str = "PIVOTAL_BENCH_PASTE";

pub(crate) fn is_wanted() -> bool {
    [FILE, PASTE]
        .into_iter()
        .any(|name| std::env::var_os(name).is_some())
}

pub(crate) fn run() {
    if std::env::var_os(PASTE).is_some() {
        return take_a_paste();
    }
    let file = std::env::var_os(FILE).expect("a file");
    let connection = Connection::open(file).expect("opened");
    let customers: i64 = connection
        .query_row(
            "SELECT count(*) FROM (SELECT 1 FROM customer LIMIT 40)",
            [],
            |row| row.get(0),
        )
        .expect("read");
    crossterm::terminal::enable_raw_mode().expect("raw");
    crossterm::execute!(stdout(), crossterm::terminal::EnterAlternateScreen).expect("entered");
    let mut terminal = Terminal::new(CrosstermBackend::new(stdout())).expect("a terminal");
    terminal
        .draw(|frame| frame.render_widget(Line::from(format!("{WORDS} {customers}")), frame.area()))
        .expect("drawn");
    let _ = std::io::stdin().read(&mut [0]);
    crossterm::execute!(stdout(), crossterm::terminal::LeaveAlternateScreen).expect("left");
    crossterm::terminal::disable_raw_mode().expect("cooked");
}

fn take_a_paste() {
    crossterm::terminal::enable_raw_mode().expect("raw");
    crossterm::execute!(stdout(), crossterm::event::EnableBracketedPaste).expect("entered");
    tell("ready");
    loop {
        if let crossterm::event::Event::Paste(text) = crossterm::event::read().expect("an event") {
            tell(&format!("delivered {}", text.len()));
        }
    }
}

fn tell(words: &str) {
    let mut out = stdout();
    out.write_all(words.as_bytes()).expect("told");
    out.flush().expect("told");
}
