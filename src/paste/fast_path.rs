//! Gives the verdict on plain rows straight from their bytes.
//!
//! Most rows of a list need no care: quotes around whole cells if any, one address in its cell, a name that starts with a
//! letter. For these the
//! verdict is found without making an entry; any other row is left to the thorough way, which gives the same verdicts.

use std::ops::Range;
use std::sync::LazyLock;

use unicode_width::UnicodeWidthChar;

use super::check::{Checker, SHORT, Verdict};
use super::format::Columns;
use super::shape::{PHONE_DIGITS, fits, is_usual_letter};
use crate::domain::{Detail, is_dropped, is_surely_a_name};

/// The longest local part (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL: usize = 64;

/// The longest address (RFC 5321, 4.5.3.1.3).
const MAX_ADDRESS: usize = 254;

/// Reads plain rows of one piece of text.
pub(super) struct FastPath {
    delimiter: u8,
    /// Whether a line may turn out to be an address list.
    mixed: bool,
    /// The next quote, the next byte that may begin a curly one, and the next that opens a bracket; nothing stands before
    /// them.
    quote: usize,
    curly: usize,
    bracket: usize,
    /// Where each cell of the row stands, without its quotes.
    cells: Vec<Range<usize>>,
}

impl FastPath {
    pub(super) fn new(delimiter: u8, mixed: bool) -> Self {
        Self {
            delimiter,
            mixed,
            quote: 0,
            curly: 0,
            bracket: 0,
            cells: Vec::new(),
        }
    }

    /// Starts with another piece of text.
    pub(super) fn reset(&mut self) {
        self.quote = 0;
        self.curly = 0;
        self.bracket = 0;
    }

    /// Judges the row that starts at a byte, if it is plain; gives where the next row starts.
    pub(super) fn row(
        &mut self,
        bytes: &[u8],
        at: usize,
        columns: &Columns,
        checker: &mut Checker,
    ) -> Option<(usize, Verdict)> {
        let rest = bytes.get(at..)?;
        if !starts_name(rest) {
            return None;
        }
        self.cells.clear();
        let mut start = 0;
        let mut address = None;
        let mut length = rest.len();
        for hit in memchr::memchr3_iter(self.delimiter, b'\n', b'@', rest) {
            match rest.get(hit) {
                Some(b'\n') => {
                    length = hit;
                    break;
                }
                Some(b'@') if address.is_some() => return None,
                Some(b'@') => address = Some(hit),
                Some(_) | None => {
                    self.cells.push(start..hit);
                    start = hit + 1;
                }
            }
        }
        self.cells.push(start..length);
        let sign = address?;
        let end = at + length;
        if next(&mut self.curly, bytes, at, |rest| memchr::memchr(0xe2, rest)) < end
            || (self.mixed
                && (sign < self.cells.first()?.end
                    || next(&mut self.bracket, bytes, at, |rest| {
                        memchr::memchr3(b'<', b'[', b'(', rest)
                    }) < end))
        {
            return None;
        }
        if next(&mut self.quote, bytes, at, |rest| memchr::memchr(b'"', rest)) < end {
            self.find_quoted(rest.get(..length)?)?;
        }

        let email = self.cells.get(*columns.email.first()?)?.clone();
        let sign = sign.checked_sub(email.start)?;
        self.is_name(rest, columns).then_some(())?;
        let short = |at: &usize| self.cell(rest, *at).is_none_or(|cell| cell.len() <= SHORT);
        let all = |detail: Detail, test: fn(&[u8]) -> bool| {
            let mut columns = columns.details[detail].iter();
            columns.all(|at| self.cell(rest, *at).is_none_or(test))
        };
        if !columns.details.values().flatten().all(short)
            || !all(Detail::Title, is_plain_title)
            || !all(Detail::Phone, is_plain_phone)
            || !all(Detail::Roles, <[u8]>::is_empty)
        {
            return None;
        }
        if self.may_be_of_others(rest, rest.get(email.start..email.start + sign)?, columns) {
            return None;
        }
        let verdict = judge(rest.get(email)?, sign, checker)?;
        Some(((end + 1).min(bytes.len()), verdict))
    }

