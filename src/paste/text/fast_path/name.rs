//! Finds the name with which a line begins, where it surely is taken for the name of its address.

use super::super::{kinds, line, pieces};
use crate::domain::SeenWords;
use crate::paste::fast_path::is_plain_name;
use crate::paste::memo::Memo;
use crate::paste::shape;

/// By what a name surely is the one of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sure {
    /// The address is made of its words.
    ByAddress,
    /// Its own words tell, if nothing else on the line is a name.
    ByWords,
}

/// Returns the words with which a line begins between two bytes, if a sign that parts them from others ends them.
pub(super) fn before(text: &str, from: usize, to: usize) -> Option<&str> {
    let bytes = text.as_bytes();
    let mut last = b'-';
    let mut end = from;
    while end < to {
        let byte = *bytes.get(end)?;
        let next = || bytes.get(end + 1);
        let ends = match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'.' | b'\'' | 0x80..0xe2 | 0xe3.. => false,
            b' ' => last == b' ',
            0xe2 => last == b' ' && is_wide_dash(bytes.get(end + 1..)?).then_some(true)?,
            b'-' => last == b' ' && next() == Some(&b' '),
            b'/' | b'~' if last == b' ' && next() == Some(&b' ') => true,
            b'(' | b'[' => {
                let opens_words = next().is_some_and(|next| next.is_ascii_alphabetic() || !next.is_ascii());
                opens_words.then_some(true)?
            }
            b'|' => true,
            b',' => (!pieces::is_aligned(text.get(from..)?)).then_some(true)?,
            _ => return None,
        };
        if ends {
            break;
        }
        last = byte;
        end += 1;
    }
    text.get(from..end).map(str::trim_ascii_end)
}

/// Returns whether a dash and a blank stand behind the first byte of a sign.
fn is_wide_dash(behind: &[u8]) -> bool {
    matches!(behind, [0x80, 0x93 | 0x94, b' ', ..])
}

/// Returns by what words surely are taken for the name of an address, if they are.
pub(super) fn sure(words: &str, local: &str, names: &mut SeenWords) -> Option<Sure> {
    if !is_good(words, names) || !is_written_as_name(words) {
        return None;
    }
    if shape::fits(local, words) {
        return Some(Sure::ByAddress);
    }
    // A word in small letters may go on with a sentence.
    let begins = !words.starts_with(|c: char| c.is_ascii_lowercase());
    (begins && are_of_names_alone(words)).then_some(Sure::ByWords)
}

/// Returns whether no word of a name surely greets somebody or names a part that somebody plays.
pub(super) fn are_of_names_alone(words: &str) -> bool {
    thread_local! {
        static WORDS: Memo<bool> = const { Memo::new() };
    }
    let is_of_names = |word: &str| !kinds::is_greeting(word) && !line::names_a_part(word);
    WORDS.with(|known| words.split(' ').all(|word| known.of(word, || is_of_names(word))))
}

/// Returns whether words surely are a good name, from which nothing is taken off.
pub(super) fn is_good(words: &str, names: &mut SeenWords) -> bool {
    let bytes = words.as_bytes();
    let is_via = |part: &[u8]| part.eq_ignore_ascii_case(b" via ");
    let has_via = || memchr::memchr_iter(b' ', bytes).nth(1).is_some() && bytes.windows(5).any(is_via);
    is_plain_name(bytes, names) && !has_via()
}

/// Does for good names what [`kinds::is_written_as_name`] does, and takes few words with capitals without a closer look.
fn is_written_as_name(words: &str) -> bool {
    /// So many words are not too many for a name.
    const FEW: usize = 6;
    let is_capital = |at: usize| {
        let first = words.get(at..).and_then(|word| word.chars().next());
        first.is_some_and(|c| shape::has_no_case(c) || c.is_uppercase())
    };
    let (mut count, mut begins) = (0, true);
    let has_capitals = words.bytes().enumerate().all(|(at, byte)| {
        let is_fine = !begins || byte.is_ascii_uppercase() || (!byte.is_ascii() && is_capital(at));
        count += usize::from(begins);
        begins = byte == b' ';
        is_fine
    });
    (has_capitals && count <= FEW) || kinds::is_written_as_name(words)
}
