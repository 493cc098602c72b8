//! Pasted lists against public test data: addresses, address lists, exports, and oddities of CSV.

use pivotal::domain::Detail;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use pivotal::paste::{IndexedText, Known, Options, Row, Sheet, Status, decode};
use serde_json::Value;

use crate::support::data::{data, json_lines, public, public_path, text as field};

fn read(text: &str) -> (Sheet, Vec<Row>) {
    let source = IndexedText::new(text);
    let sheet = Sheet::new(&source, Options::default(), Arc::new(Known::default()));
    let rows = sheet
        .all()
        .into_iter()
        .filter_map(|row| sheet.row(row, &source))
        .collect();
    (sheet, rows)
}

fn codes(row: &Row) -> Vec<&'static str> {
    row.reasons.iter().map(|reason| reason.code.key()).collect()
}

/// Prints a share and demands it.
fn demand(what: &str, right: usize, all: usize, least: f64, wrong: &[String]) {
    let share = 100.0 * right as f64 / all as f64;
    println!("{what}: {right} of {all}, {share:.1} %");
    for line in wrong {
        println!("  {line}");
    }
    assert!(share >= least, "{what}: {share:.1} % is less than {least} %");
}

#[test]
#[ignore = "reads the public lists of PIVOTAL_CORPORA"]
fn addresses_in_a_cell_get_the_verdict_on_which_all_sources_agree() {
    let rows = json_lines(&public("emails.jsonl"));
    for (labels, accepted, least) in [
        (["valid", "trim"], true, 99.5),
        (["invalid", "invalid"], false, 98.0),
    ] {
        let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
        for row in rows.iter().filter(|row| labels.contains(&field(row, "label"))) {
            let address = field(row, "address");
            let quoted = format!("Name,Email\nAnn,\"{}\"\n", address.replace('"', "\"\""));
            let (_, found) = read(&decode(quoted.as_bytes()));
            all += 1;
            let ready = matches!(found.as_slice(), [only] if only.status == Status::Ready);
            if ready == accepted {
                right += 1;
            } else {
                wrong.push(format!(
                    "{address:?}: {:?}",
                    found.iter().map(codes).collect::<Vec<_>>()
                ));
            }
        }
        let what = if accepted {
            "valid addresses kept"
        } else {
            "invalid addresses flagged"
        };
        demand(what, right, all, least, &wrong);
    }
}

#[test]
#[ignore = "reads the public lists of PIVOTAL_CORPORA"]
fn practical_address_lists_are_read() {
    let rows = json_lines(&public("address_lists.jsonl"));
    for (practical, least) in [(true, 97.0), (false, 0.0)] {
        let (mut right, mut all, mut wrong) = (0, 0, Vec::new());
        for row in &rows {
            let Some(expected) = row.get("expected").and_then(Value::as_array) else {
                continue;
            };
            if row.get("practical").and_then(Value::as_bool) != Some(practical) {
                continue;
            }
            let (_, found) = read(field(row, "input"));
            let fits = found.len() == expected.len()
                && expected.iter().zip(&found).all(|(wanted, row)| {
                    row.email == field(wanted, "email").to_lowercase()
                        && wanted
                            .get("name")
                            .and_then(Value::as_str)
                            .is_none_or(|name| row.name == name)
                });
            all += 1;
            if fits {
                right += 1;
            } else {
                wrong.push(format!(
                    "{:?}: {:?}",
                    field(row, "input"),
                    found
                        .iter()
                        .map(|row| (&row.name, &row.email))
                        .collect::<Vec<_>>()
                ));
            }
        }
        let what = if practical {
            "practical address lists"
        } else {
            "other address lists"
        };
        demand(what, right, all, least, &wrong);
    }
}

#[test]
#[ignore = "reads the public lists of PIVOTAL_CORPORA"]
fn exports_are_recognised_at_first_paste() {
    let truth = json_lines(&public("exports/generated/truth.jsonl"));
    let (mut right, mut wrong) = (0, Vec::new());
    for file in files("exports/generated") {
        let stem = file
            .file_stem()
            .and_then(|stem| stem.to_str())
            .expect("a name")
            .to_owned();
        let expected: Vec<&Value> = truth.iter().filter(|row| field(row, "file") == stem).collect();
        if expected.is_empty() {
            continue;
        }
        let (sheet, rows) = read(&decode(&fs::read(&file).expect("readable")));
        assert!(sheet.format().header, "{stem}: no header");
        for (at, wanted) in expected.iter().enumerate() {
            let problem = match rows.get(at) {
                None => Some("is missing".to_owned()),
                Some(row) => mistake(wanted, row),
            };
            match problem {
                None => right += 1,
                Some(problem) => wrong.push(format!("{stem} row {at}: {problem}")),
            }
        }
        if rows.len() != expected.len() {
            wrong.push(format!(
                "{stem}: {} rows instead of {}",
                rows.len(),
                expected.len()
            ));
        }
    }
    demand("rows of exports", right, truth.len(), 99.0, &wrong);
}

