//! Hostile names from public collections, which lie beside the project: stored clean, printed clean.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::desk::{Desk, Ran, list};

/// Reads a file of the test data; says so if it is not there.
fn corpus(file: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/corpora")
        .join(file);
    let text = fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("skipped: {} is not here", path.display());
    }
    text
}

/// Reads one text of each row of a file of JSON lines.
fn texts(file: &str, field: &str) -> Option<Vec<String>> {
    let text = corpus(file)?;
    let rows = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    Some(
        rows.map(|row| row[field].as_str().expect("text").to_owned())
            .collect(),
    )
}

/// Names that the collections may lack.
fn own() -> Vec<String> {
    [
        "\u{1b}[31mAnn\u{1b}[0m Lee",
        "\u{1b}]2;owned\u{7}Ann",
        "\u{9b}2JAnn\u{9d}x\u{9c}",
        "Ann\u{202e}eeL\u{2069}",
        "A\u{200b}n\u{feff}n\u{e0041}",
        "Ann\r\nBcc: x@evil.com",
        "Ann\u{0}\u{7}\u{8}\u{7f}",
    ]
    .map(|text| text.replace('\0', ""))
    .into_iter()
    .chain([format!("q{}b", "\u{323}".repeat(500))])
    .collect()
}

/// Demands that a text holds nothing that could drive a terminal.
fn demand_clean(text: &str, said_of: &str) {
    // The lines of CSV end so.
    let text = &text.replace("\r\n", "\n");
    let mut marks = 0;
    for c in text.chars() {
        let bad = (c.is_control() && c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
            || matches!(c, '\u{e0000}'..='\u{e0fff}');
        assert!(!bad, "{c:?} in {text:?} for {said_of:?}");
        let mark = unicode_width::UnicodeWidthChar::width(c) == Some(0);
        marks = if mark { marks + 1 } else { 0 };
        assert!(marks <= 8, "a pile of marks in {text:?}");
    }
}

/// Demands it of what was printed, and of the texts in a JSON document, where escapes hide them.
fn demand_clean_output(ran: &Ran, said_of: &str) {
    demand_clean(&ran.out, said_of);
    demand_clean(&ran.err, said_of);
    if let Ok(document) = serde_json::from_str::<Value>(&ran.out) {
        demand_clean_value(&document, said_of);
    }
}

fn demand_clean_value(value: &Value, said_of: &str) {
    match value {
        Value::String(text) => {
            demand_clean(text, said_of);
            assert!(!text.contains('\n'), "{text:?}");
        }
        Value::Array(values) => values.iter().for_each(|value| demand_clean_value(value, said_of)),
        Value::Object(fields) => fields
            .values()
            .for_each(|value| demand_clean_value(value, said_of)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Adds each text as a name and other fields, then looks at all that is printed.
fn demand_that_names_are_stored_clean(names: &[String]) {
    let desk = Desk::with_acme();
    let mut taken = 0;
    for (number, name) in names.iter().enumerate() {
        let email = format!("p{number}@acme.com");
        let title = format!("--title={name}");
        let name_option = format!("--name={name}");
        let ran = desk.run([
            "contact",
            "add",
            "1",
            &name_option,
            &title,
            "--email",
            &email,
            "--json",
        ]);
        demand_clean_output(&ran, name);
        match ran.code {
            Some(0) => taken += 1,
            Some(4) => assert_eq!(
                (ran.out.as_str(), ran.err.lines().count()),
                ("", 1),
                "{name:?}: {ran:?}"
            ),
            code => panic!("{name:?} ends with {code:?}: {ran:?}"),
        }
    }
    let listed = desk.json(["contact", "list", "1"]);
    assert_eq!(list(&listed, "contacts").len(), taken);
    let commands: [&[&str]; 8] = [
        &["contact", "list", "1"],
        &["contact", "list", "1", "--json"],
        &["customer", "show", "1"],
        &["route", "1"],
        &["history", "1"],
        &["history", "1", "--json"],
        &["history", "1", "--export", "csv"],
        &["undo", "--list"],
    ];
    for arguments in commands {
        let ran = desk.run(arguments);
        assert!(!ran.text().is_empty());
        demand_clean_output(&ran, "all");
    }
}

#[test]
fn names_made_to_drive_a_terminal_do_not() {
    demand_that_names_are_stored_clean(&own());
}

#[test]
fn naughty_strings_are_stored_clean() {
    let Some(text) = corpus("naughty/blns.json") else {
        return;
    };
    let strings: Vec<String> = serde_json::from_str(&text).expect("JSON");
    demand_that_names_are_stored_clean(&strings);
}

#[test]
fn injections_and_every_escape_sequence_are_stored_clean() {
    let (Some(payloads), Some(codes)) = (
        texts("terminal/injection_payloads.jsonl", "payload"),
        texts("terminal/ansi_codes.jsonl", "seq"),
    ) else {
        return;
    };
    let names: Vec<String> = payloads
        .iter()
        .chain(&codes)
        .map(|text| format!("Ann {text}Lee"))
        .collect();
    demand_that_names_are_stored_clean(&names);
}

#[test]
fn a_customer_with_hostile_fields_is_printed_clean_and_a_bad_reference_is_echoed_clean() {
    let desk = Desk::new();
    for name in own() {
        let owner = format!("{name} <cara@us.com>");
        let arguments = [
            "--plan", &name, "--tag", &name, "--owner", &owner, "--json", "--", &name,
        ];
        demand_clean_output(&desk.run(["customer", "add"].iter().chain(&arguments)), &name);
        demand_clean_output(
            &desk.run(["customer", "show", "--", &format!("no {name}")]),
            &name,
        );
        demand_clean_output(&desk.run(["customer", "add", "x", "--domain", &name]), &name);
        demand_clean_output(
            &desk.run([
                "contact",
                "add",
                "1",
                "--name",
                "x",
                "--email",
                &format!("{name}@x"),
            ]),
            &name,
        );
        demand_clean_output(&desk.run(["customer", "import", &name]), &name);
        demand_clean_output(&desk.run(["config", "path", "--config", &name]), &name);
        let file = format!("name,owner\n\"{name}\",\"{name}\"\n");
        demand_clean_output(
            &desk.run_with_input(["customer", "import", "-"], file.as_bytes()),
            &name,
        );
    }
    for arguments in [
        &["customer", "list"][..],
        &["customer", "list", "--json"],
        &["customer", "show", "1"],
    ] {
        demand_clean_output(&desk.run(arguments), "all");
    }
}

#[test]
fn addresses_get_the_verdict_on_which_all_sources_agree() {
    let Some(text) = corpus("emails.jsonl") else {
        return;
    };
    let desk = Desk::new();
    let rows: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    // Every fifth address is enough here; the rule itself is tested on all of them.
    for row in rows.iter().step_by(5) {
        let address = row["address"].as_str().expect("text");
        let wanted = match row["label"].as_str() {
            Some("valid" | "trim") => Some(0),
            Some("invalid") => Some(4),
            _ => continue,
        };
        if address.contains('\0') {
            continue;
        }
        let customer = desk.json(["customer", "add", "Acme"])["display_id"].to_string();
        let email = format!("--email={address}");
        let ran = desk.run(["contact", "add", &customer, "--name", "Ann Lee", &email]);
        assert_eq!(ran.code, wanted, "{address:?}: {ran:?}");
        demand_clean_output(&ran, address);
    }
}
