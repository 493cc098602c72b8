//! Where rows stand in their lines: several people may share one.

use super::chunks::{Place, index};
use super::{RowAt, Sheet};
use crate::paste::reread;
use crate::paste::scan::Lines;
use crate::paste::status::Status;

/// Which of the rows of a line a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InLine {
    /// Its number, from 1.
    pub number: usize,
    /// How many the line has.
    pub of: usize,
}

impl Sheet {
    /// Returns which of the rows of its line a row is; none if it is the only one.
    pub fn in_line(&self, row: RowAt) -> Option<InLine> {
        let rows = self.rows_beside(row);
        let of = rows.end - rows.start;
        (of > 1).then(|| InLine {
            number: row.0.row - rows.start + 1,
            of,
        })
    }

    /// Returns the byte of its line at which a row begins.
    pub fn start_of(&self, row: RowAt, source: &dyn Lines) -> usize {
        let Some(facts) = self.chunks.get(row.0) else {
            return 0;
        };
        if self.in_line(row).is_none() {
            return 0;
        }
        let starts = self.starts(self.line_of(row), source);
        starts.get(index(facts.nth)).copied().unwrap_or(0)
    }

    /// Finds the row of a line at a byte of it: where several share the line the last one that begins there or before,
    /// else the row of the line, which may be any line of its record.
    pub fn row_at(&self, line: usize, byte: usize, source: &dyn Lines) -> Option<RowAt> {
        let first = self.row_at_line(line)?;
        if self.in_line(first).is_none() {
            return Some(first);
        }
        let starts = self.starts(line, source);
        let rows = self.rows_beside(first);
        let chunk = self.chunks.list.get(first.0.chunk)?;
        let begun = chunk
            .rows
            .get(rows.clone())?
            .iter()
            .take_while(|facts| starts.get(index(facts.nth)).is_some_and(|start| *start <= byte));
        let row = rows.start + begun.count().saturating_sub(1);
        Some(RowAt(Place { row, ..first.0 }))
    }

    /// Finds the flagged row after a row or, if there is none, after a line; from the start again after the last one.
    pub fn flagged_behind(&self, row: Option<RowAt>, line: usize) -> Option<RowAt> {
        match row {
            Some(RowAt(place)) => self.flagged_from(Place {
                row: place.row + 1,
                ..place
            }),
            None => self.flagged_from(self.chunks.at_or_after(line + 1)),
        }
    }

    /// Finds the flagged row before a row or, if there is none, before a line; from the end again before the first one.
    pub fn flagged_ahead_of(&self, row: Option<RowAt>, line: usize) -> Option<RowAt> {
        let place = row.map_or_else(|| self.chunks.at_or_after(line), |row| row.0);
        self.flagged_to(place)
    }

    /// Finds the first flagged row among those that start on some lines.
    pub fn flagged_on(&self, lines: std::ops::Range<usize>) -> Option<RowAt> {
        let row = self.flagged_from(self.chunks.at_or_after(lines.start))?;
        (self.status_of(row) == Some(Status::Flagged) && lines.contains(&self.line_of(row))).then_some(row)
    }

    /// Returns the places in its chunk of the rows that start on the line of a row.
    fn rows_beside(&self, row: RowAt) -> std::ops::Range<usize> {
        let RowAt(place) = row;
        let rows = self
            .chunks
            .list
            .get(place.chunk)
            .map(|chunk| chunk.rows.as_slice());
        let rows = rows.unwrap_or_default();
        let Some(line) = rows.get(place.row).map(|facts| facts.line) else {
            return place.row..place.row;
        };
        rows.partition_point(|facts| facts.line < line)..rows.partition_point(|facts| facts.line <= line)
    }

    fn starts(&self, line: usize, source: &dyn Lines) -> Vec<usize> {
        reread::entries(source, &self.format, &self.options, line..line + 1, |entry, _| {
            entry.place.range().start
        })
    }
}
