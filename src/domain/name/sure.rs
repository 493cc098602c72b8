//! Tells most names without a closer look: a text that surely is one by [`name_quality`](crate::domain::name_quality()).

use super::damage;
use super::no_names::{self, Spelled};
use super::quality::MANY_WORDS;

/// Returns whether a text is surely a good name; cheap, and `false` for many good names.
pub fn is_surely_a_name(text: &[u8]) -> bool {
    // So many words are no name of a person, see `name_quality`.
    if text.len() > 2 * MANY_WORDS && memchr::memchr_iter(b' ', text).count() >= MANY_WORDS {
        return false;
    }
    let opens = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0xc3;
    if let Some(is_name) = of_plain_words(text) {
        return is_name;
    }
    text.first().is_some_and(opens)
        && text.get(1).is_some_and(|second| *second != b' ')
        && text.last() != Some(&b',')
        && !(memchr::memchr(b',', text).is_some() && has_two_long_pieces(text))
        && has_surely_words(text)
}

/// Judges a text of plain letters and single blanks in one pass; none if it holds anything else.
fn of_plain_words(text: &[u8]) -> Option<bool> {
    let (mut start, mut is_named) = (0, false);
    loop {
        let rest = text.get(start..)?;
        let mut spelled = Spelled::EMPTY;
        let mut length = 0;
        for byte in rest {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' => spelled = spelled.then(*byte),
                b' ' => break,
                _ => return None,
            }
            length += 1;
        }
        let is_initial = start == 0 && length == 1 && text.len() > 1;
        if length == 0 || is_initial {
            return Some(false);
        }
        if !spelled.may_be_listed() {
            is_named = true;
        } else if !rest.get(..length).is_some_and(is_particle) {
            return Some(false);
        }
        if length == rest.len() {
            return Some(is_named);
        }
        start += length + 1;
    }
}

/// Returns whether all words surely are of a name, and one of them is no particle.
fn has_surely_words(text: &[u8]) -> bool {
    let mut is_named = false;
    let all = text.split(|byte| *byte == b' ').all(|word| match part(word) {
        Part::Name => {
            is_named = true;
            true
        }
        Part::Particle => true,
        Part::Other => false,
    });
    all && is_named
}

/// What a word surely is, by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// A part of a name.
    Name,
    /// A word before family names.
    Particle,
    /// Neither of them for sure.
    Other,
}

pub(super) fn part(word: &[u8]) -> Part {
    match word {
        word if is_particle(word) => Part::Particle,
        word if is_surely_of_a_name(word) => Part::Name,
        _ => Part::Other,
    }
}

/// Returns whether a word stands before family names: `van der Berg`.
const fn is_particle(word: &[u8]) -> bool {
    matches!(
        word,
        b"van" | b"von" | b"der" | b"den" | b"de" | b"del" | b"della" | b"di" | b"da" | b"la" | b"le"
    )
}

fn has_two_long_pieces(text: &[u8]) -> bool {
    let pieces = text.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
    pieces.filter(|piece| piece.contains(&b' ')).nth(1).is_some()
}

fn is_surely_of_a_name(word: &[u8]) -> bool {
    let word = word.strip_suffix(b",").unwrap_or(word);
    let (mut hyphen, mut is_ascii, mut before) = (false, true, b'-');
    for byte in word {
        match byte {
            b'a'..=b'z' if before == b'.' => return false,
            b'a'..=b'z' | b'A'..=b'Z' | b'\'' => {}
            b'-' | b'.' if matches!(before, b'-' | b'.') => return false,
            b'-' => hyphen = true,
            b'.' => {}
            0x80.. => is_ascii = false,
            _ => return false,
        }
        before = *byte;
    }
    let bare = word.strip_suffix(b".").unwrap_or(word);
    let is_quoted = bare.first() == Some(&b'\'') || bare.last() == Some(&b'\'');
    let is_listed =
        no_names::may_hold(bare) || (hyphen && bare.split(|byte| *byte == b'-').all(no_names::may_hold));
    before != b'-' && !is_quoted && !is_listed && (is_ascii || damage::is_plain_word(word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::NameQuality;
    use crate::domain::name::quality::{closely, names_work};

    #[test]
    fn usual_names_take_the_cheap_way() {
        for name in [
            "Ann Lee",
            "Søren García",
            "Thảo Nguyễn",
            "O'Neill",
            "Анна Попова",
            "山田 太郎",
            "김민수",
            "Ann van der Berg",
        ] {
            assert!(is_surely_a_name(name.as_bytes()), "{name}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_cheap_way_agrees(
            words in prop::collection::vec("[A-Za-z'.-]{1,6}|[A-ZÀ-ɏ][a-zà-ɏ]{0,6}|[А-я]{1,5}|[Α-ώa]{1,3}|[一-丂ア가ก-๎]{1,3}|[א-תؠ-يऄ-\u{963}]{1,3}|(Mr|null|Sales|GmbH|and|please|Don|of|van|der|de|la|e-mail|Manager),?", 1..11)
        ) {
            let text = words.join(" ");
            if is_surely_a_name(text.as_bytes()) {
                prop_assert_eq!(closely(text.trim()), NameQuality::Good, "{}", text);
                prop_assert!(!names_work(&text), "{}", text);
            }
        }
    }
}
