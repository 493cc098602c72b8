//! Merging contacts, telling them apart, and who looks alike.

use rstest::rstest;

use super::fields;
use crate::domain::{
    Alike, Anchor, AssigneeFields, Audience, Change, Channel, Contact, ContactEdit, ContactFilter, ContactId,
    ContactQuery, CustomerId, Detail, Details, Email, Entity, Field, LinkFate, ListOrder, MergeEffect, Name,
    NewTaskFields, Outcome, PrimaryTransfer, RemoteAccount, RemoteContact, RemoteId, SearchQuery, Successor,
    SyncCounts, SyncKind, Task, Timestamp, UndoTarget,
};
use crate::store::Store;
use crate::workspace::testing::{on, with_acme};
use crate::workspace::{Checkpoint, Error, Workspace};

impl Workspace {
    /// Merges contacts, and gives the one that stays and what happened.
    fn merges(
        &mut self,
        keep: &Contact,
        drop: &Contact,
        edits: Vec<ContactEdit>,
    ) -> Result<(Contact, MergeEffect), Error> {
        let change = Change::MergeContacts {
            keep: keep.id,
            drop: drop.id,
            edits,
        };
        match self.make(change)?.outcome {
            Outcome::ContactsMerged { contact, effect, .. } => Ok((contact, effect)),
            other => panic!("{other:?}"),
        }
    }

    /// Returns all of a customer's people, in every group, and its tasks: what an undo must bring back.
    fn all_of(&mut self, customer: CustomerId) -> (Vec<Contact>, String, Vec<Task>) {
        let mut all = Vec::new();
        for filter in [
            ContactFilter::Active,
            ContactFilter::Archived,
            ContactFilter::Unlinked,
        ] {
            let query = ContactQuery {
                customer,
                filter,
                words: SearchQuery::default(),
                order: ListOrder::default(),
                anchor: Anchor::Row(0),
                limit: 100,
            };
            all.extend(self.contacts(&query).expect("listed").rows);
        }
        let mut tasks = Vec::new();
        for onboarding in self.onboardings(Some(customer)).expect("listed") {
            tasks.extend(self.tasks(onboarding.id).expect("listed"));
        }
        (all, self.primary(customer), tasks)
    }

    /// Takes a person of HubSpot in, as a sync does.
    pub(super) fn follows(&mut self, id: i64, name: &str, email: &str) {
        let portal = RemoteAccount {
            id: Some(1),
            time_zone: "UTC".into(),
            host: "app.hubspot.com".into(),
        };
        self.set_account(&portal, "mark").expect("set");
        let note = Checkpoint {
            run: self.begin_run(SyncKind::Incremental, "{}").expect("begun"),
            cursor: "{}".into(),
            counts: SyncCounts::default(),
            requests: 1,
        };
        let person = RemoteContact {
            is_named: true,
            id: RemoteId::hubspot(id).expect("an id"),
            name: Name::parse(name).expect("a name"),
            email: Email::parse(email).ok(),
            details: Details::default(),
        };
        self.take_people(&[person], None, &note).expect("taken");
    }

    fn found(&mut self, customer: CustomerId, email: &str) -> Contact {
        let customer = self.customer(customer).expect("there");
        self.find_contact(&customer, email).expect("there")
    }

    fn gives_task(&mut self, customer: CustomerId, contact: ContactId) {
        let onboarding = self.onboardings(Some(customer)).expect("listed").remove(0).id;
        let task = NewTaskFields {
            title: Name::parse("Send the logo").expect("a title"),
            assignee: Some(AssigneeFields::Contact(contact)),
            due: None,
            audience: Audience::Customer,
            note: None,
        };
        self.tries_task(onboarding, None, task).expect("added");
    }
}

