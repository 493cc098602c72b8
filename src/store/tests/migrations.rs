//! Migrations of which each statement fails once: nothing of any of them stays.

use rusqlite::Connection;

use crate::domain::{ContactId, PairRecord, Timestamp};
use crate::store::migrate::{NEWEST, STEPS, migrate, run, up_to, version};
use crate::store::testing::read;

/// What no statement of a step does: it fails.
const FAULT: &str = "SELECT no_such_function();";

/// Parts a step into its statements.
fn statements(step: &str) -> Vec<String> {
    let (mut all, mut one) = (Vec::new(), String::new());
    for line in step.lines() {
        one.push_str(line);
        one.push('\n');
        let is_trigger = one.lines().any(|line| line.starts_with("CREATE TRIGGER"));
        let code = line.split("--").next().unwrap_or_default().trim_end();
        if (is_trigger && code == "END;") || (!is_trigger && code.ends_with(';')) {
            all.push(std::mem::take(&mut one));
        }
    }
    all
}

/// Returns all that is in a store: its format, its schema and every row.
fn state(connection: &Connection) -> Vec<String> {
    let texts = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).expect("prepared");
        let columns = statement.column_count();
        let mut rows = statement.query([]).expect("asked");
        let mut texts = Vec::new();
        while let Some(row) = rows.next().expect("a row") {
            let cells: Vec<String> = (0..columns)
                .map(|at| format!("{:?}", row.get_ref(at).expect("a cell")))
                .collect();
            texts.push(cells.join("|"));
        }
        texts
    };
    let tables: Vec<String> = read(
        connection,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL %' ORDER BY name",
        |row| row.get(0),
    );
    let mut state = vec![version(connection).expect("read").to_string()];
    state.extend(texts(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name",
    ));
    for table in tables {
        state.extend(texts(&format!("SELECT \"{table}\".* FROM \"{table}\"")));
    }
    state
}

/// Makes a store of a format with a customer and a contact.
fn store_of(format: usize) -> Connection {
    let connection = Connection::open_in_memory().expect("memory");
    if format > 0 {
        up_to(&connection, format);
        connection
            .execute_batch(
                "INSERT INTO customer (id, display_id, name, name_key, status, tags, created_at, updated_at)
                 VALUES (zeroblob(16), 1, 'Acme', 'acme', 'active', '', 0, 0);
                 INSERT INTO contact (id, customer_id, name, name_key, email, email_domain, source, created_at, updated_at)
                 VALUES (randomblob(16), zeroblob(16), 'Ann', 'ann', 'a@acme.com', 'acme.com', 'manual', 0, 0);",
            )
            .expect("rows");
    }
    connection
}

/// Returns the steps of which one fails behind its first few statements.
fn spoilt(step: &str, whole: usize) -> String {
    let mut text: String = statements(step).into_iter().take(whole).collect();
    text.push_str(FAULT);
    text
}

#[test]
fn a_step_is_the_sum_of_its_statements() {
    let (whole, parted) = (store_of(0), store_of(0));
    up_to(&whole, STEPS.len());
    up_to(&parted, 0);
    for statement in STEPS.iter().flat_map(|step| statements(step)) {
        parted.execute_batch(&statement).expect("a whole statement");
    }
    parted
        .pragma_update(None, "user_version", NEWEST)
        .expect("marked");
    assert_eq!(state(&whole), state(&parted));
}

#[test]
fn a_failure_of_any_statement_of_any_step_takes_everything_back() {
    let mut cases = 0;
    for format in 0..STEPS.len() {
        let mut connection = store_of(format);
        let before = state(&connection);
        // The steps behind the first one that is missing are failed from one format only: it is the same transaction.
        let failing = if format == 1 {
            format..STEPS.len()
        } else {
            format..format + 1
        };
        for number in failing {
            for whole in 0..=statements(STEPS[number]).len() {
                let text = spoilt(STEPS[number], whole);
                let mut steps = STEPS;
                steps[number] = &text;
                run(&mut connection, &steps).expect_err("failed");
                assert!(connection.is_autocommit());
                assert_eq!(
                    state(&connection),
                    before,
                    "format {format}, step {number}, {whole} statements"
                );
                cases += 1;
            }
        }
        run(&mut connection, &STEPS).expect("migrated");
        assert_eq!(version(&connection).expect("read"), NEWEST);
    }
    println!("promise 5: {cases} failures of statements, each taken back");
}

