//! Text as it is compared, sorted and searched: without case and accents.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text for comparing, sorting and searching: lower case, compatibility forms unified, accents removed, and
/// letters that Unicode does not take apart written as people type them without their keyboard: `ø` as `o`.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        // What Unicode would join to a plain letter is a mark, and goes; so the two kinds can be taken apart.
        let (plain, after) = rest.split_at(rest.find(|c: char| !c.is_ascii()).unwrap_or(rest.len()));
        let start = folded.len();
        folded.push_str(plain);
        if let Some(plain) = folded.get_mut(start..) {
            plain.make_ascii_lowercase();
        }
        let (other, after) = after.split_at(after.find(|c: char| c.is_ascii()).unwrap_or(after.len()));
        fold_letters(other, &mut folded);
        rest = after;
    }
    folded
}

/// The first letters of which is known what they become, and the first behind them.
const USUAL: std::ops::Range<u32> = 0x80..0x530;

/// What letters of Latin, Greek and Cyrillic become, up to two each; none where it is more.
static FOLDED: LazyLock<Vec<Option<[Option<char>; 2]>>> = LazyLock::new(|| {
    let folded = |code: u32| {
        let mut folded = String::new();
        fold_other(char::from_u32(code)?.encode_utf8(&mut [0; 4]), &mut folded);
        let mut letters = folded.chars();
        let two = [letters.next(), letters.next()];
        letters.next().is_none().then_some(two)
    };
    USUAL.map(folded).collect()
});

/// Returns what [`fold`] makes of a character whatever stands beside it: up to two letters; none where that is not known.
pub fn folded_letters(c: char) -> Option<[Option<char>; 2]> {
    if c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}') {
        return Some([Some(c.to_ascii_lowercase()), None]);
    }
    let at = u32::from(c).checked_sub(USUAL.start)?;
    *FOLDED.get(usize::try_from(at).ok()?)?
}

/// Folds a text without any letter of ASCII, letter by letter where that is the same.
fn fold_letters(text: &str, folded: &mut String) {
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match folded_letters(c) {
            Some(letters) => {
                folded.extend(letters.into_iter().flatten());
                c.len_utf8()
            }
            None => {
                let length = rest.find(|c| folded_letters(c).is_some()).unwrap_or(rest.len());
                fold_other(rest.get(..length).unwrap_or_default(), folded);
                length
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
}

/// Folds a text without any letter of ASCII.
fn fold_other(text: &str, folded: &mut String) {
    for c in text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .nfc()
    {
        match plain(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(c),
        }
    }
}

/// Returns the plain letters for a letter with a stroke, a ligature or a second form.
const fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("José", "jose")]
    #[case("ÅSA", "asa")]
    #[case("ＡＢＣ", "abc")]
    #[case("山田", "山田")]
    #[case("한국", "한국")]
    #[case("Søren ÆRØ", "soren aero")]
    #[case("Łukasz", "lukasz")]
    #[case("STRAẞE Straße", "strasse strasse")]
    #[case("ΣΊΣΥΦΟΣ", "σισυφοσ")]
    #[case("İstanbul ısı", "istanbul isi")]
    fn folds(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(fold(text), expected);
    }

    proptest! {
        #[test]
        fn what_is_folded_stays_as_it_is(text in "\\PC{0,20}") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
        }

        #[test]
        fn a_text_is_folded_as_in_one_piece(text in "[a-zA-Z éÉłŁ山한각e\u{301}\u{327}ﬁ①ǅ½Ĳ¨がΣςйЙ\u{11a8}ệ]{0,20}") {
            let mut whole = String::new();
            fold_other(&text, &mut whole);
            prop_assert_eq!(fold(&text), whole);
        }
    }

    #[test]
    fn a_letter_becomes_the_same_beside_others() {
        let known = (char::MIN..=char::MAX).filter_map(|c| Some((c, folded_letters(c)?)));
        for (c, letters) in known {
            let letters: String = letters.into_iter().flatten().collect();
            assert_eq!(fold(&c.to_string()), letters, "{c}");
        }
    }

    #[test]
    fn letters_with_a_stroke_and_ligatures_are_found_by_plain_ones() {
        assert_eq!(fold("øłđðħıßæœþς"), "olddhissaeoethσ");
    }
}
