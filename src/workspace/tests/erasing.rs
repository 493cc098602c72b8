//! Erasing a person: what is left of them, and that nothing brings them back.

use crate::domain::{
    Change, Contact, ContactEdit, ContactFilter, CustomerId, Detail, DraftId, Field, IdSource, ListDraft,
    ListMarks, Outcome, RemoteId, RoleLabels, SafeText, Timestamp, UndoTarget,
};
use crate::workspace::testing::with_acme;
use crate::workspace::{Error, Workspace};

fn erases(workspace: &mut Workspace, contact: &Contact, typed: &str) -> Result<Outcome, Error> {
    let change = Change::EraseContact {
        contact: contact.id,
        name: typed.to_owned(),
    };
    Ok(workspace.make(change)?.outcome)
}

/// Keeps a list, and returns how to read it again.
fn keeps(workspace: &mut Workspace, customer: CustomerId, text: &str) {
    let id = workspace.new_draft();
    let draft = ListDraft {
        id,
        customer,
        text: text.to_owned(),
        marks: ListMarks {
            skipped: vec![1],
            primary: None,
            labels: RoleLabels::Taken,
        },
    };
    workspace.keep_draft(&draft).expect("kept");
}

fn kept(workspace: &mut Workspace, customer: CustomerId) -> Vec<String> {
    let heads = workspace.drafts(customer).expect("listed");
    heads
        .into_iter()
        .map(|head| {
            workspace
                .open_draft(head.id)
                .expect("opened")
                .expect("there")
                .text
        })
        .collect()
}

#[test]
fn the_name_is_typed_in_full_or_nothing_happens() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann van Lee", "ann@acme.com");
    for typed in ["", "Ann", "Ann van Leeu", "ann@acme.com"] {
        let error = erases(&mut workspace, &ann, typed).expect_err("refused");
        assert!(
            matches!(&error, Error::Invalid(errors) if errors[0].field == Field::Name),
            "{typed}: {error}"
        );
    }
    assert_eq!(workspace.names(acme, ContactFilter::Active), ["Ann van Lee"]);
    erases(&mut workspace, &ann, "  ann  VAN lee ").expect("erased");
    assert!(workspace.names(acme, ContactFilter::Active).is_empty());
    let again = erases(&mut workspace, &ann, "Ann van Lee").expect_err("gone");
    assert!(matches!(again, Error::NotFound(_)), "{again}");
}

#[test]
fn no_sync_brings_an_erased_person_back_by_id_or_by_address() {
    let (mut workspace, acme) = with_acme();
    workspace.follows(101, "Ann Lee", "ann@acme.com");
    let ann = {
        let customer = workspace.customer(acme).expect("there");
        workspace.find_contact(&customer, "ann@acme.com").expect("there")
    };
    erases(&mut workspace, &ann, "Ann Lee").expect("erased");
    workspace.follows(101, "Ann Lee", "ann@acme.com");
    workspace.follows(101, "Ann Lee", "ann.new@acme.com");
    workspace.follows(555, "A. Lee", "ann@acme.com");
    assert!(workspace.names(acme, ContactFilter::Active).is_empty());
    assert!(workspace.names(acme, ContactFilter::Unlinked).is_empty());
    // Another person is not kept away with them.
    workspace.follows(102, "Ann Berg", "ann.berg@acme.com");
    assert_eq!(workspace.names(acme, ContactFilter::Active), ["Ann Berg"]);
    // A user may add the person again, and then another record with the address is linked.
    workspace.adds(acme, "Ann Lee", "ann@acme.com");
    workspace.follows(555, "A. Lee", "ann@acme.com");
    let customer = workspace.customer(acme).expect("there");
    let again = workspace.find_contact(&customer, "ann@acme.com").expect("there");
    assert_eq!(again.remote_id(), RemoteId::hubspot(555).ok());
}

#[test]
fn kept_lists_lose_the_lines_of_the_person_alone() {
    let (mut workspace, acme) = with_acme();
    let beta = workspace.adds_customer("Beta", "beta.com").id;
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    keeps(
        &mut workspace,
        acme,
        "Bo Wu,bo@acme.com\nANN LEE,\nAnn Leeds,leeds@acme.com\nx,Ann@acme.com\n",
    );
    keeps(&mut workspace, beta, "Ann Lee,lee@beta.com\nA. Lee,ann@acme.com");
    let only = workspace.adds_customer("Cee", "cee.com").id;
    keeps(&mut workspace, only, "ann@acme.com\n");
    erases(&mut workspace, &ann, "Ann Lee").expect("erased");
    assert_eq!(
        kept(&mut workspace, acme),
        ["Bo Wu,bo@acme.com\nAnn Leeds,leeds@acme.com\n"]
    );
    assert_eq!(kept(&mut workspace, beta), ["Ann Lee,lee@beta.com\n"]);
    assert_eq!(kept(&mut workspace, only), [""; 0]);
}

