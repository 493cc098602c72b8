//! Empties the lines of the log about a contact who is erased, and takes the names out of the others.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};
use serde_json::{Value, json};
use uuid::Uuid;

use super::traces::{NAMES_IT, Traces};
use crate::domain::{CustomerId, ERASED_EMAIL, ERASED_NAME};

/// Leaves of the lines about a thing the one that added it and the one that removed it last, with an empty record.
pub(super) fn keep_ends(
    connection: &Connection,
    kind: &str,
    id: Uuid,
    record: &str,
    subject: &str,
) -> rusqlite::Result<()> {
    let end = |condition: &str, order: &str| -> rusqlite::Result<Option<(i64, i64)>> {
        connection
            .prepare_cached(&format!(
                "SELECT change_seq, position FROM op
                 WHERE entity = ? AND entity_id = ? AND field = 'record' AND {condition}
                 ORDER BY change_seq {order}, position {order} LIMIT 1"
            ))?
            .query_row(params![kind, id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
    };
    let (came, went) = (end("new IS NOT NULL", "ASC")?, end("new IS NULL", "DESC")?);
    let (first, last) = (came.unwrap_or((-1, -1)), went.unwrap_or((-1, -1)));
    connection.execute(
        "DELETE FROM op WHERE entity = ?1 AND entity_id = ?2
             AND (change_seq, position) <> (?3, ?4) AND (change_seq, position) <> (?5, ?6)",
        params![kind, id, first.0, first.1, last.0, last.1],
    )?;
    connection.execute(
        "UPDATE op SET subject = ?3, old_name = NULL, new_name = NULL,
                old = iif(old IS NULL, NULL, ?4), new = iif(new IS NULL, NULL, ?4)
         WHERE entity = ?1 AND entity_id = ?2",
        params![kind, id, subject, record],
    )?;
    Ok(())
}

/// Returns the record of a thing as the last line about it that removed it has it.
pub(super) fn removed(connection: &Connection, kind: &str, id: Uuid) -> rusqlite::Result<Option<Value>> {
    let text: Option<String> = connection
        .prepare_cached(
            "SELECT old FROM op WHERE entity = ? AND entity_id = ? AND field = 'record' AND new IS NULL
             ORDER BY change_seq DESC, position DESC LIMIT 1",
        )?
        .query_row(params![kind, id], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

pub(super) fn empty_contact(connection: &Connection, id: Uuid) -> rusqlite::Result<()> {
    let Some(record) = removed(connection, "contact", id)? else {
        return Ok(());
    };
    let mut empty = json!({
        "archived_at": null, "email": ERASED_EMAIL, "name": ERASED_NAME, "source": record.get("source"), "v": 1,
    });
    if let (Some(link), Some(empty)) = (record.get("link"), empty.as_object_mut()) {
        empty.insert("link".to_owned(), link.clone());
    }
    keep_ends(connection, "contact", id, &empty.to_string(), ERASED_NAME)
}

pub(super) fn empty_note(connection: &Connection, id: Uuid) -> rusqlite::Result<()> {
    let Some(mut record) = removed(connection, "note", id)? else {
        return Ok(());
    };
    if let Some(record) = record.as_object_mut() {
        record.insert("text".to_owned(), "erased note".into());
        record.insert("edited_at".to_owned(), Value::Null);
        record.insert("follow_up_on".to_owned(), Value::Null);
    }
    keep_ends(connection, "note", id, &record.to_string(), "erased note")
}

/// Takes the names of a contact of a customer out of lines about other things.
pub(super) fn empty_names(
    connection: &Connection,
    customer: CustomerId,
    id: Uuid,
    traces: &Traces,
) -> rusqlite::Result<()> {
    let of_it = params![id, id.to_string(), customer.uuid(), ERASED_NAME];
    connection.execute(
        &format!(
            "UPDATE op SET old_name = iif(old_name IS NOT NULL AND instr(old, ?2) > 0, ?4, old_name),
                    new_name = iif(new_name IS NOT NULL AND instr(new, ?2) > 0, ?4, new_name)
             WHERE entity_id <> ?1 AND {NAMES_IT}"
        ),
        of_it,
    )?;
    // The line about two who look alike is called by their names.
    let pairs: Vec<(i64, i64, String)> = connection
        .prepare_cached(&format!(
            "SELECT change_seq, position, subject FROM op WHERE entity = 'pair' AND entity_id <> ?1 AND {NAMES_IT}"
        ))?
        .query_map(params![id, id.to_string(), customer.uuid()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    for (seq, position, subject) in pairs {
        connection.execute(
            "UPDATE op SET subject = ? WHERE change_seq = ? AND position = ?",
            params![traces.out_of_label(&subject), seq, position],
        )?;
    }
    Ok(())
}

/// Takes the person out of the sentences in which earlier releases noted the records of a customer.
pub(super) fn empty_legacy(
    connection: &Connection,
    customer: CustomerId,
    traces: &Traces,
) -> rusqlite::Result<()> {
    type Line = (i64, i64, Option<String>, Option<String>);
    let lines: Vec<Line> = connection
        .prepare_cached(
            "SELECT change_seq, position, old, new FROM op WHERE customer_id = ? AND field = 'record'
                 AND (old LIKE '{\"legacy\":%' OR new LIKE '{\"legacy\":%')",
        )?
        .query_map([customer.uuid()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    let emptied = |record: &Option<String>| {
        let record = record.as_ref()?;
        let sentence = serde_json::from_str(record).ok();
        let sentence = sentence
            .as_ref()
            .and_then(|value: &Value| value.get("legacy")?.as_str());
        Some(sentence.map_or_else(
            || record.clone(),
            |sentence| json!({ "legacy": traces.out_of_sentence(sentence) }).to_string(),
        ))
    };
    for (seq, position, old, new) in lines {
        let (without_old, without_new) = (emptied(&old), emptied(&new));
        if (&without_old, &without_new) != (&old, &new) {
            connection.execute(
                "UPDATE op SET old = ?, new = ? WHERE change_seq = ? AND position = ?",
                params![without_old, without_new, seq, position],
            )?;
        }
    }
    Ok(())
}

/// Takes the names from the words of changes; one of which no line is left goes, with what took it back.
pub(super) fn empty_labels(
    connection: &Connection,
    touched: &BTreeSet<i64>,
    traces: &Traces,
) -> rusqlite::Result<()> {
    for seq in touched {
        let label: String = connection
            .prepare_cached("SELECT label FROM change WHERE seq = ?")?
            .query_row([seq], |row| row.get(0))?;
        connection.execute(
            "UPDATE change SET label = ?2 WHERE seq = ?1",
            params![seq, traces.out_of_label(&label)],
        )?;
    }
    // The latest first: an undo stands behind what it took back.
    for seq in touched.iter().rev() {
        // What is left of a change without its last undo or redo must not be turned by its own lines.
        connection.execute(
            "UPDATE change SET state = 'dropped'
             WHERE seq = (SELECT u.target FROM change u WHERE u.seq = ?1)
                 AND NOT EXISTS (SELECT 1 FROM op WHERE change_seq = ?1)
                 AND NOT EXISTS (SELECT 1 FROM change l WHERE l.target = change.seq AND l.seq > ?1)",
            [seq],
        )?;
        connection.execute(
            "DELETE FROM change WHERE seq = ?1 AND NOT EXISTS (SELECT 1 FROM op WHERE change_seq = ?1)
                 AND NOT EXISTS (SELECT 1 FROM change u WHERE u.target = ?1)",
            [seq],
        )?;
        connection.execute(
            "UPDATE change SET state = 'dropped'
             WHERE seq = ?1 AND cause = 'change' AND NOT EXISTS (SELECT 1 FROM op WHERE change_seq = ?1)",
            [seq],
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::store::testing::read;

    #[test]
    fn sentences_of_earlier_releases_lose_the_names_of_the_person_alone() {
        let store = Store::in_memory().expect("memory");
        let customer = CustomerId::from_uuid(Uuid::from_u128(7));
        let connection = &store.connection;
        let change = "INSERT INTO change (id, actor, at, label, cause, is_sync, session, state)
                      VALUES (zeroblob(16), 'Mia', 0, 'added', 'change', 0, 'command', 'done')";
        connection
            .execute_batch("PRAGMA foreign_keys = OFF")
            .expect("set");
        connection.execute(change, []).expect("written");
        let sentence = |text: &str| json!({ "legacy": text }).to_string();
        let written = [
            (
                customer,
                sentence("Ask Ann Leeds in UAT, customer, Ann Lee, done"),
            ),
            (
                CustomerId::from_uuid(Uuid::from_u128(8)),
                sentence("Call Ann Lee"),
            ),
            (customer, json!({ "title": "Call Ann Lee", "v": 1 }).to_string()),
        ];
        for (position, (of, record)) in (0_i64..).zip(&written) {
            connection
                .execute(
                    "INSERT INTO op (change_seq, position, customer_id, entity, entity_id, subject, field, old)
                     VALUES (1, ?, ?, 'task', zeroblob(16), 'Call', 'record', ?)",
                    params![position, of.uuid(), record],
                )
                .expect("written");
        }
        let traces = Traces {
            texts: ["Ann Lee".to_owned()].into(),
        };
        empty_legacy(connection, customer, &traces).expect("emptied");
        let left = read(connection, "SELECT old FROM op ORDER BY position", |row| {
            row.get::<_, String>(0)
        });
        assert_eq!(
            left[0],
            sentence("Ask Ann Leeds in UAT, customer, erased contact, done")
        );
        assert_eq!(left[1..], [written[1].1.clone(), written[2].1.clone()]);
    }
}
