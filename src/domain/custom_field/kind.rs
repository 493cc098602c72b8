//! The kinds of custom fields, and which text is a value of each.

use crate::domain::{Date, MAX_TEXT_CHARS, SafeText, fold};

/// The most choices of a field.
pub const MAX_CHOICES: usize = 50;

/// The longest choice, in characters.
const MAX_CHOICE_CHARS: usize = 60;

/// The most digits of a number: as many as a double-precision one keeps.
const MAX_DIGITS: usize = 15;

/// What values a custom field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// A number, kept as plain decimal digits such as `-1200.5`.
    Number,
    /// A day, kept as `2027-03-01`.
    Date,
    /// One of these.
    Choice(Vec<SafeText>),
}

impl FieldKind {
    /// The names of all kinds.
    pub const KEYS: [&str; 4] = ["text", "number", "date", "choice"];

    /// Returns its name in the store, in JSON and on the command line.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Choice(_) => "choice",
        }
    }

    /// Finds the kind of a name, with these choices if it takes some.
    pub fn from_key(key: &str, choices: Vec<SafeText>) -> Option<Self> {
        match key {
            "text" => Some(Self::Text),
            "number" => Some(Self::Number),
            "date" => Some(Self::Date),
            "choice" => Some(Self::Choice(choices)),
            _ => None,
        }
    }

    /// Returns the choices; none of a field that takes any value of its kind.
    pub fn choices(&self) -> &[SafeText] {
        match self {
            Self::Choice(choices) => choices,
            Self::Text | Self::Number | Self::Date => &[],
        }
    }

    /// Checks a value that somebody typed or a list has, as [`Self::check`] does; a number that can be read in two ways is none.
    pub(super) fn check_typed(&self, label: &str, raw: &str) -> Result<Option<SafeText>, String> {
        match self {
            Self::Number => match two_readings(raw) {
                Some([whole, fraction]) => Err(format!(
                    "{label} may mean {whole} or a decimal; write {whole}, or {fraction} for the decimal."
                )),
                None => self.check(label, raw),
            },
            Self::Text | Self::Date | Self::Choice(_) => self.check(label, raw),
        }
    }

    /// Checks a value of a field that has this name on screens; none for an empty text. Else a sentence says what to type.
    pub(super) fn check(&self, label: &str, raw: &str) -> Result<Option<SafeText>, String> {
        let Some(text) = SafeText::optional(raw) else {
            return Ok(None);
        };
        match self {
            Self::Text if text.chars() > MAX_TEXT_CHARS => Err(format!(
                "{label} is longer than {MAX_TEXT_CHARS} characters; shorten it."
            )),
            Self::Text => Ok(Some(text)),
            Self::Number => match plain_number(text.as_str()) {
                Some(number) => Ok(Some(SafeText::clean(&number))),
                None => Err(format!("{label} is a number, such as 1200.50.")),
            },
            Self::Date => match text.as_str().parse::<Date>() {
                Ok(day) => Ok(Some(SafeText::clean(&day.to_string()))),
                Err(_) => Err(format!("{label} is a day; type it as 2026-12-24.")),
            },
            Self::Choice(choices) => {
                let wanted = fold(text.as_str());
                let found = choices.iter().find(|choice| fold(choice.as_str()) == wanted);
                found.cloned().map(Some).ok_or_else(|| {
                    let all: Vec<&str> = choices.iter().map(SafeText::as_str).collect();
                    format!("{label} is one of: {}.", all.join(", "))
                })
            }
        }
    }
}

/// Reads choices that commas separate, each once; else a sentence says what to type.
pub fn parse_choices(raw: &str) -> Result<Vec<SafeText>, String> {
    let mut choices: Vec<SafeText> = Vec::new();
    for choice in raw.split(',').filter_map(SafeText::optional) {
        if choice.chars() > MAX_CHOICE_CHARS {
            return Err(format!(
                "The choice {choice} is longer than {MAX_CHOICE_CHARS} characters; shorten it."
            ));
        }
        let key = fold(choice.as_str());
        if !choices.iter().any(|known| fold(known.as_str()) == key) {
            choices.push(choice);
        }
    }
    match choices.len() {
        0 | 1 => Err("Type at least two choices, separated by commas.".to_owned()),
        many if many > MAX_CHOICES => Err(format!("There are {many} choices; at most {MAX_CHOICES} fit.")),
        _ => Ok(choices),
    }
}

/// Returns the numbers that a text such as `1.000` or `1,000` may be: what stands behind its only separator, three digits, is
/// a group of thousands in some languages and a fraction in others. None of a text that has one meaning.
fn two_readings(text: &str) -> Option<[String; 2]> {
    let digits = text.trim_matches(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','));
    let (whole, rest) = digits.split_once(['.', ','])?;
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    // No group of thousands follows a zero.
    let is_grouped = (1..=3).contains(&whole.len()) && !whole.starts_with('0') && rest.len() == 3;
    let sign = if text.contains(['-', '\u{2212}']) { "-" } else { "" };
    (is_grouped && is_digits(whole) && is_digits(rest))
        .then(|| [format!("{sign}{whole}{rest}"), format!("{sign}{whole}.{rest}0")])
}

