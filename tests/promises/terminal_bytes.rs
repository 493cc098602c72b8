//! Reads bytes as a terminal does and tells what is outside the few things that the program may send.

use unicode_width::UnicodeWidthChar;
use vte::{Params, Parser, Perform};

/// Who printed the bytes, which decides what may be in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Printed {
    /// The app, on the whole screen.
    ByApp,
    /// A command, a message or a log: lines of text.
    AsLines,
}

/// What the app may turn on and off: second screen, cursor, pastes, mouse.
const MODES: [u16; 5] = [25, 1000, 1006, 1049, 2004];

/// The most marks on one cell.
const MARKS: usize = 8;

/// Looks for what may not be in bytes that a terminal is given; bytes can come in parts.
pub(crate) struct Look {
    printed: Printed,
    marks: usize,
    cells: usize,
    found: Vec<String>,
    count: usize,
}

/// Looks at bytes, and gives what was found in them.
pub(crate) fn foreign(printed: Printed, bytes: &[u8]) -> Vec<String> {
    let mut look = Look::new(printed);
    look.at(bytes);
    look.found
}

impl Look {
    /// Begins.
    pub(crate) const fn new(printed: Printed) -> Self {
        Self {
            printed,
            marks: 0,
            cells: 0,
            found: Vec::new(),
            count: 0,
        }
    }

    /// Looks at all that was printed by one program.
    pub(crate) fn at(&mut self, bytes: &[u8]) -> &mut Self {
        if let Err(error) = std::str::from_utf8(bytes) {
            self.find(format!("no UTF-8 from byte {}", error.valid_up_to()));
        }
        let mut parser = Parser::new();
        parser.advance(self, bytes);
        // A sequence that has not ended swallows this letter.
        let cells = self.cells;
        parser.advance(self, b"x");
        if self.cells == cells {
            self.find("a sequence that does not end".to_owned());
        }
        self.marks = 0;
        self
    }

    /// Returns what was found, the first hundred of it.
    pub(crate) fn found(&self) -> &[String] {
        &self.found
    }

    /// Counts what was found.
    pub(crate) const fn count(&self) -> usize {
        self.count
    }

    /// Counts the characters that were shown.
    pub(crate) const fn cells(&self) -> usize {
        self.cells
    }

    fn find(&mut self, what: String) {
        self.count += 1;
        if self.found.len() < 100 {
            self.found.push(what);
        }
    }
}

impl Perform for Look {
    fn print(&mut self, c: char) {
        self.cells += 1;
        let is_control = c.is_control();
        let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let hides = matches!(c, '\u{e0000}'..='\u{e00ff}' | '\u{2028}' | '\u{2029}');
        if is_control || turns || hides {
            self.find(format!("{c:?}"));
        }
        self.marks = if c.width() == Some(0) { self.marks + 1 } else { 0 };
        if self.marks == MARKS + 1 {
            self.find(format!("more than {MARKS} marks, {c:?}"));
        }
    }

    fn execute(&mut self, byte: u8) {
        let is_end = match self.printed {
            Printed::ByApp => false,
            Printed::AsLines => matches!(byte, b'\n' | b'\r'),
        };
        if !is_end {
            self.find(format!("the control {byte:#04x}"));
        }
        self.marks = 0;
    }

    fn csi_dispatch(&mut self, params: &Params, intermediates: &[u8], ignore: bool, action: char) {
        self.marks = 0;
        let all: Vec<u16> = params.iter().flatten().copied().collect();
        let is_known = match (self.printed, intermediates, action) {
            (Printed::ByApp, [], 'H' | 'm') => true,
            (Printed::ByApp, [], 'J') => all == [2],
            (Printed::ByApp, [b'?'], 'h' | 'l') => all.iter().all(|mode| MODES.contains(mode)),
            (Printed::ByApp | Printed::AsLines, _, _) => false,
        };
        if !is_known || ignore {
            let between = String::from_utf8_lossy(intermediates).into_owned();
            self.find(format!("CSI {between} {all:?} {action}"));
        }
    }

    fn esc_dispatch(&mut self, intermediates: &[u8], _ignore: bool, byte: u8) {
        self.find(format!("ESC {intermediates:?} {:?}", char::from(byte)));
    }

    fn osc_dispatch(&mut self, params: &[&[u8]], _bell_terminated: bool) {
        self.find(format!("OSC {}", String::from_utf8_lossy(&params.join(&b';'))));
    }

    fn hook(&mut self, params: &Params, _intermediates: &[u8], _ignore: bool, action: char) {
        self.find(format!("DCS {params:?} {action}"));
    }
}
