//! The table of notes.

use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};
use uuid::Uuid;

use super::criteria::Criteria;
use super::listing::integer;
use super::rows::{count, name, time};
use super::search::customer_name;
use super::trigrams::{question, trigrams_of};
use super::work::CURRENT;
use super::{Reader, StoreError, Writer};
use crate::domain::{
    Actor, ContactId, CustomerId, Date, Depth, FollowUps, Newest, Note, NoteFilter, NoteHit, NoteId,
    NoteRecord, NoteSubject, NoteText, NoteTextRecord, OnboardingId, Rest, SearchField, SearchQuery, Sense,
    Sought, Timestamp, fold,
};

/// The columns of a note `t`, as [`note`] reads them.
pub(super) const NOTE: &str =
    "t.id, t.number, t.customer_id, c.name, t.contact_id, p.name, t.onboarding_id, g.number,
    t.text, t.author, t.created_at, t.edited_at, t.follow_up_on";

/// What [`NOTE`] needs beside its table.
pub(super) const NOTE_JOINS: &str = "JOIN customer c ON c.id = t.customer_id
    LEFT JOIN contact p ON p.id = t.contact_id
    LEFT JOIN onboarding g ON g.id = t.onboarding_id";

/// How many notes are read between two keys.
const MOST_READ_QUICKLY: i64 = 1_000;

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

/// Demands what a search asks of notes, with the texts that they must hold; none if it asks for other things too, or for
/// no text.
fn sought_in_notes(query: &SearchQuery) -> Option<(Criteria, Vec<String>)> {
    let mut criteria = Criteria::default();
    let mut texts = Vec::new();
    for term in query.terms() {
        let text = match &term.sought {
            Sought::Text(text) | Sought::In(SearchField::Note, text) => text,
            Sought::In(..) | Sought::Is(_) | Sought::Number(_) | Sought::Custom(_) => return None,
        };
        let text = fold(text.as_str());
        criteria.params.push(Value::Text(text.clone()));
        let number = criteria.params.len();
        let holds = match term.sense {
            Sense::Holds => {
                texts.push(text);
                "> 0"
            }
            Sense::HoldsNot => "= 0",
        };
        criteria
            .sql
            .push_str(&format!(" AND instr(t.search_key, ?{number}) {holds}"));
    }
    (!texts.is_empty()).then_some((criteria, texts))
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

    /// Lists the last notes, newest first.
    pub fn newest_notes(&self, filter: NoteFilter, limit: usize) -> Result<Newest<Note>, StoreError> {
        let Criteria { sql, mut params } = notes_of(filter);
        let total = self.row(
            &format!("SELECT count(*) FROM note t JOIN customer c ON c.id = t.customer_id WHERE {sql}"),
            params_from_iter(&params),
            |row| count(row, 0),
        )?;
        params.push(integer(limit));
        let rows = self.rows(
            &format!(
                "SELECT {NOTE} FROM note t {NOTE_JOINS} WHERE {sql} ORDER BY {NEWEST_NOTES_FIRST} LIMIT ?2"
            ),
            params_from_iter(&params),
            note,
        )?;
        Ok(Newest { rows, total })
    }

    /// Lists the notes on current customers that have a follow-up date, the earliest first.
    pub fn follow_ups(&self, which: FollowUps, today: Date) -> Result<Vec<Note>, StoreError> {
        let when = match which {
            FollowUps::Due => "t.follow_up_on <= ?1",
            FollowUps::Coming => "t.follow_up_on > ?1",
            FollowUps::All => "t.follow_up_on IS NOT NULL AND ?1 <> ''",
        };
        self.rows(
            &format!(
                "SELECT {NOTE} FROM note t {NOTE_JOINS}
                 WHERE {when} AND t.deleted_at IS NULL AND {CURRENT} ORDER BY t.follow_up_on, t.number"
            ),
            [today.to_string()],
            note,
        )
    }

    /// Finds notes on customers that are not archived, newest first; a search for other things than texts finds none.
    pub fn search_notes(
        &self,
        query: &SearchQuery,
        limit: usize,
        depth: Depth,
    ) -> Result<(Vec<NoteHit>, Rest), StoreError> {
        let Some((mut criteria, texts)) = sought_in_notes(query) else {
            return Ok((Vec::new(), Rest::None));
        };
        let trigrams = trigrams_of(&texts, 1);
        if trigrams.is_empty() && depth == Depth::Quick && self.has_many_notes()? {
            // Each of them would have to be read.
            return Ok((Vec::new(), Rest::Unread));
        }
        if !trigrams.is_empty() {
            criteria
                .params
                .push(Value::Text(question(trigrams.iter(), " AND ")));
            let asked = criteria.params.len();
            criteria.sql.push_str(&format!(
                " AND t.rowid IN (SELECT s.rowid FROM note_search s WHERE note_search MATCH ?{asked})"
            ));
        }
        let mut found = self.rows(
            &format!(
                "SELECT {NOTE}, c.id, c.display_id, c.name, c.status FROM note t {NOTE_JOINS}
                 WHERE t.deleted_at IS NULL AND c.deleted_at IS NULL AND c.status <> 'archived'{}
                 ORDER BY {NEWEST_NOTES_FIRST} LIMIT {}",
                criteria.sql,
                limit.saturating_add(1).min(1_000_000)
            ),
            params_from_iter(&criteria.params),
            |row| {
                Ok(NoteHit {
                    note: note(row)?,
                    customer: customer_name(row, 13)?,
                })
            },
        )?;
        let rest = if found.len() > limit {
            Rest::More
        } else {
            Rest::None
        };
        found.truncate(limit);
        Ok((found, rest))
    }

    fn has_many_notes(&self) -> Result<bool, StoreError> {
        self.row(
            "SELECT count(*) > ?1 FROM (SELECT 1 FROM note LIMIT ?1 + 1)",
            [MOST_READ_QUICKLY],
            |row| row.get(0),
        )
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
