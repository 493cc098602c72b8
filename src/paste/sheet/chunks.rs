//! Keeps the verdicts of rows in chunks, so that a change in the middle of a long list costs no more than in a short one.

pub(super) use super::facts::Facts;
use crate::paste::status::{Code, Counts};

/// The rows of a chunk when it is made.
const NEW_CHUNK: usize = 512;

/// The rows at which a chunk is divided.
const FULL_CHUNK: usize = 1024;

/// A row, for as long as it is in the sheet.
pub(super) type RowId = u32;

#[derive(Debug, Clone, Default)]
pub(super) struct Chunk {
    id: u32,
    /// How many lines of the text it covers.
    pub lines: usize,
    pub rows: Vec<Facts>,
    pub counts: Counts,
}

impl Chunk {
    /// Takes a row in behind the others; its line counts from where the line `start` does.
    fn push(&mut self, row: Facts, start: u32, home: &mut [Home]) {
        *self.counts.cell(row.status()) += 1;
        if let Some(home) = home.get_mut(index(row.id)) {
            *home = Home {
                chunk: self.id,
                row: short(self.rows.len()),
            };
        }
        self.rows.push(Facts {
            line: row.line - start,
            ..row
        });
    }
}

/// The chunk in which a row is, by its id, and its place in it.
#[derive(Debug, Clone, Copy, Default)]
struct Home {
    chunk: u32,
    row: u32,
}

/// Rows that come in the order of the text; each goes at once where it stays.
pub(super) struct Filling<'c> {
    chunks: &'c mut Chunks,
    /// The line of the text on which the last chunk starts.
    start: u32,
}

impl Filling<'_> {
    /// Gives an id that no row has.
    pub(super) fn new_row(&mut self) -> RowId {
        self.chunks.new_row()
    }

    /// Takes the next row in; its line counts from the start of the text.
    pub(super) fn push(&mut self, row: Facts) {
        let chunks = &mut *self.chunks;
        let Some(last) = chunks.list.last_mut() else {
            return;
        };
        let at = index(row.line - self.start);
        if last.rows.len() >= NEW_CHUNK && last.rows.last().is_some_and(|last| index(last.line) < at) {
            let rest = last.lines - at;
            last.lines = at;
            self.start = row.line;
            let next = Chunk {
                id: chunks.new_chunk(),
                lines: rest,
                rows: Vec::with_capacity(NEW_CHUNK),
                counts: Counts::default(),
            };
            chunks.list.push(next);
        }
        if let Some(last) = chunks.list.last_mut() {
            last.push(row, self.start, &mut chunks.home);
            *chunks.counts.cell(row.status()) += 1;
        }
    }
}

impl Drop for Filling<'_> {
    fn drop(&mut self) {
        self.chunks.reorder();
    }
}

/// Where a row is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub chunk: usize,
    pub row: usize,
}

/// All rows, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct Chunks {
    pub list: Vec<Chunk>,
    pub counts: Counts,
    /// The place in the list of each chunk, by its id.
    order: Vec<u32>,
    free_chunks: Vec<u32>,
    /// Where each row is, by its id.
    home: Vec<Home>,
    free_rows: Vec<RowId>,
}

impl Chunks {
    /// Gives an id that no row has.
    pub(super) fn new_row(&mut self) -> RowId {
        self.free_rows.pop().unwrap_or_else(|| {
            self.home.push(Home::default());
            u32::try_from(self.home.len() - 1).unwrap_or(RowId::MAX)
        })
    }

    /// Takes back the id of a row that is gone.
    pub(super) fn free_row(&mut self, id: RowId) {
        self.free_rows.push(id);
    }

    /// Says where a row is.
    pub(super) fn place(&self, id: RowId) -> Option<Place> {
        let home = *self.home.get(index(id))?;
        let chunk = index(*self.order.get(index(home.chunk))?);
        let row = index(home.row);
        (self.list.get(chunk)?.rows.get(row)?.id == id).then_some(Place { chunk, row })
    }

