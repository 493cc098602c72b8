//! Undo and redo, and what they leave alone.

use super::fields;
use crate::domain::{
    Change, ContactEdit, ContactFilter, CustomerDraft, CustomerEdit, CustomerId, CustomerStatus, Email,
    Outcome, OwnerFields, SafeText, Successor, UndoTarget,
};
use crate::store::Store;
use crate::workspace::Workspace;
use crate::workspace::testing::{empty, on, with_acme};

#[test]
fn every_step_of_a_day_is_undone_and_redone() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let dana = workspace.adds(acme, "Dana Ruiz", "dana@acme.com");
    let edits = ann.fields().edits_to(&fields("Anna Lee", "anna@acme.com", "CTO"));
    workspace
        .make(Change::EditContact {
            contact: ann.id,
            edits,
        })
        .expect("edited");
    workspace
        .make(Change::SetPrimary {
            customer: acme,
            primary: Successor::Contact(dana.id),
        })
        .expect("set");
    workspace
        .make(Change::DeleteContacts(vec![dana.id]))
        .expect("deleted");
    let after = (
        workspace.primary(acme),
        workspace.names(acme, ContactFilter::Active),
    );
    for _ in 0..6 {
        workspace.takes_back(UndoTarget::Latest);
    }
    assert!(workspace.customer(acme).is_err());
    let error = workspace
        .make(Change::Undo(UndoTarget::Latest))
        .expect_err("nothing");
    assert_eq!(error.to_string(), "There is nothing to undo.");
    for _ in 0..6 {
        workspace.make(Change::Redo).expect("redone");
    }
    assert_eq!(
        (
            workspace.primary(acme),
            workspace.names(acme, ContactFilter::Active)
        ),
        after
    );
    let error = workspace.make(Change::Redo).expect_err("nothing");
    assert_eq!(error.to_string(), "There is nothing to redo.");
}

#[test]
fn a_new_change_ends_redo() {
    let (mut workspace, acme) = with_acme();
    workspace.adds(acme, "Ann Lee", "ann@acme.com");
    workspace.takes_back(UndoTarget::Latest);
    workspace.adds(acme, "Dana Ruiz", "dana@acme.com");
    assert!(workspace.make(Change::Redo).is_err());
}

#[test]
fn undo_of_an_older_change_leaves_what_changed_since_and_names_it() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let first = ann.fields().edits_to(&fields("Anna Lee", "ann@acme.com", "CTO"));
    let first = workspace
        .make(Change::EditContact {
            contact: ann.id,
            edits: first,
        })
        .expect("edited");
    let second =
        fields("Anna Lee", "ann@acme.com", "CTO").edits_to(&fields("Anna Lee", "ann@acme.com", "CIO"));
    workspace
        .make(Change::EditContact {
            contact: ann.id,
            edits: second,
        })
        .expect("edited");

    let target = UndoTarget::Change(first.change.expect("written"));
    let told = workspace.takes_back(target);
    assert!(told.contains("title of Ann Lee is now \"CIO\""), "{told}");
    assert_eq!(workspace.names(acme, ContactFilter::Active), ["Ann Lee"]);
    let error = workspace.make(Change::Undo(target)).expect_err("undone before");
    assert!(error.to_string().contains("Already undone"), "{error}");
}

#[test]
fn undo_of_an_adding_is_refused_where_it_would_lose_something() {
    let (mut workspace, acme) = with_acme();
    let added = workspace
        .tries_to_add(acme, "Ann Lee", "ann@acme.com")
        .expect("added")
        .change
        .expect("written");
    let dana = workspace.adds(acme, "Dana Ruiz", "dana@acme.com");
    workspace
        .make(Change::SetPrimary {
            customer: acme,
            primary: Successor::Contact(dana.id),
        })
        .expect("set");
    let told = workspace.takes_back(UndoTarget::Change(added));
    assert!(
        told.contains("primary contact of Acme is another one now"),
        "{told}"
    );
    assert_eq!(workspace.names(acme, ContactFilter::Active), ["Dana Ruiz"]);
    assert_eq!(workspace.primary(acme), "Dana Ruiz");
}

