//! `pivotal search`: everything that holds what is sought.

use serde_json::json;

use crate::cli::home::{Home, demand_fields, list};

fn home() -> Home {
    let home = Home::with_acme();
    home.json(["customer", "edit", "1", "--tag", "vip", "--status", "at_risk"]);
    home.json([
        "contact",
        "add",
        "1",
        "--name",
        "José García",
        "--email",
        "jose@acme.com",
        "--title",
        "CTO",
    ]);
    home.adds("山田太郎", "taro@acme.com");
    home
}

#[test]
fn customers_contacts_and_history_are_found() {
    let home = home();
    let document = home.json(["search", "jose"]);
    demand_fields(&document, &["customers", "tags", "contacts", "history", "more"]);
    let contact = &list(&document, "contacts")[0];
    demand_fields(
        contact,
        &[
            "object",
            "id",
            "customer_id",
            "email",
            "is_primary",
            "customer",
            "matched",
        ],
    );
    assert_eq!(contact["name"], "José García");
    assert_eq!(contact["customer"]["display_id"], 1);
    assert_eq!(
        contact["matched"],
        json!({"field": "name", "text": "José García"})
    );
    let lines = list(&document, "history");
    assert!(lines.iter().any(|line| line["entity"] == "contact"), "{lines:?}");
    assert_eq!(
        (&document["customers"], &document["more"]),
        (&json!([]), &json!(false))
    );

    let document = home.json(["search", "tag:vip", "status:at_risk", "\"acm\""]);
    let customer = &list(&document, "customers")[0];
    demand_fields(
        customer,
        &["object", "display_id", "name", "tags", "primary", "matched"],
    );
    assert_eq!(customer["name"], "Acme");
    assert_eq!(
        list(&home.json(["search", "vip"]), "tags")[0],
        json!({"tag": "vip", "customers": 1})
    );
    assert_eq!(list(&home.json(["search", "山"]), "contacts").len(), 1);
}

#[test]
fn a_limit_holds_for_each_kind_and_is_told() {
    let home = home();
    let mut command = home.command(["search", "@acme.com", "--limit", "1", "--json"]);
    let ran: crate::cli::home::Ran = command.output().expect("started").into();
    let document = ran.document();
    assert_eq!(list(&document, "contacts").len(), 1);
    assert_eq!(document["more"], true);
    assert!(ran.err.contains("There may be more matches."), "{}", ran.err);
    assert_eq!(home.run(["search", "a", "--limit", "0"]).code, Some(2));
}

#[test]
fn nothing_found_is_no_failure() {
    let home = home();
    let ran = home.run(["search", "nobody"]);
    assert_eq!((ran.text(), ran.err.starts_with("Nothing matches.")), ("", true));
    let document = home.json(["search", "nobody"]);
    for name in ["customers", "tags", "contacts", "history"] {
        assert_eq!(list(&document, name).len(), 0);
    }
}

#[test]
fn what_is_no_search_is_refused_with_a_sentence() {
    let home = home();
    let ran = home.run(["search", "titel:cto"]);
    assert_eq!(
        ran.refusal(4),
        "There is no field \"titel\"; the nearest is title. Put text with a colon in quotes."
    );
    home.run(["search", "  "]).refusal(4);
    home.run(["search", "tag:"]).refusal(4);
    assert_eq!(home.run(["search"]).code, Some(2));
}

#[test]
fn a_person_reads_a_table() {
    let ran = home().run(["search", "title:cto"]);
    let text = ran.text();
    assert!(text.contains("★ José García <jose@acme.com>"), "{text}");
    assert!(text.contains("title: CTO"), "{text}");
}
