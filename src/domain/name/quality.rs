//! Whether a text can be the name of a person: the rule for what may be added or greeted without a look at it.

use std::fmt;

use super::damage;
use super::links_and_dates::{is_date_or_time, is_day_and_month, is_host};
use super::no_names::{self, Sort};
use super::sure::is_surely_a_name;

/// What a text is worth as the name of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameQuality {
    /// It looks like a name.
    Good,
    /// It may be a name and looks odd.
    Odd,
    /// It is something else.
    NotAName(NotAName),
}

/// What stands where a name should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotAName {
    /// Nothing, or signs alone.
    Empty,
    /// An address.
    Address,
    /// A link or a host name.
    Url,
    /// A date or a time.
    Date,
    /// A number, or digits that belong to a phone or an id.
    Number,
    /// A mark of a list, or parts that a dash or a slash holds apart.
    ListMark,
    /// Something in brackets.
    Bracket,
    /// A label with a colon.
    Label,
    /// A word that fills the place: `N/A`, `unknown`.
    Placeholder,
    /// A form of address alone.
    Honorific,
    /// The name of a column.
    Heading,
    /// A job or a department.
    Work,
    /// A company.
    Company,
    /// Several people.
    Several,
    /// A part of a sentence.
    Sentence,
    /// Letters that were read with the wrong code page, or codes that were not decoded.
    Garbled,
}

impl fmt::Display for NotAName {
    /// Writes a sentence for the user who fixes the list.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Empty => "The name is missing.",
            Self::Address => "This is an email address, not a name.",
            Self::Url => "This is a link, not a name.",
            Self::Date => "This is a date or time, not a name.",
            Self::Number => "The name contains a number.",
            Self::ListMark => "The name contains more than a name, such as a bullet or a dash.",
            Self::Bracket => "The name contains brackets.",
            Self::Label => "The name contains a label with a colon.",
            Self::Placeholder => "This is a placeholder, not a name.",
            Self::Honorific => "This is a form of address, not a name.",
            Self::Heading => "This is a column heading, not a name.",
            Self::Work => "This is a job title, not a name.",
            Self::Company => "This is a company, not a name.",
            Self::Several => "The name may be several people.",
            Self::Sentence => "This is part of a sentence, not a name.",
            Self::Garbled => "The name is garbled, perhaps by a wrong encoding.",
        })
    }
}

/// The words from which a name is odd.
pub(super) const MANY_WORDS: usize = 8;

/// The most letters of a degree behind a name: `PhD`.
const MAX_DEGREE: usize = 5;

/// Digits in a row that no name has.
const DIGIT_RUN: usize = 3;

/// The digits that may stand behind a name.
const MAX_DIGITS: usize = 7;

/// Judges a text as the name of a person.
///
/// It is total and needs no list of names: a text is a name unless it has a mark of something else.
pub fn name_quality(text: &str) -> NameQuality {
    let text = text.trim();
    if is_surely_a_name(text.as_bytes()) {
        return NameQuality::Good;
    }
    closely(text)
}

/// Judges a text without outer blanks by all of its marks.
pub(super) fn closely(text: &str) -> NameQuality {
    match not_a_name(text) {
        Some(what) => NameQuality::NotAName(what),
        None if is_odd(text) => NameQuality::Odd,
        None => NameQuality::Good,
    }
}

fn not_a_name(text: &str) -> Option<NotAName> {
    if !text.chars().any(char::is_alphanumeric) {
        return Some(NotAName::Empty);
    }
    if no_names::sort(text.trim_end_matches('.')).is_some_and(|sort| sort == Sort::Placeholder)
        || text == "NA"
    {
        return Some(NotAName::Placeholder);
    }
    by_signs(text).or_else(|| by_words(text))
}

