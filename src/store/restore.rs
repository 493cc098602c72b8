//! Puts a backup in the place of the store; a kill at any moment leaves the one or the other, whole.
//!
//! What makes it safe: the backup is copied and checked beside the store, a leftover write-ahead log is folded into the
//! old file before the new one takes its name, and the name changes in one step.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use tempfile::NamedTempFile;

use super::backup::{self, Fault, beside};
use super::backups::{self, BACKUPS, BackupKind};
use super::lock::Lock;
use super::migrate::{self, NEWEST};
use super::reading::Reading;
use super::{FILE_NAME, StoreError, open, schema};
use crate::domain::{IdSource, Timestamp};

/// The name under which the log holds what a restore changed, and what that was.
const ACTOR: &str = "Restore";
const LABEL: &str = "held unsent notifications of the backup";

/// What was done with the store that was there before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replaced {
    /// There was none.
    Nothing,
    /// A verified backup of it was made.
    BackedUp(PathBuf),
    /// It was damaged or of another release, so its files were copied as they were.
    SetAside(PathBuf),
}

/// A point of a restore after which a kill may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RestorePoint {
    /// The backup is copied beside the store, and checked.
    Copied,
    /// The old store is backed up.
    Kept,
    /// The old store is one file without a log.
    Folded,
    /// The new store has the name.
    Replaced,
}

/// What a restore did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// What became of the store that was there before.
    pub replaced: Replaced,
    /// How many notifications that were on their way in the backup are held now, as they may have left since.
    pub held: usize,
}

/// Puts a backup in the place of the store of a data folder.
pub fn restore(folder: &Path, from: &Path, now: Timestamp) -> Result<Restored, StoreError> {
    in_steps(folder, from, now, &mut |_| {})
}

/// Does so and tells each step.
pub(super) fn in_steps(
    folder: &Path,
    from: &Path,
    now: Timestamp,
    tell: &mut dyn FnMut(RestorePoint),
) -> Result<Restored, StoreError> {
    let store = folder.join(FILE_NAME);
    if backup::is_of(&store, from) {
        return Err(StoreError::OwnFile {
            path: from.to_owned(),
        });
    }
    open::make_folder(folder)?;
    let _alone = Lock::alone(folder)?;
    let copy = checked_copy(from, folder)?;
    let held = hold(copy.path(), now)?;
    tell(RestorePoint::Copied);
    let replaced = keep(&store, now)?;
    tell(RestorePoint::Kept);
    match replaced {
        Replaced::BackedUp(_) => fold(&store)?,
        Replaced::Nothing | Replaced::SetAside(_) => {}
    }
    // What is left of a log belongs to the old file and would be read into the new one.
    for suffix in ["-wal", "-shm", "-journal"] {
        let path = beside(&store, suffix);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::io(&path)(error));
            }
            Ok(()) | Err(_) => {}
        }
    }
    backup::sync_folder(folder)?;
    tell(RestorePoint::Folded);
    copy.persist(&store)
        .map_err(|error| StoreError::io(&store)(error.error))?;
    backup::sync_folder(folder)?;
    tell(RestorePoint::Replaced);
    Ok(Restored { replaced, held })
}

/// Copies a backup into the folder and checks the copy.
fn checked_copy(from: &Path, folder: &Path) -> Result<NamedTempFile, StoreError> {
    let bad = |reason: String| StoreError::BadBackup {
        path: from.to_owned(),
        reason,
    };
    match fs::metadata(from) {
        Ok(file) if !file.is_file() => return Err(bad("it is not a file".to_owned())),
        Ok(file) if file.len() == 0 => return Err(bad("it is empty".to_owned())),
        Ok(_) => {}
        Err(error) => return Err(bad(error.to_string())),
    }
    let reading = |error: StoreError| match error {
        StoreError::Foreign { .. } => bad("it is not a pivotal store".to_owned()),
        StoreError::Damaged { detail, .. } => bad(format!("it is damaged ({detail})")),
        StoreError::ForeignLog { .. } => bad("the -wal file beside it belongs to another file".to_owned()),
        StoreError::Unreadable { reason, .. } => bad(reason),
        error => error,
    };
    // The file and what lies beside it are the user's own, and stay as they are.
    let mut opened = Reading::open(from).map_err(reading)?;
    let source = &mut opened.connection;
    // Nothing of it acts before it is known to be a store as a release made it.
    let known = schema::distrust(source)
        .and_then(|()| schema::limit(source, from))
        .map_err(Fault::from)
        .and_then(|()| backup::demand_known(source));
    let format = known.map_err(|fault| bad(fault.words()))?;
    let copy = backup::unfinished(folder, &folder.join(FILE_NAME))?;
    let counts = backup::fill(source, from, &copy, &folder.join(FILE_NAME)).map_err(reading)?;
    backup::verify(copy.path(), Some(&counts)).map_err(|fault| bad(fault.words()))?;
    if format < NEWEST {
        bring_on(copy.path()).map_err(|error| bad(Fault::from(error).words()))?;
        backup::verify(copy.path(), None).map_err(|fault| bad(fault.words()))?;
    }
    Ok(copy)
}

