//! Plain addresses: a dot-atom of usual letters at a domain in ASCII, which need no cleaning.

use super::check::{Checker, Verdict};

/// The longest local part (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL: usize = 64;

/// The longest address (RFC 5321, 4.5.3.1.3).
const MAX_ADDRESS: usize = 254;

/// An address as it is written in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlainAddress<'t> {
    written: &'t [u8],
    /// Where its @ stands.
    sign: usize,
    /// What its local part holds.
    local: Letters,
}

/// Which letters and digits a text holds, in any case; some of them share one bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Letters(u32);

impl Letters {
    const CAPITAL: Self = Self(1 << 28);
    const DOT: Self = Self(1 << 29);
    /// A byte that stands in no plain local part.
    pub(super) const OTHER: Self = Self(1 << 30);
    /// Any letter and digit.
    const ALL: Self = Self((1 << 27) - 1);

    /// Takes the letters and digits of a text.
    pub(super) fn of(text: &[u8]) -> Self {
        let kinds: &[Self; 256] = &KINDS;
        let all = text.iter().map(|byte| kinds.get(usize::from(*byte)));
        let all = all
            .flatten()
            .fold(Self::default(), |all, kind| Self(all.0 | kind.0));
        Self(all.0 & Self::ALL.0)
    }

    /// Returns whether these are all among others.
    pub(super) const fn are_among(self, others: Self) -> bool {
        self.0 & !others.0 == 0
    }

    fn has(self, kind: Self) -> bool {
        self.0 & kind.0 != 0
    }
}

/// What each byte is.
static KINDS: [Letters; 256] = {
    let mut kinds = [Letters(0); 256];
    let mut byte = 0;
    while byte < kinds.len() {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::as_conversions,
            clippy::indexing_slicing,
            reason = "a table of all bytes is made by the compiler"
        )]
        {
            kinds[byte] = kind(byte as u8);
        }
        byte += 1;
    }
    kinds
};

const fn kind(byte: u8) -> Letters {
    match byte {
        b'.' => Letters::DOT,
        c if !is_of_local(c) => Letters::OTHER,
        c if c.is_ascii_uppercase() => Letters(1 << (c % 32) | Letters::CAPITAL.0),
        c if c.is_ascii_alphanumeric() => Letters(1 << (c % 32)),
        _ => Letters(0),
    }
}

/// Returns whether a plain local part may hold a byte.
const fn is_of_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+' | b'\'')
}

/// Returns the byte at which a plain local part begins that ends at a byte, and what it holds; none if there is none.
fn local_before(text: &[u8], end: usize) -> Option<(usize, Letters)> {
    let kinds: &[Letters; 256] = &KINDS;
    let mut behind = Letters::DOT;
    let (mut all, mut pairs, mut start) = (0, 0, end);
    for byte in text.get(..end)?.iter().rev() {
        let kind = kinds.get(usize::from(*byte)).copied().unwrap_or_default();
        if kind.has(Letters::OTHER) {
            break;
        }
        all |= kind.0;
        pairs |= kind.0 & behind.0;
        behind = kind;
        start -= 1;
    }
    let has_dots_within = !Letters(pairs).has(Letters::DOT) && !behind.has(Letters::DOT);
    (has_dots_within && end - start <= MAX_LOCAL).then_some((start, Letters(all)))
}

impl<'t> PlainAddress<'t> {
    /// Takes the address of a cell whose @ stands at `sign`, perhaps between blanks, if it is plain.
    pub(super) fn of(cell: &'t [u8], sign: usize) -> Option<Self> {
        let (mut written, mut sign) = (cell, sign);
        while let Some((b' ', rest)) = written.split_first() {
            written = rest;
            sign = sign.checked_sub(1)?;
        }
        while let Some((b' ', rest)) = written.split_last() {
            written = rest;
        }
        let (start, address) = Self::within(written, sign, written.len())?;
        (start == 0).then_some(address)
    }

    /// Takes the address in a text whose @ stands at `sign` and which ends at a byte, if it is plain; returns it with the
    /// byte at which it begins.
    pub(super) fn within(text: &'t [u8], sign: usize, end: usize) -> Option<(usize, Self)> {
        let (start, local) = local_before(text, sign)?;
        let written = text.get(start..end)?;
        let address = Self {
            written,
            sign: sign - start,
            local,
        };
        (written.len() <= MAX_ADDRESS).then_some((start, address))
    }

    pub(super) fn local(&self) -> &'t [u8] {
        self.written.get(..self.sign).unwrap_or_default()
    }

    /// Returns the letters of its local part.
    pub(super) fn letters(&self) -> Letters {
        self.local
    }

    pub(super) fn judge(&self, checker: &mut Checker) -> Option<Verdict> {
        if !self.local.has(Letters::CAPITAL)
            && let Some(verdict) = checker.at_last_domain(self.written, self.sign)
        {
            return Some(verdict);
        }
        if !self.written.is_ascii() {
            return None;
        }
        let mut buffer = [0; MAX_ADDRESS];
        let lower = buffer.get_mut(..self.written.len())?;
        lower.copy_from_slice(self.written);
        lower.make_ascii_lowercase();
        checker.canonical(lower, self.sign)
    }
}
