//! The folder of the backups that are made by themselves, and which of them are kept.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rusqlite::Connection;

use super::backup::{self, UNFINISHED};
use super::{Store, StoreError, open};
use crate::domain::{Existing, Timestamp};

/// The name of the folder in the data folder.
pub const BACKUPS: &str = "backups";

/// The ending of the names of backups.
const ENDING: &str = "db";

/// How many backups of each kind are kept, but for the daily ones.
const RETAINED: usize = 3;

/// For so long a backup serves the next large changes too, in milliseconds.
const SERVES_MILLIS: i64 = 60 * 60 * 1000;

/// How many names are tried for backups of the same second.
const NAMES: u32 = 100;

/// Why a backup was made by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BackupKind {
    /// A day began.
    Daily,
    /// A new release changed the format of the store.
    Migration,
    /// Many rows were imported.
    Import,
    /// A backup took the place of the store.
    Restore,
    /// Another program exchanged the file of an open store.
    Exchange,
}

impl BackupKind {
    const ALL: [Self; 5] = [
        Self::Daily,
        Self::Migration,
        Self::Import,
        Self::Restore,
        Self::Exchange,
    ];

    /// Returns the word with which the names of such backups begin.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Migration => "before-migration",
            Self::Import => "before-import",
            Self::Restore => "before-restore",
            Self::Exchange => "exchanged",
        }
    }
}

/// A backup in the folder; it was verified when it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptBackup {
    /// Its file.
    pub path: PathBuf,
    /// Why it was made.
    pub kind: BackupKind,
    /// When it was made.
    pub at: Timestamp,
}

/// Lists the backups of a data folder, newest first.
pub fn backups(folder: &Path) -> Vec<KeptBackup> {
    with_ending(folder, ENDING)
}

/// Lists the files of a data folder that are named like backups, with another ending, newest first.
fn with_ending(folder: &Path, ending: &str) -> Vec<KeptBackup> {
    let Ok(entries) = fs::read_dir(folder.join(BACKUPS)) else {
        return Vec::new();
    };
    let mut found: Vec<KeptBackup> = entries
        .filter_map(|entry| kept(entry.ok()?.path(), ending))
        .collect();
    found.sort_by(|a, b| (b.at, &b.path).cmp(&(a.at, &a.path)));
    found
}

/// Returns the newest backup of a data folder.
pub(super) fn newest(folder: &Path) -> Option<PathBuf> {
    backups(folder).into_iter().next().map(|backup| backup.path)
}

/// Returns when a backup was made, by the name of its file; none if it was not made by itself.
pub(super) fn made_at(file: &Path) -> Option<Timestamp> {
    kept(file.to_owned(), ENDING).map(|backup| backup.at)
}

/// Reads the name of a backup: `daily-20261124T093000Z.db`, with `-2` and so on for more of the same second.
fn kept(path: PathBuf, ending: &str) -> Option<KeptBackup> {
    let name = path
        .file_name()?
        .to_str()?
        .strip_suffix(ending)?
        .strip_suffix('.')?;
    let (kind, stamp) = BackupKind::ALL.into_iter().find_map(|kind| {
        let stamp = name.strip_prefix(kind.key())?.strip_prefix('-')?;
        Some((kind, stamp))
    })?;
    let stamp = stamp.split_inclusive('Z').next()?;
    let at = Timestamp::from_stamp(stamp)?;
    Some(KeptBackup { path, kind, at })
}

impl Store {
    /// Makes the backup of the day, if it has none, and keeps those of the last `days` days with one; for 0 days none is
    /// made and none removed. The day is that of UTC.
    pub fn back_up_daily(&self, now: Timestamp, days: u32) -> Result<Option<PathBuf>, StoreError> {
        let Some(folder) = self.folder() else {
            return Ok(None);
        };
        clear(&folder.join(BACKUPS));
        if days == 0 {
            return Ok(None);
        }
        let day = |at: Timestamp| at.stamp().chars().take(8).collect::<String>();
        let is_made = backups(folder)
            .iter()
            .any(|backup| backup.kind == BackupKind::Daily && day(backup.at) == day(now));
        if is_made || self.is_blank()? {
            return Ok(None);
        }
        make(&self.connection, &self.path, BackupKind::Daily, now).map(|path| {
            prune(
                folder,
                BackupKind::Daily,
                usize::try_from(days).unwrap_or(usize::MAX),
                &path,
            );
            Some(path)
        })
    }

