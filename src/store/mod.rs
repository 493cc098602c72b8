//! The store: the only room that knows SQL.
//!
//! One SQLite file in write-ahead-log mode with `synchronous=FULL`: what a write has committed survives a crash and a
//! power cut. A [`Reader`] sees one state of the store; a [`Writer`] is an IMMEDIATE transaction. Writers are used by the
//! `workspace` alone, which writes the operation log in the same transaction.

#![expect(clippy::disallowed_types, reason = "this is the room that may use them")]

mod assignees;
mod backup;
mod backups;
mod candidates;
mod cells;
mod changes;
mod columns;
mod companies;
mod conflicts;
mod contacts;
mod criteria;
mod custom_fields;
mod customers;
mod delivery;
mod details;
mod drafts;
mod duplicates;
mod erase;
mod error;
mod examine;
mod exchange;
mod exports;
mod functions;
mod history;
mod known;
mod listing;
mod lock;
mod log;
mod log_mark;
mod migrate;
mod missing;
mod near_misses;
mod notes;
mod notifications;
mod onboardings;
mod open;
mod opening;
mod other_emails;
mod owners;
mod private;
mod reading;
mod remote_ids;
mod remotes;
mod reopen;
mod restore;
mod rows;
mod runs;
mod schema;
mod scratch;
mod search;
mod sorted;
mod sorting;
mod staging;
#[cfg(test)]
mod steps;
mod tags;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod trigrams;
mod waiting;
mod work;

use std::ops::Deref;
use std::path::{Path, PathBuf};

use lock::Lock;
use opening::Access;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, Params, Row, Transaction, TransactionBehavior};
use sorted::LastSorted;
use waiting::folder_of;

pub use backups::{BACKUPS, BackupKind, KeptBackup, backups};
pub use cells::Cell;
pub use delivery::HeldOf;
pub use drafts::KeptDraft;
pub use erase::{Cleaned, backups_with};
pub use error::StoreError;
pub use examine::{Examination, SearchIndex, examine};
pub use exchange::{Exchange, FileId};
pub use log::{LoggedChange, NewChange, Op, Origin};
pub use missing::IdRange;
pub use onboardings::Numbered;
pub use open::{check, look};
pub use remotes::Follower;
pub use restore::{Replaced, Restored, restore};
pub use runs::{AccountState, OpenRun, SyncWatermark};
pub use staging::{NewContact, Tombstone};

/// The name of the store's file in the data directory.
pub const FILE_NAME: &str = "pivotal.db";

/// The largest file that a command checks for damage before it starts, in bytes; the app checks any size beside its
/// screens.
pub const CHECKED_AT_ONCE: u64 = 32 * 1024 * 1024;

/// The rows from which a transaction pays for more memory.
const MANY: usize = 10_000;

/// The bytes from which a text fills memory that is worth giving back.
const LONG_TEXT: usize = 1024 * 1024;

/// An open store.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    seen_version: i64,
    access: Access,
    sorted: LastSorted,
    repairs: Option<String>,
}

impl Store {
    /// Returns what opening it had to repair, in a sentence.
    pub fn repairs(&self) -> Option<&str> {
        self.repairs.as_deref()
    }

