//! Text as it is compared, sorted and searched: without case and accents.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text for comparing, sorting and searching: lower case, compatibility forms unified, accents removed, and
/// letters that Unicode does not take apart written as people type them without their keyboard: `ø` as `o`.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
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
    folded
}

/// Gives the plain letters for a letter with a stroke, a ligature or a second form.
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
    }

    #[test]
    fn letters_with_a_stroke_and_ligatures_are_found_by_plain_ones() {
        assert_eq!(fold("øłđðħıßæœþς"), "olddhissaeoethσ");
    }
}
