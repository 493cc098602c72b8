//! Migrations of which each statement fails once: nothing of any of them stays.

use rusqlite::Connection;

use crate::store::migrate::{NEWEST, STEPS, run, up_to, version};

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

/// Gives all that is in a store: its format, its schema and every row.
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
    let tables: Vec<String> = connection
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL %' ORDER BY name")
        .expect("prepared")
        .query_map([], |row| row.get(0))
        .expect("asked")
        .collect::<Result<_, _>>()
        .expect("read");
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

/// Gives the steps of which one fails behind its first few statements.
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
