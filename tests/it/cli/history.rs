//! `pivotal history`: every change with time, actor, old and new value.

use serde_json::{Value, json};

use crate::cli::home::{CARA, Home, demand_fields, list};

#[test]
fn every_change_is_told_newest_first() {
    let home = Home::with_acme();
    home.adds("Dana Ruiz", "dana@acme.com");
    home.json(["contact", "edit", "1", "dana@acme.com", "--title", "CTO"]);
    let document = home.json(["history", "acme.com"]);
    let history = list(&document, "history");
    for entry in history {
        demand_fields(
            entry,
            &[
                "at",
                "actor",
                "change",
                "cause",
                "entity",
                "entity_id",
                "subject",
                "event",
                "field",
                "old",
                "new",
                "sentence",
            ],
        );
        assert_eq!(
            (&entry["actor"], &entry["cause"]),
            (&json!("mia"), &json!("change"))
        );
    }
    let newest = &history[0];
    assert_eq!(newest["field"], "title");
    assert_eq!((&newest["old"], &newest["new"]), (&Value::Null, &json!("CTO")));
    assert_eq!(
        (&newest["event"], &newest["entity"]),
        (&json!("changed"), &json!("contact"))
    );
    assert_eq!(history.last().expect("the first change")["event"], "added");
    assert!(
        home.run(["history", "1"])
            .text()
            .contains("title of Dana Ruiz: nothing → \"CTO\"")
    );
}

#[test]
fn the_name_in_the_configuration_is_the_actor() {
    let home = Home::new();
    let file = home.path("config.toml");
    std::fs::write(&file, "[user]\nname = \"Cara Osei\"\n").expect("written");
    let file = file.to_str().expect("UTF-8");
    home.json(["customer", "add", "Acme", "--config", file]);
    assert_eq!(
        list(&home.json(["history", "1"]), "history")[0]["actor"],
        "Cara Osei"
    );
}

#[test]
fn an_export_is_csv_with_cells_that_no_spreadsheet_takes_for_formulas() {
    let home = Home::with_acme();
    home.adds("=HYPERLINK(\"http://evil\",\"x\")", "a@acme.com");
    home.json([
        "contact",
        "edit",
        "1",
        "a@acme.com",
        "--title",
        "@SUM(A1)",
        "--phone",
        "+1 202-555-0101",
    ]);
    home.json([
        "customer",
        "edit",
        "1",
        "--plan",
        "-1+1",
        "--name",
        "Acme, \"Inc\"",
    ]);
    let ran = home.run(["history", "1", "--export", "csv"]);
    let mut reader = csv::Reader::from_reader(ran.text().as_bytes());
    let titles = reader.headers().expect("a header").clone();
    assert!(titles.iter().any(|title| title == "old") && titles.iter().any(|title| title == "new"));
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("CSV");
    assert_eq!(rows.len(), home.lines_of_history());
    let cells: Vec<&str> = rows.iter().flat_map(csv::StringRecord::iter).collect();
    assert!(
        !cells
            .iter()
            .any(|cell| cell.starts_with(['=', '+', '-', '@', '\t', '\r'])),
        "{cells:?}"
    );
    for wanted in ["'@SUM(A1)", "'+1 202-555-0101", "'-1+1", "Acme, \"Inc\""] {
        assert!(cells.contains(&wanted), "{wanted} in {cells:?}");
    }
}

#[test]
fn an_export_as_json_is_what_json_prints() {
    let home = Home::with_acme();
    let export = home.run(["history", "1", "--export", "json"]).document();
    assert_eq!(export, home.json(["history", "1"]));
    assert_eq!(home.run(["history", "1", "--export", "xml"]).code, Some(2));
}

#[test]
fn owners_are_told_by_name() {
    let home = Home::with_acme();
    home.json(["customer", "edit", "1", "--owner", "Max Roe <max@us.com>"]);
    let document = home.json(["history", "1"]);
    let newest = list(&document, "history")
        .iter()
        .find(|entry| entry["field"] == "owner")
        .expect("the new owner");
    assert_eq!(
        (&newest["old"], &newest["new"]),
        (&json!("Cara Osei"), &json!("Max Roe"))
    );
    assert_ne!(newest["old"], CARA);
}
