//! Who was unlinked by the user stays away until the user says otherwise.

use super::*;
use crate::domain::{Detail, Email, RemoteId, UndoTarget};

fn three() -> (Scene, CustomerId) {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    for (email, name) in [
        ("ann@acme.com", "Ann Lee"),
        ("bo@acme.com", "Bo Ek"),
        ("cy@acme.com", "Cy Ash"),
    ] {
        scene.person(email, name);
    }
    scene.syncs();
    (scene, acme)
}

#[test]
fn two_that_are_unlinked_stay_away_until_one_is_relinked() {
    let (mut scene, acme) = three();
    let (ann, bo) = (scene.named(acme, "Ann Lee"), scene.named(acme, "Bo Ek"));
    scene.unlinks(&[&ann, &bo]);
    for _ in 0..2 {
        let report = scene.syncs_all();
        assert_eq!((report.counts.kept_away, report.counts.linked), (2, 0));
        assert_eq!(scene.emails(acme), ["cy@acme.com"]);
    }
    assert_eq!(scene.unlinked(acme).len(), 2);
    scene.does(Change::RelinkContacts(vec![ann.id]));
    let report = scene.syncs_all();
    assert_eq!((report.counts.kept_away, report.counts.unchanged), (1, 2));
    assert_eq!(scene.emails(acme), ["ann@acme.com", "cy@acme.com"]);
    assert_eq!(scene.named(acme, "Ann Lee").edited_here(), []);
    let writes = scene
        .requests()
        .iter()
        .filter(|request| request.method != "POST" && request.method != "GET")
        .count();
    assert_eq!(writes, 0);
}

#[test]
fn unlinking_at_one_customer_leaves_the_others_alone() {
    let (mut scene, acme) = three();
    let other = scene.customer("Acme EU", "acme.com");
    let ann = scene.named(acme, "Ann Lee");
    scene.unlinks(&[&ann]);
    scene.syncs_all();
    assert_eq!((scene.contacts(acme).len(), scene.contacts(other).len()), (2, 3));
}

#[test]
fn a_deleted_contact_does_not_come_back_but_undo_brings_it_back() {
    let (mut scene, acme) = three();
    let ann = scene.named(acme, "Ann Lee");
    scene.does(Change::DeleteContacts(vec![ann.id]));
    for _ in 0..2 {
        assert_eq!(scene.syncs_all().counts.kept_away, 1);
        assert_eq!(scene.emails(acme), ["bo@acme.com", "cy@acme.com"]);
    }
    scene.does(Change::Undo(UndoTarget::Latest));
    assert!(scene.named(acme, "Ann Lee").is_linked());
    let before = scene.rows();
    scene.syncs_all();
    assert_eq!(scene.rows(), before);
}

#[test]
fn who_was_unlinked_stays_away_under_a_new_id_too() {
    let (mut scene, acme) = three();
    let ann = scene.named(acme, "Ann Lee");
    scene.unlinks(&[&ann]);
    let id = number(ann.remote_id().expect("an id"));
    let other = scene.person("ann.old@acme.com", "Ann Old");
    scene.syncs_all();
    scene.sandbox.portal().merge_contacts(id, other, now());
    scene.syncs_all();
    scene.syncs_all();
    assert!(
        !scene.emails(acme).contains(&"ann@acme.com".to_owned()),
        "{:?}",
        scene.emails(acme)
    );
    assert_eq!(scene.unlinked(acme).len(), 1);
}

#[test]
fn who_was_unlinked_stays_away_when_another_record_gets_the_address() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    scene.adds(acme, "Ann Lee", "ann@acme.com", "");
    let record = scene.person("ann@acme.com", "Ann Lee");
    scene.syncs();
    let ann = scene.named(acme, "Ann Lee");
    scene.unlinks(&[&ann]);
    scene.changes(record, |ann| ann.email = Some("ann.lee@acme.com".into()));
    scene.person("ann@acme.com", "Ann Other");
    for _ in 0..3 {
        scene.syncs_all();
        assert_eq!(scene.emails(acme), ["ann@acme.com"]);
    }
}

