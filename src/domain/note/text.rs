//! What a note says: several lines that cannot drive a terminal.

use std::fmt;

use serde::{Serialize, Serializer};
use unicode_width::UnicodeWidthChar;

use crate::domain::{SafeText, clean_lines, fold, harmless};

/// The longest note, in characters.
pub const MAX_NOTE_CHARS: usize = 5_000;

/// How much of a note stands for all of it in a sentence, in characters.
const EXCERPT_CHARS: usize = 60;

/// The text of a note: clean lines, not empty, and of at most 5,000 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteText(String);

/// Why a text is none of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteTextError {
    /// Nothing that can be seen.
    #[error("Type the note.")]
    Missing,
    /// Longer than 5,000 characters.
    #[error("The note is longer than {MAX_NOTE_CHARS} characters; shorten it.")]
    TooLong,
}

impl NoteText {
    /// Cleans a text of any lines and takes it.
    pub fn parse(raw: &str) -> Result<Self, NoteTextError> {
        let text = clean_lines(raw);
        if !text.chars().any(|c| c != ' ' && c.width().unwrap_or(0) > 0) {
            return Err(NoteTextError::Missing);
        }
        if text.len() > MAX_NOTE_CHARS && text.chars().count() > MAX_NOTE_CHARS {
            return Err(NoteTextError::TooLong);
        }
        Ok(Self(text))
    }

    /// Takes a text that a release has stored.
    pub fn from_stored(text: String) -> Self {
        Self(harmless(text))
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the lines.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.0.lines()
    }

    /// Returns what searches look in: one line without case and accents.
    pub fn search_key(&self) -> String {
        fold(self.one_line().as_str())
    }

    /// Returns how it begins, in one line.
    pub fn excerpt(&self) -> String {
        let line = self.one_line();
        match line.as_str().char_indices().nth(EXCERPT_CHARS) {
            Some((end, _)) => format!("{}…", line.as_str().get(..end).unwrap_or_default().trim_end()),
            None => line.to_string(),
        }
    }

    /// Returns all of it in one line.
    pub fn one_line(&self) -> SafeText {
        SafeText::clean(&self.0)
    }
}

impl fmt::Display for NoteText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for NoteText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("", NoteTextError::Missing)]
    #[case(" \n \u{200b}\u{301} \n", NoteTextError::Missing)]
    #[case(&"é".repeat(5_001), NoteTextError::TooLong)]
    fn a_note_is_seen_and_not_too_long(#[case] raw: &str, #[case] error: NoteTextError) {
        assert_eq!(NoteText::parse(raw), Err(error));
    }

    #[test]
    fn lines_stay_and_are_told_in_one() {
        let text = NoteText::parse("\r\nBudget is tight.\r\n\r\n  - ask in Q2\u{1b}[2J\r\n").expect("a text");
        assert_eq!(text.as_str(), "Budget is tight.\n\n  - ask in Q2");
        assert_eq!(text.one_line().as_str(), "Budget is tight. - ask in Q2");
        assert_eq!(text.lines().count(), 3);
        assert_eq!(NoteText::parse(text.as_str()), Ok(text.clone()));
        assert_eq!(NoteText::from_stored(text.to_string()), text);
        assert!(NoteText::parse(&"é".repeat(5_000)).is_ok());
    }
}
