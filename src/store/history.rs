//! The history of a customer: the operation log as people read it.

use rusqlite::functions::Context;
use rusqlite::{Row, params_from_iter};
use uuid::Uuid;

use super::criteria::{Criteria, Rows};
use super::listing::integer;
use super::log::{Op, op};
use super::rows::{count, word};
use super::{Reader, StoreError};
use crate::domain::{
    Actor, Cause, ChangeId, ContactRecord, CustomerRecord, Entity, Event, Field, Follows, HistoryEntry,
    HistoryQuery, Link, NoteRecord, NoteTextRecord, NotificationRecord, OnboardingRecord, Page, PairRecord,
    TaskRecord, Timestamp, fold, harmless,
};

/// The name behind the value after of a line `o`. A record that was added or taken away knows a person by id: the name is
/// that of today, and that of the time where the person is gone.
macro_rules! new_name {
    () => {
        "CASE WHEN o.field = 'record' AND o.entity IN ('onboarding', 'task', 'note') AND json_valid(coalesce(o.new, o.old))
         THEN coalesce(
            (SELECT w.name FROM owner w WHERE w.id = unhex(coalesce(o.new, o.old) ->> 'csm', '-')),
            (SELECT p.name FROM contact p
             WHERE p.id = unhex(coalesce(o.new, o.old) ->> 'contact', '-') AND p.deleted_at IS NULL),
            o.new_name, o.old_name)
         ELSE o.new_name END"
    };
}

/// The columns of a line `o` of a change `c`, as [`entry`] reads them.
pub(super) const ENTRY: &str = concat!(
    "o.customer_id, o.entity, o.entity_id, o.subject, o.field, o.old, o.new, o.old_name, ",
    new_name!(),
    ", c.id, c.at, c.actor, c.cause"
);

/// A line `o` of a change `c` as it shows, folded; see [`told`].
pub(super) const TOLD: &str = concat!(
    "told(o.entity, o.subject, o.field, o.old, o.new, o.old_name, ",
    new_name!(),
    ", c.cause, c.actor)"
);

impl Reader<'_> {
    /// Lists a part of the history of a customer, newest first.
    pub fn history(&self, query: &HistoryQuery) -> Result<Page<HistoryEntry>, StoreError> {
        let mut criteria = Criteria::after(vec![query.customer.uuid().into()]);
        criteria.demand(&query.words, Rows::History);
        let Criteria { sql: and, mut params } = criteria;
        self.sql(|connection| {
            // All lines are counted in the index alone.
            let joins = if and.is_empty() { "" } else { "JOIN change c ON c.seq = o.change_seq" };
            let total: usize = connection
                .prepare_cached(&format!("SELECT count(*) FROM op o {joins} WHERE o.customer_id = ?1{and}"))?
                .query_row(params_from_iter(&params), |row| count(row, 0))?;
            let row = query.row.min(total.saturating_sub(1));
            let offset = row.saturating_sub(query.limit / 2).min(total.saturating_sub(query.limit));
            params.extend([integer(query.limit), integer(offset)]);
            let (limit, skipped) = (params.len() - 1, params.len());
            let rows = connection
                .prepare_cached(&format!(
                    "SELECT {ENTRY} FROM op o JOIN change c ON c.seq = o.change_seq WHERE o.customer_id = ?1{and}
                     ORDER BY o.change_seq DESC, o.position DESC LIMIT ?{limit} OFFSET ?{skipped}"
                ))?
                .query_map(params_from_iter(&params), |row| entry(row, 0))?
                .collect::<Result<_, _>>()?;
            Ok(Page { total, offset, rows, found: None })
        })
    }
}

/// Tells a line as it shows, with the name of who made the change, folded.
///
/// Its values are the entity, subject, field, old, new, old name and new name of the line, and the cause and actor of
/// the change.
pub(super) fn told(context: &Context<'_>) -> rusqlite::Result<String> {
    let unknown = || rusqlite::Error::UserFunctionError("no release writes such a line".into());
    let text = |place: usize| context.get_raw(place).as_str().map_err(|_| unknown());
    let subject = text(1)?.to_owned();
    let op = Op {
        customer: None,
        entity: Entity::from_key(text(0)?).ok_or_else(unknown)?,
        id: Uuid::nil(),
        subject: subject.clone(),
        field: Field::from_key(text(2)?).ok_or_else(unknown)?,
        old: context.get(3)?,
        new: context.get(4)?,
        old_name: context.get(5)?,
        new_name: context.get(6)?,
    };
    let line = HistoryEntry {
        at: Timestamp::default(),
        actor: Actor::new(text(8)?),
        change: ChangeId::from_uuid(op.id),
        cause: Cause::from_key(text(7)?).ok_or_else(unknown)?,
        entity: op.entity,
        entity_id: op.id,
        subject,
        event: event(op, summary_of),
    };
    Ok(fold(&format!("{}\n{}", line.sentence(), line.actor)))
}

