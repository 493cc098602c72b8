//! Acts that change the text; each says which lines it replaced.

use std::borrow::Cow;
use std::ops::Range;

use super::steps::Kind;
use super::{Change, Document};
use crate::paste::one_line_break;

/// Where lines are moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// Before the line above.
    Up,
    /// Behind the line below.
    Down,
}

impl Document {
    /// Types a character in the place of the selection.
    pub fn type_char(&mut self, c: char) -> Option<Change> {
        let kind = if self.selection().is_some() || c == '\n' {
            Kind::Whole
        } else {
            Kind::Typing
        };
        let range = self.selection().unwrap_or(self.cursor..self.cursor);
        self.replace(range, c.encode_utf8(&mut [0; 4]), kind)
    }

    /// Puts a text in the place of the selection, as one step.
    pub fn paste(&mut self, text: &str) -> Option<Change> {
        let range = self.selection().unwrap_or(self.cursor..self.cursor);
        self.replace(range, &plain(text), Kind::Whole)
    }

    /// Replaces the whole text, as one step.
    pub fn set_text(&mut self, text: &str) -> Option<Change> {
        self.replace(0..self.len(), &plain(text), Kind::Whole)
    }

    /// Takes away the selection, or the cluster before the cursor.
    pub fn backspace(&mut self) -> Option<Change> {
        match self.selection() {
            Some(range) => self.replace(range, "", Kind::Whole),
            None => self.replace(self.before(self.cursor)..self.cursor, "", Kind::Erasing),
        }
    }

    /// Takes away the selection, or the cluster after the cursor.
    pub fn delete(&mut self) -> Option<Change> {
        let range = self.selection().unwrap_or(self.cursor..self.after(self.cursor));
        self.replace(range, "", Kind::Whole)
    }

    /// Takes away the selection, or back to the start of the word.
    pub fn delete_word_left(&mut self) -> Option<Change> {
        let range = self.selection().unwrap_or(self.word_left()..self.cursor);
        self.replace(range, "", Kind::Whole)
    }

    /// Takes away the selection, or up to the end of the word.
    pub fn delete_word_right(&mut self) -> Option<Change> {
        let range = self.selection().unwrap_or(self.cursor..self.word_right());
        self.replace(range, "", Kind::Whole)
    }

    /// Returns the selection, or the line of the cursor with its line break.
    pub fn copied(&self) -> String {
        self.slice(self.selection().unwrap_or_else(|| self.whole_line()))
    }

    /// Takes away the selection or the line of the cursor.
    pub fn cut(&mut self) -> Option<Change> {
        let range = self.selection().unwrap_or_else(|| self.whole_line());
        self.replace(range, "", Kind::Whole)
    }

    /// Moves the line of the cursor, or the selected lines.
    pub fn move_lines(&mut self, way: Way) -> Option<Change> {
        let selected = self.selection().unwrap_or(self.cursor..self.cursor);
        let (first, last) = (self.line_of(selected.start), self.line_of(selected.end));
        let (top, bottom) = match way {
            Way::Up => (first.checked_sub(1)?, last),
            Way::Down => (first, Some(last + 1).filter(|line| *line < self.line_count())?),
        };
        let range = self.line_start(top)..self.line_end(bottom);
        let text = self.slice(range.clone());
        let (moved, length) = match way {
            Way::Up => {
                let (above, block) = text.split_once('\n')?;
                (format!("{block}\n{above}"), above.len() + 1)
            }
            Way::Down => {
                let (block, below) = text.rsplit_once('\n')?;
                (format!("{below}\n{block}"), below.len() + 1)
            }
        };
        let (cursor, anchor) = (self.cursor, self.anchor);
        let change = self.replace(range, &moved, Kind::Whole);
        let shift = |at: usize| match way {
            Way::Up => at - length.min(at),
            Way::Down => (at + length).min(self.len()),
        };
        (self.cursor, self.anchor) = (shift(cursor), anchor.map(shift));
        change
    }

