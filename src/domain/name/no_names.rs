//! The words that are no name of a person; they stand in `assets/no_names.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use crate::domain::{SmallLetters, fold};

const NO_NAMES: &str = include_str!("../../../assets/no_names.txt");

/// What a word is when it is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Sort {
    /// It fills the place of a name: `N/A`, `unknown`.
    Placeholder,
    /// It stands before a name: `Mr`.
    Honorific,
    /// It names a column.
    Heading,
    /// It belongs to a job or a department.
    Work,
    /// It belongs to a company.
    Company,
    /// It is a form of address or a short form, and a name as well: `Don`.
    AlsoAName,
    /// It joins words of the other sorts, and is none of them.
    Between,
}

/// What is known of a word.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    sort: Option<Sort>,
    in_sentences: bool,
}

struct Words {
    known: HashMap<String, Known, FixedState>,
    filter: Box<[u64; FILTER_WORDS]>,
}

/// The size of the filter, in bits; of a thousand words that are not in the list fewer than ten pass.
const FILTER_BITS: usize = 1 << 17;
const FILTER_WORDS: usize = FILTER_BITS / 64;

static WORDS: LazyLock<Words> = LazyLock::new(|| read(NO_NAMES));

/// Returns what a word is when it is no name.
pub(super) fn sort(word: &str) -> Option<Sort> {
    find(word).sort
}

/// Returns whether a word belongs to a sentence.
pub(super) fn is_in_sentences(word: &str) -> bool {
    find(word).in_sentences
}

/// Returns whether the list may hold a word in lower or upper case or with a capital; if not, it surely does not.
pub(super) fn may_hold(word: &[u8]) -> bool {
    Spelled::of(word).may_be_listed()
}

/// A word as the filter knows it, byte by byte: the same in any case of plain letters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spelled(u64);

impl Spelled {
    /// No byte yet.
    pub(super) const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);

    fn of(word: &[u8]) -> Self {
        word.iter().fold(Self::EMPTY, |spelled, byte| spelled.then(*byte))
    }

    /// Adds a byte.
    #[must_use]
    pub(super) fn then(self, byte: u8) -> Self {
        // FNV-1a.
        Self((self.0 ^ u64::from(byte | 0x20)).wrapping_mul(0x0100_0000_01b3))
    }

    /// Returns whether the list may hold the word; if not, it surely does not.
    pub(super) fn may_be_listed(self) -> bool {
        let filter = &WORDS.filter;
        let is_set = |place: usize| {
            filter
                .get(place / 64)
                .is_some_and(|bits| bits & (1 << (place % 64)) != 0)
        };
        self.places().into_iter().all(is_set)
    }

    /// Returns the two places of the word in the filter.
    fn places(self) -> [usize; 2] {
        // The high bits of the product depend on all of the word.
        let mixed = self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        [47, 30].map(|shift| usize::try_from(mixed >> shift).unwrap_or(0) % FILTER_BITS)
    }
}

fn find(word: &str) -> Known {
    if !may_hold(word.as_bytes()) {
        return Known::default();
    }
    let known = match SmallLetters::of(word) {
        Some(small) => WORDS.known.get(small.as_str()),
        None => WORDS.known.get(&word.to_lowercase()),
    };
    known.copied().unwrap_or_default()
}

fn read(text: &str) -> Words {
    let mut words = Words {
        known: HashMap::default(),
        filter: Box::new([0; FILTER_WORDS]),
    };
    let mut section = "";
    for line in text.lines().filter(|line| !line.starts_with("# ")) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = name;
            continue;
        }
        for word in line.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            words.note(word, section);
            words.note(&fold(word), section);
        }
    }
    words
}

impl Words {
    fn note(&mut self, word: &str, section: &str) {
        let known = self.known.entry(word.to_owned()).or_default();
        let sort = match section {
            "placeholder" => Sort::Placeholder,
            "honorific" => Sort::Honorific,
            "heading" => Sort::Heading,
            "work" => Sort::Work,
            "company" => Sort::Company,
            "also_a_name" => Sort::AlsoAName,
            "between" => Sort::Between,
            _ => {
                known.in_sentences = true;
                return self.let_pass(word);
            }
        };
        known.sort = known.sort.or(Some(sort));
        self.let_pass(word);
    }

    /// Lets a word pass the filter in lower case, in upper case and with a capital.
    fn let_pass(&mut self, word: &str) {
        let mut rest = word.chars();
        let capital: String = rest.next().into_iter().flat_map(char::to_uppercase).collect();
        for spelled in [word.to_owned(), word.to_uppercase(), capital + rest.as_str()] {
            for place in Spelled::of(spelled.as_bytes()).places() {
                if let Some(bits) = self.filter.get_mut(place / 64) {
                    *bits |= 1 << (place % 64);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_lower_case_and_passes_the_filter_in_any_case() {
        for word in WORDS.known.keys() {
            assert_eq!(word.to_lowercase(), *word);
            for spelled in [word.clone(), word.to_uppercase()] {
                if spelled.to_lowercase() == *word && spelled.len() == word.len() {
                    assert!(may_hold(spelled.as_bytes()), "{spelled}");
                }
            }
        }
    }

    #[test]
    fn few_other_words_pass_the_filter() {
        let set: u32 = WORDS.filter.iter().map(|bits| bits.count_ones()).sum();
        assert!(set < 12_000, "{set}");
        for name in [
            "Bruno",
            "Dana",
            "Silva",
            "Smith",
            "Müller",
            "Andersson",
            "Berg",
            "יעל",
        ] {
            assert!(!may_hold(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn words_are_told_by_their_sections() {
        for (word, wanted) in [
            ("NULL", Some(Sort::Placeholder)),
            ("Prof", Some(Sort::Honorific)),
            ("Apellido", Some(Sort::Heading)),
            ("Geschäftsführer", Some(Sort::Work)),
            ("geschaftsfuhrer", Some(Sort::Work)),
            ("МЕНЕДЖЕР", Some(Sort::Work)),
            ("GmbH", Some(Sort::Company)),
            ("of", Some(Sort::Between)),
            ("please", None),
            ("Ann", None),
        ] {
            assert_eq!(sort(word), wanted, "{word}");
        }
        assert!(is_in_sentences("Please") && is_in_sentences("our") && !is_in_sentences("Ann"));
    }
}
