//! The shared tables, and how their columns stand in the log.

use std::collections::BTreeMap;

use rusqlite::types::Value as Stored;
use rusqlite::{Connection, Row as Record};
use serde_json::Value;
use uuid::Uuid;

/// A row by its columns; what is NULL or empty is not there.
pub(super) type Row = BTreeMap<String, String>;

/// A thing by its kind and id.
pub(super) type Key = (String, Uuid);

/// The shared tables with the kind of their rows in the log, and the columns that the log need not tell: those that are
/// made of others, and how far the delivery of a notification has come on this machine.
const TABLES: [(&str, &str, &[&str]); 9] = [
    ("owner", "owner", &["name_key", "email_domain"]),
    (
        "customer",
        "customer",
        &["name_key", "domain_key", "search_key", "contacts"],
    ),
    ("contact", "contact", &["name_key", "email_domain", "search_key"]),
    ("onboarding", "onboarding", &[]),
    ("task", "task", &[]),
    (
        "notification",
        "notification",
        &[
            "email_domain",
            "attempts",
            "attempts_before",
            "first_tried_at",
            "next_at",
            "unclear",
            "error",
            "sent_at",
            "updated_at",
        ],
    ),
    ("distinct_pair", "pair", &[]),
    ("note", "note", &["search_key"]),
    ("custom_field", "custom_field", &["key"]),
];

/// The counters of the short numbers, with the columns that hold these.
pub(super) const COUNTERS: [(&str, &str, &str); 5] = [
    ("customer_display_id", "customer", "display_id"),
    ("onboarding", "onboarding", "number"),
    ("task", "task", "number"),
    ("notification", "notification", "number"),
    ("note", "note", "number"),
];

/// What a column is called in the log, of which kind of thing, where the two differ.
const NAMES: [(&str, &str, &str); 16] = [
    ("contact", "hubspot_link", "link"),
    ("customer", "number", "display_id"),
    ("customer", "owner", "owner_id"),
    ("customer", "primary", "primary_contact_id"),
    ("onboarding", "csm", "csm_id"),
    ("task", "onboarding", "onboarding_id"),
    ("task", "contact", "contact_id"),
    ("task", "csm", "csm_id"),
    ("task", "parent", "parent_id"),
    ("notification", "onboarding", "onboarding_id"),
    ("notification", "contact", "contact_id"),
    ("notification", "recipient", "contact_id"),
    ("note", "contact", "contact_id"),
    ("note", "onboarding", "onboarding_id"),
    ("pair", "one", "one_id"),
    ("pair", "other", "other_id"),
];