/// Tells by single characters.
fn by_signs(text: &str) -> Option<NotAName> {
    if text.contains(['@', '＠', '﹫']) {
        return Some(NotAName::Address);
    }
    if damage::is_garbled(text) {
        return Some(NotAName::Garbled);
    }
    let has = |byte: u8| memchr::memchr(byte, text.as_bytes()).is_some();
    // A host has a dot, a date a digit.
    if (has(b':') && text.contains("://")) || (has(b'.') && text.split_whitespace().any(is_host)) {
        return Some(NotAName::Url);
    }
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    if has_digit && (text.split_whitespace().any(is_date_or_time) || is_day_and_month(text)) {
        return Some(NotAName::Date);
    }
    if (has_digit || !text.is_ascii()) && has_number(text) {
        return Some(NotAName::Number);
    }
    if text.contains(is_bracket) {
        return Some(NotAName::Bracket);
    }
    if text.contains([':', '：', '∶']) {
        return Some(NotAName::Label);
    }
    if has_list_mark(text) {
        return Some(NotAName::ListMark);
    }
    text.contains(['&', '+', '＆']).then_some(NotAName::Several)
}

/// Returns whether digits stand in a text that are no small number behind a name, as `ann1984` or `Guest 12` have them.
fn has_number(text: &str) -> bool {
    let mut runs: Vec<usize> = Vec::new();
    let mut inside = false;
    for c in text.chars() {
        match (c.is_numeric(), runs.last_mut()) {
            (true, Some(run)) if inside => *run += 1,
            (true, _) => runs.push(1),
            (false, _) => {}
        }
        inside = c.is_numeric();
    }
    let starts_named = text.starts_with(char::is_alphabetic);
    match runs.as_slice() {
        [only] if starts_named => *only > MAX_DIGITS,
        _ => runs.iter().any(|run| *run >= DIGIT_RUN),
    }
}

fn has_list_mark(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next().unwrap_or(' ');
    let second = chars.next().unwrap_or(' ');
    let opens = first.is_alphabetic()
        || (is_apostrophe(first) || is_quote(first)) && second.is_alphabetic()
        || (unicode_normalization::char::is_combining_mark(first));
    let letter_mark =
        matches!(first, 'o' | 'x' | 'v') && second == ' ' && chars.next().is_some_and(char::is_uppercase);
    let last = text.chars().next_back().unwrap_or(' ');
    !opens
        || letter_mark
        || text.contains([
            '|', '｜', '¦', '•', '◦', '▪', '●', '■', '→', ';', '；', '=', '—', '―',
        ])
        || is_divider(last)
        || text.split_whitespace().any(|word| word.chars().all(is_divider))
}

/// Returns whether a character holds parts apart when it stands between blanks or at the end.
pub(super) fn is_divider(c: char) -> bool {
    matches!(
        c,
        '-' | '‐'
            | '‑'
            | '–'
            | '—'
            | '―'
            | '−'
            | '/'
            | '／'
            | '|'
            | '·'
            | '・'
            | '•'
            | '*'
            | '~'
            | '>'
            | '\\'
            | ','
            | '、'
    )
}

pub(super) fn is_bracket(c: char) -> bool {
    matches!(
        c,
        '(' | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '<'
            | '>'
            | '（'
            | '）'
            | '［'
            | '］'
            | '【'
            | '】'
            | '〔'
            | '〕'
            | '〈'
            | '〉'
            | '《'
            | '》'
    )
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '`' | '´')
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»')
}

