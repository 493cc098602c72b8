//! Backups, by hand and by themselves.

use std::path::{Path, PathBuf};

use super::{Error, Mode, Workspace};
use crate::domain::{Change, Existing};
use crate::store::{BackupKind, Exchange};

/// An import of more rows than this begins with a backup.
const MANY_ROWS: usize = 100;

impl Workspace {
    /// Writes a verified copy of the store into a file that only its owner reads.
    pub fn back_up(&mut self, target: &Path, existing: Existing) -> Result<(), Error> {
        Ok(self.store.back_up(target, existing)?)
    }

    /// Returns what became of the files of the store, if they are not the ones that are open.
    pub fn exchange(&self) -> Option<Exchange> {
        self.store.exchange()
    }

    /// Returns the file of the store.
    pub fn store_path(&self) -> &Path {
        self.store.path()
    }

    /// Keeps a backup of a store whose file was exchanged, where that can be.
    pub fn keep_exchanged(&self) -> Result<Option<PathBuf>, Error> {
        Ok(self.store.keep_exchanged(self.clock.now())?)
    }

    /// Opens the file that is at the path of the store now, and makes the folder if it is gone; gives how many
    /// notifications are held.
    pub fn reopen(&mut self) -> Result<usize, Error> {
        let held = self.store.reopen(self.clock.now())?;
        // The folder may be another one, in which other windows are open.
        self.window.open_again();
        Ok(held)
    }

    /// Makes the folder of the store again, if it is gone.
    pub fn make_folder(&self) -> Result<(), Error> {
        Ok(self.store.make_folder()?)
    }

    /// Makes the backup of the day, if it is not made yet, and keeps those of the last `days` days with one.
    pub fn back_up_daily(&mut self, days: u32) -> Result<Option<PathBuf>, Error> {
        Ok(self.store.back_up_daily(self.clock.now(), days)?)
    }

    /// Makes a backup before a change that adds many rows; without one, the change is not made.
    pub(super) fn backup_before(&mut self, change: &Change) -> Result<(), Error> {
        let rows = if let Change::ImportContacts { contacts, .. } = change {
            contacts.len()
        } else if let Change::ImportCustomers(customers) = change {
            customers.len()
        } else if let Change::ImportByCustomer(all) = change {
            all.iter().map(|each| each.contacts.len()).sum()
        } else {
            0
        };
        match self.mode {
            Mode::Making if rows > MANY_ROWS => {
                self.store.back_up_before(BackupKind::Import, self.clock.now())?;
            }
            Mode::Making | Mode::Previewing => {}
        }
        Ok(())
    }
}
