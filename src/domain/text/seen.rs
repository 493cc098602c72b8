//! What was found out about short texts before, which come again and again in a list: words of names, titles.

/// The results of a function of a text, for texts that came last.
#[derive(Debug)]
pub struct Seen<T> {
    /// Each at a place that its text tells; a power of two, or none.
    kept: Vec<Kept<T>>,
    /// How many results were kept since there are so many places.
    count: usize,
}

/// A text with its result.
#[derive(Debug, Clone, Copy)]
struct Kept<T> {
    text: ShortText,
    result: Option<T>,
}

/// How many results are kept of a few texts, and how many of many.
const FIRST: usize = 1 << 5;
const MOST: usize = 1 << 11;

/// By how much more places are made, once so many results were kept that some were forgotten.
const GROWTH: usize = 8;

impl<T: Copy> Seen<T> {
    /// Makes one that knows no text.
    pub const fn new() -> Self {
        Self {
            kept: Vec::new(),
            count: 0,
        }
    }

    /// Returns the result for a text: the one that is known, or the one that is found.
    #[inline]
    pub fn of(&mut self, text: &[u8], find: impl FnOnce() -> T) -> T {
        self.get(text).unwrap_or_else(|| {
            let result = find();
            self.keep(text, result);
            result
        })
    }

    /// Returns the result for a text, if it is known.
    #[inline]
    pub fn get(&self, text: &[u8]) -> Option<T> {
        let short = ShortText::of(text)?;
        let kept = self.kept.get(short.place(self.kept.len()))?;
        kept.result.filter(|_| kept.text.is(&short))
    }

    /// Keeps the result for a text, unless that is long.
    pub fn keep(&mut self, text: &[u8], result: T) {
        let Some(text) = ShortText::of(text) else { return };
        let places = self.kept.len();
        if self.count >= places && places < MOST {
            let none = Kept { text, result: None };
            self.kept.clear();
            self.kept.resize((places * GROWTH).clamp(FIRST, MOST), none);
            self.count = 0;
        }
        let place = text.place(self.kept.len());
        if let Some(kept) = self.kept.get_mut(place) {
            *kept = Kept {
                text,
                result: Some(result),
            };
        }
        self.count += 1;
    }
}

impl<T: Copy> Default for Seen<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// The bytes of a text that is not long; two texts are the same if these are.
#[derive(Debug, Clone, Copy)]
struct ShortText {
    length: usize,
    /// Its first and its last bytes, which overlap unless it is one of the longest.
    bytes: [u64; 6],
}

impl ShortText {
    #[inline]
    fn of(text: &[u8]) -> Option<Self> {
        let four = |chunk: &[u8; 4]| u64::from(u32::from_le_bytes(*chunk));
        let eight = |chunk: &[u8; 8]| u64::from_le_bytes(*chunk);
        let length = text.len();
        let at = |start: usize| text.get(start..)?.first_chunk().map(eight);
        let last = |back: usize| text.get(..length - back)?.last_chunk().map(eight);
        let bytes = match length {
            8..16 => [at(0)?, last(0)?, 0, 0, 0, 0],
            4..8 => [four(text.first_chunk()?), four(text.last_chunk()?), 0, 0, 0, 0],
            1..4 => {
                let byte = |at: usize| text.get(at).copied().unwrap_or_default();
                [
                    four(&[byte(0), byte(length / 2), byte(length - 1), 0]),
                    0,
                    0,
                    0,
                    0,
                    0,
                ]
            }
            16..=32 => [at(0)?, at(8)?, last(8)?, last(0)?, 0, 0],
            33..=48 => [at(0)?, at(8)?, at(16)?, last(16)?, last(8)?, last(0)?],
            _ => return None,
        };
        Some(Self { length, bytes })
    }

    /// Returns whether it is the same as another; without a call, as so few bytes are compared.
    #[inline]
    fn is(&self, other: &Self) -> bool {
        let bytes = self.bytes.iter().zip(&other.bytes);
        let differs = bytes.fold(0, |differs, (one, other)| differs | (one ^ other));
        self.length == other.length && differs == 0
    }

    /// Returns the place that it has among so many.
    #[inline]
    fn place(self, places: usize) -> usize {
        let [first, second, third, fourth, fifth, sixth] = self.bytes;
        let mixed = first
            ^ second.rotate_left(17)
            ^ third.rotate_left(31)
            ^ fourth.rotate_left(47)
            ^ fifth.rotate_left(7)
            ^ sixth.rotate_left(39);
        // The highest bits of the product depend on all of the text; there are 11 for the most places.
        usize::try_from(mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 53).unwrap_or(0) & places.wrapping_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_result_is_known_for_its_own_text_alone(texts in prop::collection::vec("[ab]{0,50}|[a-z]{1,2}", 1..400)) {
            let mut seen = Seen::default();
            for text in texts.iter().chain(&texts) {
                let result = seen.of(text.as_bytes(), || text.as_str());
                prop_assert_eq!(result, text);
            }
        }

        #[test]
        fn only_the_same_texts_are_the_same(one in "[ab]{0,50}", other in "[ab]{0,50}") {
            if let (Some(first), Some(second)) = (ShortText::of(one.as_bytes()), ShortText::of(other.as_bytes())) {
                prop_assert_eq!(first.is(&second), one == other);
            }
        }
    }

    #[test]
    fn what_came_before_need_not_be_found_again() {
        let mut seen = Seen::default();
        let words: Vec<String> = (0..1000).map(|word| format!("word {word}")).collect();
        let mut found = 0;
        for word in std::iter::repeat_n(&words, 9).flatten() {
            seen.of(word.as_bytes(), || found += 1);
        }
        assert!(found < 5 * words.len(), "{found}");
        assert_eq!(seen.kept.len(), MOST);
    }
}
