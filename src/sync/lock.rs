//! One sync at a time, whichever program makes it.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::Error;

/// The name of the file in the data folder.
const FILE: &str = "sync.lock";

/// The right to sync, held until it is dropped; the system takes it back from a program that was killed.
#[derive(Debug)]
pub struct SyncLock {
    _file: File,
}

impl SyncLock {
    /// Takes the right to sync the store of a folder.
    pub fn take(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(FILE);
        let failed = |source| Error::Lock {
            path: path.clone(),
            source,
        };
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::Busy),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_holds_it_at_a_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = SyncLock::take(folder.path()).expect("taken");
        assert!(matches!(SyncLock::take(folder.path()), Err(Error::Busy)));
        drop(first);
        SyncLock::take(folder.path()).expect("taken again");
    }
}
