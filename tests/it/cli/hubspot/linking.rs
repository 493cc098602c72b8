//! Contacts and near misses by command.

use super::*;
use crate::cli::home::{demand_fields, fields};

fn synced() -> (Home, Sandbox) {
    let (home, sandbox) = (Home::with_acme(), sandbox(acme()));
    let report = home.learns(&sandbox.url(), &["sync"]);
    demand_fields(
        &report,
        &[
            "state",
            "linked",
            "updated",
            "unchanged",
            "gone",
            "kept_away",
            "near_misses",
            "requests",
            "seconds",
            "error",
        ],
    );
    assert_eq!(
        (&report["state"], &report["linked"], &report["near_misses"]),
        (&"ok".into(), &2.into(), &1.into())
    );
    assert!(report["error"].is_null());
    (home, sandbox)
}

#[test]
fn near_misses_are_told_with_their_people() {
    let (home, _sandbox) = synced();
    let document = home.json(["near-misses"]);
    let misses = list(&document, "near_misses");
    assert_eq!(misses.len(), 1);
    demand_fields(
        &misses[0],
        &["customer", "customer_domain", "domain", "people", "why"],
    );
    assert_eq!(
        (
            &misses[0]["domain"],
            &misses[0]["people"],
            &misses[0]["customer_domain"]
        ),
        (&"acmecorp.io".into(), &3.into(), &"acme.com".into())
    );
    assert_eq!(misses[0]["why"], "3 people at acmecorp.io, not acme.com");
    assert_eq!(list(&misses[0], "contacts").len(), 3);
    assert_eq!(home.json(["near-misses", "acme.com"]), document);
    assert!(
        home.run(["near-misses"])
            .text()
            .contains("3 people at acmecorp.io, not acme.com")
    );
    home.run(["near-misses", "nobody"]).refusal(3);
}

#[test]
fn a_domain_is_fixed_and_the_people_are_linked_at_once() {
    let (home, sandbox) = synced();
    home.json(["customer", "edit", "1", "--domain", "acmecorp.io"]);
    assert_eq!(list(&home.json(["near-misses"]), "near_misses").len(), 0);
    let emails = home.emails("1");
    assert_eq!(
        emails
            .iter()
            .filter(|email| email.ends_with("@acmecorp.io"))
            .count(),
        3,
        "{emails:?}"
    );
    home.learns(&sandbox.url(), &["sync"]);
    home.json(["undo"]);
    assert_eq!(home.emails("1"), ["ann@acme.com", "bo@acme.com"]);
    let ran = home.run(["customer", "edit", "1", "--domain", "gmail.com"]);
    assert!(ran.refusal(4).contains("free-mail"), "{ran:?}");
}

#[test]
fn two_are_unlinked_stay_away_and_one_is_relinked() {
    let (home, sandbox) = synced();
    for email in ["ann@acme.com", "bo@acme.com"] {
        home.json(["contact", "unlink", "1", email]);
    }
    for _ in 0..2 {
        let report = home.learns(&sandbox.url(), &["sync", "--full"]);
        assert_eq!((&report["kept_away"], &report["linked"]), (&2.into(), &0.into()));
    }
    assert_eq!(home.emails("1"), Vec::<String>::new());
    let unlinked = home.json(["contact", "list", "1", "--unlinked"]);
    assert_eq!(list(&unlinked, "contacts").len(), 2);
    assert_eq!(list(&unlinked, "contacts")[0]["linked"], false);
    home.json(["contact", "relink", "1", "ann@acme.com"]);
    let report = home.learns(&sandbox.url(), &["sync", "--full"]);
    assert_eq!(report["kept_away"], 1);
    assert_eq!(home.emails("1"), ["ann@acme.com"]);
    let ann = &home.json(["contact", "list", "1"])["contacts"][0];
    assert_eq!(
        (&ann["linked"], &ann["hubspot_id"], &ann["source"]),
        (&true.into(), &"101".into(), &"hubspot".into())
    );
    assert!(
        sandbox
            .requests()
            .iter()
            .all(|request| request.method == "POST" || request.path.ends_with("/details"))
    );
    home.run(["contact", "relink", "1", "ann@acme.com"]).refusal(4);
}

#[test]
fn a_near_miss_is_linked_by_hand() {
    let (home, sandbox) = synced();
    let document = home.json(["near-misses"]);
    let id = document["near_misses"][0]["contacts"][0]["hubspot_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let linked = home.json(["contact", "link", "1", &id]);
    assert!(fields(&linked).contains(&"hubspot_id"), "{linked}");
    assert_eq!(home.json(["near-misses"])["near_misses"][0]["people"], 2);
    let report = home.learns(&sandbox.url(), &["sync", "--full"]);
    assert_eq!(report["gone"], 0);
    assert_eq!(home.emails("1").len(), 3);
    home.run(["contact", "link", "1", &id]).refusal(4);
    home.run(["contact", "link", "1", "999999"]).refusal(3);
    for wrong in ["x", "-1", "0", ""] {
        let code = home.run(["contact", "link", "1", wrong]).code;
        assert!(matches!(code, Some(2..=4)), "{wrong}: {code:?}");
    }
}

#[test]
fn a_contact_that_is_not_linked_cannot_be_unlinked() {
    let home = Home::with_acme();
    home.adds("Dana Ruiz", "dana@acme.com");
    let ran = home.run(["contact", "unlink", "1", "dana@acme.com"]);
    assert!(ran.refusal(4).contains("not linked"), "{ran:?}");
}
