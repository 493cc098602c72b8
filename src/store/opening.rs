//! Opens a store to be written, or to be read alone where nothing can be written.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::erase::Cleaned;
use super::error::demand_short;
use super::exchange::{Exchange, OpenFiles};
use super::lock::Lock;
use super::reading::{ReadFiles, Reading};
use super::sorted::LastSorted;
use super::{
    CHECKED_AT_ONCE, FILE_NAME, Store, StoreError, backups, check, log_mark, migrate, open, private,
};
use crate::disk::Obstacle;
use crate::domain::shell_word;

/// How a store is open.
#[derive(Debug)]
pub(super) enum Access {
    /// In memory, as long as the program lives.
    InMemory,
    /// To be read and written; the lock is let go after the connection is closed.
    Write { files: OpenFiles, _lock: Lock },
    /// To be read alone, as nothing can be written where it is.
    Read { why: Obstacle, files: ReadFiles },
    /// Not at all: it could not be opened again.
    Closed,
}

impl Access {
    /// Returns the files of a store that may be written.
    pub(super) const fn files(&self) -> Option<&OpenFiles> {
        match self {
            Self::Write { files, .. } => Some(files),
            Self::InMemory | Self::Read { .. } | Self::Closed => None,
        }
    }
}

/// Which files are looked over for damage before they are opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DamageCheck {
    /// None.
    Skipped,
    /// One of up to [`CHECKED_AT_ONCE`].
    SmallFile,
}

impl DamageCheck {
    fn looks_at(self, path: &Path) -> bool {
        let bytes = fs::metadata(path).map_or(0, |file| file.len());
        self == Self::SmallFile && (1..=CHECKED_AT_ONCE).contains(&bytes)
    }
}

impl Store {
    /// Opens the store of a data directory, and makes it if there is none; where nothing can be written, it is opened to
    /// be read.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        Self::open_with(folder, DamageCheck::Skipped)
    }

    /// Opens the store of a data directory after a file of up to [`CHECKED_AT_ONCE`] was looked over for damage, so that
    /// nothing is written to a damaged one.
    pub fn open_sound(folder: &Path) -> Result<Self, StoreError> {
        Self::open_with(folder, DamageCheck::SmallFile)
    }

    fn open_with(folder: &Path, damage: DamageCheck) -> Result<Self, StoreError> {
        let path = folder.join(FILE_NAME);
        match Self::open_to_write(folder, damage) {
            Err(error) => match error.obstacle() {
                Some(why) if holds_something(&path) => Self::open_to_read(path, why, damage),
                Some(_) | None => Err(error),
            },
            opened => opened,
        }
    }

    /// Opens the store of a data directory to be written, and makes it if there is none.
    pub(super) fn open_to_write(folder: &Path, damage: DamageCheck) -> Result<Self, StoreError> {
        let path = folder.join(FILE_NAME);
        demand_short(&path)?;
        open::make_folder(folder)?;
        let closed = private::keep(folder, &path)?;
        let lock = Lock::shared(folder)?;
        backups::clear(folder);
        let missing = missed(folder, &path);
        let aside = log_mark::set_foreign_aside(&path)?;
        if damage.looks_at(&path) {
            open::check_header(&path)?;
            check(&path)?;
        }
        let connection = open::open(&path)?;
        let files = OpenFiles::of(&connection, &path)?;
        let mut store = Self::with(connection, path, Access::Write { files, _lock: lock })?;
        // A program that erased somebody may have ended before all of it was done.
        let unclean = told_of_cleaning(store.finish_erasing());
        let aside = aside.map(|log| told_of_log(&log));
        let words: Vec<String> = [closed, missing, aside, unclean].into_iter().flatten().collect();
        store.repairs = (!words.is_empty()).then(|| words.join(" "));
        Ok(store)
    }

    pub(super) fn open_to_read(
        path: PathBuf,
        why: Obstacle,
        damage: DamageCheck,
    ) -> Result<Self, StoreError> {
        open::check_header(&path)?;
        let (connection, files) = Reading::open_present(&path)?.into_parts();
        if damage.looks_at(&path) {
            open::demand_sound(&connection, &path)?;
        }
        tracing::warn!(?why, "the store can only be read");
        Self::with(connection, path, Access::Read { why, files })
    }

    /// Makes a store that lives as long as the program, for tests.
    pub fn in_memory() -> Result<Self, StoreError> {
        let path = PathBuf::from(":memory:");
        let connection = empty_copy().map_err(|source| StoreError::from_sqlite(&path, source))?;
        Self::with(connection, path, Access::InMemory)
    }

    fn with(connection: Connection, path: PathBuf, access: Access) -> Result<Self, StoreError> {
        let mut store = Self {
            connection,
            path,
            seen_version: 0,
            access,
            sorted: LastSorted::default(),
            repairs: None,
        };
        store.changed_by_others()?;
        Ok(store)
    }

    /// Returns the sentence that it can only be read, and why; none if it can be written.
    pub fn read_only_notice(&self) -> Option<String> {
        match self.access {
            Access::Read { why, .. } => Some(format!(
                "{}: {} can be read, but nothing can be saved. {}",
                why.clause(),
                self.path.display(),
                why.advice()
            )),
            Access::InMemory | Access::Write { .. } | Access::Closed => None,
        }
    }

    /// Opens a store that could only be read to be written, if nothing is in the way any more.
    pub fn demand_writable(&mut self) -> Result<(), StoreError> {
        let Access::Read { .. } = self.access else {
            return Ok(());
        };
        let folder = self.path.parent().unwrap_or(Path::new(".")).to_owned();
        match Self::open_to_write(&folder, DamageCheck::Skipped) {
            Ok(store) => {
                *self = store;
                Ok(())
            }
            Err(error) => Err(match error.obstacle() {
                Some(why) => StoreError::Unwritable {
                    path: self.path.clone(),
                    why,
                },
                None => error,
            }),
        }
    }

    /// Opens a store anew that can only be read and was written to by others since; says whether it was.
    pub(super) fn follow(&mut self) -> Result<bool, StoreError> {
        let Access::Read { files, .. } = &self.access else {
            return Ok(false);
        };
        if !files.are_behind(&self.path) {
            return Ok(false);
        }
        let folder = self.path.parent().unwrap_or(Path::new(".")).to_owned();
        *self = Self::open(&folder)?;
        Ok(true)
    }

    /// Demands that what was read is one state of the file, where no lock keeps others from writing.
    pub(super) fn demand_whole(&self) -> Result<(), StoreError> {
        match &self.access {
            Access::Read { files, .. } if files.are_torn(&self.path) => Err(StoreError::Exchanged {
                path: self.path.clone(),
                how: Exchange::Overwritten,
            }),
            Access::InMemory | Access::Write { .. } | Access::Read { .. } | Access::Closed => Ok(()),
        }
    }
}

