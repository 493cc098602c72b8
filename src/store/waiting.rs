//! How long a transaction waits for another program to begin.

use std::path::Path;

use rusqlite::{ErrorCode, Transaction, TransactionBehavior};

use super::opening::Access;
use super::{Store, StoreError, lock};

/// How often a write waits anew for another program that writes many rows: five minutes in all.
const LARGE_CHANGE_WAITS: u32 = 60;

impl Store {
    pub(super) fn begin(&self, behavior: TransactionBehavior) -> Result<Transaction<'_>, StoreError> {
        if matches!(self.access, Access::Closed) {
            return Err(StoreError::Closed {
                path: self.path.clone(),
            });
        }
        let mut waits = LARGE_CHANGE_WAITS;
        loop {
            match Transaction::new_unchecked(&self.connection, behavior) {
                Err(error) if is_busy(&error) && waits > 0 && self.waits_for_large_change() => waits -= 1,
                begun => return begun.map_err(|source| StoreError::from_sqlite(&self.path, source)),
            }
        }
    }

    pub(super) fn waits_for_large_change(&self) -> bool {
        folder_of(&self.path).is_some_and(lock::is_large_change_under_way)
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
}

/// Returns the folder of a store's file; a store in memory has none.
pub(super) fn folder_of(path: &Path) -> Option<&Path> {
    path.parent().filter(|folder| !folder.as_os_str().is_empty())
}
