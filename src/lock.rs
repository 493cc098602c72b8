//! The right to do something that one program at a time does, such as a sync.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::disk;

/// The right to do something, held until it is dropped; the system takes it back from a program that was killed.
#[derive(Debug)]
pub struct RunLock {
    _file: File,
}

/// Why the right was not given.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another program has it.
    #[error("another program has the lock")]
    Busy,
    /// The file of the lock cannot be used.
    #[error("Cannot use {path}: {}", disk::refusal(.path, .source, "Check that you may write in its folder."))]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
}

impl RunLock {
    /// Takes the right that a file of this name in a folder stands for.
    ///
    /// # Errors
    ///
    /// Says whether another program has it, or why the file cannot be used.
    pub fn take(folder: &Path, name: &str) -> Result<Self, LockError> {
        let path = folder.join(name);
        let failed = |source| LockError::Io {
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
            Err(TryLockError::WouldBlock) => Err(LockError::Busy),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_holds_it_at_a_time_and_another_one_is_free() {
        let folder = tempfile::tempdir().expect("a folder");
        let take = |name| RunLock::take(folder.path(), name);
        let first = take("a.lock").expect("taken");
        assert!(matches!(take("a.lock"), Err(LockError::Busy)));
        take("b.lock").expect("free");
        drop(first);
        take("a.lock").expect("taken again");
        assert!(matches!(
            RunLock::take(&folder.path().join("none"), "a.lock"),
            Err(LockError::Io { .. })
        ));
    }
}
