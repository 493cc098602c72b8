//! What a value looks like, whatever column it stands in.

use std::borrow::Cow;

use crate::domain::{NameQuality, NotAName, fold, folded_letters, is_date_or_time, name_quality};

/// The digits that make a phone number.
pub(super) const PHONE_DIGITS: usize = 6;

/// The letters that a phone number may hold: `ext.`
const PHONE_LETTERS: usize = 4;

/// The letters that make a title.
const TITLE_LETTERS: usize = 2;

/// Returns whether a value has the shape of a phone number.
pub(super) fn is_phone(value: &str) -> bool {
    value.bytes().filter(u8::is_ascii_digit).count() >= PHONE_DIGITS
        && value.chars().filter(|c| c.is_alphabetic()).count() <= PHONE_LETTERS
        && !value.contains([':', '@'])
        && !value.split_whitespace().any(is_date_or_time)
}

/// Returns whether a value in the place of a phone number has the shape of a title: words without a digit.
pub(super) fn is_title(value: &str) -> bool {
    value.chars().filter(|c| c.is_alphabetic()).count() >= TITLE_LETTERS
        && !value.bytes().any(|byte| byte.is_ascii_digit())
        && !value.chars().any(char::is_numeric)
        && !matches!(
            name_quality(value),
            NameQuality::NotAName(NotAName::Placeholder | NotAName::Empty)
        )
}

/// Returns whether the local part of an address is made of words of a name: `ann.lee`, `alee`, `bwu`.
pub(super) fn fits(local: &str, name: &str) -> bool {
    if begins_with(local, name) {
        return true;
    }
    match (local.is_ascii(), name.is_ascii()) {
        (true, true) => plainly_fits(local.as_bytes(), name.as_bytes()),
        (true, false) if has_no_latin(name) => false,
        _ => widely_fits(local, name),
    }
}

/// Returns whether an address surely begins with the first word of a name.
fn begins_with(local: &str, name: &str) -> bool {
    let plain = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if name.as_bytes().get(plain).is_none_or(u8::is_ascii) {
        let start = local.as_bytes().get(..plain);
        let word = name.as_bytes().get(..plain).unwrap_or_default();
        return plain > 2 && start.is_some_and(|start| start.eq_ignore_ascii_case(word));
    }
    let mut rest = local.bytes();
    let mut length = 0;
    for c in name.chars().take_while(|c| is_of_word(*c)) {
        for letter in folded_letters(c).unwrap_or([Some(c), None]).into_iter().flatten() {
            let is_same = |byte: u8| letter == char::from(byte.to_ascii_lowercase());
            if !letter.is_ascii() || !rest.next().is_some_and(is_same) {
                return false;
            }
            length += 1;
        }
    }
    length > 2
}

/// Returns whether all letters of a name surely are of scripts whose letters are not folded to plain ones.
fn has_no_latin(name: &str) -> bool {
    name.chars().all(|c| match c {
        '\0'..='\x7f' => !c.is_ascii_alphanumeric(),
        'Α'..='Ρ' | 'Σ'..='ώ' | 'Ѐ'..='ҁ' | 'ऄ'..='\u{963}' | 'ก'..='\u{e4e}' => true,
        _ => has_no_case(c),
    })
}

/// Returns whether a character surely is a letter of a script without capitals, and not folded to one of another script.
pub(super) const fn has_no_case(c: char) -> bool {
    matches!(
        c,
        'א'..='ת' | 'ؠ'..='ي' | 'ऄ'..='ह' | 'ก'..='ะ' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='鿿' | '가'..='힣'
    )
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || is_usual_letter(c) || c.is_alphanumeric()
}

/// Returns whether a word of an address is made of words of a name alone, with initials: `ann` and `alee` of
/// `ann.private` and `alee2`, not `anneke`.
pub(super) fn is_made_of(local: &str, name: &str) -> bool {
    let name = fold(name);
    let words = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    let words: Vec<&str> = words.take(MOST_WORDS).collect();
    fold(local)
        .split(|c: char| !c.is_alphabetic())
        .any(|token| takes_all(token, &words, false))
}

