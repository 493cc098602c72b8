//! The parts of an address list: what stands between two separators.

use std::borrow::Cow;
use std::ops::Range;

use super::address_text::{
    address_ends, bracketed, display_name, take_apart, unclosed_quote, without_joiner, without_label,
};
use super::clean;
use crate::domain::{NameQuality, name_quality};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A name and an address in brackets.
    Named,
    /// An address alone, perhaps with a comment.
    Plain,
    /// Words, one of which is an address.
    Spaced,
    /// No address.
    Text,
}

/// What stands between two separators.
pub(super) struct Part<'t> {
    pub form: Form,
    pub range: Range<usize>,
    pub name: String,
    pub email: Cow<'t, str>,
    /// What stands after the address.
    pub title: &'t str,
    pub cleaned: bool,
    pub unterminated: bool,
    /// Whether a semicolon follows, which never stands inside a bare name.
    pub ends_group: bool,
}

/// The parts of a line between commas and semicolons (and the delimiter of the text) outside quotes and brackets.
pub(super) struct Parts<'t> {
    line: &'t str,
    delimiter: Option<u8>,
    /// Where the next part starts; none after the last one.
    start: Option<usize>,
    /// No part that starts here or behind is given.
    stop: usize,
    open_quote: Option<usize>,
    /// Where the last brackets close.
    last_angle: usize,
    last_round: usize,
    is_first: bool,
    /// Parts that were found together, the last one first.
    found: Vec<Part<'t>>,
}

impl<'t> Parts<'t> {
    pub(super) fn new(line: &'t str, delimiter: Option<u8>) -> Self {
        let last = |close: u8| memchr::memrchr(close, line.as_bytes()).unwrap_or(0);
        Self {
            line,
            delimiter,
            start: Some(0),
            stop: usize::MAX,
            open_quote: unclosed_quote(line),
            last_angle: last(b'>'),
            last_round: last(b')'),
            is_first: true,
            found: Vec::new(),
        }
    }

    /// Gives those behind a place at which one of them may start, and keeps those before it; `is_cut_at` says whether one does.
    pub(super) fn split_off(&mut self, at: usize) -> Self {
        self.stop = at;
        Self {
            start: Some(at),
            stop: usize::MAX,
            is_first: false,
            found: Vec::new(),
            ..*self
        }
    }

    /// Returns whether all parts before a place were given, and the next one starts there.
    pub(super) fn is_cut_at(&self, at: usize) -> bool {
        self.start == Some(at) && self.found.is_empty()
    }

    /// Goes on to the end of the line.
    pub(super) fn go_on(&mut self) {
        self.stop = usize::MAX;
    }

    /// Returns where the next part starts, unless there is none.
    pub(super) fn start(&self) -> Option<usize> {
        self.start
    }

    pub(super) fn line(&self) -> &'t str {
        self.line
    }

    /// Finds where a part ends, and whether a semicolon or the end of the line stands there.
    fn end(&self, start: usize) -> (usize, Option<usize>, bool) {
        let mut close: Option<u8> = None;
        let mut escaped = false;
        let rest = self.line.as_bytes().get(start..).unwrap_or_default();
        for (at, byte) in (start..).zip(rest) {
            if escaped {
                escaped = false;
                continue;
            }
            match (close, byte) {
                (Some(b'"'), b'\\') => escaped = true,
                (Some(end), byte) if *byte == end => close = None,
                (Some(_), _) => {}
                (None, b'"') if self.open_quote != Some(at) => close = Some(b'"'),
                (None, b'<') if at < self.last_angle => close = Some(b'>'),
                (None, b'(') if at < self.last_round => close = Some(b')'),
                (None, byte) if matches!(byte, b',' | b';') || self.delimiter == Some(*byte) => {
                    return (at, Some(at + 1), *byte == b';');
                }
                (None, _) => {}
            }
        }
        (self.line.len(), None, true)
    }
}

impl<'t> Iterator for Parts<'t> {
    type Item = Part<'t>;

