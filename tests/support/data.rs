//! Test data: what lies in `tests/data`, and the public lists beside the project, which only tests that are ignored read.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// Reads a file of `tests/data`.
pub(crate) fn data(file: &str) -> String {
    read(&data_path(file))
}

/// Returns the path of a file of `tests/data`.
pub(crate) fn data_path(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(file)
}

/// Returns the path of a public list, in the folder that `PIVOTAL_CORPORA` names.
pub(crate) fn public_path(file: &str) -> PathBuf {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    std::env::var_os("PIVOTAL_CORPORA")
        .map_or_else(beside, PathBuf::from)
        .join(file)
}

/// Reads a public list.
pub(crate) fn public(file: &str) -> String {
    read(&public_path(file))
}

/// Reads JSON lines.
pub(crate) fn json_lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// Returns the texts of the big list of naughty strings.
pub(crate) fn naughty() -> Vec<String> {
    serde_json::from_str(&data("naughty/blns.json")).expect("JSON")
}

/// Returns payloads that drive a terminal, and every escape sequence.
pub(crate) fn terminal_sequences() -> Vec<String> {
    let texts = |file, field| {
        json_lines(&data(file))
            .into_iter()
            .map(move |row| text(&row, field).to_owned())
    };
    texts("terminal/injection_payloads.jsonl", "payload")
        .chain(texts("terminal/ansi_codes.jsonl", "seq"))
        .collect()
}

/// Returns a text of a row; an empty one where there is none.
pub(crate) fn text<'a>(row: &'a Value, field: &str) -> &'a str {
    row.get(field).and_then(Value::as_str).unwrap_or_default()
}

#[track_caller]
fn read(path: &Path) -> String {
    match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => panic!(
            "{}: {error}; PIVOTAL_CORPORA names the public lists",
            path.display()
        ),
    }
}