    pub(super) fn get(&self, place: Place) -> Option<&Facts> {
        self.list.get(place.chunk)?.rows.get(place.row)
    }

    /// Gives the number of lines of the text.
    pub(super) fn lines(&self) -> usize {
        self.first_line(self.list.len())
    }

    /// Gives the line of the text on which a chunk starts.
    pub(super) fn first_line(&self, chunk: usize) -> usize {
        self.list.iter().take(chunk).map(|chunk| chunk.lines).sum()
    }

    /// Gives the line of the text on which a row starts.
    pub(super) fn line(&self, place: Place) -> usize {
        self.first_line(place.chunk) + self.get(place).map_or(0, |row| index(row.line))
    }

    /// Finds the chunk that covers a line, and the line on which it starts.
    pub(super) fn chunk_of_line(&self, line: usize) -> (usize, usize) {
        let mut start = 0;
        for (at, chunk) in self.list.iter().enumerate() {
            if line < start + chunk.lines || at + 1 == self.list.len() {
                return (at, start);
            }
            start += chunk.lines;
        }
        (0, 0)
    }

    /// Finds the first row that starts on a line or after it.
    pub(super) fn at_or_after(&self, line: usize) -> Place {
        let (chunk, start) = self.chunk_of_line(line);
        let row = self.list.get(chunk).map_or(0, |chunk| {
            chunk.rows.partition_point(|row| start + index(row.line) < line)
        });
        Place { chunk, row }
    }

    /// Finds the row before a place, which may be the end of a chunk.
    pub(super) fn before(&self, place: Place) -> Option<Place> {
        if let Some(row) = place.row.checked_sub(1) {
            return Some(Place { row, ..place });
        }
        let chunk = self
            .list
            .get(..place.chunk)?
            .iter()
            .rposition(|chunk| !chunk.rows.is_empty())?;
        Some(Place {
            chunk,
            row: self.list.get(chunk)?.rows.len() - 1,
        })
    }

    /// Changes what is kept of a row, and its counts with it.
    pub(super) fn change(&mut self, place: Place, change: impl FnOnce(&mut Facts)) {
        let Some(chunk) = self.list.get_mut(place.chunk) else {
            return;
        };
        let Some(row) = chunk.rows.get_mut(place.row) else {
            return;
        };
        let before = row.status();
        change(row);
        let after = row.status();
        if before != after {
            for counts in [&mut chunk.counts, &mut self.counts] {
                *counts.cell(before) -= 1;
                *counts.cell(after) += 1;
            }
        }
    }

    pub(super) fn mark_duplicate(&mut self, id: RowId, repeats: bool) {
        if let Some(place) = self.place(id) {
            self.change(place, |row| {
                if repeats {
                    row.codes.insert(Code::DuplicateInList);
                } else {
                    row.codes.remove(Code::DuplicateInList);
                }
            });
        }
    }

    /// Forgets everything but the number of lines.
    pub(super) fn clear(&mut self, lines: usize) {
        *self = Self::default();
        let mut all = Chunk {
            lines,
            ..Chunk::default()
        };
        all.id = self.new_chunk();
        self.list.push(all);
        self.reorder();
    }

