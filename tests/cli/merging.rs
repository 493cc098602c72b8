//! `pivotal contact duplicates`, `merge` and `distinct`, and saved views of the customers.

use std::fs;

use serde_json::json;

use crate::desk::{Desk, demand_fields, list};

fn with_two_anns() -> Desk {
    let desk = Desk::with_acme();
    desk.adds("Ann Lee", "ann@acme.com");
    let more = [
        "--name",
        "ann lee",
        "--email",
        "ann.lee@acme.io",
        "--title",
        "CTO",
    ];
    desk.json(["contact", "add", "1"].iter().chain(&more));
    desk
}

#[test]
fn duplicates_are_listed_merged_and_brought_back_by_one_undo() {
    let desk = with_two_anns();
    let found = desk.json(["contact", "duplicates", "1"]);
    let pair = &list(&found, "duplicates")[0];
    assert_eq!(pair["why"], "name");
    assert_eq!(pair["contacts"][0]["email"], "ann@acme.com");
    demand_fields(&pair["contacts"][1], &["object", "id", "email", "is_primary"]);
    let table = desk.run(["contact", "duplicates", "1"]);
    assert!(table.text().contains("same name"), "{table:?}");

    let before = desk.json(["contact", "list", "1"]);
    let merge = ["contact", "merge", "1", "ann@acme.com", "ann.lee@acme.io"];
    let merged = desk.json(merge.iter().chain(&["--take", "title", "--take", "email"]));
    assert_eq!(
        (&merged["name"], &merged["email"], &merged["title"]),
        (&json!("Ann Lee"), &json!("ann.lee@acme.io"), &json!("CTO"))
    );
    assert_eq!(merged["is_primary"], true);
    assert_eq!(list(&desk.json(["contact", "list", "1"]), "contacts").len(), 1);
    let none = desk.run(["contact", "duplicates", "1"]);
    assert_eq!((none.code, none.out.as_str()), (Some(0), ""));
    assert!(none.err.contains("Nobody of Acme"), "{none:?}");
    desk.run(["undo"]).text();
    let after = desk.json(["contact", "list", "1"]);
    let emails = |document: &serde_json::Value| -> Vec<serde_json::Value> {
        list(document, "contacts")
            .iter()
            .map(|contact| {
                json!([
                    contact["id"],
                    contact["email"],
                    contact["title"],
                    contact["is_primary"]
                ])
            })
            .collect()
    };
    assert_eq!(emails(&after), emails(&before));
}

#[test]
fn what_cannot_be_merged_is_refused_and_changes_nothing() {
    let desk = with_two_anns();
    let lines = desk.lines_of_history();
    let same = desk.run(["contact", "merge", "1", "ann@acme.com", "ann@acme.com"]);
    assert!(same.refusal(4).contains("one and the same"), "{same:?}");
    let gone = desk.run(["contact", "merge", "1", "ann@acme.com", "bob@acme.com"]);
    assert!(gone.refusal(3).contains("no contact"), "{gone:?}");
    let field = [
        "contact",
        "merge",
        "1",
        "ann@acme.com",
        "ann.lee@acme.io",
        "--take",
        "star",
    ];
    assert_eq!(desk.run(field).code, Some(2));
    assert_eq!(desk.lines_of_history(), lines);
}

#[test]
fn distinct_is_remembered_and_undone() {
    let desk = with_two_anns();
    let ran = desk.run(["contact", "distinct", "1", "ann@acme.com", "ann.lee@acme.io"]);
    assert_eq!(ran.text(), "Noted: Ann Lee and ann lee are not the same.\n");
    assert!(list(&desk.json(["contact", "duplicates", "1"]), "duplicates").is_empty());
    let history = desk.json(["history", "1"]);
    let newest = &list(&history, "history")[0];
    assert_eq!(newest["entity"], "pair");
    assert_eq!(newest["field"], "told_apart");
    desk.run(["undo"]).text();
    assert_eq!(
        list(&desk.json(["contact", "duplicates", "1"]), "duplicates").len(),
        1
    );
    let told = desk.json(["contact", "distinct", "1", "ann@acme.com", "ann.lee@acme.io"]);
    assert_eq!(list(&told, "distinct").len(), 2);
}

#[test]
fn customers_are_listed_by_a_view_by_words_or_by_both() {
    let desk = Desk::with_acme();
    desk.json(["customer", "add", "Acme Labs", "--tag", "vip"]);
    desk.json(["customer", "add", "Borealis", "--tag", "vip"]);
    let config = desk.path("config.toml");
    fs::write(&config, "[views]\nvip = \"vip\"\n\"at risk\" = \"at risk\"\n").expect("written");
    let config = config.to_string_lossy().into_owned();
    let names = |more: &[&str]| -> Vec<String> {
        let start = ["customer", "list", "--config", &config];
        list(&desk.json(start.iter().chain(more)), "customers")
            .iter()
            .map(|customer| customer["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    assert_eq!(names(&["--view", "VIP"]), ["Acme Labs", "Borealis"]);
    assert_eq!(names(&["--search", "acme"]), ["Acme", "Acme Labs"]);
    assert_eq!(names(&["--view", "vip", "--search", "acme"]), ["Acme Labs"]);
    let unknown = desk.run(["customer", "list", "--config", &config, "--view", "atrisk"]);
    assert!(unknown.refusal(3).contains("\"at risk\""), "{unknown:?}");
    let none = desk.run(["customer", "list", "--view", "vip"]);
    assert!(none.refusal(3).contains("[views]"), "{none:?}");
    let empty = desk.run(["customer", "list", "--search", "nothing like it"]);
    assert_eq!((empty.code, empty.out.as_str()), (Some(0), ""));
    assert!(empty.err.contains("nothing like it"), "{empty:?}");
}

#[test]
fn a_customer_shows_its_signals_in_words() {
    let desk = Desk::with_acme();
    let shown = desk.run(["customer", "show", "1"]);
    assert!(shown.text().contains("Signals   no contacts"), "{shown:?}");
    desk.adds("Ann Lee", "ann@home.example");
    let shown = desk.run(["customer", "show", "1"]);
    assert!(
        shown
            .text()
            .contains("Signals   single contact, primary outside the domain"),
        "{shown:?}"
    );
}
