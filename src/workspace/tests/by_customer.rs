//! Lists whose people go to several customers: what a reading promises is what adding does, and one undo takes it back.

use std::sync::Arc;

use proptest::prelude::*;

use crate::domain::{
    Anchor, Change, Contact, ContactFilter, ContactQuery, CustomerContacts, CustomerId, ImportPrimary,
    ListOrder, Outcome, SearchQuery, Successor, UndoTarget,
};
use crate::paste::{IndexedText, Known, Options, Sheet, Status};
use crate::workspace::testing::{empty, with_acme};
use crate::workspace::{Error, Workspace};

const CUSTOMERS: [(&str, &str); 5] = [
    ("Acme", "acme.com"),
    ("Beta", "beta.io"),
    ("Twin", "twin.com"),
    ("Twin", "twin.de"),
    ("Nobody", ""),
];

/// Makes a workspace with the customers, of which the first has one contact and one who is archived.
fn book() -> (Workspace, Vec<CustomerId>) {
    let mut workspace = empty();
    let ids: Vec<CustomerId> = CUSTOMERS
        .iter()
        .map(|(name, domain)| workspace.adds_customer(name, domain).id)
        .collect();
    workspace.adds(ids[0], "Ann Lee", "ann@acme.com");
    let archived = workspace.adds(ids[0], "Bo Ek", "bo@acme.com");
    workspace
        .make(Change::ArchiveContacts {
            contacts: vec![archived.id],
            successor: Successor::Nobody,
        })
        .expect("archived");
    (workspace, ids)
}

fn contacts(workspace: &mut Workspace, customer: CustomerId) -> Vec<Contact> {
    workspace
        .contacts(&ContactQuery {
            customer,
            filter: ContactFilter::Active,
            words: SearchQuery::default(),
            limit: 1_000,
            order: ListOrder::default(),
            anchor: Anchor::Row(0),
        })
        .expect("listed")
        .rows
}

