//! Points in time, and where they come from.

use std::fmt;

use serde::{Serialize, Serializer};

/// A point in time: milliseconds since 1970-01-01 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Takes milliseconds since 1970-01-01 UTC.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Returns milliseconds since 1970-01-01 UTC.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Returns the time `millis` later.
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Writes the day and minute in a time zone: `2026-11-24 09:30`.
    pub fn minute_in(self, zone: &jiff::tz::TimeZone) -> String {
        self.to_jiff()
            .to_zoned_datetime(zone.clone())
            .strftime("%Y-%m-%d %H:%M")
            .to_string()
    }

    /// Writes the basic form of ISO 8601 in UTC, which fits into the name of a file: `20261124T093000Z`.
    pub fn stamp(self) -> String {
        self.to_jiff().strftime("%Y%m%dT%H%M%SZ").to_string()
    }

    /// Reads what [`Self::stamp`] writes.
    pub fn from_stamp(text: &str) -> Option<Self> {
        let local = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
        let at = jiff::tz::TimeZone::UTC.to_timestamp(local).ok()?;
        Some(Self(at.as_millisecond()))
    }

    /// Reads RFC 3339, as [`Self`] is written, in any time zone.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        let at: jiff::Timestamp = text.parse().ok()?;
        Some(Self(at.as_millisecond()))
    }

    fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or_default()
    }
}

impl fmt::Display for Timestamp {
    /// Writes RFC 3339 in UTC: `2026-11-24T09:30:00Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_jiff().fmt(f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Where the present time comes from; tests bring their own.
pub trait Clock: Send {
    /// Returns the present time.
    fn now(&self) -> Timestamp;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_as_rfc_3339_and_as_a_local_minute() {
        let at = Timestamp::from_millis(1_795_512_600_000);
        assert_eq!(at.to_string(), "2026-11-24T09:30:00Z");
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(2));
        assert_eq!(at.minute_in(&zone), "2026-11-24 11:30");
    }

    #[test]
    fn a_stamp_is_read_back() {
        let at = Timestamp::from_millis(1_795_512_600_000);
        assert_eq!(at.stamp(), "20261124T093000Z");
        assert_eq!(Timestamp::from_stamp(&at.stamp()), Some(at));
        for text in ["", "20261124T093000", "20261324T093000Z", "20261124T093000Z-2"] {
            assert_eq!(Timestamp::from_stamp(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_outside_the_calendar_does_not_panic() {
        assert_eq!(
            Timestamp::from_millis(i64::MAX).to_string(),
            "1970-01-01T00:00:00Z"
        );
    }
}
