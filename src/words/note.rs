//! What an edit of a note did, in a sentence.

use super::custom_field;
use crate::domain::{Field, Note};

/// Tells which fields were edited, or that a follow-up is done, which is when its date goes.
pub(super) fn note_edited(note: &Note, fields: &[Field]) -> String {
    match (fields, note.follow_up_on) {
        ([], _) => "Nothing changed.".to_owned(),
        ([Field::FollowUpOn], None) => format!("Done: follow-up of {note} on {}.", note.subject_words()),
        (fields, _) => format!("Saved {} of {note}.", custom_field::words(fields, &[])),
    }
}
