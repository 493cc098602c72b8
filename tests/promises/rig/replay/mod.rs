//! The shared tables as the operation log tells them: replayed from its first line on, with each line's old value compared
//! on the way.

mod tables;

use std::collections::BTreeMap;

use rusqlite::Connection;
use uuid::Uuid;

use tables::{COUNTERS, Key, LEAVING, Row, cells, columns, held, listed};

struct Line {
    place: (i64, i64),
    cause: String,
    at: String,
    customer: Option<Uuid>,
    key: Key,
    field: String,
    old: Option<String>,
    new: Option<String>,
}

/// Returns what is wrong: a line that does not follow from the ones before, or a row that is not as the log tells it.
pub(crate) fn faults(outside: &Connection) -> Vec<String> {
    compared(outside, None)
}

/// Returns for each line of the log what is wrong once that one is left out, with the line in words.
pub(crate) fn faults_without_each(outside: &Connection) -> Vec<(String, Vec<String>)> {
    let in_words = |line: &Line| format!("{} of {:?} to {:?}", line.field, line.key, line.new);
    lines(outside)
        .iter()
        .map(|line| (in_words(line), compared(outside, Some(line.place))))
        .collect()
}

fn lines(outside: &Connection) -> Vec<Line> {
    let sql = "SELECT o.change_seq, o.position, c.cause, c.at, o.customer_id, o.entity, o.entity_id, o.field, o.old, o.new
               FROM op o JOIN change c ON c.seq = o.change_seq ORDER BY o.change_seq, o.position";
    listed(outside, sql, |row| Line {
        place: (row.get(0).expect("a number"), row.get(1).expect("a place")),
        cause: row.get(2).expect("a cause"),
        at: row.get::<_, i64>(3).expect("a time").to_string(),
        customer: row.get(4).expect("an id"),
        key: (row.get(5).expect("a kind"), row.get(6).expect("an id")),
        field: row.get(7).expect("a field"),
        old: row.get(8).expect("a value"),
        new: row.get(9).expect("a value"),
    })
}

fn compared(outside: &Connection, left_out: Option<(i64, i64)>) -> Vec<String> {
    let mut book = Book::default();
    for line in lines(outside) {
        if Some(line.place) != left_out {
            book.take(&line);
        }
    }
    let Book { told, mut faults } = book;
    let rows = held(outside);
    for (key, row) in &rows {
        if told.get(key) != Some(row) {
            let told = told.get(key);
            faults.push(format!("{key:?} is {row:?}, and the log tells {told:?}"));
        }
    }
    let alone = told.keys().filter(|key| !rows.contains_key(*key));
    faults.extend(alone.map(|key| format!("{key:?} is in the log alone")));
    for (counter, kind, column) in COUNTERS {
        let sql = format!("SELECT value FROM counter WHERE name = '{counter}'");
        let value = listed(outside, &sql, |row| row.get::<_, i64>(0).expect("a number"));
        let numbers = told
            .iter()
            .filter(|(key, _)| key.0 == kind)
            .filter_map(|(_, row)| row.get(column)?.parse().ok());
        let highest = numbers.max().unwrap_or(0);
        if value != [highest] {
            faults.push(format!(
                "the counter {counter} is {value:?}, and the log tells {highest}"
            ));
        }
    }
    faults
}

/// The columns that no record has: they follow from when and where it was added, and from what changed since.
const NOT_IN_RECORDS: [&str; 7] = [
    "created_at",
    "customer_id",
    "moved_from",
    "note",
    "paused_with_customer",
    "phase_since",
    "updated_at",
];

/// The tables as far as the log was read.
#[derive(Default)]
struct Book {
    told: BTreeMap<Key, Row>,
    faults: Vec<String>,
}

impl Book {
    fn take(&mut self, line: &Line) {
        match (line.field.as_str(), &line.new) {
            ("record", Some(record)) => self.comes(line, record),
            ("record", None) => self.goes(line),
            _ => self.changes(line),
        }
    }

    fn comes(&mut self, line: &Line, record: &str) {
        let kind = line.key.0.as_str();
        let is_new = !self.told.contains_key(&line.key);
        let row = self.told.entry(line.key.clone()).or_default();
        let was_gone = row.remove("deleted_at").is_some();
        if !is_new && !was_gone {
            self.faults.push(format!("{:?} was added twice", line.key));
        }
        let is_plan = matches!(kind, "onboarding" | "task" | "custom_field");
        if is_new || !is_plan {
            // The rows of contacts, customers and notes were emptied as they went.
            row.retain(|column, _| column == "created_at");
            row.extend(columns(kind, record));
            if !matches!(kind, "owner" | "notification") {
                row.insert("updated_at".to_owned(), line.at.clone());
            }
            if matches!(kind, "contact" | "onboarding" | "notification" | "note") {
                let customer = line.customer.expect("a customer");
                row.insert("customer_id".to_owned(), customer.to_string());
            }
        }
        if is_new {
            row.insert("created_at".to_owned(), line.at.clone());
            match kind {
                "onboarding" => {
                    row.insert("phase_since".to_owned(), line.at.clone());
                    row.insert("paused_with_customer".to_owned(), "0".to_owned());
                }
                "notification" => {
                    row.insert("held_back".to_owned(), "0".to_owned());
                }
                _ => {}
            }
        }
    }

