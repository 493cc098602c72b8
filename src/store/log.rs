//! The operation log: what was changed, by whom and when; the source of history, undo and redo.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::listing::integer;
use super::rows::word;
use super::{Reader, StoreError, Writer};
use crate::domain::{
    Actor, Cause, ChangeId, CustomerId, Entity, Field, MOST_RECORDS_UNASKED, Part, Session, Timestamp,
    TouchedRecord, TouchedRecords, UndoEntry, UndoState, harmless,
};

/// One field that a change gave another value, all values as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Op {
    /// The customer in whose history it stands.
    pub customer: Option<CustomerId>,
    /// The kind of thing.
    pub entity: Entity,
    /// Its id.
    pub id: Uuid,
    /// Its name at the time.
    pub subject: String,
    /// The field.
    pub field: Field,
    /// The value before.
    pub old: Option<String>,
    /// The value after.
    pub new: Option<String>,
    /// The name behind the value before, where that is an id.
    pub old_name: Option<String>,
    /// The name behind the value after, where that is an id.
    pub new_name: Option<String>,
}

/// A change before it is logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChange<'a> {
    /// Its id.
    pub id: ChangeId,
    /// Who made it.
    pub actor: &'a Actor,
    /// When.
    pub at: Timestamp,
    /// What it did, in words.
    pub label: &'a str,
    /// Where it is made.
    pub session: Session,
    /// How it came about.
    pub origin: Origin,
}

/// How a change came about, with the change it acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Somebody made it.
    Made,
    /// A sync made it: nobody takes it back.
    Synced,
    /// It takes back the change with this number.
    UndoOf(i64),
    /// It makes the change with this number again.
    RedoOf(i64),
}

/// A change in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedChange {
    /// Its number in the order of the log.
    pub seq: i64,
    /// What the undo list shows of it.
    pub entry: UndoEntry,
}

/// The last undo or redo of a change says where that was made.
pub(super) const CHANGE: &str = "c.seq, c.id, c.at, c.actor, c.label, c.state,
    coalesce((SELECT u.session FROM change u WHERE u.target = c.seq ORDER BY u.seq DESC LIMIT 1), c.session)";

impl Reader<'_> {
    /// Finds the last change that is in force.
    pub fn change_to_undo(&self) -> Result<Option<LoggedChange>, StoreError> {
        self.change_where(
            "c.cause = 'change' AND c.is_sync = 0 AND c.state = 'done' ORDER BY c.seq DESC LIMIT 1",
            None,
        )
    }

    /// Finds the change that was last taken back and can be made again.
    pub fn change_to_redo(&self) -> Result<Option<LoggedChange>, StoreError> {
        self.change_where(
            "c.cause = 'change' AND c.is_sync = 0 AND c.state = 'undone'
             ORDER BY (SELECT max(u.seq) FROM change u WHERE u.target = c.seq) DESC LIMIT 1",
            None,
        )
    }

    /// Finds a change by its id.
    pub fn change(&self, id: ChangeId) -> Result<Option<LoggedChange>, StoreError> {
        self.change_where(
            "c.cause = 'change' AND c.is_sync = 0 AND c.id = ?",
            Some(id.uuid()),
        )
    }

    fn change_where(&self, condition: &str, id: Option<Uuid>) -> Result<Option<LoggedChange>, StoreError> {
        self.row_if_any(
            &format!("SELECT {CHANGE} FROM change c WHERE {condition}"),
            rusqlite::params_from_iter(id),
            logged,
        )
    }

    /// Returns the number of the last undo or redo of a change, whose operations a redo or undo inverts.
    pub fn last_turn_of(&self, seq: i64) -> Result<Option<i64>, StoreError> {
        self.row("SELECT max(seq) FROM change WHERE target = ?", [seq], |row| {
            row.get(0)
        })
    }

    /// Lists the changes that people made, newest first.
    pub fn changes(&self, limit: usize) -> Result<Vec<UndoEntry>, StoreError> {
        self.rows(
            &format!(
                "SELECT {CHANGE} FROM change c WHERE c.cause = 'change' AND c.is_sync = 0
                 ORDER BY c.seq DESC LIMIT ?"
            ),
            [integer(limit)],
            |row| logged(row).map(|change| change.entry),
        )
    }

    /// Lists the records that a change wrote, as far as they are few; owners are shared and not counted.
    pub fn records_of(&self, seq: i64) -> Result<TouchedRecords, StoreError> {
        self.sql(|connection| {
            let records: Vec<TouchedRecord> = connection
                .prepare_cached(
                    "SELECT DISTINCT o.entity, o.entity_id, o.customer_id, k.name,
                            o.entity = 'customer' AND o.field = 'primary'
                     FROM op o LEFT JOIN customer k ON k.id = o.customer_id
                     WHERE o.change_seq = ? AND o.entity <> 'owner' LIMIT ?",
                )?
                // A customer may come twice: with its primary, and with something else.
                .query_map(params![seq, integer(2 * MOST_RECORDS_UNASKED + 1)], |row| {
                    let customer: Option<Uuid> = row.get(2)?;
                    Ok(TouchedRecord {
                        entity: word(row, 0, Entity::from_key)?,
                        id: row.get(1)?,
                        customer: match customer {
                            Some(id) => Some((
                                CustomerId::from_uuid(id),
                                harmless(row.get::<_, Option<String>>(3)?.unwrap_or_default()),
                            )),
                            None => None,
                        },
                        part: if row.get(4)? { Part::Primary } else { Part::Itself },
                    })
                })?
                .collect::<rusqlite::Result<_>>()?;
            let (mut records, primaries): (Vec<_>, Vec<_>) = records
                .into_iter()
                .partition(|record| record.part == Part::Itself);
            for record in primaries {
                if !records.iter().any(|known| known.id == record.id) {
                    records.push(record);
                }
            }
            Ok(if records.len() > MOST_RECORDS_UNASKED {
                TouchedRecords::Many
            } else {
                TouchedRecords::Few(records)
            })
        })
    }

    /// Reads the operations of a change, in the order in which they were made.
    pub fn ops_of(&self, seq: i64) -> Result<Vec<Op>, StoreError> {
        self.rows(
            "SELECT customer_id, entity, entity_id, subject, field, old, new, old_name, new_name
             FROM op WHERE change_seq = ? ORDER BY position",
            [seq],
            |row| op(row, 0),
        )
    }
}

