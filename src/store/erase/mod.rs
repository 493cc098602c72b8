//! Erases a contact for good: what the rows, the log, the search, kept lists and the free space of the file hold of it.
//!
//! The lines of the log that added and removed the contact stay, with nothing personal in them, so that the log can be
//! replayed to the same rows; every other line about the contact goes. What is freed in the file, and in its write-ahead log,
//! still holds the old bytes: the file is written anew after the transaction, or at the next start if the program ends before.

mod backups;
mod clean;
mod drafts;
mod former;
mod held;
mod log;
mod traces;

use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use self::drafts::empty_drafts;
use self::held::{empty_faults, empty_notifications};
use self::log::{empty_contact, empty_labels, empty_legacy, empty_names, empty_note};
use self::traces::{notes_of, same_person, touched, traces};
use super::{MANY, Reader, StoreError, Writer};
use crate::domain::{Contact, Email, Link, RemoteContact, RemoteId, Timestamp};
pub use backups::backups_with;
pub use clean::Cleaned;

/// The counter that says that the file is to be written anew.
const PENDING: &str = "erasing";

/// The counter that says when somebody was erased last, in milliseconds.
const ERASED_AT: &str = "erased_at";

impl Reader<'_> {
    /// Returns whether anybody was ever erased.
    pub fn has_erased_anyone(&self) -> Result<bool, StoreError> {
        self.sql(|connection| {
            connection
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM erased_mark)")?
                .query_row([], |row| row.get(0))
        })
    }

    /// Returns whether a person of the source was erased, by the id or the address.
    pub fn was_erased(&self, person: &RemoteContact) -> Result<bool, StoreError> {
        self.sql(|connection| {
            let email = person.email.iter().map(Email::key);
            for text in email.chain([person.id.to_stored()]) {
                let mark = mark(connection, &text)?;
                let is_there = "SELECT EXISTS (SELECT 1 FROM erased_mark WHERE mark = ?)";
                if connection
                    .prepare_cached(is_there)?
                    .query_row([mark], |row| row.get(0))?
                {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }
}

/// Makes the digest under which an address or an id of somebody who was erased is known, with a key that the first erasing
/// made.
fn mark(connection: &Connection, text: &str) -> rusqlite::Result<Vec<u8>> {
    let key: Vec<u8> = connection
        .prepare_cached("SELECT key FROM erasing_key")?
        .query_row([], |row| row.get(0))?;
    let mut digest = Sha256::new();
    digest.update(&key);
    digest.update(text.as_bytes());
    Ok(digest.finalize().to_vec())
}

impl Writer<'_> {
    /// Erases what is left of a contact that was removed in this transaction, with those that were the same person; returns
    /// the names and addresses by which that is known.
    pub fn erase(&self, contact: &Contact, now: Timestamp) -> Result<Vec<String>, StoreError> {
        // It may last longer than other windows wait by themselves.
        self.make_room_for(MANY)?;
        let (remotes, known) = self.sql(|connection| {
            let customer = contact.customer_id;
            let ids = same_person(connection, contact)?;
            let remotes = remotes_of(connection, contact, &ids)?;
            leave_marks(connection, contact, &remotes)?;
            let all = traces(connection, contact, &ids)?;
            let traces = all.clone().without_others(connection, contact)?;
            let notes = notes_of(connection, customer, &ids)?;
            let touched = touched(connection, customer, &ids, &notes)?;
            for id in &ids {
                empty_contact(connection, *id)?;
                empty_names(connection, customer, *id, &all)?;
            }
            notes.iter().try_for_each(|note| empty_note(connection, *note))?;
            empty_notifications(connection, customer, &ids, &traces)?;
            empty_faults(connection, &traces)?;
            empty_legacy(connection, customer, &traces)?;
            empty_labels(connection, &touched, &all)?;
            empty_drafts(connection, customer, &traces)?;
            // Deleted letters stay in the segments of an index until these are merged.
            connection.execute_batch(
                "INSERT INTO contact_search (contact_search) VALUES ('optimize');
                 INSERT INTO note_search (note_search) VALUES ('optimize');",
            )?;
            for (name, value) in [(PENDING, 1), (ERASED_AT, now.as_millis())] {
                connection.execute(
                    "INSERT INTO counter (name, value) VALUES (?, ?)
                     ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)",
                    params![name, value],
                )?;
            }
            Ok((remotes, traces.sure()))
        })?;
        for remote in remotes {
            if !self.is_followed(remote)? {
                self.forget_remote(remote)?;
            }
        }
        Ok(known)
    }

    /// Returns whether a contact who is here follows a person of the source.
    fn is_followed(&self, remote: RemoteId) -> Result<bool, StoreError> {
        self.row(
            "SELECT EXISTS (SELECT 1 FROM contact WHERE link_id = ? AND deleted_at IS NULL AND link IS NOT NULL)",
            [remote],
            |row| row.get(0),
        )
    }
}

/// Lists the records of the source that are this person: those that any of the contacts followed, and those with the address.
fn remotes_of(connection: &Connection, contact: &Contact, all: &[Uuid]) -> rusqlite::Result<Vec<RemoteId>> {
    let mut remotes: Vec<RemoteId> = contact.link.map(Link::id).into_iter().collect();
    let followed = "SELECT link_id FROM contact WHERE id = ? AND link_id IS NOT NULL";
    for id in all {
        let mut statement = connection.prepare_cached(followed)?;
        for remote in statement.query_map([id], |row| row.get(0))? {
            remotes.push(remote?);
        }
    }
    let email = &contact.email;
    let mut statement = connection.prepare_cached(
        "SELECT id FROM remote_contact
         WHERE email_domain = ?1 AND substr(email, 1, instr(email, '@')) || email_domain = ?2",
    )?;
    for id in statement.query_map(params![email.domain().ascii(), email.key()], |row| row.get(0))? {
        remotes.push(id?);
    }
    remotes.sort_unstable();
    remotes.dedup();
    Ok(remotes)
}

fn leave_marks(connection: &Connection, contact: &Contact, remotes: &[RemoteId]) -> rusqlite::Result<()> {
    let key = "INSERT OR IGNORE INTO erasing_key (only, key) VALUES (1, randomblob(32))";
    connection.execute(key, [])?;
    let ids = remotes.iter().copied().map(RemoteId::to_stored);
    // A sync goes by the first address, a list that a window holds by any.
    let others = contact.other_emails();
    let listed = others.iter().map(|other| drafts::listed(&other.email.key()));
    for text in ids.chain([contact.email.key()]).chain(listed) {
        let mark = mark(connection, &text)?;
        connection.execute("INSERT OR IGNORE INTO erased_mark (mark) VALUES (?)", [mark])?;
    }
    Ok(())
}
