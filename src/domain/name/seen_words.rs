//! Tells names by their words, and keeps what it found out about those, which come again and again in a list.

use super::quality::MANY_WORDS;
use super::sure::{Part, is_surely_a_name, part};
use crate::domain::Seen;

/// The words of names that came last, each with what it is.
#[derive(Debug, Default)]
pub struct SeenWords(Seen<Part>);

impl SeenWords {
    /// Returns what [`is_surely_a_name`] returns.
    pub fn are_surely_a_name(&mut self, text: &[u8]) -> bool {
        self.tell(text) || is_surely_a_name(text)
    }

    /// Returns whether each word of a text surely is of a name, without a look at more than single words.
    fn tell(&mut self, text: &[u8]) -> bool {
        let opens = |byte: &u8| byte.is_ascii_alphabetic() || *byte >= 0xc3;
        if !text.first().is_some_and(opens) || text.get(1).is_none_or(|second| *second == b' ') {
            return false;
        }
        let (mut count, mut is_named) = (0, false);
        for word in text.split(|byte| *byte == b' ') {
            count += 1;
            match self.0.of(word, || of_word(word)) {
                Part::Name => is_named = true,
                Part::Particle => {}
                Part::Other => return false,
            }
        }
        is_named && count <= MANY_WORDS
    }
}

fn of_word(word: &[u8]) -> Part {
    match word.last() {
        // What a comma parts tells only together what it is.
        Some(b',') => Part::Other,
        Some(_) | None => part(word),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const WORD: &str = "[A-Za-z'.-]{0,6}|[A-ZÀ-ɏ][a-zà-ɏ]{0,16}|[А-я]{1,16}|[Α-ώa]{1,3}|[一-丂ア가ก-๎]{1,12}|[א-תؠ-يऄ-\u{963}]{1,3}|\
        (Mr|null|Sales|GmbH|and|please|Don|of|van|der|de|la|e-mail|Manager),?|[A-Z],?|[a-c]{30,35}";

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn words_that_were_seen_tell_the_same(texts in prop::collection::vec(prop::collection::vec(WORD, 1..11), 1..9)) {
            let mut seen = SeenWords::default();
            let texts: Vec<String> = texts.iter().map(|words| words.join(" ")).collect();
            for text in texts.iter().chain(&texts) {
                let text = text.as_bytes();
                prop_assert!(!seen.tell(text) || is_surely_a_name(text), "{:?}", text);
            }
        }
    }

    #[test]
    fn usual_names_are_told_by_their_words() {
        for name in [
            "Ann Lee",
            "Søren García",
            "Thảo Nguyễn",
            "O'Neill",
            "Анна Попова",
            "山田 太郎",
            "Ann van der Berg",
        ] {
            assert!(SeenWords::default().tell(name.as_bytes()), "{name}");
        }
        for text in ["Ann", "Lee, Ann", "van der", "A Lee", "", " Ann", "Sales"] {
            assert_eq!(
                SeenWords::default().tell(text.as_bytes()),
                text == "Ann",
                "{text}"
            );
        }
    }
}
