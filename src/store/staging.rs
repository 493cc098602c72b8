//! Many contacts in few statements, by way of a table in memory.
//!
//! The search index is written at the end of each statement, which makes rows in statements of their own several times
//! slower.

use rusqlite::{Connection, Statement, ToSql, params_from_iter};

use super::columns::{as_texts, for_details, texts};
use super::{StoreError, Writer, other_emails};
use crate::domain::{ContactId, ContactRecord, CustomerId, Detail, Timestamp, fold};

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
pub enum Tombstone {
    /// Nothing: it was never there.
    None,
    /// That its remote record stays away.
    Left,
}

/// The columns of a row, in the order in which [`bound`] gives their values.
macro_rules! columns {
    () => {
        "id, customer_id, name, name_key, email, email_domain, source, link, follows, archived_at[, %]"
    };
}

const STAGE: &str = for_details!(
    "CREATE TEMP TABLE IF NOT EXISTS staged_contact (
         position     INTEGER PRIMARY KEY,
         id           BLOB NOT NULL,
         customer_id  BLOB NOT NULL,
         name         TEXT,
         name_key     TEXT,
         email        TEXT,
         email_domain TEXT,
         source       TEXT,
         link         TEXT,
         follows      TEXT,
         archived_at  INTEGER[,
         % TEXT]
     ) STRICT"
);

/// Empties the rows that are staged; the link becomes what is given.
macro_rules! scrub {
    ($link:literal) => {
        for_details!(concat!(
            "UPDATE contact SET name = '', name_key = '', email = '', email_domain = ''[, % = NULL], search_key = '',
                    link = ",
            $link,
            ", follows = NULL, archived_at = NULL, updated_at = ?1, deleted_at = ?1
             WHERE id IN (SELECT id FROM staged_contact)"
        ))
    };
}

