//! Backups, by hand and by themselves.

use std::path::{Path, PathBuf};

use super::{Error, Mode, Workspace};
use crate::domain::{Change, Existing};
use crate::store::BackupKind;

/// An import of more rows than this begins with a backup.
const MANY_ROWS: usize = 100;

impl Workspace {
    /// Writes a verified copy of the store into a file that only its owner reads.
    pub fn back_up(&mut self, target: &Path, existing: Existing) -> Result<(), Error> {
        Ok(self.store.back_up(target, existing)?)
    }

    /// Makes the backup of the day, if it is not made yet, and keeps those of the last `days` days with one.
    pub fn back_up_daily(&mut self, days: u32) -> Result<Option<PathBuf>, Error> {
        Ok(self.store.back_up_daily(self.clock.now(), days)?)
    }

    /// Makes a backup before a change that adds many rows; without one, the change is not made.
    pub(super) fn care_before(&mut self, change: &Change) -> Result<(), Error> {
        let rows = if let Change::ImportContacts { contacts, .. } = change {
            contacts.len()
        } else if let Change::ImportCustomers(customers) = change {
            customers.len()
        } else {
            0
        };
        match self.mode {
            Mode::Making if rows > MANY_ROWS => {
                self.store.back_up_before(BackupKind::Import, self.clock.now())?;
            }
            Mode::Making | Mode::Rehearsing => {}
        }
        Ok(())
    }
}
