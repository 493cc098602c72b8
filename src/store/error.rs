//! What can go wrong with the store, in sentences that say what to do next.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{ErrorCode, ffi};

use crate::disk::{self, Obstacle};
use crate::domain::shell_word;

/// What went wrong with the store; nothing of the transaction at hand was written. The sentences say "nothing more", as a
/// sync has kept the pages before.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A folder or file could not be made or read.
    #[error(
        "Cannot use {path}: {}",
        disk::refusal(.path, .source, "Check that the folder exists and that you may write to it.")
    )]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// The reason of the operating system.
        source: io::Error,
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
    /// Others may write to it, and this program cannot change that.
    #[error(
        "Other users of this machine can write to {path}, so it was not opened. Run {}, or choose another folder with --data-dir.",
        closing(.path)
    )]
    Exposed {
        /// The folder or file.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error("{path} is damaged ({detail}). Nothing was written. {}.", way_back(.backup.as_deref()))]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the check found first.
        detail: String,
        /// The newest of the backups that were made by themselves, if there is one.
        backup: Option<PathBuf>,
    },
    /// The file of the open store is not the one at its path any more.
    #[error("{path} {}; nothing more was saved. Check the file, then try again.", .how.words())]
    Exchanged {
        /// The file.
        path: PathBuf,
        /// What became of it.
        how: super::Exchange,
    },
    /// The schema of the file is not the one that the release made.
    #[error(
        "{path} was not opened: {difference}, so it could change data by itself. Nothing was read or written. Restore a backup with `pivotal restore FILE`."
    )]
    ForeignSchema {
        /// The file.
        path: PathBuf,
        /// The first difference, as `its trigger spy was not made by pivotal`.
        difference: String,
    },
    /// The log beside the file belongs to another one.
    #[error(
        "The -wal file beside {path} belongs to another store. Nothing was read or written. Try again: it will be moved to the backups, and the store opened without it."
    )]
    ForeignLog {
        /// The file.
        path: PathBuf,
    },
    /// The store could not be opened again.
    #[error("{path} could not be reopened; nothing was saved. Check the file, then reopen it.")]
    Closed {
        /// The file.
        path: PathBuf,
    },
    /// Another program has the store open, so that it cannot be replaced.
    #[error("{path} is open in another pivotal; nothing was changed. Close that one, then restore again.")]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// A backup is being put in the place of the store.
    #[error("{path} is being restored by another pivotal. Try again in a moment.")]
    Restoring {
        /// The file.
        path: PathBuf,
    },
    /// A file of the name is there already.
    #[error("{path} already exists; nothing was written. Choose another name, or replace it with --force.")]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// The name is that of the store itself, or of one of its side files.
    #[error("{path} is one of the store's own files; nothing was written. Choose another name.")]
    OwnFile {
        /// The file.
        path: PathBuf,
    },
    /// A backup that cannot take the place of the store.
    #[error("{path} cannot be restored: {reason}. Nothing was changed; choose another backup.")]
    BadBackup {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A copy that was made does not hold what the store holds.
    #[error("The copy of {path} was discarded: {reason}. Try again; `pivotal doctor` checks the store.")]
    Unverified {
        /// The store.
        path: PathBuf,
        /// What is wrong with the copy.
        reason: String,
    },
    /// The store of an earlier release could not be backed up, so it was left as it is.
    #[error(
        "{path} is from an earlier release and was left unchanged, because it could not be backed up first: {source}"
    )]
    NotMigrated {
        /// The store.
        path: PathBuf,
        /// Why there is no backup.
        source: Box<StoreError>,
    },
    /// Another program kept the file busy for longer than the program waits.
    #[error(
        "{path} was busy for 5 seconds; nothing more was saved. Close other programs that use it, then try again."
    )]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// Nothing can be written where the file is.
    #[error("{} {}", unwritable(.path, *.why), .why.advice())]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// What keeps it from being written.
        why: Obstacle,
    },
    /// The path is longer than the system or SQLite takes.
    #[error(
        "The path {} is too long; nothing more was saved. Choose a shorter one.",
        disk::shown(.path)
    )]
    PathTooLong {
        /// The file or folder.
        path: PathBuf,
    },
    /// The file cannot even be read.
    #[error("{path} cannot be read: {reason}. Check the permissions of the file and its folder.")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// SQLite could not open the file or one beside it, and nothing tells why.
    #[error("{path} could not be opened; nothing more was saved. Check that it is a file, and try again.")]
    Unopened {
        /// The file.
        path: PathBuf,
    },
    /// Anything else that SQLite reports.
    #[error("Cannot read or write {path}: {}. Nothing more was saved; try again.", words(.source))]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// The report.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// Makes the error for a damaged file, which names the backup to restore.
    pub(super) fn damaged(path: &Path, detail: &str) -> Self {
        Self::Damaged {
            path: path.to_owned(),
            detail: one_line(detail),
            backup: path.parent().and_then(super::backups::newest),
        }
    }

    /// Makes the error for a file or folder that the operating system refuses.
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| match (Obstacle::of(&path, &source), source.kind()) {
            (Some(why), _) => Self::Unwritable { path, why },
            (None, io::ErrorKind::InvalidFilename) => Self::PathTooLong { path },
            (None, _) => Self::Io { path, source },
        }
    }

    /// Sorts a report of SQLite about a file into its kind.
    pub(super) fn from_sqlite(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        let Some(error) = source.sqlite_error() else {
            return Self::Sqlite { path, source };
        };
        // SQLite does not tell what the system said.
        let asked = || Obstacle::at(&path);
        match (error.code, error.extended_code) {
            (ErrorCode::NotADatabase, _) => Self::Foreign { path },
            (ErrorCode::DatabaseCorrupt, _) => Self::damaged(&path, &words(&source)),
            (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Self::Busy { path },
            (ErrorCode::DiskFull, _) => {
                let why = asked().unwrap_or(Obstacle::Full);
                Self::Unwritable { path, why }
            }
            (ErrorCode::ReadOnly, _) => {
                let why = asked().unwrap_or(Obstacle::Denied);
                Self::Unwritable { path, why }
            }
            (ErrorCode::CannotOpen, _) => match (demand_short(&path), asked()) {
                (Err(error), _) => error,
                (Ok(()), Some(why)) => Self::Unwritable { path, why },
                (Ok(()), None) => Self::Unopened { path },
            },
            (_, code) if WRITES.contains(&code) => match asked() {
                Some(why) => Self::Unwritable { path, why },
                None => Self::Sqlite { path, source },
            },
            (_, _) => Self::Sqlite { path, source },
        }
    }

    /// Returns what keeps a file from being written, if that is what went wrong.
    pub fn obstacle(&self) -> Option<Obstacle> {
        if let Self::NotMigrated { source, .. } = self {
            return source.obstacle();
        }
        if let Self::Unwritable { why, .. } = self {
            Some(*why)
        } else {
            None
        }
    }
}