    fn goes(&mut self, line: &Line) {
        let kind = line.key.0.as_str();
        let record = columns(kind, line.old.as_deref().expect("a record"));
        let Some(row) = self.told.get_mut(&line.key) else {
            self.faults.push(format!("{:?} was never added", line.key));
            return;
        };
        let known: Row = (row.iter())
            .filter(|(column, _)| !NOT_IN_RECORDS.contains(&column.as_str()))
            .map(|(column, value)| (column.clone(), value.clone()))
            .collect();
        if known != record {
            self.faults
                .push(format!("{:?} went as {record:?} and was {known:?}", line.key));
        }
        let mut set = |column: &str, value: String| row.insert(column.to_owned(), value);
        set("deleted_at", line.at.clone());
        match kind {
            "contact" | "customer" | "note" => {
                set("updated_at", line.at.clone());
                let stays = [
                    "customer_id",
                    "display_id",
                    "number",
                    "source",
                    "created_at",
                    "updated_at",
                    "deleted_at",
                ];
                row.retain(|column, _| stays.contains(&column.as_str()));
            }
            _ => {}
        }
        if kind == "customer" {
            row.insert("status".to_owned(), "archived".to_owned());
        }
        // An undo leaves no trace; a person who deletes has the record stay away.
        if let (Some(link), false) = (record.get("link"), line.cause == "undo") {
            let id = link.split([':', '@']).nth(1).expect("an id");
            row.insert("link".to_owned(), format!("unlinked:{id}@{}", line.at));
        }
    }

    fn changes(&mut self, line: &Line) {
        let kind = line.key.0.as_str();
        if kind == "pair" {
            // The line that tells two apart for the first time adds the pair.
            self.told.entry(line.key.clone()).or_default();
        }
        let is_held_back = self.is_held_back(line);
        let is_with_customer = self.is_paused_with_customer(line);
        let Some(row) = self
            .told
            .get_mut(&line.key)
            .filter(|row| !row.contains_key("deleted_at"))
        else {
            self.faults.push(format!("{:?} is not there to change", line.key));
            return;
        };
        let old = cells(kind, &line.field, line.old.as_deref());
        let now = old.keys().map(|column| row.get(column).cloned());
        let differs = now.zip(old.values()).any(|(now, old)| now != *old);
        for (column, value) in cells(kind, &line.field, line.new.as_deref()) {
            match value {
                Some(value) => row.insert(column, value),
                None => row.remove(&column),
            };
        }
        if kind != "notification" {
            row.insert("updated_at".to_owned(), line.at.clone());
        }
        if let Some(flag) = is_held_back {
            row.insert("held_back".to_owned(), u8::from(flag).to_string());
        }
        if let Some(flag) = is_with_customer {
            row.insert("paused_with_customer".to_owned(), u8::from(flag).to_string());
        }
        if differs {
            self.faults.push(format!(
                "{} of {:?} became {:?} and was not {:?} before",
                line.field, line.key, line.new, line.old
            ));
        }
    }

    fn get(&self, kind: &str, id: Option<&String>, column: &str) -> Option<&str> {
        let key = (kind.to_owned(), id?.parse().expect("an id"));
        self.told.get(&key)?.get(column).map(String::as_str)
    }

    fn has_left(&self, customer: Option<&String>) -> bool {
        let status = self.get("customer", customer, "status");
        matches!(status, Some("churned" | "archived"))
    }

    /// Returns whether the state of an onboarding is one that came about as its customer left.
    fn is_paused_with_customer(&self, line: &Line) -> Option<bool> {
        if (line.key.0.as_str(), line.field.as_str()) != ("onboarding", "state") {
            return None;
        }
        let customer = self.told.get(&line.key)?.get("customer_id");
        let is_pause = (line.old.as_deref(), line.new.as_deref()) == (Some("active"), Some("paused"));
        Some(is_pause && self.has_left(customer))
    }

    /// Returns whether a notification is held that would have left, for its customer, its onboarding or its contact.
    fn is_held_back(&self, line: &Line) -> Option<bool> {
        if (line.key.0.as_str(), line.field.as_str()) != ("notification", "state") {
            return None;
        }
        let row = self.told.get(&line.key)?;
        let contact = row.get("contact_id");
        let contact = |column| self.get("contact", contact, column);
        let is_unlinked = contact("link").is_some_and(|link| link.starts_with("unlinked:"))
            && contact("source") == Some("hubspot");
        let is_silent = self.has_left(row.get("customer_id"))
            || self.get("onboarding", row.get("onboarding_id"), "state") == Some("paused")
            || (contact("deleted_at").is_none() && (contact("archived_at").is_some() || is_unlinked));
        let was_leaving = row.get("state").is_some_and(|state| state == LEAVING);
        Some(line.new.as_deref() == Some("held") && was_leaving && is_silent)
    }
}
