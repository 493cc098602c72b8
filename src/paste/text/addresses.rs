//! Finds the addresses in a line of text, with the brackets and marks around them.

use std::ops::Range;

use crate::domain::Email;

/// An address in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// The bytes of the address itself.
    pub inner: Range<usize>,
    /// The bytes of the address with its brackets, quotes, emphasis and `mailto:`.
    pub outer: Range<usize>,
}

/// Finds the addresses of a line, in their order; a link that names one twice counts once.
pub(super) fn find(line: &str) -> Vec<Address> {
    let mut found: Vec<Address> = Vec::new();
    for (at, sign) in line.char_indices().filter(|(_, c)| matches!(c, '@' | '＠')) {
        let Some(inner) = around(line, at, sign.len_utf8()) else {
            continue;
        };
        let outer = widened(line, inner.clone());
        let same = |before: &Address| {
            line.get(before.outer.end..outer.start)
                .is_none_or(|gap| gap.trim().is_empty())
                && line.get(before.inner.clone()).map(str::to_lowercase)
                    == line.get(inner.clone()).map(str::to_lowercase)
        };
        match found.last_mut() {
            Some(before) if same(before) => before.outer.end = before.outer.end.max(outer.end),
            Some(before) if before.inner.end > inner.start => {}
            _ => found.push(Address { inner, outer }),
        }
    }
    found
}

/// Returns the bytes of the address around an @, if there is one; of a damaged one those of its whole word, as a part of it
/// may be the address of somebody else.
fn around(line: &str, at: usize, sign: usize) -> Option<Range<usize>> {
    let before = line.get(..at)?;
    let after = line.get(at + sign..)?;
    let start = before.rfind(ends_word).map_or(0, |end| {
        end + before
            .get(end..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8)
    });
    let end = after.find(ends_word).map_or(line.len(), |end| at + sign + end);
    let range = plain(before, after, at, sign);
    let is_sound = |range: &Range<usize>| {
        let front = line.get(start..range.start).unwrap_or_default();
        let back = line.get(range.end..end).unwrap_or_default();
        front.chars().all(may_surround) && back.chars().all(may_surround)
    };
    match range {
        Some(range) if is_sound(&range) => Some(range),
        Some(_) => Some(start..end),
        None => {
            let has_both = before.get(start..)?.contains(char::is_alphanumeric)
                && after.get(..end - at - sign)?.contains(char::is_alphanumeric);
            has_both.then_some(start..end)
        }
    }
}

/// Returns whether a sign may stand directly beside an address.
fn may_surround(c: char) -> bool {
    matches!(
        c,
        '.' | ':'
            | '!'
            | '?'
            | '\''
            | '"'
            | '`'
            | '*'
            | '_'
            | '-'
            | '{'
            | '}'
            | '“'
            | '‘'
            | '«'
            | '»'
            | '…'
            | '='
            | '&'
            | '~'
    ) || c.is_ascii_alphabetic()
}

fn ends_word(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            ',' | ';' | '<' | '>' | '|' | '/' | '(' | ')' | '[' | ']' | '、' | '，' | '；' | '·' | '：'
        )
}

/// Returns the bytes around an @ that make a valid address.
fn plain(before: &str, after: &str, at: usize, sign: usize) -> Option<Range<usize>> {
    let line_of = |range: &Range<usize>| {
        let local = before.get(range.start..)?;
        Some(format!("{local}@{}", after.get(..range.end - at - sign)?))
    };
    let local = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_of_local(*c))
        .last()
        .map(|(start, _)| start)?;
    let local = local + (before.get(local..)?.len() - before.get(local..)?.trim_start_matches(is_mark).len());
    let host: usize = after
        .char_indices()
        .take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '.' | '-' | '。' | '．' | '｡'))
        .last()
        .map(|(start, c)| start + c.len_utf8())?;
    let host = after.get(..host)?.trim_end_matches(['.', '-']).len();
    let range = local..at + sign + host;
    Email::parse(&line_of(&range)?).ok().map(|_| range)
}

fn is_of_local(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '\'' | '&' | '=' | '%' | '~')
}

fn is_mark(c: char) -> bool {
    matches!(c, '.' | '-' | '\'' | '_' | '&' | '=' | '~')
}

/// The pairs of signs that may stand around an address.
const PAIRS: [(&str, &str); 11] = [
    ("mailto:", ""),
    ("<", ">"),
    ("(", ")"),
    ("[", "]"),
    ("`", "`"),
    ("\"", "\""),
    ("'", "'"),
    ("**", "**"),
    ("*", "*"),
    ("_", "_"),
    ("{", "}"),
];

/// Takes in the signs around a range.
fn widened(line: &str, mut range: Range<usize>) -> Range<usize> {
    while let Some(wider) = PAIRS.iter().find_map(|(open, close)| {
        let before = line.get(..range.start)?.strip_suffix(open)?;
        let after = line.get(range.end..)?;
        let blanks = after.len() - after.trim_start_matches(' ').len();
        let rest = if close.is_empty() {
            after
        } else {
            after.trim_start_matches(' ')
        };
        let blanks = if close.is_empty() { 0 } else { blanks };
        rest.starts_with(close)
            .then(|| before.len()..range.end + blanks + close.len())
    }) {
        range = wider;
    }
    range
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Ann <ann@acme.com>, x", &[("ann@acme.com", "<ann@acme.com>")])]
    #[case("[ann@acme.com](mailto:ann@acme.com) x", &[("ann@acme.com", "[ann@acme.com](mailto:ann@acme.com)")])]
    #[case("add (ann.lee@acme.com), our PM", &[("ann.lee@acme.com", "(ann.lee@acme.com)")])]
    #[case("`ann@acme.com` **bo@acme.com**.", &[("ann@acme.com", "`ann@acme.com`"), ("bo@acme.com", "**bo@acme.com**")])]
    #[case("(ann@acme.com, +49)", &[("ann@acme.com", "ann@acme.com")])]
    #[case("write to ann@acme.com.", &[("ann@acme.com", "ann@acme.com")])]
    #[case("a @ b, x@, @y.com", &[])]
    #[case("a@b", &[("a@b", "a@b")])]
    fn finds_addresses_and_what_is_around_them(#[case] line: &str, #[case] expected: &[(&str, &str)]) {
        let found = find(line);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|address| (&line[address.inner.clone()], &line[address.outer.clone()]))
            .collect();
        assert_eq!(found, expected);
    }
}