/// Tells by whole words.
fn by_words(text: &str) -> Option<NotAName> {
    let pieces = text.split([',', '，', '、']);
    let (mut whole, mut several, mut several_pieces, mut is_company) = (true, false, false, false);
    let (mut sentence, mut people) = (0, 0);
    let (mut other, mut honorific) = (None, None);
    for (at, piece) in pieces.enumerate() {
        let mut first = None;
        let mut all = true;
        for word in piece.split_whitespace() {
            let bare = word.trim_matches(|c: char| {
                matches!(c, '.' | '!' | '?' | '…') || is_quote(c) || is_apostrophe(c)
            });
            sentence += usize::from(no_names::is_in_sentences(bare));
            several |= matches!(bare, "and" | "und" | "AND" | "UND" | "And" | "Und");
            match sort(bare) {
                Some(sort) => {
                    first =
                        first.or(Some(sort).filter(|sort| !matches!(sort, Sort::Between | Sort::AlsoAName)));
                }
                None => all = false,
            }
        }
        whole &= all;
        several_pieces |= at > 0;
        match first {
            // A form of address may stand behind a comma.
            Some(first) if all && first != Sort::Honorific => other = other.or(Some(first)),
            Some(first) if all => honorific = honorific.or(Some(first)),
            _ => {}
        }
        is_company |= is_company_name(piece);
        people += usize::from(is_whole_name(piece));
    }
    let worst = other.or(honorific);
    if whole || (several_pieces && other.is_some()) {
        return worst.map(NotAName::of);
    }
    if sentence >= 2 {
        return Some(NotAName::Sentence);
    }
    if several || people > 1 {
        return Some(NotAName::Several);
    }
    is_company.then_some(NotAName::Company)
}

/// Returns whether a piece between commas is a name by itself: of two words or more, without particles, initials and degrees.
fn is_whole_name(piece: &str) -> bool {
    let counts = |word: &&str| {
        let capitals = word.chars().filter(|c| c.is_uppercase()).count();
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let is_degree = letters <= MAX_DEGREE && capitals > 1 && capitals < letters || word.contains('.');
        !word.starts_with(char::is_lowercase) && letters > 1 && !is_degree && sort(word).is_none()
    };
    piece.split_whitespace().filter(counts).nth(1).is_some()
}

fn is_company_name(piece: &str) -> bool {
    let mut words = piece.split_whitespace();
    let last = words.next_back().unwrap_or_default();
    words.next().is_some() && sort(last.trim_end_matches('.')) == Some(Sort::Company)
}

/// Returns whether a word of a text belongs to a job or a department: `Head of Logistics`.
pub fn names_work(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '/' | '(' | ')' | '&'))
        .any(|word| sort(word.trim_matches(['.', ',', ':'])) == Some(Sort::Work))
}

/// Returns how many words of a text belong to sentences: `could`, `please`.
pub fn sentence_words(text: &str) -> usize {
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| no_names::is_in_sentences(word))
        .count()
}

fn sort(word: &str) -> Option<Sort> {
    no_names::sort(word).or_else(|| {
        if !word.bytes().any(|byte| matches!(byte, b'-' | b'/')) {
            return None;
        }
        let mut parts = word.split(['-', '/']).map(no_names::sort);
        let first = parts.next()?;
        let more = parts.next()?;
        (more.is_some() && parts.all(|part| part.is_some()))
            .then_some(first)
            .flatten()
    })
}

impl NotAName {
    fn of(sort: Sort) -> Self {
        match sort {
            Sort::Placeholder => Self::Placeholder,
            Sort::Honorific => Self::Honorific,
            Sort::Heading => Self::Heading,
            Sort::Work | Sort::Between | Sort::AlsoAName => Self::Work,
            Sort::Company => Self::Company,
        }
    }
}

