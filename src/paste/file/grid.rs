//! The filled cells of a sheet, as they are shown, in one text with an index.

use super::decode::MAX_BYTES;
use super::unread::Unread;

/// The most filled cells that are read of a workbook.
pub(super) const MAX_CELLS: usize = 2_000_000;

/// The rows and columns of the largest sheet of any program.
const MOST_ROWS: u32 = 1 << 20;
const MOST_COLUMNS: u32 = 1 << 14;

/// How much of a workbook may still be read.
#[derive(Debug)]
pub(super) struct Budget {
    cells: usize,
    bytes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            cells: MAX_CELLS,
            bytes: MAX_BYTES,
        }
    }
}

/// The filled cells of a sheet.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// What the cells show, one behind the other.
    text: String,
    cells: Vec<Cell>,
    /// Rows that are hidden, or filtered out.
    pub(super) hidden_rows: usize,
}

#[derive(Debug, Clone, Copy)]
struct Cell {
    row: u32,
    column: u32,
    start: u32,
    end: u32,
}

/// A cell that holds something, by its column.
pub(super) type Filled<'g> = (u32, &'g str);

impl Grid {
    /// Adds what a cell shows; an empty one is none.
    pub(super) fn put(
        &mut self,
        (row, column): (u32, u32),
        budget: &mut Budget,
        write: impl FnOnce(&mut String),
    ) -> Result<(), Unread> {
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err(Unread::Damaged);
        }
        let start = self.text.len();
        write(&mut self.text);
        let shown = self.text.get(start..).unwrap_or_default();
        let trimmed = shown.trim_start();
        let blanks = shown.len() - trimmed.len();
        let length = trimmed.trim_end().len();
        if length == 0 {
            self.text.truncate(start);
            return Ok(());
        }
        budget.cells = budget.cells.checked_sub(1).ok_or(Unread::TooManyCells)?;
        budget.bytes = budget.bytes.checked_sub(shown.len()).ok_or(Unread::TooMuchText)?;
        let place = |at: usize| u32::try_from(at).map_err(|_| Unread::TooMuchText);
        self.cells.push(Cell {
            row,
            column,
            start: place(start + blanks)?,
            end: place(start + blanks + length)?,
        });
        Ok(())
    }

    /// Brings the cells into the order of rows and columns; of two for one place the first stays.
    pub(super) fn finish(&mut self) {
        if !self.cells.is_sorted_by_key(|cell| (cell.row, cell.column)) {
            self.cells.sort_by_key(|cell| (cell.row, cell.column));
        }
        self.cells.dedup_by_key(|cell| (cell.row, cell.column));
    }

    /// Returns the rows with anything in them, each with its number from 0.
    pub(super) fn rows(&self) -> impl Iterator<Item = (u32, impl Iterator<Item = Filled<'_>> + Clone)> {
        self.cells.chunk_by(|a, b| a.row == b.row).map(|row| {
            let number = row.first().map_or(0, |cell| cell.row);
            (number, row.iter().map(|cell| (cell.column, self.shown(*cell))))
        })
    }

    fn shown(&self, cell: Cell) -> &str {
        self.text
            .get(cell.start as usize..cell.end as usize)
            .unwrap_or_default()
    }
}
