//! Adding a contact with its history, durable in one commit, beside a bare insert that is as durable.

#![expect(clippy::disallowed_types, reason = "the peer is SQLite itself")]

use criterion::Criterion;
use pivotal::domain::{Change, ContactDraft, Outcome};
use pivotal::store::Store;
use rusqlite::Connection;

use crate::fixture::{entry, workspace};

pub(crate) fn add_contact(criterion: &mut Criterion) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let mut group = criterion.benchmark_group("add_contact");

    let bare = Connection::open(folder.path().join("bare.db")).expect("opened");
    bare.pragma_update(None, "journal_mode", "WAL").expect("set");
    bare.pragma_update(None, "synchronous", "FULL").expect("set");
    bare.execute_batch("CREATE TABLE contact (id INTEGER PRIMARY KEY, name TEXT, email TEXT UNIQUE) STRICT")
        .expect("made");
    let mut number = 0;
    group.bench_function("bare_insert", |bencher| {
        bencher.iter(|| {
            number += 1;
            bare.execute(
                "INSERT INTO contact (name, email) VALUES (?1, ?2)",
                (format!("Person {number}"), format!("person{number}@acme.com")),
            )
            .expect("inserted");
        });
    });

    let mut workspace = workspace(Store::open(folder.path()).expect("opened"));
    let customer = match workspace
        .make(Change::AddCustomer(entry(0, 0).customer))
        .expect("added")
        .outcome
    {
        Outcome::CustomerAdded(customer) => customer.id,
        other => unreachable!("{other:?}"),
    };
    group.bench_function("pivotal", |bencher| {
        bencher.iter(|| {
            number += 1;
            let draft = ContactDraft {
                name: format!("Person {number}"),
                email: format!("person{number}@acme.com"),
                ..ContactDraft::default()
            };
            let contact = draft.check().expect("valid");
            workspace
                .make(Change::AddContact { customer, contact })
                .expect("added");
        });
    });
    group.finish();
}
