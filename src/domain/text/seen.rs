//! What was found out about short texts before, which come again and again in a list: words of names, titles.

/// The results of a function of a text, for texts that came last.
#[derive(Debug, Default)]
pub struct Seen<T> {
    /// Each at a place that its text tells; a power of two, or none.
    kept: Vec<Kept<T>>,
    /// How many results were kept since there are so many places.
    count: usize,
}

/// A text with its result.
#[derive(Debug, Clone, Copy, Default)]
struct Kept<T> {
    text: ShortText,
    result: T,
}

/// How many results are kept of a few texts, and how many of many.
const FIRST: usize = 1 << 5;
const MOST: usize = 1 << 11;

/// By how much more places are made, once so many results were kept that some were forgotten.
const GROWTH: usize = 8;

impl<T: Copy + Default> Seen<T> {
    /// Returns the result for a text: the one that is known, or the one that is found.
    #[inline]
    pub fn of(&mut self, text: &[u8], find: impl FnOnce() -> T) -> T {
        let Some(short) = ShortText::of(text) else {
            return find();
        };
        match self.kept.get(short.place(self.kept.len())) {
            Some(kept) if kept.text == short => kept.result,
            Some(_) | None => self.keep(short, find()),
        }
    }

    fn keep(&mut self, text: ShortText, result: T) -> T {
        let places = self.kept.len();
        if self.count >= places && places < MOST {
            self.kept.clear();
            self.kept
                .resize((places * GROWTH).clamp(FIRST, MOST), Kept::default());
            self.count = 0;
        }
        let place = text.place(self.kept.len());
        if let Some(kept) = self.kept.get_mut(place) {
            *kept = Kept { text, result };
        }
        self.count += 1;
        result
    }
}

/// The bytes of a text that is not long; two texts are the same if these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct ShortText {
    length: usize,
    /// Its first and its last bytes, which overlap unless it is one of the longest.
    bytes: [u64; 4],
}

impl ShortText {
    #[inline]
    fn of(text: &[u8]) -> Option<Self> {
        let four = |chunk: &[u8; 4]| u64::from(u32::from_le_bytes(*chunk));
        let eight = |chunk: &[u8; 8]| u64::from_le_bytes(*chunk);
        let length = text.len();
        let bytes = match length {
            8..16 => [eight(text.first_chunk()?), eight(text.last_chunk()?), 0, 0],
            4..8 => [four(text.first_chunk()?), four(text.last_chunk()?), 0, 0],
            1..4 => {
                let byte = |at: usize| text.get(at).copied().unwrap_or_default();
                [four(&[byte(0), byte(length / 2), byte(length - 1), 0]), 0, 0, 0]
            }
            16..=32 => [
                eight(text.first_chunk()?),
                eight(text.get(8..)?.first_chunk()?),
                eight(text.get(..length - 8)?.last_chunk()?),
                eight(text.last_chunk()?),
            ],
            _ => return None,
        };
        Some(Self { length, bytes })
    }

    /// Returns the place that it has among so many.
    #[inline]
    fn place(self, places: usize) -> usize {
        let [first, second, third, fourth] = self.bytes;
        let mixed = first ^ second.rotate_left(17) ^ third.rotate_left(31) ^ fourth.rotate_left(47);
        // The high bits of the product depend on all of the text.
        usize::try_from(mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40).unwrap_or(0) & places.wrapping_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_result_is_known_for_its_own_text_alone(texts in prop::collection::vec("[ab]{0,34}|[a-z]{1,2}", 1..400)) {
            let mut seen = Seen::default();
            for text in texts.iter().chain(&texts) {
                let result = seen.of(text.as_bytes(), || text.as_str());
                prop_assert_eq!(result, text);
            }
        }

        #[test]
        fn only_the_same_texts_are_the_same(one in "[ab]{0,34}", other in "[ab]{0,34}") {
            if let (Some(first), Some(second)) = (ShortText::of(one.as_bytes()), ShortText::of(other.as_bytes())) {
                prop_assert_eq!(first == second, one == other);
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
