//! Opens the store's file: private, checked before it is touched, and set up to lose nothing.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use super::StoreError;
use super::migrate::{self, APPLICATION_ID, NEWEST};

/// How long a write waits for another program.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How often the switch to the write-ahead log is tried when two programs make the file at the same moment.
const WAL_TRIES: u32 = 50;

/// Opens or makes the file and brings it to the present format.
pub(super) fn open(path: &Path) -> Result<Connection, StoreError> {
    make_private(path)?;
    check_header(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let report = |source| StoreError::from_sqlite(path, source);
    let mut connection = Connection::open_with_flags(path, flags).map_err(report)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(report)?;
    let found = migrate::version(&connection).map_err(report)?;
    if found > NEWEST {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known: NEWEST,
        });
    }
    set_up(&connection).map_err(report)?;
    migrate::migrate(&mut connection).map_err(report)?;
    Ok(connection)
}

/// How much of the file is kept in memory, in KiB: a list of 100,000 contacts fits, so that adding it reads nothing twice.
const CACHE_KIB: i64 = 64 * 1024;

/// How long the write-ahead log grows, in pages, before a commit also copies it into the file: longer than one long list
/// makes it, so that nobody waits for the copy.
const WAL_PAGES: i64 = 32 * 1024;

/// Sets what every connection needs.
pub(super) fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    let mut tries = 1;
    while let Err(error) = connection.pragma_update(None, "journal_mode", "WAL") {
        let busy = error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy);
        if !busy || tries == WAL_TRIES {
            return Err(error);
        }
        tries += 1;
        std::thread::sleep(Duration::from_millis(20));
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.pragma_update(None, "wal_autocheckpoint", WAL_PAGES)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Reads the whole file for damage, on a connection of its own that writes nothing.
///
/// Takes about a second for each gigabyte, so the app runs it beside its first screens.
pub fn check(path: &Path) -> Result<(), StoreError> {
    let report = |source| StoreError::from_sqlite(path, source);
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(report)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(report)?;
    let detail: String = connection
        .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
        .map_err(report)?;
    if detail == "ok" {
        Ok(())
    } else {
        let detail = detail.split_whitespace().collect::<Vec<_>>().join(" ");
        Err(StoreError::Damaged {
            path: path.to_owned(),
            detail,
        })
    }
}

/// Makes the folder for its owner alone, and an empty file that only its owner reads: SQLite gives its side files the
/// same permissions.
fn make_private(path: &Path) -> Result<(), StoreError> {
    let report = |path: &Path, source| StoreError::Io {
        path: path.to_owned(),
        source,
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.is_dir()) {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .map_err(|source| report(folder, source))?;
    }
    match OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
    {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(source) => Err(report(path, source)),
    }
}

/// Refuses a file that is something else or from a later release, before SQLite opens it.
fn check_header(path: &Path) -> Result<(), StoreError> {
    let report = |source| StoreError::Io {
        path: path.to_owned(),
        source,
    };
    let foreign = || StoreError::Foreign {
        path: path.to_owned(),
    };
    if fs::metadata(path).map_err(report)?.len() == 0 {
        return Ok(());
    }
    let mut header = [0; 100];
    match File::open(path).map_err(report)?.read_exact(&mut header) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Err(foreign()),
        Err(source) => return Err(report(source)),
    }
    // Offsets by SQLite's file format, 1.3.
    let number = |from: usize| {
        let bytes = header.get(from..from + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, i32::from_be_bytes)
    };
    let (version, application) = (i64::from(number(60)), number(68));
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(foreign());
    }
    if version > NEWEST {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found: version,
            known: NEWEST,
        });
    }
    // A file that another program is just making has no mark yet.
    if application != APPLICATION_ID && (application != 0 || version != 0) {
        return Err(foreign());
    }
    Ok(())
}
