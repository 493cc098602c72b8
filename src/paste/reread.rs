//! Reads records again that were found before: to show them, to mend them, to add them.

use std::ops::Range;

use super::entry::Entry;
use super::format::{Format, Options};
use super::lines::Lines;
use super::scan::{Found, Scanner, Spot};

/// Reads entries again, from the lines of their records; those of one record stand together and are read together.
pub(super) fn again(
    source: &dyn Lines,
    format: &Format,
    options: &Options,
    spots: &[Spot],
    mut each: impl FnMut(usize, &Entry<'_>, &str),
) {
    let mut scanner = Scanner::new(format, options);
    let mut text = String::new();
    let mut at = 0;
    while let Some(rest) = spots.get(at..).filter(|rest| !rest.is_empty()) {
        let line = rest.first().map_or(0, |spot| spot.line);
        let lines = rest.first().map_or(0, |spot| spot.lines);
        text.clear();
        source.read(line..line + lines, &mut text);
        let found = scanner.record(&text, 0, false);
        let same = rest.iter().take_while(|spot| spot.line == line);
        let mut read = 0;
        for spot in same {
            let entry = match &found {
                Found::Cells { entry, .. } => Some(entry),
                Found::Several { entries, .. } => entries.get(spot.nth),
                Found::Nothing { .. } | Found::Nobody { .. } | Found::NeedsMore => None,
            };
            if let Some(entry) = entry {
                each(at + read, entry, &text);
            }
            read += 1;
        }
        at += read;
    }
}

/// Reads all entries of the record on some lines again.
pub(super) fn entries<T>(
    source: &dyn Lines,
    format: &Format,
    options: &Options,
    lines: Range<usize>,
    read: impl Fn(&Entry<'_>, &str) -> T,
) -> Vec<T> {
    let mut text = String::new();
    source.read(lines, &mut text);
    match Scanner::new(format, options).record(&text, 0, false) {
        Found::Cells { entry, .. } => vec![read(&entry, &text)],
        Found::Several { entries, .. } => entries.iter().map(|entry| read(entry, &text)).collect(),
        Found::Nothing { .. } | Found::Nobody { .. } | Found::NeedsMore => Vec::new(),
    }
}

/// Reads the one entry that is all of a text; none if the text holds more or less.
pub(super) fn only_entry<T>(
    text: &str,
    format: &Format,
    options: &Options,
    read: impl FnOnce(&Entry<'_>) -> T,
) -> Option<T> {
    match Scanner::new(format, options).record(text, 0, false) {
        Found::Cells { end, entry } if end.next >= text.len() => Some(read(&entry)),
        Found::Several { next, entries, .. } if next >= text.len() && entries.len() == 1 => {
            entries.first().map(read)
        }
        Found::Cells { .. }
        | Found::Several { .. }
        | Found::Nothing { .. }
        | Found::Nobody { .. }
        | Found::NeedsMore => None,
    }
}
