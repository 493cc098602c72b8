//! Brings a store to the present format, step by step.

use rusqlite::{Connection, Transaction, TransactionBehavior};

/// The steps in order; a step is never edited after its release.
const STEPS: [&str; 1] = [include_str!("migrations/0001_customers_and_contacts.sql")];

/// The newest format that this program knows.
pub(super) const NEWEST: i64 = STEPS.len() as i64;

/// Marks a SQLite file as a store of this program: `pvtl` in ASCII.
pub(super) const APPLICATION_ID: i32 = 0x7076_746c;

/// Runs the steps that the file has not seen, all in one transaction.
pub(super) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    if version(connection)? == NEWEST {
        return Ok(());
    }
    let tx = Transaction::new(connection, TransactionBehavior::Immediate)?;
    // Another process may have been first.
    let seen = usize::try_from(version(&tx)?).unwrap_or(0);
    for step in STEPS.iter().skip(seen) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", NEWEST)?;
    tx.commit()
}

/// Gives the format of a file; 0 is an empty one.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_file_gets_every_step_and_a_second_run_changes_nothing() {
        let mut connection = Connection::open_in_memory().expect("memory");
        migrate(&mut connection).expect("first run");
        let changes = connection.total_changes();
        migrate(&mut connection).expect("second run");
        assert_eq!(version(&connection).expect("version"), NEWEST);
        assert_eq!(connection.total_changes(), changes);
    }
}
