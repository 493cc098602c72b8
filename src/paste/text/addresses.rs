//! Finds the addresses in a line of text, with the brackets and marks around them.

use std::ops::Range;

use crate::domain::{Domain, Email};
use crate::paste::memo::Memo;

/// An address in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// The bytes of the address itself.
    pub inner: Range<usize>,
    /// The bytes of the address with its brackets, quotes, emphasis and `mailto:`.
    pub outer: Range<usize>,
}

/// The bytes on each side of an @ in which its word must end.
const MOST_BYTES: usize = 320;

/// Finds the addresses of a line, in their order; a link that names one twice counts once.
pub(super) fn find(line: &str) -> Vec<Address> {
    let mut found: Vec<Address> = Vec::new();
    // A sign begins with one of these bytes.
    if memchr::memchr2(b'@', 0xef, line.as_bytes()).is_none() {
        return found;
    }
    for (at, sign) in line.char_indices().filter(|(_, c)| matches!(c, '@' | '＠')) {
        let Some(inner) = around(line, at, sign.len_utf8()) else {
            continue;
        };
        let inner = with_rest_of_bracket(line, inner);
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
    let low = line.ceil_char_boundary(at.saturating_sub(MOST_BYTES));
    let high = line.floor_char_boundary((at + sign + MOST_BYTES).min(line.len()));
    let before = line.get(low..at)?;
    let after = line.get(at + sign..high)?;
    let start = match before.char_indices().rev().find(|(_, c)| ends_word(*c)) {
        Some((end, c)) => low + end + c.len_utf8(),
        None if low == 0 => 0,
        // So long a word is no address.
        None => return None,
    };
    let end = match after.find(ends_word) {
        Some(end) => at + sign + end,
        None if high == line.len() => high,
        None => return None,
    };
    if end == at + sign && start < at {
        let local: usize = before
            .chars()
            .rev()
            .take_while(|c| is_of_local(*c))
            .map(char::len_utf8)
            .sum();
        return split_host(after)
            .filter(|_| local > 0)
            .map(|host| at - local..end + host);
    }
    if start == at {
        return parted(before, line.get(at + sign..end)?).map(|local| at - local..end);
    }
    let word = line.get(start..end)?;
    let inner = plain(line.get(start..at)?, line.get(at + sign..end)?);
    let range = inner.map(|(local, host)| at - local..at + sign + host);
    let is_sound = |range: &Range<usize>| {
        let front = line.get(start..range.start).unwrap_or_default();
        let back = line.get(range.end..end).unwrap_or_default();
        let is_label = |c: char| front.ends_with([':', '：']) && c.is_alphabetic();
        front.chars().all(|c| may_surround(c) || is_label(c)) && back.chars().all(may_surround)
    };
    match range {
        Some(range) if is_sound(&range) => Some(range),
        Some(_) => Some(start..end),
        None => {
            let (local, host) = word.split_at_checked(at - start)?;
            let has_both = local.contains(char::is_alphanumeric) && host.contains(char::is_alphanumeric);
            has_both.then_some(start..end)
        }
    }
}

/// Takes in what else stands in the angle brackets of an address: it is damaged then, as `<ann@acme.com CTO>` is.
fn with_rest_of_bracket(line: &str, inner: Range<usize>) -> Range<usize> {
    let rest = line.get(inner.end..).unwrap_or_default();
    let rest = rest
        .get(..rest.floor_char_boundary(MOST_BYTES))
        .unwrap_or_default();
    let is_open = line.get(..inner.start).is_some_and(|head| head.ends_with('<'));
    match rest.split_once(['<', '>']) {
        Some((more, _))
            if is_open
                && !more.trim().is_empty()
                && rest.get(more.len()..).is_some_and(|at| at.starts_with('>')) =>
        {
            inner.start..inner.end + more.len()
        }
        _ => inner,
    }
}

/// Returns the bytes of a host behind an @ and the blank that parts them: `ann.lee@ acme.com`.
fn split_host(after: &str) -> Option<usize> {
    let bare = after.strip_prefix(' ')?;
    let host = bare.split(ends_word).next()?.trim_end_matches(['.', '"', '\'']);
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let has_dot = host.trim_matches('.').contains('.');
    (has_dot && host.chars().all(is_host) && host.starts_with(char::is_alphanumeric))
        .then_some(host.len() + 1)
}

/// Returns the bytes of the local part before an @ and the blank that parts them: `ann.lee @acme.com`.
fn parted(before: &str, host: &str) -> Option<usize> {
    let bare = before.strip_suffix(' ')?;
    let word = bare.rsplit(ends_word).next()?;
    let is_local = word.chars().all(is_of_local)
        && word.starts_with(char::is_alphanumeric)
        && word.contains(|c: char| c.is_ascii_digit() || matches!(c, '.' | '_'));
    let is_host = host.contains('.') && host.starts_with(char::is_alphanumeric);
    (is_local && is_host).then_some(word.len() + 1)
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

/// Returns how many bytes before and behind an @ make a valid address.
fn plain(before: &str, after: &str) -> Option<(usize, usize)> {
    let tail = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| is_of_local(*c))
        .last();
    let local = before.get(tail?.0..)?.trim_start_matches(is_mark);
    let is_of_host = |c: &char| c.is_alphanumeric() || matches!(c, '.' | '-' | '。' | '．' | '｡');
    let length: usize = after.chars().take_while(is_of_host).map(char::len_utf8).sum();
    let host = after.get(..length)?.trim_end_matches(['.', '-']);
    is_valid(local, host).then_some((local.len(), host.len()))
}

thread_local! {
    static HOSTS: Memo<bool> = const { Memo::new() };
}

/// Returns whether a local part and a host make a valid address.
fn is_valid(local: &str, host: &str) -> bool {
    if !is_plain_local(local)
        || local.len() + 1 + host.len() > MOST_PLAIN
        || !host.bytes().all(is_of_plain_host)
    {
        return Email::parse(&format!("{local}@{host}")).is_ok();
    }
    HOSTS.with(|hosts| hosts.of(host, || Domain::parse(host).is_ok()))
}

/// The most bytes of an address whose local part and host are looked at apart.
const MOST_PLAIN: usize = 250;

/// Returns whether a local part surely is valid: words of plain letters and digits with single dots between them.
fn is_plain_local(local: &str) -> bool {
    local.len() <= 64
        && local
            .split('.')
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

const fn is_of_plain_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-')
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
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_plain_address_is_judged_by_the_rule(local in "[a-zA-Z0-9.+-]{0,70}", host in "[a-zA-Z0-9.-]{0,12}(com|co.uk)?|[a-z]{60,66}\\.com|([a-z]{40}\\.){4,6}com") {
            prop_assert_eq!(is_valid(&local, &host), Email::parse(&format!("{local}@{host}")).is_ok());
        }
    }

    #[rstest]
    #[case("Ann <ann@acme.com>, x", &[("ann@acme.com", "<ann@acme.com>")])]
    #[case("[ann@acme.com](mailto:ann@acme.com) x", &[("ann@acme.com", "[ann@acme.com](mailto:ann@acme.com)")])]
    #[case("add (ann.lee@acme.com), our PM", &[("ann.lee@acme.com", "(ann.lee@acme.com)")])]
    #[case("`ann@acme.com` **bo@acme.com**.", &[("ann@acme.com", "`ann@acme.com`"), ("bo@acme.com", "**bo@acme.com**")])]
    #[case("(ann@acme.com, +49)", &[("ann@acme.com", "ann@acme.com")])]
    #[case("write to ann@acme.com.", &[("ann@acme.com", "ann@acme.com")])]
    #[case("a @ b, x@, @y.com", &[])]
    #[case("a@b", &[("a@b", "a@b")])]
    #[case("Ann, ann.lee @acme.com, x", &[("ann.lee @acme.com", "ann.lee @acme.com")])]
    #[case("see you @acme.com", &[])]
    fn finds_addresses_and_what_is_around_them(#[case] line: &str, #[case] expected: &[(&str, &str)]) {
        let found = find(line);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|address| (&line[address.inner.clone()], &line[address.outer.clone()]))
            .collect();
        assert_eq!(found, expected);
    }
}
