//! Many customers or contacts at once: one change, one undo.

use crate::domain::{
    Anchor, Audience, Change, ContactFilter, ContactId, ContactQuery, CustomerDraft, CustomerEdit,
    CustomerFilter, CustomerId, CustomerQuery, CustomerStatus, Date, Field, ImportPrimary, ListOrder, Name,
    NewTaskFields, OnboardingFields, OthersActive, Outcome, Phase, SearchQuery, Signal, Successor, TagChange,
    UndoTarget,
};
use crate::workspace::Workspace;
use crate::workspace::testing::{empty, with_acme};

/// How many contacts are acted on at once.
const MANY: usize = 500;

fn with_many() -> (Workspace, CustomerId, Vec<ContactId>) {
    let (mut workspace, acme) = with_acme();
    let contacts = (0..MANY)
        .map(|number| super::fields(&format!("P{number:03}"), &format!("p{number}@acme.com"), ""))
        .collect();
    let primary = ImportPrimary::FirstIfNone;
    workspace
        .make(Change::ImportContacts {
            customer: acme,
            contacts,
            primary,
            misfits: 0,
            archived: Default::default(),
        })
        .expect("added");
    let ids = ids(&mut workspace, acme, ContactFilter::Active);
    assert_eq!(ids.len(), MANY);
    (workspace, acme, ids)
}

fn ids(workspace: &mut Workspace, customer: CustomerId, filter: ContactFilter) -> Vec<ContactId> {
    let query = ContactQuery {
        customer,
        filter,
        words: SearchQuery::default(),
        order: ListOrder::default(),
        anchor: Anchor::Row(0),
        limit: 2 * MANY,
    };
    let page = workspace.contacts(&query).expect("listed");
    page.rows.iter().map(|contact| contact.id).collect()
}

#[test]
fn five_hundred_contacts_are_archived_restored_and_deleted_by_one_change_each() {
    let (mut workspace, acme, all) = with_many();
    let count = |workspace: &mut Workspace| {
        (
            ids(workspace, acme, ContactFilter::Active).len(),
            ids(workspace, acme, ContactFilter::Archived).len(),
        )
    };
    let before = workspace.changes(10).expect("listed").len();
    workspace
        .make(Change::ArchiveContacts {
            contacts: all.clone(),
            successor: Successor::Nobody,
        })
        .expect("archived");
    assert_eq!(count(&mut workspace), (0, MANY));
    workspace
        .make(Change::RestoreContacts(all.clone()))
        .expect("restored");
    assert_eq!(count(&mut workspace), (MANY, 0));
    workspace.make(Change::DeleteContacts(all)).expect("deleted");
    assert_eq!(count(&mut workspace), (0, 0));
    assert_eq!(workspace.changes(10).expect("listed").len(), before + 3);
    for wanted in [(MANY, 0), (0, MANY), (MANY, 0)] {
        let undone = workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
        assert!(
            matches!(&undone.outcome, Outcome::Undone(reverted) if reverted.refused.is_empty()),
            "{undone:?}"
        );
        assert_eq!(count(&mut workspace), wanted);
    }
    assert_eq!(workspace.primary(acme), "P000");
}

#[test]
fn five_hundred_linked_contacts_are_unlinked_and_relinked_by_one_change_each() {
    let (mut workspace, acme) = with_acme();
    let people = 1..=i64::try_from(MANY).expect("a number");
    for id in people {
        workspace.follows(id, &format!("P{id}"), &format!("p{id}@acme.com"));
    }
    let all = ids(&mut workspace, acme, ContactFilter::Active);
    assert_eq!(all.len(), MANY);
    let before = workspace.changes(10).expect("listed").len();
    let unlink = Change::UnlinkContacts {
        contacts: all.clone(),
        successor: Successor::Nobody,
    };
    workspace.make(unlink).expect("unlinked");
    assert_eq!(ids(&mut workspace, acme, ContactFilter::Active).len(), 0);
    assert_eq!(ids(&mut workspace, acme, ContactFilter::Unlinked).len(), MANY);
    workspace.make(Change::RelinkContacts(all)).expect("relinked");
    assert_eq!(ids(&mut workspace, acme, ContactFilter::Active).len(), MANY);
    assert_eq!(workspace.changes(10).expect("listed").len(), before + 2);
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert_eq!(ids(&mut workspace, acme, ContactFilter::Unlinked).len(), MANY);
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert_eq!(ids(&mut workspace, acme, ContactFilter::Active).len(), MANY);
}

#[test]
fn a_contact_that_is_gone_stops_all_of_it() {
    let (mut workspace, acme, mut all) = with_many();
    let gone = all.remove(0);
    workspace
        .make(Change::DeleteContacts(vec![gone]))
        .expect("deleted");
    all.push(gone);
    workspace
        .make(Change::ArchiveContacts {
            contacts: all,
            successor: Successor::Nobody,
        })
        .expect_err("one is gone");
    assert_eq!(ids(&mut workspace, acme, ContactFilter::Archived).len(), 0);
}

