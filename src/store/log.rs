//! The operation log: what was changed, by whom and when; the source of history, undo and redo.

use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

use super::listing::integer;
use super::rows::word;
use super::{ContactRecord, CustomerRecord, Reader, StoreError, Writer};
use crate::domain::{
    Actor, Cause, ChangeId, CustomerId, Entity, Event, Field, HistoryEntry, HistoryQuery, Link, Page,
    Timestamp, UndoEntry, UndoState,
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

const CHANGE: &str = "c.seq, c.id, c.at, c.actor, c.label, c.state";

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
        self.sql(|connection| {
            connection
                .prepare_cached(&format!("SELECT {CHANGE} FROM change c WHERE {condition}"))?
                .query_row(rusqlite::params_from_iter(id), logged)
                .optional()
        })
    }

    /// Gives the number of the last undo or redo of a change, whose operations a redo or undo inverts.
    pub fn last_turn_of(&self, seq: i64) -> Result<Option<i64>, StoreError> {
        self.sql(|connection| {
            connection
                .prepare_cached("SELECT max(seq) FROM change WHERE target = ?")?
                .query_row([seq], |row| row.get(0))
        })
    }

    /// Lists the changes that people made, newest first.
    pub fn changes(&self, limit: usize) -> Result<Vec<UndoEntry>, StoreError> {
        self.sql(|connection| {
            connection
                .prepare_cached(&format!(
                    "SELECT {CHANGE} FROM change c WHERE c.cause = 'change' AND c.is_sync = 0 ORDER BY c.seq DESC LIMIT ?"
                ))?
                .query_map([integer(limit)], |row| logged(row).map(|change| change.entry))?
                .collect()
        })
    }

    /// Reads the operations of a change, in the order in which they were made.
    pub fn ops_of(&self, seq: i64) -> Result<Vec<Op>, StoreError> {
        self.sql(|connection| {
            connection
                .prepare_cached(
                    "SELECT customer_id, entity, entity_id, subject, field, old, new, old_name, new_name
                     FROM op WHERE change_seq = ? ORDER BY position",
                )?
                .query_map([seq], |row| op(row, 0))?
                .collect()
        })
    }

    /// Lists a part of the history of a customer, newest first.
    pub fn history(&self, query: &HistoryQuery) -> Result<Page<HistoryEntry>, StoreError> {
        let customer = query.customer.uuid();
        self.sql(|connection| {
            let total: i64 = connection
                .prepare_cached("SELECT count(*) FROM op WHERE customer_id = ?")?
                .query_row([customer], |row| row.get(0))?;
            let total = usize::try_from(total).unwrap_or(0);
            let row = query.row.min(total.saturating_sub(1));
            let offset = row.saturating_sub(query.limit / 2).min(total.saturating_sub(query.limit));
            let rows = connection
                .prepare_cached(
                    "SELECT o.customer_id, o.entity, o.entity_id, o.subject, o.field, o.old, o.new, o.old_name, o.new_name,
                            c.id, c.at, c.actor, c.cause
                     FROM op o JOIN change c ON c.seq = o.change_seq
                     WHERE o.customer_id = ? ORDER BY o.change_seq DESC, o.position DESC LIMIT ? OFFSET ?",
                )?
                .query_map(params![customer, integer(query.limit), integer(offset)], entry)?
                .collect::<Result<_, _>>()?;
            Ok(Page { total, offset, rows, found: None })
        })
    }
}

