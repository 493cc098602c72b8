//! What becomes of records in HubSpot, each seen after the right sync, and nothing deleted here.

use super::*;
use crate::domain::{Detail, SyncKind};

#[test]
fn a_change_arrives_by_the_next_run_of_changes() {
    let (mut scene, acme, ann, _) = two_with("Ann Lee");
    scene.changes(ann, |ann| ann.jobtitle = Some("CTO".into()));
    scene.forgets();
    let report = scene.syncs();
    assert_eq!(report.kind, Some(SyncKind::Incremental));
    assert_eq!((report.counts.updated, report.counts.gone), (1, 0));
    assert!(report.requests <= 3, "{report:?}");
    assert_eq!(
        scene.named(acme, "Ann Lee").details[Detail::Title]
            .clone()
            .map(|title| title.to_string())
            .as_deref(),
        Some("CTO")
    );
}

#[test]
fn a_person_who_is_only_near_and_changes_before_a_full_run_is_brought_by_the_next_one_for_changes() {
    let mut scene = Scene::new();
    scene.customer("Acme", "acme.com");
    let stray = scene.person("s@stray.io", "Stray Dog");
    scene.company("Acme Inc", &["acme.com"], &[stray]);
    scene.syncs();
    scene.changes(stray, |stray| stray.email = Some("s@other.io".into()));
    scene.syncs_all();
    scene.syncs();
    assert_eq!(scene.near_misses(), ["Acme: 1 person at other.io, not acme.com"]);
}

#[test]
fn a_new_person_arrives_by_the_next_run_of_changes() {
    let (mut scene, acme, _, _) = two_with("Ann Lee");
    let cy = scene.person("cy@acme.com", "Cy Ash");
    scene.changes(cy, |_| {});
    assert_eq!(scene.syncs().counts.linked, 1);
    assert_eq!(scene.contacts(acme).len(), 3);
}

#[test]
fn an_archived_primary_keeps_the_star_and_is_linked_again_when_restored() {
    let (mut scene, acme, ann, _) = two_with("Ann Lee");
    scene.sandbox.portal().archive_contact(ann, now());
    assert_eq!(
        scene.syncs().counts.gone,
        0,
        "a run of changes concludes nothing from absence"
    );
    assert!(scene.named(acme, "Ann Lee").is_linked());
    assert_eq!(scene.syncs_all().counts.gone, 1);
    assert!(scene.link(acme, "Ann Lee").contains("archived"));
    assert_eq!(scene.primary(acme).as_deref(), Some("Ann Lee"));
    let before = scene.rows();
    scene.syncs_all();
    assert_eq!(scene.rows(), before, "it is told once");
    scene.sandbox.portal().restore_contact(ann, now());
    scene.changes(ann, |ann| ann.phone = Some("+1 202-555-0199".into()));
    assert_eq!(scene.syncs().counts.linked, 1);
    let back = scene.named(acme, "Ann Lee");
    assert!(back.is_linked());
    assert_eq!(
        back.edited_here(),
        [],
        "what nobody edited here follows HubSpot again"
    );
    assert_eq!(
        back.details[Detail::Phone]
            .as_ref()
            .map(ToString::to_string)
            .as_deref(),
        Some("+1 202-555-0199")
    );
    assert_eq!(scene.primary(acme).as_deref(), Some("Ann Lee"));
}

#[test]
fn a_deleted_record_leaves_its_contact() {
    let (mut scene, acme, _, bo) = two_with("Ann Lee");
    scene.sandbox.portal().delete_contact(bo);
    scene.syncs();
    assert!(scene.named(acme, "Bo Ek").is_linked());
    assert_eq!(scene.syncs_all().counts.gone, 1);
    assert!(scene.link(acme, "Bo Ek").contains("deleted"));
    let again = scene.person("bo@acme.com", "Bo Ek");
    scene.changes(again, |_| {});
    assert_eq!(scene.syncs().counts.linked, 1);
    assert_eq!(scene.link(acme, "Bo Ek"), format!("linked to HubSpot {again}"));
    assert_eq!(scene.contacts(acme).len(), 2);
}

#[test]
fn a_record_deleted_and_made_anew_between_two_runs_is_followed() {
    let (mut scene, acme, _, bo) = two_with("Ann Lee");
    scene.sandbox.portal().delete_contact(bo);
    let again = scene.person("bo@acme.com", "Bo Ek");
    scene.changes(again, |bo| bo.jobtitle = Some("CTO".into()));
    scene.syncs();
    scene.syncs_all();
    assert_eq!(scene.link(acme, "Bo Ek"), format!("linked to HubSpot {again}"));
    assert_eq!(scene.contacts(acme).len(), 2);
}

