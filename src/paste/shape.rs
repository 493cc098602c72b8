//! What a value looks like, whatever column it stands in.

use std::borrow::Cow;

use crate::domain::{NameQuality, NotAName, fold, is_date_or_time, name_quality};

/// The digits that make a phone number.
pub(super) const PHONE_DIGITS: usize = 6;

/// The letters that a phone number may hold: `ext.`
const PHONE_LETTERS: usize = 4;

/// The letters that make a title.
const TITLE_LETTERS: usize = 2;

/// Returns whether a value has the shape of a phone number.
pub(super) fn is_phone(value: &str) -> bool {
    value.bytes().filter(u8::is_ascii_digit).count() >= PHONE_DIGITS
        && value.chars().filter(|c| c.is_alphabetic()).count() <= PHONE_LETTERS
        && !value.contains([':', '@'])
        && !value.split_whitespace().any(is_date_or_time)
}

/// Returns whether a value in the place of a phone number has the shape of a title: words without a digit.
pub(super) fn is_title(value: &str) -> bool {
    value.chars().filter(|c| c.is_alphabetic()).count() >= TITLE_LETTERS
        && !value.bytes().any(|byte| byte.is_ascii_digit())
        && !value.chars().any(char::is_numeric)
        && !matches!(
            name_quality(value),
            NameQuality::NotAName(NotAName::Placeholder | NotAName::Empty)
        )
}

/// Words that fill the place of a value and say nothing.
const FILLERS: [&str; 20] = [
    "n/a", "na", "n.a.", "none", "null", "nil", "nan", "tbd", "tbc", "tba", "unknown", "yes", "no", "ja",
    "nein", "true", "false", "active", "inactive", "pending",
];

/// Returns whether a value is neither a title nor a phone number, whatever its column: a filler, a link, a date.
pub(super) fn is_no_value(value: &str) -> bool {
    let is_word = !value.contains(char::is_whitespace);
    let is_filler = || {
        FILLERS.iter().any(|filler| value.eq_ignore_ascii_case(filler))
            || !value.chars().any(char::is_alphanumeric)
    };
    let is_link = || {
        value.contains("://")
            || value.contains('.') && matches!(name_quality(value), NameQuality::NotAName(NotAName::Url))
    };
    !value.is_empty() && (is_word && (is_filler() || is_link()) || is_date(value))
}

/// Returns whether a value is a date with its year or a time, and no phone number of as many digits.
fn is_date(value: &str) -> bool {
    let is_year = |group: &str| group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
    let mut words = value.split_whitespace();
    words.all(is_date_or_time)
        && (value.contains(':') || value.split(|c: char| !c.is_ascii_digit()).any(is_year))
}

/// Returns whether the local part of an address is made of words of a name: `ann.lee`, `alee`, `bwu`.
pub(super) fn fits(local: &str, name: &str) -> bool {
    let mut initial: Option<char> = None;
    name.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let before = initial;
        initial = initial.or(word.chars().next());
        let word = if word.is_ascii() {
            Cow::Borrowed(word)
        } else {
            Cow::Owned(fold(word))
        };
        let is_part = |token: &str| {
            let behind_initial = before.zip(token.chars().next()).is_some_and(|(one, other)| {
                let rest = token.get(other.len_utf8()..).unwrap_or_default();
                one.eq_ignore_ascii_case(&other) && rest.eq_ignore_ascii_case(&word)
            });
            behind_initial || token.eq_ignore_ascii_case(&word)
        };
        match word.chars().count() {
            0 | 1 => false,
            2 => local.split(|c: char| !c.is_alphanumeric()).any(is_part),
            _ => local
                .as_bytes()
                .windows(word.len())
                .any(|part| part.eq_ignore_ascii_case(word.as_bytes())),
        }
    })
}

/// Returns whether an address stands in a value, perhaps among other words.
pub(super) fn has_address(value: &str) -> bool {
    value.contains(['@', '＠'])
        && value
            .split(|c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        ',' | ';' | '<' | '>' | '(' | ')' | '[' | ']' | '"' | '|' | '/' | ':'
                    )
            })
            .any(is_address)
}

fn is_address(word: &str) -> bool {
    word.split_once(['@', '＠']).is_some_and(|(local, host)| {
        local.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-')
            && host.starts_with(char::is_alphanumeric)
            && host.contains(['.', '。', '．', '｡'])
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("+1 (212) 555-0101", true)]
    #[case("030/1234567 ext 7", true)]
    #[case("555-0190", true)]
    #[case("CTO", false)]
    #[case("Director 2026-2027", false)]
    #[case("2026-01-05", false)]
    #[case("2026-01-05 10:30", false)]
    #[case("12345", false)]
    #[case("", false)]
    fn phones_are_known(#[case] value: &str, #[case] phone: bool) {
        assert_eq!(is_phone(value), phone);
    }

    #[rstest]
    #[case("CTO", true)]
    #[case("Head of IT", true)]
    #[case("VP", true)]
    #[case("+49 30 1234", false)]
    #[case("ext 12", false)]
    #[case("n/a", false)]
    #[case("unknown", false)]
    #[case("-", false)]
    fn titles_are_known(#[case] value: &str, #[case] title: bool) {
        assert_eq!(is_title(value), title);
    }

    #[rstest]
    #[case("N/A", true)]
    #[case("yes", true)]
    #[case("Active", true)]
    #[case("-", true)]
    #[case("2026-01-05", true)]
    #[case("5.1.2026 10:30", true)]
    #[case("https://acme.com/bo", true)]
    #[case("www.acme.com", true)]
    #[case("", false)]
    #[case("CTO", false)]
    #[case("Test Manager", false)]
    #[case("Active Directory Admin", false)]
    #[case("Sr. Engineer", false)]
    #[case("24/7 Support", false)]
    #[case("12-34-56", false)]
    #[case("+49 30 1234", false)]
    fn what_says_nothing_is_no_value(#[case] value: &str, #[case] nothing: bool) {
        assert_eq!(is_no_value(value), nothing);
    }

    #[rstest]
    #[case("ann", "Ann Lee", true)]
    #[case("ann.lee", "Ann Lee", true)]
    #[case("alee2", "Ann Lee", true)]
    #[case("bwu", "Bo Wu", true)]
    #[case("wu", "Bo Wu", true)]
    #[case("garcia", "Zoé García", true)]
    #[case("bo", "Ann Lee", false)]
    #[case("bob", "Bo Wu", false)]
    #[case("x1", "Ann Lee", false)]
    #[case("ann", "", false)]
    #[case("", "Ann", false)]
    fn an_address_fits_a_name(#[case] local: &str, #[case] name: &str, #[case] fit: bool) {
        assert_eq!(fits(local, name), fit);
    }

    #[rstest]
    #[case("bo@acme.com", true)]
    #[case("see <bo@acme.com>", true)]
    #[case("Sales @ Acme", false)]
    #[case("@acme", false)]
    fn addresses_are_seen(#[case] value: &str, #[case] address: bool) {
        assert_eq!(has_address(value), address);
    }
}
