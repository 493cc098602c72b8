//! Cuts a plain row into its cells: quotes around whole cells if any, one @, and nothing that asks for a closer look.

use std::ops::Range;

use super::find_bytes::FindBytes;

/// A row that was cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlainRow {
    /// Where its @ stands, and in which cell.
    pub sign: usize,
    pub sign_cell: usize,
    /// Where its line ends.
    pub end: usize,
}

/// Cuts rows of one piece of text.
#[derive(Debug)]
pub(super) struct PlainCells {
    delimiter: u8,
    /// Finds what ends a cell, an @, and what a plain row does not hold.
    find: FindBytes<9>,
    /// Where each cell of the row stands that was cut last, without its quotes.
    pub cells: Vec<Range<usize>>,
}

impl PlainCells {
    /// Takes the delimiter, and whether a line may turn out to be an address list, which brackets tell.
    pub(super) fn new(delimiter: u8, mixed: bool) -> Self {
        let brackets = if mixed { *b"<[(" } else { [delimiter; 3] };
        let [angle, square, round] = brackets;
        // The last two are the first bytes of curly quotes and of full-width forms.
        let values = [delimiter, b'\n', b'@', b'"', angle, square, round, 0xe2, 0xef];
        Self {
            delimiter,
            find: FindBytes::new(values),
            cells: Vec::new(),
        }
    }

    /// Starts with another piece of text.
    pub(super) fn reset(&mut self) {
        self.find.reset();
    }

    /// Returns the bytes of a cell.
    #[inline]
    pub(super) fn cell<'b>(&self, bytes: &'b [u8], cell: usize) -> Option<&'b [u8]> {
        bytes.get(self.cells.get(cell)?.clone())
    }

    /// Cuts the row that starts at a byte, if it is plain.
    pub(super) fn cut(&mut self, bytes: &[u8], at: usize) -> Option<PlainRow> {
        self.cells.clear();
        let mut sign = None;
        let mut start = at;
        loop {
            let is_quoted = bytes.get(start) == Some(&b'"');
            let mut end = start + usize::from(is_quoted);
            let cell = end;
            loop {
                end = self.find.next(bytes, end);
                match bytes.get(end) {
                    Some(b'@') if sign.is_none() => sign = Some((end, self.cells.len())),
                    Some(byte) if *byte == self.delimiter => {
                        if !is_quoted {
                            break;
                        }
                    }
                    Some(b'"') if is_quoted => match bytes.get(end + 1) {
                        // Doubled ones are of the cell.
                        Some(b'"') => end += 1,
                        Some(_) | None => break,
                    },
                    Some(b'\n') | None if !is_quoted => break,
                    Some(_) | None => return None,
                }
                end += 1;
            }
            self.cells.push(cell..end);
            end += usize::from(is_quoted);
            match bytes.get(end) {
                Some(byte) if *byte == self.delimiter => start = end + 1,
                Some(b'\n') | None => {
                    let (sign, sign_cell) = sign?;
                    return Some(PlainRow { sign, sign_cell, end });
                }
                Some(_) => return None,
            }
        }
    }
}