/// Brings a copy to the present format.
fn bring_on(copy: &Path) -> rusqlite::Result<()> {
    let mut connection = open::as_it_is(copy)?;
    schema::limit(&mut connection, copy)?;
    migrate::migrate(&mut connection)?;
    connection.close().map_err(|(_, error)| error)
}

/// Holds the notifications that are on their way in a copy: they may have been sent since the backup, so a user has to
/// look at them.
fn hold(copy: &Path, now: Timestamp) -> Result<usize, StoreError> {
    let work = || -> rusqlite::Result<usize> {
        let connection = open::as_it_is(copy)?;
        let held = hold_in(&connection, now)?;
        connection.close().map_err(|(_, error)| error)?;
        Ok(held)
    };
    work().map_err(|error| StoreError::from_sqlite(copy, error))
}

/// Does so through a connection, as a change in the log that cannot be undone.
pub(super) fn hold_in(connection: &Connection, now: Timestamp) -> rusqlite::Result<usize> {
    let has_some =
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'notification')";
    let on_its_way = "state IN ('queued', 'retry', 'sending')";
    let is_any = format!("SELECT EXISTS (SELECT 1 FROM notification WHERE {on_its_way})");
    let holds = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, bool>(0));
    if !holds(has_some)? || !holds(&is_any)? {
        return Ok(0);
    }
    let tx = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    let id = IdSource::Random.next(now);
    let seq: i64 = tx.query_row(
        "INSERT INTO change (id, actor, at, label, cause, is_sync, state)
         VALUES (?, ?, ?, ?, 'change', 1, 'done') RETURNING seq",
        params![id, ACTOR, now.as_millis(), LABEL],
        |row| row.get(0),
    )?;
    let held = "CASE state WHEN 'sending' THEN 'unknown' ELSE 'held' END";
    tx.execute(
        &format!(
            "INSERT INTO op (change_seq, position, customer_id, entity, entity_id, subject, field, old, new)
             SELECT ?, row_number() OVER (ORDER BY number) - 1, customer_id, 'notification', id, subject, 'state', state, {held}
             FROM notification WHERE {on_its_way}"
        ),
        [seq],
    )?;
    let count = tx.execute(
        &format!("UPDATE notification SET state = {held}, next_at = NULL WHERE {on_its_way}"),
        [],
    )?;
    tx.commit()?;
    Ok(count)
}

/// Backs the present store up; one that cannot be verified is set aside as it is.
fn keep(store: &Path, now: Timestamp) -> Result<Replaced, StoreError> {
    if fs::metadata(store).is_ok_and(|file| file.len() == 0) && fs::metadata(beside(store, "-wal")).is_err() {
        return Ok(Replaced::Nothing);
    }
    if !store.exists() {
        return Ok(Replaced::Nothing);
    }
    let made =
        connect(store).and_then(|connection| backups::make(&connection, store, BackupKind::Restore, now));
    match made {
        Ok(path) => {
            backups::prune_beside(store, BackupKind::Restore, &path);
            Ok(Replaced::BackedUp(path))
        }
        Err(
            StoreError::Damaged { .. }
            | StoreError::Foreign { .. }
            | StoreError::Unverified { .. }
            | StoreError::Sqlite { .. },
        ) => set_aside(store, now).map(Replaced::SetAside),
        Err(StoreError::Busy { path }) => Err(StoreError::InUse { path }),
        Err(error) => Err(error),
    }
}

fn connect(store: &Path) -> Result<Connection, StoreError> {
    open::as_it_is(store).map_err(|error| StoreError::from_sqlite(store, error))
}

/// Makes one file of the store and its log.
fn fold(store: &Path) -> Result<(), StoreError> {
    let connection = connect(store)?;
    let failed = |error| match StoreError::from_sqlite(store, error) {
        // Another program has it open, one of an earlier release that knows no lock.
        StoreError::Busy { path } => StoreError::InUse { path },
        error => error,
    };
    let mode: String = connection
        .query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))
        .map_err(failed)?;
    if mode != "delete" {
        return Err(StoreError::InUse {
            path: store.to_owned(),
        });
    }
    connection.close().map_err(|(_, error)| failed(error))
}

/// Copies the files of a store that cannot be verified into the folder of backups, under a name that is no backup's.
fn set_aside(store: &Path, now: Timestamp) -> Result<PathBuf, StoreError> {
    let folder = store.parent().unwrap_or(Path::new(".")).join(BACKUPS);
    open::make_folder(&folder)?;
    let target = backups::free_name(&folder, "damaged", now, "db");
    for suffix in ["-wal", "-journal", ""] {
        let (from, to) = (beside(store, suffix), beside(&target, suffix));
        if !from.exists() {
            continue;
        }
        let mut file = backup::unfinished(&folder, &to)?;
        fs::File::open(&from)
            .and_then(|mut source| std::io::copy(&mut source, file.as_file_mut()))
            .and_then(|_| file.as_file().sync_all())
            .map_err(StoreError::io(&to))?;
        file.persist(&to)
            .map_err(|error| StoreError::io(&to)(error.error))?;
    }
    backup::sync_folder(&folder)?;
    Ok(target)
}