    /// Begins to fill in the rows of a text after everything was forgotten.
    pub(super) fn fill(&mut self) -> Filling<'_> {
        Filling {
            chunks: self,
            start: 0,
        }
    }

    /// Replaces the lines of a range, and the rows that start on them, by `lines` others with `rows`.
    ///
    /// The lines of the new rows count from the start of the range.
    pub(super) fn replace(&mut self, range: std::ops::Range<usize>, lines: usize, rows: Vec<Facts>) {
        let (first, first_start) = self.chunk_of_line(range.start);
        let (last, last_start) = self.chunk_of_line(range.end.saturating_sub(1).max(range.start));
        let offset = range.start - first_start;
        let old_lines: usize = self
            .list
            .get(first..=last)
            .unwrap_or_default()
            .iter()
            .map(|chunk| chunk.lines)
            .sum();
        for chunk in self.list.get(first..=last).unwrap_or_default() {
            self.counts.subtract(&chunk.counts);
        }

        let mut merged: Vec<Facts> = match self.list.get_mut(first) {
            Some(chunk) if first == last => std::mem::take(&mut chunk.rows),
            Some(chunk) => {
                let mut rows = std::mem::take(&mut chunk.rows);
                rows.retain(|row| index(row.line) < offset);
                rows
            }
            None => Vec::new(),
        };
        let from = merged.partition_point(|row| index(row.line) < offset);
        let moved = |row: Facts, start: usize| Facts {
            line: short((index(row.line) + start + lines).saturating_sub(first_start + range.len())),
            ..row
        };
        let after: Vec<Facts> = if first == last {
            merged
                .drain(from..)
                .filter(|row| index(row.line) + first_start >= range.end)
                .map(|row| moved(row, first_start))
                .collect()
        } else {
            let rows = self
                .list
                .get_mut(last)
                .map(|chunk| std::mem::take(&mut chunk.rows))
                .unwrap_or_default();
            rows.into_iter()
                .filter(|row| index(row.line) + last_start >= range.end)
                .map(|row| moved(row, last_start))
                .collect()
        };
        merged.extend(rows.into_iter().map(|row| Facts {
            line: short(index(row.line) + offset),
            ..row
        }));
        merged.extend(after);
        self.put(first..last + 1, old_lines + lines - range.len(), &merged);
    }

    /// Puts rows in the place of some chunks, in one chunk or as many as they need.
    fn put(&mut self, range: std::ops::Range<usize>, lines: usize, rows: &[Facts]) {
        let size = if rows.len() <= FULL_CHUNK {
            FULL_CHUNK
        } else {
            NEW_CHUNK
        };
        let reorders = range.len() != 1 || rows.len() > size;
        let mut ids: Vec<u32> = self
            .list
            .get(range.clone())
            .unwrap_or_default()
            .iter()
            .map(|chunk| chunk.id)
            .collect();
        ids.reverse();
        let mut made = Vec::with_capacity(rows.len() / size + 1);
        let mut rest = rows;
        let mut starts = 0;
        loop {
            let (part, next) = rest.split_at(whole_lines(rest, size));
            let ends = next.first().map_or(lines, |row| index(row.line));
            let mut chunk = Chunk {
                id: ids.pop().unwrap_or_else(|| self.new_chunk()),
                lines: ends - starts,
                rows: Vec::with_capacity(part.len()),
                counts: Counts::default(),
            };
            for row in part {
                chunk.push(*row, short(starts), &mut self.home);
            }
            self.counts.add(&chunk.counts);
            made.push(chunk);
            if next.is_empty() {
                break;
            }
            starts = ends;
            rest = next;
        }
        self.free_chunks.extend(ids);
        self.list.splice(range, made);
        if reorders {
            self.reorder();
        }
    }

    fn new_chunk(&mut self) -> u32 {
        self.free_chunks.pop().unwrap_or_else(|| {
            self.order.push(0);
            short(self.order.len() - 1)
        })
    }

    fn reorder(&mut self) {
        for (at, chunk) in self.list.iter().enumerate() {
            if let Some(order) = self.order.get_mut(index(chunk.id)) {
                *order = short(at);
            }
        }
    }
}

/// Gives how many rows go into one chunk: the entries of one line stay together, so that a chunk starts with a line.
fn whole_lines(rows: &[Facts], size: usize) -> usize {
    let Some(last) = rows.get(size.saturating_sub(1)).filter(|_| rows.len() > size) else {
        return rows.len();
    };
    size + rows
        .iter()
        .skip(size)
        .take_while(|row| row.line == last.line)
        .count()
}

/// Widens a stored number.
pub(super) fn index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Narrows a number for storing; the largest text stays far below the limit.
pub(super) fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
