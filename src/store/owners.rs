//! The table of owners.

use rusqlite::params;

use super::rows::owner;
use super::{Reader, StoreError, Writer};
use crate::domain::{Email, Owner, OwnerFields, OwnerId, Timestamp, fold};

impl Reader<'_> {
    /// Finds the owner with an address.
    pub fn owner_by_email(&self, email: &Email) -> Result<Option<Owner>, StoreError> {
        self.row_if_any(
            "SELECT id, name, email, email_domain FROM owner
             WHERE substr(email, 1, instr(email, '@')) || email_domain = ?",
            [email.key()],
            |row| owner(row, 0),
        )
    }

    /// Finds an owner.
    pub fn owner(&self, id: OwnerId) -> Result<Option<Owner>, StoreError> {
        self.row_if_any(
            "SELECT id, name, email, email_domain FROM owner WHERE id = ?",
            [id.uuid()],
            |row| owner(row, 0),
        )
    }
}

impl Writer<'_> {
    /// Adds an owner.
    pub fn insert_owner(&self, id: OwnerId, fields: &OwnerFields, now: Timestamp) -> Result<(), StoreError> {
        self.write(
            "INSERT INTO owner (id, name, name_key, email, email_domain, created_at) VALUES (?, ?, ?, ?,
                     ?, ?)",
            params![
                id.uuid(),
                fields.name.as_str(),
                fold(fields.name.as_str()),
                fields.email.as_str(),
                fields.email.domain().ascii(),
                now.as_millis(),
            ],
        )
    }
}
