//! A copy of the whole store in one file, checked before it gets its name.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode};
use tempfile::NamedTempFile;

use super::error::{one_line, words};
use super::migrate::{self, APPLICATION_ID, NEWEST};
use super::{Store, StoreError, backups, open, schema};
use crate::disk::Obstacle;
use crate::domain::Existing;

/// How the names of unfinished copies begin.
pub(super) const UNFINISHED: &str = ".pivotal-unfinished-";

/// How many rows each table has.
pub(super) type Counts = Vec<(String, i64)>;

impl Store {
    /// Writes a verified copy of the store into a file that only its owner reads.
    pub fn back_up(&self, target: &Path, existing: Existing) -> Result<(), StoreError> {
        self.demand_other(target)?;
        self.demand_same()?;
        copy(&self.connection, &self.path, target, existing)
    }

    /// Demands that a file that is to be written is none of the store's own.
    pub fn demand_other(&self, target: &Path) -> Result<(), StoreError> {
        if is_of(&self.path, target) {
            return Err(StoreError::OwnFile {
                path: target.to_owned(),
            });
        }
        Ok(())
    }
}

/// Returns whether a name is that of a store or of one of its side files.
pub(super) fn is_of(store: &Path, target: &Path) -> bool {
    let place = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()
    };
    let names = [
        store.to_owned(),
        beside(store, "-wal"),
        beside(store, "-shm"),
        beside(store, "-journal"),
    ];
    let same_name =
        place(store) == place(target) && names.iter().any(|name| name.file_name() == target.file_name());
    let same_file = match (fs::metadata(store), fs::metadata(target)) {
        (Ok(store), Ok(target)) => (store.dev(), store.ino()) == (target.dev(), target.ino()),
        (Ok(_) | Err(_), _) => false,
    };
    same_name || same_file
}

/// Returns the name of a side file of a store.
pub(super) fn beside(store: &Path, suffix: &str) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Copies what a connection sees of the store at `path`.
pub(super) fn copy(
    source: &Connection,
    path: &Path,
    target: &Path,
    existing: Existing,
) -> Result<(), StoreError> {
    let taken = || StoreError::Exists {
        path: target.to_owned(),
    };
    if existing == Existing::Kept && fs::symlink_metadata(target).is_ok() {
        return Err(taken());
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    backups::clear(folder);
    let unfinished = unfinished(folder, target)?;
    let counts = fill(source, path, &unfinished, target)?;
    match verify(unfinished.path(), Some(&counts)) {
        Ok(()) => {}
        Err(Fault::Damage(detail)) => return Err(StoreError::damaged(path, &detail)),
        Err(Fault::Other(reason)) => {
            // SQLite makes an index beside the copy to look at it.
            return Err(match Obstacle::at(target) {
                Some(why) => StoreError::Unwritable {
                    path: target.to_owned(),
                    why,
                },
                None => StoreError::Unverified {
                    path: path.to_owned(),
                    reason,
                },
            });
        }
    }
    let kept = match existing {
        Existing::Kept => unfinished.persist_noclobber(target),
        Existing::Replaced => unfinished.persist(target),
    };
    match kept {
        Ok(_) => sync_folder(folder),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Err(taken()),
        Err(error) => Err(StoreError::io(target)(error.error)),
    }
}

/// Makes an empty file that only its owner reads, removed unless it gets a name, and locked until then.
///
/// What goes wrong with it names `target`.
pub(super) fn unfinished(folder: &Path, target: &Path) -> Result<NamedTempFile, StoreError> {
    tempfile::Builder::new()
        .prefix(UNFINISHED)
        .suffix(".db")
        .tempfile_in(folder)
        .inspect(|file| {
            // Where there are no locks, an unfinished copy might be taken for one that was left behind; that fails the
            // copy and nothing else.
            let _ = file.as_file().try_lock();
        })
        .map_err(StoreError::io(target))
}

/// Copies all pages of one state into an empty file, makes them durable, and counts the rows of that state.
///
/// What goes wrong with the copy names `target`.
pub(super) fn fill(
    source: &Connection,
    path: &Path,
    file: &NamedTempFile,
    target: &Path,
) -> Result<Counts, StoreError> {
    let reading = |error| StoreError::from_sqlite(path, error);
    let writing = |error| StoreError::from_sqlite(target, error);
    let tx = source.unchecked_transaction().map_err(reading)?;
    let counts = counts(&tx).map_err(reading)?;
    let mut copy = open::as_it_is(file.path()).map_err(writing)?;
    // The copy is made durable below; until then nobody reads it.
    copy.pragma_update(None, "journal_mode", "OFF").map_err(writing)?;
    copy.pragma_update(None, "synchronous", "OFF").map_err(writing)?;
    {
        let backup = Backup::new(&tx, &mut copy).map_err(writing)?;
        match backup.step(-1).map_err(writing)? {
            StepResult::Done => {}
            _ => {
                return Err(StoreError::Busy {
                    path: path.to_owned(),
                });
            }
        }
    }
    copy.close().map_err(|(_, error)| writing(error))?;
    file.as_file().sync_all().map_err(StoreError::io(target))?;
    Ok(counts)
}

/// What is wrong with a copy.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Its pages do not fit together.
    Damage(String),
    /// It is not what it should be.
    Other(String),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::Other("it is not a pivotal store".to_owned()),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damage(words(&error)),
            Some(ErrorCode::OperationInterrupted) => Self::Other("reading it takes too long".to_owned()),
            Some(_) | None => Self::Other(format!("it cannot be read, {}", words(&error))),
        }
    }
}

