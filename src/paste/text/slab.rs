//! Lines that are read at once: each is cut off, looked at and read into its fields a single time.

use std::cell::OnceCell;
use std::ops::Range;

use super::item::{self, Fields};
use super::line::{self, Line};

/// The lines of a text.
pub(super) struct Slab<'t> {
    text: &'t str,
    lines: Vec<Known>,
}

/// A line with what was found out about it.
struct Known {
    range: Range<usize>,
    joins: bool,
    is_blank: bool,
    /// Whether it ends a block unless it joins.
    is_break: bool,
    /// Its fields, counted from its own start.
    fields: OnceCell<Fields>,
}

impl<'t> Slab<'t> {
    /// Takes at most some of the first lines of a text.
    pub(super) fn of(text: &'t str, most: usize) -> Self {
        Self::of_lines(text, &line::split(text, most))
    }

    /// Takes lines of a text.
    pub(super) fn of_lines(text: &'t str, lines: &[Line]) -> Self {
        let known = |line: &Line| Known {
            range: line.range.clone(),
            joins: line.joins,
            is_blank: line.is_blank(text),
            is_break: line.parts(text),
            fields: OnceCell::new(),
        };
        Self {
            text,
            lines: lines.iter().map(known).collect(),
        }
    }

    /// Counts the lines.
    pub(super) fn count(&self) -> usize {
        self.lines.len()
    }

    /// Returns the lines from one on, as a text of their own.
    pub(super) fn rest(&self, first: usize) -> Rest<'_, 't> {
        let start = self
            .lines
            .get(first)
            .map_or(self.text.len(), |line| line.range.start);
        Rest {
            lines: self.lines.get(first..).unwrap_or_default(),
            start,
            text: self.text.get(start..).unwrap_or_default(),
        }
    }
}

/// The last lines of a slab, counted from the first of them; so are their bytes.
#[derive(Clone, Copy)]
pub(super) struct Rest<'s, 't> {
    lines: &'s [Known],
    start: usize,
    pub text: &'t str,
}

impl<'s, 't> Rest<'s, 't> {
    /// Returns the lines behind some, as a text of their own.
    pub(super) fn after(&self, lines: usize) -> Rest<'s, 't> {
        let known = self.lines.get(lines..).unwrap_or_default();
        let start = known
            .first()
            .map_or(self.start + self.text.len(), |known| known.range.start);
        Rest {
            lines: known,
            start,
            text: self.text.get(start - self.start..).unwrap_or_default(),
        }
    }

    fn line(&self, at: usize, known: &Known) -> Line {
        Line {
            number: at,
            range: known.range.start - self.start..known.range.end - self.start,
            joins: known.joins,
        }
    }

    /// Returns lines of a range, as far as there are any.
    pub(super) fn lines(&self, range: Range<usize>) -> Vec<Line> {
        let known = self.lines.iter().enumerate().take(range.end).skip(range.start);
        known.map(|(at, known)| self.line(at, known)).collect()
    }

    /// Returns the text of a line.
    pub(super) fn words(&self, at: usize) -> &str {
        let range = self.lines.get(at).map(|known| {
            let range = known.range.clone();
            range.start - self.start..range.end - self.start
        });
        range.and_then(|range| self.text.get(range)).unwrap_or_default()
    }

    /// Returns whether a line ends a block; none if there is no such line.
    pub(super) fn is_break(&self, at: usize) -> Option<bool> {
        let known = self.lines.get(at)?;
        Some(known.is_break && !known.joins)
    }

    pub(super) fn is_blank(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|known| known.is_blank)
    }

    /// Counts the lines from one on that no line ends, up to a most.
    pub(super) fn run(&self, from: usize, most: usize) -> usize {
        let to = from.saturating_add(most);
        (from..to)
            .take_while(|at| self.is_break(*at) == Some(false))
            .count()
    }

    /// Returns the fields of a line, counted from the start of the line.
    pub(super) fn own_fields(&self, at: usize) -> Option<&'s Fields> {
        let known = self.lines.get(at)?;
        Some(known.fields.get_or_init(|| {
            let line = Line {
                number: 0,
                range: 0..known.range.len(),
                joins: false,
            };
            item::read(self.words(at), &line)
        }))
    }

    /// Returns the fields of a line.
    pub(super) fn fields(&self, line: &Line) -> Fields {
        let mut fields = self
            .own_fields(line.number)
            .cloned()
            .unwrap_or_else(|| item::read(self.text, line));
        for field in &mut fields.all {
            field.line = line.number;
            field.range = field.range.start + line.range.start..field.range.end + line.range.start;
        }
        fields
    }
}