#[test]
fn one_that_moves_to_another_domain_is_gone_at_once_and_comes_back() {
    for full in [false, true] {
        let (mut scene, acme, ann, _) = two_with("Ann Lee");
        scene.changes(ann, |ann| {
            ann.email = Some("ann@elsewhere.io".into());
            ann.jobtitle = Some("CEO elsewhere".into());
        });
        let report = if full { scene.syncs_all() } else { scene.syncs() };
        assert_eq!(report.counts.gone, 1, "full: {full}");
        assert!(scene.link(acme, "Ann Lee").contains("moved"));
        let gone = scene.named(acme, "Ann Lee");
        assert_eq!(
            (
                gone.email.as_str(),
                gone.is_primary,
                gone.details[Detail::Title].clone()
            ),
            ("ann@acme.com", true, None)
        );
        assert_eq!(gone.edited_here(), [], "nobody edited it here");
        let before = scene.rows();
        scene.syncs_all();
        scene.syncs();
        assert_eq!(scene.rows(), before, "full: {full}");
        scene.changes(ann, |ann| ann.email = Some("ann@acme.com".into()));
        assert_eq!(scene.syncs().counts.linked, 1);
        assert_eq!(scene.contacts(acme).len(), 2);
        assert!(scene.named(acme, "Ann Lee").is_linked());
    }
}

#[test]
fn one_that_moves_between_two_customers_is_gone_at_one_and_linked_at_the_other() {
    let (mut scene, acme, ann, _) = two_with("Ann Lee");
    let beta = scene.customer("Beta", "beta.io");
    scene.syncs();
    scene.changes(ann, |ann| ann.email = Some("ann@beta.io".into()));
    let report = scene.syncs();
    assert_eq!((report.counts.gone, report.counts.linked), (1, 1));
    assert!(scene.link(acme, "Ann Lee").contains("moved"));
    assert!(scene.named(beta, "Ann Lee").is_linked());
}

#[test]
fn two_linked_records_that_are_merged_leave_one_link_and_lose_nobody() {
    for (winner, loser) in [(0, 1), (1, 0)] {
        let (mut scene, acme, ann, bo) = two_with("Ann Lee");
        let ids = [ann, bo];
        let merged = scene
            .sandbox
            .portal()
            .merge_contacts(ids[winner], ids[loser], now());
        scene.syncs();
        assert_eq!(scene.contacts(acme).len(), 2);
        scene.syncs_all();
        let names = ["Ann Lee", "Bo Ek"];
        assert_eq!(
            scene.link(acme, names[winner]),
            format!("linked to HubSpot {merged}")
        );
        assert!(
            scene.link(acme, names[loser]).contains("merged"),
            "{}",
            scene.link(acme, names[loser])
        );
        assert_eq!(scene.primary(acme).as_deref(), Some("Ann Lee"));
        let before = scene.rows();
        scene.syncs_all();
        assert_eq!(scene.rows(), before);
    }
}

#[test]
fn a_linked_record_that_is_merged_with_a_stranger_is_followed_under_its_new_id() {
    let (mut scene, acme, ann, _) = two_with("Ann Lee");
    let stranger = scene.person("ann@gmail.com", "Ann Private");
    let merged = scene.sandbox.portal().merge_contacts(ann, stranger, now());
    scene.syncs_all();
    assert_eq!(scene.link(acme, "Ann Lee"), format!("linked to HubSpot {merged}"));
    assert_eq!(scene.contacts(acme).len(), 2);
    scene.changes(merged, |ann| ann.jobtitle = Some("CTO".into()));
    scene.syncs();
    assert!(scene.named(acme, "Ann Lee").details[Detail::Title].is_some());
}

#[test]
fn a_linked_record_that_is_merged_into_one_elsewhere_is_gone() {
    let (mut scene, acme, ann, _) = two_with("Ann Lee");
    let stranger = scene.person("ann@gmail.com", "Ann Private");
    let merged = scene.sandbox.portal().merge_contacts(stranger, ann, now());
    // Else the address that HubSpot keeps beside the first one would link it still.
    scene.changes(merged, |ann| ann.additional_emails.clear());
    scene.syncs_all();
    assert!(
        !scene.named(acme, "Ann Lee").is_linked(),
        "{}",
        scene.link(acme, "Ann Lee")
    );
    assert_eq!(scene.primary(acme).as_deref(), Some("Ann Lee"));
    let before = scene.rows();
    scene.syncs_all();
    assert_eq!(scene.rows(), before);
}

#[test]
fn many_merges_in_one_run_are_all_followed() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let mut ids = Vec::new();
    for number in 0..12 {
        ids.push(scene.person(&format!("p{number}@acme.com"), &format!("Person {number}")));
    }
    scene.syncs();
    for id in ids.chunks(2) {
        scene.sandbox.portal().merge_contacts(id[0], id[1], now());
    }
    scene.syncs_all();
    let linked = scene
        .contacts(acme)
        .iter()
        .filter(|contact| contact.is_linked())
        .count();
    assert_eq!((scene.contacts(acme).len(), linked), (12, 6));
}