fn row() -> impl Strategy<Value = String> {
    (
        prop::sample::select(vec!["Ann Lee", "Bo Ek", ""]),
        prop::sample::select(vec!["ann", "bo", "cy", "dee"]),
        prop::sample::select(vec![
            "acme.com",
            "beta.io",
            "twin.com",
            "gmail.com",
            "x.org",
            "broken",
        ]),
        prop::sample::select(vec!["", "", "Acme", "beta", "Twin", "Nobody", "Unknown"]),
        prop::sample::select(vec!["", "", "acme.com", "www.twin.de", "x.org", "n/a"]),
    )
        .prop_map(|(name, local, domain, company, website)| {
            format!("{name},{local}@{domain},{company},{website}\n")
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_ready_is_added_where_it_belongs_and_taken_back_at_once(rows in prop::collection::vec(row(), 1..24)) {
        let (mut workspace, ids) = book();
        let before: Vec<Vec<Contact>> = ids.iter().map(|id| contacts(&mut workspace, *id)).collect();
        let text = format!("Name,Email,Company,Website\n{}", rows.concat());
        let source = IndexedText::new(&text);
        let sheet = Sheet::new(&source, Options::default(), Arc::new(Known::default()));
        let assignment = workspace.assign(&sheet.employers(&source)).expect("assigned");
        prop_assert_eq!(assignment.rows.len(), rows.len());
        let places: Vec<Option<usize>> = assignment.rows.iter().map(|row| row.as_ref().ok().copied()).collect();
        let split = sheet.by_customer(&source, &places, assignment.known.clone());
        let all: Vec<usize> = (0..split.len()).collect();
        let read = split.rows(&all, &source);
        prop_assert_eq!(read.len(), rows.len());
        for (row, place) in read.iter().zip(&places) {
            prop_assert!(place.is_some() || row.status == Status::Flagged);
        }
        let wanted: Vec<(CustomerId, usize)> = assignment
            .customers
            .iter()
            .enumerate()
            .map(|(at, customer)| {
                let own = read.iter().zip(&places).filter(|(row, place)| {
                    **place == Some(at) && row.status == Status::Ready
                });
                (customer.id, own.count())
            })
            .filter(|(_, count)| *count > 0)
            .collect();
        let change = Change::ImportByCustomer(
            assignment
                .customers
                .iter()
                .zip(split.plans(&source, &[]))
                .map(|(customer, plan)| plan.of_customer(customer.id))
                .collect(),
        );
        let done = workspace.make(change).expect("imported");
        let Outcome::ContactsImportedByCustomer { customers, already_here } = done.outcome else {
            panic!("another outcome");
        };
        let added: Vec<(CustomerId, usize)> = customers.iter().map(|(customer, added)| (customer.id, *added)).collect();
        prop_assert_eq!(&added, &wanted);
        prop_assert_eq!(already_here, 0);
        for ((id, before), at) in ids.iter().zip(&before).zip(0..) {
            let now = contacts(&mut workspace, *id);
            let new = added.iter().find(|(customer, _)| customer == id).map_or(0, |(_, added)| *added);
            prop_assert_eq!(now.len(), before.len() + new);
            let primaries = now.iter().filter(|contact| contact.is_primary).count();
            prop_assert_eq!(primaries, usize::from(!now.is_empty()), "{:?}", CUSTOMERS[at]);
        }
        if let Some(change) = done.change {
            workspace.make(Change::Undo(UndoTarget::Change(change))).expect("undone");
        }
        for (id, before) in ids.iter().zip(&before) {
            let now = contacts(&mut workspace, *id);
            let emails = |all: &[Contact]| all.iter().map(|one| (one.email.to_string(), one.is_primary)).collect::<Vec<_>>();
            prop_assert_eq!(emails(&now), emails(before));
        }
    }
}

#[test]
fn a_customer_that_is_not_there_is_refused() {
    let mut workspace = empty();
    let (_, acme) = with_acme();
    let change = Change::ImportContacts {
        customer: acme,
        contacts: Vec::new(),
        primary: ImportPrimary::FirstIfNone,
        misfits: 0,
        archived: Default::default(),
    };
    assert!(matches!(workspace.make(change), Err(Error::NotFound(_))));
}

#[test]
fn who_is_archived_in_a_list_is_added_so_and_never_becomes_primary() {
    let (mut workspace, acme) = with_acme();
    let contacts = || {
        ["ann@acme.com", "bo@acme.com", "cy@acme.com"]
            .map(|email| super::fields("Ann Lee", email, ""))
            .to_vec()
    };
    let standing = |workspace: &mut Workspace| {
        let of = |filter| workspace.names(acme, filter).len();
        [ContactFilter::Active, ContactFilter::Archived].map(of)
    };
    let primary = |workspace: &mut Workspace| {
        let primary = workspace.customer(acme).expect("there").primary;
        primary.map(|contact| contact.email.to_string())
    };
    let of_many = |primary| {
        Change::ImportByCustomer(vec![CustomerContacts {
            customer: acme,
            contacts: contacts(),
            primary,
            archived: [0].into(),
        }])
    };
    let of_one = |primary| Change::ImportContacts {
        customer: acme,
        contacts: contacts(),
        primary,
        misfits: 0,
        archived: [0].into(),
    };
    for (change, chosen) in [
        (of_many(None), Some("bo@acme.com")),
        (of_many(Some(2)), Some("cy@acme.com")),
        (of_many(Some(0)), Some("bo@acme.com")),
        (of_one(ImportPrimary::FirstIfNone), Some("bo@acme.com")),
        (of_one(ImportPrimary::Row(2)), Some("cy@acme.com")),
        (of_one(ImportPrimary::Row(0)), None),
    ] {
        let told = format!("{change:?}");
        workspace.make(change).expect("imported");
        assert_eq!(standing(&mut workspace), [2, 1], "{told}");
        assert_eq!(primary(&mut workspace).as_deref(), chosen, "{told}");
        workspace.takes_back(UndoTarget::Latest);
        assert_eq!(standing(&mut workspace), [0, 0], "{told}");
    }
}
