//! Looks at what stands on a line beside a name and its address: whether it can be nothing but a title, a phone number or
//! what is left out.

use std::ops::Range;

use super::super::kinds::{self, Kind};
use super::super::pieces;
use super::address::Address;
use super::name::Sure;
use crate::domain::sentence_words;
use crate::paste::check::SHORT;
use crate::paste::fast_path::{Title, is_plain_phone, is_plain_title};
use crate::paste::memo::Memo;
use crate::paste::shape;

/// A line with what is known of the person on it.
pub(super) struct Beside<'t> {
    pub line: &'t str,
    /// The byte behind the mark of the line.
    pub from: usize,
    pub sure: Sure,
    pub address: &'t Address<'t>,
}

/// What a bracket that opens is about.
enum Bracket {
    /// A part of a number, up to the byte of the sign that closes it.
    OfNumber(usize),
    /// Words, up to the byte of the sign that closes it.
    OfWords(usize),
    /// It is not closed, or holds the address, or nothing.
    Open,
}

impl Beside<'_> {
    /// Returns whether a part of the line without the name and the address surely tells of nobody else, and fits where it goes.
    pub(super) fn is_plain(&self, part: Range<usize>) -> bool {
        let Some(bytes) = self.line.as_bytes().get(..part.end) else {
            return false;
        };
        let (mut start, mut at) = (part.start, part.start);
        while let Some(byte) = bytes.get(at) {
            if byte.is_ascii_alphanumeric() {
                at += 1;
                continue;
            }
            let is_blank = |at: Option<usize>| at.and_then(|at| bytes.get(at)) == Some(&b' ');
            let parts = match byte {
                // All blanks of a wide one part the same.
                b' ' if is_blank(Some(at + 1)) => {
                    if !self.is_plain_piece(start..at) {
                        return false;
                    }
                    let rest = bytes.get(at..).unwrap_or_default();
                    at += rest.iter().take_while(|byte| **byte == b' ').count();
                    start = at;
                    continue;
                }
                b'(' | b'[' => match bracket(bytes, at) {
                    Bracket::OfNumber(close) => {
                        at = close + 1;
                        continue;
                    }
                    Bracket::OfWords(close) => {
                        if !self.is_plain_piece(start..at) || !self.is_plain_enclosed(at + 1..close) {
                            return false;
                        }
                        (start, at) = (close + 1, close + 1);
                        continue;
                    }
                    Bracket::Open => true,
                },
                b')' | b']' | b'<' | b'>' | b'|' | b'=' => true,
                b',' | b';' => !self.is_aligned(),
                // Behind words it would make a label of them.
                b':' => {
                    let is_bare = start > part.start && self.words(start..at).is_empty();
                    if !is_bare || !(is_blank(Some(at + 1)) || at + 1 == bytes.len()) {
                        return false;
                    }
                    true
                }
                b'-' | b'/' | b'~' if self.sure == Sure::ByWords => {
                    if at == part.start || at + 1 == bytes.len() {
                        return false;
                    }
                    is_blank(at.checked_sub(1)) && is_blank(Some(at + 1))
                }
                b'@' | 0xef | ..b' ' | 0x7f => return false,
                _ => false,
            };
            if parts {
                if !self.is_plain_piece(start..at) {
                    return false;
                }
                start = at + 1;
            }
            at += 1;
        }
        self.is_plain_piece(start..part.end)
    }

    fn is_aligned(&self) -> bool {
        pieces::is_aligned(self.line.get(self.from..).unwrap_or_default())
    }

    fn words(&self, range: Range<usize>) -> &str {
        self.line.get(range).unwrap_or_default().trim_ascii()
    }

    /// Looks at what signs hold apart.
    fn is_plain_piece(&self, range: Range<usize>) -> bool {
        let words = self.words(range.clone());
        let is_one = || {
            // Some signs of other scripts part words, and a quote at the start keeps them together.
            !words.starts_with('"') && !words.bytes().any(|byte| matches!(byte, 0xc2 | 0xe2 | 0xe3))
        };
        words.is_empty()
            || is_number(words)
            || (is_harmless(words) && (self.sure == Sure::ByAddress || (is_one() && self.is_work(range))))
    }

    /// Looks at what stands in brackets.
    fn is_plain_enclosed(&self, range: Range<usize>) -> bool {
        let words = self.words(range.clone());
        let is_line = !words
            .bytes()
            .any(|byte| matches!(byte, b'@' | 0xef | ..b' ' | 0x7f | b':'));
        is_line
            && (is_harmless(words) || is_number(words))
            && (self.sure == Sure::ByAddress || self.is_work(range))
    }

    /// Returns whether words are of a job, and not of a sentence, nor the name of the address.
    fn is_work(&self, range: Range<usize>) -> bool {
        thread_local! {
            static KNOWN: Memo<Words> = const { Memo::new() };
        }
        let words = self.line.get(pieces::bare(self.line, range)).unwrap_or_default();
        let known = KNOWN.with(|known| known.of(words, || Words::of(words)));
        let may_fit = || known.title.may_fit(self.address.letters());
        known.are_work && !(may_fit() && shape::fits(self.address.local, words))
    }
}

/// What words tell by themselves.
#[derive(Debug, Clone, Copy)]
struct Words {
    /// Whether they are of a job, and not of a sentence.
    are_work: bool,
    title: Title,
}

impl Words {
    fn of(words: &str) -> Self {
        Self {
            are_work: kinds::kind(words, None) == Kind::Work && sentence_words(words) == 0,
            title: Title::of(words.as_bytes()),
        }
    }
}

/// Returns whether words are none, but perhaps a number.
fn is_number(words: &str) -> bool {
    words.len() <= SHORT && is_plain_phone(words.as_bytes())
}

/// Returns whether words can be a title.
fn is_harmless(words: &str) -> bool {
    words.len() <= SHORT && is_plain_title(words.as_bytes()) && has_plain_quotes(words.as_bytes())
}

/// Returns whether words have no quotes, or two of which the last surely opens nothing.
fn has_plain_quotes(words: &[u8]) -> bool {
    let mut quotes = memchr::memchr_iter(b'"', words);
    let (Some(_), second) = (quotes.next(), quotes.next()) else {
        return true;
    };
    let before = second.and_then(|second| words.get(second.checked_sub(1)?));
    before.is_some_and(u8::is_ascii_alphanumeric) && quotes.next().is_none()
}

/// Looks for the end of the bracket that opens at a byte.
fn bracket(bytes: &[u8], opens: usize) -> Bracket {
    let inner = bytes.get(opens + 1..).unwrap_or_default();
    let close = memchr::memchr2(b')', b']', inner);
    let is_of_number = |inner: &[u8]| {
        inner
            .iter()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'+'))
    };
    match close.filter(|close| *close > 0) {
        Some(close) if inner.get(..close).is_some_and(is_of_number) => Bracket::OfNumber(opens + 1 + close),
        Some(close) => Bracket::OfWords(opens + 1 + close),
        None => Bracket::Open,
    }
}
