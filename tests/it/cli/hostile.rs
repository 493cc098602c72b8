//! Hostile names from public collections: stored clean, printed clean.

use serde_json::Value;

use crate::cli::home::{Home, Ran, list};
use crate::support::data::{naughty, terminal_sequences};

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
pub(crate) fn demand_clean_output(ran: &Ran, said_of: &str) {
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
    let home = Home::with_acme();
    let mut taken = 0;
    for (number, name) in names.iter().enumerate() {
        let email = format!("p{number}@acme.com");
        let title = format!("--title={name}");
        let name_option = format!("--name={name}");
        let ran = home.run([
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
    let listed = home.json(["contact", "list", "1"]);
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
        let ran = home.run(arguments);
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
    demand_that_names_are_stored_clean(&naughty());
}

#[test]
fn injections_and_every_escape_sequence_are_stored_clean() {
    let names: Vec<String> = terminal_sequences()
        .iter()
        .map(|text| format!("Ann {text}Lee"))
        .collect();
    demand_that_names_are_stored_clean(&names);
}

#[test]
fn a_customer_with_hostile_fields_is_printed_clean_and_a_bad_reference_is_echoed_clean() {
    let home = Home::new();
    for name in own() {
        let owner = format!("{name} <cara@us.com>");
        let arguments = [
            "--plan", &name, "--tag", &name, "--owner", &owner, "--json", "--", &name,
        ];
        demand_clean_output(&home.run(["customer", "add"].iter().chain(&arguments)), &name);
        demand_clean_output(
            &home.run(["customer", "show", "--", &format!("no {name}")]),
            &name,
        );
        demand_clean_output(&home.run(["customer", "add", "x", "--domain", &name]), &name);
        demand_clean_output(
            &home.run([
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
        demand_clean_output(&home.run(["customer", "import", &name]), &name);
        demand_clean_output(&home.run(["config", "path", "--config", &name]), &name);
        let file = format!("name,owner\n\"{name}\",\"{name}\"\n");
        demand_clean_output(
            &home.run_with_input(["customer", "import", "-"], file.as_bytes()),
            &name,
        );
    }
    for arguments in [
        &["customer", "list"][..],
        &["customer", "list", "--json"],
        &["customer", "show", "1"],
    ] {
        demand_clean_output(&home.run(arguments), "all");
    }
}
