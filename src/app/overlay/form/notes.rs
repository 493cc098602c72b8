//! The forms of notes, and what they ask for.

use super::{Form, Subject, Value, text};
use crate::app::editor::TextEditor;
use crate::domain::{
    Contact, Customer, Date, Field, FieldError, Note, NoteDraft, NoteFields, NoteOn, Onboarding,
};

impl Form {
    /// Opens a form for a new note on a customer.
    pub(in crate::app) fn note_on_customer(customer: &Customer) -> Self {
        Self::new_note(NoteOn::Customer(customer.id), customer.name.to_string())
    }

    /// Opens a form for a new note on a contact.
    pub(in crate::app) fn note_on_contact(contact: &Contact) -> Self {
        Self::new_note(NoteOn::Contact(contact.id), contact.name.to_string())
    }

    /// Opens a form for a new note on an onboarding.
    pub(in crate::app) fn note_on_onboarding(onboarding: &Onboarding) -> Self {
        let subject = format!(
            "onboarding #{} of {}",
            onboarding.number, onboarding.customer_name
        );
        Self::new_note(NoteOn::Onboarding(onboarding.id), subject)
    }

    /// Opens a form for a new note on what words name.
    pub(in crate::app) fn new_note(on: NoteOn, subject: String) -> Self {
        Self::new(Subject::NewNote(on, subject), fields("", ""))
    }

    /// Opens the form of a note.
    pub(in crate::app) fn edit_note(note: &Note) -> Self {
        let day = note.follow_up_on.map(|day| day.to_string());
        Self::new(
            Subject::Note(Box::new(note.clone())),
            fields(note.text.as_str(), &day.unwrap_or_default()),
        )
    }

    /// Reads a note.
    pub(super) fn note(&self, today: Date) -> Result<NoteFields, Vec<FieldError>> {
        let draft = NoteDraft {
            text: self.text_of(Field::Text),
            follow_up_on: self.text_of(Field::FollowUpOn),
        };
        draft.check(today)
    }
}

fn fields(note: &str, day: &str) -> [(Field, Value); 2] {
    [
        (Field::Text, Value::Lines(TextEditor::new(note))),
        (Field::FollowUpOn, text(day)),
    ]
}
