//! Tells whether a write-ahead log belongs to the file beside which it lies.
//!
//! SQLite reads a log into whatever file has its name, and so mixes two stores where a file was exchanged. Each log here
//! begins with a new mark, a number by chance, beside the mark that the file had: a log fits a file that has the one mark
//! or the other.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OptionalExtension};

use super::backup::{self, beside};
use super::backups::{self, BACKUPS, BackupKind};
use super::lock::Lock;
use super::{StoreError, open, schema};

/// The names of the two numbers in the table of counters.
const NOW: &str = "log_mark";
const BEFORE: &str = "log_mark_before";

/// The mark of a store, and the one before; 0 where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) now: i64,
    pub(super) before: i64,
}

impl Marks {
    /// Reads them as a connection sees them.
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Self> {
        let mut statement = connection.prepare_cached("SELECT value FROM counter WHERE name = ?")?;
        let mut read = |name| -> rusqlite::Result<i64> {
            let value: Option<i64> = statement.query_row([name], |row| row.get(0)).optional()?;
            Ok(value.unwrap_or(0))
        };
        Ok(Self {
            now: read(NOW)?,
            before: read(BEFORE)?,
        })
    }

    /// Writes a new mark.
    pub(super) fn renew(self, tx: &Connection) -> rusqlite::Result<Self> {
        let before = self.now;
        let now = tx
            .prepare_cached(
                "INSERT INTO counter (name, value) VALUES (?, ?), (?, random())
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value RETURNING value",
            )?
            .query_map(rusqlite::params![BEFORE, before, NOW], |row| row.get(0))?
            .last()
            .transpose()?
            .unwrap_or(before);
        Ok(Self { now, before })
    }

    /// Returns whether a log with these marks belongs to a file with a mark.
    pub(super) const fn fit(self, in_file: i64) -> bool {
        self.now == in_file || self.before == in_file
    }
}

/// Reads the mark that stands in a file itself, without its log.
pub(super) fn in_file(path: &Path) -> rusqlite::Result<i64> {
    let file = open::untouched(path)?;
    let is_there = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'counter')";
    if file.query_row(is_there, [], |row| row.get(0))? {
        Ok(Marks::read(&file)?.now)
    } else {
        Ok(0)
    }
}

/// Returns a store its first mark, in the file itself, so that a copy of it is known from one that was made before.
pub(super) fn begin(connection: &Connection) -> rusqlite::Result<()> {
    if Marks::read(connection)?.now != 0 {
        return Ok(());
    }
    connection.execute(
        "INSERT INTO counter (name, value) VALUES (?, random()) ON CONFLICT (name) DO NOTHING",
        [NOW],
    )?;
    connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))
}

/// Returns a number that changes when another connection commits.
pub(super) fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "data_version", |row| row.get(0))
}

/// How a log and the file beside it go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// The log belongs to the file, or nothing says that it does not.
    Fits,
    /// The log belongs to another file.
    Foreign,
}

/// Demands that the log beside a file is its own.
pub(super) fn demand_own(path: &Path) -> Result<(), StoreError> {
    match fit(path) {
        Fit::Fits => Ok(()),
        Fit::Foreign => Err(StoreError::ForeignLog {
            path: path.to_owned(),
        }),
    }
}

/// Puts a log aside that belongs to another file, or to one that is not there any more, so that it is not read into this one; gives where it is kept.
pub(super) fn set_foreign_aside(path: &Path) -> Result<Option<PathBuf>, StoreError> {
    if fit(path) == Fit::Fits {
        return Ok(None);
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let _alone = Lock::of_log(folder)?;
    // Another program may have done it meanwhile.
    if fit(path) == Fit::Fits {
        return Ok(None);
    }
    let kept = folder.join(BACKUPS);
    open::make_folder(&kept)?;
    let log = beside(path, "-wal");
    let kind = BackupKind::Exchange;
    let target = backups::free_name(&kept, kind.key(), backups::newest_write(&log), "db-wal");
    fs::rename(&log, &target).map_err(StoreError::io(&log))?;
    let index = beside(path, "-shm");
    match fs::remove_file(&index) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(StoreError::io(&index)(error));
        }
        Ok(()) | Err(_) => {}
    }
    backup::sync_folder(folder)?;
    backups::prune_beside(path, kind, &target);
    tracing::warn!(log = %target.display(), "a log of another file lay beside the store and was put aside");
    Ok(Some(target))
}

/// Returns whether the log that a connection reads with a file belongs to another one.
pub(super) fn is_foreign(connection: &Connection, path: &Path) -> bool {
    has_log(path) && in_file(path).is_ok_and(|in_file| judge(in_file, with_log(connection)) == Fit::Foreign)
}

/// Judges the log of a file from one moment on: what another program writes meanwhile is not seen in one of the two and
/// missed in the other.
fn fit(path: &Path) -> Fit {
    if !has_log(path) {
        return Fit::Fits;
    }
    if !path.exists() {
        return Fit::Foreign;
    }
    let read = || -> rusqlite::Result<(Marks, Option<i64>)> {
        let connection = open::as_it_is(path)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        schema::distrust(&connection)?;
        let moment = connection.unchecked_transaction()?;
        let marks = with_log(&moment)?;
        // A file that cannot be read without its log says nothing.
        Ok((marks, in_file(path).ok()))
    };
    match read() {
        Ok((_, None)) => Fit::Fits,
        Ok((marks, Some(in_file))) => judge(in_file, Ok(marks)),
        Err(error) => in_file(path).map_or(Fit::Fits, |in_file| judge(in_file, Err(error))),
    }
}

/// Reads the marks as a connection sees them; a store that is just being made has none.
fn with_log(connection: &Connection) -> rusqlite::Result<Marks> {
    let pages: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0))?;
    if pages <= 1 {
        return Ok(Marks { now: 0, before: 0 });
    }
    Marks::read(connection)
}

fn has_log(path: &Path) -> bool {
    fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0)
}

fn judge(in_file: i64, with_log: rusqlite::Result<Marks>) -> Fit {
    match with_log {
        Ok(marks) if marks.fit(in_file) => Fit::Fits,
        Ok(_) => Fit::Foreign,
        // The file alone can be read, and with the log it cannot.
        Err(error) => match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown) => Fit::Foreign,
            Some(_) | None => Fit::Fits,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::FILE_NAME;

    #[test]
    fn a_log_that_is_being_written_for_the_first_time_is_not_put_aside() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join(FILE_NAME);
        let maker = Connection::open(&path).expect("opens");
        // So little memory for pages writes them into the log before they are committed.
        maker
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA cache_size = 1; BEGIN; CREATE TABLE thing (text);
                 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
                 INSERT INTO thing SELECT hex(randomblob(500)) FROM n;",
            )
            .expect("written");
        let log = home.path().join(format!("{FILE_NAME}-wal"));
        assert_ne!(fs::metadata(&log).expect("a log").len(), 0);
        assert_eq!(set_foreign_aside(&path).expect("looked at"), None);
        maker.execute_batch("COMMIT").expect("committed");
        assert!(log.exists());
    }
}