#[test]
fn what_others_did_stays_and_can_be_undone() {
    let (mut workspace, acme) = with_acme();
    let bo = workspace.adds(acme, "Bo", "bo@acme.com");
    let boston = workspace.adds(acme, "Ann Boston", "ann@acme.com");
    workspace
        .make(Change::ArchiveContacts {
            contacts: vec![boston.id],
            successor: crate::domain::Successor::Nobody,
        })
        .expect("archived");
    erases(&mut workspace, &bo, "Bo").expect("erased");
    assert!(
        workspace
            .told(acme)
            .iter()
            .any(|line| line.contains("Ann Boston")),
        "{:?}",
        workspace.told(acme)
    );
    workspace.takes_back(UndoTarget::Latest);
    assert_eq!(workspace.names(acme, ContactFilter::Active), ["Ann Boston"]);
}

/// Merges a contact into another one.
fn merges(workspace: &mut Workspace, keep: &Contact, drop: &Contact) {
    let change = Change::MergeContacts {
        keep: keep.id,
        drop: drop.id,
        edits: Vec::new(),
    };
    workspace.make(change).expect("merged");
}

#[test]
fn who_was_merged_by_mistake_keeps_everything_once_that_was_undone() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let zeb = workspace.adds(acme, "Zeb Moss", "zeb@acme.com");
    workspace.starts_onboarding(acme);
    let invite = Change::InviteToPortal {
        customer: acme,
        contact: Some(zeb.id),
    };
    workspace.make(invite).expect("invited");
    merges(&mut workspace, &ann, &zeb);
    workspace.takes_back(UndoTarget::Latest);
    keeps(&mut workspace, acme, "Zeb Moss,zeb@acme.com\n");
    let before = told_to(&mut workspace, acme, "zeb@acme.com");
    assert!(!before.is_empty());
    erases(&mut workspace, &ann, "Ann Lee").expect("erased");
    assert_eq!(told_to(&mut workspace, acme, "zeb@acme.com"), before);
    assert_eq!(kept(&mut workspace, acme), ["Zeb Moss,zeb@acme.com\n"]);
    let told = workspace.told(acme).join("\n");
    assert!(told.contains("Zeb Moss") && !told.contains("Ann Lee"), "{told}");
}

/// Returns the texts of the messages to an address.
fn told_to(workspace: &mut Workspace, customer: CustomerId, email: &str) -> Vec<String> {
    let all = workspace.notifications_of(customer).expect("listed");
    let to = all
        .into_iter()
        .filter(|one| one.recipient.email.as_str() == email);
    to.map(|one| format!("{} {}", one.subject, one.body)).collect()
}

#[test]
fn one_who_was_added_twice_is_gone_from_both_times() {
    let (mut workspace, acme) = with_acme();
    workspace.adds(acme, "Ann Leigh", "ann@acme.com");
    workspace.takes_back(UndoTarget::Latest);
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    erases(&mut workspace, &ann, "Ann Lee").expect("erased");
    let told = workspace.told(acme).join("\n");
    assert!(
        !told.contains("Leigh") && !told.contains("ann@acme.com"),
        "{told}"
    );
}

#[test]
fn a_name_of_one_word_leaves_the_messages_to_others_as_they_are() {
    let (mut workspace, acme) = with_acme();
    let dana = workspace.adds(acme, "Dana Ruiz", "dana@acme.com");
    let onboarding = workspace.adds(acme, "Onboarding", "it@acme.com");
    workspace.starts_onboarding(acme);
    let invite = Change::InviteToPortal {
        customer: acme,
        contact: Some(dana.id),
    };
    workspace.make(invite).expect("invited");
    let before = told_to(&mut workspace, acme, "dana@acme.com");
    assert!(!before.is_empty());
    erases(&mut workspace, &onboarding, "Onboarding").expect("erased");
    assert_eq!(told_to(&mut workspace, acme, "dana@acme.com"), before);
}

#[test]
fn a_row_of_several_lines_goes_as_a_whole() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    keeps(
        &mut workspace,
        acme,
        "Bo Wu,bo@acme.com,\"Floor 3\nBerlin\"\nAnn Lee,ann@acme.com,\"12 Elm Street\nSpringfield\"\nCy Dee,cy@acme.com\n",
    );
    erases(&mut workspace, &ann, "Ann Lee").expect("erased");
    assert_eq!(
        kept(&mut workspace, acme),
        ["Bo Wu,bo@acme.com,\"Floor 3\nBerlin\"\nCy Dee,cy@acme.com\n"]
    );
}