#[test]
fn undo_of_a_customer_with_contacts_of_another_window_leaves_it() {
    let mut workspace = empty();
    let draft = CustomerDraft {
        name: "Acme".into(),
        ..CustomerDraft::default()
    };
    let added = workspace
        .make(Change::AddCustomer(draft.check().expect("valid")))
        .expect("added");
    let Outcome::CustomerAdded(acme) = &added.outcome else {
        panic!("{added:?}")
    };
    workspace.adds(acme.id, "Ann Lee", "ann@acme.com");
    let told = workspace.takes_back(UndoTarget::Change(added.change.expect("written")));
    assert!(told.contains("has contacts now"), "{told}");
    assert!(workspace.customer(acme.id).is_ok());
    // The adding of the contact is next, as the refused change is out of the way.
    let told = workspace.takes_back(UndoTarget::Latest);
    assert_eq!(told, "Undid: added Ann Lee to Acme.");
}

#[test]
fn an_address_taken_since_stops_the_return_of_a_deleted_contact() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let deleted = workspace
        .make(Change::DeleteContacts(vec![ann.id]))
        .expect("deleted")
        .change
        .expect("written");
    workspace.adds(acme, "Ann Other", "ann@acme.com");
    let told = workspace.takes_back(UndoTarget::Change(deleted));
    assert!(told.contains("email of Ann Lee is that of another"), "{told}");
    assert_eq!(workspace.names(acme, ContactFilter::Active), ["Ann Other"]);
}

#[test]
fn the_name_of_an_owner_is_corrected_for_all_customers_and_undone() {
    let (mut workspace, acme) = with_acme();
    let other = workspace.adds_customer("Other", "other.com");
    let gives = |workspace: &mut crate::workspace::Workspace, customer, text: &str| {
        let owner = OwnerFields::parse(text).expect("an owner");
        let edits = vec![CustomerEdit::Owner(Some(owner))];
        workspace
            .make(Change::EditCustomer { customer, edits })
            .expect("edited")
            .change
    };
    let name = |workspace: &mut crate::workspace::Workspace, customer| {
        let customer = workspace.customer(customer).expect("read");
        customer.owner.expect("an owner").name.to_string()
    };
    gives(&mut workspace, acme, "Osei \\ Cara <cara@us.com>");
    gives(&mut workspace, other.id, "cara@us.com");
    assert_eq!(
        name(&mut workspace, other.id),
        "Osei \\ Cara",
        "a bare address names nobody"
    );
    assert!(gives(&mut workspace, acme, "\"Osei, Cara\" <CARA@us.com>").is_some());
    assert_eq!(name(&mut workspace, acme), "Osei, Cara");
    assert_eq!(name(&mut workspace, other.id), "Osei, Cara");
    let history = workspace.told(acme).join("\n");
    assert!(history.contains("Osei, Cara"), "{history}");
    workspace.takes_back(UndoTarget::Latest);
    assert_eq!(name(&mut workspace, other.id), "Osei \\ Cara");
}

#[test]
fn the_adding_of_a_customer_is_not_taken_back_while_it_has_an_onboarding() {
    let (mut workspace, acme) = with_acme();
    workspace.starts_onboarding(acme);
    let added = workspace.changes(2).expect("listed").remove(1).id;
    let told = workspace.takes_back(UndoTarget::Change(added));
    assert!(told.contains("has an onboarding now"), "{told}");
    assert_eq!(workspace.onboardings(Some(acme)).expect("listed").len(), 1);
}

/// Acme with an invitation that waits, and the change that added Acme.
fn invited() -> (Workspace, CustomerId, UndoTarget) {
    let (mut workspace, acme) = with_acme();
    let invite = Change::InviteToPortal {
        customer: acme,
        contact: None,
    };
    workspace.make(invite).expect("invited");
    let added = workspace.changes(2).expect("listed").remove(1).id;
    (workspace, acme, UndoTarget::Change(added))
}

#[test]
fn the_adding_of_a_customer_is_not_taken_back_while_a_notification_waits() {
    let (mut workspace, acme, addition) = invited();
    let told = workspace.takes_back(addition);
    assert!(told.contains("there are notifications"), "{told}");
    assert_eq!(workspace.notifications_of(acme).expect("listed").len(), 2);
}

