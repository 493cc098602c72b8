//! Tells what the words of a piece are: a name, a job, a phone number, a link.

use std::sync::LazyLock;

use crate::domain::{
    Detail, NameQuality, NotAName, fold, is_surely_a_name, name_quality, names_work, sentence_words,
};
use crate::paste::header::{self, Reading, Sort};
use crate::paste::memo::Memo;
use crate::paste::shape;
use crate::paste::word_list::WordList;

/// What the words of a piece are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name of a person.
    Name,
    /// Words of a job or a department.
    Work,
    /// A phone number.
    Phone,
    /// The number of a fax machine.
    Fax,
    /// The name of a field alone: `E-mail`, `mobile`.
    Heading,
    /// A company, a link, a date, a number, or what fills an empty place.
    Nothing,
    /// Other words.
    Words,
}

/// The most words of a name.
const MOST_OF_NAME: usize = 6;

/// Words in small letters that stand within names.
static PARTICLES: LazyLock<WordList> = LazyLock::new(|| {
    WordList::of(
        "van von vom der den de het 't del della dello dei degli di da do das dos du des la le las los lo y e i und bin bint ibn \
    abu al el ul ben ter ten te zu zum zur af av auf",
    )
});

/// The most words of a title.
const MOST_OF_TITLE: usize = 8;

/// Tells what words are; `local` is what stands before the @ of the address beside them.
pub(super) fn kind(words: &str, local: Option<&str>) -> Kind {
    if let Some(number) = phone(words) {
        return number.0;
    }
    let quality = quality(words);
    let is_named = matches!(quality, NameQuality::Good | NameQuality::Odd);
    if is_named && is_written_as_name(words) && local.is_some_and(|local| shape::fits(local, words)) {
        return Kind::Name;
    }
    if is_greeting(words) {
        return Kind::Nothing;
    }
    if names_work(words) && !matches!(quality, NameQuality::NotAName(NotAName::Company)) {
        return Kind::Work;
    }
    match quality {
        NameQuality::Good if is_written_as_name(words) => Kind::Name,
        NameQuality::Good | NameQuality::Odd => match header::whole(words) {
            Some(_) => Kind::Heading,
            None => Kind::Words,
        },
        NameQuality::NotAName(NotAName::Heading) => Kind::Heading,
        NameQuality::NotAName(
            NotAName::Empty
            | NotAName::Address
            | NotAName::Url
            | NotAName::Date
            | NotAName::Company
            | NotAName::Placeholder
            | NotAName::Honorific,
        ) => Kind::Nothing,
        NameQuality::NotAName(
            NotAName::Number
            | NotAName::ListMark
            | NotAName::Bracket
            | NotAName::Label
            | NotAName::Work
            | NotAName::Several
            | NotAName::Sentence
            | NotAName::Garbled,
        ) => Kind::Words,
    }
}

thread_local! {
    static QUALITIES: Memo<NameQuality> = const { Memo::new() };
}

/// Judges words as the name of a person.
fn quality(words: &str) -> NameQuality {
    if is_surely_a_name(words.as_bytes()) {
        return NameQuality::Good;
    }
    QUALITIES.with(|known| known.of(words, || name_quality(words)))
}

/// Returns whether words greet those who read them: `Hi team`, `Bonjour`.
pub(super) fn is_greeting(words: &str) -> bool {
    static GREETINGS: LazyLock<WordList> = LazyLock::new(|| {
        WordList::of(
            "hi hello hey dear hallo hoi liebe lieber moin servus bonjour salut hola buenos buenas ciao buongiorno \
        ola bom hej hei czesc witam dzien ahoj здравствуйте привет",
        )
    });
    /// The most words of a greeting.
    const MOST_WORDS: usize = 3;
    let first = words.split_whitespace().next().unwrap_or_default();
    if words.split_whitespace().nth(MOST_WORDS).is_some() {
        return false;
    }
    let first = first.trim_end_matches([',', '!']);
    // No greeting is written in such letters.
    if first.starts_with(shape::has_no_case) {
        return false;
    }
    if first.is_ascii() {
        GREETINGS.has_in_any_case(first)
    } else {
        GREETINGS.has(&fold(first))
    }
}

/// Returns whether words are written as a name is: no more than a few, each with a capital where its script has them.
pub(in crate::paste) fn is_written_as_name(words: &str) -> bool {
    let mut count = 0;
    let fine = words.split_whitespace().all(|word| {
        count += 1;
        let first = word
            .trim_start_matches(|c: char| !c.is_alphabetic())
            .chars()
            .next();
        let is_particle = is_particle(word) || has_inner_capital(word);
        is_particle || first.is_some_and(|c| !c.is_lowercase())
    });
    fine && count <= MOST_OF_NAME
}

/// Returns whether the capital of a word stands behind a sign: `al-Amin`, `d'Angelo`.
pub(super) fn has_inner_capital(word: &str) -> bool {
    word.split(['-', '\'', '’'])
        .skip(1)
        .any(|part| part.starts_with(char::is_uppercase))
}

/// Returns whether a word in small letters may stand within a name.
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.has(word)
}

/// Returns whether words can be a title that nothing names as one.
pub(super) fn can_be_title(words: &str) -> bool {
    let starts = words
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    starts
        && words.split_whitespace().count() <= MOST_OF_TITLE
        && sentence_words(words) < 2
        && !words.ends_with(['.', '!', '?'])
        && !words.contains("://")
        && words.bytes().filter(u8::is_ascii_digit).count() < 3
}

/// Returns the number in words such as `Tel. +49 30 1234`, with its kind and the byte at which it begins.
pub(super) fn phone(words: &str) -> Option<(Kind, usize)> {
    let opens = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'(');
    let start = words.bytes().position(opens)?;
    let label = words.get(..start)?;
    let number = words.get(start..)?;
    let is_label = label.split_whitespace().count() <= 2 && !label.contains(|c: char| c.is_ascii_digit());
    if !is_label || !shape::is_phone(number) {
        return None;
    }
    if label.is_empty() {
        return Some((Kind::Phone, start));
    }
    let label = label.trim_end_matches([' ', '.', ':', '#', '\u{a0}']);
    if is_fax(label) {
        return Some((Kind::Fax, start));
    }
    is_phone_label(label).then_some((Kind::Phone, start))
}

/// The longest short label in bytes, whatever its case.
const LONGEST: usize = 32;

/// Returns whether a label is that of a fax machine.
pub(super) fn is_fax(label: &str) -> bool {
    let label = label.trim_matches(['.', ':', ' ']);
    if label.len() > LONGEST {
        return false;
    }
    matches!(
        label.to_lowercase().as_str(),
        "f" | "fax" | "telefax" | "faks" | "факс" | "传真" | "ファックス"
    )
}

/// Returns whether a label stands before phone numbers: `T`, `Mobil`.
pub(super) fn is_phone_label(label: &str) -> bool {
    let bare = label.trim_matches(['.', ':', ' ']);
    let lower = if bare.len() > LONGEST {
        String::new()
    } else {
        bare.to_lowercase()
    };
    matches!(
        lower.as_str(),
        "t" | "m"
            | "o"
            | "p"
            | "d"
            | "c"
            | "h"
            | "w"
            | "tf"
            | "tlf"
            | "ph"
            | "mob"
            | "cell"
            | "dir"
            | "direct"
            | "office"
            | "desk"
            | "main"
            | "mobil"
            | "gsm"
            | "natel"
    ) || matches!(header::read(label), Reading::Heading(heading) if heading.sort == Sort::Detail(Detail::Phone))
}
