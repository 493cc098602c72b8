//! Answers in the shapes that HubSpot gives them: 207, ids as numbers, lists on pages.

use crate::domain::Detail;
use serde_json::{Value, json};

use super::odd::{Answer, head};
use super::*;
use crate::hubspot::Question;

/// Answers as HubSpot may: ids as numbers, times without milliseconds, 207, associations page by page.
fn odd(question: &Question, _: Answer) -> Answer {
    let body = question.body.as_deref().unwrap_or_default();
    let body: Value = serde_json::from_str(body).unwrap_or(Value::Null);
    let path = path(question);
    let answer = if path.ends_with("/details") {
        json!({ "portalId": "4242424" })
    } else if path.ends_with("/contacts/search") {
        json!({ "total": 1, "results": [
            { "id": 101, "properties": { "email": "ann@acme.com", "firstname": "Ann", "lastname": null, "phone": 49301 } },
        ]})
    } else if path.ends_with("/companies/search") {
        json!({ "total": 1, "results": [{ "id": 501, "properties": { "name": "Acme Inc", "domain": "acme.com" } }] })
    } else if path.contains("associations") {
        let after = body["inputs"][0]["after"].as_str().map(str::to_owned);
        match after.as_deref() {
            None => json!({ "results": [{ "from": { "id": 501 }, "to": [{ "toObjectId": 201 }],
                "paging": { "next": { "after": 201, "link": "https://evil.invalid/" } } }],
                "errors": [{ "category": "NO_ASSOCIATIONS_FOUND" }] }),
            Some(_) => json!({ "results": [{ "from": { "id": "501" }, "to": [{ "toObjectId": "202" }] }] }),
        }
    } else {
        json!({ "status": "COMPLETE", "results": [
            { "id": 202, "properties": { "email": "bo@acmecorp.io", "firstname": "Bo" } },
        ], "errors": [{ "category": "OBJECT_NOT_FOUND", "context": { "ids": ["201"] } }], "numErrors": 1 })
    };
    let status = if answer.get("errors").is_some() { 207 } else { 200 };
    Ok((head(status), answer))
}

fn path(question: &Question) -> &str {
    question.path.split('?').next().unwrap_or_default()
}

#[test]
fn number_ids_207_and_paged_associations_are_understood() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let report = succeeded(scene.meets(RunScope::Due, odd));
    assert_eq!((report.counts.linked, report.near_misses), (1, 1));
    let ann = scene.named(acme, "Ann");
    assert_eq!(
        ann.details[Detail::Phone]
            .clone()
            .map(|phone| phone.to_string())
            .as_deref(),
        Some("49301")
    );
    assert_eq!(
        scene.near_misses(),
        ["Acme: 1 person at acmecorp.io, not acme.com"]
    );
}

#[test]
fn long_lists_of_associations_are_read_to_their_end() {
    let mut scene = Scene::new();
    scene.customer("Acme", "acme.com");
    let people: Vec<u64> = (0..230)
        .map(|number| scene.person(&format!("p{number}@acmecorp.io"), &format!("Person {number}")))
        .collect();
    scene.company("Acme Inc", &["acme.com"], &people);
    scene.company("Acme Too", &["acme.com"], &[]);
    scene.sandbox.rules().association_page = 100;
    scene.syncs();
    assert_eq!(
        scene.near_misses(),
        ["Acme: 230 people at acmecorp.io, not acme.com"]
    );
}

#[test]
fn people_without_names_and_with_hostile_ones_are_made_safe() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    scene.sandbox.portal().add_contact(PortalContact {
        email: Some("ann.lee@acme.com".into()),
        jobtitle: Some("x".repeat(2_000)),
        ..PortalContact::default()
    });
    scene.person("bo@acme.com", "\u{1b}[2JBo \u{202e}Ek");
    scene.syncs();
    let mut names: Vec<String> = scene
        .contacts(acme)
        .iter()
        .map(|contact| contact.name.to_string())
        .collect();
    names.sort();
    assert_eq!(names, ["Ann Lee", "Bo Ek"]);
}

/// Takes no question about Acme and Beta at once, of domains and of names.
fn picky(question: &Question, _: Answer) -> Answer {
    let body = question.body.as_deref().unwrap_or_default().to_lowercase();
    let path = path(question);
    let both = body.contains("acme") && body.contains("beta");
    let by_domain = body.contains("\"domain\"") && body.contains(".com");
    if path.ends_with("/search") && both && !by_domain {
        return Ok((head(400), json!({ "status": "error", "message": "too long" })));
    }
    let people =
        |id: u32, email: &str| json!([{ "id": id, "properties": { "email": email, "firstname": "P" } }]);
    let rows = match path {
        path if path.ends_with("/contacts/search") && body.contains("acme") => people(101, "ann@acme.com"),
        path if path.ends_with("/contacts/search") && body.contains("beta") => people(202, "bo@beta.com"),
        _ => json!([]),
    };
    let total = rows.as_array().map_or(0, Vec::len);
    Ok((
        head(200),
        json!({ "portalId": "4242424", "total": total, "results": rows }),
    ))
}

#[test]
fn a_question_that_is_refused_as_too_long_is_asked_in_halves() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let beta = scene.customer("Beta", "beta.com");
    let report = succeeded(scene.meets(RunScope::Full(Unlinking::Guarded), picky));
    assert_eq!(report.counts.linked, 2);
    assert_eq!(scene.emails(acme), ["ann@acme.com"]);
    assert_eq!(scene.emails(beta), ["bo@beta.com"]);
}

#[test]
fn a_company_of_the_same_name_counts_only_with_a_domain() {
    for (domains, found) in [(&[][..], 0), (&["acme-holding.com"][..], 1)] {
        let mut scene = Scene::new();
        scene.customer("Acme", "acme.com");
        let dee = scene.person("dee@elsewhere.io", "Dee Fox");
        scene.company("Acme", domains, &[dee]);
        scene.syncs_all();
        assert_eq!(scene.near_misses().len(), found, "{domains:?}");
    }
}

#[test]
fn each_stage_is_told_in_a_word_or_two() {
    use crate::sync::Stage;
    let stages = [
        Stage::People,
        Stage::Companies,
        Stage::Names,
        Stage::Associations,
        Stage::UnknownAssociations,
        Stage::Missing,
        Stage::Finish,
    ];
    assert_eq!(
        stages.map(Stage::words),
        [
            "people",
            "companies",
            "companies",
            "near misses",
            "near misses",
            "records gone from HubSpot",
            "last steps"
        ]
    );
}