    fn next(&mut self) -> Option<Part<'t>> {
        loop {
            if let Some(part) = self.found.pop() {
                self.is_first = false;
                return Some(part);
            }
            let start = self.start.filter(|start| *start < self.stop)?;
            let (end, next, ends_group) = self.end(start);
            self.start = next;
            push(
                &mut self.found,
                self.is_first,
                self.line,
                start..end,
                ends_group,
                self.open_quote,
            );
            self.found.reverse();
        }
    }
}

fn push<'t>(
    parts: &mut Vec<Part<'t>>,
    is_first: bool,
    line: &'t str,
    range: Range<usize>,
    ends_group: bool,
    open_quote: Option<usize>,
) {
    let raw = line.get(range.clone()).unwrap_or_default();
    let is_outside = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
    let trimmed = raw.trim_matches(is_outside);
    if trimmed.is_empty() {
        return;
    }
    let start = range.start + (raw.len() - raw.trim_start_matches(is_outside).len());
    let unterminated = open_quote.is_some_and(|at| range.contains(&at));
    let body = if is_first { without_label(trimmed) } else { trimmed };
    let tokens = || body.split_whitespace().filter(|word| word.contains('@')).count();
    if bracketed(body).is_none()
        && !body.contains(['"', '('])
        && tokens() > 1
        && body.split_whitespace().count() == tokens()
    {
        let mut from = start + (trimmed.len() - body.len());
        for word in body.split_inclusive(char::is_whitespace) {
            let word_start = from;
            from += word.len();
            let word = word.trim_end();
            if word.is_empty() {
                continue;
            }
            let email = clean::address(Cow::Borrowed(word));
            parts.push(Part {
                form: Form::Plain,
                range: word_start..word_start + word.len(),
                name: String::new(),
                email: email.text,
                title: "",
                cleaned: email.changed,
                unterminated,
                ends_group,
            });
        }
        return;
    }
    let body_start = start + (trimmed.len() - body.len());
    let ends = address_ends(body);
    let mut from = 0;
    for (nth, end) in ends.iter().copied().enumerate() {
        let is_last = nth + 1 == ends.len();
        let piece = body.get(from..end).unwrap_or_default();
        let joined = if nth == 0 { piece } else { without_joiner(piece) };
        let range = if nth == 0 {
            start
        } else {
            body_start + end - joined.len()
        }..body_start + end;
        let mut part = part(joined, range, unterminated, ends_group && is_last);
        if is_last {
            let title = body.get(end..).unwrap_or_default().trim();
            part.title = title;
            if !title.is_empty() {
                part.range.end = start + trimmed.len();
            }
        }
        parts.push(part);
        from = end;
    }
    if ends.is_empty() {
        parts.push(part(body, start..start + trimmed.len(), unterminated, ends_group));
    }
}

fn part(body: &str, range: Range<usize>, unterminated: bool, ends_group: bool) -> Part<'_> {
    let (form, shown, address) = take_apart(body);
    let email = clean::address(Cow::Borrowed(address));
    let (name, name_cleaned) = display_name(shown);
    let name = match form {
        Form::Spaced => of_columns(shown, &name).unwrap_or(name),
        Form::Named | Form::Plain | Form::Text => name,
    };
    let name = if name.eq_ignore_ascii_case(&email.text) {
        String::new()
    } else {
        name
    };
    Part {
        form: if form == Form::Named && name.is_empty() {
            Form::Plain
        } else {
            form
        },
        range,
        name,
        cleaned: email.changed || name_cleaned || (form == Form::Named && shown.is_empty()),
        email: email.text,
        title: "",
        unterminated,
        ends_group,
    }
}

/// Holds apart with commas what wide blanks hold apart, where only that shows more than a name: `Ann Lee    CTO`.
fn of_columns(shown: &str, name: &str) -> Option<String> {
    let pieces = shown.split("  ").flat_map(|piece| piece.split('\t'));
    let names = pieces.map(|piece| display_name(piece).0);
    let names: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    if names.len() < 2 {
        return None;
    }
    let apart = names.join(", ");
    let is_none = |text: &str| matches!(name_quality(text), NameQuality::NotAName(_));
    (is_none(&apart) && !is_none(name)).then_some(apart)
}