    /// Returns the store's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads one state of the store.
    pub fn read<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.follow()?;
        let read = self
            .begin(TransactionBehavior::Deferred)
            .map_err(E::from)
            .and_then(|tx| work(&Reader::new(tx, self)));
        self.demand_whole()?;
        self.or_exchanged(read)
    }

    /// Writes in one transaction: all of it if `work` succeeds, nothing otherwise.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transact(work, End::Keep)
    }

    /// Runs what would be written and takes all of it back.
    pub fn preview<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.transact(work, End::TakeBack)
    }

    fn transact<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&Writer<'_>) -> Result<T, E>,
        end: End,
    ) -> Result<T, E> {
        self.demand_writable()?;
        let done = self.try_transact(work, end);
        self.or_exchanged(done)
    }

    fn try_transact<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Writer<'_>) -> Result<T, E>,
        end: End,
    ) -> Result<T, E> {
        let report = |source| StoreError::from_sqlite(&self.path, source);
        let tx = self.begin(TransactionBehavior::Immediate)?;
        let files = self.access.files();
        let mut known = files.map(|files| files.begin(&tx)).transpose()?;
        let changes = tx.total_changes();
        let writer = Writer {
            reader: Reader::new(tx, self),
            is_large: std::cell::Cell::new(false),
            large: std::cell::RefCell::new(None),
        };
        let mut result = work(&writer);
        let Writer {
            reader,
            is_large,
            large,
        } = writer;
        let tx = reader.tx;
        if let (End::Keep, Ok(_), Some(files), Some(before)) = (end, &result, files, known)
            && tx.total_changes() != changes
        {
            match files.before_commit(&tx, before) {
                Ok(marked) => known = Some(marked),
                Err(error) => result = Err(error.into()),
            }
        }
        let is_kept = matches!(end, End::Keep) && result.is_ok();
        let ended = if is_kept { tx.commit() } else { tx.rollback() };
        drop(large);
        if is_large.get()
            && let Err(error) = open::remember_little(&self.connection)
        {
            tracing::warn!(%error, "the memory of a large transaction was not given back");
        }
        let made = result?;
        ended.map_err(report)?;
        if let (true, Some(files), Some(known)) = (is_kept, files, known) {
            files.committed(&self.connection, known)?;
        }
        Ok(made)
    }

    /// Returns what became of the files of the store, if they are not the ones that are open.
    pub fn exchange(&self) -> Option<Exchange> {
        self.access.files()?.exchange(&self.connection)
    }

    /// Demands that the files of the store are the ones that are open.
    pub(super) fn demand_same(&self) -> Result<(), StoreError> {
        match self.exchange() {
            None => Ok(()),
            Some(how) => Err(StoreError::Exchanged {
                path: self.path.clone(),
                how,
            }),
        }
    }

    /// Puts the exchange of a file in the place of what went wrong because of it.
    fn or_exchanged<T, E: From<StoreError>>(&self, result: Result<T, E>) -> Result<T, E> {
        match result {
            Ok(made) => Ok(made),
            Err(error) => {
                self.demand_same()?;
                Err(error)
            }
        }
    }

    /// Writes a copy of the whole store into a folder and opens it.
    pub fn copy_into(&mut self, folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(FILE_NAME);
        let text = path.to_string_lossy();
        self.connection
            .execute("VACUUM INTO ?", [text.as_ref()])
            .map_err(|source| StoreError::from_sqlite(&self.path, source))?;
        Self::open(folder)
    }

    /// Returns whether another connection has written since this was last asked.
    pub fn changed_by_others(&mut self) -> Result<bool, StoreError> {
        if self.follow()? {
            return Ok(true);
        }
        let version = self
            .connection
            .pragma_query_value(None, "data_version", |row| row.get(0))
            .map_err(|source| StoreError::from_sqlite(&self.path, source))?;
        let before = std::mem::replace(&mut self.seen_version, version);
        Ok(before != version)
    }
}

impl Drop for Store {
    /// Keeps SQLite from copying the log of another file into the one that has the name now.
    fn drop(&mut self) {
        if self.exchange().is_some()
            && let Err(error) = self
                .connection
                .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
        {
            tracing::warn!(%error, "a store whose file was exchanged is closed as any other");
        }
    }
}

/// What becomes of a transaction that succeeds.
#[derive(Clone, Copy)]
enum End {
    Keep,
    TakeBack,
}

/// One state of the store.
#[derive(Debug)]
pub struct Reader<'a> {
    tx: Transaction<'a>,
    path: &'a Path,
    sorted: &'a LastSorted,
}

impl<'a> Reader<'a> {
    fn new(tx: Transaction<'a>, store: &'a Store) -> Self {
        Self {
            tx,
            path: store.path.as_path(),
            sorted: &store.sorted,
        }
    }
}

impl Reader<'_> {
    /// Runs SQL and names the file in what goes wrong.
    fn sql<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        work(&self.tx).map_err(|source| StoreError::from_sqlite(self.path, source))
    }

    /// Reads the one row of a question.
    fn row<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        self.sql(|connection| connection.prepare_cached(sql)?.query_row(params, read))
    }

    /// Reads the row of a question that may have none.
    fn row_if_any<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, StoreError> {
        self.sql(|connection| connection.prepare_cached(sql)?.query_row(params, read).optional())
    }

    /// Reads all rows of a question.
    fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.sql(|connection| connection.prepare_cached(sql)?.query_map(params, read)?.collect())
    }
}

/// A transaction that writes.
#[derive(Debug)]
pub struct Writer<'a> {
    reader: Reader<'a>,
    /// Whether memory is to be given back at the end.
    is_large: std::cell::Cell<bool>,
    /// Tells others that they wait for longer, until the transaction has ended.
    large: std::cell::RefCell<Option<Lock>>,
}

impl Writer<'_> {
    /// Runs a statement that writes.
    fn write(&self, sql: &str, params: impl Params) -> Result<(), StoreError> {
        self.execute(sql, params).map(drop)
    }

    /// Runs a statement that writes, and returns how many rows it wrote.
    fn execute(&self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        self.sql(|connection| connection.prepare_cached(sql)?.execute(params))
    }

    /// Takes memory for so many rows until the transaction ends.
    pub fn make_room_for(&self, rows: usize) -> Result<(), StoreError> {
        if rows < MANY {
            return Ok(());
        }
        if self.large.borrow().is_none()
            && let Some(folder) = folder_of(self.path)
        {
            *self.large.borrow_mut() = Some(Lock::of_large_change(folder)?);
        }
        if self.is_large.replace(true) {
            return Ok(());
        }
        self.sql(open::remember_much)
    }

    /// Has the memory that a long text takes given back at the end.
    fn give_back_after(&self, text: &str) {
        self.is_large.set(self.is_large.get() || text.len() >= LONG_TEXT);
    }
}

impl<'a> Deref for Writer<'a> {
    type Target = Reader<'a>;

    fn deref(&self) -> &Reader<'a> {
        &self.reader
    }
}
