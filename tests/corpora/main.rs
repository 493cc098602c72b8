//! The rules for text and addresses against public test data, which lies beside the project and not in it.

#![expect(clippy::expect_used, reason = "a test fails by a panic")]

mod lists;
mod paste;

use std::fs;
use std::io::Write;
use std::path::Path;

use pivotal::domain::{CustomerDomain, Email, Name, NameQuality, SafeText, name_quality};
use serde_json::Value;

/// Reads a file of the test data; says so if it is not there.
fn corpus(file: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/corpora")
        .join(file);
    let text = fs::read_to_string(&path).ok();
    if text.is_none() {
        say(&format!("skipped: {} is not here\n", path.display()));
    }
    text
}

/// Says something to the person who runs the tests, whether they pass or not.
fn say(line: &str) {
    std::io::stderr()
        .write_all(line.as_bytes())
        .expect("a word to the person who runs the tests");
}

fn json_lines(file: &str) -> Option<Vec<Value>> {
    let text = corpus(file)?;
    Some(
        text.lines()
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect(),
    )
}

fn field<'a>(row: &'a Value, name: &str) -> &'a str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[test]
fn addresses_get_the_verdict_on_which_all_sources_agree() {
    let Some(rows) = json_lines("emails.jsonl") else {
        return;
    };
    let mut wrong = Vec::new();
    for row in &rows {
        let address = field(row, "address");
        let label = field(row, "label");
        let accepted = match label {
            "valid" | "trim" => true,
            "invalid"
            | "policy:address_literal"
            | "policy:double_quote"
            | "policy:paren_comment"
            | "policy:single_label"
            | "policy:local_gt_64" => false,
            _ => continue,
        };
        if Email::parse(address).is_ok() != accepted {
            wrong.push(format!("{label}: {address:?}: {:?}", Email::parse(address)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn hostile_text_is_stored_clean() {
    let mut strings = Vec::new();
    if let Some(text) = corpus("naughty/blns.json") {
        let list: Vec<String> = serde_json::from_str(&text).expect("JSON");
        strings.extend(list);
    }
    for (file, key) in [
        ("terminal/injection_payloads.jsonl", "payload"),
        ("terminal/ansi_codes.jsonl", "seq"),
    ] {
        let rows = json_lines(file).unwrap_or_default();
        strings.extend(rows.iter().map(|row| field(row, key).to_owned()));
    }
    for raw in strings {
        let clean = SafeText::clean(&format!("Ann{raw}Lee"));
        let drives = |c: char| {
            c.is_control()
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
        };
        assert!(!clean.as_str().contains(drives), "{raw:?} became {clean:?}");
        assert_eq!(SafeText::clean(clean.as_str()), clean, "{raw:?}");
    }
}

#[test]
fn names_of_many_scripts_are_kept_as_they_are() {
    for row in json_lines("names/faker_names.jsonl").unwrap_or_default() {
        let name = field(&row, "name");
        let parsed = Name::parse(name).expect("a name");
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        assert_eq!(letters(parsed.as_str()), letters(name), "{name:?}");
    }
}

#[test]
fn names_of_many_scripts_are_taken_for_names() {
    let rows = json_lines("names/faker_names.jsonl").unwrap_or_default();
    let odd: Vec<String> = rows
        .iter()
        .map(|row| field(row, "name"))
        .filter(|name| name_quality(name) != NameQuality::Good)
        .map(|name| format!("{name}: {:?}", name_quality(name)))
        .collect();
    assert!(
        odd.len() * 100 <= rows.len(),
        "{} of {}: {odd:#?}",
        odd.len(),
        rows.len()
    );
}

#[test]
fn public_suffixes_are_refused_as_the_domain_of_a_customer() {
    let Some(text) = corpus("domains/public_suffix_list.dat") else {
        return;
    };
    let rules: Vec<&str> = text
        .lines()
        .take_while(|line| !line.contains("END ICANN"))
        .filter(|line| line.contains('.') && !line.starts_with("//") && !line.contains(['*', '!']))
        .collect();
    let accepted: Vec<&&str> = rules
        .iter()
        .filter(|rule| CustomerDomain::parse(rule).is_ok())
        .collect();
    // The list here is newer than the one in the crate by a few rules.
    assert!(
        accepted.len() * 200 <= rules.len(),
        "{} of {}: {accepted:?}",
        accepted.len(),
        rules.len()
    );
}
