//! `pivotal contact show` and `pivotal customer show`: where values came from, and what else is known.

use serde_json::{Value, json};

use crate::cli::home::{CARA, Home, demand_fields, list};

/// Returns the source and the value of a field.
fn origin<'a>(document: &'a Value, field: &str) -> (&'a Value, &'a Value) {
    (&document["provenance"][field]["source"], &document[field])
}

fn with_dana() -> Home {
    let home = Home::with_acme();
    home.adds("Dana Ruiz", "dana@acme.com");
    home
}

#[test]
fn a_contact_is_shown_with_where_its_values_came_from() {
    let home = with_dana();
    home.run(["contact", "edit", "1", "dana@acme.com", "--title", "CTO"])
        .text();
    home.run_with_input(["contact", "import", "1"], b"Ann Lee, ann@acme.com, CFO\n");
    let ann = home.json(["contact", "show", "1", "ann@acme.com"]);
    assert_eq!(origin(&ann, "title"), (&json!("list"), &json!("CFO")));
    let dana = home.json(["contact", "show", "1", "dana@acme.com"]);
    demand_fields(
        &dana,
        &[
            "object",
            "id",
            "email",
            "fields",
            "customer",
            "provenance",
            "also_at",
            "also_at_total",
            "notes",
            "notes_total",
            "open_tasks",
            "open_tasks_total",
            "notifications",
            "notifications_total",
            "links",
        ],
    );
    assert_eq!(origin(&dana, "name"), (&json!("typed"), &json!("Dana Ruiz")));
    assert_eq!(origin(&dana, "title"), (&json!("edited"), &json!("CTO")));
    assert_eq!(origin(&dana, "phone"), (&Value::Null, &Value::Null));
    demand_fields(
        &dana["provenance"]["title"],
        &["source", "at", "by", "differs_in_hubspot", "hubspot_value"],
    );
    assert_eq!(dana["customer"], json!({"display_id": 1, "name": "Acme"}));
    assert_eq!(
        dana["links"],
        json!([{"kind": "mail", "url": "mailto:dana@acme.com"}])
    );
    home.run(["undo", "--yes"]).text();
    home.run(["undo", "--yes"]).text();
    let dana = home.json(["contact", "show", "1", "dana@acme.com"]);
    assert_eq!(origin(&dana, "title"), (&Value::Null, &Value::Null));
}

#[test]
fn notes_tasks_notifications_and_fields_of_ones_own_are_shown() {
    let home = with_dana();
    home.json(["field", "add", "contact", "Region"]);
    home.json(["contact", "edit", "1", "dana@acme.com", "--field", "Region=EMEA"]);
    home.json(["note", "add", "1", "dana@acme.com", "Prefers calls"]);
    home.json(["onboarding", "start", "1"]);
    home.json([
        "task",
        "add",
        "1",
        "--title",
        "Send the logo",
        "--customer-facing",
        "--assignee",
        "dana@acme.com",
        "--due",
        "2027-01-15",
    ]);
    let dana = home.json(["contact", "show", "1", "dana@acme.com"]);
    assert_eq!(dana["fields"]["region"], "EMEA");
    assert_eq!(list(&dana, "notes")[0]["text"], "Prefers calls");
    assert_eq!(list(&dana, "open_tasks")[0]["title"], "Send the logo");
    assert_eq!(list(&dana, "notifications")[0]["kind"], "task_assigned");
    let told = home.run(["contact", "show", "1", "dana@acme.com"]);
    for line in [
        "Contact of Acme, #1  ★ primary",
        "Gets the notifications of this customer.",
        "Region        EMEA",
        "Prefers calls",
        "Send the logo",
        "15 Jan 2027",
        "mailto:dana@acme.com",
    ] {
        assert!(told.text().contains(line), "{line}: {}", told.out);
    }
    let acme = home.json(["customer", "show", "1"]);
    demand_fields(
        &acme,
        &[
            "archived_contacts",
            "unlinked_contacts",
            "linked_contacts",
            "hubspot_companies",
        ],
    );
    assert_eq!(origin(&acme, "domain"), (&json!("added"), &json!("acme.com")));
    assert_eq!(acme["provenance"]["primary"]["source"], "edited");
    let onboardings = list(&acme, "onboardings");
    assert_eq!(onboardings[0]["phase"], "Kickoff");
    assert_eq!(acme["onboardings_total"], 1);
    let titles: Vec<&Value> = list(&acme, "open_tasks")
        .iter()
        .map(|task| &task["title"])
        .collect();
    assert!(titles.contains(&&json!("Send the logo")), "{titles:?}");
    assert_eq!(acme["open_tasks_total"], titles.len());
    let told = home.run(["customer", "show", "1"]);
    for line in ["Domain", "Where it came from", "Open tasks: ", "Notifications: 2"] {
        assert!(told.text().contains(line), "{line}: {}", told.out);
    }
}

#[test]
fn the_same_person_at_another_customer_is_named() {
    let home = with_dana();
    home.json(["customer", "add", "Labs", "--owner", CARA]);
    home.json([
        "contact",
        "add",
        "2",
        "--name",
        "Dana R.",
        "--email",
        "dana@acme.com",
    ]);
    let dana = home.json(["contact", "show", "1", "dana@acme.com"]);
    assert_eq!(
        dana["also_at"][0]["customer"],
        json!({"display_id": 2, "name": "Labs"})
    );
    assert_eq!(dana["also_at_total"], 1);
}

#[test]
fn who_is_not_there_cannot_be_shown() {
    let home = with_dana();
    let ran = home.run(["contact", "show", "1", "nobody@acme.com"]);
    assert!(ran.refusal(3).contains("no contact"), "{ran:?}");
    home.run(["contact", "show", "9", "dana@acme.com"]).refusal(3);
}