    /// Finds the cells anew in a line with quotes; none where quotes stand otherwise than around whole cells.
    fn find_quoted(&mut self, line: &[u8]) -> Option<()> {
        self.cells.clear();
        let mut at = 0;
        loop {
            let tail = line.get(at..)?;
            let end = if let Some(inner) = tail.strip_prefix(b"\"") {
                let close = closing_quote(inner)?;
                self.cells.push(at + 1..at + 1 + close);
                at + close + 2
            } else {
                let end = at + memchr::memchr(self.delimiter, tail).unwrap_or(tail.len());
                let cell = line.get(at..end)?;
                if cell.contains(&b'"') {
                    return None;
                }
                self.cells.push(at..end);
                end
            };
            match line.get(end) {
                None => return Some(()),
                Some(byte) if *byte == self.delimiter => at = end + 1,
                Some(_) => return None,
            }
        }
    }

    fn cell<'b>(&self, rest: &'b [u8], cell: usize) -> Option<&'b [u8]> {
        rest.get(self.cells.get(cell)?.clone())
    }

    /// Returns whether an address may be made of the words of the title, or of the last of two names alone.
    fn may_be_of_others(&self, rest: &[u8], local: &[u8], columns: &Columns) -> bool {
        let cell = |at: Option<usize>| at.and_then(|at| self.cell(rest, at)).unwrap_or_default();
        let is_last = |last: &[u8]| last.trim_ascii().eq_ignore_ascii_case(local.trim_ascii());
        if columns.first.is_some() && columns.last.is_some_and(|at| is_last(cell(Some(at)))) {
            return true;
        }
        let (name, title) = (
            cell(columns.name.or(columns.first)),
            cell(columns.details[Detail::Title].first().copied()),
        );
        let first = name.split(|byte| *byte == b' ').next().unwrap_or_default();
        let start = local.trim_ascii().get(..first.len());
        let is_own = first.len() > 2 && start.is_some_and(|start| start.eq_ignore_ascii_case(first));
        !title.is_empty()
            && !is_own
            && may_fit(local, title)
            && match (std::str::from_utf8(local), std::str::from_utf8(title)) {
                (Ok(local), Ok(title)) => fits(local.trim(), title),
                _ => true,
            }
    }

    fn is_name(&self, rest: &[u8], columns: &Columns) -> bool {
        let named = |at: Option<usize>| {
            at.and_then(|at| self.cell(rest, at))
                .filter(|cell| !cell.is_empty())
        };
        match (named(columns.first), named(columns.last)) {
            (None, None) => named(columns.name).is_some_and(is_plain_name),
            (Some(one), None) | (None, Some(one)) => is_plain_name(one),
            (Some(first), Some(last)) => is_plain_name(first) && is_plain_name(last),
        }
    }
}

/// Returns whether some word of a title has none but letters of a local part; if not, none is a part of it.
pub(super) fn may_fit(local: &[u8], title: &[u8]) -> bool {
    let bit = |byte: &u8| 1_u32 << (byte.to_ascii_lowercase() % 32);
    let letters = local.iter().fold(0, |letters, byte| letters | bit(byte));
    !title.is_ascii()
        || title
            .split(|byte| !byte.is_ascii_alphanumeric())
            .any(|word| word.len() > 1 && word.iter().all(|byte| letters & bit(byte) != 0))
}

/// Gives the next place of some bytes from one on, and keeps it until it is passed.
fn next(known: &mut usize, bytes: &[u8], at: usize, find: impl FnOnce(&[u8]) -> Option<usize>) -> usize {
    if *known <= at {
        let rest = bytes.get(at..).unwrap_or_default();
        *known = find(rest).map_or(usize::MAX, |hit| at + hit);
    }
    *known
}

