//! Days of the calendar, without a time of day or a zone.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::Timestamp;

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

/// A text that is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Type a day as 2026-12-24, 15 jan, fri, tomorrow or +2w.")]
pub struct DateError;

impl Date {
    /// Returns the day of a point in time in a time zone.
    pub fn of(at: Timestamp, zone: &jiff::tz::TimeZone) -> Self {
        let at = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or_default();
        Self(zone.to_datetime(at).date())
    }

    /// Returns the noon of the day in a time zone, at which it is that day whatever the clocks do there.
    pub fn noon_in(self, zone: &jiff::tz::TimeZone) -> Option<Timestamp> {
        let noon = zone.to_timestamp(self.0.at(12, 0, 0, 0)).ok()?;
        Some(Timestamp::from_millis(noon.as_millisecond()))
    }

    /// Returns it as on a screen, `25 Nov`, with its year if that is not the one of today.
    pub fn short(self, today: Self) -> String {
        let year = if self.0.year() == today.0.year() {
            ""
        } else {
            " %Y"
        };
        self.0.strftime(&format!("%-d %b{year}")).to_string()
    }

    /// Returns how long ago it was: `25 Nov, 3 days ago`.
    pub fn ago(self, today: Self) -> String {
        let ago = match today.days_since(self) {
            0 => "today".to_owned(),
            1 => "yesterday".to_owned(),
            days => format!("{days} days ago"),
        };
        format!("{}, {ago}", self.short(today))
    }

    /// Returns it with its year, whatever today is: `25 Nov 2026`.
    pub fn full(self) -> String {
        self.0.strftime("%-d %b %Y").to_string()
    }

    /// Returns it as in a letter: `25 November 2026`.
    pub fn long(self) -> String {
        self.0.strftime("%-d %B %Y").to_string()
    }

    /// Counts the days from another day to this one; negative if this one is earlier.
    pub fn days_since(self, other: Self) -> i64 {
        let span = other.0.until((jiff::Unit::Day, self.0));
        span.map_or(0, |span| i64::from(span.get_days()))
    }

    /// Returns the day so many days later; the last day there is if that is beyond the calendar.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        let later = jiff::Span::new().try_days(days).ok();
        Self(later.map_or(self.0, |span| self.0.saturating_add(span)))
    }
}

/// What [`Date::seen_from`] asks of the calendar.
impl Date {
    pub(super) fn weekday(self) -> jiff::civil::Weekday {
        self.0.weekday()
    }

    pub(super) fn year(self) -> i16 {
        self.0.year()
    }

    /// Returns a day of the calendar, if there is such a day.
    pub(super) fn on(year: i16, month: i8, day: i8) -> Option<Self> {
        jiff::civil::Date::new(year, month, day).ok().map(Self)
    }

    pub(super) fn plus_days_checked(self, days: i64) -> Option<Self> {
        let span = jiff::Span::new().try_days(days).ok()?;
        self.0.checked_add(span).ok().map(Self)
    }

    pub(super) fn plus_months(self, months: i64) -> Option<Self> {
        let span = jiff::Span::new().try_months(months).ok()?;
        self.0.checked_add(span).ok().map(Self)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        // The library takes more forms; one is enough to be clear.
        let is_plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        if !is_plain {
            return Err(DateError);
        }
        text.parse().map(Self).map_err(|_| DateError)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_one_form_and_counts_days() {
        let day: Date = " 2026-12-24 ".parse().expect("a day");
        assert_eq!(day.to_string(), "2026-12-24");
        for wrong in [
            "",
            "24.12.2026",
            "2026-13-01",
            "2026-02-30",
            "20261224",
            "2026-1-1",
            "2026-12-24T10:00",
        ] {
            assert_eq!(wrong.parse::<Date>(), Err(DateError), "{wrong}");
        }
        assert_eq!(day.ago(day.plus_days(3)), "24 Dec, 3 days ago");
        assert_eq!(day.ago(day.plus_days(1)), "24 Dec, yesterday");
        assert_eq!(day.long(), "24 December 2026");
        assert_eq!(day.full(), "24 Dec 2026");
        assert_eq!(
            (day.short(day), day.short(day.plus_days(10))),
            ("24 Dec".into(), "24 Dec 2026".into())
        );
        assert_eq!(day.plus_days(10).to_string(), "2027-01-03");
        assert_eq!(day.plus_days(10).days_since(day), 10);
        assert_eq!(day.days_since(day.plus_days(400)), -400);
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(14));
        assert_eq!(
            Date::of(Timestamp::from_millis(1_795_512_600_000), &zone).to_string(),
            "2026-11-24"
        );
    }
}
