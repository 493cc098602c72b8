//! A person who chose another key for everything: for the tests of what names a key.

use super::testing::Person;
use crate::input::{DEFAULTS, Key, Keymap, Rebinding};

/// Which keys hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// Those by default.
    Default,
    /// Others for each command; a key by default stands for the one in its place.
    Others,
}

impl Person {
    /// Gives each command another key, none of which is one by default.
    pub(crate) fn with_other_keys(mut self) -> Self {
        let rebindings: Vec<Rebinding> = DEFAULTS
            .iter()
            .filter(|binding| !binding.keys.is_empty())
            .zip('\u{4e00}'..)
            .map(|(binding, sign)| Rebinding {
                layer: binding.layer,
                command: binding.command,
                keys: vec![Key::alt(sign)],
            })
            .collect();
        self.model.keymap = Keymap::rebound(&rebindings).expect("taken");
        self.keys = Keys::Others;
        self
    }

    /// Returns the key that stands for what a key does by default.
    pub(super) fn as_bound(&self, key: Key) -> Key {
        let layers = self.model.layers();
        let found = match self.keys {
            Keys::Default => None,
            Keys::Others => layers.iter().find_map(|layer| {
                let mut bindings = DEFAULTS.iter().filter(|binding| binding.layer == *layer);
                bindings.find(|binding| binding.keys.contains(&key))
            }),
        };
        found
            .and_then(|found| {
                let mut bindings = self.model.keymap.of(found.layer);
                bindings.find(|binding| binding.command == found.command)
            })
            .and_then(|binding| binding.keys.first().copied())
            .unwrap_or(key)
    }
}
