//! A field that is turned through a few values, each with a key and words for people.

use super::choice::turn;
use crate::input::Key;

/// One of a few values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pick {
    options: &'static [(&'static str, &'static str)],
    chosen: (&'static str, &'static str),
}

impl Pick {
    /// Starts with the first of some values, each a key and its words.
    pub(super) const fn of(options: &'static [(&'static str, &'static str)]) -> Self {
        let chosen = match options {
            [first, ..] => *first,
            [] => ("", ""),
        };
        Self { options, chosen }
    }

    /// Chooses the value of a key; another key changes nothing.
    #[must_use]
    pub(super) fn at(self, key: &str) -> Self {
        let found = self.options.iter().find(|(own, _)| *own == key);
        Self {
            chosen: found.copied().unwrap_or(self.chosen),
            ..self
        }
    }

    /// Turns to another value; returns whether the key did so.
    pub(super) fn press(&mut self, key: Key) -> bool {
        turn(&mut self.chosen, self.options, key)
    }

    /// Returns the key of the value.
    pub const fn key(&self) -> &'static str {
        self.chosen.0
    }

    /// Returns the words of the value.
    pub const fn words(&self) -> &'static str {
        self.chosen.1
    }
}
