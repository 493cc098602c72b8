//! Opens the store's file: private, checked before it is touched, and set up to lose nothing.

use std::ffi::OsStr;
use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::migrate::{self, APPLICATION_ID, NEWEST};
use super::reading::Reading;
use super::{StoreError, backups, log_mark, schema};
use crate::disk::Obstacle;

/// How long a write waits for another program.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How often the switch to the write-ahead log is tried when two programs make the file at the same moment.
const WAL_TRIES: u32 = 50;

/// Opens or makes the file and brings it to the present format.
pub(super) fn open(path: &Path) -> Result<Connection, StoreError> {
    make_private(path)?;
    check_header(path)?;
    let report = |source| StoreError::from_sqlite(path, source);
    let (mut connection, found) = of_known_format(path)?;
    if connection.is_readonly(c"main").map_err(report)? {
        // SQLite opens a file that may not be written without a word.
        return Err(StoreError::Unwritable {
            path: path.to_owned(),
            why: Obstacle::at(path).unwrap_or(Obstacle::Denied),
        });
    }
    if let Err(error) = schema::demand_inert(&connection, path) {
        // What it would do on closing is left to its own program.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
            .map_err(report)?;
        return Err(error);
    }
    if found > 0 && found < NEWEST {
        backups::before_migration(&connection, path).map_err(|source| StoreError::NotMigrated {
            path: path.to_owned(),
            source: Box::new(source),
        })?;
    }
    set_up(&connection).map_err(report)?;
    migrate::migrate(&mut connection).map_err(report)?;
    if let Err(error) = log_mark::begin(&connection) {
        tracing::warn!(%error, "the store has no mark yet");
    }
    Ok(connection)
}

/// How much of the file is kept in memory, in KiB.
const CACHE_KIB: i64 = 16 * 1024;

/// How much of it is kept while many rows are written, in KiB: a list of 100,000 contacts fits, so that adding it writes
/// nothing twice.
const LARGE_CACHE_KIB: i64 = 160 * 1024;

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
    connection.pragma_update(None, "wal_autocheckpoint", WAL_PAGES)?;
    set_up_to_read(connection)
}

/// Sets what a connection needs to read.
pub(super) fn set_up_to_read(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    // There are triggers of ours, and no views.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    // Else SQLite plans anew whenever a value is bound on which a plan could depend, those of the search index too.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Keeps as much of the file in memory as many rows need.
pub(super) fn remember_much(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "cache_size", -LARGE_CACHE_KIB)
}

/// Keeps little of the file in memory again.
pub(super) fn remember_little(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    connection.release_memory()
}

/// Reads the whole file for damage, on a connection of its own that leaves the file and its log as they are.
///
/// Takes about a second for each gigabyte, so the app runs it beside its first screens.
pub fn check(path: &Path) -> Result<(), StoreError> {
    let look = || -> rusqlite::Result<String> {
        let connection = as_it_is(path)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        quick_check(&connection)
    };
    match look().map_err(|source| StoreError::from_sqlite(path, source)) {
        Err(error) if error.obstacle().is_some() => demand_sound(&Reading::open(path)?.connection, path),
        found => demand_ok(&found?, path),
    }
}

/// Reads the whole file for damage by way of a connection.
pub(super) fn demand_sound(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let detail = quick_check(connection).map_err(|source| StoreError::from_sqlite(path, source))?;
    demand_ok(&detail, path)
}

fn demand_ok(detail: &str, path: &Path) -> Result<(), StoreError> {
    if detail == "ok" {
        Ok(())
    } else {
        Err(StoreError::damaged(path, detail))
    }
}

/// Returns the first damage that is found, or `ok`; the connection must be one that may write, as SQLite looks at no CHECK
/// of a store that is read only.
pub(super) fn quick_check(connection: &Connection) -> rusqlite::Result<String> {
    connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
}