#[test]
fn the_star_the_link_the_tasks_and_the_chosen_values_go_over_and_come_back_exactly() {
    let (mut workspace, acme) = with_acme();
    let dropped = workspace.adds(acme, "Dana Ruiz", "dana@acme.com");
    workspace.follows(101, "Dana Ruiz", "dana@acme.com");
    let kept = workspace.adds(acme, "D. Ruiz", "d.ruiz@acme.io");
    workspace.starts_onboarding(acme);
    workspace.gives_task(acme, dropped.id);
    workspace.gives_task(acme, dropped.id);
    let done = workspace.all_of(acme).2.remove(0).id;
    workspace.make(Change::CompleteTasks(vec![done])).expect("done");
    let before = workspace.all_of(acme);

    let edits = vec![
        ContactEdit::Name(dropped.name.clone()),
        ContactEdit::Email(dropped.email.clone()),
    ];
    let (merged, effect) = workspace.merges(&kept, &dropped, edits).expect("merged");
    assert_eq!(
        effect,
        MergeEffect {
            star: PrimaryTransfer::Moves,
            link: LinkFate::Moves(RemoteId::hubspot(101).expect("an id")),
            open_tasks: 1,
            notes: 0,
            waiting: 4,
        }
    );
    assert_eq!(merged.email, dropped.email);
    assert_eq!(merged.id, kept.id);
    assert!(merged.is_primary && merged.is_linked());
    let after = workspace.all_of(acme);
    assert_eq!(after.0.len(), 1);
    assert!(
        after.2.iter().all(|task| task
            .assignee
            .as_ref()
            .is_some_and(|who| who.name().as_str() == "Dana Ruiz")),
        "{:?}",
        after.2
    );
    let waiting = workspace.notifications_of(acme).expect("listed");
    assert!(waiting.iter().all(|one| one.recipient.email == dropped.email));

    let same = |(mut contacts, primary, tasks): (Vec<Contact>, String, Vec<Task>)| {
        for contact in &mut contacts {
            contact.updated_at = Timestamp::default();
        }
        (contacts, primary, tasks)
    };
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert_eq!(same(workspace.all_of(acme)), same(before.clone()));
    workspace.make(Change::Redo).expect("redone");
    assert_eq!(same(workspace.all_of(acme)), same(after));
    let undone = workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert!(
        matches!(&undone.outcome, Outcome::Undone(reverted) if reverted.refused.is_empty()),
        "{undone:?}"
    );
    assert_eq!(same(workspace.all_of(acme)), same(before));
}

#[test]
fn a_link_that_moved_is_followed_by_the_next_sync_and_one_kept_away_stays_away() {
    let (mut workspace, acme) = with_acme();
    workspace.follows(101, "Dana Ruiz", "dana@acme.com");
    workspace.follows(102, "Dana R.", "druiz@acme.com");
    let (one, other) = (
        workspace.found(acme, "dana@acme.com"),
        workspace.found(acme, "druiz@acme.com"),
    );
    let (_, effect) = workspace.merges(&one, &other, Vec::new()).expect("merged");
    assert_eq!(
        effect.link,
        LinkFate::KeptAway(RemoteId::hubspot(102).expect("an id"))
    );
    workspace.follows(102, "Dana R.", "druiz@acme.com");
    assert_eq!(workspace.names(acme, ContactFilter::Active), ["Dana Ruiz"]);

    let manual = workspace.adds(acme, "Dana", "dana@home.example");
    workspace.merges(&manual, &one, Vec::new()).expect("merged");
    workspace.follows(101, "Dana Ruiz-Lee", "dana@acme.com");
    assert_eq!(workspace.names(acme, ContactFilter::Active).len(), 1);
    assert_eq!(
        workspace.found(acme, "dana@home.example").remote_id(),
        RemoteId::hubspot(101).ok()
    );
}