/// Returns the sentence that a store is missing of which there are backups, if so.
fn missed(folder: &Path, path: &Path) -> Option<String> {
    let newest = backups::newest(folder).filter(|_| !path.exists())?;
    Some(format!(
        "{} was missing, so an empty store was created. To restore the latest backup, run pivotal restore {}",
        path.display(),
        shell_word(&newest.to_string_lossy())
    ))
}

fn told_of_log(log: &Path) -> String {
    format!(
        "The store's file was replaced or removed while changes were waiting to be written to it; they are kept in {}.",
        log.display()
    )
}

/// Returns what is left to do for somebody who was erased, in a sentence; another window is no trouble, as it will be closed.
fn told_of_cleaning(cleaned: Result<Cleaned, StoreError>) -> Option<String> {
    let why = match cleaned {
        Ok(Cleaned::Done) => return None,
        Ok(Cleaned::Busy) => {
            tracing::info!(
                "the free space of the file is cleaned at a later start, as another window is open"
            );
            return None;
        }
        Ok(Cleaned::NoRoom(needed)) => {
            format!(
                "that takes {} MiB, which are not free on the disk.",
                needed.div_ceil(1024 * 1024)
            )
        }
        Err(error) => error.to_string(),
    };
    Some(format!(
        "Somebody was erased, but the free space of the store's file could not be cleaned; the next start tries it again: {why}"
    ))
}

/// Returns whether there is a store at a path that could be read.
fn holds_something(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.len() > 0)
}

/// Copies an empty store in memory; the steps, which take longer than most tests, make only the first one.
fn empty_copy() -> rusqlite::Result<Connection> {
    static EMPTY: Mutex<Option<Connection>> = Mutex::new(None);

    let mut empty = EMPTY.lock().unwrap_or_else(PoisonError::into_inner);
    let made = match empty.take() {
        Some(made) => made,
        None => migrated(Connection::open_in_memory()?)?,
    };
    let mut copy = Connection::open_in_memory()?;
    Backup::new(empty.insert(made), &mut copy)?.step(-1)?;
    migrated(copy)
}

/// Sets a connection up and brings what it holds to the present format.
fn migrated(mut connection: Connection) -> rusqlite::Result<Connection> {
    open::set_up(&connection)?;
    migrate::migrate(&mut connection)?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_cleaned_is_told_in_a_sentence_and_a_second_window_is_not() {
        assert_eq!(told_of_cleaning(Ok(Cleaned::Done)), None);
        assert_eq!(told_of_cleaning(Ok(Cleaned::Busy)), None);
        assert_eq!(
            told_of_cleaning(Ok(Cleaned::NoRoom(5 * 1024 * 1024 + 1))).as_deref(),
            Some(
                "Somebody was erased, but the free space of the store's file could not be cleaned; the next start tries it \
                 again: that takes 6 MiB, which are not free on the disk."
            )
        );
    }
}
