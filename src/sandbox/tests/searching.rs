//! Search: who is found, in which order, by pages, and what is refused.

use rstest::rstest;
use serde_json::{Value, json};

use super::super::{Portal, PortalContact};
use super::client::{COMPANIES, CONTACTS, at, company, people, person, start};

fn filtered(filter: &Value) -> Value {
    json!({ "filterGroups": [{ "filters": [filter] }] })
}

#[test]
fn finds_people_by_the_domain_of_their_address() {
    let (_sandbox, mut client) = start(people(&[
        "A@Acme.Example",
        "b@other.example",
        "c@mail.acme.example",
    ]));
    let answer = client.post(
        CONTACTS,
        &json!({
            "filterGroups": [{ "filters": [
                { "propertyName": "hs_email_domain", "operator": "IN", "values": ["acme.example", "none.example"] },
                { "propertyName": "hs_object_id", "operator": "GT", "value": "0" },
            ]}],
            "sorts": [{ "propertyName": "hs_object_id", "direction": "ASCENDING" }],
            "properties": ["email", "jobtitle", "nonsense"],
            "limit": 200,
        }),
    );
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.body,
        json!({
            "total": 1,
            "results": [{
                "id": "101",
                "properties": {
                    "email": "A@Acme.Example",
                    "jobtitle": null,
                    "hs_object_id": "101",
                    "createdate": "2026-10-01T08:00:00Z",
                    "lastmodifieddate": "2026-10-01T08:00:00Z",
                },
                "createdAt": "2026-10-01T08:00:00.000Z",
                "updatedAt": "2026-10-01T08:00:00.000Z",
                "archived": false,
                "url": "https://app-eu1.hubspot.com/contacts/7/record/0-1/101",
            }],
        })
    );
    assert!(answer.header("date").is_some());
    assert_eq!(answer.header("x-hubspot-ratelimit-max"), None);
}

#[test]
fn finds_companies_by_domain() {
    let mut portal = Portal::default();
    portal.add_company(company("Acme", "acme.example"));
    portal.add_company(company("Other", "other.example"));
    let (_sandbox, mut client) = start(portal);
    let mut body =
        filtered(&json!({ "propertyName": "domain", "operator": "IN", "values": ["acme.example"] }));
    body["properties"] = json!(["name", "hs_additional_domains"]);
    let answer = client.post("/crm/objects/2026-03/companies/search", &body);
    assert_eq!(answer.ids(), [501]);
    let properties = &answer.body["results"][0]["properties"];
    assert_eq!(properties["hs_additional_domains"], "a.example;b.example");
    assert_eq!(properties["hs_lastmodifieddate"], "2026-10-02T08:00:00Z");
}

#[rstest]
#[case(json!({ "propertyName": "email", "operator": "EQ", "value": "B@acme.example" }), &[102])]
#[case(json!({ "propertyName": "email", "operator": "NEQ", "value": "b@acme.example" }), &[101, 103])]
#[case(json!({ "propertyName": "hs_object_id", "operator": "LT", "value": "102" }), &[101])]
#[case(json!({ "propertyName": "hs_object_id", "operator": "LTE", "value": 102 }), &[101, 102])]
#[case(json!({ "propertyName": "hs_object_id", "operator": "GT", "value": "99" }), &[101, 102, 103, 104])]
#[case(json!({ "propertyName": "hs_object_id", "operator": "IN", "values": ["104", "101"] }), &[101, 104])]
#[case(json!({ "propertyName": "hs_email_domain", "operator": "IN", "values": ["acme.example"] }), &[101, 102])]
#[case(json!({ "propertyName": "hs_email_domain", "operator": "IN", "values": ["Acme.example"] }), &[])]
#[case(json!({ "propertyName": "hs_email_domain", "operator": "NOT_IN", "values": ["acme.example"] }), &[103])]
#[case(json!({ "propertyName": "email", "operator": "HAS_PROPERTY" }), &[101, 102, 103])]
#[case(json!({ "propertyName": "email", "operator": "NOT_HAS_PROPERTY" }), &[104])]
#[case(json!({ "propertyName": "email", "operator": "CONTAINS_TOKEN", "value": "acme" }), &[101, 102])]
#[case(json!({ "propertyName": "email", "operator": "CONTAINS_TOKEN", "value": "oth*" }), &[103])]
#[case(json!({ "propertyName": "lastmodifieddate", "operator": "GTE", "value": "2026-10-01T08:00:00.000Z" }), &[101, 102, 103])]
#[case(json!({ "propertyName": "lastmodifieddate", "operator": "GTE", "value": "1790841600001" }), &[])]
#[case(json!({ "propertyName": "lastmodifieddate", "operator": "LT", "value": "2026-10-01" }), &[])]
#[case(json!({ "propertyName": "hs_lastmodifieddate", "operator": "GTE", "value": "1" }), &[])]
fn filters_by_each_operator(#[case] filter: Value, #[case] wanted: &[u64]) {
    let mut portal = people(&["a@acme.example", "b@acme.example", "c@other.example"]);
    portal.add_contact(PortalContact::default());
    let (_sandbox, mut client) = start(portal);
    let answer = client.post(CONTACTS, &filtered(&filter));
    if filter["value"] == "2026-10-01" {
        assert_eq!(answer.status, 400, "a day is no point in time");
        return;
    }
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.ids(), wanted);
    assert_eq!(answer.body["total"], wanted.len());
}