#[test]
fn an_address_is_unique_at_each_step_and_its_owner_can_be_added_anew_by_nobody() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let anna = workspace.adds(acme, "Anna Lee", "anna@acme.com");
    let bob = workspace.adds(acme, "Bob", "bob@acme.com");
    let before = workspace.all_of(acme);
    let taken = vec![ContactEdit::Email(bob.email.clone())];
    let error = workspace.merges(&ann, &anna, taken).expect_err("refused");
    assert!(
        matches!(&error, Error::Invalid(errors) if errors[0].field == Field::Email),
        "{error}"
    );
    assert_eq!(workspace.all_of(acme), before, "nothing changed");
    workspace
        .merges(&ann, &anna, vec![ContactEdit::Email(anna.email.clone())])
        .expect("merged");
    // The address that the one that stays had stays with it.
    workspace
        .tries_to_add(acme, "Another Ann", "ann@acme.com")
        .expect_err("taken");
    // Where it was let go of, an undo names what stands in its way.
    let none = ContactEdit::Detail(Detail::OtherEmails, None);
    workspace
        .make(Change::EditContact {
            contact: ann.id,
            edits: vec![none],
        })
        .expect("edited");
    workspace.adds(acme, "Another Ann", "ann@acme.com");
    let merge = workspace.changes(3).expect("listed").remove(2).id;
    let undone = workspace
        .make(Change::Undo(UndoTarget::Change(merge)))
        .expect("undone in part");
    assert!(
        undone.outcome.sentence().contains("email of"),
        "{}",
        undone.outcome.sentence()
    );
    let addresses: Vec<String> = workspace
        .all_of(acme)
        .0
        .iter()
        .map(|contact| contact.email.to_string())
        .collect();
    let unique: std::collections::BTreeSet<&String> = addresses.iter().collect();
    assert_eq!(unique.len(), addresses.len());
}

#[test]
fn what_cannot_be_merged_is_refused() {
    let (mut workspace, acme) = with_acme();
    let globex = workspace.adds_customer("Globex", "globex.com").id;
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let old = workspace.adds(acme, "Old Hand", "old@acme.com");
    let hank = workspace.adds(globex, "Hank", "hank@globex.com");
    workspace
        .make(Change::ArchiveContacts {
            contacts: vec![old.id],
            successor: Successor::Nobody,
        })
        .expect("archived");
    for (keep, drop, told) in [
        (&ann, &ann, "the same contact"),
        (&ann, &hank, "several customers"),
        (&old, &ann, "archived"),
    ] {
        let error = workspace.merges(keep, drop, Vec::new()).expect_err("refused");
        assert!(error.to_string().contains(told), "{error}");
    }
    workspace
        .merges(&ann, &old, Vec::new())
        .expect("an archived one can go");
    assert!(workspace.names(acme, ContactFilter::Archived).is_empty());
}

#[rstest]
#[case(("José Díaz", "jose@acme.com"), ("JOSE DIAZ", "jd@acme.com"), Some(Alike::Name))]
#[case(("Ann", "ann.lee@acme.com"), ("Ann Lee", "ann.lee@acme.io"), Some(Alike::LocalPart))]
#[case(("Ann", "ann@acme.com"), ("Ann", "ann@acme.io"), Some(Alike::Name))]
#[case(("Ann", "ann@acme.com"), ("Bob", "bob@acme.io"), None)]
fn look_alike(#[case] one: (&str, &str), #[case] other: (&str, &str), #[case] wanted: Option<Alike>) {
    let (mut workspace, acme) = with_acme();
    let globex = workspace.adds_customer("Globex", "globex.com").id;
    workspace.adds(acme, one.0, one.1);
    workspace.adds(globex, other.0, other.1);
    assert_eq!(
        workspace.duplicates(acme).expect("listed"),
        [],
        "another customer's"
    );
    let second = workspace.adds(acme, other.0, other.1);
    let found = workspace.duplicates(acme).expect("listed");
    assert_eq!(found.first().map(|pair| pair.why), wanted);
    assert!(found.len() <= 1, "each pair once");
    workspace
        .make(Change::ArchiveContacts {
            contacts: vec![second.id],
            successor: Successor::Nobody,
        })
        .expect("archived");
    assert_eq!(
        workspace.duplicates(acme).expect("listed"),
        [],
        "archived ones are left alone"
    );
}

