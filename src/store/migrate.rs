//! Brings a store to the present format, step by step.

use rusqlite::{Connection, Transaction, TransactionBehavior};

/// The steps in order; a step is never edited after its release.
const STEPS: [&str; 8] = [
    include_str!("migrations/0001_customers_and_contacts.sql"),
    include_str!("migrations/0002_contact_search.sql"),
    include_str!("migrations/0003_drafts.sql"),
    include_str!("migrations/0004_hubspot.sql"),
    include_str!("migrations/0005_onboardings.sql"),
    include_str!("migrations/0006_delivery.sql"),
    include_str!("migrations/0007_portal.sql"),
    include_str!("migrations/0009_merging.sql"),
];

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

    #[test]
    fn contacts_of_the_first_format_are_found_by_the_search_index() {
        let mut connection = Connection::open_in_memory().expect("memory");
        connection.execute_batch(STEPS[0]).expect("first format");
        connection.pragma_update(None, "user_version", 1).expect("set");
        connection
            .execute_batch(
                "INSERT INTO customer (id, display_id, name, name_key, status, tags, created_at, updated_at)
                 VALUES (zeroblob(16), 1, 'Acme', 'acme', 'active', '', 0, 0);
                 INSERT INTO contact (id, customer_id, name, name_key, email, email_domain, source, created_at,
                                      updated_at, deleted_at)
                 VALUES (randomblob(16), zeroblob(16), 'José', 'jose', 'j@acme.com', 'acme.com', 'manual', 0, 0, NULL),
                        (randomblob(16), zeroblob(16), '', '', '', '', 'manual', 0, 0, 5);",
            )
            .expect("rows");
        migrate(&mut connection).expect("migrated");
        assert_eq!(version(&connection).expect("version"), NEWEST);
        connection
            .execute(
                "INSERT INTO contact_search (contact_search, rank) VALUES ('integrity-check', 1)",
                [],
            )
            .expect("consistent");
        let found: Vec<String> = connection
            .prepare("SELECT c.name FROM contact_search s JOIN contact c ON c.rowid = s.rowid WHERE contact_search MATCH 'jos*'")
            .expect("prepared")
            .query_map([], |row| row.get(0))
            .expect("searched")
            .collect::<Result<_, _>>()
            .expect("read");
        assert_eq!(found, ["José"]);
    }

    #[test]
    fn the_log_of_an_older_format_is_kept_and_knows_pairs() {
        let mut connection = Connection::open_in_memory().expect("memory");
        for step in &STEPS[..7] {
            connection.execute_batch(step).expect("an older format");
        }
        connection.pragma_update(None, "user_version", 7).expect("set");
        connection
            .execute_batch(
                "INSERT INTO change (id, actor, at, label, cause, state) VALUES (zeroblob(16), 'Mia', 5, 'added', 'change', 'done');
                 INSERT INTO op (change_seq, position, entity, entity_id, subject, field, new)
                 VALUES (1, 0, 'contact', zeroblob(16), 'Ann', 'record', '{}');",
            )
            .expect("rows");
        migrate(&mut connection).expect("migrated");
        connection
            .execute_batch(
                "INSERT INTO op (change_seq, position, entity, entity_id, subject, field, new)
                 VALUES (1, 1, 'pair', zeroblob(16), 'Ann and Anna', 'told_apart', '5')",
            )
            .expect("a pair");
        let subjects: Vec<String> = connection
            .prepare("SELECT subject FROM op WHERE change_seq = 1 ORDER BY position")
            .expect("prepared")
            .query_map([], |row| row.get(0))
            .expect("read")
            .collect::<Result<_, _>>()
            .expect("read");
        assert_eq!(subjects, ["Ann", "Ann and Anna"]);
    }
}
