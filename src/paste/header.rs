//! Recognises a row of column names, in the languages of the exports that people have.

use super::memo::Memo;
use super::phrases::{self, Meaning, phrase};
use crate::domain::{Detail, TextKind, fold};

/// What the name of a column says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Sort {
    Email,
    First,
    Last,
    /// Surely the whole name.
    Full,
    /// The whole name, or the part that the other column lacks.
    Name,
    /// A job title, or Mr and Dr.
    AmbiguousTitle,
    Detail(Detail),
}

/// The reading of one column name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heading {
    pub sort: Sort,
    /// Whether the phrase is all of the name.
    pub whole: bool,
    /// How well the column suits: work before private.
    pub rank: i8,
    /// Whose column it is, where several groups stand side by side.
    pub group: Group,
}

/// Whose name or address a column holds: of an attendee, or of the one who paid for several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Group {
    pub party: Party,
    /// The number in `Contact 2 Email`.
    pub number: Option<u8>,
}

/// A part that people play in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Party {
    /// Who pays, orders, fills in the form, or the company itself.
    Payer,
    /// It is not said.
    #[default]
    Anybody,
    /// Who comes.
    Attendee,
}

/// Words of up to this length mean too many things to count beside others that are not known.
const MAX_BRIEF: usize = 3;

thread_local! {
    static READ: Memo<Reading> = const { Memo::new() };
}

/// What a column name says, if it says anything about a person.
pub(super) fn read(cell: &str) -> Reading {
    READ.with(|read| read.of(cell, || read_anew(cell)))
}

/// Returns what all words of a column name together say; none if a word of it says something else.
pub(super) fn whole(cell: &str) -> Option<Sort> {
    if has_strange_word(cell) {
        return None;
    }
    match read(cell) {
        Reading::Heading(heading) if heading.whole => Some(heading.sort),
        Reading::Heading(_) | Reading::Other | Reading::Unknown => None,
    }
}

/// Returns whether a cell surely has a word that is none of column names; cheap, and `false` where it is not sure.
fn has_strange_word(cell: &str) -> bool {
    let bytes = cell.as_bytes();
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    let mut start = 0;
    // A word of more than plain letters is not looked at.
    let is_open =
        |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
    while start < bytes.len() {
        let length = bytes
            .iter()
            .skip(start)
            .take_while(|byte| is_letter(Some(byte)))
            .count();
        let word = cell.get(start..start + length).unwrap_or_default();
        let is_alone =
            is_open(bytes.get(start + length)) && is_open(start.checked_sub(1).and_then(|at| bytes.get(at)));
        // A capital behind a small letter begins a word of its own.
        let is_one = || !word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
        if length > 0 && is_alone && is_one() && !phrases::is_known(word) {
            return true;
        }
        start += length + 1;
    }
    false
}

fn read_anew(cell: &str) -> Reading {
    let folded = folded(cell);
    let words = split(&folded);
    let mut sorts: Vec<(Sort, usize)> = Vec::new();
    let mut rank: i8 = 0;
    let mut other = false;
    let mut brief = false;
    let mut loose = 0;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let (length, meaning) = phrase(words.get(at..).unwrap_or_default());
        match meaning {
            Some(Meaning::Sort(sort)) => {
                brief |= length == 1 && word.is_ascii() && word.len() <= MAX_BRIEF;
                sorts.push((sort, length));
            }
            Some(Meaning::Other | Meaning::Honorific) => other = true,
            Some(Meaning::Better) => rank = rank.saturating_add(1),
            Some(Meaning::Worse) => rank = rank.saturating_sub(1),
            None if phrases::is_neutral(word) || word.chars().all(|c| c.is_ascii_digit()) => {}
            None => loose += 1,
        }
        at += length;
    }
    let Some(sort) = strongest(&sorts) else {
        return if other { Reading::Other } else { Reading::Unknown };
    };
    if other {
        return Reading::Other;
    }
    if sort != Sort::Email && loose > 0 && brief {
        return Reading::Unknown;
    }
    // `First Join` and `Last Login` are no names.
    let is_part = |word: &&str| ["first", "last", "second", "given", "family"].contains(word);
    let is_short = loose > 0 && sorts.iter().all(|(_, length)| *length == 1);
    if is_short && matches!(sort, Sort::First | Sort::Last) && words.iter().any(is_part) {
        return Reading::Unknown;
    }
    let names_something_else = loose > 0 || rank != 0 || sorts.len() > 1;
    if matches!(sort, Sort::Name | Sort::AmbiguousTitle) && names_something_else && !repeats(&sorts) {
        return Reading::Unknown;
    }
    Reading::Heading(Heading {
        sort,
        whole: loose == 0,
        rank,
        group: group_of(&words),
    })
}