/// Reads a line whose columns begin at `at`, as [`ENTRY`] names them.
pub(super) fn entry(row: &Row<'_>, at: usize) -> rusqlite::Result<HistoryEntry> {
    let op = op(row, at)?;
    Ok(HistoryEntry {
        change: ChangeId::from_uuid(row.get(at + 9)?),
        at: Timestamp::from_millis(row.get(at + 10)?),
        actor: Actor::new(&row.get::<_, String>(at + 11)?),
        cause: word(row, at + 12, Cause::from_key)?,
        entity: op.entity,
        entity_id: op.id,
        subject: harmless(op.subject.clone()),
        event: shown(event(op, summary_of_whole)),
    })
}

/// Takes from an event what could drive a terminal.
fn shown(event: Event) -> Event {
    match event {
        Event::Added(text) => Event::Added(harmless(text)),
        Event::Removed(text) => Event::Removed(harmless(text)),
        Event::Changed { field, old, new } => Event::Changed {
            field,
            old: old.map(harmless),
            new: new.map(harmless),
        },
        Event::Set { name, old, new } => Event::Set {
            name: harmless(name),
            old: old.map(harmless),
            new: new.map(harmless),
        },
    }
}

/// Returns in words what a record in the log is; none if no release has written it.
fn summary_of_whole(entity: Entity, text: &str, who: Option<&str>) -> Option<String> {
    match entity {
        Entity::Contact => ContactRecord::from_log(text).map(|record| record.summary()),
        Entity::Customer
        | Entity::Owner
        | Entity::Onboarding
        | Entity::Task
        | Entity::Notification
        | Entity::Pair
        | Entity::Note
        | Entity::CustomField => summary_of(entity, text, who),
    }
}

/// Does the same for a line among many that are looked at, and does not check the fields of a contact anew.
fn summary_of(entity: Entity, text: &str, who: Option<&str>) -> Option<String> {
    match entity {
        Entity::Contact => ContactRecord::summary_of(text),
        Entity::Customer => CustomerRecord::from_log(text).map(|record| record.summary()),
        Entity::Onboarding => OnboardingRecord::from_log(text).map(|logged| logged.in_words(who)),
        Entity::Task => TaskRecord::from_log(text).map(|logged| logged.in_words(who)),
        Entity::Notification => NotificationRecord::from_log(text).map(|logged| logged.in_words(who)),
        Entity::Note => NoteRecord::from_log(text).map(|record| record.in_words(who)),
        Entity::Owner | Entity::Pair | Entity::CustomField => None,
    }
}

/// Puts an operation into values that the user can read.
fn event(op: Op, summary: impl Fn(Entity, &str, Option<&str>) -> Option<String>) -> Event {
    let summary = |text: Option<&String>| {
        text.and_then(|text| summary(op.entity, text, op.new_name.as_deref()))
            .unwrap_or_else(|| op.subject.clone())
    };
    match (op.field, &op.old, &op.new) {
        (Field::Record, _, Some(_)) => Event::Added(summary(op.new.as_ref())),
        (Field::Record, _, None) => Event::Removed(summary(op.old.as_ref())),
        (Field::ArchivedAt | Field::PhaseSince | Field::DoneAt | Field::AtRiskSince, old, new) => {
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
        (Field::ToldApart, old, new) => {
            let told_at = |value: &Option<String>| {
                let pair = value.as_deref().and_then(PairRecord::from_log);
                pair.map(|pair| pair.told_at.to_string())
            };
            Event::Changed {
                field: op.field,
                old: told_at(old),
                new: told_at(new),
            }
        }
        (Field::Text, old, new) => {
            let text = |value: &Option<String>| {
                let record = value.as_deref().and_then(NoteTextRecord::from_log);
                record.map(|record| record.text.to_string())
            };
            Event::Changed {
                field: op.field,
                old: text(old),
                new: text(new),
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
        (Field::Follows, old, new) => {
            let words = |value: &Option<String>| {
                value
                    .as_deref()
                    .map(Follows::from_stored)
                    .and_then(Follows::words)
            };
            Event::Changed {
                field: op.field,
                old: words(old),
                new: words(new),
            }
        }
        (Field::Custom(_), _, _) => Event::Set {
            // Both lines of an undo know the name that the field had at the time.
            name: op
                .new_name
                .or(op.old_name)
                .unwrap_or_else(|| op.field.to_string()),
            old: op.old,
            new: op.new,
        },
        (field, _, _) => {
            let filled = |value: Option<String>| value.filter(|text| !text.is_empty());
            Event::Changed {
                field,
                old: op.old_name.or_else(|| filled(op.old)),
                new: op.new_name.or_else(|| filled(op.new)),
            }
        }
    }
}
