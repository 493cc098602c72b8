//! Promise 32: a foreign file cannot act.
//!
//! `cargo test --test promises -- --include-ignored --nocapture foreign_files::`
//!
//! Files with our marks and triggers, views, generated columns, tables, indexes and loops of somebody else, of every
//! format: none of them is restored or opened, nothing of them runs, the store stays as it was, and all is told soon. Full,
//! each is tried on each format; bounded, two on each.
//!
//! Further: `src/store/tests/restores.rs` has the words for each of them.

#![expect(clippy::disallowed_types, reason = "no release writes such files")]

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

use crate::rig::home::{Home, addresses};
use crate::rig::{demand_none, formats, size, timed};

/// The longest that anything may take with such a file.
const LONGEST: Duration = Duration::from_secs(10);

const ENDLESS: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

/// What is done to a file, and whether it could act by itself.
fn hostilities() -> Vec<(&'static str, String)> {
    let on = |act: &str| format!("CREATE TRIGGER spy {act}; END");
    vec![
        ("deletes", on("AFTER UPDATE ON customer BEGIN DELETE FROM contact")),
        ("renames", on("AFTER INSERT ON contact BEGIN UPDATE contact SET email = 'x@evil.com'")),
        ("loops", on(&format!("BEFORE UPDATE ON customer BEGIN SELECT * FROM ({ENDLESS})"))),
        ("loops on counters", on(&format!("BEFORE INSERT ON counter BEGIN SELECT * FROM ({ENDLESS})"))),
        ("a view", "CREATE VIEW spy AS SELECT * FROM contact".to_owned()),
        ("a view that loops", format!("CREATE VIEW spy AS {ENDLESS}")),
        (
            "a view in the place of a table",
            format!("DROP TABLE counter; CREATE VIEW counter AS SELECT 'a' AS name, i AS value FROM ({})", ENDLESS.replace("max(i)", "max(i) AS i")),
        ),
        ("a generated column", "ALTER TABLE contact ADD COLUMN spy TEXT AS (printf('%9000000d', created_at))".to_owned()),
        ("a table", "CREATE TABLE spy (a)".to_owned()),
        ("an index", "CREATE INDEX spy ON contact (hex(zeroblob(9000000)))".to_owned()),
        ("a check", "PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (phone <> '''')', 'CHECK (length(printf(''%9000000d'', 1)) > 0)') WHERE name = 'contact'".to_owned()),
        ("a table for searching", "CREATE VIRTUAL TABLE spy USING fts5(a)".to_owned()),
        ("no table", "DROP TABLE op".to_owned()),
        ("no trigger", "DROP TRIGGER contact_is_counted".to_owned()),
        ("the mark of an older format", "PRAGMA user_version = 1; CREATE TABLE spy (a)".to_owned()),
        ("a table that is another", "DROP TABLE op; CREATE TABLE op (a)".to_owned()),
    ]
}

/// Makes a store of a format, and does something to it.
fn spoilt(file: &Path, format: usize, sql: &str) {
    let _ = fs::remove_file(file);
    formats::make(file, format, &addresses("foreign", 20));
    let connection = Connection::open(file).expect("opened");
    connection
        .execute_batch(sql)
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    connection.close().expect("closed");
}

/// Says what is wrong with how a file is treated.
fn fault(home: &Home, file: &Path) -> Result<(), String> {
    let (before, foreign) = (home.held()?.emails, fs::read(file).expect("read"));
    let stored = fs::read(home.store()).expect("read");
    let name = file.to_string_lossy().into_owned();
    let (ran, took) = timed(|| home.run(&["restore", &name]));
    if ran.code != Some(4) || !ran.err.contains("cannot be restored") {
        return Err(format!("it was not refused: {ran:?}"));
    }
    if took > LONGEST {
        return Err(format!("it took {took:?}"));
    }
    if fs::read(file).expect("read") != foreign {
        return Err("the file was changed".to_owned());
    }
    if fs::read(home.store()).expect("read") != stored || home.held()?.emails != before {
        return Err("the store was changed".to_owned());
    }
    Ok(())
}

/// Says what is wrong with how such a file is treated where it lies in the place of a store.
fn fault_of_opening(file: &Path, acts: bool) -> Result<(), String> {
    let home = Home::empty();
    fs::create_dir(home.data()).expect("made");
    fs::copy(file, home.store()).expect("copied");
    let commands: [&[&str]; 3] = [
        &["doctor"],
        &["customer", "list"],
        &["customer", "edit", "1", "--plan", "Growth"],
    ];
    for arguments in commands {
        let (ran, took) = timed(|| home.run(arguments));
        let must_fail = acts || arguments == ["doctor"];
        if must_fail && ran.code != Some(1) || took > LONGEST {
            return Err(format!("{arguments:?} took {took:?}: {ran:?}"));
        }
    }
    if acts && fs::read(home.store()).expect("read") != fs::read(file).expect("read") {
        return Err("it was changed".to_owned());
    }
    Ok(())
}

/// Tries every so manieth hostility on formats, each format beginning with another one.
fn sweep(of_formats: &[usize], every: usize) {
    let home = Home::of(&addresses("own", 20));
    let file = home.path().join("foreign.db");
    let mut finds = Vec::new();
    let mut count = 0;
    for format in of_formats {
        for (name, sql) in hostilities().into_iter().skip(format % every).step_by(every) {
            spoilt(&file, *format, &sql);
            let acts = sql.contains("TRIGGER spy") || sql.contains("VIEW");
            for found in [fault(&home, &file), fault_of_opening(&file, acts)] {
                count += 1;
                if let Err(found) = found {
                    finds.push(format!("format {format}, {name}: {found}"));
                }
            }
        }
    }
    println!(
        "promise 32: {count} foreign files restored or opened: {} acts or changes",
        finds.len()
    );
    demand_none(&finds);
}

#[test]
fn a_foreign_file_cannot_act() {
    sweep(&[formats::STEPS.len()], 3);
}

#[test]
#[ignore = "every format: PIVOTAL_PROOF=full cargo test --test promises -- --ignored --nocapture foreign_files::"]
fn foreign_files_of_every_format() {
    let all: Vec<usize> = (1..=formats::STEPS.len()).collect();
    sweep(&all, size(1, 8));
}

/// The control: SQLite alone lets the trigger act.
#[test]
fn the_proof_finds_a_program_that_does_not_compare() {
    let home = Home::empty();
    let file = home.path().join("foreign.db");
    let (_, sql) = hostilities().into_iter().next().expect("one");
    spoilt(&file, formats::STEPS.len(), &sql);
    let naive = Connection::open(&file).expect("opened");
    naive
        .execute_batch("PRAGMA foreign_keys = OFF; UPDATE customer SET plan = 'Growth'")
        .expect("written");
    let left: i64 = naive
        .query_row("SELECT count(*) FROM contact", [], |row| row.get(0))
        .expect("read");
    assert_eq!(left, 0);
}
