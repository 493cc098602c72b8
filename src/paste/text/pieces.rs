//! Cuts a line of text into what its signs hold apart: words, addresses, phone numbers, labels.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::addresses::{self, Address};
use crate::paste::header;

/// What holds a piece apart from the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// The line begins.
    Start,
    /// A comma or a semicolon.
    Comma,
    /// A colon, after a label.
    Colon,
    /// A dash, a slash, a pipe, a dot in the middle, a tab or wide blanks.
    Strong,
    /// A bracket that opens.
    Bracket,
    /// An address.
    Address,
}

/// What stands between two signs of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    /// The bytes of its words, without emphasis and outer blanks.
    pub range: Range<usize>,
    /// What holds it apart from what stands before.
    pub gap: Gap,
    /// Whether a colon follows.
    pub is_label: bool,
    /// How many addresses stand before it.
    pub nth: usize,
}

/// The most bytes that stand in brackets or quotes.
const MOST_ENCLOSED: usize = 240;

/// The most bytes of the name of a field.
const LONGEST_LABEL: usize = 60;

/// A line in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pieces {
    pub addresses: Vec<Address>,
    pub words: Vec<Piece>,
}

/// Cuts a line, from a byte of it on.
pub(super) fn cut(line: &str, from: usize) -> Pieces {
    let addresses: Vec<Address> = addresses::find(line)
        .into_iter()
        .filter(|address| address.outer.start >= from)
        .collect();
    let mut cutter = Cutter {
        line,
        words: Vec::new(),
        start: from,
        gap: Gap::Start,
        nth: 0,
    };
    let mut at = from;
    let is_aligned = is_aligned(line.get(from..).unwrap_or_default());
    while at < line.len() {
        if let Some(address) = addresses.get(cutter.nth)
            && at >= address.outer.start
        {
            cutter.end(address.outer.start, Gap::Address, address.outer.end);
            cutter.nth += 1;
            at = address.outer.end;
            continue;
        }
        let rest = line.get(at..).unwrap_or_default();
        // Plain letters and digits hold nothing apart.
        let most = addresses
            .get(cutter.nth)
            .map_or(rest.len(), |address| address.outer.start - at);
        let plain = rest
            .bytes()
            .take(most)
            .take_while(u8::is_ascii_alphanumeric)
            .count();
        if plain > 0 {
            at += plain;
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        let next = at + c.len_utf8();
        if matches!(c, '(' | '[' | '（') {
            let close = near(line, at).find([')', ']', '）']).map(|close| at + close);
            let holds_address = |close: usize| begins_between(&addresses, at, close);
            // A number may have its prefix in brackets.
            let is_of_number = |close: usize| {
                line.get(next..close).is_some_and(|inner| {
                    inner
                        .chars()
                        .all(|c| c.is_ascii_digit() || matches!(c, ' ' | '+'))
                })
            };
            match close {
                Some(close) if is_of_number(close) && close > next => {
                    at = close + 1;
                    continue;
                }
                Some(close) if !holds_address(close) && close > next => {
                    cutter.end(at, Gap::Bracket, next);
                    let after = close
                        + line
                            .get(close..)
                            .and_then(|rest| rest.chars().next())
                            .map_or(1, char::len_utf8);
                    cutter.end(close, Gap::Strong, after);
                    at = after;
                    continue;
                }
                _ => {
                    cutter.end(at, Gap::Bracket, next);
                    at = next;
                    continue;
                }
            }
        }
        if c == '"' && at == cutter.start + blanks(line, cutter.start) {
            let close = near(line, next).find('"').map(|close| next + close);
            let close = close.filter(|close| !begins_between(&addresses, at, *close));
            if let Some(close) = close {
                at = close + 1;
                continue;
            }
        }
        // In columns that blanks hold apart a comma is a part of what is written.
        let gap = gap(line, at, c, &addresses).or_else(|| cutter.label_ends(at, c));
        let Some(gap) = gap.filter(|gap| !is_aligned || *gap != Gap::Comma) else {
            at = next;
            continue;
        };
        // All blanks of a wide one hold the same apart.
        let next = match (c, gap) {
            (' ', Gap::Strong) => at + rest.bytes().take_while(|byte| *byte == b' ').count(),
            _ => next,
        };
        cutter.end(at, gap, next);
        at = next;
    }
    cutter.end(line.len(), Gap::Strong, line.len());
    Pieces {
        addresses,
        words: cutter.words,
    }
}

struct Cutter<'t> {
    line: &'t str,
    words: Vec<Piece>,
    start: usize,
    gap: Gap,
    nth: usize,
}

