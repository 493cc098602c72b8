//! Writes rows of cells as a text with a tab between the cells, as spreadsheets copy them.

use std::collections::{HashMap, HashSet};

use super::decode::{MAX_BYTES, one_line_break};
use super::join::Part;
use super::unread::Unread;
use crate::paste::format::{Delimiter, Layout};
use crate::paste::record::{MAX_QUOTED_BYTES, MAX_QUOTED_LINES};

/// The most line breaks of a row, and bytes of a cell, that stand in quotes: half of what is read again, as people edit.
const MOST_BREAKS: usize = MAX_QUOTED_LINES / 2;
const MOST_BYTES: usize = MAX_QUOTED_BYTES / 2;

/// Writes rows; columns in which nothing stands are left out. The layout is told if the rows have more than one cell.
pub(super) fn text_of<'p, 'g: 'p>(
    parts: impl Iterator<Item = &'p Part<'g>> + Clone,
) -> Result<(String, Option<Layout>), Unread> {
    let places = places(parts.clone());
    let is_table = places.len() > 1;
    let mut text = String::new();
    for part in parts {
        let mut last: Option<u32> = None;
        part.each_row(|number, cells| {
            if last.is_some_and(|last| number > last + 1) {
                text.push('\n');
            }
            last = Some(number);
            let mut written = 0;
            let mut breaks = MOST_BREAKS;
            for (column, cell) in cells {
                let at = places.of(*column);
                let tabs = at.saturating_sub(written);
                text.extend(std::iter::repeat_n('\t', tabs));
                written = at;
                if is_table {
                    write_cell(cell, &mut breaks, &mut text);
                } else {
                    text.push_str(cell);
                }
            }
            text.push('\n');
            if text.len() > MAX_BYTES {
                return Err(Unread::TooMuchText);
            }
            Ok(())
        })?;
    }
    Ok((text, is_table.then_some(Layout::Delimited(Delimiter::Tab))))
}

/// The columns in which something stands, and the place of each in the text.
enum Places {
    /// The first columns of a sheet, without a gap.
    First(usize),
    Some(HashMap<u32, usize>),
}

impl Places {
    fn len(&self) -> usize {
        match self {
            Self::First(count) => *count,
            Self::Some(places) => places.len(),
        }
    }

    fn of(&self, column: u32) -> usize {
        match self {
            Self::First(_) => column as usize,
            Self::Some(places) => places.get(&column).copied().unwrap_or_default(),
        }
    }
}

fn places<'p, 'g: 'p>(parts: impl Iterator<Item = &'p Part<'g>>) -> Places {
    let mut filled: HashSet<u32> = HashSet::new();
    for part in parts {
        // Most rows have the columns of the one before.
        let mut before: Vec<u32> = Vec::new();
        let seen: Result<(), std::convert::Infallible> = part.each_row(|_, cells| {
            let is_as_before = cells.len() == before.len()
                && cells
                    .iter()
                    .zip(&before)
                    .all(|((column, _), before)| column == before);
            if !is_as_before {
                before.clear();
                before.extend(cells.iter().map(|(column, _)| *column));
                filled.extend(&before);
            }
            Ok(())
        });
        let Ok(()) = seen;
    }
    let mut columns: Vec<u32> = filled.into_iter().collect();
    columns.sort_unstable();
    if (0..).zip(&columns).all(|(at, column)| at == *column) {
        return Places::First(columns.len());
    }
    Places::Some(columns.into_iter().zip(0..).collect())
}

/// Writes a cell, in quotes (RFC 4180) where it holds what ends one; `breaks` is how many lines its row may still take.
///
/// Quotes that never close are read as such after some lines, so that they take no list with them: what is longer stands
/// on one line, its breaks as blanks.
fn write_cell(cell: &str, breaks: &mut usize, into: &mut String) {
    // Most cells hold nothing that needs a look.
    if cell
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~') && byte != b'"')
    {
        into.push_str(cell);
        return;
    }
    let cell = &*one_line_break(cell);
    if memchr::memchr3(b'"', b'\n', b'\t', cell.as_bytes()).is_none() {
        into.push_str(cell);
        return;
    }
    let (mut quotes, mut lines) = (0, 0);
    for at in memchr::memchr2_iter(b'"', b'\n', cell.as_bytes()) {
        match cell.as_bytes().get(at) {
            Some(b'\n') => lines += 1,
            _ => quotes += 1,
        }
    }
    if cell.len() + quotes > MOST_BYTES {
        into.extend(cell.chars().map(|c| match c {
            '\n' | '\t' => ' ',
            // Without quotes around it, one at its start would begin a cell in quotes.
            '"' => '\'',
            c => c,
        }));
        return;
    }
    let is_on_one_line = lines > *breaks;
    if !is_on_one_line {
        *breaks -= lines;
    }
    into.push('"');
    for c in cell.chars() {
        match c {
            '"' => into.push_str("\"\""),
            '\n' if is_on_one_line => into.push(' '),
            // A tab in a cell shows as a blank.
            '\t' => into.push(' '),
            c => into.push(c),
        }
    }
    into.push('"');
}
