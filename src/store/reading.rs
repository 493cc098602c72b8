//! Opens a store to be read alone: its file, its log and the index of that stay byte for byte as they are, and none is
//! made.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use rusqlite::Connection;
use rustix::fs::{Access, access};

use super::backup::beside;
use super::exchange::Stamp;
use super::migrate::{self, NEWEST};
use super::scratch::Scratch;
use super::{FILE_NAME, StoreError, log_mark, open, schema};
use crate::disk;

/// What belongs to a store besides its index, each with what a copy needs.
const PARTS: [&str; 3] = ["", "-wal", "-journal"];

/// A connection that reads a store and writes nothing to where it is.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) connection: Connection,
    files: ReadFiles,
}

/// What a reading connection reads; to be dropped after it.
#[derive(Debug)]
pub(super) enum ReadFiles {
    /// The file with its log and index; others may write meanwhile.
    Shared,
    /// The file alone, as nothing is in its log.
    Untouched(Seen),
    /// A copy in a folder that is removed with it, as SQLite would have to write to read the file with its log.
    Copied { before: Seen, _scratch: Scratch },
}

/// How the files looked when they were opened.
type Seen = [Option<Stamp>; PARTS.len()];

impl Reading {
    /// Opens the store at a path; a log beside it that is another file's is refused.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let whole = Self::with_log(path)?;
        if log_mark::is_foreign(&whole.connection, path) {
            return Err(StoreError::ForeignLog {
                path: path.to_owned(),
            });
        }
        Ok(whole)
    }

    /// Opens the store of a data folder in the present format, without a log that is another file's; one of an earlier
    /// release is brought on in a copy.
    pub(super) fn open_present(path: &Path) -> Result<Self, StoreError> {
        let (mut reading, log) = match Self::open(path) {
            Err(error @ StoreError::ForeignLog { .. }) => (Self::untouched(path)?, Err(error)),
            opened => (opened?, Ok(())),
        };
        let report = |source| StoreError::from_sqlite(path, source);
        let found = migrate::version(&reading.connection).map_err(report)?;
        open::demand_not_newer(path, found)?;
        schema::demand_inert(&reading.connection, path)?;
        if found < NEWEST && !matches!(reading.files, ReadFiles::Copied { .. }) {
            log?;
            reading = Self::copied(path)?;
        }
        let connection = &mut reading.connection;
        open::set_up_to_read(connection).map_err(report)?;
        migrate::migrate(connection).map_err(report)?;
        Ok(reading)
    }

    fn with_log(path: &Path) -> Result<Self, StoreError> {
        demand_readable(path)?;
        let has = |suffix| fs::metadata(beside(path, suffix)).is_ok_and(|file| file.len() > 0);
        if has("-journal") || has("-wal") && !has("-shm") {
            return Self::copied(path);
        }
        if !has("-wal") {
            return Self::untouched(path);
        }
        let read = |connection| migrate::version(&connection).map(|_| connection);
        match open::shared(path).and_then(read) {
            Ok(connection) => Ok(Self {
                connection,
                files: ReadFiles::Shared,
            }),
            // What is wrong with more than the index is told of the copy too.
            Err(_) => Self::copied(path),
        }
    }

    fn untouched(path: &Path) -> Result<Self, StoreError> {
        let seen = seen(path);
        let connection = open::untouched(path).map_err(|source| StoreError::from_sqlite(path, source))?;
        Ok(Self {
            connection,
            files: ReadFiles::Untouched(seen),
        })
    }

    /// Copies the store to where temporary files are.
    fn copied(path: &Path) -> Result<Self, StoreError> {
        let unreadable = |error: &io::Error, place: &Path| StoreError::Unreadable {
            path: path.to_owned(),
            reason: format!(
                "a copy of it in {} is needed for that, and {}",
                place.display(),
                disk::reason(place, error)
            ),
        };
        let place = std::env::temp_dir();
        let scratch = Scratch::make_in(&place).map_err(|error| unreadable(&error, &place))?;
        let file = scratch.path().join(FILE_NAME);
        let before = seen(path);
        for (suffix, part) in PARTS.iter().zip(&before) {
            if part.is_some() {
                copy(&beside(path, suffix), &beside(&file, suffix))
                    .map_err(|error| unreadable(&error, &place))?;
            }
        }
        if seen(path) != before {
            // Another program wrote meanwhile, so the parts may not fit together.
            return Err(StoreError::Busy {
                path: path.to_owned(),
            });
        }
        let connection = open::as_it_is(&file).map_err(|source| StoreError::from_sqlite(path, source))?;
        Ok(Self {
            connection,
            files: ReadFiles::Copied {
                before,
                _scratch: scratch,
            },
        })
    }

    /// Returns the connection and what it reads.
    pub(super) fn into_parts(self) -> (Connection, ReadFiles) {
        (self.connection, self.files)
    }
}

impl ReadFiles {
    /// Returns whether another program has written what the connection does not see.
    pub(super) fn are_behind(&self, path: &Path) -> bool {
        match self {
            Self::Shared => false,
            Self::Untouched(before) | Self::Copied { before, .. } => seen(path) != *before,
        }
    }

    /// Returns whether another program has written to the very file that the connection reads without a lock.
    pub(super) fn are_torn(&self, path: &Path) -> bool {
        match self {
            Self::Shared | Self::Copied { .. } => false,
            Self::Untouched([file, ..]) => Stamp::at(path) != *file,
        }
    }
}

/// Returns how the parts of a store look; one that is empty is as good as none.
fn seen(path: &Path) -> Seen {
    PARTS.map(|suffix| Stamp::at(&beside(path, suffix)).filter(|stamp| !stamp.is_empty()))
}

/// Copies a file into one that only its owner reads.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut target = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to)?;
    io::copy(&mut File::open(from)?, &mut target).map(drop)
}

/// Demands a file that may be read, without opening it: to close it again would take the locks of this program from it.
fn demand_readable(path: &Path) -> Result<(), StoreError> {
    access(path, Access::READ_OK).map_err(|error| {
        let error = io::Error::from(error);
        StoreError::Unreadable {
            path: path.to_owned(),
            reason: disk::reason(path, &error),
        }
    })
}
