//! Compares the schema of a store with the one that the release made: a table, an index, a trigger or a view of somebody
//! else could act whenever the store is used.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::error::one_line;
use super::reading::Reading;
use super::{StoreError, migrate};

/// What SQLite itself keeps for its planner.
const OF_SQLITE: &str = "NOT (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4') AND sql LIKE 'CREATE TABLE sqlite\\_stat_(tbl,idx,%' ESCAPE '\\')";

/// One thing of a schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Item {
    kind: String,
    name: String,
    table: String,
    sql: String,
}

/// Makes a connection that reads a file of unknown origin: nothing in its schema acts.
pub(super) fn distrust(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(())
}

/// Returns the first thing in which a schema differs from that which the steps of its format make, in words; none if it
/// is the same.
pub(super) fn difference(connection: &Connection, format: i64) -> rusqlite::Result<Option<String>> {
    let made = Connection::open_in_memory()?;
    migrate::make(&made, usize::try_from(format).unwrap_or(0))?;
    Ok(first_difference(&read(connection)?, &read(&made)?))
}

fn read(connection: &Connection) -> rusqlite::Result<Vec<Item>> {
    read_where(connection, OF_SQLITE)
}

fn read_where(connection: &Connection, which: &str) -> rusqlite::Result<Vec<Item>> {
    let sql = format!("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema WHERE {which}");
    let mut statement = connection.prepare(&sql)?;
    let rows = statement.query_map([], |row| {
        Ok(Item {
            kind: row.get(0)?,
            name: row.get(1)?,
            table: row.get(2)?,
            sql: row.get(3)?,
        })
    })?;
    let mut items = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    items.sort();
    Ok(items)
}

/// Names what is there and should not be, then what should be there.
fn first_difference(found: &[Item], wanted: &[Item]) -> Option<String> {
    let words = |item: &Item| format!("{} {}", item.kind, one_line(&item.name));
    let like = |item: &Item, all: &[Item]| {
        all.iter()
            .any(|other| (&other.kind, &other.name) == (&item.kind, &item.name))
    };
    let foreign = found.iter().filter(|item| !wanted.contains(item));
    // What can act comes first.
    let foreign = foreign.min_by_key(|item| (item.kind != "trigger", item.kind != "view"));
    if let Some(item) = foreign {
        return Some(if like(item, wanted) {
            format!("its {} is not the one that pivotal made", words(item))
        } else {
            format!("its {} was not made by pivotal", words(item))
        });
    }
    let missing = wanted.iter().find(|item| !found.contains(item))?;
    Some(format!("it has no {}", words(missing)))
}

/// Returns the first trigger or view that no step made, in words.
///
/// Looked for on each start, so it takes no more than to read the schema: SQLite keeps the text of a trigger as the step
/// has it. One of ours that is missing acts on nothing; `pivotal doctor` finds it.
fn foreign_act(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let found = read_where(connection, "type IN ('trigger', 'view')")?;
    let is_ours = |item: &Item| migrate::STEPS.iter().any(|step| step.contains(&item.sql));
    let foreign = found.iter().find(|item| !is_ours(item));
    Ok(foreign.map(|item| {
        format!(
            "its {} {} was not made by pivotal",
            item.kind,
            one_line(&item.name)
        )
    }))
}

/// Demands that nothing in the schema of a file acts that is not ours.
pub(super) fn demand_inert(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    match foreign_act(connection).map_err(|source| StoreError::from_sqlite(path, source))? {
        None => Ok(()),
        Some(difference) => Err(StoreError::ForeignSchema {
            path: path.to_owned(),
            difference,
        }),
    }
}

/// Demands that the schema of a file is that of its format; nothing of it acts meanwhile.
pub(super) fn demand_own(path: &Path) -> Result<(), StoreError> {
    let mut reading = Reading::open(path)?;
    let mut look = || -> rusqlite::Result<Option<String>> {
        distrust(&reading.connection)?;
        limit(&mut reading.connection, path)?;
        match migrate::version(&reading.connection)? {
            0 => Ok(None),
            format => difference(&reading.connection, format),
        }
    };
    match look().map_err(|source| StoreError::from_sqlite(path, source))? {
        None => Ok(()),
        Some(difference) => Err(StoreError::ForeignSchema {
            path: path.to_owned(),
            difference,
        }),
    }
}

/// How many steps of its machine SQLite may take on a file of unknown origin, and how many more for each of its bytes: far more than a
/// store needs, and a few seconds on any machine for a small file.
const MOST_STEPS: u64 = 100_000_000;
const STEPS_A_BYTE: u64 = 100;

/// How many steps pass between two looks.
const A_WHILE: u16 = 10_000;

/// Ends what a connection does after far more steps than a store of the size of a file needs.
pub(super) fn limit(connection: &mut Connection, path: &Path) -> rusqlite::Result<()> {
    let bytes = std::fs::metadata(path).map_or(0, |file| file.len());
    let mut left = (MOST_STEPS + bytes.saturating_mul(STEPS_A_BYTE)) / u64::from(A_WHILE);
    connection.progress_handler(
        i32::from(A_WHILE),
        Some(move || {
            left = left.saturating_sub(1);
            left == 0
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_steps_make_is_known_in_every_format() {
        for number in 1..=migrate::NEWEST {
            let made = Connection::open_in_memory().expect("memory");
            migrate::make(&made, usize::try_from(number).expect("small")).expect("made");
            assert_eq!(foreign_act(&made), Ok(None), "format {number}");
            assert_eq!(difference(&made, number), Ok(None), "format {number}");
        }
    }

    #[test]
    fn what_takes_for_ever_is_ended() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let mut connection = Connection::open_in_memory().expect("memory");
        limit(&mut connection, file.path()).expect("limited");
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
        let error = connection
            .query_row(endless, [], |row| row.get::<_, i64>(0))
            .expect_err("ended");
        assert_eq!(
            error.sqlite_error_code(),
            Some(rusqlite::ErrorCode::OperationInterrupted)
        );
    }
}
