//! Reads records again that were found before: to show them, to mend them, to add them.

use std::ops::Range;

use super::entry::Entry;
use super::format::{Format, Options};
use super::found::Found;
use super::lines::Lines;
use super::scan::{Scanner, Spot};

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
        let people = scanner.record(&text, 0, false).people();
        let same = rest.iter().take_while(|spot| spot.line == line);
        let mut read = 0;
        for spot in same {
            if let Some(entry) = people.as_slice().get(spot.nth) {
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
    let people = Scanner::new(format, options).record(&text, 0, false).people();
    people.as_slice().iter().map(|entry| read(entry, &text)).collect()
}

/// Reads the one entry that is all of a text; none if the text holds more or less.
pub(super) fn only_entry<T>(
    text: &str,
    format: &Format,
    options: &Options,
    read: impl FnOnce(&Entry<'_>) -> T,
) -> Option<T> {
    let found = Scanner::new(format, options).record(text, 0, false);
    match &found {
        Found::Cells { end, .. } if end.next < text.len() => return None,
        Found::Several { next, .. } if *next < text.len() => return None,
        Found::Cells { .. }
        | Found::Several { .. }
        | Found::Nothing { .. }
        | Found::Nobody { .. }
        | Found::NeedsMore => {}
    }
    match found.people().as_slice() {
        [only] => Some(read(only)),
        _ => None,
    }
}
