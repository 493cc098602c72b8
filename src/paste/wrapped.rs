//! Lines that stand in one pair of quotes as a whole: `"Ann Lee,ann@acme.com,CTO"`.

use std::borrow::Cow;

use super::entry::{Entry, Place};
use super::format::Delimiter;
use super::nobody::is_blank;

/// Returns what stands between the quotes around a line, if they are around all of it, and the byte at which it begins;
/// none where quotes within it are doubled.
pub(super) fn inner(line: &str) -> Option<(Cow<'_, str>, Option<usize>)> {
    let bare = line.trim_end_matches([',', ';']).trim_end();
    let start = bare.len() - bare.trim_start().len();
    let inner = bare.trim_start().strip_prefix('"')?.strip_suffix('"')?;
    if inner.replace("\"\"", "").contains('"') {
        return None;
    }
    Some(match inner.contains('"') {
        true => (Cow::Owned(inner.replace("\"\"", "\"")), None),
        false => (Cow::Borrowed(inner), Some(start + 1)),
    })
}

/// Unwraps all lines of a sample; none unless each one that holds something is wrapped around several cells.
pub(super) fn unwrapped(sample: &str) -> Option<String> {
    if !sample.trim_start().starts_with('"') {
        return None;
    }
    let mut all = String::with_capacity(sample.len());
    let mut has_cells = false;
    for line in sample.lines() {
        if !is_blank(line, Delimiter::Comma) {
            let (inner, _) = inner(line)?;
            has_cells |= inner.contains('@') && inner.contains([',', ';', '\t', '|']);
            all.push_str(&inner);
        }
        all.push('\n');
    }
    has_cells.then_some(all)
}

/// Makes an entry that was read from the inside of a line one of the line.
pub(super) fn of_line(entry: Entry<'_>, start: Option<usize>, line: usize) -> Entry<'static> {
    let moved = |range: Option<std::ops::Range<usize>>| {
        let (range, start) = (range?, start?);
        Some(range.start + start..range.end + start)
    };
    let place = match entry.place {
        Place::Cells {
            name,
            first,
            last,
            email,
            details,
            ..
        } => Place::Cells {
            whole: 0..line,
            name: moved(name),
            first: moved(first),
            last: moved(last),
            email: moved(email),
            details: details.map(moved),
        },
        place @ (Place::Address(_) | Place::Block { .. }) => place,
    };
    Entry {
        name: Cow::Owned(entry.name.into_owned()),
        email: Cow::Owned(entry.email.into_owned()),
        details: entry.details.map(|text| Cow::Owned(text.into_owned())),
        further: entry.further,
        cleaned: entry.cleaned,
        unterminated: entry.unterminated,
        mixed: entry.mixed,
        turned: entry.turned,
        told: entry.told,
        place,
    }
}
