//! Plain addresses: a dot-atom of usual letters at a domain in ASCII, which need no cleaning.

use std::sync::LazyLock;

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
    const OTHER: Self = Self(1 << 30);
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
static KINDS: LazyLock<[Letters; 256]> = LazyLock::new(|| {
    std::array::from_fn(|byte| match u8::try_from(byte) {
        Ok(b'.') => Letters::DOT,
        Ok(c) if !is_of_local(c) => Letters::OTHER,
        Ok(c) if c.is_ascii_uppercase() => Letters(1 << (c % 32) | Letters::CAPITAL.0),
        Ok(c) if c.is_ascii_alphanumeric() => Letters(1 << (c % 32)),
        Ok(_) | Err(_) => Letters::default(),
    })
});

/// Returns whether a plain local part may hold a byte.
pub(super) const fn is_of_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+' | b'\'')
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
        let local = written.get(..sign)?;
        if local.len() > MAX_LOCAL || written.len() > MAX_ADDRESS {
            return None;
        }
        let kinds: &[Letters; 256] = &KINDS;
        let mut before = Letters::DOT;
        let (mut all, mut pairs) = (0, 0);
        for byte in local {
            let kind = kinds.get(usize::from(*byte)).copied().unwrap_or_default();
            all |= kind.0;
            pairs |= kind.0 & before.0;
            before = kind;
        }
        let has_dots_within = !Letters(pairs).has(Letters::DOT) && !before.has(Letters::DOT);
        (has_dots_within && !Letters(all).has(Letters::OTHER)).then_some(Self {
            written,
            sign,
            local: Letters(all),
        })
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
