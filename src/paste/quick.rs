//! Gives the verdict on plain rows straight from their bytes.
//!
//! Most rows of a list need no care: no quotes, one address in its cell, a name that starts with a letter. For these the
//! verdict is found without making an entry; any other row is left to the thorough way, which gives the same verdicts.

use std::sync::LazyLock;

use super::check::{Checker, Verdict};
use super::format::Columns;

/// The length up to which no field can be too long, in bytes.
const SHORT: usize = 60;

/// The longest local part (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL: usize = 64;

/// The longest address (RFC 5321, 4.5.3.1.3).
const MAX_ADDRESS: usize = 254;

/// Reads plain rows of one piece of text.
pub(super) struct Quick {
    delimiter: u8,
    /// Whether a line may turn out to be an address list.
    mixed: bool,
    /// The next byte that may belong to a quote, and the next that opens a bracket; nothing stands before them.
    quote: usize,
    bracket: usize,
    /// Where each cell of the row ends.
    ends: Vec<usize>,
}

impl Quick {
    pub(super) fn new(delimiter: u8, mixed: bool) -> Self {
        Self {
            delimiter,
            mixed,
            quote: 0,
            bracket: 0,
            ends: Vec::new(),
        }
    }

    /// Starts with another piece of text.
    pub(super) fn reset(&mut self) {
        self.quote = 0;
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
        self.ends.clear();
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
                Some(_) | None => self.ends.push(hit),
            }
        }
        self.ends.push(length);
        let sign = address?;
        if self.next_quote(bytes, at) < at + length
            || (self.mixed && (sign < *self.ends.first()? || self.next_bracket(bytes, at) < at + length))
        {
            return None;
        }

        let email = self.cell(rest, *columns.email.first()?)?;
        let start = self.start(*columns.email.first()?)?;
        let sign = sign.checked_sub(start)?;
        self.is_name(rest, columns).then_some(())?;
        let short = |at: &usize| self.cell(rest, *at).is_none_or(|cell| cell.len() <= SHORT);
        if !columns.title.iter().chain(&columns.phone).all(short) {
            return None;
        }
        let verdict = judge(email, sign, checker)?;
        Some(((at + length + 1).min(bytes.len()), verdict))
    }

    fn start(&self, cell: usize) -> Option<usize> {
        match cell.checked_sub(1) {
            None => Some(0),
            Some(before) => self.ends.get(before).map(|end| end + 1),
        }
    }

    fn cell<'b>(&self, rest: &'b [u8], cell: usize) -> Option<&'b [u8]> {
        rest.get(self.start(cell)?..*self.ends.get(cell)?)
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

    fn next_quote(&mut self, bytes: &[u8], at: usize) -> usize {
        if self.quote <= at {
            let rest = bytes.get(at..).unwrap_or_default();
            self.quote = memchr::memchr2(b'"', 0xe2, rest).map_or(usize::MAX, |hit| at + hit);
        }
        self.quote
    }

    fn next_bracket(&mut self, bytes: &[u8], at: usize) -> usize {
        if self.bracket <= at {
            let rest = bytes.get(at..).unwrap_or_default();
            self.bracket = memchr::memchr3(b'<', b'[', b'(', rest).map_or(usize::MAX, |hit| at + hit);
        }
        self.bracket
    }
}

/// Judges the cell of an address whose @ stands at `sign`.
fn judge(cell: &[u8], sign: usize, checker: &mut Checker) -> Option<Verdict> {
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
    if local.is_empty() || local.len() > MAX_LOCAL {
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

/// The bytes that a plain local part may hold, in lower case; 0 for any other.
static LOCAL: LazyLock<[u8; 256]> = LazyLock::new(|| {
    std::array::from_fn(|byte| match u8::try_from(byte) {
        Ok(c) if c.is_ascii_alphanumeric() || matches!(c, b'.' | b'_' | b'-' | b'+' | b'\'') => {
            c.to_ascii_lowercase()
        }
        Ok(_) | Err(_) => 0,
    })
});

/// Says whether a row can start like this and be plain: not with a blank, a remark, a quote or an empty cell.
fn starts_name(row: &[u8]) -> bool {
    matches!(
        row.first(),
        Some(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | 0xc3..=0xd1 | 0xe4..=0xe9)
    )
}

/// Says whether a cell surely holds a name: short, and a letter of a common script at its start.
fn is_plain_name(cell: &[u8]) -> bool {
    cell.len() <= SHORT
        && match cell.first() {
            Some(b'a'..=b'z' | b'A'..=b'Z') => true,
            Some(0xc3..=0xd1 | 0xe4..=0xe9) => std::str::from_utf8(cell)
                .ok()
                .and_then(|text| text.chars().next())
                .is_some_and(char::is_alphabetic),
            Some(_) | None => false,
        }
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
            line in "[A-Za-zé ö'.@]{0,12},( ?[a-zA-Z.+]{0,8}@(acme|gmail|Acme|a_b)\\.(com|con| com)|[a-z@ ]{0,9})(,[A-Za-z ()]{0,70})?(,[0-9 +]{0,70})?"
        ) {
            let known = Arc::new(Known::of_customer(Domain::parse("acme.com").ok(), false));
            let mut checker = Checker::new(known);
            let columns = Columns::plain();
            if let Some((next, verdict)) = Quick::new(b',', true).row(line.as_bytes(), 0, &columns, &mut checker) {
                let mut cells = Vec::new();
                let end = record::read(&line, 0, b',', &mut cells);
                let entry = entry::from_cells(&line, &cells, &columns, end.unterminated);
                prop_assert_eq!(verdict, checker.judge(&entry));
                prop_assert_eq!(next, end.next);
            }
        }
    }

    fn judged(line: &str, roles: &[Role]) -> Option<usize> {
        let known = Arc::new(Known::of_customer(Domain::parse("acme.com").ok(), false));
        let columns = Columns::from_roles(roles.to_vec());
        let mut checker = Checker::new(known);
        let mut quick = Quick::new(b',', true);
        let (next, verdict) = quick.row(line.as_bytes(), 0, &columns, &mut checker)?;
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
    fn plain_rows_take_the_short_way(#[case] line: &str) {
        let roles = [Role::Name, Role::Email, Role::Title, Role::Phone];
        assert!(judged(line, &roles).is_some(), "{line}");
    }

    #[rstest]
    #[case(" Ann,ann@acme.com")]
    #[case("\"Ann\",ann@acme.com")]
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
    #[case("Ann,ann@acme.com,\"CTO\"")]
    #[case("Ann,ann@acme.com,(CTO)")]
    fn any_other_row_is_left_to_the_thorough_way(#[case] line: &str) {
        let roles = [Role::Name, Role::Email, Role::Title, Role::Phone];
        assert_eq!(judged(line, &roles), None, "{line}");
    }

    #[test]
    fn long_fields_are_left_to_the_thorough_way_and_others_are_not() {
        let roles = [Role::Name, Role::Email, Role::Title];
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
