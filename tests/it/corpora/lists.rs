//! Lists that people really have: no ready row holds anybody but a person of the list.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use pivotal::domain::Domain;
use pivotal::paste::{IndexedText, Known, ListFile, Options, Row, Sheet, Status, Taken, read_file};
use serde_json::Value;

use crate::support::data::{data, data_path, json_lines, public, public_path, text as field};

fn read(file: &Path) -> Vec<Row> {
    let bytes = fs::read(file).expect("readable");
    // What is no text is refused, and nobody of it is ready.
    let Ok(ListFile { text, .. }) = read_file(&bytes, &Taken::default()) else {
        return Vec::new();
    };
    let source = IndexedText::new(&text);
    let known = Known::of_customer(Domain::parse("acme.com").ok(), false);
    let sheet = Sheet::new(&source, Options::default(), Arc::new(known));
    sheet.rows(&sheet.all(), &source)
}

/// Returns whether a row is somebody of the truth who may be ready; what the truth leaves open counts as right.
fn is_right(row: &Row, person: &Value) -> bool {
    let fits =
        |key: &str, found: &str, fold: fn(&str) -> String| match person.get(key).and_then(Value::as_str) {
            None => true,
            Some(wanted) => {
                let others = person.get(format!("{key}_alt")).and_then(Value::as_array);
                fold(wanted) == fold(found)
                    || others.is_some_and(|others| {
                        others
                            .iter()
                            .filter_map(Value::as_str)
                            .any(|other| fold(other) == fold(found))
                    })
            }
        };
    field(person, "status") != "flagged"
        && fits("name", &row.name, str::to_owned)
        && fits("email", &row.email, str::to_lowercase)
}

fn wrong_and_ready(folder: &Path, truth: &str, people: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for list in json_lines(truth) {
        if list.get("arguable").and_then(Value::as_bool) == Some(true) {
            continue;
        }
        let name = field(&list, "file");
        let file = folder.join(name);
        let truth = list.get(people).and_then(Value::as_array).expect("people");
        for row in read(&file).iter().filter(|row| row.status == Status::Ready) {
            if !truth.iter().any(|person| is_right(row, person)) {
                wrong.push(format!(
                    "{name} line {}: {:?} <{}>",
                    row.line + 1,
                    row.name,
                    row.email
                ));
            }
        }
    }
    wrong
}

#[test]
fn no_case_holds_a_wrong_person_in_a_ready_row() {
    let wrong = wrong_and_ready(&data_path("cases"), &data("cases/expect.jsonl"), "expected");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
#[ignore = "reads the public lists of PIVOTAL_CORPORA"]
fn no_list_holds_a_wrong_person_in_a_ready_row() {
    let wrong = wrong_and_ready(
        &public_path("../lists/dev"),
        &public("../lists/dev.jsonl"),
        "people",
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