/// The words of a name that an address is compared with in any order.
const MOST_WORDS: usize = 5;

/// Returns whether words, or their first letters, make up all of a token, each of them once and one of them in full.
fn takes_all(token: &str, words: &[&str], has_word: bool) -> bool {
    if token.is_empty() {
        return has_word;
    }
    words.iter().enumerate().any(|(at, word)| {
        let others = || {
            [
                words.get(..at).unwrap_or_default(),
                words.get(at + 1..).unwrap_or_default(),
            ]
            .concat()
        };
        let behind = token.strip_prefix(word).filter(|_| word.chars().nth(1).is_some());
        let initial = word
            .chars()
            .next()
            .and_then(|initial| token.strip_prefix(initial));
        behind.is_some_and(|rest| takes_all(rest, &others(), true))
            || initial.is_some_and(|rest| takes_all(rest, &others(), has_word))
    })
}

/// Knows the letters of the most used scripts, for which Unicode's tables need not be asked.
pub(super) const fn is_usual_letter(c: char) -> bool {
    matches!(
        c,
        'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ʯ' | 'Α'..='Ρ' | 'Σ'..='ώ' | 'Ѐ'..='ҁ' | 'א'..='ת' | 'ؠ'..='ي' | 'ऄ'..='ह'
            | 'ก'..='ะ' | 'Ḁ'..='ỿ' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='鿿' | '가'..='힣'
    )
}

/// Does what [`fits`] does with any letters.
fn widely_fits(local: &str, name: &str) -> bool {
    let mut initial: Option<char> = None;
    name.split(|c: char| !is_of_word(c)).any(|word| {
        let before = initial;
        initial = initial.or(word.chars().next());
        let word = if word.is_ascii() {
            Cow::Borrowed(word)
        } else {
            Cow::Owned(fold(word))
        };
        let is_part = |token: &str| {
            let behind_initial = before.zip(token.chars().next()).is_some_and(|(one, other)| {
                let rest = token.get(other.len_utf8()..).unwrap_or_default();
                one.eq_ignore_ascii_case(&other) && rest.eq_ignore_ascii_case(&word)
            });
            behind_initial || token.eq_ignore_ascii_case(&word)
        };
        match word.chars().count() {
            0 | 1 => false,
            2 => local.split(|c: char| !c.is_alphanumeric()).any(is_part),
            _ => local
                .as_bytes()
                .windows(word.len())
                .any(|part| part.eq_ignore_ascii_case(word.as_bytes())),
        }
    })
}

/// Does what [`fits`] does with plain letters.
fn plainly_fits(local: &[u8], name: &[u8]) -> bool {
    let mut initial: Option<u8> = None;
    name.split(|byte| !byte.is_ascii_alphanumeric()).any(|word| {
        let before = initial;
        initial = initial.or(word.first().copied());
        match word {
            [] | [_] => false,
            [_, _] => local.split(|byte| !byte.is_ascii_alphanumeric()).any(|token| {
                let behind_initial = before
                    .zip(token.split_first())
                    .is_some_and(|(one, (other, rest))| {
                        one.eq_ignore_ascii_case(other) && rest.eq_ignore_ascii_case(word)
                    });
                behind_initial || token.eq_ignore_ascii_case(word)
            }),
            [first, ..] => local.windows(word.len()).any(|part| {
                part.first()
                    .is_some_and(|start| start.eq_ignore_ascii_case(first))
                    && part.eq_ignore_ascii_case(word)
            }),
        }
    })
}

/// Returns whether a text holds the @ of an address.
pub(super) fn has_sign(text: &str) -> bool {
    text.contains(['@', '＠', '﹫'])
}

/// Returns whether an address stands in a value, perhaps among other words.
pub(super) fn has_address(value: &str) -> bool {
    value.contains(['@', '＠'])
        && value
            .split(|c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        ',' | ';' | '<' | '>' | '(' | ')' | '[' | ']' | '"' | '|' | '/' | ':'
                    )
            })
            .any(is_address)
}