/// The reports of SQLite that a write failed, to the index of the log too.
const WRITES: [i32; 5] = [
    ffi::SQLITE_IOERR_WRITE,
    ffi::SQLITE_IOERR_TRUNCATE,
    ffi::SQLITE_IOERR_SHMOPEN,
    ffi::SQLITE_IOERR_SHMSIZE,
    ffi::SQLITE_IOERR_SHMMAP,
];

/// The longest path that SQLite opens, in bytes: those of its side files have eight more.
const LONGEST_PATH: usize = 512 - 8;

/// Demands a path that SQLite opens.
pub(super) fn demand_short(path: &Path) -> Result<(), StoreError> {
    let whole = path.canonicalize().or_else(|_| std::path::absolute(path));
    if whole.is_ok_and(|whole| whole.as_os_str().len() > LONGEST_PATH) {
        return Err(StoreError::PathTooLong {
            path: path.to_owned(),
        });
    }
    Ok(())
}

/// The most letters of a report that a sentence holds: a damaged schema is reported with its whole text.
const REPORT_CHARS: usize = 120;

/// Makes of a report something that can stand in a sentence.
pub(super) fn one_line(report: &str) -> String {
    let mut line = report.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(REPORT_CHARS) {
        line.truncate(end);
        line.push('…');
    }
    line
}

/// Returns what SQLite reports, without the SQL.
pub(super) fn words(error: &rusqlite::Error) -> String {
    match error {
        rusqlite::Error::SqlInputError { msg, .. } => one_line(msg),
        other => one_line(&other.to_string()),
    }
}

/// Says that nothing is saved to a file, and why.
fn unwritable(path: &Path, why: Obstacle) -> String {
    let path = path.display();
    match why {
        Obstacle::Denied => format!("You may not write to {path}; nothing more was saved."),
        Obstacle::Full | Obstacle::NoInodes | Obstacle::Quota | Obstacle::ReadOnly => {
            format!("{}; nothing more was saved to {path}.", why.clause())
        }
    }
}

/// Returns the command that closes a folder or file to others.
fn closing(path: &Path) -> String {
    let mode = if path.is_dir() { "700" } else { "600" };
    format!("chmod {mode} {}", shell_word(&path.display().to_string()))
}

/// Returns how a damaged store is replaced.
fn way_back(backup: Option<&Path>) -> String {
    match backup {
        Some(backup) => format!(
            "Close pivotal, then restore its latest backup with `pivotal restore {}`",
            shell_word(&backup.display().to_string())
        ),
        None => "Keep a copy of the folder, then restore a backup with `pivotal restore FILE`".to_owned(),
    }
}
