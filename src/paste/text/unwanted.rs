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

/// What of the signs few other words have, in small letters; each sign has one of them.
const RARE: [&[u8]; 12] = [
    b"t add", b"onger", b"rmer ", b"left", b"icht ", b"ehema", b" plus", b"ya no", b" pi\xc3", b"dawaj",
    b"emove", b"ed to",
];

/// Looks for all of [`RARE`] at once: a bit for each of their bytes.
struct Rare {
    /// For each byte, in any case, the bits of those that are the same.
    of_bytes: [u64; 256],
    /// The bits of the first ones.
    first: u64,
    /// The bits of the last ones.
    last: u64,
}

static LOOKED_FOR: LazyLock<Rare> = LazyLock::new(|| {
    let mut all = Rare {
        of_bytes: [0; 256],
        first: 0,
        last: 0,
    };
    let mut bit = 1;
    for rare in RARE {
        all.first |= bit;
        for byte in rare {
            for own in [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()] {
                if let Some(bits) = all.of_bytes.get_mut(usize::from(own)) {
                    *bits |= bit;
                }
            }
            bit <<= 1;
        }
        all.last |= bit >> 1;
    }
    all
});

/// How many bytes the longest of [`RARE`] has.
const LONGEST: usize = 6;

/// Returns whether words may hold a sign of somebody unwanted; if not, they surely do not.
pub(super) fn may_hold_sign(words: &str) -> bool {
    let rare = &*LOOKED_FOR;
    let words = words.as_bytes();
    let of = |byte: &u8| rare.of_bytes.get(usize::from(*byte)).copied().unwrap_or_default();
    // Each byte waits for the one before it, so two halves are gone through side by side; they overlap, as a sign may
    // stand across the middle.
    let length = (words.len().div_ceil(2) + LONGEST - 1).min(words.len());
    let first = words.get(..length).unwrap_or_default();
    let second = words.get(words.len() - length..).unwrap_or_default();
    let (mut one, mut other, mut ended) = (0_u64, 0_u64, 0);
    // The bits of what the bytes up to here begin with (the Shift-And algorithm).
    for (byte, ahead) in first.iter().zip(second) {
        one = (one << 1 | rare.first) & of(byte);
        other = (other << 1 | rare.first) & of(ahead);
        ended |= one | other;
    }
    ended & rare.last != 0
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
        assert!(RARE.concat().len() <= 64);
        assert!(RARE.iter().all(|rare| rare.len() <= LONGEST));
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