/// Returns whether a name looks odd: digits, signs that names rarely have, or very many words.
fn is_odd(text: &str) -> bool {
    text.split_whitespace().count() > MANY_WORDS
        || text.contains("..")
        || text.chars().filter(|c| is_quote(*c)).count() % 2 == 1
        || no_names::sort(text.trim_end_matches('.')) == Some(Sort::AlsoAName)
        || text.split_whitespace().any(damage::is_mixed)
        || text.chars().any(|c| {
            !(c.is_alphabetic()
                || c.is_whitespace()
                || is_apostrophe(c)
                || is_quote(c)
                || unicode_normalization::char::is_combining_mark(c)
                || matches!(
                    c,
                    '.' | ','
                        | '-'
                        | '‐'
                        | '‑'
                        | '–'
                        | '·'
                        | '・'
                        | 'º'
                        | 'ª'
                        | '\u{200c}'
                        | '\u{200d}'
                        | '،'
                ))
        })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::is_surely_a_name;

    #[rstest]
    #[case("Ann Lee")]
    #[case("A")]
    #[case("M")]
    #[case("Lee, Ann")]
    #[case("Lee, Ann, PhD")]
    #[case("van der Berg, Jan Willem")]
    #[case("Lee, Ann Mary")]
    #[case("Ann Lee, M.D. PhD")]
    #[case("Do Thi Mai")]
    #[case("Jan Best")]
    #[case("Kai \"The Ace\" Ono")]
    #[case("Seán O’Neill")]
    #[case("'t Hooft")]
    #[case("van der Berg")]
    #[case("J. R. R. Tolkien Jr.")]
    #[case("Jennifer Null")]
    #[case("Christian Guest")]
    #[case("Dr. Eva Schulze")]
    #[case("Ortega y Gasset")]
    #[case("José Niño")]
    #[case("Zoë")]
    #[case("Åsa Öberg")]
    #[case("Łukasz Żak")]
    #[case("Jana Křížová")]
    #[case("Nguyễn Thị Ánh")]
    #[case("Gal·la Puig")]
    #[case("Иван Петров")]
    #[case("山田 太郎")]
    #[case("王伟")]
    #[case("सुनीता शर्मा")]
    #[case("สมชาย ใจดี")]
    #[case("محمد علي")]
    #[case("김민수")]
    #[case("Farokh Engineer")]
    fn names_are_good(#[case] name: &str) {
        assert_eq!(name_quality(name), NameQuality::Good);
    }

    #[rstest]
    #[case("Ann Lee 2")]
    #[case("ann1984")]
    #[case("Person 123456")]
    #[case("Don")]
    #[case("ann_lee")]
    #[case("Калиса Васovа")]
    #[case("Ann Lee 🎉")]
    #[case("Ann \"Lee")]
    #[case("One Two Three Four Five Six Seven Eight Nine")]
    fn names_that_may_be_real_are_odd(#[case] name: &str) {
        assert_eq!(name_quality(name), NameQuality::Odd);
    }

    #[rstest]
    #[case("", NotAName::Empty)]
    #[case("-", NotAName::Empty)]
    #[case("★ …", NotAName::Empty)]
    #[case("ann@acme.com", NotAName::Address)]
    #[case("Ann ann＠acme.com", NotAName::Address)]
    #[case("https://acme.com", NotAName::Url)]
    #[case("www.Acme.com", NotAName::Url)]
    #[case("see acme.co.uk", NotAName::Url)]
    #[case("2026-01-05 10:00", NotAName::Date)]
    #[case("3/3/26, 9:58:01 AM", NotAName::Date)]
    #[case("5.1.26", NotAName::Date)]
    #[case("33m 14s", NotAName::Date)]
    #[case("5 Jan", NotAName::Date)]
    #[case("/ +351 555 010 44", NotAName::Number)]
    #[case("Ann Lee 2125550101", NotAName::Number)]
    #[case("Ann Lee 555-0190", NotAName::Number)]
    #[case("PM, Bo Wu", NotAName::Work)]
    #[case("Acme Corp, Ann Lee", NotAName::Company)]
    #[case("- Ann Lee", NotAName::ListMark)]
    #[case("1. Ann Lee", NotAName::ListMark)]
    #[case("#2 Bo Wu", NotAName::ListMark)]
    #[case("• Ann Lee", NotAName::ListMark)]
    #[case("o Ann Lee", NotAName::ListMark)]
    #[case("7", NotAName::ListMark)]
    #[case("Ann Lee – PM –", NotAName::ListMark)]
    #[case("Ann Lee / PM", NotAName::ListMark)]
    #[case("3) Ann Lee", NotAName::Bracket)]
    #[case("Ann Lee (PM)", NotAName::Bracket)]
    #[case("Ann Lee [EXT]", NotAName::Bracket)]
    #[case("Sponsor: Ann Lee", NotAName::Label)]
    #[case("NULL", NotAName::Placeholder)]
    #[case("null null", NotAName::Placeholder)]
    #[case("N/A", NotAName::Placeholder)]
    #[case("n.a.", NotAName::Placeholder)]
    #[case("NA", NotAName::Placeholder)]
    #[case("TBD", NotAName::Placeholder)]
    #[case("Unknown", NotAName::Placeholder)]
    #[case("Undefined Undefined", NotAName::Placeholder)]
    #[case("TRUE", NotAName::Placeholder)]
    #[case("Unbekannt", NotAName::Placeholder)]
    #[case("Mr", NotAName::Honorific)]
    #[case("Prof. Dr.", NotAName::Honorific)]
    #[case("Señora", NotAName::Honorific)]
    #[case("Full Name", NotAName::Heading)]
    #[case("E-Mail", NotAName::Heading)]
    #[case("姓名", NotAName::Heading)]
    #[case("CTO", NotAName::Work)]
    #[case("Head of Sales", NotAName::Work)]
    #[case("Integration Developer", NotAName::Work)]
    #[case("Sales/Marketing", NotAName::Work)]
    #[case("Geschäftsführer", NotAName::Work)]
    #[case("Responsable des achats", NotAName::Work)]
    #[case("Samuel Okoro, Security Officer", NotAName::Work)]
    #[case("Company", NotAName::Company)]
    #[case("Acme GmbH", NotAName::Company)]
    #[case("Ann and Bo Lee", NotAName::Several)]
    #[case("Ann & Bo", NotAName::Several)]
    #[case("Bo Wu, Cy Dee", NotAName::Several)]
    #[case("Ann Lee, Bo Wu, Cy Dee", NotAName::Several)]
    #[case("Kind regards", NotAName::Sentence)]
    #[case("Best Regards", NotAName::Sentence)]
    #[case("Invoice to", NotAName::Sentence)]
    #[case("same as above", NotAName::Sentence)]
    #[case("to be hired", NotAName::Sentence)]
    #[case("Do Not Use", NotAName::Sentence)]
    #[case("no reply", NotAName::Sentence)]
    #[case("Mit freundlichen Grüßen", NotAName::Sentence)]
    #[case("wie oben", NotAName::Sentence)]
    #[case("keine Antwort", NotAName::Sentence)]
    #[case("Open position", NotAName::Placeholder)]
    #[case("Nachfolger", NotAName::Placeholder)]
    #[case("ditto", NotAName::Placeholder)]
    #[case("N.N.", NotAName::Placeholder)]
    #[case("All", NotAName::Placeholder)]
    #[case("Everyone", NotAName::Placeholder)]
    #[case("Hey! Could you please add Ann Lee", NotAName::Sentence)]
    #[case("O&#39;Neill", NotAName::Garbled)]
    #[case("=?UTF-8?B?TcO8bGxlcg==?=", NotAName::Garbled)]
    #[case("Ann\u{fffd} Lee", NotAName::Garbled)]
    #[case("M?ller", NotAName::Garbled)]
    #[case("MÃ¼ller", NotAName::Garbled)]
    #[case("£ukasz D¹browski", NotAName::Garbled)]
    #[case("Zdenìk Šastný", NotAName::Garbled)]
    #[case("Lucie Žáèková", NotAName::Garbled)]
    #[case("Jana Køížová", NotAName::Garbled)]
    #[case("Èâàí Ïåòðîâ", NotAName::Garbled)]
    #[case("ÍõÎ°", NotAName::Garbled)]
    #[case("Àî", NotAName::Garbled)]
    #[case("РђРЅРЅР°", NotAName::Garbled)]
    #[case("ŽR“c‘¾˜Y", NotAName::Garbled)]
    fn what_is_no_name_is_told(#[case] text: &str, #[case] what: NotAName) {
        assert_eq!(name_quality(text), NameQuality::NotAName(what));
        assert!(!is_surely_a_name(text.as_bytes()));
    }
}
