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
    include_str!("migrations/0010_messages.sql"),
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
    fn notifications_of_an_older_format_are_whole_and_found_by_the_same_indexes() {
        let mut connection = Connection::open_in_memory().expect("memory");
        let before = STEPS
            .iter()
            .position(|step| step.contains("notification_of_all"))
            .expect("the step");
        for step in &STEPS[..before] {
            connection.execute_batch(step).expect("an older format");
        }
        connection
            .pragma_update(None, "user_version", before as i64)
            .expect("set");
        let texts = |connection: &Connection, sql: &str| -> Vec<String> {
            let mut statement = connection.prepare(sql).expect("prepared");
            let rows = statement.query_map([], |row| row.get(0)).expect("read");
            rows.collect::<Result<_, _>>().expect("read")
        };
        let indexes = "SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'notification' AND sql NOT NULL ORDER BY name";
        let indexed = texts(&connection, indexes);
        connection
            .execute_batch(
                "INSERT INTO customer (id, display_id, name, name_key, status, tags, created_at, updated_at)
                 VALUES (zeroblob(16), 1, 'Acme', 'acme', 'active', '', 0, 0);
                 INSERT INTO notification (id, number, customer_id, kind, channel, recipient_name, recipient_email, email_domain,
                        reason, state, subject, body, blanks, attempts, error, created_at, updated_at, unclear, attempts_before)
                 VALUES (zeroblob(16), 7, zeroblob(16), 'phase_change', 'slack', 'Dana', 'd@acme.com', 'acme.com',
                        'primary', 'retry', 'Hi', 'Text', 'owner', 3, 'Why', 1, 2, 1, 2);",
            )
            .expect("rows");
        let all = "SELECT concat_ws('|', hex(id), number, hex(customer_id), kind, channel, recipient_name, recipient_email,
            email_domain, reason, state, subject, body, blanks, attempts, error, created_at, updated_at, unclear, attempts_before)
            FROM notification";
        let rows = texts(&connection, all);
        assert_eq!(rows.len(), 1);
        migrate(&mut connection).expect("migrated");
        assert_eq!(texts(&connection, all), rows);
        assert_eq!(texts(&connection, indexes), indexed);
        connection
            .execute("UPDATE notification SET kind = 'message'", [])
            .expect("a kind that is known now");
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
}
