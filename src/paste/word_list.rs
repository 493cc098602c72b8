//! Words of a list, to be found without case.

use std::collections::HashSet;

use foldhash::fast::FixedState;

/// Words in small letters.
#[derive(Debug)]
pub(super) struct WordList {
    words: HashSet<&'static str, FixedState>,
    /// The lengths in bytes that its words have, as bits.
    lengths: u64,
}

/// The longest word, in bytes.
const LONGEST: usize = 63;

impl WordList {
    /// Takes the words of a text that blanks hold apart.
    pub(super) fn of(words: &'static str) -> Self {
        let words: HashSet<&'static str, FixedState> = words.split_whitespace().collect();
        Self {
            lengths: words.iter().fold(0, |lengths, word| lengths | 1 << word.len()),
            words,
        }
    }

    /// Returns whether a word as it is written stands in the list.
    pub(super) fn has(&self, word: &str) -> bool {
        word.len() <= LONGEST && self.lengths & (1 << word.len()) != 0 && self.words.contains(word)
    }

    /// Returns whether a word of plain letters stands in the list, whatever its case.
    pub(super) fn has_in_any_case(&self, word: &str) -> bool {
        let mut buffer = [0; LONGEST];
        let Some(lower) = buffer.get_mut(..word.len()).filter(|_| word.is_ascii()) else {
            return false;
        };
        if self.lengths & (1 << word.len()) == 0 {
            return false;
        }
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        std::str::from_utf8(lower).is_ok_and(|lower| self.words.contains(lower))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_by_all_of_its_letters() {
        let list = WordList::of("van  der\n de");
        for (word, has, in_any_case) in [
            ("van", true, true),
            ("Der", false, true),
            ("d", false, false),
            ("", false, false),
            ("dé", false, false),
        ] {
            assert_eq!(
                (list.has(word), list.has_in_any_case(word)),
                (has, in_any_case),
                "{word}"
            );
        }
        assert!(!list.has(&"d".repeat(64)) && !list.has_in_any_case(&"d".repeat(200)));
    }
}
