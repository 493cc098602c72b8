//! The table of drafts: lists that were pasted and not added yet. They are no part of a customer's history.

use rusqlite::OptionalExtension;

use super::{Reader, StoreError, Writer};
use crate::domain::CustomerId;

impl Reader<'_> {
    /// Gives the list that was left for a customer.
    pub fn draft(&self, customer: CustomerId) -> Result<Option<String>, StoreError> {
        self.sql(|connection| {
            connection
                .prepare_cached("SELECT text FROM draft WHERE customer_id = ?")?
                .query_row([customer.uuid()], |row| row.get(0))
                .optional()
        })
    }
}

impl Writer<'_> {
    /// Keeps the list of a customer in the place of the one before; an empty one is forgotten.
    pub fn keep_draft(&self, customer: CustomerId, text: &str) -> Result<(), StoreError> {
        self.give_back_after(text);
        self.sql(|connection| {
            if text.is_empty() {
                connection
                    .prepare_cached("DELETE FROM draft WHERE customer_id = ?")?
                    .execute([customer.uuid()])
                    .map(drop)
            } else {
                connection
                    .prepare_cached("INSERT OR REPLACE INTO draft (customer_id, text) VALUES (?, ?)")?
                    .execute(rusqlite::params![customer.uuid(), text])
                    .map(drop)
            }
        })
    }
}