impl Cutter<'_> {
    /// Returns a colon after the name of a field, where no blank follows: `Name:Ann`.
    fn label_ends(&self, at: usize, c: char) -> Option<Gap> {
        let start = self.start.min(at);
        let is_label = || {
            let words = self.line.get(bare(self.line, start..at)).unwrap_or_default();
            let words = words.trim_end_matches(['*', '_']);
            header::whole(words).is_some()
        };
        (c == ':' && at - start <= LONGEST_LABEL && is_label()).then_some(Gap::Colon)
    }

    /// Ends a piece, and has the next one begin.
    fn end(&mut self, end: usize, gap: Gap, next: usize) {
        let range = bare(self.line, self.start.min(end)..end);
        let is_empty = range.is_empty();
        if !is_empty {
            self.words.push(Piece {
                range,
                gap: self.gap,
                is_label: gap == Gap::Colon,
                nth: self.nth,
            });
        }
        let weaker = is_empty && gap == Gap::Comma && self.gap != Gap::Comma;
        self.gap = if weaker { self.gap } else { gap };
        self.start = next;
    }
}

/// Returns whether an address begins between two bytes.
fn begins_between(addresses: &[Address], from: usize, to: usize) -> bool {
    let next = addresses.partition_point(|address| address.inner.start < from);
    addresses
        .get(next)
        .is_some_and(|address| address.inner.start < to)
}

/// Returns whether a line is one of columns that blanks hold apart.
pub(super) fn is_aligned(line: &str) -> bool {
    match plain_gaps(line.as_bytes()) {
        Some(gaps) => gaps > 1,
        None => wide_gaps(line) > 1,
    }
}

/// Counts the places at which blanks stand between plain signs, two at most; none if anything else stands beside wide blanks.
fn plain_gaps(line: &[u8]) -> Option<usize> {
    let mut at = 0;
    for gaps in 0..2 {
        let rest = line.get(at..)?;
        let Some(wide) = WIDE.find(rest) else {
            return memchr::memchr(b'\t', line).is_none().then_some(gaps);
        };
        let blanks = rest.iter().skip(wide).take_while(|byte| **byte == b' ').count();
        let is_plain = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
        if !is_plain(wide.checked_sub(1).and_then(|before| rest.get(before)))
            || !is_plain(rest.get(wide + blanks))
        {
            return None;
        }
        at += wide + blanks;
    }
    Some(2)
}

/// Finds wide blanks.
static WIDE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("  "));

/// Counts the places at which two blanks or more, or tabs, stand between words.
fn wide_gaps(line: &str) -> usize {
    let line = line.trim();
    let bytes = line.as_bytes();
    if memchr::memchr(b'\t', bytes).is_none() && WIDE.find(bytes).is_none() {
        return 0;
    }
    line.split("  ")
        .filter(|part| !part.trim().is_empty())
        .count()
        .saturating_sub(1)
        + line.matches('\t').count()
}

/// Returns the text from a byte on in which a bracket or a quote is closed, if it is one of a few words.
fn near(line: &str, from: usize) -> &str {
    let rest = line.get(from..).unwrap_or_default();
    rest.get(..rest.floor_char_boundary(MOST_ENCLOSED))
        .unwrap_or_default()
}

