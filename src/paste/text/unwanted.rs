//! Finds the words beside an address that say of somebody that they are not to be added.

use std::ops::Range;
use std::sync::LazyLock;

/// The words.
const UNWANTED: [&str; 26] = [
    "don't add",
    "do not add",
    "dont add",
    "don’t add",
    "not add",
    "no longer",
    "former ",
    "left us",
    "left the",
    "left in",
    "has left",
    "have left",
    "he left",
    "she left",
    "they left",
    "who left",
    "nicht mehr",
    "ehemalig",
    "nicht hinzu",
    "ne plus",
    "n'est plus",
    "ya no ",
    "non è più",
    "nie dodawaj",
    "remove ",
    "used to ",
];

/// How far around an address the words of its sentence are looked at, in bytes.
const SENTENCE_BYTES: usize = 240;

/// Returns whether the sentence of a line in which an address stands says so.
pub(super) fn is_unwanted(line: &str, address: Range<usize>) -> bool {
    let Range { start, end } = address;
    let first = line.floor_char_boundary(start.saturating_sub(SENTENCE_BYTES));
    let last = line.ceil_char_boundary((end + SENTENCE_BYTES).min(line.len()));
    if !may_hold_sign(line.get(first..last).unwrap_or_default()) {
        return false;
    }
    let before = line.get(first..start).unwrap_or_default();
    let after = line.get(end..last).unwrap_or_default();
    let from = [". ", "! ", "? "]
        .iter()
        .filter_map(|end| before.rfind(end))
        .max()
        .map_or(first, |at| first + at + 1);
    let to = [". ", "! ", "? "]
        .iter()
        .filter_map(|end| after.find(end))
        .min()
        .unwrap_or(after.len());
    let sentence = line.get(from..end + to).unwrap_or_default().to_lowercase();
    UNWANTED.iter().any(|sign| sentence.contains(sign))
}

/// Pairs of bytes that few words have, in small letters, and of which each sign has one.
const PAIRS: [[u8; 2]; 12] = [
    *b"dd",
    *b"ng",
    *b"rm",
    *b"ft",
    *b"ht",
    *b"eh",
    *b"lu",
    *b"ya",
    [b'i', 0xc3],
    *b"aw",
    *b"ov",
    *b"ed",
];

/// The signs by their first pairs.
struct Signs {
    /// For each byte the pairs that begin with it, and behind them those that end with it, as bits.
    of_bytes: [u32; 256],
    /// For each pair the signs of which it is the first, and where in them it stands.
    of_pairs: [Vec<(usize, &'static [u8])>; PAIRS.len()],
}

static SIGNS: LazyLock<Signs> = LazyLock::new(|| Signs {
    of_bytes: std::array::from_fn(|byte| {
        let is_of = |other: u8| u8::try_from(byte).is_ok_and(|byte| byte.eq_ignore_ascii_case(&other));
        let pairs = PAIRS.iter().enumerate();
        pairs.fold(0, |bits, (nth, [begin, end])| {
            bits | u32::from(is_of(*begin)) << nth | u32::from(is_of(*end)) << (nth + ENDS)
        })
    }),
    of_pairs: PAIRS.map(|pair| {
        let is_pair = |own: &[u8]| PAIRS.iter().any(|pair| own == pair);
        let placed = UNWANTED.iter().filter_map(|sign| {
            let sign = sign.as_bytes();
            let place = sign.windows(2).position(is_pair)?;
            sign.get(place..)?.starts_with(&pair).then_some((place, sign))
        });
        placed.collect()
    }),
});

/// The bit from which on those of the second bytes stand.
const ENDS: usize = 16;

/// Returns whether words may hold a sign of somebody unwanted; if not, they surely do not.
pub(super) fn may_hold_sign(words: &str) -> bool {
    let signs = &*SIGNS;
    let mut begun = 0;
    for (at, byte) in words.bytes().enumerate() {
        let bits = signs.of_bytes.get(usize::from(byte)).copied().unwrap_or_default();
        let pairs = begun & (bits >> ENDS);
        begun = bits;
        if pairs != 0 && signs.may_stand(words.as_bytes(), at, pairs) {
            return true;
        }
    }
    false
}

impl Signs {
    /// Returns whether a sign may stand where a pair ends, which is one of some.
    fn may_stand(&self, words: &[u8], end: usize, pairs: u32) -> bool {
        let own = self
            .of_pairs
            .iter()
            .enumerate()
            .filter(|(nth, _)| pairs & (1 << nth) != 0);
        own.flat_map(|(_, placed)| placed).any(|(place, sign)| {
            let start = end.checked_sub(place + 1);
            let words = start.and_then(|start| words.get(start..start + sign.len()));
            // Another letter than those of ASCII may be a capital.
            let is_same = |(one, other): (&u8, &u8)| {
                one.eq_ignore_ascii_case(other) || !(one.is_ascii() || other.is_ascii())
            };
            words.is_some_and(|words| words.iter().zip(*sign).all(is_same))
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_sign_of_the_unwanted_is_looked_for() {
        for sign in UNWANTED {
            assert!(
                may_hold_sign(sign) && may_hold_sign(&sign.to_uppercase()),
                "{sign}"
            );
        }
        for words in ["- Ann Lee (CTO): ann@acme.com", "Engineer", "Added", "Wang"] {
            assert!(!may_hold_sign(words), "{words}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn words_without_a_sign_hold_none(words in "(he|He|LEFT|left|no| |\\.|Former|ya|ya no|NON È PIÙ|è più|Non|\u{130}|\u{212a}|remove|nicht|mehr|add|don.t|don’t|x){1,8}") {
            let lower = words.to_lowercase();
            if UNWANTED.iter().any(|sign| lower.contains(sign)) {
                prop_assert!(may_hold_sign(&words), "{}", words);
            }
        }
    }
}
