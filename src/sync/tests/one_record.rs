//! A record of HubSpot is followed by one contact of a customer, whatever becomes of addresses and of other records.

use super::*;
use crate::domain::UndoTarget;

/// Deletes one record in HubSpot and gives its address to another.
fn deleted_and_passed_on(scene: &Scene, ann: u64, bo: u64) {
    scene.sandbox.portal().delete_contact(ann);
    scene.changes(bo, |bo| bo.email = Some("ann@acme.com".into()));
}

/// Runs a statement on the store, as an earlier release would have left it.
#[expect(clippy::disallowed_types, reason = "no change of today leaves a store so")]
fn leaves(scene: &Scene, sql: &str) {
    let file = scene.folder.path().join(crate::store::FILE_NAME);
    let store = rusqlite::Connection::open(file).expect("opened");
    assert_eq!(store.execute(sql, []).expect("written"), 1, "{sql}");
}

fn batch_reads(scene: &Scene) -> usize {
    let requests = scene.requests();
    requests
        .iter()
        .filter(|request| request.path.contains("batch/read"))
        .count()
}

#[test]
fn a_colleague_who_gets_the_address_of_a_deleted_record_stays_who_they_are_and_is_told() {
    for full in [false, true] {
        let (mut scene, acme, ann, bo) = two_with("Bo Ek");
        deleted_and_passed_on(&scene, ann, bo);
        let report = if full { scene.syncs_all() } else { scene.syncs() };
        assert_eq!(report.conflicts.len(), 1, "{report:?}");
        let told = scene.conflicts().remove(0);
        assert!(told.contains("Ann Lee") && told.contains("Bo Ek"), "{told}");
        assert!(scene.link(acme, "Ann Lee").contains("deleted"));
        assert_eq!(scene.link(acme, "Bo Ek"), format!("linked to HubSpot {bo}"));
        assert_eq!(scene.address(acme, "Bo Ek"), "bo@acme.com");
        assert_eq!(scene.primary(acme).as_deref(), Some("Bo Ek"));
        // It comes to its end each time, and to rest.
        let before = scene.rows();
        scene.syncs();
        scene.syncs_all();
        assert_eq!(scene.rows(), before);
        let gone = scene.named(acme, "Ann Lee");
        scene.does(Change::DeleteContacts(vec![gone.id]));
        assert_eq!(scene.syncs().conflicts, []);
        assert_eq!(scene.address(acme, "Bo Ek"), "ann@acme.com");
    }
}

#[test]
fn who_was_unlinked_keeps_name_and_record_when_their_address_goes_to_a_colleague() {
    for full in [false, true] {
        let (mut scene, acme, ann, bo) = two_with("Bo Ek");
        let contact = scene.named(acme, "Ann Lee");
        scene.unlinks(&[&contact]);
        deleted_and_passed_on(&scene, ann, bo);
        for _ in 0..2 {
            let report = if full { scene.syncs_all() } else { scene.syncs() };
            assert_eq!(report.conflicts.len(), 1, "{report:?}");
        }
        let left = scene.unlinked(acme).remove(0);
        assert_eq!(left.name.as_str(), "Ann Lee");
        assert_eq!(left.link.map(|link| link.id().to_string()), Some(ann.to_string()));
        assert_eq!(scene.link(acme, "Bo Ek"), format!("linked to HubSpot {bo}"));
    }
}

#[test]
fn a_store_in_which_two_contacts_follow_one_record_is_synced_to_an_end_and_told_of() {
    let (mut scene, acme, ann, bo) = two_with("Bo Ek");
    deleted_and_passed_on(&scene, ann, bo);
    leaves(
        &scene,
        &format!("UPDATE contact SET link = 'linked:{bo}' WHERE link = 'linked:{ann}'"),
    );
    for full in [false, true] {
        scene.forgets();
        let report = if full { scene.syncs_all() } else { scene.syncs() };
        assert_eq!(report.conflicts.len(), 1, "{report:?}");
        assert!(batch_reads(&scene) <= 4, "{:?}", scene.requests());
    }
    let found = crate::store::examine(&scene.folder.path().join(crate::store::FILE_NAME)).expect("examined");
    let shared = found.shared_records.first().expect("told of");
    assert_eq!((shared.customer, shared.contacts), (1, 2));
    assert_eq!(shared.record.to_string(), bo.to_string());
    assert_eq!(scene.contacts(acme).len(), 2);
}

#[test]
fn who_was_unlinked_from_a_record_that_another_follows_is_not_linked_to_it_again() {
    let (mut scene, acme, ann, bo) = two_with("Bo Ek");
    let contact = scene.named(acme, "Ann Lee");
    scene.unlinks(&[&contact]);
    leaves(
        &scene,
        &format!("UPDATE contact SET link = 'unlinked:{bo}@5' WHERE link LIKE 'unlinked:{ann}@%'"),
    );
    scene.changes(bo, |bo| bo.firstname = Some("Bodil".into()));
    scene.syncs();
    assert_eq!(scene.link(acme, "Bodil Ek"), format!("linked to HubSpot {bo}"));
    let left = scene.unlinked(acme).remove(0);
    let refused = scene.workspace.make(Change::RelinkContacts(vec![left.id]));
    let sentence = refused.expect_err("refused").to_string();
    assert!(
        sentence.contains("Bodil Ek at Acme is already linked to that HubSpot record."),
        "{sentence}"
    );
}

#[test]
fn what_is_taken_back_links_nobody_to_a_record_that_another_follows_by_then() {
    let (mut scene, acme, ann, bo) = two_with("Bo Ek");
    let contact = scene.named(acme, "Ann Lee");
    scene.unlinks(&[&contact]);
    leaves(
        &scene,
        &format!("UPDATE contact SET link = 'linked:{ann}' WHERE link = 'linked:{bo}'"),
    );
    scene.does(Change::Undo(UndoTarget::Latest));
    assert_eq!(scene.unlinked(acme).len(), 1, "who was unlinked stays so");
    assert_eq!(scene.link(acme, "Bo Ek"), format!("linked to HubSpot {ann}"));
}
