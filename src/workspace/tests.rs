//! The use cases on a store in memory.

use rstest::rstest;

use super::testing::{empty, with_acme};
use super::{Error, sample_book};
use crate::domain::{
    Anchor, Change, ContactDraft, ContactFields, ContactFilter, ContactQuery, CustomerDraft, CustomerEdit,
    CustomerFilter, CustomerQuery, CustomerStatus, Field, Outcome, Successor, UndoTarget,
};

fn fields(name: &str, email: &str, title: &str) -> ContactFields {
    ContactDraft {
        name: name.into(),
        email: email.into(),
        title: title.into(),
        phone: String::new(),
    }
    .check()
    .expect("valid")
}

#[test]
fn the_first_contact_becomes_primary_and_the_second_does_not() {
    let (mut workspace, acme) = with_acme();
    assert!(workspace.adds(acme, "Ann Lee", "ann@acme.com").is_primary);
    assert!(!workspace.adds(acme, "Dana Ruiz", "dana@acme.com").is_primary);
    assert_eq!(workspace.primary(acme), "Ann Lee");
    assert_eq!(workspace.customer(acme).expect("there").contacts, 2);
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
        done.outcome.sentence().contains("contact of Acme too"),
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
    assert!(error.to_string().contains("archived already"), "{error}");
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
    assert!(error.to_string().contains("leaves too"), "{error}");
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
        workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
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
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
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
    let done = workspace.make(Change::Undo(target)).expect("undone in part");
    let sentence = done.outcome.sentence();
    assert!(sentence.contains("title of Ann Lee is now \"CIO\""), "{sentence}");
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
    let done = workspace
        .make(Change::Undo(UndoTarget::Change(added)))
        .expect("undone");
    let sentence = done.outcome.sentence();
    assert!(
        sentence.contains("primary contact of Acme is another one now"),
        "{sentence}"
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
    let done = workspace
        .make(Change::Undo(UndoTarget::Change(added.change.expect("written"))))
        .expect("answered");
    assert!(
        done.outcome.sentence().contains("has contacts now"),
        "{}",
        done.outcome.sentence()
    );
    assert!(workspace.customer(acme.id).is_ok());
    // The adding of the contact is next, as the refused change is out of the way.
    let done = workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert_eq!(done.outcome.sentence(), "Undid: added Ann Lee to Acme.");
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
    let done = workspace
        .make(Change::Undo(UndoTarget::Change(deleted)))
        .expect("answered");
    assert!(
        done.outcome
            .sentence()
            .contains("email of Ann Lee is that of another"),
        "{}",
        done.outcome.sentence()
    );
    assert_eq!(workspace.names(acme, ContactFilter::Active), ["Ann Other"]);
}

#[test]
fn history_tells_who_changed_what_from_which_value_to_which() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let edits = ann.fields().edits_to(&fields("Ann Lee", "ann@acme.com", "CTO"));
    workspace
        .make(Change::EditContact {
            contact: ann.id,
            edits,
        })
        .expect("edited");
    let status = vec![CustomerEdit::Status(CustomerStatus::AtRisk)];
    workspace
        .make(Change::EditCustomer {
            customer: acme,
            edits: status,
        })
        .expect("edited");
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert_eq!(
        workspace.told(acme),
        [
            "undo: status of Acme: \"at_risk\" → \"active\"",
            "status of Acme: \"active\" → \"at_risk\"",
            "title of Ann Lee: nothing → \"CTO\"",
            "primary contact of Acme: nothing → \"Ann Lee\"",
            "added contact Ann Lee <ann@acme.com>",
            "added customer Acme (acme.com)",
        ]
    );
}

#[test]
fn an_edit_to_the_same_values_writes_nothing() {
    let (mut workspace, acme) = with_acme();
    let told = workspace.told(acme);
    let edits = vec![CustomerEdit::Status(CustomerStatus::Active)];
    let done = workspace
        .make(Change::EditCustomer {
            customer: acme,
            edits,
        })
        .expect("accepted");
    assert_eq!(done.change, None);
    assert_eq!(done.outcome.sentence(), "Nothing changed.");
    assert_eq!(workspace.told(acme), told);
}