    /// Replaces ranges as one step; the cursor stays where it is in its line. Does nothing where the ranges are not in order,
    /// overlap, or lie beyond the text.
    pub fn rewrite(&mut self, edits: &[(Range<usize>, String)]) -> Option<Change> {
        let mut end = 0;
        for (range, _) in edits {
            let is_place = |at: usize| {
                let place = self.text.try_byte_to_char(at);
                place.is_ok_and(|place| self.text.char_to_byte(place) == at)
            };
            if range.start < end || range.end < range.start || !is_place(range.start) || !is_place(range.end)
            {
                return None;
            }
            end = range.end;
        }
        let before = (self.cursor, self.anchor);
        let (line, cell) = (self.cursor_line(), self.cursor_cell());
        let mut made = Vec::with_capacity(edits.len());
        let mut all: Option<Change> = None;
        for (range, text) in edits.iter().rev() {
            let (edit, change) = self.exchange(range.clone(), ropey::Rope::from_str(text));
            made.push(edit);
            all = Some(join(all, change));
        }
        if !made.is_empty() {
            self.steps.push(made, Kind::Whole, before);
            self.go_to(line, cell, super::Select::Nothing);
        }
        all
    }

    fn whole_line(&self) -> Range<usize> {
        let line = self.cursor_line();
        self.line_start(line)..self.line_start(line + 1)
    }
}

/// Makes every line break `\n`, and drops what no line of text holds: controls and escapes.
fn plain(text: &str) -> Cow<'_, str> {
    let text = one_line_break(text);
    if text
        .bytes()
        .all(|b| b >= b' ' && b != 0x7f || matches!(b, b'\n' | b'\t'))
    {
        return text;
    }
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect::<String>()
        .into()
}

impl Document {
    /// Notes a step that changes something other than the text, to be taken back in its turn.
    pub fn note_decision(&mut self) {
        let before = (self.cursor, self.anchor);
        self.steps.push_decision(before);
    }

    /// Has a decision belong to the last edit, so that both are one step; returns whether one does already.
    pub fn decide_with_last(&mut self) -> bool {
        self.steps.decide_with_last()
    }

    /// Returns whether a decision belongs to the step to be taken back.
    pub fn undoes_a_decision(&self) -> bool {
        self.steps.done.last().is_some_and(|step| step.decides)
    }

    /// Returns whether a decision belongs to the step to be made again.
    pub fn redoes_a_decision(&self) -> bool {
        self.steps.undone.last().is_some_and(|step| step.decides)
    }

    /// Takes the last step back.
    pub fn undo(&mut self) -> Option<Change> {
        let mut step = self.steps.done.pop()?;
        let mut all: Option<Change> = None;
        for edit in step.edits.iter_mut().rev() {
            let range = edit.at..edit.at + edit.inserted.len_bytes();
            let (_, change) = self.exchange(range, edit.removed.clone());
            all = Some(join(all, change));
        }
        (self.cursor, self.anchor) = step.before;
        self.goal = None;
        self.steps.closed = true;
        self.steps.undone.push(step);
        all
    }

    /// Makes the step that was taken back again.
    pub fn redo(&mut self) -> Option<Change> {
        let step = self.steps.undone.pop()?;
        let mut all: Option<Change> = None;
        for edit in &step.edits {
            let range = edit.at..edit.at + edit.removed.len_bytes();
            let (made, change) = self.exchange(range, edit.inserted.clone());
            self.cursor = made.at + made.inserted.len_bytes();
            all = Some(join(all, change));
        }
        self.anchor = None;
        self.goal = None;
        self.steps.closed = true;
        self.steps.done.push(step);
        all
    }
}

/// Makes one change of two that follow each other.
fn join(before: Option<Change>, next: Change) -> Change {
    let Some(before) = before else { return next };
    let first = before.first.min(next.first);
    // Lines as they are between the two: the first change covers up to here, the second from there.
    let end = (before.first + before.inserted).max(next.first + next.removed);
    let old_end = end + before.removed - before.inserted.min(end + before.removed);
    Change {
        first,
        removed: old_end - first,
        inserted: end + next.inserted - next.removed.min(end + next.inserted) - first,
    }
}
