//! A field that is turned through a few values, each with a key and words for people.

use std::sync::Arc;

use super::choice::turned;
use crate::input::Key;

/// One of a few values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    options: Options,
    chosen: usize,
}

/// The values, at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Options {
    /// Those of the program, each a key and its words.
    Fixed(&'static [(&'static str, &'static str)]),
    /// Those of the user, whose names are keys and words.
    Named(Arc<[String]>),
}

impl Pick {
    /// Starts with the first of some values, each a key and its words.
    pub(super) const fn of(options: &'static [(&'static str, &'static str)]) -> Self {
        Self {
            options: Options::Fixed(options),
            chosen: 0,
        }
    }

    /// Starts with the first of some names.
    pub(super) fn named(names: Vec<String>) -> Self {
        Self {
            options: Options::Named(names.into()),
            chosen: 0,
        }
    }

    /// Chooses the value of a key; another key changes nothing.
    #[must_use]
    pub(super) fn at(self, key: &str) -> Self {
        let found = (0..self.count()).find(|place| self.option(*place).0 == key);
        Self {
            chosen: found.unwrap_or(self.chosen),
            ..self
        }
    }

    /// Turns to another value; returns whether the key did so.
    pub(super) fn press(&mut self, key: Key) -> bool {
        match turned(self.chosen, self.count(), key) {
            Some(to) => {
                self.chosen = to;
                true
            }
            None => false,
        }
    }

    /// Returns the key of the value.
    pub fn key(&self) -> &str {
        self.option(self.chosen).0
    }

    /// Returns the words of the value.
    pub fn words(&self) -> &str {
        self.option(self.chosen).1
    }

    fn count(&self) -> usize {
        match &self.options {
            Options::Fixed(options) => options.len(),
            Options::Named(names) => names.len(),
        }
    }

    fn option(&self, place: usize) -> (&str, &str) {
        match &self.options {
            Options::Fixed(options) => options.get(place).copied().unwrap_or_default(),
            Options::Named(names) => names.get(place).map_or(("", ""), |name| (name, name)),
        }
    }
}
