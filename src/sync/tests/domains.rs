//! Near misses, and what a change of a customer's domain does.

use super::*;
use crate::domain::{CustomerDomain, Domain, UndoTarget};

/// Acme has acme.com; HubSpot counts three people at acmecorp.io and one at acme.com to it.
fn mismatch() -> (Scene, CustomerId) {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let people: Vec<u64> = [
        ("ann@acmecorp.io", "Ann Lee"),
        ("bo@acmecorp.io", "Bo Ek"),
        ("cy@acmecorp.io", "Cy Ash"),
    ]
    .iter()
    .map(|(email, name)| scene.person(email, name))
    .collect();
    let dee = scene.person("dee@acme.com", "Dee Fox");
    scene.company("Acme Inc", &["acme.com"], &[people[0], people[1], people[2], dee]);
    (scene, acme)
}

#[test]
fn near_misses_are_told_with_their_count() {
    let (mut scene, acme) = mismatch();
    let report = scene.syncs();
    assert_eq!((report.near_misses, report.counts.linked), (1, 1));
    assert_eq!(
        scene.near_misses(),
        ["Acme: 3 people at acmecorp.io, not acme.com"]
    );
    let domain = Domain::parse("acmecorp.io").expect("a domain");
    assert_eq!(
        scene
            .workspace
            .near_miss_people(acme, &domain)
            .expect("listed")
            .len(),
        3
    );
    for _ in 0..2 {
        let before = scene.rows();
        assert_eq!(scene.syncs_all().near_misses, 1);
        assert_eq!(scene.rows(), before);
    }
}

#[test]
fn people_at_a_second_domain_of_the_company_are_near_misses_after_every_sync() {
    let mut scene = Scene::new();
    scene.customer("Acme", "acme.com");
    let ann = scene.person("ann@acme.io", "Ann Lee");
    let bo = scene.person("bo@acme.com", "Bo Ek");
    scene.company("Acme Inc", &["acme.com", "acme.io"], &[ann, bo]);
    scene.syncs();
    let before = (scene.near_misses(), scene.rows());
    assert_eq!(before.0, ["Acme: 1 person at acme.io, not acme.com"]);
    scene.syncs_all();
    assert_eq!((scene.near_misses(), scene.rows()), before);
}

#[test]
fn a_company_of_the_same_name_with_another_domain_is_a_near_miss() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let ann = scene.person("ann@acmecorp.io", "Ann Lee");
    scene.company("ACME", &["acmecorp.io"], &[ann]);
    scene.syncs();
    let misses = scene.near_misses();
    assert_eq!(misses.len(), 1, "{misses:?}");
    assert!(
        misses[0].starts_with("Acme: 1 person at acmecorp.io, not acme.com"),
        "{misses:?}"
    );
    let before = scene.rows();
    scene.syncs_all();
    assert_eq!((scene.near_misses(), scene.rows()), (misses, before));
    assert_eq!(scene.moves(acme, "acmecorp.io"), (1, 0));
    assert_eq!(scene.near_misses(), Vec::<String>::new());
}

#[test]
fn a_previewed_effect_is_what_the_change_then_does_and_undo_takes_it_back() {
    let (mut scene, acme) = mismatch();
    scene.syncs();
    let rows = scene.rows();
    let domain = CustomerDomain::parse("acmecorp.io").expect("a domain");
    let effect = scene.workspace.preview_domain(acme, &domain).expect("previewed");
    assert_eq!((effect.links, effect.unlinks), (3, 1));
    assert_eq!(scene.rows(), rows, "a preview leaves no trace");
    let before = scene.state(&[acme]);
    assert_eq!(scene.moves(acme, "acmecorp.io"), (3, 1));
    let after = scene.state(&[acme]);
    assert_eq!(
        scene
            .contacts(acme)
            .iter()
            .filter(|contact| contact.is_linked())
            .count(),
        3
    );
    scene.does(Change::Undo(UndoTarget::Latest));
    assert_eq!(scene.state(&[acme]), before);
    scene.does(Change::Redo);
    assert_eq!(scene.state(&[acme]), after);
    scene.does(Change::Undo(UndoTarget::Latest));
    assert_eq!(scene.state(&[acme]), before);
    assert_eq!(scene.moves(acme, "acmecorp.io"), (3, 1));
    assert_eq!(scene.state(&[acme]), after);
}

#[test]
fn a_domain_change_that_is_taken_back_before_or_after_a_sync_ends_where_it_began() {
    for syncs_between in [false, true] {
        let (mut scene, acme) = mismatch();
        scene.syncs();
        let before = scene.state(&[acme]);
        scene.moves(acme, "acmecorp.io");
        if syncs_between {
            scene.syncs();
        }
        scene.does(Change::Undo(UndoTarget::Latest));
        scene.syncs();
        scene.syncs_all();
        assert_eq!(scene.state(&[acme]), before, "a sync between: {syncs_between}");
    }
}

#[test]
fn a_sync_after_a_domain_change_fetches_the_rest() {
    let (mut scene, acme) = mismatch();
    scene.person("eli@acmecorp.io", "Eli Gray");
    scene.syncs();
    assert_eq!(scene.moves(acme, "acmecorp.io"), (3, 1));
    scene.forgets();
    let report = scene.syncs();
    assert_eq!(report.counts.linked, 1);
    assert!(report.requests <= 4, "{report:?}");
    assert!(scene.named(acme, "Eli Gray").is_linked());
    assert_eq!(scene.near_misses(), Vec::<String>::new());
}

#[test]
fn a_domain_of_everybody_is_refused() {
    for wrong in ["co.uk", "gmail.com"] {
        assert!(CustomerDomain::parse(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn people_who_leave_the_company_in_hubspot_are_near_misses_no_more() {
    let (mut scene, _) = mismatch();
    scene.syncs();
    let company = {
        let mut portal = scene.sandbox.portal();
        let company = portal.companies().next().expect("a company").0;
        let ann = portal.contacts().next().expect("a contact").0;
        portal.dissociate(company, ann);
        portal.edit_company(company, now(), |_| {});
        company
    };
    assert!(company > 0);
    scene.syncs();
    assert_eq!(
        scene.near_misses(),
        ["Acme: 2 people at acmecorp.io, not acme.com"]
    );
}