impl Fault {
    /// Returns it in words that can follow a colon.
    pub(super) fn words(self) -> String {
        match self {
            Self::Damage(detail) => format!("it is damaged ({detail})"),
            Self::Other(reason) => reason,
        }
    }
}

/// Checks a copy that nobody writes to: a store of this or an earlier release, sound, with the rows that are expected.
pub(super) fn verify(path: &Path, expected: Option<&Counts>) -> Result<(), Fault> {
    let failed = Fault::from;
    let mut copy = open::as_it_is(path).map_err(failed)?;
    schema::distrust(&copy).map_err(failed)?;
    schema::limit(&mut copy, path).map_err(failed)?;
    demand_marks(&copy)?;
    let detail = open::quick_check(&copy).map_err(failed)?;
    if detail != "ok" {
        return Err(Fault::Damage(one_line(&detail)));
    }
    if broken_references(&copy).map_err(failed)? > 0 {
        return Err(Fault::Damage("some rows refer to missing rows".to_owned()));
    }
    if let Some(expected) = expected
        && *expected != counts(&copy).map_err(failed)?
    {
        return Err(Fault::Other("some rows are missing".to_owned()));
    }
    Ok(())
}

/// Demands the marks and the schema of a release that is known; returns its format.
pub(super) fn demand_known(copy: &Connection) -> Result<i64, Fault> {
    let version = demand_marks(copy)?;
    match schema::difference(copy, version).map_err(Fault::from)? {
        None => Ok(version),
        Some(difference) => Err(Fault::Other(difference)),
    }
}

/// Demands the marks of a release that is known; returns its format.
fn demand_marks(copy: &Connection) -> Result<i64, Fault> {
    let version = migrate::version(copy).map_err(Fault::from)?;
    if migrate::application(copy).map_err(Fault::from)? != APPLICATION_ID || version < 1 {
        return Err(Fault::Other("it is not a pivotal store".to_owned()));
    }
    if version > NEWEST {
        return Err(Fault::Other(format!(
            "it was written by a newer pivotal (format {version}; this one knows up to {NEWEST})"
        )));
    }
    Ok(version)
}

/// Counts the rows that refer to rows that are not there.
pub(super) fn broken_references(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
        row.get(0)
    })
}

/// Counts the rows of every table that holds text of its own.
fn counts(connection: &Connection) -> rusqlite::Result<Counts> {
    let names: Vec<String> = connection
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL %' ORDER BY name",
        )?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    names
        .into_iter()
        .map(|name| {
            let sql = format!("SELECT count(*) FROM \"{}\"", name.replace('"', "\"\""));
            let count = connection.query_row(&sql, [], |row| row.get(0))?;
            Ok((name, count))
        })
        .collect()
}

/// Makes the names in a folder durable. A file that has its name stays if that fails, so that no error denies it.
pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|source| StoreError::Io {
            path: folder.to_owned(),
            source,
        })
}
