//! Who has the store open: everybody shares a lock, and a restore takes it alone.
//!
//! The lock lies on a file of its own: a lock on the store's file would be lost to the next reader of that file.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use super::{FILE_NAME, StoreError};

/// The name of the file in the data folder.
const LOCK_NAME: &str = "pivotal.lock";

/// The name of the file that is locked while a log of another file is put aside.
const LOG_LOCK_NAME: &str = "pivotal-log.lock";

/// The name of the file that is locked while many rows are written.
const LARGE_CHANGE_NAME: &str = "large-change.lock";

/// How often a program that opens the store looks whether a restore is done, and how long it waits between.
const TRIES: u32 = 250;
const PAUSE: Duration = Duration::from_millis(20);

/// The right to have the store open, until it is dropped; the system takes it back from a program that was killed.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock with all others who have the store open; a restore is waited for.
    pub(super) fn shared(folder: &Path) -> Result<Self, StoreError> {
        let file = open(folder)?;
        for _ in 0..TRIES {
            match file.try_lock_shared() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) => sleep(PAUSE),
                // Some network file systems know no locks.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Self { _file: file });
                }
                Err(TryLockError::Error(source)) => {
                    return Err(StoreError::io(&folder.join(LOCK_NAME))(source));
                }
            }
        }
        Err(StoreError::Restoring {
            path: folder.join(FILE_NAME),
        })
    }

    /// Takes the right to put a log aside that belongs to another file; it is held for moments only.
    pub(super) fn of_log(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(LOG_LOCK_NAME);
        let file = open_at(&path)?;
        file.lock().map_err(StoreError::io(&path))?;
        Ok(Self { _file: file })
    }

    /// Takes the lock by which others see, until it is dropped, that a transaction lasts longer than they wait by themselves.
    pub(super) fn of_large_change(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(LARGE_CHANGE_NAME);
        let file = open_at(&path)?;
        file.lock().map_err(StoreError::io(&path))?;
        Ok(Self { _file: file })
    }

    /// Takes the lock alone, if nobody has the store open.
    pub(super) fn alone(folder: &Path) -> Result<Self, StoreError> {
        let file = open(folder)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse {
                path: folder.join(FILE_NAME),
            }),
            Err(TryLockError::Error(source)) => Err(StoreError::io(&folder.join(LOCK_NAME))(source)),
        }
    }
}

/// Returns whether a transaction is under way that says so by [`Lock::of_large_change`].
pub(super) fn is_large_change_under_way(folder: &Path) -> bool {
    File::open(folder.join(LARGE_CHANGE_NAME))
        .is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

fn open(folder: &Path) -> Result<File, StoreError> {
    open_at(&folder.join(LOCK_NAME))
}

fn open_at(path: &Path) -> Result<File, StoreError> {
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(StoreError::io(path))
}
