//! Values of properties: how they compare, and how they are written.

use std::collections::BTreeSet;

use jiff::Timestamp;

/// What a property holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Any text.
    Text,
    /// An id.
    Number,
    /// A point in time.
    Time,
}

/// A value of a property; values of one kind are ordered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    /// Any text.
    Text(String),
    /// An id.
    Number(u64),
    /// A point in time.
    Time(Timestamp),
}

impl Value {
    /// Reads a value of a request; none if it is not of the property's kind. Text is kept as it is.
    pub(super) fn read(kind: Kind, text: &str) -> Option<Self> {
        match kind {
            Kind::Text => Some(Self::Text(text.to_owned())),
            Kind::Number => text.parse().ok().map(Self::Number),
            Kind::Time => time(text).map(Self::Time),
        }
    }

    /// Returns the value as search compares it, in lower case.
    pub(super) fn folded(self) -> Self {
        match self {
            Self::Text(text) => Self::Text(text.to_lowercase()),
            Self::Number(number) => Self::Number(number),
            Self::Time(time) => Self::Time(time),
        }
    }

    /// Returns the texts among some values.
    pub(super) fn texts(values: &BTreeSet<Self>) -> impl Iterator<Item = &str> {
        values.iter().filter_map(|value| match value {
            Self::Text(text) => Some(text.as_str()),
            Self::Number(_) | Self::Time(_) => None,
        })
    }

    /// Returns the value as it stands in an answer: always text, numbers too.
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
            Self::Time(time) => time.to_string(),
        }
    }
}

/// Reads a point in time, as ISO-8601 or as milliseconds since 1970.
fn time(text: &str) -> Option<Timestamp> {
    match text.parse::<i64>() {
        Ok(millis) => Timestamp::from_millisecond(millis).ok(),
        Err(_) => text.parse().ok(),
    }
}