/// Returns whose column it is by the words of its name.
pub(super) fn group_of<W: AsRef<str>>(words: &[W]) -> Group {
    let is_of = |party: Party| words.iter().any(|word| phrases::party(word.as_ref()) == party);
    let party = match (is_of(Party::Attendee), is_of(Party::Payer)) {
        (true, false) => Party::Attendee,
        (false, true) => Party::Payer,
        (true, true) | (false, false) => Party::Anybody,
    };
    Group {
        party,
        number: words.iter().find_map(|word| word.as_ref().parse().ok()),
    }
}

/// What one cell of a possible header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// It names a field of a contact.
    Heading(Heading),
    /// It names something that only resembles one: the owner's email, the type of a phone.
    Other,
    /// It says nothing.
    Unknown,
}

fn repeats(sorts: &[(Sort, usize)]) -> bool {
    sorts.len() > 1
        && sorts
            .iter()
            .all(|(sort, _)| Some(sort) == sorts.first().map(|(first, _)| first))
}

/// Decides between several phrases in one name: "Contact Email" is an email, "First and last name" a whole name.
pub(super) fn strongest(sorts: &[(Sort, usize)]) -> Option<Sort> {
    let has = |wanted: Sort| sorts.iter().any(|(sort, _)| *sort == wanted);
    if has(Sort::First) && has(Sort::Last) {
        return Some(Sort::Full);
    }
    let is_number = |detail: &Detail| detail.spec().kind == TextKind::PhoneNumber;
    let (numbers, words) = (Detail::ALL.into_iter().filter(is_number), Detail::ALL.into_iter());
    let details = numbers.chain(words).map(Sort::Detail);
    let names = [
        Sort::First,
        Sort::Last,
        Sort::Full,
        Sort::Name,
        Sort::AmbiguousTitle,
    ];
    [Sort::Email]
        .into_iter()
        .chain(details)
        .chain(names)
        .find(|sort| has(*sort))
}

/// Says whether a cell is Mr, Dr and the like, so that its column holds no job titles.
pub(super) fn is_honorific(cell: &str) -> bool {
    const HONORIFICS: [&str; 40] = [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "sir",
        "madam",
        "rev",
        "hon",
        "herr",
        "frau",
        "hr",
        "fr",
        "dipl",
        "ing",
        "m",
        "mme",
        "mlle",
        "monsieur",
        "madame",
        "sr",
        "sra",
        "srta",
        "don",
        "dona",
        "sig",
        "sigra",
        "dott",
        "dottssa",
        "dhr",
        "mevr",
        "mw",
        "pan",
        "pani",
        "bay",
        "bayan",
        "mag",
    ];
    let folded = folded(cell);
    let words = split(&folded);
    !words.is_empty() && words.iter().all(|word| HONORIFICS.contains(word))
}

/// Splits a column name into folded words: at blanks, signs, and where a capital follows a small letter.
pub(super) fn words(cell: &str) -> Vec<String> {
    split(&folded(cell)).into_iter().map(str::to_owned).collect()
}

/// Folds a column name, with blanks between its words.
fn folded(cell: &str) -> String {
    let mut spaced = String::with_capacity(cell.len() + 8);
    let mut before_lower = false;
    for c in cell.chars() {
        if c.is_uppercase() && before_lower {
            spaced.push(' ');
        }
        before_lower = c.is_lowercase();
        spaced.push(if c.is_alphanumeric() || is_mark(c) { c } else { ' ' });
    }
    fold(&spaced)
}

/// Splits a folded column name into its words.
fn split(folded: &str) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::with_capacity(8);
    words.extend(folded.split_whitespace());
    if let Some(at) = words.windows(2).position(|pair| pair == ["e", "mails"]) {
        words.splice(at..at + 2, ["email"]);
    }
    words
}