pub(super) fn listed<T>(outside: &Connection, sql: &str, read: impl Fn(&Record<'_>) -> T) -> Vec<T> {
    let mut statement = outside.prepare_cached(sql).expect(sql);
    let rows = statement.query_map([], |row| Ok(read(row))).expect(sql);
    rows.map(|row| row.expect("a row")).collect()
}

/// The state of a notification that is on its way, however far the delivery on this machine has come with it.
pub(super) const LEAVING: &str = "leaving";

/// Returns a value of a column as it is shared; none if it is empty.
fn shared(kind: &str, column: &str, value: String) -> Option<String> {
    match (kind, column, value.as_str()) {
        (_, _, "") => None,
        ("notification", "state", "queued" | "sending" | "retry") => Some(LEAVING.to_owned()),
        _ => Some(value),
    }
}

/// Returns the columns of a record of the log.
pub(super) fn columns(kind: &str, json: &str) -> Row {
    let Ok(Value::Object(fields)) = serde_json::from_str(json) else {
        panic!("no record: {json}");
    };
    let mut row = Row::new();
    for (field, value) in fields.into_iter().filter(|(field, _)| field != "v") {
        let cells = match value {
            Value::Object(parts) => {
                let text = |value: Value| value.as_str().expect("text").to_owned();
                let parts = parts.into_iter();
                parts
                    .map(|(part, value)| (format!("{field}_{part}"), text(value)))
                    .collect()
            }
            Value::Array(parts) => {
                let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
                vec![(field, parts.join(", "))]
            }
            Value::Null => Vec::new(),
            Value::String(text) => vec![(column(kind, &field), text)],
            other => vec![(column(kind, &field), other.to_string())],
        };
        for (column, value) in cells {
            if let Some(value) = shared(kind, &column, value) {
                row.insert(column, value);
            }
        }
    }
    row
}

/// Returns the columns of a field of the log, each with its value.
pub(super) fn cells(kind: &str, field: &str, value: Option<&str>) -> BTreeMap<String, Option<String>> {
    match (kind, field) {
        ("task", "assignee") => {
            let of = |prefix: &str| {
                value
                    .and_then(|text| text.strip_prefix(prefix))
                    .map(str::to_owned)
            };
            BTreeMap::from([
                ("contact_id".to_owned(), of("contact:")),
                ("csm_id".to_owned(), of("csm:")),
                ("role".to_owned(), of("role:")),
            ])
        }
        ("pair", "told_apart") => match value {
            Some(record) => {
                let row = columns("pair", record).into_iter();
                row.map(|(column, value)| (column, Some(value))).collect()
            }
            None => BTreeMap::from([("told_at".to_owned(), None)]),
        },
        ("contact" | "customer", field) if field.starts_with("custom:") => {
            BTreeMap::from([(field.replace(':', "_"), value.map(str::to_owned))])
        }
        ("note", "text") => {
            let mut cells = BTreeMap::from([("text".to_owned(), None), ("edited_at".to_owned(), None)]);
            let row = value.map(|record| columns("note", record)).unwrap_or_default();
            cells.extend(row.into_iter().map(|(column, value)| (column, Some(value))));
            cells
        }
        _ => {
            let column = column(kind, field);
            let value = value.and_then(|text| shared(kind, &column, text.to_owned()));
            BTreeMap::from([(column, value)])
        }
    }
}

fn column(kind: &str, field: &str) -> String {
    let found = NAMES.iter().find(|(of, name, _)| (*of, *name) == (kind, field));
    found.map_or(field, |(_, _, column)| column).to_owned()
}

/// Reads the shared tables, all columns but those that the log need not tell.
pub(super) fn held(outside: &Connection) -> BTreeMap<Key, Row> {
    let mut rows = BTreeMap::new();
    for (table, kind, left_out) in TABLES {
        let sql = format!("SELECT name FROM pragma_table_info('{table}') WHERE name <> 'id' ORDER BY cid");
        let mut names: Vec<String> = listed(outside, &sql, |row| row.get(0).expect("a name"));
        names.retain(|name| !left_out.contains(&name.as_str()));
        let sql = format!("SELECT id, {} FROM {table}", names.join(", "));
        let read = |row: &Record<'_>| {
            let cells = names.iter().enumerate().filter_map(|(at, name)| {
                let text = match row.get::<_, Stored>(at + 1).expect("a value") {
                    Stored::Null => return None,
                    Stored::Text(text) => text,
                    Stored::Integer(number) => number.to_string(),
                    Stored::Blob(bytes) => Uuid::from_slice(&bytes).expect("an id").to_string(),
                    Stored::Real(number) => panic!("{name} is {number}"),
                };
                shared(kind, name, text).map(|text| (name.clone(), text))
            });
            (row.get::<_, Uuid>(0).expect("an id"), cells.collect::<Row>())
        };
        for (id, row) in listed(outside, &sql, read) {
            rows.insert((kind.to_owned(), id), row);
        }
    }
    let sql = "SELECT f.entity, v.subject_id, v.field_id, v.value
               FROM custom_value v JOIN custom_field f ON f.id = v.field_id";
    let value = |row: &Record<'_>| {
        let key: Key = (row.get(0).expect("a kind"), row.get(1).expect("an id"));
        let column = format!("custom_{}", row.get::<_, Uuid>(2).expect("an id"));
        (key, column, row.get(3).expect("a value"))
    };
    for (key, column, value) in listed(outside, sql, value) {
        rows.entry(key).or_default().insert(column, value);
    }
    rows
}