#[test]
fn groups_add_and_filters_narrow_and_nobody_comes_twice() {
    let (_sandbox, mut client) = start(people(&["a@acme.example", "b@acme.example", "c@other.example"]));
    let acme = json!({ "propertyName": "hs_email_domain", "operator": "EQ", "value": "acme.example" });
    let late = json!({ "propertyName": "hs_object_id", "operator": "GT", "value": "101" });
    let body = json!({ "filterGroups": [{ "filters": [acme, late] }, { "filters": [late] }] });
    assert_eq!(client.post(CONTACTS, &body).ids(), [102, 103]);
}

#[test]
fn sorts_by_objects_and_by_plain_strings() {
    let mut portal = people(&["c@x.example", "a@x.example", "b@x.example"]);
    portal.edit_contact(102, at("2026-11-01T00:00:00Z"), |_| {});
    let (_sandbox, mut client) = start(portal);
    let newest = json!({ "sorts": [{ "propertyName": "lastmodifieddate", "direction": "DESCENDING" }] });
    assert_eq!(client.post(CONTACTS, &newest).ids()[0], 102);
    assert_eq!(
        client.post(CONTACTS, &json!({ "sorts": ["email"] })).ids(),
        [102, 103, 101]
    );
    assert_eq!(
        client.post(CONTACTS, &json!({ "sorts": ["-email"] })).ids(),
        [101, 103, 102]
    );
}

#[test]
fn pages_lead_on_until_the_end() {
    let mut portal = Portal::default();
    for number in 0..450 {
        portal.add_contact(person(&format!("p{number}@acme.example")));
    }
    let (_sandbox, mut client) = start(portal);
    assert_eq!(client.post(CONTACTS, &json!({})).ids().len(), 10);
    let first = client.post(CONTACTS, &json!({ "limit": 200 }));
    assert_eq!(first.body["total"], 450);
    assert_eq!(
        first.body["paging"],
        json!({ "next": { "after": "200", "link": "https://evil.invalid/" } })
    );
    let last = client.post(CONTACTS, &json!({ "limit": 200, "after": "400" }));
    assert_eq!(last.ids().len(), 50);
    assert_eq!(last.ids()[0], 501);
    assert_eq!(last.body["paging"], Value::Null);
}

fn has(count: usize) -> Value {
    json!({ "filters": vec![json!({ "propertyName": "email", "operator": "HAS_PROPERTY" }); count] })
}

#[rstest]
#[case(json!({ "filterGroups": vec![has(1); 6] }))]
#[case(json!({ "filterGroups": [has(7)] }))]
#[case(json!({ "filterGroups": vec![has(5); 4] }))]
#[case(json!({ "sorts": ["email", "phone"] }))]
#[case(json!({ "sorts": ["nonsense"] }))]
#[case(json!({ "limit": 201 }))]
#[case(json!({ "limit": 200, "after": "9801" }))]
#[case(json!({ "after": "x" }))]
#[case(json!({ "properties": ["x".repeat(3_000)] }))]
#[case(filtered(&json!({ "propertyName": "nonsense", "operator": "EQ", "value": "1" })))]
#[case(filtered(&json!({ "propertyName": "email", "operator": "LIKE", "value": "1" })))]
#[case(filtered(&json!({ "propertyName": "email", "operator": "EQ" })))]
#[case(filtered(&json!({ "propertyName": "email", "operator": "IN", "value": "a" })))]
#[case(filtered(&json!({ "propertyName": "email", "operator": "IN", "values": vec!["a"; 101] })))]
#[case(filtered(&json!({ "propertyName": "hs_object_id", "operator": "GT", "value": "x" })))]
#[case(json!("no object"))]
fn what_breaks_a_rule_is_refused(#[case] body: Value) {
    let (_sandbox, mut client) = start(people(&["a@acme.example"]));
    let answer = client.post(CONTACTS, &body);
    assert_eq!(answer.status, 400, "{}", answer.body);
    assert_eq!(answer.body["category"], "VALIDATION_ERROR");
    assert!(answer.body["correlationId"].is_string());
}

#[test]
fn what_is_just_within_the_rules_is_answered() {
    let (_sandbox, mut client) = start(people(&["a@acme.example"]));
    let most =
        json!({ "filterGroups": [has(6), has(6), has(4), has(1), has(1)], "limit": 200, "after": "9800" });
    assert_eq!(client.post(CONTACTS, &most).status, 200);
    let mut body = json!({}).to_string();
    body.extend(std::iter::repeat_n(' ', 2_998));
    assert_eq!(client.send("POST", COMPANIES, "sandbox", &body).status, 200);
    body.push(' ');
    assert_eq!(client.send("POST", COMPANIES, "sandbox", &body).status, 400);
}

#[test]
fn many_contacts_are_searched_soon() {
    let mut portal = Portal::default();
    for number in 0..100_000 {
        portal.add_contact(person(&format!("p{number}@d{}.example", number % 1_000)));
    }
    let (_sandbox, mut client) = start(portal);
    let values: Vec<String> = (0..100).map(|number| format!("d{number}.example")).collect();
    let filter = json!({ "propertyName": "hs_email_domain", "operator": "IN", "values": values });
    let start = tokio::time::Instant::now();
    let answer = client.post(CONTACTS, &filtered(&filter));
    assert_eq!(answer.body["total"], 10_000);
    assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
}
