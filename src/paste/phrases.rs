//! The words of column names, and what they mean: the phrases of `assets/columns.txt`, and words of which none is a phrase.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::header::{Party, Sort, words};
use crate::domain::{Detail, SmallLetters};

/// Words for those who come, and for those who pay for them.
const ATTENDEES: [&str; 16] = [
    "attendee",
    "participant",
    "ticket",
    "guest",
    "contact",
    "invitee",
    "registrant",
    "delegate",
    "passenger",
    "student",
    "teilnehmer",
    "participante",
    "asistente",
    "inscrit",
    "deltagare",
    "deltaker",
];
const PAYERS: [&str; 22] = [
    "order",
    "buyer",
    "payer",
    "payor",
    "purchaser",
    "purchase",
    "booker",
    "booking",
    "submitter",
    "submitted",
    "billing",
    "invoice",
    "company",
    "organization",
    "organisation",
    "account",
    "besteller",
    "kaufer",
    "acheteur",
    "comprador",
    "rechnung",
    "bestellung",
];

/// Words that may stand beside "name" without making it the name of something else.
const NEUTRAL: [&str; 30] = [
    "contact",
    "contacts",
    "person",
    "attendee",
    "guest",
    "participant",
    "member",
    "employee",
    "user",
    "customer",
    "client",
    "your",
    "my",
    "what",
    "s",
    "is",
    "the",
    "original",
    "please",
    "enter",
    "required",
    "full",
    "and",
    "a",
    "of",
    "lead",
    "registrant",
    "invitee",
    "value",
    "address",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Sort(Sort),
    Honorific,
    Other,
    Better,
    Worse,
}

/// What is known of a word of column names.
#[derive(Debug, Default)]
struct Word {
    /// The phrases that begin with it, the longest first.
    phrases: Vec<(Vec<String>, Meaning)>,
    is_neutral: bool,
    party: Party,
}

struct Words {
    /// All words of them.
    all: HashSet<String, FixedState>,
    known: HashMap<String, Word, FixedState>,
    /// Phrases in scripts that put no blanks between words, the longest first.
    unspaced: Vec<(String, Meaning)>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut known: HashMap<String, Word, FixedState> = HashMap::default();
    let mut all: HashSet<String, FixedState> =
        ["e", "mails", "email"].map(str::to_owned).into_iter().collect();
    all.extend(NEUTRAL.map(str::to_owned));
    let mut unspaced = Vec::new();
    for line in include_str!("../../assets/columns.txt").lines() {
        let Some((name, phrases)) = line.split_once(": ").filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let Some(meaning) = meaning(name) else { continue };
        for phrase in phrases.split(',') {
            let words = words(phrase);
            let Some(first) = words.first() else { continue };
            all.extend(words.iter().cloned());
            if phrase.chars().any(is_unspaced) {
                unspaced.push((words.concat(), meaning));
            } else {
                known
                    .entry(first.clone())
                    .or_default()
                    .phrases
                    .push((words, meaning));
            }
        }
    }
    for word in known.values_mut() {
        word.phrases
            .sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    unspaced.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.chars().count()));
    for word in NEUTRAL {
        known.entry(word.to_owned()).or_default().is_neutral = true;
    }
    for (list, party) in [(&ATTENDEES[..], Party::Attendee), (&PAYERS[..], Party::Payer)] {
        for word in list {
            for word in [(*word).to_owned(), format!("{word}s")] {
                known.entry(word).or_default().party = party;
            }
        }
    }
    Words { all, known, unspaced }
});

fn meaning(name: &str) -> Option<Meaning> {
    Some(match name {
        "email" => Meaning::Sort(Sort::Email),
        "first" => Meaning::Sort(Sort::First),
        "last" => Meaning::Sort(Sort::Last),
        "full" => Meaning::Sort(Sort::Full),
        "name" => Meaning::Sort(Sort::Name),
        "ambiguous_title" => Meaning::Sort(Sort::AmbiguousTitle),
        "honorific" => Meaning::Honorific,
        "other" => Meaning::Other,
        "better" => Meaning::Better,
        "worse" => Meaning::Worse,
        _ => Meaning::Sort(Sort::Detail(Detail::from_key(name)?)),
    })
}

/// Returns how many words a phrase at the start of some takes, and what it means.
pub(super) fn phrase<W: AsRef<str>>(words: &[W]) -> (usize, Option<Meaning>) {
    let Some(word) = words.first().map(AsRef::as_ref) else {
        return (1, None);
    };
    let begins = |phrase: &[String]| {
        let pairs = phrase.iter().zip(words);
        phrase.len() <= words.len() && pairs.into_iter().all(|(one, other)| one == other.as_ref())
    };
    let known = WORDS.known.get(word);
    match known.and_then(|known| known.phrases.iter().find(|(phrase, _)| begins(phrase))) {
        Some((phrase, meaning)) => (phrase.len(), Some(*meaning)),
        None if word.chars().any(is_unspaced) => {
            let mut unspaced = WORDS.unspaced.iter();
            let meaning = unspaced.find(|(phrase, _)| word.contains(phrase));
            (1, meaning.map(|(_, meaning)| *meaning))
        }
        None => (1, None),
    }
}

/// Returns whether a word of plain letters stands in a phrase or beside one, whatever its case.
pub(super) fn is_known(word: &str) -> bool {
    SmallLetters::of(word).is_none_or(|small| WORDS.all.contains(small.as_str()))
}

/// Returns whether a word may stand beside "name" without making it the name of something else.
pub(super) fn is_neutral(word: &str) -> bool {
    WORDS.known.get(word).is_some_and(|known| known.is_neutral)
}

/// Returns whose column a word of its name tells it to be.
pub(super) fn party(word: &str) -> Party {
    WORDS
        .known
        .get(word)
        .map_or_else(Party::default, |known| known.party)
}

/// Says whether a character belongs to a script that puts no blanks between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_without_blanks_has_a_letter_of_its_script() {
        for (phrase, _) in &WORDS.unspaced {
            assert!(phrase.chars().any(is_unspaced), "{phrase}");
        }
    }

    #[test]
    fn nobody_both_comes_and_pays() {
        for word in ATTENDEES {
            assert!(
                !PAYERS.contains(&word) && party(word) == Party::Attendee,
                "{word}"
            );
        }
        assert_eq!((party("buyers"), party("ann")), (Party::Payer, Party::Anybody));
    }
}
