//! Contacts and the primary.

use rstest::rstest;

use crate::domain::{Change, ContactEdit, ContactFilter, Detail, Field, SafeText, Successor, UndoTarget};
use crate::workspace::Error;
use crate::workspace::testing::with_acme;

#[test]
fn the_first_contact_becomes_primary_and_the_second_does_not() {
    let (mut workspace, acme) = with_acme();
    assert!(workspace.adds(acme, "Ann Lee", "ann@acme.com").is_primary);
    assert!(!workspace.adds(acme, "Dana Ruiz", "dana@acme.com").is_primary);
    assert_eq!(workspace.primary(acme), "Ann Lee");
    assert_eq!(workspace.customer(acme).expect("there").contacts, 2);
}

#[test]
fn an_edit_of_a_contact_that_was_shown_writes_over_no_value_that_was_not() {
    let (mut workspace, acme) = with_acme();
    let shown = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let title = |text: &str| ContactEdit::Detail(Detail::Title, SafeText::optional(text));
    workspace
        .make(Change::EditContact {
            contact: shown.id,
            edits: vec![title("CTO")],
        })
        .expect("edited elsewhere");
    let mut edits = |edits: Vec<ContactEdit>| {
        workspace.make(Change::EditShownContact {
            shown: Box::new(shown.clone()),
            edits,
        })
    };
    let error = edits(vec![title("CIO")]).expect_err("refused");
    assert!(
        matches!(&error, Error::ChangedMeanwhile(errors) if errors[0].field == Field::TITLE),
        "{error}"
    );
    assert!(error.to_string().contains("now \"CTO\""), "{error}");
    // The same value, and another field, stand against nothing.
    edits(vec![title("CTO")]).expect("the same");
    edits(vec![ContactEdit::Detail(
        Detail::Phone,
        SafeText::optional("+1 202-555-0100"),
    )])
    .expect("another field");
}

#[rstest]
#[case("ANN@acme.com", "already a contact of Acme: Ann Lee. Edit")]
#[case("old@acme.com", "archived contact of Acme: Old Hand. Restore")]
fn an_address_is_unique_within_a_customer(#[case] email: &str, #[case] message: &str) {
    let (mut workspace, acme) = with_acme();
    workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let old = workspace.adds(acme, "Old Hand", "old@acme.com");
    workspace
        .make(Change::ArchiveContacts {
            contacts: vec![old.id],
            successor: Successor::Nobody,
        })
        .expect("archived");
    let before = workspace.told(acme);
    let error = workspace.tries_to_add(acme, "Ann", email).expect_err("refused");
    assert!(
        matches!(&error, Error::Invalid(errors) if errors[0].field == Field::Email),
        "{error}"
    );
    assert!(error.to_string().contains(message), "{error}");
    assert_eq!(workspace.told(acme), before);
}

#[test]
fn both_spellings_of_an_international_address_are_one() {
    let (mut workspace, acme) = with_acme();
    workspace.adds(acme, "Ann Lee", "ann@müller.de");
    assert!(
        workspace
            .tries_to_add(acme, "Ann", "ann@xn--mller-kva.de")
            .is_err()
    );
}

#[test]
fn the_same_person_at_two_customers_is_told() {
    let (mut workspace, acme) = with_acme();
    let globex = workspace.adds_customer("Globex", "globex.com");
    workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let done = workspace
        .tries_to_add(globex.id, "Ann Lee", "ann@acme.com")
        .expect("allowed");
    assert!(
        done.outcome.sentence().contains("also a contact of Acme"),
        "{}",
        done.outcome.sentence()
    );
}

#[test]
fn archiving_the_primary_passes_the_star_on_and_undo_brings_all_of_it_back() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let dana = workspace.adds(acme, "Dana Ruiz", "dana@acme.com");
    let archive = |successor| Change::ArchiveContacts {
        contacts: vec![ann.id],
        successor,
    };

    workspace
        .make(archive(Successor::Contact(dana.id)))
        .expect("archived");
    assert_eq!(workspace.primary(acme), "Dana Ruiz");
    assert_eq!(workspace.names(acme, ContactFilter::Archived), ["Ann Lee"]);
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert_eq!(workspace.primary(acme), "Ann Lee");
    assert_eq!(
        workspace.names(acme, ContactFilter::Active),
        ["Ann Lee", "Dana Ruiz"]
    );

    let done = workspace.make(archive(Successor::Nobody)).expect("archived");
    assert!(
        done.outcome.sentence().contains("go to the owner, Cara Osei"),
        "{}",
        done.outcome.sentence()
    );
    assert_eq!(workspace.primary(acme), "");
    let error = workspace
        .make(archive(Successor::Nobody))
        .expect_err("archived twice");
    assert!(error.to_string().contains("already archived"), "{error}");
}

