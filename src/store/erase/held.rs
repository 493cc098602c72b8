//! Empties notifications, and what servers answered, of what they hold of somebody who is erased.

use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use uuid::Uuid;

use super::traces::Traces;
use crate::domain::{CustomerId, ERASED_EMAIL, ERASED_NAME};

/// Takes the recipient and the text from notifications to contacts, and the names from those to others of the customer.
pub(super) fn empty_notifications(
    connection: &Connection,
    customer: CustomerId,
    all: &[Uuid],
    traces: &Traces,
) -> rusqlite::Result<()> {
    /// A line of the log: its change, its place in it, its field, and the values before and after.
    type Line = (i64, i64, String, Option<String>, Option<String>);
    type Held = (Uuid, Option<Uuid>, String, String, String);
    let rows: Vec<Held> = connection
        .prepare_cached(
            "SELECT id, contact_id, subject, body, recipient_email FROM notification WHERE customer_id = ?",
        )?
        .query_map([customer.uuid()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    for (id, contact, subject, body, email) in rows {
        let is_to_it = match contact {
            Some(contact) => all.contains(&contact),
            None => traces.texts.contains(&email),
        };
        if is_to_it {
            let domain = ERASED_EMAIL.split_once('@').map_or("", |(_, domain)| domain);
            connection.execute(
                "UPDATE notification SET recipient_name = ?, recipient_email = ?, email_domain = ?,
                        subject = 'erased', body = '', blanks = '', error = NULL WHERE id = ?",
                params![ERASED_NAME, ERASED_EMAIL, domain, id],
            )?;
        } else if traces.is_in(&subject) || traces.is_in(&body) {
            connection.execute(
                "UPDATE notification SET subject = ?, body = ? WHERE id = ?",
                params![traces.out_of_text(&subject), traces.out_of_text(&body), id],
            )?;
        } else {
            continue;
        }
        let lines: Vec<Line> = connection
            .prepare_cached(
                "SELECT change_seq, position, field, old, new FROM op
                 WHERE entity = 'notification' AND entity_id = ?",
            )?
            .query_map([id], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
        let shown = if is_to_it {
            "erased".to_owned()
        } else {
            traces.out_of_text(&subject)
        };
        for (seq, position, field, old, new) in lines {
            let emptied = |text: Option<String>| match (field.as_str(), text) {
                ("record", Some(text)) => Some(empty_message(&text, is_to_it, traces)),
                (_, text) => text,
            };
            connection.execute(
                "UPDATE op SET subject = ?, old = ?, new = ? WHERE change_seq = ? AND position = ?",
                params![shown, emptied(old), emptied(new), seq, position],
            )?;
        }
    }
    Ok(())
}

/// Empties the record of a notification in the log.
fn empty_message(record: &str, is_to_it: bool, traces: &Traces) -> String {
    let Ok(Value::Object(mut record)) = serde_json::from_str(record) else {
        return json!({ "legacy": "erased" }).to_string();
    };
    if is_to_it {
        record.insert(
            "recipient".to_owned(),
            json!({ "email": ERASED_EMAIL, "name": ERASED_NAME }),
        );
        record.insert("subject".to_owned(), "erased".into());
        record.insert("body".to_owned(), "".into());
        record.insert("blanks".to_owned(), json!([]));
        if record.contains_key("legacy") {
            return json!({ "legacy": "erased" }).to_string();
        }
    }
    for key in ["subject", "body", "legacy"] {
        if let Some(Value::String(text)) = record.get_mut(key) {
            *text = traces.out_of_text(text);
        }
    }
    Value::Object(record).to_string()
}

/// Takes the person out of what servers answered, which may quote an address.
pub(super) fn empty_faults(connection: &Connection, traces: &Traces) -> rusqlite::Result<()> {
    for (table, column, key) in [
        ("channel", "fault", "name"),
        ("sync_run", "error", "id"),
        ("notification", "error", "id"),
    ] {
        let faults: Vec<(SqlValue, String)> = connection
            .prepare_cached(&format!(
                "SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL"
            ))?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (id, fault) in faults.into_iter().filter(|(_, fault)| traces.is_in(fault)) {
            connection.execute(
                &format!("UPDATE {table} SET {column} = ? WHERE {key} = ?"),
                params![traces.out_of_text(&fault), id],
            )?;
        }
    }
    Ok(())
}
