//! What HubSpot is asked: only questions that read, none over the limits, and none twice.

use super::*;
use crate::domain::{RemoteId, RunFilter};

/// The only requests that there are, without their queries.
const READS: [(&str, &str); 6] = [
    ("GET", "/account-info/2026-09/details"),
    ("GET", "/crm/owners/2026-09"),
    ("POST", "/crm/objects/2026-09/contacts/search"),
    ("POST", "/crm/objects/2026-09/companies/search"),
    ("POST", "/crm/objects/2026-09/contacts/batch/read"),
    ("POST", "/crm/associations/2026-09/companies/contacts/batch/read"),
];

/// Demands that everything that was asked only reads, and that nothing was refused.
fn demand_reads(scene: &Scene) {
    for request in scene.requests() {
        let path = request.path.split('?').next().unwrap_or_default();
        assert!(
            READS.contains(&(request.method.as_str(), path)),
            "{} {}",
            request.method,
            request.path
        );
        assert!(request.status < 400, "{} {}", request.status, request.path);
        if path.ends_with("/search") {
            assert!(request.body.chars().count() < 3_000, "{}", request.body.len());
            assert!(!request.body.contains("\"after\""), "{}", request.body);
        }
    }
}

#[test]
fn every_request_of_every_kind_of_run_only_reads() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    scene.customer("Müller", "müller.de");
    scene.customer("No Domain", "");
    let ids: Vec<u64> = (0..30)
        .map(|number| scene.person(&format!("p{number}@acme.com"), &format!("Person {number}")))
        .collect();
    let stray = scene.person("s@acmecorp.io", "Stray Dog");
    scene.company("Acme Inc", &["acme.com", "acme.io"], &[stray, ids[0]]);
    scene.company("Müller", &["mueller.io"], &[]);
    scene.company("Nobody", &[], &[]);
    scene.syncs();
    let first = scene.contacts(acme).remove(0);
    scene.unlinks(&[&first]);
    scene.does(Change::LinkPerson {
        customer: acme,
        person: RemoteId::hubspot(i64::try_from(stray).expect("small")).expect("an id"),
    });
    scene.sandbox.portal().archive_contact(ids[3], now());
    scene.sandbox.portal().delete_contact(ids[4]);
    scene.sandbox.portal().merge_contacts(ids[5], ids[6], now());
    scene.changes(ids[7], |person| person.email = Some("away@elsewhere.io".into()));
    scene.syncs();
    scene.syncs_all();
    scene.moves(acme, "acmecorp.io");
    scene.syncs();
    succeeded(scene.tries(RunScope::Full(Unlinking::Allowed)));
    let client = scene.client();
    runtime()
        .block_on(crate::sync::candidates(&mut scene.workspace, &client, |_| {}))
        .expect("listed");
    runtime().block_on(client.owners()).expect("listed");
    runtime()
        .block_on(crate::sync::check(&mut scene.workspace, &client, "mark"))
        .expect("checked");
    demand_reads(&scene);
    assert!(scene.requests().len() > 20);
}

#[test]
fn a_sync_without_news_writes_no_row_but_that_of_the_run() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let made = scene.adds(acme, "Annie", "p0@acme.com", "Boss");
    scene.makes_primary(&made);
    for number in 0..450 {
        scene.person(&format!("p{number}@acme.com"), &format!("Person {number}"));
    }
    let strays: Vec<u64> = (0..3)
        .map(|number| scene.person(&format!("s{number}@acmecorp.io"), &format!("Stray {number}")))
        .collect();
    scene.company("Acme Inc", &["acme.com"], &strays);
    scene.company("Acme", &["acme.net"], &[]);
    scene.syncs();
    let before = scene.rows();
    for full in [false, true, false, true] {
        let report = if full { scene.syncs_all() } else { scene.syncs() };
        assert_eq!(
            (report.counts.linked, report.counts.updated, report.counts.gone),
            (0, 0, 0)
        );
        assert_eq!(scene.rows(), before, "full: {full}");
    }
}

#[test]
fn a_dry_run_tells_what_would_be_done_and_does_nothing() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    scene.person("ann@acme.com", "Ann Lee");
    let (client, before) = (scene.client(), scene.rows());
    let clock = Box::new(SystemClock);
    let run = crate::sync::dry_run(&mut scene.workspace, &client, "mark", RunScope::Due, clock);
    let report = succeeded(runtime().block_on(run).expect("run"));
    assert_eq!(report.counts.linked, 1);
    assert_eq!(scene.rows(), before);
    assert!(scene.contacts(acme).is_empty());
    assert!(
        scene
            .workspace
            .sync_runs(RunFilter::All, 5)
            .expect("listed")
            .is_empty()
    );
}

#[test]
fn people_on_later_pages_are_not_looked_for_one_by_one() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    for number in 0..250 {
        scene.person(&format!("p{number}@acme.com"), &format!("Person {number}"));
    }
    scene.syncs();
    scene.forgets();
    assert_eq!(scene.syncs_all().counts.gone, 0);
    let asked = scene.requests();
    assert!(
        asked.iter().all(|request| !request.path.contains("/batch/read")),
        "{asked:?}"
    );
    assert_eq!(scene.contacts(acme).len(), 250);
}