#[test]
fn who_was_unlinked_stays_away_when_the_record_is_deleted_and_made_anew() {
    let (mut scene, acme) = three();
    let ann = scene.named(acme, "Ann Lee");
    scene.unlinks(&[&ann]);
    let id = number(ann.remote_id().expect("an id"));
    scene.sandbox.portal().delete_contact(id);
    let again = scene.person("ann@acme.com", "Ann Lee");
    scene.syncs_all();
    scene.changes(again, |ann| ann.email = Some("ann.lee@acme.com".into()));
    for _ in 0..2 {
        scene.syncs_all();
        assert_eq!(scene.emails(acme), ["bo@acme.com", "cy@acme.com"]);
    }
}

#[test]
fn unlinking_is_undone_and_redone() {
    let (mut scene, acme) = three();
    let ann = scene.named(acme, "Ann Lee");
    scene.unlinks(&[&ann]);
    scene.does(Change::Undo(UndoTarget::Latest));
    assert!(scene.named(acme, "Ann Lee").is_linked());
    scene.does(Change::Redo);
    scene.syncs_all();
    assert_eq!(scene.unlinked(acme).len(), 1);
}

#[test]
fn one_linked_by_hand_survives_full_syncs() {
    let (mut scene, acme) = three();
    let dee = scene.person("dee@elsewhere.io", "Dee Fox");
    scene.company("Acme Inc", &["acme.com"], &[dee]);
    scene.syncs_all();
    assert_eq!(
        scene.near_misses(),
        ["Acme: 1 person at elsewhere.io, not acme.com"]
    );
    scene.does(Change::LinkPerson {
        customer: acme,
        person: record(dee),
    });
    assert_eq!(scene.near_misses(), Vec::<String>::new());
    let before = scene.rows();
    for _ in 0..2 {
        let report = scene.syncs_all();
        assert_eq!(report.counts.gone, 0);
    }
    assert_eq!(scene.rows(), before);
    scene.changes(dee, |dee| dee.jobtitle = Some("CTO".into()));
    scene.syncs();
    assert_eq!(
        scene.named(acme, "Dee Fox").details[Detail::Title]
            .clone()
            .map(|title| title.to_string())
            .as_deref(),
        Some("CTO")
    );
    scene.sandbox.portal().archive_contact(dee, now());
    assert_eq!(scene.syncs_all().counts.gone, 1);
    assert!(scene.link(acme, "Dee Fox").contains("archived"));
}

#[test]
fn who_has_left_is_neither_starred_nor_archived() {
    let (mut scene, acme) = three();
    let ann = scene.named(acme, "Ann Lee");
    scene.unlinks(&[&ann]);
    let changes = [
        Change::SetPrimary {
            customer: acme,
            primary: Successor::Contact(ann.id),
        },
        Change::ArchiveContacts {
            contacts: vec![ann.id],
            successor: Successor::Nobody,
        },
    ];
    for change in changes {
        let error = scene.workspace.make(change).expect_err("refused");
        assert!(matches!(error, crate::workspace::Error::Refused(_)), "{error:?}");
        assert!(error.to_string().contains("unlinked"), "{error}");
    }
}

/// Returns the number by which the sandbox knows a record.
fn number(id: RemoteId) -> u64 {
    id.key().parse().expect("a number")
}

fn record(id: u64) -> RemoteId {
    RemoteId::hubspot(i64::try_from(id).expect("small")).expect("an id")
}

/// Returns the portal Dee, who is counted to Acme and writes from elsewhere.
fn near_miss() -> (Scene, CustomerId, RemoteId) {
    let (mut scene, acme) = three();
    let dee = scene.person("dee@elsewhere.io", "Dee Fox");
    scene.company("Acme Inc", &["acme.com"], &[dee]);
    scene.syncs_all();
    (scene, acme, record(dee))
}

#[test]
fn a_person_is_linked_by_hand_once_to_the_contact_with_their_address() {
    let (mut scene, acme, dee) = near_miss();
    let beta = scene.customer("Beta", "beta.com");
    scene.adds(beta, "Dee Away", "dee@elsewhere.io", "");
    let made = scene.adds(acme, "Dee", "dee@elsewhere.io", "");
    let link = Change::LinkPerson {
        customer: acme,
        person: dee,
    };
    scene.does(link.clone());
    assert_eq!(scene.named(acme, "Dee").id, made.id);
    assert!(scene.link(acme, "Dee").ends_with("by hand"));
    assert_eq!(scene.link(beta, "Dee Away"), "none");
    let error = scene.workspace.make(link.clone()).expect_err("linked already");
    assert!(error.to_string().contains("is already linked"), "{error}");

    scene.does(Change::DeleteContacts(vec![made.id]));
    let again = scene.adds(acme, "Dee Two", "dee@elsewhere.io", "");
    scene.does(link);
    assert_eq!(scene.named(acme, "Dee Two").id, again.id);
    assert!(scene.link(acme, "Dee Two").ends_with("by hand"));
}