/// The control: without the transaction the same look finds what stayed.
#[test]
fn without_a_transaction_a_failure_would_leave_a_part() {
    let connection = store_of(5);
    let before = state(&connection);
    connection
        .execute_batch(&spoilt(STEPS[5], 1))
        .expect_err("failed");
    assert_ne!(state(&connection), before);
}

/// A contact of a store that does not know yet where fields come from, and what HubSpot says of the same person.
struct Old {
    source: &'static str,
    link: Option<&'static str>,
    /// The name, the part of the address before the @, and the title.
    here: [&'static str; 3],
    there: [&'static str; 3],
    /// Who wrote a field, in order: the field, whether it was the sync, and the state of the change.
    writes: &'static [(&'static str, bool, &'static str)],
    follows: Option<&'static str>,
    is_conflict: bool,
}

const ANN: [&str; 3] = ["Ann Lee", "ann", "CTO"];

/// A contact that the sync brought and nobody touched.
const BROUGHT: Old = Old {
    source: "hubspot",
    link: Some("linked"),
    here: ANN,
    there: ANN,
    writes: &[],
    follows: Some("name,email,title,phone"),
    is_conflict: false,
};

const OTHER_TITLE: [&str; 3] = ["Ann Lee", "ann", "CEO"];
const MOVED: [&str; 3] = ["Ann Lee", "lee", "CTO"];

/// Puts contacts in, each in a customer of its own, with their histories.
fn put(connection: &Connection, cases: &[Old]) {
    let mut seq = 0_i64;
    for (number, case) in (1_i64..).zip(cases) {
        let (key, [name, mail, title]) = (i128::from(number).to_be_bytes(), case.here);
        let run = |sql: &str, parameters: &[&dyn rusqlite::ToSql]| {
            connection.execute(sql, parameters).expect("a row");
        };
        run(
            "INSERT INTO customer (id, display_id, name, name_key, status, tags, created_at, updated_at)
             VALUES (?1, ?2, 'Acme ' || ?2, 'acme ' || ?2, 'active', '', 0, 0)",
            &[&key, &number],
        );
        run(
            "INSERT INTO contact (id, customer_id, name, name_key, email, email_domain, title, source, link, created_at, updated_at)
             VALUES (?1, ?1, ?2, ?2, ?3 || '@acme.com', 'acme.com', ?4, ?5, ?6 || ':' || ?7, 0, 0)",
            &[&key, &name, &mail, &title, &case.source, &case.link, &number],
        );
        let [name, mail, title] = case.there;
        run(
            "INSERT INTO hubspot_contact (id, name, email, email_domain, title)
             VALUES (?1, ?2, ?3 || '@acme.com', 'acme.com', ?4)",
            &[&number, &name, &mail, &title],
        );
        for (field, is_sync, state) in case.writes {
            seq += 1;
            run(
                "INSERT INTO change (seq, id, actor, at, label, cause, state, is_sync)
                 VALUES (?1, randomblob(16), 'Cara', 0, 'Edit', 'change', ?2, ?3)",
                &[&seq, state, is_sync],
            );
            run(
                "INSERT INTO op (change_seq, position, customer_id, entity, entity_id, subject, field, old, new)
                 VALUES (?1, 0, ?2, 'contact', ?2, 'Ann Lee', ?3, 'a', 'b')",
                &[&seq, &key, field],
            );
        }
    }
}

#[test]
fn what_nobody_wrote_here_follows_hubspot_after_an_update_and_an_address_left_behind_is_a_conflict() {
    let by_hand = Old {
        source: "manual",
        ..BROUGHT
    };
    let cases = [
        BROUGHT,
        // An edit of the user that is in force stays; one that was undone, or that a sync wrote over, does not.
        Old {
            here: OTHER_TITLE,
            writes: &[("title", true, "done"), ("title", false, "done")],
            follows: Some("name,email,phone"),
            ..BROUGHT
        },
        Old {
            here: OTHER_TITLE,
            writes: &[("title", false, "undone")],
            ..BROUGHT
        },
        Old {
            here: OTHER_TITLE,
            writes: &[("title", false, "done"), ("title", true, "done")],
            ..BROUGHT
        },
        // An edit that came to what HubSpot has follows.
        Old {
            writes: &[("name", false, "done")],
            ..BROUGHT
        },
        // Who was added here follows where both agree.
        Old {
            here: ["Annie", "ann", "CEO"],
            follows: Some("email,phone"),
            ..by_hand
        },
        Old {
            link: None,
            follows: None,
            ..by_hand
        },
        Old {
            link: Some("hand"),
            here: MOVED,
            follows: Some("name,title,phone"),
            ..by_hand
        },
        // The address moved in HubSpot and was not followed.
        Old {
            here: MOVED,
            is_conflict: true,
            ..BROUGHT
        },
        Old {
            here: MOVED,
            writes: &[("email", false, "done")],
            follows: Some("name,title,phone"),
            ..BROUGHT
        },
        Old {
            link: Some("unlinked"),
            here: MOVED,
            ..BROUGHT
        },
        Old {
            link: Some("archived"),
            here: MOVED,
            ..BROUGHT
        },
    ];
    let before = STEPS
        .iter()
        .position(|step| step.contains("hubspot_conflict"))
        .expect("the step");
    let mut connection = Connection::open_in_memory().expect("memory");
    up_to(&connection, before);
    put(&connection, &cases);
    run(&mut connection, &STEPS).expect("migrated");
    for (number, case) in (1_i64..).zip(&cases) {
        let found: (Option<String>, bool) = connection
            .query_row(
                "SELECT follows, EXISTS (SELECT 1 FROM address_conflict WHERE customer_id = contact.id AND person_id = ?2)
                 FROM contact WHERE id = ?1",
                rusqlite::params![i128::from(number).to_be_bytes(), number],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .expect("there");
        // What no release before knew follows, too.
        let follows = case.follows.map(|follows| format!("{follows},other_emails"));
        let expected = (follows, case.is_conflict);
        assert_eq!(found, expected, "contact {number}");
    }
}

#[test]
fn sentences_of_plans_are_marked_and_owners_and_pairs_become_records() {
    let mut connection = store_of(17);
    connection
        .execute_batch(
            "INSERT INTO owner (id, name, name_key, email, email_domain, created_at)
             VALUES (x'00000000000000000000000000000001', 'Cara Brandt', 'cara brandt', 'cara@us.com', 'us.com', 0);
             INSERT INTO contact (id, customer_id, name, name_key, email, email_domain, source, created_at, updated_at)
             VALUES (x'0193a5c07f3e7c1a8d2b5e6f70819203', zeroblob(16), 'Bo', 'bo', 'b@acme.com', 'acme.com', 'manual', 0, 0),
                    (x'0193a5c07f3e7c1a8d2b5e6f70819204', zeroblob(16), 'Bo', 'bo', 'c@acme.com', 'acme.com', 'manual', 0, 0);
             INSERT INTO distinct_pair (id, one_id, other_id, told_at, updated_at)
             VALUES (x'00000000000000000000000000000002', x'0193a5c07f3e7c1a8d2b5e6f70819203',
                     x'0193a5c07f3e7c1a8d2b5e6f70819204', 5, 5);
             INSERT INTO change (seq, id, actor, at, label, cause, state) VALUES (1, zeroblob(16), 'Mia', 5, 'added', 'change', 'done');
             INSERT INTO op (change_seq, position, entity, entity_id, subject, field, old, new) VALUES
                (1, 0, 'owner', x'00000000000000000000000000000001', 'Cara Osei', 'record', NULL, 'Cara Osei <cara@us.com>'),
                (1, 1, 'onboarding', zeroblob(16), 'Acme', 'record', NULL, '#1 in Kickoff, active, Cara Osei'),
                (1, 2, 'onboarding', zeroblob(16), 'Acme', 'phase', 'Kickoff', 'UAT'),
                (1, 3, 'task', zeroblob(16), 'Call', 'record', 'Call \"x\" in Kickoff, internal', NULL),
                (1, 4, 'pair', x'00000000000000000000000000000002', 'Bo and Bo', 'told_apart', NULL, '5'),
                (1, 5, 'pair', x'00000000000000000000000000000002', 'Bo and Bo', 'told_apart', '5', NULL),
                (1, 6, 'contact', zeroblob(16), 'Ann', 'record', NULL, '{}');",
        )
        .expect("rows");
    migrate(&mut connection).expect("migrated");
    let values: Vec<(Option<String>, Option<String>)> =
        read(&connection, "SELECT old, new FROM op ORDER BY position", |row| {
            Ok((row.get(0)?, row.get(1)?))
        });
    let id = |last: u128| {
        ContactId::from_uuid(uuid::Uuid::from_u128(
            0x0193_a5c0_7f3e_7c1a_8d2b_5e6f_7081_9200 + last,
        ))
    };
    // The same text as this release writes, so that its undo finds it so.
    let pair = PairRecord::of(id(3), id(4), Timestamp::from_millis(5)).to_log();
    let owner = r#"{"email":"cara@us.com","name":"Cara Osei","v":1}"#.to_owned();
    let started = r##"{"legacy":"#1 in Kickoff, active, Cara Osei"}"##.to_owned();
    let removed = r#"{"legacy":"Call \"x\" in Kickoff, internal"}"#.to_owned();
    assert_eq!(
        values,
        [
            (None, Some(owner)),
            (None, Some(started)),
            (Some("Kickoff".to_owned()), Some("UAT".to_owned())),
            (Some(removed), None),
            (None, Some(pair.clone())),
            (Some(pair), None),
            (None, Some("{}".to_owned())),
        ]
    );
}

#[test]
fn who_is_at_risk_already_is_so_since_the_last_change_to_it_else_since_it_was_added() {
    let before = STEPS.iter().position(|step| step.contains("at_risk_since"));
    let mut connection = Connection::open_in_memory().expect("memory");
    up_to(&connection, before.expect("the step"));
    connection
        .execute_batch(
            "INSERT INTO customer (id, display_id, name, name_key, status, tags, created_at, updated_at) VALUES
                (x'00000000000000000000000000000001', 1, 'Acme', 'acme', 'at_risk', '', 3, 9),
                (x'00000000000000000000000000000002', 2, 'Beta', 'beta', 'at_risk', '', 4, 9),
                (x'00000000000000000000000000000003', 3, 'Gamma', 'gamma', 'active', '', 5, 9);
             INSERT INTO change (seq, id, actor, at, label, cause, state) VALUES
                (1, randomblob(16), 'Mia', 6, 'edited', 'change', 'done'), (2, randomblob(16), 'Mia', 7, 'edited', 'change', 'done'),
                (3, randomblob(16), 'Mia', 8, 'edited', 'change', 'done');
             INSERT INTO op (change_seq, position, customer_id, entity, entity_id, subject, field, old, new)
             SELECT c.seq, k.display_id, k.id, 'customer', k.id, k.name, 'status',
                    iif(c.seq = 2, 'at_risk', 'active'), iif(c.seq = 2, 'active', 'at_risk')
             FROM change c JOIN customer k ON k.name = 'Acme' OR k.name = 'Gamma' AND c.seq < 3;",
        )
        .expect("rows");
    migrate(&mut connection).expect("migrated");
    let since: Vec<Option<i64>> = read(
        &connection,
        "SELECT at_risk_since FROM customer ORDER BY display_id",
        |row| row.get(0),
    );
    assert_eq!(since, [Some(8), Some(4), None]);
}
