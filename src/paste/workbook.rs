//! Turns the sheets of a workbook into text, one line a row, with the values that its cells show.

use std::io::Cursor;

use calamine::{Data, Range, Reader as _, open_workbook_auto_from_rs};

/// The most cells that are read.
const MOST_CELLS: usize = 2_000_000;

/// Why a workbook is no list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    /// It is none, or damaged, or locked with a password.
    Broken,
    /// It has more cells than are read.
    TooLarge,
}

/// Returns the text of the sheets that hold addresses, or of the first one if none does, each behind a blank line.
pub(super) fn text_of(bytes: &[u8]) -> Result<String, Unread> {
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| Unread::Broken)?;
    let mut cells = 0;
    let mut sheets: Vec<(String, bool)> = Vec::new();
    for name in workbook.sheet_names() {
        // A sheet may be a picture or a chart.
        let Ok(range) = workbook.worksheet_range(&name) else {
            continue;
        };
        cells += range.width() * range.height();
        if cells > MOST_CELLS {
            return Err(Unread::TooLarge);
        }
        let text = rows(&range);
        let has_address = text.contains('@');
        sheets.push((text, has_address));
    }
    let any = sheets.iter().any(|(_, has_address)| *has_address);
    let wanted: Vec<String> = sheets
        .into_iter()
        .filter(|(text, has_address)| if any { *has_address } else { !text.trim().is_empty() })
        .map(|(text, _)| text)
        .collect();
    let count = if any { wanted.len() } else { 1 };
    Ok(wanted.into_iter().take(count).collect::<Vec<_>>().join("\n"))
}

/// Writes the rows of a sheet with tabs between their cells.
fn rows(range: &Range<Data>) -> String {
    let mut text = String::new();
    for row in range.rows() {
        let mut cells: Vec<String> = row.iter().map(shown).collect();
        let filled = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        cells.truncate(filled);
        text.push_str(&cells.join("\t"));
        text.push('\n');
    }
    text
}

/// Returns what a cell shows, on one line.
fn shown(cell: &Data) -> String {
    let text = match cell {
        Data::Int(number) => number.to_string(),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::Float(number) => number.to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        Data::Empty | Data::Error(_) | Data::DateTime(_) => String::new(),
        #[expect(unreachable_patterns, reason = "later releases may know more kinds of cells")]
        _ => String::new(),
    };
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.starts_with('"') {
        format!("\"{}\"", line.replace('"', "\"\""))
    } else {
        line
    }
}
