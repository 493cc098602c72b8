//! Moves of the cursor, by clusters, words, lines and screens.

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::{Document, cells};

/// A move of the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    /// One cluster left; from the start of a line to the line above.
    Left,
    /// One cluster right.
    Right,
    /// One line up, in the same column.
    Up,
    /// One line down, in the same column.
    Down,
    /// To the start of the word, or of the one before.
    WordLeft,
    /// Behind the word, or the next one.
    WordRight,
    /// To the start of the line.
    LineStart,
    /// To the end of the line.
    LineEnd,
    /// So many lines up.
    PageUp(usize),
    /// So many lines down.
    PageDown(usize),
    /// To the start of the text.
    Start,
    /// To the end of the text.
    End,
}

/// What a move does with the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Select {
    /// It ends it.
    Nothing,
    /// It makes it larger or smaller.
    Along,
}

impl Document {
    /// Moves the cursor.
    pub fn step(&mut self, to: Move, select: Select) {
        let selection = self.selection();
        match select {
            Select::Along => self.anchor = self.anchor.or(Some(self.cursor)),
            Select::Nothing => self.anchor = None,
        }
        self.steps.close();
        let goal = self.goal.take();
        match (to, select, selection) {
            (Move::Left, Select::Nothing, Some(range)) => self.cursor = range.start,
            (Move::Right, Select::Nothing, Some(range)) => self.cursor = range.end,
            (Move::Left, _, _) => self.cursor = self.before(self.cursor),
            (Move::Right, _, _) => self.cursor = self.after(self.cursor),
            (Move::WordLeft, _, _) => self.cursor = self.word_left(),
            (Move::WordRight, _, _) => self.cursor = self.word_right(),
            (Move::LineStart, _, _) => self.cursor = self.line_start(self.cursor_line()),
            (Move::LineEnd, _, _) => self.cursor = self.line_end(self.cursor_line()),
            (Move::Start, _, _) => self.cursor = 0,
            (Move::End, _, _) => self.cursor = self.len(),
            (Move::Up, _, _) => self.go_lines(-1, goal),
            (Move::Down, _, _) => self.go_lines(1, goal),
            (Move::PageUp(rows), _, _) => self.go_lines(-isize::try_from(rows).unwrap_or(0), goal),
            (Move::PageDown(rows), _, _) => self.go_lines(isize::try_from(rows).unwrap_or(0), goal),
        }
    }

    /// Puts the cursor on a line, at a column.
    pub fn go_to(&mut self, line: usize, cell: usize, select: Select) {
        match select {
            Select::Along => self.anchor = self.anchor.or(Some(self.cursor)),
            Select::Nothing => self.anchor = None,
        }
        self.steps.close();
        self.goal = None;
        let line = line.min(self.line_count() - 1);
        self.cursor = self.line_start(line) + cells::byte_at(&self.line(line), cell);
    }

    /// Puts the cursor on a byte between two clusters.
    pub fn go_to_byte(&mut self, at: usize) {
        self.go_to(self.line_of(at), 0, Select::Nothing);
        self.cursor = at.min(self.len());
    }

    /// Selects the whole text.
    pub fn select_all(&mut self) {
        self.steps.close();
        self.anchor = Some(0);
        self.cursor = self.len();
    }

    /// Returns the place behind the last character of a line.
    pub(super) fn line_end(&self, line: usize) -> usize {
        self.line_start(line) + self.line(line).len()
    }

    fn go_lines(&mut self, lines: isize, goal: Option<usize>) {
        let cell = goal.unwrap_or_else(|| self.cursor_cell());
        let line = self.cursor_line();
        let last = self.line_count() - 1;
        self.cursor = match line.checked_add_signed(lines) {
            Some(to) if to <= last => self.line_start(to) + cells::byte_at(&self.line(to), cell),
            Some(_) => self.len(),
            None => 0,
        };
        self.goal = Some(cell);
    }

    /// Returns the place one cluster before another.
    pub(super) fn before(&self, at: usize) -> usize {
        let line = self.line_of(at);
        let start = self.line_start(line);
        if at == start {
            return at.saturating_sub(1);
        }
        let text = self.line(line);
        let mut cursor = GraphemeCursor::new(at - start, text.len(), true);
        start + cursor.prev_boundary(&text, 0).ok().flatten().unwrap_or(0)
    }

    /// Returns the place one cluster after another.
    pub(super) fn after(&self, at: usize) -> usize {
        let line = self.line_of(at);
        let start = self.line_start(line);
        let text = self.line(line);
        if at == start + text.len() {
            return (at + 1).min(self.len());
        }
        let mut cursor = GraphemeCursor::new(at - start, text.len(), true);
        start
            + cursor
                .next_boundary(&text, 0)
                .ok()
                .flatten()
                .unwrap_or(text.len())
    }

    pub(super) fn word_left(&self) -> usize {
        let line = self.cursor_line();
        let start = self.line_start(line);
        if self.cursor == start {
            return self.cursor.saturating_sub(1);
        }
        let text = self.line(line);
        let before = text.get(..self.cursor - start).unwrap_or_default();
        start + words(before).last().map_or(0, |(at, _)| at)
    }

    pub(super) fn word_right(&self) -> usize {
        let line = self.cursor_line();
        let start = self.line_start(line);
        let text = self.line(line);
        let after = text.get(self.cursor - start..).unwrap_or_default();
        if after.is_empty() {
            return (self.cursor + 1).min(self.len());
        }
        self.cursor
            + words(after)
                .next()
                .map_or(after.len(), |(at, word)| at + word.len())
    }
}

/// Returns the words and the signs of a text, without the blanks.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_word_bound_indices()
        .filter(|(_, word)| !word.chars().all(char::is_whitespace))
}
