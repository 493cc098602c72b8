//! Words of plain letters in small ones, without an allocation.

/// The longest word that fits, in bytes.
pub const LONGEST_SMALL: usize = 63;

/// A word of plain letters in small ones.
#[derive(Debug)]
pub struct SmallLetters {
    bytes: [u8; LONGEST_SMALL],
    length: usize,
}

impl SmallLetters {
    /// Takes a word; none if it is longer than fits or has other letters than ASCII.
    pub fn of(word: &str) -> Option<Self> {
        let mut bytes = [0; LONGEST_SMALL];
        let small = bytes.get_mut(..word.len()).filter(|_| word.is_ascii())?;
        small.copy_from_slice(word.as_bytes());
        small.make_ascii_lowercase();
        Some(Self {
            bytes,
            length: word.len(),
        })
    }

    /// Returns the word.
    pub fn as_str(&self) -> &str {
        let word = self.bytes.get(..self.length).unwrap_or_default();
        std::str::from_utf8(word).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_words_that_fit_are_made_small() {
        for (word, small) in [
            ("Van", Some("van")),
            ("a1-B", Some("a1-b")),
            ("", Some("")),
            ("É", None),
        ] {
            assert_eq!(
                SmallLetters::of(word).as_ref().map(SmallLetters::as_str),
                small,
                "{word}"
            );
        }
        assert!(SmallLetters::of(&"a".repeat(LONGEST_SMALL)).is_some());
        assert!(SmallLetters::of(&"a".repeat(LONGEST_SMALL + 1)).is_none());
    }
}
