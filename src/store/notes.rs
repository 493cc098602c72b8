//! The table of notes.

use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};
use uuid::Uuid;

use super::criteria::Criteria;
use super::rows::{name, time};
use super::{Reader, StoreError, Writer};
use crate::domain::{
    Actor, ContactId, CustomerId, Date, Note, NoteFilter, NoteId, NoteRecord, NoteSubject, NoteText,
    NoteTextRecord, OnboardingId, Timestamp,
};

/// The columns of a note `t`, as [`note`] reads them.
pub(super) const NOTE: &str =
    "t.id, t.number, t.customer_id, c.name, t.contact_id, p.name, t.onboarding_id, g.number,
    t.text, t.author, t.created_at, t.edited_at, t.follow_up_on";

/// What [`NOTE`] needs beside its table.
pub(super) const NOTE_JOINS: &str = "JOIN customer c ON c.id = t.customer_id
    LEFT JOIN contact p ON p.id = t.contact_id
    LEFT JOIN onboarding g ON g.id = t.onboarding_id";

pub(super) const NEWEST_NOTES_FIRST: &str = "t.number DESC";

/// Demands that notes that are there fulfil a condition on one value.
fn demanded(condition: &str, value: impl Into<Value>) -> Criteria {
    Criteria {
        sql: format!("{condition} AND t.deleted_at IS NULL AND c.deleted_at IS NULL"),
        params: vec![value.into()],
    }
}

/// Demands what a filter says.
pub(super) fn notes_of(filter: NoteFilter) -> Criteria {
    match filter {
        NoteFilter::All => demanded("?1", true),
        NoteFilter::OfCustomer(id) => demanded("t.customer_id = ?1", id.uuid()),
        NoteFilter::OnContact(id) => demanded("t.contact_id = ?1", id.uuid()),
        NoteFilter::OnOnboarding(id) => demanded("t.onboarding_id = ?1", id.uuid()),
    }
}

impl Reader<'_> {
    /// Finds a note.
    pub fn note(&self, id: NoteId) -> Result<Option<Note>, StoreError> {
        Ok(self.notes_where(&demanded("t.id = ?1", id.uuid()))?.pop())
    }

    /// Finds the note with a short number.
    pub fn note_by_number(&self, number: u32) -> Result<Option<Note>, StoreError> {
        Ok(self.notes_where(&demanded("t.number = ?1", number))?.pop())
    }

    /// Lists notes, newest first.
    pub fn notes(&self, filter: NoteFilter) -> Result<Vec<Note>, StoreError> {
        self.notes_where(&notes_of(filter))
    }

    /// Lists the contacts of a customer on whom there are notes.
    pub fn contacts_with_notes(&self, customer: CustomerId) -> Result<BTreeSet<ContactId>, StoreError> {
        let ids = self.rows(
            "SELECT contact_id FROM note
             WHERE customer_id = ? AND contact_id IS NOT NULL AND deleted_at IS NULL",
            [customer.uuid()],
            |row| Ok(ContactId::from_uuid(row.get(0)?)),
        )?;
        Ok(ids.into_iter().collect())
    }

    fn notes_where(&self, holds: &Criteria) -> Result<Vec<Note>, StoreError> {
        self.rows(
            &format!(
                "SELECT {NOTE} FROM note t {NOTE_JOINS} WHERE {} ORDER BY {NEWEST_NOTES_FIRST}",
                holds.sql
            ),
            params_from_iter(&holds.params),
            note,
        )
    }

    /// Reads the text of a note with when it was edited, as the text of a cell.
    pub(super) fn note_text_cell(&self, id: Uuid) -> Result<Option<Option<String>>, StoreError> {
        self.row_if_any(
            "SELECT text, edited_at FROM note WHERE id = ? AND deleted_at IS NULL",
            [id],
            |row| {
                let record = NoteTextRecord {
                    text: NoteText::from_stored(row.get(0)?),
                    edited_at: time(row, 1)?,
                };
                Ok(Some(record.to_log()))
            },
        )
    }
}