#[test]
fn a_successor_must_stay_and_be_active() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let dana = workspace.adds(acme, "Dana Ruiz", "dana@acme.com");
    let both = vec![ann.id, dana.id];
    let error = workspace
        .make(Change::ArchiveContacts {
            contacts: both,
            successor: Successor::Contact(dana.id),
        })
        .expect_err("refused");
    assert!(error.to_string().contains("archived too"), "{error}");
    assert_eq!(workspace.names(acme, ContactFilter::Active).len(), 2);
}

#[test]
fn a_restored_contact_has_no_star() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    workspace
        .make(Change::ArchiveContacts {
            contacts: vec![ann.id],
            successor: Successor::Nobody,
        })
        .expect("archived");
    workspace
        .make(Change::RestoreContacts(vec![ann.id]))
        .expect("restored");
    assert_eq!(workspace.primary(acme), "");
    assert_eq!(workspace.names(acme, ContactFilter::Active), ["Ann Lee"]);
    assert!(workspace.make(Change::RestoreContacts(vec![ann.id])).is_err());
}

#[test]
fn a_deleted_contact_frees_its_address_and_comes_back_by_undo() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    workspace
        .make(Change::DeleteContacts(vec![ann.id]))
        .expect("deleted");
    assert_eq!(workspace.customer(acme).expect("there").contacts, 0);
    assert_eq!(workspace.primary(acme), "");
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert_eq!(workspace.primary(acme), "Ann Lee");
    workspace.make(Change::Redo).expect("redone");
    workspace.adds(acme, "Ann Lee-Ruiz", "ann@acme.com");
    assert_eq!(workspace.names(acme, ContactFilter::Active), ["Ann Lee-Ruiz"]);
}

#[test]
fn the_primary_must_be_an_active_contact_of_the_customer() {
    let (mut workspace, acme) = with_acme();
    let globex = workspace.adds_customer("Globex", "globex.com");
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let set = |primary| Change::SetPrimary {
        customer: globex.id,
        primary,
    };
    let error = workspace
        .make(set(Successor::Contact(ann.id)))
        .expect_err("refused");
    assert!(error.to_string().contains("another customer"), "{error}");
    let hank = workspace.adds(globex.id, "Hank", "hank@globex.com");
    workspace
        .make(Change::ArchiveContacts {
            contacts: vec![hank.id],
            successor: Successor::Nobody,
        })
        .expect("archived");
    let error = workspace
        .make(set(Successor::Contact(hank.id)))
        .expect_err("refused");
    assert!(error.to_string().contains("archived"), "{error}");
}

#[test]
fn an_edit_names_the_fields_that_changed_and_an_archiving_whom() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let dana = workspace.adds(acme, "Dana Ruiz", "dana@acme.com");
    let edits = vec![
        ContactEdit::Name(ann.name.clone()),
        ContactEdit::Detail(Detail::Phone, SafeText::optional("+49 30 1")),
    ];
    let edit = Change::EditContact {
        contact: ann.id,
        edits,
    };
    let edited = workspace.make(edit).expect("edited").outcome.sentence();
    assert!(edited.starts_with("Saved phone of Ann Lee."), "{edited}");
    for (contacts, whom) in [
        (vec![ann.id, dana.id], "2 contacts"),
        (vec![dana.id], "Dana Ruiz"),
    ] {
        let change = Change::ArchiveContacts {
            contacts,
            successor: Successor::Nobody,
        };
        workspace.make(change).expect("archived");
        let undone = workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
        let words = undone.outcome.sentence();
        assert!(words.contains(&format!("archived {whom}")), "{words}");
    }
}
