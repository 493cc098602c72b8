//! `pivotal contact duplicates`, `merge` and `distinct`, and saved views of the customers.

use std::fs;

use serde_json::json;

use crate::cli::home::{Home, demand_fields, list};

fn with_two_anns() -> Home {
    let home = Home::with_acme();
    home.adds("Ann Lee", "ann@acme.com");
    let more = [
        "--name",
        "ann lee",
        "--email",
        "ann.lee@acme.io",
        "--title",
        "CTO",
    ];
    home.json(["contact", "add", "1"].iter().chain(&more));
    home
}

#[test]
fn duplicates_are_listed_merged_and_brought_back_by_one_undo() {
    let home = with_two_anns();
    let found = home.json(["contact", "duplicates", "1"]);
    let pair = &list(&found, "duplicates")[0];
    assert_eq!(pair["why"], "name");
    assert_eq!(pair["contacts"][0]["email"], "ann@acme.com");
    demand_fields(&pair["contacts"][1], &["object", "id", "email", "is_primary"]);
    let table = home.run(["contact", "duplicates", "1"]);
    assert!(table.text().contains("same name"), "{table:?}");

    let before = home.json(["contact", "list", "1"]);
    let merge = ["contact", "merge", "1", "ann@acme.com", "ann.lee@acme.io"];
    let merged = home.json(merge.iter().chain(&["--take", "title", "--take", "email"]));
    assert_eq!(
        (&merged["name"], &merged["email"], &merged["title"]),
        (&json!("Ann Lee"), &json!("ann.lee@acme.io"), &json!("CTO"))
    );
    assert_eq!(merged["is_primary"], true);
    assert_eq!(list(&home.json(["contact", "list", "1"]), "contacts").len(), 1);
    let none = home.run(["contact", "duplicates", "1"]);
    assert_eq!((none.code, none.out.as_str()), (Some(0), ""));
    assert!(none.err.contains("no likely duplicates"), "{none:?}");
    home.run(["undo"]).text();
    let after = home.json(["contact", "list", "1"]);
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
    let home = with_two_anns();
    let lines = home.lines_of_history();
    let same = home.run(["contact", "merge", "1", "ann@acme.com", "ann@acme.com"]);
    assert!(same.refusal(4).contains("the same contact"), "{same:?}");
    let gone = home.run(["contact", "merge", "1", "ann@acme.com", "bob@acme.com"]);
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
    assert_eq!(home.run(field).code, Some(2));
    assert_eq!(home.lines_of_history(), lines);
}

#[test]
fn distinct_is_remembered_and_undone() {
    let home = with_two_anns();
    let ran = home.run(["contact", "distinct", "1", "ann@acme.com", "ann.lee@acme.io"]);
    assert_eq!(ran.text(), "Marked Ann Lee and ann lee as different people.\n");
    assert!(list(&home.json(["contact", "duplicates", "1"]), "duplicates").is_empty());
    let history = home.json(["history", "1"]);
    let newest = &list(&history, "history")[0];
    assert_eq!(newest["entity"], "pair");
    assert_eq!(newest["field"], "told_apart");
    home.run(["undo"]).text();
    assert_eq!(
        list(&home.json(["contact", "duplicates", "1"]), "duplicates").len(),
        1
    );
    let told = home.json(["contact", "distinct", "1", "ann@acme.com", "ann.lee@acme.io"]);
    assert_eq!(list(&told, "distinct").len(), 2);
}

#[test]
fn customers_are_listed_by_a_view_by_words_or_by_both() {
    let home = Home::with_acme();
    home.json(["customer", "add", "Acme Labs", "--tag", "vip"]);
    home.json(["customer", "add", "Borealis", "--tag", "vip"]);
    let config = home.path("config.toml");
    fs::write(&config, "[views]\nvip = \"vip\"\n\"at risk\" = \"at risk\"\n").expect("written");
    let config = config.to_string_lossy().into_owned();
    let names = |more: &[&str]| -> Vec<String> {
        let start = ["customer", "list", "--config", &config];
        list(&home.json(start.iter().chain(more)), "customers")
            .iter()
            .map(|customer| customer["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    assert_eq!(names(&["--view", "VIP"]), ["Acme Labs", "Borealis"]);
    assert_eq!(names(&["--search", "acme"]), ["Acme", "Acme Labs"]);
    assert_eq!(names(&["--view", "vip", "--search", "acme"]), ["Acme Labs"]);
    let unknown = home.run(["customer", "list", "--config", &config, "--view", "atrisk"]);
    assert!(unknown.refusal(3).contains("\"at risk\""), "{unknown:?}");
    let none = home.run(["customer", "list", "--view", "vip"]);
    assert!(none.refusal(3).contains("[views]"), "{none:?}");
    let empty = home.run(["customer", "list", "--search", "nothing like it"]);
    assert_eq!((empty.code, empty.out.as_str()), (Some(0), ""));
    assert!(empty.err.contains("nothing like it"), "{empty:?}");
}

#[test]
fn a_customer_shows_its_signals_in_words() {
    let home = Home::with_acme();
    let shown = home.run(["customer", "show", "1"]);
    assert!(shown.text().contains("Signals   no contacts"), "{shown:?}");
    home.adds("Ann Lee", "ann@home.example");
    let shown = home.run(["customer", "show", "1"]);
    assert!(
        shown
            .text()
            .contains("Signals   single contact, primary outside the domain"),
        "{shown:?}"
    );
}
