//! What a screen asks about the rows: which are shown, where they are, which one comes next.

use super::chunks::{Facts, Place, index};
use super::{RowId, Sheet, marks};
use crate::paste::scan::Lines;
use crate::paste::status::{Code, Counts, Status};

/// Which rows are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Filter {
    /// All of them.
    #[default]
    All,
    /// Those to mend.
    Flagged,
    /// Those that are added.
    Ready,
    /// The lines that hold nobody.
    Ignored,
}

impl Filter {
    /// Gives the filter after this one, round and round.
    pub const fn next(self) -> Self {
        match self {
            Self::All => Self::Flagged,
            Self::Flagged => Self::Ready,
            Self::Ready => Self::Ignored,
            Self::Ignored => Self::All,
        }
    }

    const fn takes(self, status: Status) -> bool {
        match self {
            Self::All => !matches!(status, Status::Ignored),
            Self::Flagged => matches!(status, Status::Flagged),
            Self::Ready => matches!(status, Status::Ready),
            Self::Ignored => matches!(status, Status::Ignored),
        }
    }

    /// Counts the rows that are shown.
    pub const fn count(self, counts: &Counts) -> usize {
        match self {
            Self::All => counts.all(),
            Self::Flagged => counts.flagged,
            Self::Ready => counts.ready,
            Self::Ignored => counts.ignored,
        }
    }
}

/// A row of the sheet, until the next edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RowAt(pub(super) Place);

impl Sheet {
    /// Gives the row at a place among those shown, counted from 0.
    pub fn nth(&self, filter: Filter, nth: usize) -> Option<RowAt> {
        let mut left = nth;
        for (at, chunk) in self.chunks.list.iter().enumerate() {
            let here = filter.count(&chunk.counts);
            if left < here {
                let row = chunk
                    .rows
                    .iter()
                    .enumerate()
                    .filter(|(_, row)| filter.takes(row.status()))
                    .nth(left)?
                    .0;
                return Some(RowAt(Place { chunk: at, row }));
            }
            left -= here;
        }
        None
    }

    /// Gives the place of a row among those shown, or of the next one that is.
    pub fn rank(&self, filter: Filter, row: RowAt) -> usize {
        let RowAt(place) = row;
        let before: usize = self
            .chunks
            .list
            .iter()
            .take(place.chunk)
            .map(|chunk| filter.count(&chunk.counts))
            .sum();
        let here = self.chunks.list.get(place.chunk).map_or(0, |chunk| {
            chunk
                .rows
                .iter()
                .take(place.row)
                .filter(|row| filter.takes(row.status()))
                .count()
        });
        before + here
    }

    /// Gives the rows that are shown, from one place on.
    pub fn shown(&self, filter: Filter, from: usize, limit: usize) -> Vec<RowAt> {
        let Some(RowAt(first)) = self.nth(filter, from) else {
            return Vec::new();
        };
        let mut rows = Vec::with_capacity(limit.min(self.counts().all()));
        for (at, chunk) in self.chunks.list.iter().enumerate().skip(first.chunk) {
            let skip = if at == first.chunk { first.row } else { 0 };
            for (row, facts) in chunk.rows.iter().enumerate().skip(skip) {
                if rows.len() == limit {
                    return rows;
                }
                if filter.takes(facts.status()) {
                    rows.push(RowAt(Place { chunk: at, row }));
                }
            }
        }
        rows
    }

    /// Finds the row on a line, which may be any line of its record.
    pub fn row_at_line(&self, line: usize) -> Option<RowAt> {
        let next = self.chunks.at_or_after(line);
        if self.chunks.get(next).is_some() && self.chunks.line(next) == line {
            return Some(RowAt(next));
        }
        let before = self.chunks.before(next)?;
        let row = self.chunks.get(before)?;
        (self.chunks.line(before) + index(row.lines) > line).then_some(RowAt(before))
    }

    /// Finds the row of a line that needs a hand most: the first flagged one, else the first.
    pub fn row_of_line(&self, line: usize) -> Option<RowAt> {
        let RowAt(first) = self.row_at_line(line)?;
        let chunk = self.chunks.list.get(first.chunk)?;
        let start = chunk.rows.get(first.row)?.line;
        let flagged = chunk
            .rows
            .iter()
            .enumerate()
            .skip(first.row)
            .take_while(|(_, row)| row.line == start)
            .find(|(_, row)| row.status() == Status::Flagged);
        let row = flagged.map_or(first.row, |(row, _)| row);
        Some(RowAt(Place { row, ..first }))
    }

    /// Finds the row on a line or the nearest one after it, or else the last one.
    pub fn row_near_line(&self, line: usize) -> Option<RowAt> {
        if let Some(row) = self.row_of_line(line) {
            return Some(row);
        }
        let mut place = self.chunks.at_or_after(line);
        while self.chunks.get(place).is_none() && place.chunk + 1 < self.chunks.list.len() {
            place = Place {
                chunk: place.chunk + 1,
                row: 0,
            };
        }
        if self.chunks.get(place).is_some() {
            Some(RowAt(place))
        } else {
            self.chunks.before(place).map(RowAt)
        }
    }

