//! A note as it is typed, and what is wrong with it.

use super::NoteText;
use crate::domain::{Date, DateError, Field, FieldError};

/// A note as the user types it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoteDraft {
    /// What it says.
    pub text: String,
    /// The day on which somebody wants to come back to it; empty for none.
    pub come_back_on: String,
}

/// The fields of a note that were found to be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteFields {
    /// What it says.
    pub text: NoteText,
    /// The day on which somebody wants to come back to it.
    pub come_back_on: Option<Date>,
}

impl NoteDraft {
    /// Checks all fields and gives them, or everything that is wrong with them.
    pub fn check(&self) -> Result<NoteFields, Vec<FieldError>> {
        let text = Self::text(&self.text);
        let come_back_on = Self::day(&self.come_back_on);
        match (text, come_back_on) {
            (Ok(text), Ok(come_back_on)) => Ok(NoteFields { text, come_back_on }),
            (text, day) => Err(text.err().into_iter().chain(day.err()).collect()),
        }
    }

    /// Reads the text.
    pub fn text(typed: &str) -> Result<NoteText, FieldError> {
        NoteText::parse(typed).map_err(|error| FieldError::new(Field::Text, error))
    }

    /// Reads the day; an empty one is none.
    pub fn day(typed: &str) -> Result<Option<Date>, FieldError> {
        match typed.trim() {
            "" => Ok(None),
            day => day
                .parse()
                .map(Some)
                .map_err(|error: DateError| FieldError::new(Field::ComeBackOn, error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_told_beside_its_field() {
        let mut draft = NoteDraft {
            text: " ".to_owned(),
            come_back_on: "soon".to_owned(),
        };
        let errors = draft.check().expect_err("wrong");
        let told: Vec<(Field, &str)> = errors
            .iter()
            .map(|error| (error.field, error.message.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (Field::Text, "Type the note."),
                (Field::ComeBackOn, "Type a day as 2026-12-24.")
            ]
        );
        draft.text = "Budget is tight".to_owned();
        draft.come_back_on = " 2026-12-24 ".to_owned();
        let fields = draft.check().expect("right");
        assert_eq!(fields.come_back_on, "2026-12-24".parse().ok());
        draft.come_back_on.clear();
        assert_eq!(draft.check().expect("right").come_back_on, None);
    }
}