/// Makes a folder for its owner alone.
pub(super) fn make_folder(folder: &Path) -> Result<(), StoreError> {
    if folder.is_dir() {
        return Ok(());
    }
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .map_err(StoreError::io(folder))
}

/// Makes an empty file that only its owner reads: SQLite gives its side files the same permissions.
fn make_private(path: &Path) -> Result<(), StoreError> {
    match OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
    {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(source) => Err(StoreError::io(path)(source)),
    }
}

/// Refuses a file that is something else or from a later release, before SQLite opens it for writing.
///
/// SQLite itself reads the header: a file that this program opens and closes by other means takes from its other
/// connections the locks by which the next program knows not to remove the write-ahead log.
pub(super) fn check_header(path: &Path) -> Result<(), StoreError> {
    let foreign = || StoreError::Foreign {
        path: path.to_owned(),
    };
    let header = untouched(path)
        .and_then(|connection| Ok((migrate::version(&connection)?, migrate::application(&connection)?)));
    let (version, application) = match header {
        Ok(header) => header,
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => return Err(foreign()),
        // A crash may have left the file behind its write-ahead log; opened with it, it may be sound.
        Err(_) => return Ok(()),
    };
    demand_not_newer(path, version)?;
    // A file that another program is just making has no mark yet.
    if application != APPLICATION_ID && (application != 0 || version != 0) {
        return Err(foreign());
    }
    Ok(())
}

/// Refuses a file that is something else, from a later release, or with a schema or a log that is not its own; nothing is
/// opened for writing.
pub fn look(path: &Path) -> Result<(), StoreError> {
    check_header(path)?;
    log_mark::demand_own(path)?;
    schema::demand_own(path)
}

/// Opens a file that nobody writes to: no lock is taken, no side file is read or made.
pub(super) fn untouched(path: &Path) -> rusqlite::Result<Connection> {
    let connection = read_only(path, b"immutable=1")?;
    schema::distrust(&connection)?;
    Ok(connection)
}

/// Opens a file that others may write to, to read it with its log by the index that is there; neither is written.
pub(super) fn shared(path: &Path) -> rusqlite::Result<Connection> {
    let connection = read_only(path, b"readonly_shm=1")?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    schema::distrust(&connection)?;
    Ok(connection)
}

/// Opens a file with a parameter of SQLite's URIs.
fn read_only(path: &Path, parameter: &[u8]) -> rusqlite::Result<Connection> {
    // A path in a URI, by RFC 3986, 2.1.
    let mut uri = b"file:".to_vec();
    for byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_') {
            uri.push(*byte);
        } else {
            uri.extend(format!("%{byte:02X}").bytes());
        }
    }
    uri.push(b'?');
    uri.extend(parameter);
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    Connection::open_with_flags(Path::new(OsStr::from_bytes(&uri)), flags)
}

/// Opens a store as it is and gives its format; one of a later release is refused, its log left as it was.
pub(super) fn of_known_format(path: &Path) -> Result<(Connection, i64), StoreError> {
    let open = || -> rusqlite::Result<(Connection, i64)> {
        let connection = as_it_is(path)?;
        // That it is newer may stand in the log alone, which the last program that closes the file folds into it.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        let found = migrate::version(&connection)?;
        if found <= NEWEST {
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        }
        Ok((connection, found))
    };
    let (connection, found) = open().map_err(|source| StoreError::from_sqlite(path, source))?;
    demand_not_newer(path, found)?;
    Ok((connection, found))
}

/// Demands a format that this program knows.
pub(super) fn demand_not_newer(path: &Path, found: i64) -> Result<(), StoreError> {
    if found > NEWEST {
        return Err(newer(path, found));
    }
    Ok(())
}

fn newer(path: &Path, found: i64) -> StoreError {
    StoreError::Newer {
        path: path.to_owned(),
        found,
        known: NEWEST,
    }
}

/// Opens a store as it is: no migration, nothing is set.
pub(super) fn as_it_is(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    Ok(connection)
}
