//! Many contacts in few statements, by way of a table in memory.
//!
//! The search index is written at the end of each statement, which makes rows in statements of their own several times
//! slower.

use rusqlite::{Connection, params};

use super::{StoreError, Writer};
use crate::domain::{ContactId, ContactRecord, CustomerId, SafeText, Timestamp, fold};

/// How many rows are staged for one statement; more make it no faster, but take more memory.
const STAGED: usize = 100_000;

/// A contact with its id and customer, on its way into the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewContact {
    /// Its id.
    pub id: ContactId,
    /// Whose it is.
    pub customer: CustomerId,
    /// What it holds.
    pub record: ContactRecord,
}

/// What a contact that goes away leaves for later syncs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trace {
    /// Nothing: it was never there.
    None,
    /// That its remote record stays away.
    Tombstone,
}

const STAGE: &str = "CREATE TEMP TABLE IF NOT EXISTS staged_contact (
    position     INTEGER PRIMARY KEY,
    id           BLOB NOT NULL,
    customer_id  BLOB NOT NULL,
    name         TEXT,
    name_key     TEXT,
    email        TEXT,
    email_domain TEXT,
    title        TEXT,
    phone        TEXT,
    source       TEXT,
    link         TEXT,
    follows      TEXT,
    archived_at  INTEGER
) STRICT";

impl Writer<'_> {
    /// Adds contacts, leaves out each whose address its customer has, and gives the ids of those added.
    ///
    /// Of several with one address the first counts. The ids come in the order of the rows.
    pub fn insert_contacts(&self, rows: &[NewContact], now: Timestamp) -> Result<Vec<ContactId>, StoreError> {
        self.make_room_for(rows.len())?;
        self.sql(|connection| {
            let mut added = Vec::with_capacity(rows.len());
            for rows in rows.chunks(STAGED) {
                stage(connection, rows)?;
                let count = connection
                    .prepare_cached(
                        "INSERT INTO contact (id, customer_id, name, name_key, email, email_domain, title, phone, source,
                                              link, follows, archived_at, created_at, updated_at, search_key)
                         SELECT id, customer_id, name, name_key, email, email_domain, title, phone, source,
                                link, follows, archived_at, ?1, ?1, folded_lines(name, email, title, phone)
                         FROM staged_contact WHERE true ORDER BY position
                         ON CONFLICT (substr(email, 1, instr(email, '@')) || email_domain, customer_id)
                            WHERE deleted_at IS NULL DO NOTHING",
                    )?
                    .execute([now.as_millis()])?;
                if count == rows.len() {
                    added.extend(rows.iter().map(|row| row.id));
                } else {
                    let mut statement = connection.prepare_cached(
                        "SELECT id FROM staged_contact WHERE id IN (SELECT id FROM contact) ORDER BY position",
                    )?;
                    for id in statement.query_map([], |row| row.get(0))? {
                        added.push(ContactId::from_uuid(id?));
                    }
                }
                clear(connection)?;
            }
            Ok(added)
        })
    }

    /// Scrubs contacts: empty rows stay.
    pub fn scrub_contacts(
        &self,
        rows: &[NewContact],
        trace: Trace,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let link = match trace {
            Trace::None => "NULL",
            Trace::Tombstone => "iif(link IS NULL, NULL, 'unlinked:' || link_id || '@' || ?1)",
        };
        self.in_stages(
            rows,
            &format!(
                "UPDATE contact SET name = '', name_key = '', email = '', email_domain = '', title = NULL,
                        phone = NULL, search_key = '', link = {link}, follows = NULL, archived_at = NULL, updated_at = ?1, deleted_at = ?1
                 WHERE id IN (SELECT id FROM staged_contact)"
            ),
            now,
        )
    }

    /// Fills scrubbed contacts again; each address must be free.
    pub fn revive_contacts(&self, rows: &[NewContact], now: Timestamp) -> Result<(), StoreError> {
        self.in_stages(
            rows,
            "UPDATE contact SET name = s.name, name_key = s.name_key, email = s.email, email_domain = s.email_domain,
                    title = s.title, phone = s.phone, source = s.source, link = s.link, follows = s.follows,
                    archived_at = s.archived_at, updated_at = ?1, deleted_at = NULL,
                    search_key = folded_lines(s.name, s.email, s.title, s.phone)
             FROM staged_contact s WHERE s.id = contact.id",
            now,
        )
    }

    fn in_stages(&self, rows: &[NewContact], sql: &str, now: Timestamp) -> Result<(), StoreError> {
        self.make_room_for(rows.len())?;
        self.sql(|connection| {
            for rows in rows.chunks(STAGED) {
                stage(connection, rows)?;
                connection.prepare_cached(sql)?.execute([now.as_millis()])?;
                clear(connection)?;
            }
            Ok(())
        })
    }
}

/// Puts contacts into the table in memory, in place of what is there.
fn stage(connection: &Connection, rows: &[NewContact]) -> rusqlite::Result<()> {
    connection.execute_batch(STAGE)?;
    clear(connection)?;
    let mut statement = connection.prepare_cached(
        "INSERT INTO staged_contact (id, customer_id, name, name_key, email, email_domain, title, phone, source, link,
                                     follows, archived_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?;
    for NewContact { id, customer, record } in rows {
        let ContactRecord {
            fields,
            source,
            link,
            follows,
            archived_at,
        } = record;
        statement.execute(params![
            id.uuid(),
            customer.uuid(),
            fields.name.as_str(),
            fold(fields.name.as_str()),
            fields.email.as_str(),
            fields.email.domain().ascii(),
            fields.title.as_ref().map(SafeText::as_str),
            fields.phone.as_ref().map(SafeText::as_str),
            source.key(),
            link.map(|link| link.to_string()),
            follows.map(|follows| follows.to_string()),
            archived_at.map(Timestamp::as_millis),
        ])?;
    }
    Ok(())
}

fn clear(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM staged_contact")?
        .execute([])
        .map(drop)
}