/// Gives where the quote stands that closes a cell; doubled ones are of the cell.
fn closing_quote(inner: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr(b'"', inner.get(at..)?)?;
        if inner.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

/// Judges the cell of an address whose @ stands at `sign`.
pub(super) fn judge(cell: &[u8], sign: usize, checker: &mut Checker) -> Option<Verdict> {
    let mut buffer = [0; MAX_ADDRESS];
    let mut cell = cell;
    let mut sign = sign;
    while let Some((b' ', rest)) = cell.split_first() {
        cell = rest;
        sign = sign.checked_sub(1)?;
    }
    while let Some((b' ', rest)) = cell.split_last() {
        cell = rest;
    }
    let local = cell.get(..sign)?;
    let host = cell.get(sign + 1..)?;
    if local.is_empty() || local.len() > MAX_LOCAL || !host.is_ascii() {
        return None;
    }
    let table: &[u8; 256] = &LOCAL;
    let mut before = b'.';
    for (from, to) in local.iter().zip(buffer.iter_mut()) {
        let byte = table.get(usize::from(*from)).copied().unwrap_or(0);
        if byte == 0 || (byte == b'.' && before == b'.') {
            return None;
        }
        *to = byte;
        before = byte;
    }
    if before == b'.' {
        return None;
    }
    *buffer.get_mut(sign)? = b'@';
    let target = buffer.get_mut(sign + 1..cell.len())?;
    target.copy_from_slice(host);
    target.make_ascii_lowercase();
    checker.canonical(buffer.get(..cell.len())?, sign)
}

/// Returns whether a plain local part may hold a byte.
pub(super) const fn is_of_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+' | b'\'')
}

/// The bytes that a plain local part may hold, in lower case; 0 for any other.
static LOCAL: LazyLock<[u8; 256]> = LazyLock::new(|| {
    std::array::from_fn(|byte| match u8::try_from(byte) {
        Ok(byte) if is_of_local(byte) => byte.to_ascii_lowercase(),
        Ok(_) | Err(_) => 0,
    })
});

/// Says whether a row can start like this and be plain: not with a blank, a remark or an empty cell.
fn starts_name(row: &[u8]) -> bool {
    matches!(row.first(), Some(b'0'..=b'9' | b'"')) || starts_with_letter(row)
}

/// Says whether a cell surely holds a name: short, and one by the rule for names.
pub(super) fn is_plain_name(cell: &[u8]) -> bool {
    cell.len() <= SHORT && is_surely_a_name(cell)
}

/// Says whether a cell surely does not hold a phone number.
pub(super) fn is_plain_title(cell: &[u8]) -> bool {
    cell.iter().filter(|byte| byte.is_ascii_digit()).count() < PHONE_DIGITS
}

/// Says whether a cell surely does not hold words.
pub(super) fn is_plain_phone(cell: &[u8]) -> bool {
    cell.iter()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'+' | b'(' | b')' | b'-' | b'.' | b'/'))
}

fn starts_with_letter(bytes: &[u8]) -> bool {
    match bytes.first() {
        Some(b'a'..=b'z' | b'A'..=b'Z') => true,
        Some(0xc3..) => first_char(bytes).is_some_and(|c| is_usual_letter(c) || is_letter(c)),
        Some(_) | None => false,
    }
}

/// Says whether a letter is one that shows.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !is_dropped(c) && c.width() > Some(0)
}