fn three_customers() -> (Workspace, Vec<CustomerId>) {
    let mut workspace = empty();
    let rows = [("Acme", "vip, trial"), ("Borealis", "trial"), ("Corrib", "")].map(|(name, tags)| {
        let draft = CustomerDraft {
            name: name.into(),
            tags: tags.into(),
            ..CustomerDraft::default()
        };
        draft.check().expect("valid")
    });
    let done = workspace
        .make(Change::ImportCustomers(rows.to_vec()))
        .expect("added");
    match done.outcome {
        Outcome::CustomersImported { added, .. } => {
            let ids = added.iter().map(|customer| customer.id).collect();
            (workspace, ids)
        }
        other => panic!("{other:?}"),
    }
}

fn tags(workspace: &mut Workspace, ids: &[CustomerId]) -> Vec<String> {
    ids.iter()
        .map(|id| workspace.customer(*id).expect("there").tags.stored())
        .collect()
}

#[test]
fn tags_of_many_customers_are_added_and_taken_by_one_change() {
    let (mut workspace, ids) = three_customers();
    let retag = |text: &str| {
        let change = TagChange::parse(text).expect("tags");
        let all = ids
            .iter()
            .map(|id| (*id, vec![CustomerEdit::Retag(change.clone())]));
        Change::EditCustomers(all.collect())
    };
    let done = workspace.make(retag("+vip, -trial")).expect("done");
    assert_eq!(tags(&mut workspace, &ids), ["vip", "vip", "vip"]);
    assert_eq!(done.outcome.sentence(), "Saved tags of 3 customers.");
    let again = workspace.make(retag("vip")).expect("done");
    assert_eq!(
        (again.change, again.outcome.sentence().as_str()),
        (None, "Nothing changed.")
    );
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert_eq!(tags(&mut workspace, &ids), ["vip,trial", "trial", ""]);
    let known: Vec<String> = workspace
        .known_tags()
        .expect("listed")
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(known, ["trial", "vip"], "the most used first");
}

#[test]
fn many_customers_are_archived_and_brought_back_all_or_none() {
    let (mut workspace, ids) = three_customers();
    let all = |ids: &[CustomerId], status| {
        let edit = |id: &CustomerId| (*id, vec![CustomerEdit::Status(status)]);
        Change::EditCustomers(ids.iter().map(edit).collect())
    };
    let archived = |workspace: &mut Workspace| {
        let query = CustomerQuery {
            filter: CustomerFilter::Archived,
            words: SearchQuery::default(),
            order: ListOrder::default(),
            anchor: Anchor::Row(0),
            limit: 10,
        };
        workspace.customers(&query).expect("listed").total
    };
    let done = workspace
        .make(all(&ids, CustomerStatus::Archived))
        .expect("archived");
    assert_eq!(done.outcome.sentence(), "Archived 3 customers.");
    assert_eq!(archived(&mut workspace), 3);
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert_eq!(archived(&mut workspace), 0);
    let gone = CustomerId::from_uuid(uuid::Uuid::nil());
    workspace
        .make(all(&[ids[0], gone], CustomerStatus::Archived))
        .expect_err("one is not there");
    assert_eq!(archived(&mut workspace), 0);
    workspace
        .make(Change::EditCustomers(Vec::new()))
        .expect_err("nothing selected");
}

#[test]
fn the_signals_of_a_customer_are_looked_up_with_it() {
    let (mut workspace, acme) = with_acme();
    let today: Date = "2026-11-24".parse().expect("a day");
    let signals = |workspace: &mut Workspace| workspace.customer(acme).expect("there").signals(today);
    assert_eq!(signals(&mut workspace), [Signal::NoContacts]);
    let ann = workspace.adds(acme, "Ann Lee", "ann@home.example");
    assert_eq!(
        signals(&mut workspace),
        [Signal::SingleContact, Signal::PrimaryElsewhere]
    );
    workspace.adds(acme, "Dana Ruiz", "dana@acme.com");
    workspace
        .make(Change::SetPrimary {
            customer: acme,
            primary: Successor::Nobody,
        })
        .expect("set");
    assert_eq!(signals(&mut workspace), [Signal::NoPrimary]);
    workspace
        .make(Change::SetPrimary {
            customer: acme,
            primary: Successor::Contact(ann.id),
        })
        .expect("set");
    let day = |text: &str| text.parse::<Date>().expect("a day");
    let start = Change::StartOnboarding {
        customer: acme,
        onboarding: OnboardingFields {
            csm: None,
            target: Some(day("2026-11-23")),
            phase: Phase::parse("Kickoff").expect("a phase"),
            template: None,
        },
        tasks: ["2026-11-24", "2026-11-20"]
            .map(|due| {
                let task = NewTaskFields {
                    title: Name::parse("Send the logo").expect("a title"),
                    assignee: None,
                    due: Some(day(due)),
                    audience: Audience::Internal,
                    note: None,
                };
                task.into()
            })
            .to_vec(),
        others: OthersActive::Refused,
    };
    workspace.make(start).expect("started");
    assert_eq!(
        signals(&mut workspace),
        [
            Signal::PrimaryElsewhere,
            Signal::OverdueTask(day("2026-11-20")),
            Signal::PastTarget(day("2026-11-23"))
        ]
    );
    let churned = Change::EditCustomer {
        customer: acme,
        edits: vec![CustomerEdit::Status(CustomerStatus::Churned)],
    };
    let done = workspace.make(churned).expect("edited");
    assert!(matches!(&done.outcome, Outcome::CustomerEdited { fields, .. } if fields == &[Field::Status]));
    assert_eq!(
        signals(&mut workspace),
        [],
        "nobody works on a customer that is lost"
    );
}
