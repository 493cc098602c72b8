//! Notes on customers, contacts and onboardings: how they are written, edited, moved and deleted.

use super::plans::{missing, number};
use super::recorder::{Names, Recorder, Subject};
use super::shown::demand_as_shown;
use super::{Act, Error, Workspace, onboard};
use crate::domain::{
    Contact, ContactId, CustomerId, Date, Entity, Field, FollowUps, Note, NoteEdit, NoteFields, NoteFilter,
    NoteId, NoteOn, NoteRecord, NoteTextRecord, Outcome,
};
use crate::store::Numbered;

impl Workspace {
    /// Lists notes, newest first.
    pub fn notes(&mut self, filter: NoteFilter) -> Result<Vec<Note>, Error> {
        self.store.read(|reader| Ok(reader.notes(filter)?))
    }

    /// Lists the notes on current customers that have a follow-up date, the earliest first.
    pub fn follow_ups(&mut self, which: FollowUps, today: Date) -> Result<Vec<Note>, Error> {
        self.store.read(|reader| Ok(reader.follow_ups(which, today)?))
    }

    /// Finds a note by its number (`7`, `#7`) or its id.
    pub fn find_note(&mut self, named: &str) -> Result<Note, Error> {
        self.store.read(|reader| {
            let found = match (number(named), named.trim().parse()) {
                (Some(number), _) => reader.note_by_number(number)?,
                (None, Ok(id)) => reader.note(id)?,
                (None, Err(_)) => None,
            };
            found.ok_or_else(|| missing("note", named, "pivotal note list CUSTOMER"))
        })
    }
}

/// Writes a note under the name of who acts.
pub(super) fn add(recorder: &mut Recorder<'_>, on: NoteOn, fields: &NoteFields) -> Result<Act, Error> {
    let (customer, contact, onboarding) = match on {
        NoteOn::Customer(id) => (id, None, None),
        NoteOn::Contact(id) => {
            let contact = recorder.contact(id)?.ok_or_else(Error::no_contact)?;
            (contact.customer_id, Some(id), None)
        }
        NoteOn::Onboarding(id) => (onboard::find(recorder, id)?.customer_id, None, Some(id)),
    };
    let customer = recorder.customer(customer)?.ok_or_else(Error::no_customer)?;
    let record = NoteRecord {
        number: recorder.next_number(Numbered::Note)?,
        contact,
        onboarding,
        author: recorder.actor(),
        text: fields.text.clone(),
        edited_at: None,
        follow_up_on: fields.follow_up_on,
    };
    let id = recorder.add_note(customer.id, &record)?;
    let note = find(recorder, id)?;
    Ok(Act {
        label: format!("added {note} on {}", note.subject_words()),
        outcome: Outcome::NoteAdded(note),
    })
}

/// Writes the edits that differ from what is there.
pub(super) fn edit(recorder: &mut Recorder<'_>, id: NoteId, edits: Vec<NoteEdit>) -> Result<Act, Error> {
    let before = find(recorder, id)?;
    let fields = recorder.edit(edits, NoteEdit::field, |recorder, edit| {
        let field = edit.field();
        let text = match edit {
            NoteEdit::Text(text) if text == before.text => return Ok(()),
            NoteEdit::Text(text) => {
                let edited_at = Some(recorder.now());
                Some(NoteTextRecord { text, edited_at }.to_log())
            }
            NoteEdit::FollowUpOn(day) => day.as_ref().map(Date::to_string),
        };
        let name = before.to_string();
        recorder.set(subject(&before, &name), field, text, Names::default())
    })?;
    let note = find(recorder, id)?;
    let words: Vec<String> = fields.iter().map(ToString::to_string).collect();
    Ok(Act {
        label: format!(
            "changed {} of {note} on {}",
            words.join(", "),
            note.subject_words()
        ),
        outcome: Outcome::NoteEdited { note, fields },
    })
}

/// Writes edits of a note that was shown, if nobody gave those fields another value since.
pub(super) fn edit_shown(
    recorder: &mut Recorder<'_>,
    shown: &Note,
    edits: Vec<NoteEdit>,
) -> Result<Act, Error> {
    let changed = shown.fields().edits_to(&find(recorder, shown.id)?.fields());
    demand_as_shown(&changed, &edits, NoteEdit::field, |edit| match edit {
        NoteEdit::Text(text) => Some(text.excerpt()),
        NoteEdit::FollowUpOn(day) => day.as_ref().map(Date::to_string),
    })?;
    edit(recorder, shown.id, edits)
}

/// Takes a note away; its fields are scrubbed, an empty row stays.
pub(super) fn delete(recorder: &mut Recorder<'_>, id: NoteId) -> Result<Act, Error> {
    let note = find(recorder, id)?;
    recorder.remove_note(id, note.customer_id, &NoteRecord::from(&note))?;
    Ok(Act {
        label: format!("deleted {note} on {}", note.subject_words()),
        outcome: Outcome::NoteDeleted(note),
    })
}

/// Deletes the notes on contacts that are deleted, and gives how many.
pub(super) fn delete_with(recorder: &mut Recorder<'_>, contacts: &[Contact]) -> Result<usize, Error> {
    let mut count = 0;
    for contact in contacts {
        for note in recorder.notes(NoteFilter::OnContact(contact.id))? {
            recorder.remove_note(note.id, note.customer_id, &NoteRecord::from(&note))?;
            count += 1;
        }
    }
    Ok(count)
}

/// Moves the notes on a contact to another one of its customer, and gives how many.
pub(super) fn move_to(recorder: &mut Recorder<'_>, from: &Contact, to: &Contact) -> Result<usize, Error> {
    let notes = recorder.notes(NoteFilter::OnContact(from.id))?;
    for note in &notes {
        let names = Names {
            old: Some(from.name.to_string()),
            new: Some(to.name.to_string()),
        };
        let (name, text) = (note.to_string(), Some(to.id.to_string()));
        recorder.set(subject(note, &name), Field::Contact, text, names)?;
    }
    Ok(notes.len())
}

/// Says why a note cannot come back, if what it was on is gone.
pub(super) fn missing_subject(
    recorder: &Recorder<'_>,
    customer: CustomerId,
    record: &NoteRecord,
) -> Result<Option<&'static str>, Error> {
    if recorder.customer(customer)?.is_none() {
        return Ok(Some("not restored: its customer was deleted"));
    }
    if is_gone(recorder, record.contact)? {
        return Ok(Some("not restored: its contact was deleted"));
    }
    if let Some(onboarding) = record.onboarding
        && recorder.onboarding(onboarding)?.is_none()
    {
        return Ok(Some("not restored: the start of its onboarding was undone"));
    }
    Ok(None)
}

fn is_gone(recorder: &Recorder<'_>, contact: Option<ContactId>) -> Result<bool, Error> {
    Ok(match contact {
        Some(id) => recorder.contact(id)?.is_none(),
        None => false,
    })
}

fn find(recorder: &Recorder<'_>, id: NoteId) -> Result<Note, Error> {
    recorder.note(id)?.ok_or_else(Error::no_note)
}

/// Names a note for the log.
fn subject<'a>(note: &Note, name: &'a str) -> Subject<'a> {
    Subject {
        customer: note.customer_id,
        entity: Entity::Note,
        id: note.id.uuid(),
        name,
    }
}