#[test]
fn not_the_same_is_remembered_after_a_restart_and_can_be_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = || on(Store::open(folder.path()).expect("opened"));
    let mut workspace = open();
    let acme = workspace.adds_customer("Acme", "acme.com").id;
    let one = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let other = workspace.adds(acme, "Ann Lee", "ann.lee@acme.com");
    let third = workspace.adds(acme, "ann lee", "al@acme.com");
    assert_eq!(workspace.duplicates(acme).expect("listed").len(), 3);
    let apart = |one: &Contact, other: &Contact| Change::MarkDistinct(one.id, other.id);
    workspace.make(apart(&other, &one)).expect("told");
    workspace.make(apart(&one, &third)).expect("told");
    assert!(
        workspace
            .make(apart(&one, &other))
            .expect("told")
            .change
            .is_none(),
        "known already"
    );
    drop(workspace);
    let mut workspace = open();
    let left = workspace.duplicates(acme).expect("listed");
    assert_eq!((left.len(), left[0].one.id), (1, other.id.min(third.id)));
    assert!(workspace.told(acme)[0].contains("different people: Ann Lee and ann lee"));
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert_eq!(workspace.duplicates(acme).expect("listed").len(), 3);
    workspace.make(Change::Redo).expect("redone");
    assert_eq!(workspace.duplicates(acme).expect("listed").len(), 2);
}

#[test]
fn a_value_that_neither_has_can_be_written_too() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let anna = workspace.adds(acme, "Anna Lee", "anna@acme.com");
    let edits = ann.fields().edits_to(&fields("Ann Lee", "ann@acme.com", "CTO"));
    let (merged, effect) = workspace.merges(&ann, &anna, edits).expect("merged");
    assert_eq!(
        merged.details[Detail::Title]
            .clone()
            .map(|title| title.to_string())
            .as_deref(),
        Some("CTO")
    );
    assert_eq!(
        (effect.star, effect.link),
        (PrimaryTransfer::Stays, LinkFate::Nothing)
    );
    assert_eq!(merged.name.as_str(), "Ann Lee");
}

#[test]
fn what_waits_for_the_one_that_goes_still_leaves_and_is_known_as_of_the_one_that_stays() {
    let (mut workspace, acme) = with_acme();
    let dana = workspace.adds(acme, "Dana", "dana@acme.com");
    let ruiz = workspace.adds(acme, "D. Ruiz", "ruiz@acme.com");
    let change = Change::InviteToPortal {
        customer: acme,
        contact: Some(dana.id),
    };
    workspace.make(change).expect("invited");
    let invitation = |workspace: &mut Workspace, id| {
        let found = workspace.store.read(|reader| reader.contact(id));
        found.expect("read").expect("there").invitation
    };
    let before = invitation(&mut workspace, dana.id);
    let queued = |workspace: &mut Workspace| {
        let all = workspace.notifications_of(acme).expect("listed");
        workspace
            .store
            .write(|writer| -> Result<(), Error> {
                for one in &all {
                    let cell = crate::store::Cell {
                        entity: Entity::Notification,
                        id: one.id.uuid(),
                        field: Field::State,
                    };
                    writer.set_cell(cell, Some("queued"), Timestamp::default())?;
                }
                Ok(())
            })
            .expect("queued");
    };
    queued(&mut workspace);
    let (_, effect) = workspace.merges(&ruiz, &dana, Vec::new()).expect("merged");
    assert!(effect.waiting > 0);
    assert_eq!(invitation(&mut workspace, ruiz.id), before);
    for channel in Channel::ALL {
        let orphaned = workspace
            .store
            .read(|reader| reader.orphaned(channel))
            .expect("read");
        assert_eq!(orphaned, Vec::new(), "{channel}");
    }
    workspace
        .make(Change::Undo(UndoTarget::Latest))
        .expect("taken back");
    assert_eq!(invitation(&mut workspace, dana.id), before);
}
