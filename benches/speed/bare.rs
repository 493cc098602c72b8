//! The peer of the start: a program that opens SQLite, draws one frame and waits for a key.
//!
//! The bench runs itself again as this program.

#![expect(clippy::disallowed_types, reason = "the peer is SQLite itself")]

use std::io::{Read, stdout};

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::text::Line;
use rusqlite::Connection;

/// The variable that names the file to open and makes the bench this program.
pub(crate) const FILE: &str = "PIVOTAL_BENCH_BARE";

/// What the frame says, without a blank: a screen skips those.
pub(crate) const WORDS: &str = "bare-frame";

pub(crate) fn is_wanted() -> bool {
    std::env::var_os(FILE).is_some()
}

pub(crate) fn run() {
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
