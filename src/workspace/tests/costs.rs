//! What searches and a page of a sync cost SQLite, in steps of its machine: the same on every machine, however busy.
//!
//! A bound may be passed by 15 %; what the program itself asks for is counted in `benches/memory.rs`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::super::testing::on;
use super::super::{BookContact, BookEntry, Checkpoint, Role, StatusDays, Workspace};
use crate::domain::{
    ContactDraft, ContactSelection, CustomerDraft, Depth, Detail, Details, Email, HistorySelection, Limits,
    Name, RemoteAccount, RemoteContact, RemoteId, SearchQuery, SearchScope, SyncCounts, SyncKind,
};
use crate::store::Store;

const CUSTOMERS: usize = 100;
const EACH: usize = 25;

fn book() -> Vec<BookEntry> {
    let first = ["José", "Ann", "Dana", "Mia", "Søren", "Priya", "Olga"];
    let last = [
        "García", "Lee", "Ruiz", "Osei", "Novák", "Tanaka", "Wang", "Silva", "Kim",
    ];
    let contact = |number: usize, customer: usize| {
        let draft = ContactDraft::new(
            format!(
                "{} {}",
                first[number % first.len()],
                last[number / first.len() % last.len()]
            ),
            format!("p{number}@customer{customer}.com"),
        )
        .with(Detail::Title, "Engineer");
        BookContact {
            fields: draft.check().expect("valid"),
            role: if number.is_multiple_of(EACH) {
                Role::Primary
            } else {
                Role::Other
            },
        }
    };
    let entry = |customer: usize| {
        let draft = CustomerDraft {
            name: format!("Customer {customer:04}"),
            domain: format!("customer{customer}.com"),
            owner: format!("owner{}@us.com", customer % 10),
            ..CustomerDraft::default()
        };
        let numbers = customer * EACH..(customer + 1) * EACH;
        BookEntry {
            customer: draft.check().expect("valid"),
            contacts: numbers.map(|number| contact(number, customer)).collect(),
            days: StatusDays::default(),
        }
    };
    (0..CUSTOMERS).map(entry).collect()
}

/// A workspace whose steps are counted.
struct Counted {
    workspace: Workspace,
    steps: Arc<AtomicU64>,
}

impl Counted {
    fn new(book: &[BookEntry]) -> Self {
        let mut store = Store::in_memory().expect("memory");
        let steps = store.count_steps();
        let mut workspace = on(store);
        workspace.load_book(book).expect("loaded");
        Self { workspace, steps }
    }

    /// Demands that some work takes no more steps than were bound, and 15 % more.
    fn holds(&mut self, what: &str, bound: u64, work: impl FnOnce(&mut Workspace)) {
        self.steps.store(0, Ordering::Relaxed);
        work(&mut self.workspace);
        let steps = self.steps.load(Ordering::Relaxed);
        println!("{what}: {steps} steps");
        assert!(steps > 0, "nothing was counted");
        assert!(
            steps * 100 <= bound * 115,
            "{what} took {steps} steps; it was bound to {bound}"
        );
    }
}

#[test]
fn a_search_looks_at_as_few_rows_as_it_did() {
    let mut counted = Counted::new(&book());
    for (typed, bound) in [
        ("j", 17_845),
        ("jose", 5_669),
        ("jose garcia", 7_379),
        ("title:engineer owner:owner7@ wang", 18_315),
        ("nobody at all", 2_975),
    ] {
        let query = SearchQuery::parse(typed, SearchScope::Everywhere).expect("a search");
        counted.holds(typed, bound, |workspace| {
            workspace
                .search(&query, Limits::each(50), Depth::Quick)
                .expect("found");
        });
    }
}

#[test]
fn a_page_of_a_sync_takes_as_few_steps_as_it_did() {
    let mut counted = Counted::new(&book());
    let portal = RemoteAccount {
        id: Some(1),
        time_zone: String::new(),
        host: String::new(),
    };
    counted.workspace.set_account(&portal, "mark").expect("set");
    let note = Checkpoint {
        run: counted.workspace.begin_run(SyncKind::Full, "{}").expect("begun"),
        cursor: "{}".to_owned(),
        counts: SyncCounts::default(),
        requests: 1,
    };
    let people: Vec<RemoteContact> = (0..200).map(person).collect();
    counted.holds("a page of new people", 95_339, |workspace| {
        let counts = workspace.take_people(&people, None, &note).expect("taken");
        assert_eq!(counts.linked, 200);
    });
    counted.holds("the same page again", 14_566, |workspace| {
        workspace.take_people(&people, None, &note).expect("taken");
    });
}

fn person(number: usize) -> RemoteContact {
    let customer = number % CUSTOMERS;
    RemoteContact {
        is_named: true,
        id: RemoteId::hubspot(i64::try_from(number).expect("small") + 1).expect("an id"),
        name: Name::parse(&format!("Person {number}")).expect("a name"),
        email: Email::parse(&format!("remote{number}@customer{customer}.com")).ok(),
        details: Details::default(),
    }
}

/// The control: a search that reads every row is found.
#[test]
#[should_panic(expected = "it was bound to")]
fn more_steps_than_bound_are_found() {
    let mut counted = Counted::new(&book());
    let query = SearchQuery::parse("jose", SearchScope::Everywhere).expect("a search");
    counted.holds("a whole search", 10, |workspace| {
        workspace
            .search(&query, Limits::each(50), Depth::Whole)
            .expect("found");
    });
}

#[test]
fn long_lists_are_read_once() {
    let contacts = |many: usize| {
        let mut entry = book().remove(0);
        let draft = |number: usize| ContactDraft {
            name: format!("Person {number:05}"),
            email: format!("p{number}@long.com"),
            ..ContactDraft::default()
        };
        let contact = |number| BookContact {
            fields: draft(number).check().expect("valid"),
            role: Role::Other,
        };
        entry.contacts = (0..many).map(contact).collect();
        vec![entry]
    };
    let steps = |many: usize| {
        let mut counted = Counted::new(&contacts(many));
        let customer = counted.workspace.find_customer("1").expect("there").id;
        let contacts = ContactSelection {
            customer: Some(customer),
            ..ContactSelection::default()
        };
        let history = HistorySelection {
            customer,
            words: SearchQuery::default(),
        };
        counted.steps.store(0, Ordering::Relaxed);
        let (mut people, mut lines) = (0, 0);
        let workspace = &mut counted.workspace;
        workspace.each_contact(&contacts, |_| people += 1).expect("read");
        workspace.each_entry(&history, |_| lines += 1).expect("read");
        assert_eq!((people, lines), (many, many + 1));
        counted.steps.load(Ordering::Relaxed)
    };
    let (few, many) = (steps(2_500), steps(10_000));
    assert!(many < 5 * few, "{few} steps for 2,500 rows, {many} for 10,000");
}