fn first_char(bytes: &[u8]) -> Option<char> {
    let length = match bytes.first()? {
        ..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0.. => 4,
    };
    std::str::from_utf8(bytes.get(..length)?).ok()?.chars().next()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::domain::Domain;
    use crate::paste::format::Role;
    use crate::paste::known::Known;
    use crate::paste::{entry, record};

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn gives_the_verdict_of_the_thorough_way(
            line in "[A-Za-zé ö'.@山さ민عשप\u{3164}\u{3000}\"]{0,12},( ?[a-zA-Z.+]{0,8}@(acme|gmail|Acme|a_b)\\.(com|con| com)|[a-z@ ]{0,9}|\"[a-z]{1,4}@acme.com\")(,[A-Za-z (),\"“]{0,70}|,\"[A-Z, ]{0,9}(\"\"[a-z]\"\")?\")?(,[0-9 +]{0,70})?\n?"
        ) {
            let known = Arc::new(Known::of_customer(Domain::parse("acme.com").ok(), false));
            let mut checker = Checker::new(known);
            let columns = Columns::plain();
            if let Some((next, verdict)) = FastPath::new(b',', true).row(line.as_bytes(), 0, &columns, &mut checker) {
                let mut cells = Vec::new();
                let end = record::read(&line, 0, b',', &mut cells);
                let entry = entry::from_cells(&line, &cells, &columns, end.unterminated);
                prop_assert_eq!(verdict, checker.judge(&entry));
                prop_assert_eq!(next, end.next);
            }
        }
    }

    #[test]
    fn usual_letters_are_letters() {
        let usual: Vec<char> = (char::MIN..=char::MAX).filter(|c| is_usual_letter(*c)).collect();
        assert!(usual.len() > 30_000, "{}", usual.len());
        for c in usual {
            assert!(is_letter(c), "{c} {:x}", u32::from(c));
        }
    }

    fn judged(line: &str, roles: &[Role]) -> Option<usize> {
        let known = Arc::new(Known::of_customer(Domain::parse("acme.com").ok(), false));
        let columns = Columns::from_roles(roles.to_vec());
        let mut checker = Checker::new(known);
        let mut fast_path = FastPath::new(b',', true);
        let (next, verdict) = fast_path.row(line.as_bytes(), 0, &columns, &mut checker)?;
        let mut cells = Vec::new();
        let end = record::read(line, 0, b',', &mut cells);
        let entry = entry::from_cells(line, &cells, &columns, end.unterminated);
        assert_eq!((next, verdict), (end.next, checker.judge(&entry)), "{line}");
        Some(next)
    }

    #[rstest]
    #[case("Ann Lee,ann@acme.com")]
    #[case("Éa Lee, ann.lee+x@Acme.com ,CTO,+49 30")]
    #[case("ann,a_b-c'd@gmail.com,,")]
    #[case("Ann Lee,ann@acme.com\nBo,bo@acme.com")]
    #[case("\"Lee, Ann\",ann@acme.com")]
    #[case("さくら,sakura@acme.com,\"VP, \"\"Sales\"\"\"\nBo,bo@acme.com")]
    fn plain_rows_take_the_short_way(#[case] line: &str) {
        let roles = Columns::plain().roles;
        assert!(judged(line, &roles).is_some(), "{line}");
    }

    #[rstest]
    #[case(" Ann,ann@acme.com")]
    #[case("\"Ann\" Lee,ann@acme.com")]
    #[case("“Ann”,ann@acme.com")]
    #[case("\u{3164},ann@acme.com")]
    #[case("7,ann@acme.com")]
    #[case("Ann,bo@acme.com,a@b.co")]
    #[case("Ann,.a@acme.com")]
    #[case("Ann,a.@acme.com")]
    #[case("Ann,a..b@acme.com")]
    #[case("Ann,a b@acme.com")]
    #[case("Ann,@acme.com")]
    #[case("Ann,ann@nothing")]
    #[case("Ann,ann")]
    #[case("Ann <ann@acme.com>,CTO")]
    #[case("ann@acme.com,Ann")]
    #[case("Ann,ann@acme.com,\"CTO")]
    #[case("Ann,ann@acme.com, \"CTO\"")]
    #[case("Ann,ann@acme.com,(CTO)")]
    #[case("NULL,ann@acme.com")]
    #[case("Ann,ann@acme。com")]
    #[case("Ann,ann@müller.de")]
    #[case("Project Manager,ann@acme.com")]
    #[case("Ann 1,ann@acme.com")]
    #[case("Ann,ann@acme.com,+49 30 123456")]
    #[case("Ann,ann@acme.com,,CTO")]
    fn any_other_row_is_left_to_the_thorough_way(#[case] line: &str) {
        let roles = Columns::plain().roles;
        assert_eq!(judged(line, &roles), None, "{line}");
    }

    #[test]
    fn long_fields_are_left_to_the_thorough_way_and_others_are_not() {
        let roles = [Role::Name, Role::Email, Role::Detail(Detail::Title)];
        for (length, plain) in [(60, true), (61, false)] {
            let long = "x".repeat(length);
            assert_eq!(
                judged(&format!("Ann,ann@acme.com,{long}"), &roles).is_some(),
                plain
            );
            assert_eq!(judged(&format!("{long},ann@acme.com"), &roles).is_some(), plain);
        }
        for (length, plain) in [(64, true), (65, false)] {
            let local = "a".repeat(length);
            assert_eq!(judged(&format!("Ann,{local}@acme.com"), &roles).is_some(), plain);
        }
    }

    #[test]
    fn given_and_family_names_are_looked_at_both() {
        let roles = [Role::First, Role::Last, Role::Email];
        for (line, plain) in [
            ("Ann,Lee,ann@acme.com", true),
            ("Ann,,ann@acme.com", true),
            ("Ann,7,ann@acme.com", false),
        ] {
            assert_eq!(judged(line, &roles).is_some(), plain, "{line}");
        }
    }
}
