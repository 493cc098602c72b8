//! Changes that people make in HubSpot, and how a client sees them.

use serde_json::{Value, json};

use super::super::PortalContact;
use super::client::{CONTACTS, Client, READ, READ_ARCHIVED, at, company, people, start};

fn at_domain(client: &mut Client, domain: &str) -> Vec<u64> {
    let filter = json!({ "propertyName": "hs_email_domain", "operator": "IN", "values": [domain] });
    client
        .post(CONTACTS, &json!({ "filterGroups": [{ "filters": [filter] }] }))
        .ids()
}

fn read(client: &mut Client, path: &str, ids: &[u64]) -> Vec<u64> {
    let inputs: Vec<Value> = ids.iter().map(|id| json!({ "id": id.to_string() })).collect();
    client.post(path, &json!({ "inputs": inputs })).ids()
}

#[test]
fn an_edit_moves_a_contact_to_another_domain_while_the_server_runs() {
    let (sandbox, mut client) = start(people(&["a@old.example"]));
    let later = at("2026-11-01T00:00:00Z");
    let edit = |contact: &mut PortalContact| contact.email = Some("a@new.example".to_owned());
    assert!(sandbox.portal().edit_contact(101, later, edit));
    assert!(at_domain(&mut client, "old.example").is_empty());
    assert_eq!(at_domain(&mut client, "new.example"), [101]);
    assert_eq!(
        sandbox.portal().contact(101).map(|contact| contact.modified),
        Some(later)
    );
    assert!(!sandbox.portal().edit_contact(999, later, |_| {}));
}

#[test]
fn an_archived_contact_leaves_search_and_may_come_back() {
    let (sandbox, mut client) = start(people(&["a@x.example"]));
    let later = at("2026-11-01T00:00:00Z");
    assert!(sandbox.portal().archive_contact(101, later));
    assert!(at_domain(&mut client, "x.example").is_empty());
    assert!(client.post(CONTACTS, &json!({})).ids().is_empty());
    assert!(sandbox.portal().restore_contact(101, later));
    assert_eq!(at_domain(&mut client, "x.example"), [101]);
    assert!(read(&mut client, READ_ARCHIVED, &[101]).is_empty());
}

#[test]
fn a_deleted_contact_is_gone_for_good() {
    let (sandbox, mut client) = start(people(&["a@x.example"]));
    assert!(sandbox.portal().delete_contact(101));
    assert!(!sandbox.portal().delete_contact(101));
    assert!(read(&mut client, READ, &[101]).is_empty());
    assert!(read(&mut client, READ_ARCHIVED, &[101]).is_empty());
    assert!(at_domain(&mut client, "x.example").is_empty());
}

#[test]
fn a_merge_makes_a_new_id_to_which_the_old_ones_lead() {
    let mut portal = people(&["a@x.example", "b@y.example", "c@x.example"]);
    let acme = portal.add_company(company("Acme", "acme.example"));
    portal.associate_primary(acme, 102);
    portal.edit_contact(102, at("2026-10-05T00:00:00Z"), |contact| {
        contact.phone = Some("+1".to_owned());
    });
    let (sandbox, mut client) = start(portal);
    let merged = sandbox
        .portal()
        .merge_contacts(101, 102, at("2026-11-01T00:00:00Z"));
    assert_eq!(merged, 104);
    assert_eq!(at_domain(&mut client, "x.example"), [103, 104]);
    assert!(at_domain(&mut client, "y.example").is_empty());
    assert_eq!(read(&mut client, READ, &[101, 102, 103]), [104, 103]);
    assert_eq!(
        sandbox
            .portal()
            .contact(101)
            .and_then(|contact| contact.phone.clone())
            .as_deref(),
        Some("+1")
    );
    let answer = client.post(
        super::client::ASSOCIATIONS,
        &json!({ "inputs": [{ "id": "501" }] }),
    );
    assert_eq!(answer.body["results"][0]["to"][0]["toObjectId"], 104);

    let again = sandbox
        .portal()
        .merge_contacts(103, 101, at("2026-11-02T00:00:00Z"));
    assert_eq!(read(&mut client, READ, &[101, 102, 103, 104]), [again]);
    sandbox.portal().delete_contact(102);
    assert!(read(&mut client, READ, &[101]).is_empty());
}

#[test]
fn an_edit_of_a_company_shows() {
    let (sandbox, mut client) = start(people(&[]));
    let id = sandbox.portal().add_company(company("Acme", "acme.example"));
    sandbox
        .portal()
        .edit_company(id, at("2026-11-01T00:00:00Z"), |company| {
            company.name = "Acme 2".to_owned();
        });
    let answer = client.post(super::client::COMPANIES, &json!({ "properties": ["name"] }));
    assert_eq!(answer.body["results"][0]["properties"]["name"], "Acme 2");
    assert_eq!(answer.body["results"][0]["updatedAt"], "2026-11-01T00:00:00.000Z");
}