#[test]
fn who_is_linked_again_is_known_as_before() {
    let (mut scene, acme, dee) = near_miss();
    scene.does(Change::LinkPerson {
        customer: acme,
        person: dee,
    });
    let (fox, ann) = (scene.named(acme, "Dee Fox"), scene.named(acme, "Ann Lee"));
    let email = Email::parse("dee.fox@elsewhere.io").expect("an address");
    scene.edits(&fox, ContactEdit::Email(email));
    let before = (scene.link(acme, "Dee Fox"), scene.link(acme, "Ann Lee"));
    scene.unlinks(&[&fox]);
    scene.unlinks(&[&ann]);
    scene.does(Change::RelinkContacts(vec![fox.id]));
    scene.does(Change::RelinkContacts(vec![ann.id]));
    assert_eq!((scene.link(acme, "Dee Fox"), scene.link(acme, "Ann Lee")), before);
    scene.unlinks(&[&fox]);
    scene.does(Change::LinkPerson {
        customer: acme,
        person: dee,
    });
    assert_eq!(scene.named(acme, "Dee Fox").id, fox.id);
}

#[test]
fn who_is_unlinked_follows_unseen_so_that_no_edit_shows_after_relinking() {
    let (mut scene, acme) = three();
    let ann = scene.named(acme, "Ann Lee");
    let id = number(ann.remote_id().expect("a record"));
    scene.unlinks(&[&ann]);
    scene.changes(id, |ann| {
        ann.jobtitle = Some("CTO".into());
    });
    scene.syncs();
    scene.does(Change::RelinkContacts(vec![ann.id]));
    let ann = scene.named(acme, "Ann Lee");
    assert_eq!(ann.edited_here(), []);
    assert_eq!(
        ann.details[Detail::Title]
            .clone()
            .map(|title| title.to_string())
            .as_deref(),
        Some("CTO")
    );
}

#[test]
fn who_is_linked_again_after_the_record_went_is_known_by_their_own_address() {
    let (mut scene, acme) = three();
    let ann = scene.named(acme, "Ann Lee");
    let before = scene.link(acme, "Ann Lee");
    scene.unlinks(&[&ann]);
    let id = number(ann.remote_id().expect("a record"));
    assert!(scene.sandbox.portal().delete_contact(id));
    scene.syncs_all();
    assert_eq!(scene.workspace.integration().expect("read").held, 2);
    scene.does(Change::RelinkContacts(vec![ann.id]));
    assert_eq!(scene.link(acme, "Ann Lee"), before);
}

#[test]
fn a_sync_settles_when_the_record_of_a_deleted_contact_is_made_anew() {
    let (mut scene, acme) = three();
    let ann = scene.named(acme, "Ann Lee");
    scene.does(Change::DeleteContacts(vec![ann.id]));
    let id = number(ann.remote_id().expect("a record"));
    assert!(scene.sandbox.portal().delete_contact(id));
    scene.person("ann@acme.com", "Ann Lee");
    scene.syncs_all();
    let before = scene.rows();
    scene.syncs_all();
    assert_eq!(scene.rows(), before);
}

#[test]
fn of_two_records_that_were_merged_one_is_held() {
    let (mut scene, acme) = three();
    let bo = scene.named(acme, "Bo Ek");
    let id = number(bo.remote_id().expect("a record"));
    let elsewhere = scene.person("bo@elsewhere.io", "Bo Ek");
    let merged = scene.sandbox.portal().merge_contacts(id, elsewhere, now());
    scene.syncs_all();
    assert_eq!(scene.workspace.integration().expect("read").held, 3);
    let bo = scene.named(acme, "Bo Ek");
    assert_eq!(bo.remote_id(), Some(record(merged)));
}
