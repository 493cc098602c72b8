//! What the update to who is left in peace makes of an older store.

use rusqlite::Connection;

use crate::store::migrate::{STEPS, run, up_to};

#[test]
fn notifications_know_their_onboarding_and_who_left_before_is_paused_after_an_update() {
    let before = STEPS
        .iter()
        .position(|step| step.contains("paused_with_customer"))
        .expect("the step");
    let mut connection = Connection::open_in_memory().expect("memory");
    up_to(&connection, before);
    let statuses = ["active", "at_risk", "churned", "archived"];
    for (number, status) in (1_i64..).zip(statuses) {
        connection
            .execute(
                "INSERT INTO customer (id, display_id, name, name_key, status, tags, created_at, updated_at)
                 VALUES (?1, ?2, 'C' || ?2, 'c' || ?2, ?3, '', 0, 0)",
                rusqlite::params![key(number), number, status],
            )
            .expect("a customer");
        for (state, id) in [("active", number), ("paused", 10 + number), ("done", 20 + number)] {
            connection
                .execute(
                    "INSERT INTO onboarding (id, number, customer_id, phase, phase_since, state, created_at, updated_at)
                     VALUES (?1, ?2, ?3, 'Kickoff', 0, ?4, 0, 0)",
                    rusqlite::params![key(id), id, key(number), state],
                )
                .expect("an onboarding");
        }
    }
    connection
        .execute_batch(
            "INSERT INTO task (id, number, onboarding_id, phase, title, audience, created_at, updated_at)
             SELECT randomblob(16), number, id, 'Kickoff', 'Logo', 'customer', 0, 0 FROM onboarding WHERE number = 11;
             INSERT INTO change (seq, id, actor, at, label, cause, state)
             VALUES (1, randomblob(16), 'Cara', 0, 'moved', 'change', 'done'), (2, randomblob(16), 'Cara', 0, 'added', 'change', 'done'),
                    (3, randomblob(16), 'Cara', 0, 'invited', 'change', 'done'), (4, randomblob(16), 'Cara', 0, 'cut', 'change', 'done');
             INSERT INTO op (change_seq, position, customer_id, entity, entity_id, subject, field, old, new)
             SELECT 1, 0, customer_id, 'onboarding', id, 'C1', 'phase', 'a', 'b' FROM onboarding WHERE number = 1;
             INSERT INTO op (change_seq, position, entity, entity_id, subject, field, new)
             SELECT 2, 0, 'task', id, 'Logo', 'record', 'x' FROM task;
             INSERT INTO op (change_seq, position, customer_id, entity, entity_id, subject, field, old, new)
             SELECT 4, 0, customer_id, 'onboarding', id, 'C1', 'phase', 'a', 'b' FROM onboarding WHERE number = 21;",
        )
        .expect("rows");
    // Of the change that wrote each: its kind, its state, and the onboarding that it is of afterwards.
    let cases = [
        (1, "phase_change", "queued", Some(1)),
        (1, "phase_change", "held", Some(1)),
        (2, "task_assigned", "cancelled", Some(11)),
        (1, "phase_change", "sent", None),
        (1, "portal_invite", "queued", None),
        (3, "task_assigned", "queued", None),
    ];
    for (number, (seq, kind, state, _)) in (1_i64..).zip(cases) {
        connection
            .execute(
                "INSERT INTO notification (id, number, customer_id, kind, channel, recipient_name, recipient_email, email_domain,
                        reason, state, subject, body, created_at, updated_at)
                 VALUES (?1, ?2, ?3, ?4, 'email', 'Dana', 'd@acme.com', 'acme.com', 'primary', ?5, 'Hi', 'Text', 1, 2)",
                rusqlite::params![key(100 + number), number, key(1), kind, state],
            )
            .expect("a notification");
        // It was cancelled by another change, which touched another onboarding.
        for (seq, field) in [(seq, "record"), (4, "state")] {
            connection
                .execute(
                    "INSERT INTO op (change_seq, position, customer_id, entity, entity_id, subject, field, new)
                     VALUES (?1, ?2, ?3, 'notification', ?4, 'Hi', ?5, 'x')",
                    rusqlite::params![seq, number, key(1), key(100 + number), field],
                )
                .expect("an operation");
        }
    }
    run(&mut connection, &STEPS).expect("migrated");
    for (number, (.., expected)) in (1_i64..).zip(cases) {
        let found: Option<i64> = connection
            .query_row(
                "SELECT (SELECT number FROM onboarding WHERE id = onboarding_id) FROM notification WHERE number = ?1",
                [number],
                |row| row.get(0),
            )
            .expect("there");
        assert_eq!(found, expected, "notification {number}");
    }
    let mut statement = connection
        .prepare("SELECT number, state, paused_with_customer FROM onboarding ORDER BY number LIMIT 8")
        .expect("prepared");
    let plans: Vec<(i64, String, bool)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .expect("read")
        .collect::<Result<_, _>>()
        .expect("read");
    let expected = [
        (1, "active", false),
        (2, "active", false),
        (3, "paused", true),
        (4, "paused", true),
        (11, "paused", false),
        (12, "paused", false),
        (13, "paused", false),
        (14, "paused", false),
    ];
    assert_eq!(
        plans,
        expected.map(|(number, state, with)| (number, state.to_owned(), with))
    );
}

fn key(number: i64) -> [u8; 16] {
    i128::from(number).to_be_bytes()
}
