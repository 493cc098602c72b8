//! Texts that are typed and never shown.

use std::fmt;

use super::LineEditor;

/// A text that is never shown.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret(String);

impl Secret {
    /// Takes what was typed.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// Returns the text.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// A line that is being typed and shows as dots.
#[derive(Clone, Default)]
pub struct HiddenLine(pub(super) LineEditor);

impl HiddenLine {
    /// Counts the characters typed, which is all that shows of them.
    pub fn chars(&self) -> usize {
        self.0.text().chars().count()
    }

    /// Returns what was typed.
    pub(super) fn secret(&self) -> Secret {
        Secret::new(self.0.text().to_owned())
    }
}

impl fmt::Debug for HiddenLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("HiddenLine").field(&self.chars()).finish()
    }
}
