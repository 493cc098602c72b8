//! Lines of tables, with cells that no spreadsheet takes for formulas.

use crate::domain::inert;

/// A line that begins with one of them is a comment to many programs, ours included, unless the cell is quoted.
const COMMENTS: [&str; 2] = ["#", "//"];

/// Adds a line of comma-separated values (RFC 4180).
pub(super) fn csv(line: &mut Vec<u8>, cells: impl IntoIterator<Item = impl AsRef<str>>) {
    for (number, cell) in cells.into_iter().enumerate() {
        if number > 0 {
            line.push(b',');
        }
        let cell = inert(cell.as_ref());
        let is_quoted = cell
            .bytes()
            .any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n'))
            || is_comment(&cell)
            || cell.starts_with(' ')
            || cell.ends_with(' ');
        if is_quoted {
            quoted(line, &cell);
        } else {
            line.extend(cell.bytes());
        }
    }
    line.extend(b"\r\n");
}

/// Adds a line of tab-separated values; breaks within a cell become blanks.
pub(super) fn tsv(line: &mut Vec<u8>, cells: impl IntoIterator<Item = impl AsRef<str>>) {
    for (number, cell) in cells.into_iter().enumerate() {
        if number > 0 {
            line.push(b'\t');
        }
        let cell = inert(cell.as_ref()).replace(['\t', '\r', '\n'], " ");
        // A quote at the start alone would be read as the beginning of a quoted cell.
        if cell.starts_with('"') || is_comment(&cell) {
            quoted(line, &cell);
        } else {
            line.extend(cell.bytes());
        }
    }
    line.extend(b"\r\n");
}

fn is_comment(cell: &str) -> bool {
    COMMENTS.iter().any(|mark| cell.starts_with(mark))
}

fn quoted(line: &mut Vec<u8>, cell: &str) {
    line.push(b'"');
    for byte in cell.bytes() {
        if byte == b'"' {
            line.push(b'"');
        }
        line.push(byte);
    }
    line.push(b'"');
}