/// Reads a number as people type it, groups of three digits and a currency sign included, and writes it in plain digits.
fn plain_number(text: &str) -> Option<String> {
    let text = text.trim_matches(|c: char| c == '$' || c == '\u{20ac}' || c == '\u{a3}' || c == ' ');
    let (sign, text) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest.trim_start_matches(['$', '\u{20ac}', '\u{a3}', ' '])),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    let whole = ungrouped(whole)?;
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(&whole) || !is_digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    if whole.len() + fraction.len() > MAX_DIGITS {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if (whole, fraction) == ("0", "") { "" } else { sign };
    Some(match fraction {
        "" => format!("{sign}{whole}"),
        // With a zero more it can be read in one way only when it comes back out of an export.
        fraction if fraction.len() == 3 && whole.len() <= 3 && whole != "0" => {
            format!("{sign}{whole}.{fraction}0")
        }
        fraction => format!("{sign}{whole}.{fraction}"),
    })
}

/// Takes the signs between groups of three digits out of a whole number; none if they stand elsewhere.
fn ungrouped(whole: &str) -> Option<String> {
    let is_sign = |c: char| matches!(c, ',' | ' ' | '\'' | '\u{2019}' | '_');
    let Some(sign) = whole.chars().find(|c| is_sign(*c)) else {
        return Some(whole.to_owned());
    };
    let mut groups = whole.split(sign);
    let first = groups.next()?;
    if !(1..=3).contains(&first.len()) || first.starts_with('0') {
        return None;
    }
    let rest: Vec<&str> = groups.collect();
    rest.iter()
        .all(|group| group.len() == 3)
        .then(|| [first, &rest.concat()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_in_plain_digits() {
        for (typed, kept) in [
            ("12", "12"),
            ("1,200.50", "1200.5"),
            ("1 200", "1200"),
            ("$ 1,000,000", "1000000"),
            ("-0.50", "-0.5"),
            ("−3", "-3"),
            ("+7.", "7"),
            ("-0", "0"),
            (".5", "0.5"),
            ("007", "7"),
            ("0.125", "0.125"),
            ("1.125", "1.1250"),
            ("1234.567", "1234.567"),
        ] {
            assert_eq!(plain_number(typed).as_deref(), Some(kept), "{typed}");
        }
        for wrong in [
            "",
            "-",
            ".",
            "1,2",
            "12,00",
            "0,125",
            "1.2.3",
            "1e5",
            "x",
            "1234567890123456",
        ] {
            assert_eq!(plain_number(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_number_that_can_be_read_in_two_ways_is_refused_where_it_is_typed() {
        let typed = |raw: &str| FieldKind::Number.check_typed("Seats", raw);
        for (raw, sentence) in [
            (
                "1.000",
                "Seats may mean 1000 or a decimal; write 1000, or 1.0000 for the decimal.",
            ),
            (
                "1,000",
                "Seats may mean 1000 or a decimal; write 1000, or 1.0000 for the decimal.",
            ),
            (
                "€ 12.500",
                "Seats may mean 12500 or a decimal; write 12500, or 12.5000 for the decimal.",
            ),
            (
                "-1,234",
                "Seats may mean -1234 or a decimal; write -1234, or -1.2340 for the decimal.",
            ),
        ] {
            assert_eq!(typed(raw), Err(sentence.to_owned()), "{raw}");
        }
        for (raw, kept) in [
            ("1000", "1000"),
            ("1.0000", "1"),
            ("1,000.50", "1000.5"),
            ("1,000,000", "1000000"),
            ("1 000", "1000"),
            ("0.125", "0.125"),
            ("1.1250", "1.1250"),
            ("12.50", "12.5"),
            ("1234.567", "1234.567"),
        ] {
            let value = typed(raw).map(|value| value.map(|text| text.to_string()));
            assert_eq!(value, Ok(Some(kept.to_owned())), "{raw}");
            assert_eq!(
                typed(kept).map(|value| value.map(|text| text.to_string())),
                Ok(Some(kept.to_owned()))
            );
        }
        assert!(typed("1.234,50").is_err());
        assert!(
            FieldKind::Number.check("Seats", "1.125").is_ok(),
            "what a program wrote"
        );
    }

    #[test]
    fn a_value_is_of_the_kind_of_its_field() {
        let check = |kind: &FieldKind, raw: &str| {
            let value = kind.check("Region", raw);
            value.map(|value| value.map(|text| text.to_string()))
        };
        let regions = FieldKind::Choice(parse_choices("EMEA, APAC, emea").expect("choices"));
        assert_eq!(regions.choices().len(), 2);
        assert_eq!(check(&regions, " emea "), Ok(Some("EMEA".to_owned())));
        assert_eq!(
            check(&regions, "LATAM"),
            Err("Region is one of: EMEA, APAC.".to_owned())
        );
        assert_eq!(
            check(&FieldKind::Date, "2027-03-01"),
            Ok(Some("2027-03-01".to_owned()))
        );
        for (kind, wrong) in [(FieldKind::Date, "soon"), (FieldKind::Number, "many")] {
            assert!(check(&kind, wrong).is_err(), "{wrong}");
        }
        assert!(check(&FieldKind::Text, &"x".repeat(MAX_TEXT_CHARS + 1)).is_err());
        assert_eq!(check(&FieldKind::Number, "  "), Ok(None));
    }

    #[test]
    fn every_kind_is_found_by_its_key() {
        for key in FieldKind::KEYS {
            let kind = FieldKind::from_key(key, Vec::new()).expect("a kind");
            assert_eq!(kind.key(), key);
        }
        assert_eq!(FieldKind::from_key("x", Vec::new()), None);
        for wrong in ["", "one", &"x".repeat(61), &format!("{},b", "x".repeat(61))] {
            assert!(parse_choices(wrong).is_err(), "{wrong}");
        }
        let many: Vec<String> = (0..=MAX_CHOICES).map(|number| number.to_string()).collect();
        assert!(parse_choices(&many.join(",")).is_err());
    }
}
