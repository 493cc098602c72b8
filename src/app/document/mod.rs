//! A text that people edit, of any length: each act costs the same at a thousand lines and at a million.
//!
//! Lines end in `\n` only; other line breaks become that on the way in. Places are byte offsets between grapheme
//! clusters.

mod cells;
mod edits;
mod moves;
mod steps;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

pub use cells::{Cluster, clusters};
pub use edits::Way;
pub use moves::{Move, Select};
use ropey::Rope;
use steps::{Edit, Kind, Steps};

use crate::paste::Lines;

/// A text with a cursor, a selection, and every step back.
#[derive(Debug, Clone, Default)]
pub struct Document {
    text: Rope,
    cursor: usize,
    /// The other end of the selection.
    anchor: Option<usize>,
    /// The column that up and down come back to.
    goal: Option<usize>,
    steps: Steps,
}

/// A text as it was at one moment, which can be handed to another thread at no cost.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot(Rope);

impl std::fmt::Display for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.chunks().try_for_each(|chunk| f.write_str(chunk))
    }
}

/// Which lines an edit replaced: `removed` old ones from `first` on, by `inserted` new ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The first line.
    pub first: usize,
    /// How many lines the text had there; at least one.
    pub removed: usize,
    /// How many it has now; at least one.
    pub inserted: usize,
}

impl Document {
    /// Starts with a text, at its start.
    pub fn new(text: &str) -> Self {
        Self {
            text: Rope::from_str(text),
            ..Self::default()
        }
    }

    /// Returns whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.len_bytes() == 0
    }

    /// Returns the length in bytes.
    pub fn len(&self) -> usize {
        self.text.len_bytes()
    }

    /// Returns the whole text.
    pub fn text(&self) -> String {
        self.text.to_string()
    }

    /// Returns the text as it is now, at no cost.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(self.text.clone())
    }

    /// Returns the number of lines; an empty text has one.
    pub fn line_count(&self) -> usize {
        self.text.len_lines()
    }

    /// Returns a line without its line break.
    pub fn line(&self, line: usize) -> Cow<'_, str> {
        let Some(slice) = self.text.get_line(line) else {
            return Cow::Borrowed("");
        };
        match Cow::from(slice) {
            Cow::Borrowed(text) => Cow::Borrowed(text.strip_suffix('\n').unwrap_or(text)),
            Cow::Owned(mut text) => {
                if text.ends_with('\n') {
                    text.pop();
                }
                Cow::Owned(text)
            }
        }
    }

    /// Returns the byte at which a line starts; the end of the text after the last line.
    pub fn line_start(&self, line: usize) -> usize {
        line_start(&self.text, line)
    }

    /// Returns the line of a byte.
    pub fn line_of(&self, at: usize) -> usize {
        self.text.byte_to_line(at.min(self.text.len_bytes()))
    }

    /// Returns the place of the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Returns the line of the cursor.
    pub fn cursor_line(&self) -> usize {
        self.line_of(self.cursor)
    }

    /// Returns the column of the cursor, in cells of the terminal.
    pub fn cursor_cell(&self) -> usize {
        let line = self.cursor_line();
        cells::width(&self.line(line), self.cursor - self.line_start(line))
    }

    /// Returns the selected range.
    pub fn selection(&self) -> Option<Range<usize>> {
        let anchor = self.anchor.filter(|anchor| *anchor != self.cursor)?;
        Some(anchor.min(self.cursor)..anchor.max(self.cursor))
    }

    /// Returns a part of the text.
    pub fn slice(&self, range: Range<usize>) -> String {
        self.text
            .get_byte_slice(range)
            .map(|slice| slice.to_string())
            .unwrap_or_default()
    }

    /// Replaces a range and notes the step back.
    fn replace(&mut self, range: Range<usize>, text: &str, kind: Kind) -> Option<Change> {
        if range.is_empty() && text.is_empty() {
            return None;
        }
        let before = (self.cursor, self.anchor);
        let (edit, change) = self.exchange(range, Rope::from_str(text));
        self.cursor = edit.at + edit.inserted.len_bytes();
        self.anchor = None;
        self.goal = None;
        self.steps.note(edit, kind, before);
        Some(change)
    }

    /// Puts one text in the place of another.
    fn exchange(&mut self, range: Range<usize>, inserted: Rope) -> (Edit, Change) {
        let first = self.line_of(range.start);
        let last = self.line_of(range.end);
        let (start, end) = (
            self.text.byte_to_char(range.start),
            self.text.byte_to_char(range.end),
        );
        let removed = Rope::from(self.text.slice(start..end));
        let change = Change {
            first,
            removed: last - first + 1,
            inserted: inserted.len_lines(),
        };
        let tail = self.text.split_off(end);
        self.text.remove(start..);
        self.text.append(inserted.clone());
        self.text.append(tail);
        let edit = Edit {
            at: range.start,
            removed,
            inserted,
        };
        (edit, change)
    }
}

impl Lines for Document {
    fn count(&self) -> usize {
        self.line_count()
    }

    fn read(&self, lines: Range<usize>, into: &mut String) {
        read(&self.text, lines, into);
    }
}

impl Lines for Snapshot {
    fn count(&self) -> usize {
        self.0.len_lines()
    }

    fn read(&self, lines: Range<usize>, into: &mut String) {
        read(&self.0, lines, into);
    }
}

fn line_start(text: &Rope, line: usize) -> usize {
    text.try_line_to_byte(line).unwrap_or(text.len_bytes())
}

/// Appends lines of a text, each with a line break.
fn read(text: &Rope, lines: Range<usize>, into: &mut String) {
    let range = line_start(text, lines.start)..line_start(text, lines.end);
    if let Some(slice) = text.get_byte_slice(range) {
        slice.chunks().for_each(|chunk| into.push_str(chunk));
    }
    if lines.end >= text.len_lines() && !lines.is_empty() {
        into.push('\n');
    }
}
