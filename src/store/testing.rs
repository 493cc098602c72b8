//! What tests of the store share: stores that need a file, copied from one that the steps made once, and what is read from
//! tables.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::OnceLock;

use rusqlite::{Connection, Params, Row};

use super::migrate::migrate;
use super::{FILE_NAME, Store};

/// Opens the store of a folder; if there is none, an empty one is put there first.
pub(crate) fn open(folder: &Path) -> Store {
    static EMPTY: OnceLock<Vec<u8>> = OnceLock::new();
    let path = folder.join(FILE_NAME);
    if !path.exists() {
        let empty = EMPTY.get_or_init(|| {
            let made = tempfile::tempdir().expect("a folder");
            drop(Store::open(made.path()).expect("made"));
            fs::read(made.path().join(FILE_NAME)).expect("read")
        });
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let mut file = options.open(&path).expect("made");
        file.write_all(empty).expect("written");
    }
    Store::open(folder).expect("opened")
}

/// Reads all rows of a question.
pub(super) fn read<T>(
    connection: &Connection,
    sql: &str,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Vec<T> {
    let mut statement = connection.prepare(sql).expect("prepared");
    let rows = statement.query_map([], read).expect("asked");
    rows.collect::<Result<_, _>>().expect("read")
}

/// Returns how SQLite would answer a question of a new store, a line a step.
pub(super) fn query_plan(sql: &str, params: impl Params) -> Vec<String> {
    let mut connection = Connection::open_in_memory().expect("memory");
    migrate(&mut connection).expect("migrated");
    let mut statement = connection
        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
        .expect("prepared");
    let rows = statement.query_map(params, |row| row.get(3)).expect("explained");
    rows.collect::<Result<_, _>>().expect("read")
}