impl Writer<'_> {
    /// Adds a note to those of a customer.
    pub fn insert_note(
        &self,
        id: NoteId,
        customer: CustomerId,
        record: &NoteRecord,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(
            "INSERT INTO note (id, number, customer_id, contact_id, onboarding_id, author, text, search_key,
                               follow_up_on, created_at, edited_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?11, ?8, ?9, ?10, ?9)",
            params![
                id.uuid(),
                record.number,
                customer.uuid(),
                record.contact.map(ContactId::uuid),
                record.onboarding.map(OnboardingId::uuid),
                record.author.as_str(),
                record.text.as_str(),
                record.follow_up_on.map(|day| day.to_string()),
                now.as_millis(),
                record.edited_at.map(Timestamp::as_millis),
                record.text.search_key(),
            ],
        )
    }

    /// Scrubs a note: an empty row stays.
    pub fn scrub_note(&self, id: NoteId, now: Timestamp) -> Result<(), StoreError> {
        self.write(
            "UPDATE note SET contact_id = NULL, onboarding_id = NULL, author = '', text = '', search_key = '',
                             follow_up_on = NULL, edited_at = NULL, updated_at = ?2, deleted_at = ?2
             WHERE id = ?1",
            params![id.uuid(), now.as_millis()],
        )
    }

    /// Fills a scrubbed note again.
    pub fn revive_note(&self, id: NoteId, record: &NoteRecord, now: Timestamp) -> Result<(), StoreError> {
        self.write(
            "UPDATE note SET contact_id = ?2, onboarding_id = ?3, author = ?4, text = ?5, search_key = ?9,
                             follow_up_on = ?6, edited_at = ?7, updated_at = ?8, deleted_at = NULL
             WHERE id = ?1",
            params![
                id.uuid(),
                record.contact.map(ContactId::uuid),
                record.onboarding.map(OnboardingId::uuid),
                record.author.as_str(),
                record.text.as_str(),
                record.follow_up_on.map(|day| day.to_string()),
                record.edited_at.map(Timestamp::as_millis),
                now.as_millis(),
                record.text.search_key(),
            ],
        )
    }

    /// Writes the text of a note and when it was edited, from the text of a cell.
    pub(super) fn set_note_text_cell(
        &self,
        id: Uuid,
        cell: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(record) = cell.and_then(NoteTextRecord::from_log) else {
            return Ok(());
        };
        self.write(
            "UPDATE note SET text = ?2, search_key = ?5, edited_at = ?3, updated_at = ?4 WHERE id = ?1",
            params![
                id,
                record.text.as_str(),
                record.edited_at.map(Timestamp::as_millis),
                now.as_millis(),
                record.text.search_key(),
            ],
        )
    }
}

/// Reads a note, whose columns [`NOTE`] names.
pub(super) fn note(row: &Row<'_>) -> rusqlite::Result<Note> {
    let contact = row.get::<_, Option<Uuid>>(4)?.map(ContactId::from_uuid);
    let onboarding = row.get::<_, Option<Uuid>>(6)?.map(OnboardingId::from_uuid);
    Ok(Note {
        id: NoteId::from_uuid(row.get(0)?),
        number: row.get(1)?,
        customer_id: CustomerId::from_uuid(row.get(2)?),
        customer_name: name(row, 3)?,
        subject: match (contact, onboarding) {
            (Some(id), _) => NoteSubject::Contact {
                id,
                name: name(row, 5)?,
            },
            (None, Some(id)) => NoteSubject::Onboarding {
                id,
                number: row.get(7)?,
            },
            (None, None) => NoteSubject::Customer,
        },
        text: NoteText::from_stored(row.get(8)?),
        author: Actor::new(&row.get::<_, String>(9)?),
        created_at: Timestamp::from_millis(row.get(10)?),
        edited_at: time(row, 11)?,
        follow_up_on: row
            .get::<_, Option<String>>(12)?
            .and_then(|text| text.parse::<Date>().ok()),
    })
}
