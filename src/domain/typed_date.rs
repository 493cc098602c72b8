//! Days as people type them, seen from today: `fri`, `tomorrow`, `+2w`, `15 jan`.

use jiff::civil::Weekday;

use super::{Date, DateError, Field, FieldError};

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The fewest letters by which a day of the week or a month is known.
const FEWEST_LETTERS: usize = 3;

/// In how many years each day of the calendar comes at least once.
const YEARS: i16 = 8;

impl Date {
    /// Reads the day that was typed into a field; an empty text is none.
    pub fn typed(field: Field, text: &str, today: Self) -> Result<Option<Self>, FieldError> {
        match text.trim() {
            "" => Ok(None),
            text => Self::seen_from(today, text)
                .map(Some)
                .map_err(|error| FieldError::new(field, error)),
        }
    }

    /// Parses a day as `2026-12-24`, `15 jan`, `jan 15 2027`, `fri` (the next one after today), `today`, `tomorrow` or `+2w`
    /// (days, weeks, months or years from today); one without a year is the next such day.
    pub fn seen_from(today: Self, text: &str) -> Result<Self, DateError> {
        if let Ok(day) = text.parse() {
            return Ok(day);
        }
        let text = text.to_lowercase();
        let words: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || c == ',')
            .map(|word| word.trim_end_matches('.'))
            .filter(|word| !word.is_empty())
            .collect();
        let found = match words.as_slice() {
            ["today"] => Some(today),
            ["tomorrow"] => Some(today.plus_days(1)),
            ["yesterday"] => Some(today.plus_days(-1)),
            [word] => today.next_weekday(word).or_else(|| today.moved(word)),
            [one, other] => today
                .next_day_of(one, other)
                .or_else(|| today.moved(&[*one, *other].concat())),
            [one, other, year] => {
                let (day, month) = day_and_month(one, other)?;
                let year = year.parse().ok().filter(|_| year.len() == 4);
                year.and_then(|year| Self::on(year, month, day))
            }
            _ => None,
        };
        found.ok_or(DateError)
    }

    fn next_weekday(self, word: &str) -> Option<Self> {
        let (_, wanted) = WEEKDAYS.into_iter().find(|(name, _)| is_short_for(word, name))?;
        let days = i64::from(self.weekday().until(wanted));
        Some(self.plus_days(if days == 0 { 7 } else { days }))
    }

    /// Goes so many days, weeks, months or years on or back: `+2w`, `-3d`, `+1month`.
    fn moved(self, text: &str) -> Option<Self> {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let unit_at = digits.find(|c: char| !c.is_ascii_digit())?;
        let (number, unit) = digits.split_at_checked(unit_at)?;
        let sign = if text.starts_with('-') { -1 } else { 1 };
        let count = sign * number.parse::<i64>().ok()?;
        match unit {
            "d" | "day" | "days" => self.plus_days_checked(count),
            "w" | "week" | "weeks" => self.plus_days_checked(count.checked_mul(7)?),
            "m" | "mo" | "month" | "months" => self.plus_months(count),
            "y" | "year" | "years" => self.plus_months(count.checked_mul(12)?),
            _ => None,
        }
    }

    /// Finds the next such day of a year, today included.
    fn next_day_of(self, one: &str, other: &str) -> Option<Self> {
        let (day, month) = day_and_month(one, other).ok()?;
        let days = (0..=YEARS).filter_map(|later| Self::on(self.year() + later, month, day));
        days.into_iter().find(|day| *day >= self)
    }
}

/// Reads a day and a month in either order: `15 jan`, `jan 15`, `15th january`.
fn day_and_month(one: &str, other: &str) -> Result<(i8, i8), DateError> {
    let day = |word: &str| {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let is_bare = ["", "st", "nd", "rd", "th"].contains(&word.get(digits.len()..).unwrap_or("?"));
        digits.parse::<i8>().ok().filter(|_| is_bare)
    };
    let month = |word: &str| {
        let at = MONTHS.iter().position(|name| is_short_for(word, name))?;
        i8::try_from(at + 1).ok()
    };
    let found = day(one).zip(month(other)).or_else(|| day(other).zip(month(one)));
    found.ok_or(DateError)
}

fn is_short_for(word: &str, name: &str) -> bool {
    word.len() >= FEWEST_LETTERS && name.starts_with(word)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("2027-01-15", "2027-01-15")]
    #[case("2025-01-15", "2025-01-15")]
    #[case("today", "2026-11-27")]
    #[case(" Tomorrow ", "2026-11-28")]
    #[case("yesterday", "2026-11-26")]
    #[case("fri", "2026-12-04")]
    #[case("Sat", "2026-11-28")]
    #[case("thurs", "2026-12-03")]
    #[case("monday", "2026-11-30")]
    #[case("+2w", "2026-12-11")]
    #[case("2w", "2026-12-11")]
    #[case("+ 3 days", "")]
    #[case("+3 days", "2026-11-30")]
    #[case("-1d", "2026-11-26")]
    #[case("+3m", "2027-02-27")]
    #[case("1y", "2027-11-27")]
    #[case("15 jan", "2027-01-15")]
    #[case("Jan 15", "2027-01-15")]
    #[case("15. Jan.", "2027-01-15")]
    #[case("1st december", "2026-12-01")]
    #[case("27 nov", "2026-11-27")]
    #[case("26 nov", "2027-11-26")]
    #[case("29 feb", "2028-02-29")]
    #[case("Jan 15, 2028", "2028-01-15")]
    #[case("15 jan 2025", "2025-01-15")]
    #[case("31 feb", "")]
    #[case("15 jan 27", "")]
    #[case("24.12.2026", "")]
    #[case("12/24", "")]
    #[case("fr", "")]
    #[case("soon", "")]
    #[case("+", "")]
    #[case("15", "")]
    #[case("+99999999999999999999w", "")]
    #[case("+999999999999999999w", "")]
    #[case("+9000000y", "")]
    #[case("15x jan", "")]
    #[case("жан 15", "")]
    fn a_day_is_read_as_people_type_it(#[case] text: &str, #[case] wanted: &str) {
        let friday: Date = "2026-11-27".parse().expect("a day");
        let found = Date::seen_from(friday, text).map(|day| day.to_string());
        assert_eq!(found.unwrap_or_default(), wanted);
    }

    #[test]
    fn months_end_where_they_end() {
        let last: Date = "2027-01-31".parse().expect("a day");
        let day = Date::seen_from(last, "+1m").expect("a day");
        assert_eq!(day.to_string(), "2027-02-28");
    }

    #[test]
    fn an_empty_field_has_no_day_and_what_is_none_is_told_with_the_forms() {
        let today: Date = "2026-11-27".parse().expect("a day");
        assert_eq!(Date::typed(Field::Due, "  ", today), Ok(None));
        let error = Date::typed(Field::Due, "soon", today).expect_err("none");
        assert_eq!(error.field, Field::Due);
        assert_eq!(
            error.message,
            "Type a day as 2026-12-24, 15 jan, fri, tomorrow or +2w."
        );
    }
}