    /// Makes a backup before something that changes much, unless one of its kind was made within the hour; there is none of a store
    /// without customers.
    pub fn back_up_before(
        &mut self,
        kind: BackupKind,
        now: Timestamp,
    ) -> Result<Option<PathBuf>, StoreError> {
        self.demand_writable()?;
        let Some(folder) = self.folder() else {
            return Ok(None);
        };
        let serves = |backup: &KeptBackup| {
            let age = now.as_millis() - backup.at.as_millis();
            backup.kind == kind && (0..SERVES_MILLIS).contains(&age)
        };
        if backups(folder).iter().any(serves) || self.is_blank()? {
            return Ok(None);
        }
        make(&self.connection, &self.path, kind, now).map(|path| {
            prune(folder, kind, RETAINED, &path);
            Some(path)
        })
    }

    /// Returns the data folder, if it may be written to.
    fn folder(&self) -> Option<&Path> {
        self.access.files()?;
        self.path.parent()
    }

    /// Returns whether the store never had a customer.
    pub(super) fn is_blank(&self) -> Result<bool, StoreError> {
        self.connection
            .query_row("SELECT NOT EXISTS (SELECT 1 FROM customer)", [], |row| row.get(0))
            .map_err(|error| StoreError::from_sqlite(&self.path, error))
    }
}

/// Makes a backup of a store whose format is about to change.
pub(super) fn before_migration(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    // The store knows no clock; a file system does.
    let at = newest_write(path);
    let made = make(connection, path, BackupKind::Migration, at)?;
    prune_beside(path, BackupKind::Migration, &made);
    Ok(())
}

/// Keeps the last few files of a kind, with the ending of the one just made, of the store at `path`.
pub(super) fn prune_beside(path: &Path, kind: BackupKind, made: &Path) {
    if let Some(folder) = path.parent() {
        prune(folder, kind, RETAINED, made);
    }
}

/// Returns the time of the last change of a folder or of a file in it.
pub(super) fn newest_write(path: &Path) -> Timestamp {
    let written = |path: &Path| {
        let since = fs::metadata(path)
            .ok()?
            .modified()
            .ok()?
            .duration_since(UNIX_EPOCH)
            .ok()?;
        i64::try_from(since.as_millis()).ok()
    };
    let folder = path.parent().and_then(written);
    Timestamp::from_millis(folder.max(written(path)).unwrap_or(0))
}

/// Makes a backup of a kind in the folder of backups.
pub(super) fn make(
    connection: &Connection,
    path: &Path,
    kind: BackupKind,
    at: Timestamp,
) -> Result<PathBuf, StoreError> {
    let folder = path.parent().unwrap_or(Path::new(".")).join(BACKUPS);
    open::make_folder(&folder)?;
    let mut number = 1;
    loop {
        let target = folder.join(file_name(kind.key(), at, number));
        match backup::copy(connection, path, &target, Existing::Kept) {
            Err(StoreError::Exists { .. }) if number < NAMES => number += 1,
            made => return made.map(|()| target),
        }
    }
}

/// Returns the name of the backup with a number among those of its second.
pub(super) fn file_name(key: &str, at: Timestamp, number: u32) -> String {
    match number {
        1 => format!("{key}-{}.db", at.stamp()),
        _ => format!("{key}-{}-{number}.db", at.stamp()),
    }
}

/// Returns a name with an ending that no file of the folder has.
pub(super) fn free_name(folder: &Path, key: &str, at: Timestamp, ending: &str) -> PathBuf {
    let names = (1..).map(|number| folder.join(file_name(key, at, number)).with_extension(ending));
    names.into_iter().find(|path| !path.exists()).unwrap_or_default()
}

/// Removes the oldest files of a kind with the ending of the one that was just made, beyond a number, but never that one.
///
/// Those that seem to be later than it come of a wrong clock: they are not counted, and stay until their time has come.
fn prune(folder: &Path, kind: BackupKind, number: usize, made: &Path) {
    let ending = made.extension().and_then(OsStr::to_str).unwrap_or_default();
    let Some(now) = kept(made.to_owned(), ending).map(|made| made.at) else {
        return;
    };
    let all = with_ending(folder, ending);
    let old = all
        .iter()
        .filter(|backup| backup.kind == kind && backup.path != made && backup.at <= now)
        .skip(number.saturating_sub(1));
    for backup in old {
        if let Err(error) = fs::remove_file(&backup.path) {
            tracing::warn!(%error, "an old backup could not be removed");
        }
    }
}

/// Removes what copies left behind that were never finished; one that is still being made is locked.
pub(super) fn clear(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let is_unfinished = entry.file_name().to_string_lossy().starts_with(UNFINISHED);
        if is_unfinished && File::open(entry.path()).is_ok_and(|file| file.try_lock_shared().is_ok()) {
            // The next backup tries again.
            let _ = fs::remove_file(entry.path());
        }
    }
}