impl Writer<'_> {
    /// Appends a change with its operations and gives its number.
    pub fn append_change(&self, change: &NewChange<'_>, ops: &[Op]) -> Result<i64, StoreError> {
        let (cause, target) = match change.origin {
            Origin::Made | Origin::Synced => (Cause::Made, None),
            Origin::UndoOf(seq) => (Cause::Undo, Some(seq)),
            Origin::RedoOf(seq) => (Cause::Redo, Some(seq)),
        };
        self.sql(|connection| {
            let seq: i64 = connection
                .prepare_cached(
                    "INSERT INTO change (id, actor, at, label, cause, target, is_sync, state)
                     VALUES (?, ?, ?, ?, ?, ?, ?, 'done') RETURNING seq",
                )?
                .query_row(
                    params![
                        change.id.uuid(),
                        change.actor.as_str(),
                        change.at.as_millis(),
                        change.label,
                        cause.key(),
                        target,
                        change.origin == Origin::Synced,
                    ],
                    |row| row.get(0),
                )?;
            let mut statement = connection.prepare_cached(
                "INSERT INTO op (change_seq, position, customer_id, entity, entity_id, subject, field, old, new,
                                 old_name, new_name)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?;
            for (position, op) in ops.iter().enumerate() {
                statement.execute(params![
                    seq,
                    integer(position),
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
            Ok(seq)
        })
    }

    /// Notes whether a change is in force.
    pub fn set_undo_state(&self, seq: i64, state: UndoState) -> Result<(), StoreError> {
        self.sql(|connection| {
            connection
                .prepare_cached("UPDATE change SET state = ? WHERE seq = ?")?
                .execute(params![state.key(), seq])
                .map(drop)
        })
    }

    /// Notes that nothing that was taken back can be made again, as a new change came after it.
    pub fn drop_undone(&self) -> Result<(), StoreError> {
        self.sql(|connection| {
            connection
                .prepare_cached(
                    "UPDATE change SET state = 'dropped' WHERE cause = 'change' AND is_sync = 0 AND state = 'undone'",
                )?
                .execute([])
                .map(drop)
        })
    }
}

fn logged(row: &Row<'_>) -> rusqlite::Result<LoggedChange> {
    Ok(LoggedChange {
        seq: row.get(0)?,
        entry: UndoEntry {
            id: ChangeId::from_uuid(row.get(1)?),
            at: Timestamp::from_millis(row.get(2)?),
            actor: Actor::new(&row.get::<_, String>(3)?),
            label: row.get(4)?,
            state: word(row, 5, UndoState::from_key)?,
        },
    })
}

fn op(row: &Row<'_>, at: usize) -> rusqlite::Result<Op> {
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

fn entry(row: &Row<'_>) -> rusqlite::Result<HistoryEntry> {
    let op = op(row, 0)?;
    Ok(HistoryEntry {
        change: ChangeId::from_uuid(row.get(9)?),
        at: Timestamp::from_millis(row.get(10)?),
        actor: Actor::new(&row.get::<_, String>(11)?),
        cause: word(row, 12, Cause::from_key)?,
        entity: op.entity,
        entity_id: op.id,
        subject: op.subject.clone(),
        event: event(op),
    })
}

/// Puts an operation into values that a person can read.
fn event(op: Op) -> Event {
    let summary = |text: Option<&String>| {
        let read = |text: &String| match op.entity {
            Entity::Contact => ContactRecord::from_log(text).map(|record| record.summary()),
            Entity::Customer => CustomerRecord::from_log(text).map(|record| record.summary()),
            // These are kept as they are told.
            Entity::Onboarding | Entity::Task | Entity::Notification => Some(text.clone()),
            Entity::Owner | Entity::Pair => None,
        };
        text.and_then(read).unwrap_or_else(|| op.subject.clone())
    };
    match (op.field, &op.old, &op.new) {
        (Field::Record, _, Some(_)) => Event::Added(summary(op.new.as_ref())),
        (Field::Record, _, None) => Event::Removed(summary(op.old.as_ref())),
        (Field::ArchivedAt | Field::PhaseSince | Field::DoneAt | Field::ToldApart, old, new) => {
            let shown = |value: &Option<String>| {
                let at = value
                    .as_ref()
                    .and_then(|millis| millis.parse().ok())
                    .map(Timestamp::from_millis);
                at.map(|at| at.to_string())
            };
            Event::Changed {
                field: op.field,
                old: shown(old),
                new: shown(new),
            }
        }
        (Field::Link, old, new) => {
            let words = |value: &Option<String>| {
                let link: Option<Link> = value.as_ref().and_then(|text| text.parse().ok());
                link.map(Link::words)
            };
            Event::Changed {
                field: op.field,
                old: words(old),
                new: words(new),
            }
        }
        (field, _, _) => {
            let tidy = |value: Option<String>| value.filter(|text| !text.is_empty());
            Event::Changed {
                field,
                old: op.old_name.or_else(|| tidy(op.old)),
                new: op.new_name.or_else(|| tidy(op.new)),
            }
        }
    }
}
