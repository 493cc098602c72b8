//! What is known of the terminal, for questions about keys and colours.

use std::env;

use super::Check;

/// The smallest terminal in which the app can be used, in cells.
const SMALLEST: (u16, u16) = (60, 16);

pub(super) fn checks() -> Vec<Check> {
    vec![kind(), size()]
}

fn kind() -> Check {
    const NAME: &str = "terminal";
    let value = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let term = value("TERM");
    let mut facts = vec![format!("TERM {}", term.as_deref().unwrap_or("not set"))];
    facts.push(format!(
        "COLORTERM {}",
        value("COLORTERM").as_deref().unwrap_or("not set")
    ));
    facts.push(
        if value("TMUX").is_some() {
            "in tmux"
        } else {
            "not in tmux"
        }
        .to_owned(),
    );
    facts.push(
        if value("NO_COLOR").is_some() {
            "no colours (NO_COLOR)"
        } else {
            "colours"
        }
        .to_owned(),
    );
    let sentence = format!("{}.", facts.join(", "));
    match term.as_deref() {
        None | Some("dumb") => Check::warn(
            NAME,
            sentence,
            "The app needs a terminal with a cursor; commands work anywhere.",
        ),
        Some(_) => Check::ok(NAME, sentence),
    }
}

fn size() -> Check {
    const NAME: &str = "size";
    let found = rustix::termios::tcgetwinsize(std::io::stdout())
        .or_else(|_| rustix::termios::tcgetwinsize(std::io::stdin()))
        .or_else(|_| rustix::termios::tcgetwinsize(std::io::stderr()));
    match found {
        Err(_) => Check::ok(NAME, "No terminal here; commands need none."),
        Ok(size) => {
            let (columns, rows) = (size.ws_col, size.ws_row);
            let sentence = format!("{columns} columns, {rows} rows.");
            if columns < SMALLEST.0 || rows < SMALLEST.1 {
                Check::warn(NAME, sentence, "The app needs at least 60 columns and 16 rows.")
            } else {
                Check::ok(NAME, sentence)
            }
        }
    }
}