#[test]
fn a_list_that_another_window_held_does_not_bring_the_person_back_and_one_begun_later_keeps_what_is_in_it() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let others = SafeText::optional("ann.lee@mail.com");
    let edits = vec![ContactEdit::Detail(Detail::OtherEmails, others)];
    workspace
        .make(Change::EditContact {
            contact: ann.id,
            edits,
        })
        .expect("edited");
    let draft = |id, text: &str| ListDraft {
        id,
        customer: acme,
        text: text.to_owned(),
        marks: ListMarks::default(),
    };
    let held = workspace.new_draft();
    let text = "Bo Wu,bo@acme.com\nAnn Lee,,\"12 Elm Street\nSpringfield\"\n";
    workspace.keep_draft(&draft(held, text)).expect("kept");
    erases(&mut workspace, &ann, "Ann Lee").expect("erased");
    // The other window has added a row by now, and one with the address that it had not saved before.
    let text = format!("{text}Lee <ANN@acme.com>\nA. L. <ann.lee@mail.com>\nCy Dee,cy@acme.com\n");
    workspace.keep_draft(&draft(held, &text)).expect("kept");
    assert_eq!(
        kept(&mut workspace, acme),
        ["Bo Wu,bo@acme.com\nCy Dee,cy@acme.com\n"]
    );
    workspace
        .keep_draft(&draft(held, "Ann Lee <ann@acme.com>\n"))
        .expect("kept");
    assert_eq!(kept(&mut workspace, acme), [""; 0]);

    let later = Timestamp::from_millis(1_795_512_600_001);
    let later = DraftId::from_uuid(IdSource::Random.next(later));
    let text = "Ann Lee,ann@acme.com\n";
    workspace.keep_draft(&draft(later, text)).expect("kept");
    assert_eq!(kept(&mut workspace, acme), [text]);
}

#[test]
fn one_who_was_deleted_before_is_found_by_what_it_had_and_erased() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann.old@acme.com");
    let edits = ann
        .fields()
        .edits_to(&super::fields("Ann Lee", "ann@acme.com", "CTO"));
    workspace
        .make(Change::EditContact {
            contact: ann.id,
            edits,
        })
        .expect("edited");
    workspace
        .make(Change::DeleteContacts(vec![ann.id]))
        .expect("deleted");
    keeps(&mut workspace, acme, "Ann Lee,ann@acme.com\nBo Wu,bo@acme.com\n");
    let customer = workspace.customer(acme).expect("there");
    for named in ["ann@acme.com", "ann.old@acme.com", &ann.id.to_string()] {
        let found = workspace.find_to_erase(&customer, named).expect("found");
        assert_eq!((found.id, found.name.as_str()), (ann.id, "Ann Lee"), "{named}");
    }
    for named in ["old@acme.com", "bo@acme.com", "Ann Lee"] {
        let error = workspace.find_to_erase(&customer, named).expect_err("nobody");
        assert!(error.to_string().contains("has no contact"), "{error}");
    }
    let error = erases(&mut workspace, &ann, "Ann").expect_err("not in full");
    assert!(matches!(error, Error::Invalid(_)), "{error}");
    erases(&mut workspace, &ann, "Ann Lee").expect("erased");
    let told = workspace.told(acme).join("\n");
    assert!(!told.contains("Ann") && !told.contains("ann"), "{told}");
    assert_eq!(kept(&mut workspace, acme), ["Bo Wu,bo@acme.com\n"]);
    for named in ["ann@acme.com", &ann.id.to_string()] {
        workspace.find_to_erase(&customer, named).expect_err("erased");
    }
    // No undo brings them back.
    let _ = workspace.make(Change::Undo(UndoTarget::Latest));
    assert_eq!(workspace.names(acme, ContactFilter::Active), [""; 0]);
}

#[test]
fn the_address_of_one_who_was_deleted_may_be_that_of_somebody_who_is_here() {
    let (mut workspace, acme) = with_acme();
    let old = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    workspace
        .make(Change::DeleteContacts(vec![old.id]))
        .expect("deleted");
    let new = workspace.adds(acme, "Anna Lee", "ann@acme.com");
    let customer = workspace.customer(acme).expect("there");
    let found = workspace.find_to_erase(&customer, "ann@acme.com").expect("found");
    assert_eq!(found.id, new.id, "who is here comes first");
    let error = erases(&mut workspace, &old, "Ann Lee").expect_err("refused");
    assert!(
        error.to_string().contains("is the address of Anna Lee now"),
        "{error}"
    );
    erases(&mut workspace, &new, "Anna Lee").expect("erased");
    assert!(!workspace.told(acme).join("\n").contains("Ann"));
}