fn is_address(word: &str) -> bool {
    word.split_once(['@', '＠']).is_some_and(|(local, host)| {
        local.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-')
            && host.starts_with(char::is_alphanumeric)
            && host.contains(['.', '。', '．', '｡'])
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("+1 (212) 555-0101", true)]
    #[case("030/1234567 ext 7", true)]
    #[case("555-0190", true)]
    #[case("CTO", false)]
    #[case("Director 2026-2027", false)]
    #[case("2026-01-05", false)]
    #[case("2026-01-05 10:30", false)]
    #[case("12345", false)]
    #[case("", false)]
    fn phones_are_known(#[case] value: &str, #[case] phone: bool) {
        assert_eq!(is_phone(value), phone);
    }

    #[rstest]
    #[case("CTO", true)]
    #[case("Head of IT", true)]
    #[case("VP", true)]
    #[case("+49 30 1234", false)]
    #[case("ext 12", false)]
    #[case("n/a", false)]
    #[case("unknown", false)]
    #[case("-", false)]
    fn titles_are_known(#[case] value: &str, #[case] title: bool) {
        assert_eq!(is_title(value), title);
    }

    #[rstest]
    #[case("ann", "Ann Lee", true)]
    #[case("ann.lee", "Ann Lee", true)]
    #[case("alee2", "Ann Lee", true)]
    #[case("bwu", "Bo Wu", true)]
    #[case("wu", "Bo Wu", true)]
    #[case("garcia", "Zoé García", true)]
    #[case("bo", "Ann Lee", false)]
    #[case("bob", "Bo Wu", false)]
    #[case("x1", "Ann Lee", false)]
    #[case("ann", "", false)]
    #[case("", "Ann", false)]
    fn an_address_fits_a_name(#[case] local: &str, #[case] name: &str, #[case] fit: bool) {
        assert_eq!(fits(local, name), fit);
    }

    #[rstest]
    #[case("ann", "Ann Lee", true)]
    #[case("ann.private", "Ann Lee", true)]
    #[case("alee2", "Ann Lee", true)]
    #[case("leea", "Ann Lee", true)]
    #[case("zoe.garcia", "Zoé García", true)]
    #[case("al", "Ann Lee", false)]
    #[case("anneke.vanderberg", "Ann Lee", false)]
    #[case("annann", "Ann Lee", false)]
    #[case("x", "", false)]
    #[case(&"a".repeat(64), &"a ab ac ad ae ".repeat(1000), false)]
    fn an_address_is_made_of_a_name(#[case] local: &str, #[case] name: &str, #[case] made: bool) {
        assert_eq!(is_made_of(local, name), made);
    }

    #[rstest]
    #[case("bo@acme.com", true)]
    #[case("see <bo@acme.com>", true)]
    #[case("Sales @ Acme", false)]
    #[case("@acme", false)]
    fn addresses_are_seen(#[case] value: &str, #[case] address: bool) {
        assert_eq!(has_address(value), address);
    }

    #[test]
    fn letters_without_case_are_letters_and_stay_in_their_scripts() {
        for c in (char::MIN..=char::MAX).filter(|c| has_no_case(*c)) {
            assert!(c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase(), "{c}");
            assert!(fold(&c.to_string()).chars().all(|c| c > '\u{530}'), "{c}");
        }
    }

    proptest! {
        #[test]
        fn a_quick_look_tells_what_a_wide_one_does(
            local in "[a-dA-D.1-]{0,8}|(jose|soren|strasse|ann)[.a-c]{0,3}|é[a-c]{3}",
            name in "([a-dA-Dáç .1ßłŁ'-]{0,6}|José|Søren|Straße|Ann|Ολγα|Анна|山田|김|נו|مح|प्रि|มาลี|ケン|\\u{301}|ﬁ|\u{212a}){1,3}",
        ) {
            prop_assert_eq!(fits(&local, &name), widely_fits(&local, &name), "{} {}", local, name);
        }

        #[test]
        fn plain_letters_are_compared_as_any_are(local in "[a-cA-C.1-]{0,8}", name in "[a-cA-C .1-]{0,10}") {
            prop_assert_eq!(
                plainly_fits(local.as_bytes(), name.as_bytes()),
                widely_fits(&local, &name)
            );
        }
    }
}
