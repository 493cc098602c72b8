//! Reads a long list to its end, part by part.

use crate::domain::Page;
use crate::workspace::Error;

/// How many rows are read at once.
pub(super) const ROWS: usize = 2_000;

/// Reads all rows; `ask` is given the place around which it reads [`ROWS`] rows.
pub(super) fn all<T>(mut ask: impl FnMut(usize) -> Result<Page<T>, Error>) -> Result<Vec<T>, Error> {
    let mut rows = Vec::new();
    loop {
        // Half of a part comes before the place that is asked for.
        let page = ask(rows.len() + ROWS / 2)?;
        let known = rows.len().saturating_sub(page.offset);
        let before = rows.len();
        rows.extend(page.rows.into_iter().skip(known));
        if rows.len() >= page.total || rows.len() == before {
            return Ok(rows);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read_once() {
        for total in [0, 1, ROWS - 1, ROWS, ROWS + 1, 3 * ROWS + 7] {
            let rows = all(|row| {
                let row = row.min(total.max(1) - 1);
                let offset = row.saturating_sub(ROWS / 2).min(total.saturating_sub(ROWS));
                Ok(Page {
                    total,
                    offset,
                    rows: (offset..total.min(offset + ROWS)).collect(),
                    found: None,
                })
            })
            .expect("read");
            assert_eq!(rows, (0..total).collect::<Vec<_>>());
        }
    }
}
