//! Finds the address of a line, where it surely is a plain one that blanks or brackets hold apart.

use std::ops::Range;

use crate::paste::check::{Checker, Verdict};
use crate::paste::plain_address::{Letters, PlainAddress};

/// A plain address, in bytes of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Address<'t> {
    plain: PlainAddress<'t>,
    /// What stands before its @.
    pub local: &'t str,
    /// Where it begins, without a bracket that opens before it.
    pub start: usize,
    /// Where its bracket opens, else where it begins.
    pub opens: usize,
    /// Where it ends; a bracket may close there.
    pub end: usize,
}

impl<'t> Address<'t> {
    /// Takes the address around the @ at a byte.
    pub(super) fn around(line: &'t str, sign: usize) -> Option<Self> {
        let bytes = line.as_bytes();
        let of_host = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
        let end = sign + 1 + bytes.get(sign + 1..)?.iter().take_while(of_host).count();
        let (start, plain) = PlainAddress::within(bytes, sign, end)?;
        let is_word = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
        if !is_word(start) || !is_word(end - 1) {
            return None;
        }
        let closes = bytes.get(end);
        let opens = match start.checked_sub(1).map(|at| (at, bytes.get(at))) {
            None | Some((_, Some(b' ' | b',' | b';'))) => start,
            Some((at, Some(b'('))) | Some((at, Some(b'['))) => at,
            Some((at, Some(b'<'))) if closes == Some(&b'>') => at,
            Some(_) => return None,
        };
        let is_closed = match closes {
            None | Some(b' ' | b',' | b';' | b')' | b']') => true,
            Some(b'>') => bytes.get(opens) == Some(&b'<'),
            Some(_) => false,
        };
        if !is_closed {
            return None;
        }
        Some(Self {
            plain,
            local: line.get(start..sign)?,
            start,
            opens,
            end,
        })
    }

    /// Returns the letters of what stands before its @.
    pub(super) fn letters(&self) -> Letters {
        self.plain.letters()
    }

    /// Judges it; none if it is invalid.
    pub(super) fn judge(&self, checker: &mut Checker) -> Option<Verdict> {
        self.plain.judge(checker)
    }

    /// Returns its bytes.
    pub(super) fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}
