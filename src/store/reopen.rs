//! Opens the store again after its file was exchanged, and keeps what was open before.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::backups::{self, BackupKind};
use super::opening::{Access, DamageCheck};
use super::sorted::LastSorted;
use super::{Exchange, FileId, Store, StoreError, open, restore};
use crate::domain::Timestamp;

impl Store {
    /// Opens the store of a data directory if its file is one that is known.
    pub fn open_same(folder: &Path, file: Option<FileId>) -> Result<Self, StoreError> {
        let path = folder.join(super::FILE_NAME);
        if file.is_some() && FileId::at(&path) != file {
            return Err(StoreError::Exchanged {
                path,
                how: Exchange::Replaced,
            });
        }
        Self::open(folder)
    }

    /// Keeps a backup of a store whose file was exchanged, in the folder that is at its path now; there is none where the
    /// file was overwritten, as what is open is no whole store then.
    pub fn keep_exchanged(&self, now: Timestamp) -> Result<Option<PathBuf>, StoreError> {
        let Some(folder) = self.path.parent().filter(|folder| folder.is_dir()) else {
            return Ok(None);
        };
        match self.exchange() {
            None | Some(Exchange::Overwritten) => return Ok(None),
            Some(Exchange::Gone | Exchange::Replaced | Exchange::LogReplaced) => {}
        }
        if self.is_blank()? {
            return Ok(None);
        }
        let made = backups::make(&self.connection, &self.path, BackupKind::Exchange, now)?;
        backups::prune_beside(&folder.join(super::FILE_NAME), BackupKind::Exchange, &made);
        Ok(Some(made))
    }

    /// Makes the folder of the store again, if it is gone.
    pub fn make_folder(&self) -> Result<(), StoreError> {
        self.path.parent().map_or(Ok(()), open::make_folder)
    }

    /// Closes the files that are open and opens those that are at the path now; gives how many notifications are held, as
    /// they may have left by way of the other file. If it fails, the store is closed.
    pub fn reopen(&mut self, now: Timestamp) -> Result<usize, StoreError> {
        let report = |source| StoreError::from_sqlite(Path::new(":memory:"), source);
        let Some(folder) = self.path.parent().map(Path::to_owned) else {
            return Ok(0);
        };
        // SQLite shares what it knows of a file among the connections of a program, so the old one is closed first.
        let closed = Self {
            connection: Connection::open_in_memory().map_err(report)?,
            path: self.path.clone(),
            seen_version: 0,
            access: Access::Closed,
            sorted: LastSorted::default(),
            repairs: None,
        };
        drop(std::mem::replace(self, closed));
        // What is held below must be written.
        *self = Self::open_to_write(&folder, DamageCheck::SmallFile)?;
        restore::hold_in(&self.connection, now).map_err(|source| StoreError::from_sqlite(&self.path, source))
    }
}
