//! What can go wrong with the store, in sentences that say what to do next.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// What went wrong with the store; nothing of the transaction at hand was written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A folder or file could not be made or read.
    #[error("Cannot use {path}: {source}. Check that the folder exists and that you may write to it.")]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// The reason of the operating system.
        source: std::io::Error,
    },
    /// The file was written by a later release.
    #[error(
        "{path} was written by a newer pivotal (format {found}; this one knows up to {known}). It was not touched: update pivotal."
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The format of the file.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// The file is something else.
    #[error(
        "{path} is not a pivotal store. It was not touched: move it away or choose another folder with --data-dir."
    )]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error(
        "{path} is damaged ({detail}). Nothing was written: keep a copy of the folder and put a backup in its place."
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the check found first.
        detail: String,
    },
    /// Another program kept the file busy for longer than the program waits.
    #[error(
        "{path} was busy for 5 seconds; nothing was saved. Try again, and close other programs that use it."
    )]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("The disk is full; nothing was saved to {path}. Free some space and try again.")]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The file or its folder may not be written.
    #[error(
        "{path} may not be written; nothing was saved. Check the permissions of the file and its folder."
    )]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// Anything else that SQLite reports.
    #[error("Cannot read or write {path}: {source}. Nothing was saved; try again.")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// The report.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// Sorts a report of SQLite about a file into its kind.
    pub(super) fn from_sqlite(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::Foreign { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged {
                path,
                detail: source.to_string(),
            },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::DiskFull) => Self::Full { path },
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen) => Self::ReadOnly { path },
            Some(_) | None => Self::Sqlite { path, source },
        }
    }
}