impl Writer<'_> {
    /// Appends a change with its operations and gives its number.
    pub fn append_change(&self, change: &NewChange<'_>, ops: &[Op]) -> Result<i64, StoreError> {
        let seq = self.begin_change(change)?;
        self.append_ops(seq, 0, ops)?;
        Ok(seq)
    }

    /// Appends a change whose operations follow, and returns its number.
    pub fn begin_change(&self, change: &NewChange<'_>) -> Result<i64, StoreError> {
        let (cause, target) = match change.origin {
            Origin::Made | Origin::Synced => (Cause::Made, None),
            Origin::UndoOf(seq) => (Cause::Undo, Some(seq)),
            Origin::RedoOf(seq) => (Cause::Redo, Some(seq)),
        };
        self.row(
            "INSERT INTO change (id, actor, at, label, cause, target, is_sync, session, state)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'done') RETURNING seq",
            params![
                change.id.uuid(),
                change.actor.as_str(),
                change.at.as_millis(),
                change.label,
                cause.key(),
                target,
                change.origin == Origin::Synced,
                change.session.key(),
            ],
            |row| row.get(0),
        )
    }

    /// Sets the words for a change that was begun before all of it was done.
    pub fn label_change(&self, seq: i64, label: &str) -> Result<(), StoreError> {
        self.write("UPDATE change SET label = ? WHERE seq = ?", params![label, seq])
    }

    /// Appends operations to those of a change, the first of them as its `first`, counted from 0.
    pub fn append_ops(&self, seq: i64, first: usize, ops: &[Op]) -> Result<(), StoreError> {
        self.sql(|connection| {
            let mut statement = connection.prepare_cached(
                "INSERT INTO op (change_seq, position, customer_id, entity, entity_id, subject, field, old, new,
                                 old_name, new_name)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?;
            for (position, op) in ops.iter().enumerate() {
                statement.execute(params![
                    seq,
                    integer(first + position),
                    op.customer.map(CustomerId::uuid),
                    op.entity.key(),
                    op.id,
                    op.subject,
                    op.field.key(),
                    op.old,
                    op.new,
                    op.old_name,
                    op.new_name,
                ])?;
            }
            Ok(())
        })
    }

    /// Notes whether a change is in force.
    pub fn set_undo_state(&self, seq: i64, state: UndoState) -> Result<(), StoreError> {
        self.write(
            "UPDATE change SET state = ? WHERE seq = ?",
            params![state.key(), seq],
        )
    }

    /// Notes that nothing of what was done so far can be taken back.
    pub fn settle_changes(&self) -> Result<(), StoreError> {
        self.write("UPDATE change SET state = 'dropped' WHERE cause = 'change'", [])
    }

    /// Notes that nothing that was taken back can be made again, as a new change came after it.
    pub fn drop_undone(&self) -> Result<(), StoreError> {
        self.write(
            "UPDATE change SET state = 'dropped' WHERE cause = 'change' AND is_sync = 0
                     AND state = 'undone'",
            [],
        )
    }
}

pub(super) fn logged(row: &Row<'_>) -> rusqlite::Result<LoggedChange> {
    Ok(LoggedChange {
        seq: row.get(0)?,
        entry: UndoEntry {
            id: ChangeId::from_uuid(row.get(1)?),
            at: Timestamp::from_millis(row.get(2)?),
            actor: Actor::new(&row.get::<_, String>(3)?),
            label: harmless(row.get(4)?),
            state: word(row, 5, UndoState::from_key)?,
            session: row
                .get::<_, Option<String>>(6)?
                .as_deref()
                .and_then(Session::from_key),
        },
    })
}

/// Reads an operation whose columns begin at `at`.
pub(super) fn op(row: &Row<'_>, at: usize) -> rusqlite::Result<Op> {
    Ok(Op {
        customer: row.get::<_, Option<Uuid>>(at)?.map(CustomerId::from_uuid),
        entity: word(row, at + 1, Entity::from_key)?,
        id: row.get(at + 2)?,
        subject: row.get(at + 3)?,
        field: word(row, at + 4, Field::from_key)?,
        old: row.get(at + 5)?,
        new: row.get(at + 6)?,
        old_name: row.get(at + 7)?,
        new_name: row.get(at + 8)?,
    })
}