impl Writer<'_> {
    /// Adds a contact; its address must be free.
    pub fn insert_contact(&self, row: &NewContact, now: Timestamp) -> Result<(), StoreError> {
        self.sql(|connection| {
            let mut statement = connection.prepare_cached(for_details!(concat!(
                "INSERT INTO contact (",
                columns!(),
                ", created_at, updated_at, search_key)
                 VALUES (:id, :customer_id, :name, :name_key, :email, :email_domain, :source, :link, :follows,
                         :archived_at[, :%], :now, :now, folded_lines(:name, :email[, :%]))"
            )))?;
            bound(&mut statement, row, &[&now.as_millis()])?;
            put_other_emails(connection, [row])
        })?;
        self.insert_custom_values(row.id.uuid(), &row.record.fields.custom)
    }

    /// Adds contacts, leaves out each whose address its customer has, as the first one of a contact or another, and gives
    /// the ids of those added.
    ///
    /// Of several with one address the first counts. The ids come in the order of the rows. Their other addresses must be
    /// free.
    pub fn insert_contacts(&self, rows: &[NewContact], now: Timestamp) -> Result<Vec<ContactId>, StoreError> {
        self.make_room_for(rows.len())?;
        let added = self.sql(|connection| {
            let mut added = Vec::with_capacity(rows.len());
            for rows in rows.chunks(STAGED) {
                stage(connection, rows)?;
                let count = connection
                    .prepare_cached(for_details!(concat!(
                        "INSERT INTO contact (",
                        columns!(),
                        ", created_at, updated_at, search_key) SELECT ",
                        columns!(),
                        ", ?1, ?1, folded_lines(name, email[, %])
                         FROM staged_contact s
                         WHERE NOT EXISTS (
                             SELECT 1 FROM other_email o
                             WHERE o.mailbox = substr(s.email, 1, instr(s.email, '@')) || s.email_domain
                                   AND o.customer_id = s.customer_id)
                         ORDER BY position
                         ON CONFLICT (substr(email, 1, instr(email, '@')) || email_domain, customer_id)
                            WHERE deleted_at IS NULL DO NOTHING"
                    )))?
                    .execute([now.as_millis()])?;
                let before = added.len();
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
                let mut new = added.iter().skip(before).peekable();
                let is_new = |row: &&NewContact| new.next_if(|id| **id == row.id).is_some();
                put_other_emails(connection, rows.iter().filter(is_new))?;
            }
            Ok(added)
        })?;
        let mut new = added.iter().peekable();
        for row in rows {
            if new.next_if(|id| **id == row.id).is_some() {
                self.insert_custom_values(row.id.uuid(), &row.record.fields.custom)?;
            }
        }
        Ok(added)
    }

    /// Scrubs contacts: empty rows stay.
    pub fn scrub_contacts(
        &self,
        rows: &[NewContact],
        tombstone: Tombstone,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = match tombstone {
            Tombstone::None => scrub!("NULL"),
            Tombstone::Left => scrub!("iif(link IS NULL, NULL, 'unlinked:' || link_id || '@' || ?1)"),
        };
        self.in_stages(rows, sql, now)?;
        self.sql(|connection| {
            for row in rows.iter().filter(|row| has_other_emails(row)) {
                other_emails::put(connection, row.id.uuid(), None)?;
            }
            let mut statement = connection.prepare_cached("DELETE FROM custom_value WHERE subject_id = ?")?;
            rows.iter()
                .filter(|row| !row.record.fields.custom.is_empty())
                .try_for_each(|row| statement.execute([row.id.uuid()]).map(drop))
        })
    }

    /// Fills scrubbed contacts again; each of their addresses must be free.
    pub fn revive_contacts(&self, rows: &[NewContact], now: Timestamp) -> Result<(), StoreError> {
        self.in_stages(
            rows,
            for_details!(
                "UPDATE contact SET name = s.name, name_key = s.name_key, email = s.email,
                        email_domain = s.email_domain, source = s.source, link = s.link, follows = s.follows,
                        archived_at = s.archived_at[, % = s.%], updated_at = ?1, deleted_at = NULL,
                        search_key = folded_lines(s.name, s.email[, s.%])
                 FROM staged_contact s WHERE s.id = contact.id"
            ),
            now,
        )?;
        self.sql(|connection| put_other_emails(connection, rows))?;
        rows.iter()
            .try_for_each(|row| self.insert_custom_values(row.id.uuid(), &row.record.fields.custom))
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
    let mut statement = connection.prepare_cached(for_details!(concat!(
        "INSERT INTO staged_contact (",
        columns!(),
        ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?[, ?])"
    )))?;
    rows.iter().try_for_each(|row| bound(&mut statement, row, &[]))
}

/// Runs a statement with the values of a row, and with more behind them.
fn bound(statement: &mut Statement<'_>, row: &NewContact, more: &[&dyn ToSql]) -> rusqlite::Result<()> {
    let ContactRecord {
        fields,
        source,
        link,
        follows,
        archived_at,
    } = &row.record;
    let details = as_texts(&fields.details);
    let values: [&dyn ToSql; 10] = [
        &row.id.uuid(),
        &row.customer.uuid(),
        &fields.name.as_str(),
        &fold(fields.name.as_str()),
        &fields.email.as_str(),
        &fields.email.domain().ascii(),
        &source.key(),
        &link.map(|link| link.to_string()),
        &follows.map(|follows| follows.to_string()),
        &archived_at.map(Timestamp::as_millis),
    ];
    let values = values.into_iter().chain(texts(&details));
    statement
        .execute(params_from_iter(values.chain(more.iter().copied())))
        .map(drop)
}

/// Writes the mailboxes of the other addresses of contacts that have some.
fn put_other_emails<'r>(
    connection: &Connection,
    rows: impl IntoIterator<Item = &'r NewContact>,
) -> rusqlite::Result<()> {
    for row in rows.into_iter().filter(|row| has_other_emails(row)) {
        let text = row.record.fields.details.text(Detail::OtherEmails);
        other_emails::put(connection, row.id.uuid(), Some(text))?;
    }
    Ok(())
}

fn has_other_emails(row: &NewContact) -> bool {
    row.record.fields.details[Detail::OtherEmails].is_some()
}

fn clear(connection: &Connection) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM staged_contact")?
        .execute([])
        .map(drop)
}