#[test]
fn customers_are_found_by_number_domain_and_name() {
    let mut workspace = empty();
    let acme = workspace.adds_customer("Acme", "acme.com");
    let eu = workspace.adds_customer("Acme EU", "acme.com");
    for named in ["1", "#1", "Acme", "acme", " ACME "] {
        assert_eq!(workspace.find_customer(named).expect(named).id, acme.id);
    }
    assert_eq!(workspace.find_customer("acme eu").expect("found").id, eu.id);
    let error = workspace
        .find_customer("https://acme.com/")
        .expect_err("two of them");
    assert!(error.to_string().contains("#1 Acme, #2 Acme EU"), "{error}");
    assert!(matches!(
        workspace.find_customer("Nobody"),
        Err(Error::NotFound(_))
    ));
    assert!(matches!(workspace.find_customer("99"), Err(Error::NotFound(_))));
    assert_eq!(workspace.customer(acme.id).expect("there").sharing_domain, 2);
}

#[test]
fn lists_are_windows_that_follow_an_item() {
    let (mut workspace, acme) = with_acme();
    let people: Vec<_> = (0..50)
        .map(|i| workspace.adds(acme, &format!("P {i:02}"), &format!("p{i}@acme.com")))
        .collect();
    let ask = |anchor, words: &str| ContactQuery {
        customer: acme,
        filter: ContactFilter::Active,
        words: words.into(),
        anchor,
        limit: 10,
    };
    let page = workspace
        .contacts(&ask(Anchor::Item(people[30].id, 0), ""))
        .expect("listed");
    assert_eq!(
        (page.total, page.offset, page.found, page.rows.len()),
        (50, 25, Some(30), 10)
    );
    assert_eq!(page.rows[5].id, people[30].id);
    let page = workspace.contacts(&ask(Anchor::Row(49), "")).expect("listed");
    assert_eq!((page.offset, page.rows[9].id), (40, people[49].id));
    let page = workspace
        .contacts(&ask(Anchor::Item(people[30].id, 3), "P 4"))
        .expect("listed");
    assert_eq!((page.total, page.found), (14, None));
    let page = workspace
        .contacts(&ask(Anchor::Row(0), "100% _"))
        .expect("listed");
    assert_eq!(page.total, 0);
}

#[test]
fn the_sample_book_loads_and_is_searched_without_accents() {
    let mut workspace = empty();
    workspace
        .load_book(&sample_book().expect("readable"))
        .expect("loaded");
    let ask = |words: &str, filter| CustomerQuery {
        filter,
        words: words.into(),
        anchor: Anchor::Row(0),
        limit: 500,
    };
    let all = workspace
        .customers(&ask("", CustomerFilter::All))
        .expect("listed");
    let archived = workspace
        .customers(&ask("", CustomerFilter::Archived))
        .expect("listed");
    let current = workspace
        .customers(&ask("", CustomerFilter::Current))
        .expect("listed");
    assert_eq!(all.total, archived.total + current.total);
    assert!(archived.total > 0);
    let owned = workspace
        .customers(&ask("tomas herrera", CustomerFilter::All))
        .expect("listed");
    assert!(owned.total > 0 && owned.total < all.total);
}

#[test]
fn an_import_leaves_out_customers_that_are_here() {
    let mut workspace = empty();
    workspace.adds_customer("Acme", "acme.com");
    let row = |name: &str, domain: &str| {
        CustomerDraft {
            name: name.into(),
            domain: domain.into(),
            ..CustomerDraft::default()
        }
        .check()
        .expect("valid")
    };
    let rows = vec![
        row("ACME", "acme.com"),
        row("Globex", "globex.com"),
        row("Acme", "acme.eu"),
    ];
    let done = workspace.make(Change::ImportCustomers(rows)).expect("imported");
    assert_eq!(done.outcome.sentence(), "Added 2 customers; 1 already here.");
    workspace.make(Change::Undo(UndoTarget::Latest)).expect("undone");
    assert!(workspace.find_customer("Globex").is_err());
}