#[test]
fn a_run_that_would_take_too_many_links_writes_none_of_it() {
    for moved in [false, true] {
        let mut scene = Scene::new();
        let acme = scene.customer("Acme", "acme.com");
        let ids: Vec<u64> = (0..40)
            .map(|number| scene.person(&format!("p{number}@acme.com"), &format!("Person {number}")))
            .collect();
        scene.syncs();
        for id in &ids[..11] {
            if moved {
                scene.changes(*id, |person| person.email = Some(format!("p{id}@elsewhere.io")));
            } else {
                scene.sandbox.portal().archive_contact(*id, now());
            }
        }
        let history = scene.history(acme);
        for _ in 0..2 {
            let report = scene.tries(RunScope::Full(Unlinking::Guarded));
            assert_eq!(failed(&report), "too_many_unlinks");
            assert_eq!(scene.history(acme), history, "moved: {moved}");
            assert!(scene.contacts(acme).iter().all(Contact::is_linked));
        }
        let report = succeeded(scene.tries(RunScope::Full(Unlinking::Allowed)));
        assert_eq!(report.counts.gone, 11, "moved: {moved}");
        assert_eq!(scene.contacts(acme).len(), 40);
    }
}

#[test]
fn a_tenth_or_a_handful_goes_without_asking() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let ids: Vec<u64> = (0..12)
        .map(|number| scene.person(&format!("p{number}@acme.com"), &format!("Person {number}")))
        .collect();
    scene.syncs();
    for id in &ids[..10] {
        scene.sandbox.portal().archive_contact(*id, now());
    }
    assert_eq!(scene.syncs_all().counts.gone, 10);
    assert_eq!(scene.contacts(acme).len(), 12);
}

#[test]
fn days_later_everything_is_looked_at_again() {
    let mut scene = Scene::new();
    scene.customer("Acme", "acme.com");
    scene.person("ann@acme.com", "Ann Lee");
    assert_eq!(scene.syncs().kind, Some(SyncKind::Full));
    assert_eq!(scene.syncs().kind, Some(SyncKind::Incremental));
    let later = SystemClock.now().as_millis() + 8 * 24 * 3_600_000;
    scene.workspace = Workspace::new(
        testing::open(scene.folder.path()),
        Actor::new("Mia"),
        Box::new(Ticking(AtomicI64::new(later))),
        IdSource::Random,
    );
    assert_eq!(scene.syncs().kind, Some(SyncKind::Full));
}

#[test]
fn a_run_looks_back_as_far_as_the_search_was_late_before() {
    let (mut scene, acme, ann, bo) = two_with("Ann Lee");
    let title = |scene: &mut Scene, name: &str| {
        scene.named(acme, name).details[Detail::Title]
            .clone()
            .map(|title| title.to_string())
    };
    let lag = |scene: &mut Scene| {
        let portal = scene.workspace.account().expect("read").expect("known");
        portal.lag / 60_000
    };
    scene.changed(ann, 90, |ann| ann.jobtitle = Some("CTO".into()));
    assert_eq!(scene.syncs().counts.updated, 0, "more than an hour late");
    assert_eq!(lag(&mut scene), 0);
    scene.changed(bo, 50, |bo| bo.jobtitle = Some("CFO".into()));
    assert_eq!(scene.syncs().counts.updated, 1);
    assert_eq!(lag(&mut scene), 49, "but for the moment between the runs");
    assert_eq!(scene.syncs().counts.updated, 1, "90 minutes late");
    assert_eq!(title(&mut scene, "Ann Lee").as_deref(), Some("CTO"));
}

#[test]
fn only_what_is_news_and_was_changed_before_the_last_run_counts_as_late() {
    let lag = |scene: &mut Scene| scene.workspace.account().expect("read").expect("known").lag;
    let (mut scene, _, ann, _) = two_with("Ann Lee");
    // At a domain of which nothing was known.
    scene.customer("Beta", "beta.com");
    let cy = scene.person("cy@beta.com", "Cy Ash");
    scene.changed(cy, 30, |_| {});
    // With nothing new in it.
    scene.changed(ann, 30, |_| {});
    // At nobody's domain.
    let stray = scene.person("s@stray.io", "Stray Dog");
    scene.changed(stray, 30, |_| {});
    assert_eq!(scene.syncs().counts.linked, 1);
    assert_eq!(lag(&mut scene), 0);
    // A full run sees what is later still, and forgets it by and by.
    scene.changed(ann, 600, |ann| ann.jobtitle = Some("CTO".into()));
    scene.syncs_all();
    let first = lag(&mut scene);
    assert!(first / 60_000 >= 599, "{first}");
    scene.syncs_all();
    assert_eq!(lag(&mut scene), first / 2);
    scene.changed(ann, 2_000, |ann| ann.jobtitle = Some("CEO".into()));
    scene.syncs_all();
    assert_eq!(
        lag(&mut scene),
        first / 4,
        "what is a day late is no lag of a search"
    );
}