    /// Gives the line on which a row starts.
    pub fn line_of(&self, row: RowAt) -> usize {
        self.chunks.line(row.0)
    }

    /// Gives the status of a row.
    pub fn status_of(&self, row: RowAt) -> Option<Status> {
        self.chunks.get(row.0).map(Facts::status)
    }

    /// Gives the status of a row, and whether there is anything to say about it.
    pub fn mark_of(&self, row: RowAt) -> Option<(Status, bool)> {
        let row = self.chunks.get(row.0)?;
        Some((row.status(), row.codes.iter().next().is_some()))
    }

    /// Finds the first flagged row from a place on, from the start again after the last one.
    pub(super) fn flagged_from(&self, place: Place) -> Option<RowAt> {
        let rank = self.rank(Filter::Flagged, RowAt(place));
        self.nth(Filter::Flagged, rank)
            .or_else(|| self.nth(Filter::Flagged, 0))
    }

    /// Finds the last flagged row before a place, from the end again before the first one.
    pub(super) fn flagged_to(&self, place: Place) -> Option<RowAt> {
        let rank = self.rank(Filter::Flagged, RowAt(place));
        let last = self.counts().flagged.checked_sub(1)?;
        self.nth(Filter::Flagged, rank.checked_sub(1).unwrap_or(last))
    }

    /// Returns what is kept of a row; none if its line holds nobody.
    fn person_at(&self, row: RowAt) -> Option<&Facts> {
        self.chunks
            .get(row.0)
            .filter(|facts| facts.status() != Status::Ignored)
    }

    /// Leaves a row out of the adding, or takes it in again; the repeats of a first row that hold the same go with it.
    pub fn skip(&mut self, row: RowAt, source: &dyn Lines) {
        let Some(facts) = self.person_at(row).copied() else {
            return;
        };
        let mut places = vec![row.0];
        if !facts.codes.has(Code::DuplicateInList) {
            let others = self.duplicates.others(facts.id);
            places.extend(others.filter_map(|id| self.chunks.place(id)));
            places.sort_unstable();
        }
        let print = self.print(row, source);
        for (place, same) in places.iter().zip(self.prints(&places, source)) {
            let Some(id) = self
                .chunks
                .get(*place)
                .map(|facts| facts.id)
                .filter(|_| same == print)
            else {
                continue;
            };
            if facts.skipped {
                self.marks.take_in(id);
                self.chunks.change(*place, |row| row.skipped = false);
            } else {
                self.marks.skip(id, print);
                self.leave_out(*place);
            }
        }
    }

    /// Has a row that is decided on left out. Rows with its address stay repeats of it: who is left out is not added from
    /// another line.
    pub(super) fn leave_out(&mut self, place: Place) {
        self.chunks.change(place, |row| row.skipped = true);
    }

    /// Chooses the row that becomes the primary contact, or takes the choice back.
    pub fn choose_primary(&mut self, row: RowAt, source: &dyn Lines) {
        if let Some(id) = self.person_at(row).map(|row| row.id) {
            self.marks.choose(id, self.print(row, source));
        }
    }

    fn print(&self, row: RowAt, source: &dyn Lines) -> u64 {
        self.prints(&[row.0], source).first().copied().unwrap_or(0)
    }

    /// Reads the fingerprints of rows, which are in the order of the text.
    fn prints(&self, places: &[Place], source: &dyn Lines) -> Vec<u64> {
        let facts = places.iter().filter_map(|place| {
            let facts = self.chunks.get(*place)?;
            Some((self.chunks.line(*place), facts))
        });
        marks::prints(source, &self.format, &self.options, facts)
    }

    /// Returns the row that was chosen as the primary contact, if it is there.
    pub fn chosen(&self) -> Option<RowAt> {
        let place = self.marks.chosen().and_then(|id| self.chunks.place(id));
        place.map(RowAt)
    }

    /// Finds the row that becomes the primary contact: the chosen one, else the first one for a customer without.
    pub fn primary(&self) -> Option<RowAt> {
        if let Some(row) = self
            .chosen()
            .filter(|row| self.status_of(*row) == Some(Status::Ready))
        {
            return Some(row);
        }
        if self.checker.known.has_primary() {
            None
        } else {
            self.nth(Filter::Ready, 0)
        }
    }

    pub(super) fn first_with(&self, facts: &Facts) -> Option<usize> {
        let first: RowId = self.duplicates.first(facts.id)?;
        self.chunks.place(first).map(|place| self.chunks.line(place))
    }

    /// Gives the rows that start on the lines of a range.
    pub(super) fn rows_on(&self, range: std::ops::Range<usize>) -> Vec<Facts> {
        let first = self.chunks.at_or_after(range.start);
        let mut rows = Vec::new();
        let mut start = self.chunks.first_line(first.chunk);
        for (at, chunk) in self.chunks.list.iter().enumerate().skip(first.chunk) {
            if start >= range.end {
                break;
            }
            let skip = if at == first.chunk { first.row } else { 0 };
            rows.extend(
                chunk
                    .rows
                    .iter()
                    .skip(skip)
                    .take_while(|row| start + index(row.line) < range.end)
                    .copied(),
            );
            start += chunk.lines;
        }
        rows
    }
}
