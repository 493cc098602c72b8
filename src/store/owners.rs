//! The table of owners.

use rusqlite::{OptionalExtension, params};

use super::rows::owner;
use super::{Reader, StoreError, Writer};
use crate::domain::{Email, Owner, OwnerFields, OwnerId, Timestamp, fold};

impl Reader<'_> {
    /// Finds the owner with an address.
    pub fn owner_by_email(&self, email: &Email) -> Result<Option<Owner>, StoreError> {
        self.sql(|connection| {
            connection
                .prepare_cached(
                    "SELECT id, name, email, email_domain FROM owner
                     WHERE substr(email, 1, instr(email, '@')) || email_domain = ?",
                )?
                .query_row([email.key()], |row| owner(row, 0))
                .optional()
        })
    }

    /// Finds an owner.
    pub fn owner(&self, id: OwnerId) -> Result<Option<Owner>, StoreError> {
        self.sql(|connection| {
            connection
                .prepare_cached("SELECT id, name, email, email_domain FROM owner WHERE id = ?")?
                .query_row([id.uuid()], |row| owner(row, 0))
                .optional()
        })
    }
}

impl Writer<'_> {
    /// Adds an owner.
    pub fn insert_owner(&self, id: OwnerId, fields: &OwnerFields, now: Timestamp) -> Result<(), StoreError> {
        self.sql(|connection| {
            connection
                .prepare_cached(
                    "INSERT INTO owner (id, name, name_key, email, email_domain, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                )?
                .execute(params![
                    id.uuid(),
                    fields.name.as_str(),
                    fold(fields.name.as_str()),
                    fields.email.as_str(),
                    fields.email.domain().ascii(),
                    now.as_millis(),
                ])
                .map(drop)
        })
    }
}
