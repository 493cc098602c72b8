//! Words of a list, to be found without case.

use std::collections::HashSet;

use foldhash::fast::FixedState;

use crate::domain::{LONGEST_SMALL, SmallLetters};

/// Words in small letters.
#[derive(Debug)]
pub(super) struct WordList {
    words: HashSet<&'static str, FixedState>,
    /// The lengths in bytes that its words have, as bits.
    lengths: u64,
}

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
        self.has_length(word) && self.words.contains(word)
    }

    fn has_length(&self, word: &str) -> bool {
        word.len() <= LONGEST_SMALL && self.lengths & (1 << word.len()) != 0
    }

    /// Returns whether a word of plain letters stands in the list, whatever its case.
    pub(super) fn has_in_any_case(&self, word: &str) -> bool {
        self.has_length(word)
            && SmallLetters::of(word).is_some_and(|small| self.words.contains(small.as_str()))
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