/// Says whether a character is a vowel sign or the like, which belongs to its word.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_strange_word_makes_no_whole_name(
            words in prop::collection::vec("(e|E)-?(m|M)ails?|first|Name|(of|your|Ann|x|Préno|2|Tel|氏名|メ|é|\\u{301}|ﬁ|Kontakt|adresse)[A-Za-z]?", 1..5),
            gap in "[ _./:-]|",
        ) {
            let cell = words.join(&gap);
            let thoroughly = match read_anew(&cell) {
                Reading::Heading(heading) if heading.whole => Some(heading.sort),
                Reading::Heading(_) | Reading::Other | Reading::Unknown => None,
            };
            prop_assert_eq!(whole(&cell), thoroughly, "{}", cell);
            prop_assert_eq!(read(&cell), read_anew(&cell));
        }
    }

    #[rstest]
    #[case("Email", Sort::Email)]
    #[case("E-Mail-Adresse", Sort::Email)]
    #[case("What's your email?", Sort::Email)]
    #[case("E-mail 1 - Value", Sort::Email)]
    #[case("correo electrónico", Sort::Email)]
    #[case("メールアドレス", Sort::Email)]
    #[case("电子邮件地址", Sort::Email)]
    #[case("Электронная почта", Sort::Email)]
    #[case("emailAddress", Sort::Email)]
    #[case("first_name", Sort::First)]
    #[case("Prénom", Sort::First)]
    #[case("FirstName", Sort::First)]
    #[case("Nachname", Sort::Last)]
    #[case("Surname", Sort::Last)]
    #[case("姓", Sort::Last)]
    #[case("Name", Sort::Name)]
    #[case("Name (Original Name)", Sort::Name)]
    #[case("What's your name?", Sort::Full)]
    #[case("Customer Name", Sort::Name)]
    #[case("Imię i nazwisko", Sort::Full)]
    #[case("Name (Last, First)", Sort::Full)]
    #[case("氏名", Sort::Full)]
    #[case("Job Title", Sort::Detail(Detail::Title))]
    #[case("Organization Title", Sort::Detail(Detail::Title))]
    #[case("Poste", Sort::Detail(Detail::Title))]
    #[case("Title", Sort::AmbiguousTitle)]
    #[case("Mobile Phone", Sort::Detail(Detail::Phone))]
    #[case("Téléphone", Sort::Detail(Detail::Phone))]
    #[case("Phone Number", Sort::Detail(Detail::Phone))]
    #[case("電話番号", Sort::Detail(Detail::Phone))]
    #[case("Pre\u{301}nom", Sort::First)]
    #[case("Tel", Sort::Detail(Detail::Phone))]
    #[case("Name / Nom", Sort::Name)]
    #[case("First and last name", Sort::Full)]
    #[case("Contact email of the office", Sort::Email)]
    fn recognises(#[case] cell: &str, #[case] sort: Sort) {
        let Reading::Heading(heading) = read(cell) else {
            panic!("{cell} is not recognised");
        };
        assert_eq!(heading.sort, sort);
    }

    #[rstest]
    #[case("Company Name")]
    #[case("Account Name")]
    #[case("Contact owner")]
    #[case("E-mail Type")]
    #[case("E-mail 1 - Label")]
    #[case("Assistant's Phone")]
    #[case("Manager's Name")]
    #[case("Business Fax")]
    #[case("Phonetic First Name")]
    #[case("Middle Name")]
    #[case("Mailing City")]
    #[case("Salutation")]
    #[case("Accepts Email Marketing")]
    #[case("Connected On")]
    #[case("File As")]
    #[case("Ann Lee")]
    #[case("User ID")]
    #[case("Tel zone")]
    #[case("Name zone")]
    #[case("First Join")]
    #[case("Last Login")]
    #[case("Last seen")]
    #[case("First seen")]
    fn leaves_alone(#[case] cell: &str) {
        let reading = read(cell);
        assert!(!matches!(reading, Reading::Heading(_)), "{cell}: {reading:?}");
    }

    #[test]
    fn work_comes_before_home() {
        let rank = |cell: &str| match read(cell) {
            Reading::Heading(heading) => heading.rank,
            reading => panic!("{cell}: {reading:?}"),
        };
        assert!(rank("Email Work") > rank("Email"));
        assert!(rank("Email") > rank("Email Home"));
        assert!(rank("E-mail 1 - Value") > rank("E-mail 2 - Value"));
    }

    #[rstest]
    #[case("Mr", true)]
    #[case("Prof. Dr.", true)]
    #[case("Frau", true)]
    #[case("Dr. Lee", false)]
    #[case("CTO", false)]
    #[case("", false)]
    fn forms_of_address_are_told_from_titles(#[case] cell: &str, #[case] honorific: bool) {
        assert_eq!(is_honorific(cell), honorific);
    }

    #[test]
    fn a_heading_is_whole_where_nothing_else_is_said() {
        for (cell, is_whole) in [("Email", true), ("Your email", true), ("Email of an aunt", false)] {
            assert!(
                matches!(read(cell), Reading::Heading(heading) if heading.whole == is_whole),
                "{cell}"
            );
        }
    }

    #[test]
    fn a_column_name_is_split_into_its_words() {
        for (cell, wanted) in [
            ("firstName", vec!["first", "name"]),
            ("E-Mails", vec!["email"]),
            ("Work E-Mails of staff", vec!["work", "email", "of", "staff"]),
        ] {
            assert_eq!(words(cell), wanted, "{cell}");
        }
    }
}
