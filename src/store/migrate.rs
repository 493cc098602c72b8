//! Brings a store to the present format, step by step.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::functions;

/// The steps in order; a step is never edited after its release.
pub(super) const STEPS: [&str; 29] = [
    include_str!("migrations/0001_customers_and_contacts.sql"),
    include_str!("migrations/0002_contact_search.sql"),
    include_str!("migrations/0003_drafts.sql"),
    include_str!("migrations/0004_hubspot.sql"),
    include_str!("migrations/0005_onboardings.sql"),
    include_str!("migrations/0006_delivery.sql"),
    include_str!("migrations/0007_portal.sql"),
    include_str!("migrations/0008_search.sql"),
    include_str!("migrations/0009_merging.sql"),
    include_str!("migrations/0010_messages.sql"),
    include_str!("migrations/0011_posting.sql"),
    include_str!("migrations/0012_list_drafts.sql"),
    include_str!("migrations/0013_unclear_mails.sql"),
    include_str!("migrations/0014_peace.sql"),
    include_str!("migrations/0015_provenance.sql"),
    include_str!("migrations/0016_sessions.sql"),
    include_str!("migrations/0017_search_lag.sql"),
    include_str!("migrations/0018_records.sql"),
    include_str!("migrations/0019_remote.sql"),
    include_str!("migrations/0020_notes.sql"),
    include_str!("migrations/0021_roles.sql"),
    include_str!("migrations/0022_custom_fields.sql"),
    include_str!("migrations/0023_other_emails.sql"),
    include_str!("migrations/0024_task_roles.sql"),
    include_str!("migrations/0025_target_reasons.sql"),
    include_str!("migrations/0026_log_by_record.sql"),
    include_str!("migrations/0027_states.sql"),
    include_str!("migrations/0028_erasing.sql"),
    include_str!("migrations/0029_subtasks.sql"),
];

/// The newest format that this program knows.
pub(super) const NEWEST: i64 = STEPS.len() as i64;

/// Marks a SQLite file as a store of this program: `pvtl` in ASCII.
pub(super) const APPLICATION_ID: i32 = 0x7076_746c;

/// Runs the steps that the file has not seen, all in one transaction, with the functions of the program at hand.
pub(super) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    run(connection, &STEPS)
}

