//! Reading by id: contacts, the contacts of companies, the account.

use serde_json::{Value, json};

use super::super::Portal;
use super::client::{ACCOUNT, ASSOCIATIONS, READ, READ_ARCHIVED, at, company, people, person, start};

fn inputs(ids: impl IntoIterator<Item = u64>) -> Value {
    let inputs: Vec<Value> = ids
        .into_iter()
        .map(|id| json!({ "id": id.to_string() }))
        .collect();
    json!({ "inputs": inputs, "properties": ["email"] })
}

#[test]
fn reads_contacts_in_an_order_of_its_own() {
    let (_sandbox, mut client) = start(people(&["a@x.example", "b@x.example", "c@x.example"]));
    let answer = client.post(READ, &inputs([102, 101, 103, 101]));
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body["status"], "COMPLETE");
    assert_eq!(answer.ids(), [103, 102, 101]);
    assert_eq!(answer.body["results"][0]["properties"]["email"], "c@x.example");
    assert_eq!(answer.body["errors"], Value::Null);
}

#[test]
fn names_the_ids_that_it_does_not_find() {
    let (_sandbox, mut client) = start(people(&["a@x.example"]));
    let answer = client.post(READ, &inputs([101, 999, 998]));
    assert_eq!(answer.status, 207);
    assert_eq!(answer.ids(), [101]);
    assert_eq!(answer.body["numErrors"], 1);
    let error = &answer.body["errors"][0];
    assert_eq!(error["category"], "OBJECT_NOT_FOUND");
    assert_eq!(error["context"]["ids"], json!(["998", "999"]));
}

#[test]
fn archived_contacts_are_read_apart() {
    let mut portal = people(&["a@x.example", "b@x.example"]);
    portal.archive_contact(101, at("2026-11-01T00:00:00Z"));
    let (_sandbox, mut client) = start(portal);
    assert_eq!(client.post(READ, &inputs([101, 102])).ids(), [102]);
    let archived = client.post(READ_ARCHIVED, &inputs([101, 102]));
    assert_eq!((archived.status, archived.ids()), (207, vec![101]));
    assert_eq!(archived.body["results"][0]["archived"], true);
}

#[test]
fn reads_no_more_than_a_hundred() {
    let (_sandbox, mut client) = start(Portal::default());
    assert_eq!(client.post(READ, &inputs(1..=100)).status, 207);
    assert_eq!(client.post(READ, &inputs(1..=101)).status, 400);
    assert_eq!(
        client.post(READ, &json!({ "inputs": [{ "id": "x" }] })).status,
        400
    );
    assert_eq!(client.post(ASSOCIATIONS, &json!({})).status, 400);
}

#[test]
fn tells_the_contacts_of_companies() {
    let mut portal = people(&["a@x.example", "b@x.example", "c@x.example"]);
    let acme = portal.add_company(company("Acme", "acme.example"));
    let empty = portal.add_company(company("Empty", "empty.example"));
    portal.associate(acme, 101);
    portal.associate_primary(acme, 102);
    portal.associate(acme, 103);
    portal.archive_contact(103, at("2026-11-01T00:00:00Z"));
    let (_sandbox, mut client) = start(portal);
    let body = json!({ "inputs": [{ "id": acme.to_string() }, { "id": empty.to_string() }] });
    let answer = client.post(ASSOCIATIONS, &body);
    assert_eq!(answer.status, 207);
    let plain = json!({ "category": "HUBSPOT_DEFINED", "typeId": 280, "label": null });
    let primary = json!({ "category": "HUBSPOT_DEFINED", "typeId": 2, "label": "Primary" });
    assert_eq!(
        answer.body["results"],
        json!([{ "from": { "id": "501" }, "to": [
            { "toObjectId": 101, "associationTypes": [plain] },
            { "toObjectId": 102, "associationTypes": [plain, primary] },
        ]}])
    );
    assert_eq!(answer.body["errors"][0]["category"], "NO_ASSOCIATIONS_FOUND");
    let one = client.post(ASSOCIATIONS, &json!({ "inputs": [{ "id": acme.to_string() }] }));
    assert_eq!(one.status, 200);
}

#[test]
fn long_lists_of_contacts_come_by_pages() {
    let mut portal = Portal::default();
    let acme = portal.add_company(company("Acme", "acme.example"));
    for number in 0..5 {
        let contact = portal.add_contact(person(&format!("p{number}@x.example")));
        portal.associate(acme, contact);
    }
    let (sandbox, mut client) = start(portal);
    sandbox.rules().association_page = 2;
    let (mut seen, mut after) = (Vec::new(), None);
    for page in 0..3 {
        let mut input = json!({ "id": acme.to_string() });
        if let Some(after) = after.take() {
            input["after"] = after;
        }
        let answer = client.post(ASSOCIATIONS, &json!({ "inputs": [input] }));
        let result = &answer.body["results"][0];
        for target in result["to"].as_array().expect("targets") {
            seen.push(target["toObjectId"].as_u64().expect("a number"));
        }
        after = result["paging"]["next"].get("after").cloned();
        assert_eq!(after.is_some(), page < 2);
    }
    assert_eq!(seen, [101, 102, 103, 104, 105]);
}

#[test]
fn takes_no_more_than_a_thousand_companies() {
    let (_sandbox, mut client) = start(Portal::default());
    for (count, status) in [(1_000, 207), (1_001, 400)] {
        let inputs: Vec<Value> = (0..count).map(|id| json!({ "id": id.to_string() })).collect();
        assert_eq!(
            client.post(ASSOCIATIONS, &json!({ "inputs": inputs })).status,
            status
        );
    }
}

#[test]
fn tells_of_the_account() {
    let (_sandbox, mut client) = start(Portal::new(7));
    let answer = client.send("GET", ACCOUNT, "sandbox", "");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body["portalId"], 7);
    assert_eq!(answer.body["timeZone"], "Europe/Berlin");
}
