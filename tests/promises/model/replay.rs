//! The rows as the operation log tells them: folded from its first line, and each line's old value compared on the way.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde_json::Value;
use uuid::Uuid;

use super::rows::listed;

/// A thing by its kind and id.
type Key = (String, Uuid);

/// A row as the log tells it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Told {
    cells: BTreeMap<String, String>,
    gone: bool,
}

struct Line {
    cause: String,
    at: i64,
    key: Key,
    field: String,
    old: Option<String>,
    new: Option<String>,
}

/// Says what is wrong: a line that does not follow from the ones before, or a row that is not as the log tells it.
pub(crate) fn faults(outside: &Connection) -> Vec<String> {
    let mut faults = Vec::new();
    let mut told: BTreeMap<Key, Told> = BTreeMap::new();
    let sql = "SELECT c.cause, c.at, o.entity, o.entity_id, o.field, o.old, o.new
               FROM op o JOIN change c ON c.seq = o.change_seq ORDER BY o.change_seq, o.position";
    for line in listed(outside, sql, |row| Line {
        cause: row.get(0).expect("a cause"),
        at: row.get(1).expect("a time"),
        key: (row.get(2).expect("a kind"), row.get(3).expect("an id")),
        field: row.get(4).expect("a field"),
        old: row.get(5).expect("a value"),
        new: row.get(6).expect("a value"),
    }) {
        if line.field == "record" {
            fold_record(&mut told, &line);
        } else {
            faults.extend(fold_cell(&mut told, &line));
        }
    }
    let rows = held(outside);
    for (key, row) in &rows {
        let same = told.get(key) == Some(row);
        if !same {
            faults.push(format!(
                "{key:?} is {row:?}, and the log tells {:?}",
                told.get(key)
            ));
        }
    }
    faults.extend(
        told.keys()
            .filter(|key| !rows.contains_key(*key))
            .map(|key| format!("{key:?} is in the log alone")),
    );
    faults
}

fn fold_record(told: &mut BTreeMap<Key, Told>, line: &Line) {
    let kind = line.key.0.as_str();
    let row = told.entry(line.key.clone()).or_default();
    row.gone = line.new.is_none();
    match (kind, &line.new) {
        ("onboarding", Some(text)) if row.cells.is_empty() => {
            // `#1 in Kickoff, active, Cara Osei`
            let mut parts = text.split(", ");
            let phase = parts
                .next()
                .and_then(|part| part.split_once(" in "))
                .expect("a phase")
                .1;
            row.cells.insert("phase".to_owned(), phase.to_owned());
            row.cells
                .insert("state".to_owned(), parts.next().expect("a state").to_owned());
        }
        ("notification", Some(_)) => {
            // Nothing leaves here, so every one begins as held.
            row.cells.insert("state".to_owned(), "held".to_owned());
        }
        ("owner", Some(text)) => {
            let name = text.split_once(" <").expect("an address").0;
            row.cells.insert("name".to_owned(), name.to_owned());
        }
        ("contact" | "customer", Some(json)) => row.cells = record(json),
        ("contact", None) => {
            let mut cells = record(line.old.as_deref().expect("a record"));
            let link = cells.remove("hubspot_link");
            let source = cells.remove("source");
            row.cells = BTreeMap::new();
            row.cells
                .extend(source.map(|source| ("source".to_owned(), source)));
            // An undo leaves no trace; a person who deletes has the record stay away.
            if let Some(link) = link.filter(|_| line.cause != "undo") {
                let id = link.split([':', '@']).nth(1).expect("an id");
                row.cells
                    .insert("hubspot_link".to_owned(), format!("unlinked:{id}@{}", line.at));
            }
        }
        ("customer", None) => row.cells.clear(),
        _ => {}
    }
}

fn fold_cell(told: &mut BTreeMap<Key, Told>, line: &Line) -> Option<String> {
    let Some(row) = told.get_mut(&line.key) else {
        return Some(format!("{:?} was never added", line.key));
    };
    // When a phase was entered first is not told by the line that adds an onboarding, nor which contact gets a
    // notification by the one that adds it.
    let is_known = !matches!(line.field.as_str(), "phase_since" | "recipient");
    let before = match line.new.clone() {
        Some(new) => row.cells.insert(line.field.clone(), new),
        None => row.cells.remove(&line.field),
    };
    let fits = (!is_known || before == line.old) && !row.gone;
    if !is_known {
        row.cells.remove(&line.field);
    }
    (!fits).then(|| {
        format!(
            "{} of {:?} was {before:?} before it became {:?}, and the line says {:?}",
            line.field, line.key, line.new, line.old
        )
    })
}

/// Reads a record of the log by the names of its fields.
fn record(json: &str) -> BTreeMap<String, String> {
    let Ok(Value::Object(fields)) = serde_json::from_str(json) else {
        panic!("no record: {json}");
    };
    let mut cells = BTreeMap::new();
    for (field, value) in fields {
        let text = match value {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            Value::Null => continue,
            other => panic!("{field} is {other}"),
        };
        let field = if field == "link" {
            "hubspot_link".to_owned()
        } else {
            field
        };
        if !text.is_empty() {
            cells.insert(field, text);
        }
    }
    cells
}

/// Reads the tables in the words of the log.
fn held(outside: &Connection) -> BTreeMap<Key, Told> {
    let mut rows = BTreeMap::new();
    for (kind, fields, sql) in [
        (
            "contact",
            &["name", "email", "title", "phone", "source", "hubspot_link", "archived_at", "follows"][..],
            "SELECT id, deleted_at IS NOT NULL, name, email, title, phone, source, link, archived_at, follows FROM contact",
        ),
        (
            "customer",
            &["name", "domain", "owner", "plan", "status", "tags", "primary"],
            "SELECT id, deleted_at IS NOT NULL, name, domain, owner_id, plan, iif(deleted_at IS NULL, status, NULL),
                    tags, primary_contact_id FROM customer",
        ),
        ("owner", &["name"], "SELECT id, 0, name FROM owner"),
        ("onboarding", &["phase", "state", "note"], "SELECT id, deleted_at IS NOT NULL, phase, state, note FROM onboarding"),
        ("notification", &["state"], "SELECT id, 0, state FROM notification"),
    ] {
        for (id, told) in listed(outside, sql, |row| {
            let mut cells = BTreeMap::new();
            for (number, field) in fields.iter().enumerate() {
                let value: rusqlite::types::Value = row.get(2 + number).expect("a value");
                let text = match value {
                    rusqlite::types::Value::Null => continue,
                    rusqlite::types::Value::Text(text) => text,
                    rusqlite::types::Value::Integer(number) => number.to_string(),
                    rusqlite::types::Value::Blob(bytes) => Uuid::from_slice(&bytes).expect("an id").to_string(),
                    rusqlite::types::Value::Real(number) => panic!("{field} is {number}"),
                };
                if !text.is_empty() {
                    cells.insert((*field).to_owned(), text);
                }
            }
            let id: Uuid = row.get(0).expect("an id");
            let gone = row.get(1).expect("a mark");
            (id, Told { cells, gone })
        }) {
            rows.insert((kind.to_owned(), id), told);
        }
    }
    rows
}