fn mistake(wanted: &Value, row: &Row) -> Option<String> {
    let has_email = field(wanted, "email").to_lowercase();
    for (name, wanted, found) in [
        ("name", field(wanted, "name"), row.name.as_str()),
        ("email", has_email.trim(), row.email.as_str()),
        (
            "title",
            field(wanted, "title"),
            row.details[Detail::Title].as_str(),
        ),
        (
            "phone",
            field(wanted, "phone"),
            row.details[Detail::Phone].as_str(),
        ),
    ] {
        if wanted != found {
            return Some(format!("{name} is {found:?} instead of {wanted:?}"));
        }
    }
    let codes = codes(row);
    match wanted.get("defect").and_then(Value::as_str) {
        Some(defect) if !codes.contains(&defect) => Some(format!("{defect} is not among {codes:?}")),
        None if row.status != Status::Ready => Some(format!("is not ready: {codes:?}")),
        Some(_) | None => None,
    }
}

#[test]
#[ignore = "reads the public lists of PIVOTAL_CORPORA"]
fn headers_of_real_exports_are_understood() {
    let formats = json_lines(&public("exports/headers.jsonl"));
    let mut wrong = Vec::new();
    for format in &formats {
        let delimiter = field(format, "delimiter");
        let columns: Vec<&str> = format
            .get("columns")
            .and_then(Value::as_array)
            .expect("columns")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let wants = |key: &str| {
            format
                .pointer(&format!("/field_map/{key}"))
                .and_then(Value::as_str)
        };
        let cells: Vec<String> = columns
            .iter()
            .map(|column| {
                if wants("email") == Some(column) {
                    "ann.lee@acme.com"
                } else {
                    ""
                }
                .to_owned()
            })
            .collect();
        let text = format!(
            "{}{}\n{}\n",
            field(format, "preamble"),
            field(format, "header_line"),
            cells.join(delimiter)
        );
        let (sheet, _) = read(&text);
        let found = &sheet.format().columns;
        let named = |at: Option<usize>| at.and_then(|at| columns.get(at)).copied();
        for (key, at) in [
            ("email", found.email.first().copied()),
            ("first", found.first),
            ("last", found.last),
            ("title", found.details[Detail::Title].first().copied()),
            ("phone", found.details[Detail::Phone].first().copied()),
        ] {
            if wants(key) != named(at) && wants(key).is_some() {
                wrong.push(format!("{}: {key} is {:?}", field(format, "format"), named(at)));
            }
        }
        if wants("email").is_none() && !sheet.format().lacks_email() {
            wrong.push(format!(
                "{}: an email column where none is",
                field(format, "format")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
#[ignore = "reads the public lists of PIVOTAL_CORPORA"]
fn oddities_of_csv_are_read_without_harm() {
    for folder in [
        "csv/csv-spectrum/csvs",
        "csv/csvkit",
        "exports/thunderbird",
        "exports/chatwoot",
        "vcards",
    ] {
        for file in files(folder) {
            read(&decode(&fs::read(&file).expect("readable")));
        }
    }
    for case in json_lines(&public("csv/papaparse_core.jsonl")) {
        read(&decode(field(&case, "input").as_bytes()));
    }
}

#[test]
fn hostile_lists_are_read_clean() {
    for list in [
        data("naughty/blns.txt"),
        data("terminal/injection_payloads.jsonl"),
    ] {
        for row in read(&list).1 {
            for text in [
                &row.name,
                &row.details[Detail::Title],
                &row.details[Detail::Phone],
            ] {
                assert!(!text.contains(char::is_control), "{text:?}");
            }
        }
    }
}

#[test]
#[ignore = "reads the public lists of PIVOTAL_CORPORA"]
fn real_exports_of_two_programs_give_people() {
    let text = public("exports/chatwoot/contacts.csv");
    let (_, rows) = read(&text);
    assert_eq!(rows.len(), text.lines().count() - 1);
    let first = rows.first().expect("a row");
    assert_eq!(
        (first.name.as_str(), first.email.as_str()),
        ("Clarice Uzzell", "cuzzell0@mozilla.org")
    );
    for name in ["export.csv", "export.txt"] {
        let text = public(&format!("exports/thunderbird/{name}"));
        let (_, rows) = read(&decode(text.as_bytes()));
        let people: Vec<(&str, &str)> = rows
            .iter()
            .map(|row| (row.name.as_str(), row.details[Detail::Title].as_str()))
            .collect();
        assert_eq!(
            people,
            [("contact one", ""), ("contact two", "\"worker\"")],
            "{name}"
        );
    }
}

fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(public_path(folder)).expect("the folder");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.is_file());
    files.sort();
    files
}
