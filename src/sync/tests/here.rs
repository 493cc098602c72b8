//! What is here already: contacts made by hand, and fields that the user edited.

use super::*;
use crate::domain::{ContactSource, Detail, Email, Field, Name, SafeText, UndoTarget};

fn text(text: &str) -> Option<SafeText> {
    SafeText::optional(text)
}

#[test]
fn a_contact_made_by_hand_is_linked_and_keeps_its_name_title_and_star() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let made = scene.adds(acme, "Annie", "ann@acme.com", "Boss");
    let id = scene.person("ANN@acme.com", "Ann Lee");
    scene.changes(id, |ann| {
        ann.jobtitle = Some("CTO".into());
        ann.phone = Some("+49 30 1".into());
    });
    assert_eq!(scene.syncs().counts.linked, 1);
    let linked = scene.named(acme, "Annie");
    assert_eq!(
        (
            linked.id,
            linked.details[Detail::Title].clone(),
            linked.details[Detail::Phone].clone()
        ),
        (made.id, text("Boss"), text("+49 30 1"))
    );
    assert_eq!(
        (linked.source, linked.is_primary, linked.is_linked()),
        (ContactSource::Manual, true, true)
    );
    assert_eq!(linked.edited_here(), [Field::Name, Field::TITLE]);
    scene.unlinks(&[&linked]);
    scene.syncs_all();
    let kept = scene.named(acme, "Annie");
    assert_eq!(
        (
            kept.details[Detail::Title].clone(),
            kept.details[Detail::Phone].clone(),
            kept.is_primary
        ),
        (text("Boss"), text("+49 30 1"), true)
    );
    assert!(!kept.link.expect("a mark").is_linked());
}

#[test]
fn a_local_edit_wins_and_is_marked_while_other_fields_follow() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let id = scene.person("ann@acme.com", "Ann Lee");
    scene.changes(id, |ann| ann.jobtitle = Some("CTO".into()));
    scene.syncs();
    let ann = scene.named(acme, "Ann Lee");
    assert_eq!(ann.edited_here(), []);
    scene.edits(&ann, ContactEdit::Detail(Detail::Title, text("Boss")));
    assert_eq!(scene.named(acme, "Ann Lee").edited_here(), [Field::TITLE]);
    scene.changes(id, |ann| {
        ann.jobtitle = Some("CIO".into());
        ann.lastname = Some("Ray".into());
        ann.phone = Some("+49 30 2".into());
    });
    assert_eq!(scene.syncs().counts.updated, 1);
    let ann = scene.named(acme, "Ann Ray");
    assert_eq!(
        (
            ann.details[Detail::Title].clone(),
            ann.details[Detail::Phone].clone(),
            ann.edited_here().clone()
        ),
        (text("Boss"), text("+49 30 2"), vec![Field::TITLE])
    );
    scene.edits(&ann, ContactEdit::Detail(Detail::Phone, None));
    scene.syncs_all();
    let ann = scene.named(acme, "Ann Ray");
    assert_eq!(
        (ann.details[Detail::Phone].clone(), ann.edited_here()),
        (None, vec![Field::TITLE, Field::Detail(Detail::Phone)])
    );
}

#[test]
fn an_edit_that_is_taken_back_follows_hubspot_again() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let id = scene.person("ann@acme.com", "Ann Lee");
    scene.syncs();
    let ann = scene.named(acme, "Ann Lee");
    scene.edits(&ann, ContactEdit::Name(Name::parse("Annie").expect("a name")));
    scene.does(Change::Undo(UndoTarget::Latest));
    scene.changes(id, |ann| ann.firstname = Some("Anna".into()));
    scene.syncs();
    assert_eq!(scene.named(acme, "Anna Lee").edited_here(), []);
}

#[test]
fn undo_never_takes_back_what_a_sync_did() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    scene.person("ann@acme.com", "Ann Lee");
    scene.syncs();
    let refused = scene
        .workspace
        .make(Change::Undo(UndoTarget::Latest))
        .expect("tried");
    assert!(
        matches!(&refused.outcome, Outcome::Undone(reverted) if reverted.applied == 0),
        "{refused:?}"
    );
    assert_eq!(scene.emails(acme), ["ann@acme.com"]);
    assert!(scene.history(acme).iter().any(|line| line.contains("Ann Lee")));
}

#[test]
fn an_archived_contact_is_linked_and_stays_in_the_archive() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let made = scene.adds(acme, "Annie", "ann@acme.com", "");
    scene.does(Change::ArchiveContacts {
        contacts: vec![made.id],
        successor: Successor::Nobody,
    });
    scene.person("ann@acme.com", "Ann Lee");
    scene.syncs();
    assert!(scene.contacts(acme).is_empty());
    let archived = scene.listed(acme, ContactFilter::Archived);
    assert_eq!((archived.len(), archived[0].is_linked()), (1, true));
}

#[test]
fn an_address_that_changes_in_hubspot_changes_here_unless_it_is_taken() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let ann = scene.person("ann@acme.com", "Ann Lee");
    let bo = scene.person("bo@acme.com", "Bo Ek");
    scene.syncs();
    scene.adds(acme, "Cy", "cy@acme.com", "");
    scene.changes(ann, |ann| ann.email = Some("ann.lee@acme.com".into()));
    scene.changes(bo, |bo| bo.email = Some("cy@acme.com".into()));
    scene.syncs();
    assert_eq!(
        scene.emails(acme),
        ["ann.lee@acme.com", "bo@acme.com", "cy@acme.com"]
    );
    assert_eq!(scene.conflicts().len(), 1, "{:?}", scene.conflicts());
}

#[test]
fn an_address_that_a_person_edited_stays_when_hubspot_gets_another() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    scene.adds(acme, "Ann Lee", "ann@acme.com", "");
    let ann = scene.person("ann@acme.com", "Ann Lee");
    let bo = scene.person("bo@acme.com", "Bo Ek");
    let cy = scene.person("cy@acme.com", "Cy Ash");
    scene.syncs();
    let edited = scene.named(acme, "Bo Ek");
    let email = Email::parse("bo.ek@acme.com").expect("an address");
    scene.edits(&edited, ContactEdit::Email(email));
    for (id, email) in [(ann, "a@acme.com"), (bo, "b@acme.com"), (cy, "c@acme.com")] {
        scene.changes(id, |person| person.email = Some(email.into()));
    }
    scene.syncs();
    assert_eq!(scene.emails(acme), ["a@acme.com", "bo.ek@acme.com", "c@acme.com"]);
    assert_eq!(scene.named(acme, "Bo Ek").edited_here(), [Field::Email]);
}
