//! Lines of tables, with cells that no spreadsheet takes for formulas.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::Write;

use crate::domain::{SafeText, inert};

/// A line that begins with one of them is a comment to many programs, ours included, unless the cell is quoted.
const COMMENTS: [&str; 2] = ["#", "//"];

/// What stands between cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// A comma (RFC 4180).
    Comma,
    /// A tab; breaks within a cell become blanks.
    Tab,
}

/// A line that is written cell by cell.
pub(super) struct Line<'a> {
    bytes: &'a mut Vec<u8>,
    separator: Separator,
    is_empty: bool,
}

impl<'a> Line<'a> {
    /// Begins a line.
    pub(super) fn begin(bytes: &'a mut Vec<u8>, separator: Separator) -> Self {
        Self {
            bytes,
            separator,
            is_empty: true,
        }
    }

    /// Adds a cell with any text.
    pub(super) fn text(&mut self, cell: &str) -> &mut Self {
        self.separate();
        let cell = SafeText::cleaned(cell);
        let cell = inert(&cell);
        match self.separator {
            Separator::Comma => {
                let is_quoted = cell
                    .bytes()
                    .any(|byte| matches!(byte, b',' | b';' | b'|' | b'\t' | b'"' | b'\r' | b'\n'))
                    || is_comment(&cell)
                    || cell.starts_with(' ')
                    || cell.ends_with(' ');
                if is_quoted {
                    self.quoted(&cell);
                } else {
                    self.bare(&cell);
                }
            }
            Separator::Tab => {
                // A quote at the start alone would be read as the beginning of a quoted cell.
                let cell = match cell.contains(['\t', '\r', '\n']) {
                    true => Cow::Owned(cell.replace(['\t', '\r', '\n'], " ")),
                    false => cell,
                };
                if cell.starts_with('"') || is_comment(&cell) {
                    self.quoted(&cell);
                } else {
                    self.bare(&cell);
                }
            }
        }
        self
    }

    /// Adds a cell that is a number, a time, an id, or a word of our own: nothing in it is to be quoted.
    pub(super) fn plain(&mut self, cell: impl Display) -> &mut Self {
        self.separate();
        // Memory takes all that is written.
        let _ = write!(self.bytes, "{cell}");
        self
    }

    /// Does so for one that may be missing.
    pub(super) fn perhaps(&mut self, cell: Option<impl Display>) -> &mut Self {
        match cell {
            Some(cell) => self.plain(cell),
            None => self.text(""),
        }
    }

    /// Ends the line.
    pub(super) fn end(&mut self) {
        self.bytes.extend_from_slice(b"\r\n");
    }

    fn separate(&mut self) {
        if !self.is_empty {
            self.bytes.push(match self.separator {
                Separator::Comma => b',',
                Separator::Tab => b'\t',
            });
        }
        self.is_empty = false;
    }

    fn bare(&mut self, cell: &str) {
        self.bytes.extend_from_slice(cell.as_bytes());
    }

    fn quoted(&mut self, cell: &str) {
        self.bytes.push(b'"');
        self.bytes.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
        self.bytes.push(b'"');
    }
}

fn is_comment(cell: &str) -> bool {
    COMMENTS.iter().any(|mark| cell.starts_with(mark))
}
