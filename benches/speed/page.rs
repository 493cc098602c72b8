//! A page of 200 people of HubSpot, new to the store, in one durable commit: matched, written, logged, with the progress
//! of the run. The peer inserts the same contacts, with the same indexes and triggers, and nothing else.

#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]
#![expect(clippy::disallowed_types, reason = "the peer is SQLite itself")]

use std::time::{Duration, Instant};

use criterion::Criterion;
use pivotal::domain::{
    Detail, Details, Email, Name, RemoteAccount, RemoteContact, RemoteId, SafeText, SyncCounts, SyncKind,
};
use pivotal::store::{FILE_NAME, Store};
use pivotal::workspace::{Checkpoint, Workspace};
use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::fixture::{entry, workspace};

const CUSTOMERS: usize = 100;
const PAGE: usize = 200;

pub(crate) fn apply_page(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sync_page_of_200");
    group.sample_size(20);

    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    drop(with_customers(folder.path()));
    let bare = Connection::open(folder.path().join(FILE_NAME)).expect("opened");
    bare.pragma_update(None, "synchronous", "FULL").expect("set");
    bare.pragma_update(None, "wal_autocheckpoint", 32 * 1024)
        .expect("set");
    let customers: Vec<Uuid> = bare
        .prepare("SELECT id FROM customer ORDER BY display_id")
        .expect("prepared")
        .query_map([], |row| row.get(0))
        .expect("listed")
        .collect::<Result<_, _>>()
        .expect("read");
    let mut next = 0;
    group.bench_function("bare_inserts", |bencher| {
        bencher.iter_custom(|times| {
            (0..times)
                .map(|_| insert_bare(&bare, &customers, &mut next))
                .sum()
        });
    });

    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let mut workspace = with_customers(folder.path());
    let note = Checkpoint {
        run: workspace.begin_run(SyncKind::Full, "{}").expect("begun"),
        cursor: "{}".to_owned(),
        counts: SyncCounts::default(),
        requests: 1,
    };
    let mut next = 0;
    group.bench_function("new_people", |bencher| {
        bencher.iter_custom(|times| {
            (0..times)
                .map(|_| {
                    let people = page(next);
                    next += PAGE;
                    let start = Instant::now();
                    let counts = workspace.take_people(&people, None, &note).expect("taken");
                    let took = start.elapsed();
                    assert_eq!(counts.linked, 200);
                    took
                })
                .sum()
        });
    });
    let people = page(0);
    group.bench_function("nothing_changed", |bencher| {
        bencher.iter(|| workspace.take_people(&people, None, &note).expect("taken"));
    });
    group.finish();
}

fn with_customers(folder: &std::path::Path) -> Workspace {
    let mut workspace = workspace(Store::open(folder).expect("opened"));
    let book: Vec<_> = (0..CUSTOMERS).map(|number| entry(number, 0)).collect();
    workspace.load_book(&book).expect("loaded");
    let portal = RemoteAccount {
        id: Some(1),
        time_zone: String::new(),
        host: String::new(),
    };
    workspace.set_account(&portal, "mark").expect("set");
    workspace
}

/// Makes a page of people from a number on, who are spread over all customers.
fn page(first: usize) -> Vec<RemoteContact> {
    (first..first + PAGE)
        .map(|number| RemoteContact {
            is_named: true,
            id: RemoteId::hubspot(i64::try_from(number).expect("small") + 1).expect("an id"),
            name: Name::parse(&format!("Person {number:06}")).expect("a name"),
            email: Email::parse(&address(number)).ok(),
            details: Details::default()
                .with(Detail::Title, SafeText::optional("Engineer"))
                .with(Detail::Phone, SafeText::optional("+1 202-555-0101")),
        })
        .collect()
}

fn address(number: usize) -> String {
    format!("remote{number}@customer{}.com", number % CUSTOMERS)
}

fn insert_bare(connection: &Connection, customers: &[Uuid], next: &mut usize) -> Duration {
    let rows: Vec<(Uuid, usize)> = (*next..*next + PAGE)
        .map(|number| (Uuid::now_v7(), number))
        .collect();
    *next += PAGE;
    let start = Instant::now();
    connection.execute_batch("BEGIN IMMEDIATE").expect("begun");
    let mut statement = connection
        .prepare_cached(
            "INSERT INTO contact (id, customer_id, name, name_key, email, email_domain, title, phone, source, link,
                                  created_at, updated_at, search_key)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'Engineer', '+1 202-555-0101', 'hubspot', ?7, 0, 0,
                     lower(?3 || char(10) || ?5 || char(10) || 'engineer' || char(10) || '+1 202-555-0101'))",
        )
        .expect("prepared");
    for (id, number) in &rows {
        let customer = number % CUSTOMERS;
        statement
            .execute(params![
                id,
                customers.get(customer),
                format!("Person {number:06}"),
                format!("person {number:06}"),
                address(*number),
                format!("customer{customer}.com"),
                format!("linked:{}", number + 1),
            ])
            .expect("inserted");
    }
    connection.execute_batch("COMMIT").expect("committed");
    start.elapsed()
}
