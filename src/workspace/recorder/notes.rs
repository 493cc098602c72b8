//! How the notes of people on customers, contacts and onboardings are written.

use super::{LoggedRecord, Recorder, Turn};
use crate::domain::{Actor, CustomerId, Entity, NoteId, NoteRecord};
use crate::workspace::Error;

impl Recorder<'_> {
    /// Returns who makes the change.
    pub(in crate::workspace) fn actor(&self) -> Actor {
        self.author
            .map_or_else(|| Actor::new(""), |author| author.actor.clone())
    }

    /// Adds a note to those of a customer.
    pub(in crate::workspace) fn add_note(
        &mut self,
        customer: CustomerId,
        record: &NoteRecord,
    ) -> Result<NoteId, Error> {
        let id = NoteId::from_uuid(self.next_id());
        self.writer.insert_note(id, customer, record, self.now)?;
        self.note_turn(id, customer, record, Turn::Appears)?;
        Ok(id)
    }

    /// Scrubs a note.
    pub(in crate::workspace) fn remove_note(
        &mut self,
        id: NoteId,
        customer: CustomerId,
        record: &NoteRecord,
    ) -> Result<(), Error> {
        self.writer.scrub_note(id, self.now)?;
        self.note_turn(id, customer, record, Turn::Goes)
    }

    /// Brings a scrubbed note back.
    pub(in crate::workspace) fn revive_note(
        &mut self,
        id: NoteId,
        customer: CustomerId,
        record: &NoteRecord,
    ) -> Result<(), Error> {
        self.writer.revive_note(id, record, self.now)?;
        self.note_turn(id, customer, record, Turn::Appears)
    }

    fn note_turn(
        &mut self,
        id: NoteId,
        customer: CustomerId,
        record: &NoteRecord,
        turn: Turn,
    ) -> Result<(), Error> {
        let on_contact = match record.contact {
            Some(id) => self.contact(id)?.map(|contact| contact.name.to_string()),
            None => None,
        };
        let on_onboarding = match record.onboarding {
            Some(id) => self
                .onboarding(id)?
                .map(|onboarding| format!("onboarding #{}", onboarding.number)),
            None => None,
        };
        let noted = LoggedRecord {
            entity: Entity::Note,
            id: id.uuid(),
            subject: format!("note #{}", record.number),
            record: record.to_log(),
            who: on_contact.or(on_onboarding),
        };
        self.log_record(Some(customer), noted, turn);
        Ok(())
    }
}