/// Does so with these steps.
pub(super) fn run(connection: &mut Connection, steps: &[&str; STEPS.len()]) -> rusqlite::Result<()> {
    functions::register(connection)?;
    if version(connection)? == NEWEST {
        return Ok(());
    }
    let tx = Transaction::new(connection, TransactionBehavior::Immediate)?;
    // Another process may have been first.
    let seen = usize::try_from(version(&tx)?).unwrap_or(0);
    for step in steps.iter().skip(seen) {
        tx.execute_batch(step)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", NEWEST)?;
    tx.commit()
}

/// Returns the format of a file; 0 is an empty one.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Returns the mark of the program that made a file; 0 is none.
pub(super) fn application(connection: &Connection) -> rusqlite::Result<i32> {
    connection.pragma_query_value(None, "application_id", |row| row.get(0))
}

/// Makes the tables of a format, without its marks.
pub(super) fn make(connection: &Connection, number: usize) -> rusqlite::Result<()> {
    functions::register(connection)?;
    STEPS
        .iter()
        .take(number)
        .try_for_each(|step| connection.execute_batch(step))
}

/// Makes a store of an earlier format.
#[cfg(test)]
pub(super) fn up_to(connection: &Connection, number: usize) {
    make(connection, number).expect("made");
    connection
        .pragma_update(None, "application_id", APPLICATION_ID)
        .expect("marked");
    connection
        .pragma_update(None, "user_version", i64::try_from(number).expect("small"))
        .expect("marked");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::read;

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
        up_to(&connection, before);
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
    fn mails_that_may_have_arrived_do_not_go_out_again_after_an_update() {
        let mut connection = Connection::open_in_memory().expect("memory");
        up_to(&connection, 12);
        connection
            .execute_batch(
                "INSERT INTO customer (id, display_id, name, name_key, status, tags, created_at, updated_at)
                 VALUES (zeroblob(16), 1, 'Acme', 'acme', 'active', '', 0, 0);",
            )
            .expect("a customer");
        let rows = [
            ("email", "sending", 0),
            ("email", "retry", 1),
            ("email", "retry", 0),
            ("email", "unknown", 0),
            ("slack", "sending", 0),
            ("slack", "retry", 1),
        ];
        for (number, (channel, state, unclear)) in (1_i64..).zip(rows) {
            connection
                .execute(
                    "INSERT INTO notification (id, number, customer_id, kind, channel, recipient_name, recipient_email, email_domain,
                            reason, state, subject, body, attempts, created_at, updated_at, unclear, next_at)
                     VALUES (randomblob(16), ?1, zeroblob(16), 'phase_change', ?2, 'Dana', 'd@acme.com', 'acme.com',
                            'primary', ?3, 'Hi', 'Text', 1, 1, 2, ?4, CASE ?3 WHEN 'retry' THEN 9 END)",
                    rusqlite::params![number, channel, state, unclear],
                )
                .expect("a row");
        }
        migrate(&mut connection).expect("migrated");
        let mut statement = connection
            .prepare("SELECT channel, state, unclear FROM notification ORDER BY number")
            .expect("prepared");
        let after: Vec<(String, String, i64)> = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .expect("read")
            .collect::<Result<_, _>>()
            .expect("read");
        let expected = [
            ("email", "sending", 1),
            ("email", "sending", 1),
            ("email", "retry", 0),
            ("email", "unknown", 0),
            ("slack", "sending", 0),
            ("slack", "retry", 1),
        ];
        let expected =
            expected.map(|(channel, state, unclear)| (channel.to_owned(), state.to_owned(), unclear));
        assert_eq!(after, expected);
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
        let found: Vec<String> = read(
            &connection,
            "SELECT c.name FROM contact_search s JOIN contact c ON c.rowid = s.rowid WHERE contact_search MATCH 'ose'",
            |row| row.get(0),
        );
        assert_eq!(found, ["José"]);
        let keys: Vec<String> = read(
            &connection,
            "SELECT search_key FROM contact UNION ALL SELECT search_key FROM customer ORDER BY 1",
            |row| row.get(0),
        );
        assert_eq!(keys, ["", "acme\n#1\n\n\n", "jose\nj@acme.com\n\n"]);
    }

    #[test]
    fn names_of_older_formats_are_folded_anew() {
        let mut connection = Connection::open_in_memory().expect("memory");
        connection.execute_batch(STEPS[0]).expect("first format");
        connection.pragma_update(None, "user_version", 1).expect("set");
        connection
            .execute_batch(
                "INSERT INTO customer (id, display_id, name, name_key, status, tags, created_at, updated_at)
                 VALUES (zeroblob(16), 1, 'Øresund', 'øresund', 'active', '', 0, 0);
                 INSERT INTO contact (id, customer_id, name, name_key, email, email_domain, source, created_at, updated_at)
                 VALUES (randomblob(16), zeroblob(16), 'Łukasz', 'łukasz', 'l@acme.com', 'acme.com', 'manual', 0, 0);",
            )
            .expect("rows");
        migrate(&mut connection).expect("migrated");
        let keys: (String, String) = connection
            .query_row(
                "SELECT c.name_key, t.name_key FROM customer c, contact t",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .expect("read");
        assert_eq!(keys, ("oresund".to_owned(), "lukasz".to_owned()));
    }

    #[test]
    fn a_program_without_our_functions_can_write() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("store.db");
        migrate(&mut Connection::open(&file).expect("opened")).expect("migrated");
        let other = Connection::open(&file).expect("opened");
        other
            .execute_batch(
                "PRAGMA trusted_schema = OFF;
                 INSERT INTO customer (id, display_id, name, name_key, status, tags, created_at, updated_at, search_key)
                 VALUES (zeroblob(16), 1, 'Acme', 'acme', 'active', '', 0, 0, 'acme');
                 INSERT INTO contact (id, customer_id, name, name_key, email, email_domain, source, created_at, updated_at)
                 VALUES (randomblob(16), zeroblob(16), 'Ann', 'ann', 'a@acme.com', 'acme.com', 'manual', 0, 0);
                 UPDATE contact SET name = 'Eve', search_key = 'eve';
                 UPDATE contact SET search_key = 'adam';
                 DELETE FROM contact;
                 UPDATE customer SET search_key = 'x';
                 INSERT INTO contact_search (contact_search, rank) VALUES ('integrity-check', 1);
                 INSERT INTO customer_search (customer_search, rank) VALUES ('integrity-check', 1);",
            )
            .expect("written");
    }

    #[test]
    fn the_lists_of_an_older_format_wait_still_and_belong_to_no_window() {
        let mut connection = Connection::open_in_memory().expect("memory");
        up_to(&connection, 11);
        connection
            .execute_batch(
                "INSERT INTO customer (id, display_id, name, name_key, status, tags, created_at, updated_at)
                 VALUES (zeroblob(16), 1, 'Acme', 'acme', 'active', '', 0, 0);
                 INSERT INTO draft (customer_id, text) VALUES (zeroblob(16), 'Ann' || char(10) || 'Bo');",
            )
            .expect("rows");
        migrate(&mut connection).expect("migrated");
        let kept: (i64, i64, String, Option<i64>) = connection
            .query_row("SELECT window, lines, text, kept_at FROM list_draft", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .expect("read");
        assert_eq!(kept, (0, 2, "Ann\nBo".to_owned(), None));
    }

    #[test]
    fn the_log_of_an_older_format_is_kept_and_knows_pairs() {
        let mut connection = Connection::open_in_memory().expect("memory");
        up_to(&connection, 7);
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
        let subjects: Vec<String> = read(
            &connection,
            "SELECT subject FROM op WHERE change_seq = 1 ORDER BY position",
            |row| row.get(0),
        );
        assert_eq!(subjects, ["Ann", "Ann and Anna"]);
    }
}
