//! 100,000 contacts added at once, with history and search index, beside the import of the `sqlite3` program, and taken
//! back.
//!
//! Both begin with the same store of one customer and end with the same rows in the same tables, under the same indexes
//! and triggers, after one durable commit. The peer reads its rows from a file; ours are in memory and checked.

#![expect(clippy::disallowed_types, reason = "the peer is SQLite itself")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use criterion::Criterion;
use pivotal::domain::{
    Change, ContactDraft, ContactFields, CustomerId, Detail, FieldOf, ImportPrimary, Outcome, UndoTarget,
};
use pivotal::store::{FILE_NAME, Store};
use rusqlite::Connection;

use crate::custom;
use crate::fixture::{entry, workspace};
use crate::people::fields;

const ROWS: usize = 100_000;

/// Brings each line into the tables as the app would: one contact and its line in the history.
const PEER: &str = "
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA temp_store = MEMORY;
INSERT INTO change (seq, id, actor, at, label, cause, state)
VALUES (99, randomblob(16), 'bench', 0, 'added 100000 contacts', 'change', 'done');
CREATE TEMP VIEW list AS SELECT name, email, title, phone FROM contact;
CREATE TEMP TRIGGER line INSTEAD OF INSERT ON list
BEGIN
    INSERT INTO contact (id, customer_id, name, name_key, email, email_domain, title, phone, source, created_at, updated_at,
                         search_key)
    VALUES (randomblob(16), (SELECT id FROM customer), new.name, lower(new.name), lower(new.email),
            substr(new.email, instr(new.email, '@') + 1), nullif(new.title, ''), nullif(new.phone, ''), 'paste', 0, 0,
            lower(new.name || char(10) || new.email || char(10) || new.title || char(10) || new.phone));
    INSERT INTO op (change_seq, position, customer_id, entity, entity_id, subject, field, new)
    SELECT 99, rowid, customer_id, 'contact', id, name, 'record',
           json_object('archived_at', NULL, 'email', email, 'hubspot_id', NULL, 'name', name, 'phone', phone,
                       'source', source, 'title', title)
    FROM contact WHERE rowid = last_insert_rowid();
END;
.import --csv people.csv list
";

pub(crate) fn import_contacts(criterion: &mut Criterion) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let customer = empty_book(folder.path());
    let people = people();
    write_csv(&folder.path().join("people.csv"), &people);

    let mut group = criterion.benchmark_group("import_100k_contacts");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    if has_search() {
        group.bench_function("sqlite3_import", |bencher| {
            bencher.iter_custom(|times| (0..times).map(|_| time_peer(folder.path())).sum());
        });
    }
    group.bench_function("pivotal", |bencher| {
        bencher.iter_custom(|times| {
            (0..times)
                .map(|_| time_own(folder.path(), customer, &people).0)
                .sum()
        });
    });
    group.bench_function("pivotal_with_five_fields", |bencher| {
        let with_fields = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let customer = empty_book(with_fields.path());
        let mut workspace = workspace(Store::open(with_fields.path()).expect("opened"));
        let fields = custom::define(&mut workspace, FieldOf::Contact);
        drop(workspace);
        let people: Vec<ContactFields> = (0..)
            .zip(people.clone())
            .map(|(number, person)| person.with_custom(custom::values(number, &fields)))
            .collect();
        bencher.iter_custom(|times| {
            (0..times)
                .map(|_| time_own(with_fields.path(), customer, &people).0)
                .sum()
        });
    });
    group.bench_function("pivotal_undo", |bencher| {
        bencher.iter_custom(|times| {
            (0..times)
                .map(|_| time_own(folder.path(), customer, &people).1)
                .sum()
        });
    });
    group.finish();
}

/// Makes a store of one customer without contacts.
fn empty_book(folder: &Path) -> CustomerId {
    let mut workspace = workspace(Store::open(folder).expect("opened"));
    let change = Change::AddCustomer(entry(0, 0).customer);
    match workspace.make(change).expect("added").outcome {
        Outcome::CustomerAdded(customer) => customer.id,
        other => unreachable!("{other:?}"),
    }
}

fn people() -> Vec<ContactFields> {
    // A stride that shares no factor with the count, so that addresses come in no order.
    let mixed = |number| number * 61_927 % ROWS;
    (0..ROWS)
        .map(|number| fields(mixed(number), &format!("customer{}.com", number % 50)))
        .collect()
}

fn write_csv(file: &Path, people: &[ContactFields]) {
    let mut writer = csv::Writer::from_path(file).expect("made");
    for person in people {
        let draft = ContactDraft::from(person);
        writer
            .write_record([
                draft.name,
                draft.email,
                draft.details[Detail::Title].clone(),
                draft.details[Detail::Phone].clone(),
            ])
            .expect("written");
    }
    writer.flush().expect("written");
}

/// Returns whether there is a `sqlite3` program that knows FTS5.
fn has_search() -> bool {
    let output = Command::new("sqlite3")
        .args([":memory:", "CREATE VIRTUAL TABLE t USING fts5 (x)"])
        .output();
    output.is_ok_and(|output| output.status.success())
}

/// Copies the store of one customer.
fn fresh(folder: &Path) -> PathBuf {
    let copy = folder.join("copy");
    let _ = std::fs::remove_dir_all(&copy);
    std::fs::create_dir(&copy).expect("made");
    std::fs::copy(folder.join(FILE_NAME), copy.join(FILE_NAME)).expect("copied");
    copy
}

#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn time_peer(folder: &Path) -> Duration {
    let file = fresh(folder).join(FILE_NAME);
    // While another connection is open the program does not also tidy up its log at the end.
    let other = Connection::open(&file).expect("opened");
    assert_eq!(rows(&other), 0);
    let start = Instant::now();
    let mut child = Command::new("sqlite3")
        .arg(&file)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("started");
    let mut input = child.stdin.take().expect("an input");
    input.write_all(PEER.as_bytes()).expect("told");
    drop(input);
    assert!(child.wait().expect("ended").success());
    let elapsed = start.elapsed();
    assert_eq!(rows(&other), 2 * ROWS as i64);
    elapsed
}

/// Imports, and takes it back; gives how long each took.
#[expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
fn time_own(folder: &Path, customer: CustomerId, people: &[ContactFields]) -> (Duration, Duration) {
    let store = Store::open(&fresh(folder)).expect("opened");
    let other = Connection::open(store.path()).expect("opened");
    let mut workspace = workspace(store);
    let change = Change::ImportContacts {
        customer,
        contacts: people.to_vec(),
        primary: ImportPrimary::FirstIfNone,
        misfits: 0,
        archived: Default::default(),
    };
    let start = Instant::now();
    workspace.make(change).expect("imported");
    let imported = start.elapsed();
    // One line more tells of the primary.
    assert_eq!(rows(&other), 2 * ROWS as i64 + 1);
    let start = Instant::now();
    workspace
        .make(Change::Undo(UndoTarget::Latest))
        .expect("taken back");
    (imported, start.elapsed())
}

/// Counts the contacts and their lines in the history.
fn rows(connection: &Connection) -> i64 {
    connection
        .query_row(
            "SELECT (SELECT count(*) FROM contact) + (SELECT count(*) FROM op WHERE change_seq > 1 AND entity <> 'custom_field')",
            [],
            |row| row.get(0),
        )
        .expect("counted")
}