#[test]
fn cancelled_notifications_of_a_customer_who_is_gone_do_not_come_back_and_block_no_undo() {
    let (mut workspace, acme, addition) = invited();
    let waiting = workspace.notifications_of(acme).expect("listed");
    let ids = waiting.iter().map(|one| one.id).collect();
    workspace
        .make(Change::CancelNotifications(ids))
        .expect("cancelled");
    workspace.takes_back(addition);
    assert!(workspace.customer(acme).is_err());
    // First the cancelling, then the invitation.
    for _ in 0..2 {
        let told = workspace.takes_back(UndoTarget::Latest);
        assert!(told.contains("its customer was deleted"), "{told}");
    }
    let error = workspace
        .make(Change::Undo(UndoTarget::Latest))
        .expect_err("nothing is left");
    assert_eq!(error.to_string(), "There is nothing to undo.");
}

#[test]
fn an_address_that_another_customer_has_stops_no_return() {
    let (mut workspace, acme) = with_acme();
    let beta = workspace.adds_customer("Beta", "beta.com").id;
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    workspace.adds(beta, "Ann Beta", "ann@acme.com");
    let email = Email::parse("ann.lee@acme.com").expect("an address");
    let edits = vec![ContactEdit::Email(email)];
    for change in [
        Change::EditContact {
            contact: ann.id,
            edits,
        },
        Change::DeleteContacts(vec![ann.id]),
    ] {
        workspace.make(change).expect("changed");
        let told = workspace.takes_back(UndoTarget::Latest);
        assert!(told.starts_with("Undid"), "{told}");
        assert_eq!(workspace.names(acme, ContactFilter::Active), ["Ann Lee"]);
    }
}

#[test]
fn undo_names_the_fields_of_a_customer_that_it_takes_back() {
    let (mut workspace, acme) = with_acme();
    for (edits, label) in [
        (
            vec![CustomerEdit::Plan(SafeText::optional("Growth"))],
            "changed plan of Acme",
        ),
        (
            vec![CustomerEdit::Status(CustomerStatus::Archived)],
            "archived Acme",
        ),
    ] {
        let customer = acme;
        workspace
            .make(Change::EditCustomer { customer, edits })
            .expect("edited");
        let told = workspace.takes_back(UndoTarget::Latest);
        assert_eq!(told, format!("Undid: {label}."));
    }
}

#[test]
fn what_another_program_wrote_is_seen_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let open = || on(Store::open(folder.path()).expect("a store"));
    let (mut one, mut other) = (open(), open());
    one.changed_by_others().expect("asked");
    one.adds_customer("Acme", "acme.com");
    assert!(!one.changed_by_others().expect("asked"));
    other.adds_customer("Beta", "beta.com");
    assert!(one.changed_by_others().expect("asked"));
    assert!(!one.changed_by_others().expect("asked"));
}

#[test]
fn no_undo_archives_or_parts_the_primary() {
    let (mut workspace, acme) = with_acme();
    workspace.adds(acme, "Ann Lee", "ann@acme.com");
    workspace.follows(101, "Dana Ruiz", "dana@acme.com");
    let customer = workspace.customer(acme).expect("there");
    let dana = workspace
        .find_contact(&customer, "dana@acme.com")
        .expect("there")
        .id;
    for (leaves, returns) in [
        (
            Change::ArchiveContacts {
                contacts: vec![dana],
                successor: Successor::Contact(customer.primary.as_ref().expect("a primary").id),
            },
            Change::RestoreContacts(vec![dana]),
        ),
        (
            Change::UnlinkContacts {
                contacts: vec![dana],
                successor: Successor::Contact(customer.primary.as_ref().expect("a primary").id),
            },
            Change::RelinkContacts(vec![dana]),
        ),
    ] {
        workspace.make(leaves).expect("left");
        let returned = workspace
            .make(returns)
            .expect("returned")
            .change
            .expect("written");
        let star = Change::SetPrimary {
            customer: acme,
            primary: Successor::Contact(dana),
        };
        workspace.make(star).expect("set");
        let told = workspace.takes_back(UndoTarget::Change(returned));
        assert!(told.contains("this is the primary contact now"), "{told}");
        assert_eq!(workspace.primary(acme), "Dana Ruiz");
        assert_eq!(workspace.names(acme, ContactFilter::Active).len(), 2);
    }
}
