//! A note as it is typed, and what is wrong with it.

use super::{NoteEdit, NoteText};
use crate::domain::{Date, Field, FieldError};

/// A note as the user types it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NoteDraft {
    /// What it says.
    pub text: String,
    /// The day on which somebody wants to follow it up; empty for none.
    pub follow_up_on: String,
}

/// The fields of a note that were found to be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteFields {
    /// What it says.
    pub text: NoteText,
    /// The day on which somebody wants to follow it up.
    pub follow_up_on: Option<Date>,
}

impl NoteFields {
    /// Returns what makes these fields the others.
    pub fn edits_to(&self, after: &Self) -> Vec<NoteEdit> {
        let text = (self.text != after.text).then(|| NoteEdit::Text(after.text.clone()));
        let day =
            (self.follow_up_on != after.follow_up_on).then_some(NoteEdit::FollowUpOn(after.follow_up_on));
        text.into_iter().chain(day).collect()
    }
}

impl NoteDraft {
    /// Checks all fields and gives them, or everything that is wrong with them.
    pub fn check(&self, today: Date) -> Result<NoteFields, Vec<FieldError>> {
        let text = Self::text(&self.text);
        let follow_up_on = Date::typed(Field::FollowUpOn, &self.follow_up_on, today);
        match (text, follow_up_on) {
            (Ok(text), Ok(follow_up_on)) => Ok(NoteFields { text, follow_up_on }),
            (text, day) => Err(text.err().into_iter().chain(day.err()).collect()),
        }
    }

    /// Reads the text.
    pub fn text(typed: &str) -> Result<NoteText, FieldError> {
        NoteText::parse(typed).map_err(|error| FieldError::new(Field::Text, error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_told_beside_its_field() {
        let mut draft = NoteDraft {
            text: " ".to_owned(),
            follow_up_on: "soon".to_owned(),
        };
        let today: Date = "2026-11-25".parse().expect("a day");
        let errors = draft.check(today).expect_err("wrong");
        let told: Vec<(Field, &str)> = errors
            .iter()
            .map(|error| (error.field, error.message.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                (Field::Text, "Type the note."),
                (
                    Field::FollowUpOn,
                    "Type a day as 2026-12-24, 15 jan, fri, tomorrow or +2w."
                )
            ]
        );
        draft.text = "Budget is tight".to_owned();
        draft.follow_up_on = " 2026-12-24 ".to_owned();
        let fields = draft.check(today).expect("right");
        assert_eq!(fields.follow_up_on, "2026-12-24".parse().ok());
        draft.follow_up_on.clear();
        assert_eq!(draft.check(today).expect("right").follow_up_on, None);
    }
}