/// Counts the blanks from a byte on.
fn blanks(line: &str, from: usize) -> usize {
    let rest = line.get(from..).unwrap_or_default();
    rest.len() - rest.trim_start().len()
}

/// Returns what holds apart at a byte, if anything does.
fn gap(line: &str, at: usize, c: char, addresses: &[Address]) -> Option<Gap> {
    let before = line.get(..at).unwrap_or_default();
    let after = line.get(at + c.len_utf8()..).unwrap_or_default();
    let is_open = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let blank_before = || is_open(before.chars().next_back());
    let blank_after = || is_open(after.chars().next());
    let beside_address = || {
        let end = at + c.len_utf8();
        let next = addresses.partition_point(|address| address.outer.end < at);
        let mut beside = addresses.iter().skip(next).take(2);
        beside.any(|address| address.outer.end == at || address.outer.start == end)
    };
    match c {
        ',' | ';' | '，' | '；' | '、' => Some(Gap::Comma),
        '|' | '｜' | '·' | '•' | '\t' | '→' | '=' => Some(Gap::Strong),
        ')' | ']' | '）' | '<' | '>' => Some(Gap::Strong),
        ':' | '：' if blank_after() || beside_address() || c == '：' => Some(Gap::Colon),
        '-' | '–' | '—' | '−' | '/' | '~' if (blank_before() && blank_after()) || beside_address() => {
            Some(Gap::Strong)
        }
        ' ' | '\u{a0}' if before.ends_with([' ', '\u{a0}']) => Some(Gap::Strong),
        _ => None,
    }
}

/// Takes outer blanks, emphasis and quotes off a range.
pub(super) fn bare(line: &str, range: Range<usize>) -> Range<usize> {
    let text = line.get(range.clone()).unwrap_or_default();
    // Nothing is outside of what begins and ends with letters or digits.
    let is_bare = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_alphanumeric);
    if is_bare(text.as_bytes().first()) && is_bare(text.as_bytes().last()) {
        return range;
    }
    let is_outside = |c: char| c.is_whitespace() || matches!(c, '*' | '`' | '\u{feff}' | '\u{200b}');
    let front = text.trim_start_matches(is_outside);
    let start = range.start + (text.len() - front.len());
    let inner = front.trim_end_matches(is_outside);
    let mut inner = start..start + inner.len();
    for (open, close) in [
        ('"', '"'),
        ('“', '”'),
        ('„', '“'),
        ('_', '_'),
        ('\'', '\''),
        ('«', '»'),
    ] {
        let text = line.get(inner.clone()).unwrap_or_default();
        if let Some(within) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close))
            && !within.contains([open, close])
        {
            let start = inner.start + open.len_utf8();
            inner = start..start + within.len();
        }
    }
    inner
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_quick_look_tells_columns_as_a_closer_one_does(line in "([a,é\u{a0}\t]{0,2} {0,4}){0,5}") {
            prop_assert_eq!(is_aligned(&line), wide_gaps(&line) > 1, "{:?}", line);
        }
    }

    #[rstest]
    #[case("Ann - Head of IT - ann@acme.com", &["Ann", "Head of IT"])]
    #[case("Ann Lee (CTO) <ann@acme.com>", &["Ann Lee", "CTO"])]
    #[case("Technical contact: Bo (bo@acme.com, +420 555 010 210)", &["Technical contact", "Bo", "+420 555 010 210"])]
    #[case("**Bo Wu** / `IT`", &["Bo Wu", "IT"])]
    #[case("Clara Jean-Baptiste – 10:30", &["Clara Jean-Baptiste", "10:30"])]
    #[case("Eun-ji (Lead, APAC): e@acme.com", &["Eun-ji", "Lead, APAC"])]
    fn holds_apart_what_signs_hold_apart(#[case] line: &str, #[case] words: &[&str]) {
        let pieces = cut(line, 0);
        let found: Vec<&str> = pieces
            .words
            .iter()
            .map(|piece| &line[piece.range.clone()])
            .collect();
        assert_eq!(found, words);
    }
}
