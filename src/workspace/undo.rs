//! Takes changes back and makes them again, across restarts.
//!
//! Both invert operations of the log: an undo those of the change, a redo those of the undo. A field that changed since
//! is left alone and named.

use std::collections::{BTreeSet, HashSet};

use uuid::Uuid;

use super::changes::seen_from;
use super::preview::Mode;
use super::recorder::{Names, Recorder, Subject};
use super::undo_forbidden::{forbidden, is_beside_another, was_held};
use super::{
    Error, Workspace, peace, undo_custom_fields, undo_customers, undo_follows, undo_notes, undo_parts,
    undo_plans, undo_records,
};
use crate::domain::{
    ChangeId, CustomerId, Done, Email, Entity, Field, Meter, NotificationId, NotificationState, Outcome,
    PROGRESS_STEP, Progress, Refusal, Reversal, ReversalPreview, Reverted, UndoState, UndoTarget,
};
use crate::store::{Cell, LoggedChange, NewChange, Op, Origin, Tombstone, Writer};

impl Workspace {
    /// Takes a change back.
    pub(super) fn undo(&mut self, target: UndoTarget, tell: &dyn Fn(Progress)) -> Result<Done, Error> {
        self.turn(
            |recorder| {
                let change = match target {
                    UndoTarget::Latest => recorder.change_to_undo()?,
                    UndoTarget::Change(id) => recorder.change(id)?,
                };
                let change = change.ok_or_else(|| Error::Refused("There is nothing to undo.".to_owned()))?;
                match change.entry.state {
                    UndoState::Done => Ok(Turn {
                        from: last_form(recorder, &change)?,
                        to: UndoState::Undone,
                        tombstone: Tombstone::None,
                        change,
                    }),
                    UndoState::Dropped if recorder.ops_of(change.seq)?.is_empty() => {
                        Err(Error::Refused(format!(
                            "Cannot be undone, as the contact was erased for good: {}.",
                            change.entry.label
                        )))
                    }
                    UndoState::Undone | UndoState::Dropped => {
                        Err(Error::Refused(format!("Already undone: {}.", change.entry.label)))
                    }
                }
            },
            Origin::UndoOf,
            Outcome::Undone,
            tell,
        )
    }

    /// Makes a change again that was taken back.
    pub(super) fn redo(&mut self, target: UndoTarget, tell: &dyn Fn(Progress)) -> Result<Done, Error> {
        self.turn(
            |recorder| {
                let change = match target {
                    UndoTarget::Latest => recorder.change_to_redo()?,
                    UndoTarget::Change(id) => recorder.change(id)?,
                };
                let change = change.ok_or_else(|| Error::Refused("There is nothing to redo.".to_owned()))?;
                match change.entry.state {
                    UndoState::Undone => Ok(Turn {
                        from: last_form(recorder, &change)?,
                        to: UndoState::Done,
                        tombstone: Tombstone::Left,
                        change,
                    }),
                    UndoState::Done => {
                        Err(Error::Refused(format!("Already redone: {}.", change.entry.label)))
                    }
                    UndoState::Dropped => Err(Error::Refused(format!(
                        "A later change stands in the way of a redo: {}.",
                        change.entry.label
                    ))),
                }
            },
            Origin::RedoOf,
            Outcome::Redone,
            tell,
        )
    }

    /// Finds the change that an undo or redo would turn, if there is any.
    pub fn reversal_preview(
        &mut self,
        reversal: Reversal,
        target: UndoTarget,
    ) -> Result<Option<ReversalPreview>, Error> {
        let (session, opened) = (self.session, self.opened);
        self.store.read(|reader| {
            let change = match (target, reversal) {
                (UndoTarget::Change(id), _) => reader.change(id)?,
                (UndoTarget::Latest, Reversal::Undo) => reader.change_to_undo()?,
                (UndoTarget::Latest, Reversal::Redo) => reader.change_to_redo()?,
            };
            let Some(LoggedChange { seq, entry }) = change else {
                return Ok(None);
            };
            Ok(Some(ReversalPreview {
                records: reader.records_of(seq)?,
                kept: reader.kept_from_leaving(reader.last_turn_of(seq)?.unwrap_or(seq))?,
                change: seen_from(session, opened, entry),
            }))
        })
    }

    fn turn(
        &mut self,
        choose: impl FnOnce(&Recorder<'_>) -> Result<Turn, Error>,
        origin: impl FnOnce(i64) -> Origin,
        outcome: impl FnOnce(Reverted) -> Outcome,
        tell: &dyn Fn(Progress),
    ) -> Result<Done, Error> {
        let now = self.clock.now();
        let Self {
            store,
            actor,
            ids,
            session,
            mode,
            ..
        } = self;
        let work = |writer: &Writer<'_>| {
            let mut recorder = Recorder::new(writer, ids, now);
            let Turn {
                change,
                from,
                to,
                tombstone,
            } = choose(&recorder)?;
            let mut ops = recorder.ops_of(from)?;
            ops.reverse();
            // Whether a customer is here decides whether its onboardings go on, and both what may leave.
            ops.sort_by_key(|op| match (op.entity, op.field) {
                (Entity::Customer, Field::Status) => 0,
                (Entity::Onboarding, Field::State) => 1,
                (Entity::Onboarding, Field::Phase | Field::Target) => 2,
                _ => 3,
            });
            let Stays { refused, held, .. } = invert_all(&mut recorder, &ops, (from, tombstone), tell)?;
            undo_follows::invert(&mut recorder, &ops)?;
            let may_leave = peace::keep(&mut recorder, &held)?;
            let ops = recorder.into_ops();
            let label = change.entry.label;
            // A change of which nothing could be turned is out of the way of the ones before it.
            let state = if ops.is_empty() { UndoState::Dropped } else { to };
            writer.set_undo_state(change.seq, state)?;
            let id = ChangeId::from_uuid(ids.next(now));
            if !ops.is_empty() {
                let origin = origin(change.seq);
                writer.append_change(
                    &NewChange {
                        id,
                        actor,
                        at: now,
                        label: &label,
                        session: *session,
                        origin,
                    },
                    &ops,
                )?;
            }
            Ok(Done {
                change: None,
                outcome: outcome(Reverted {
                    change: change.entry.id,
                    label,
                    applied: ops.len(),
                    refused,
                    may_leave,
                }),
            })
        };
        match mode {
            Mode::Making => store.write(work),
            Mode::Previewing => store.preview(work),
        }
    }
}

/// A change that is to be turned: the log entry whose operations are inverted, the state it has then, and what contacts
/// leave that go away by it.
struct Turn {
    change: LoggedChange,
    from: i64,
    to: UndoState,
    tombstone: Tombstone,
}

/// Finds the log entry that last wrote a change's fields: its last undo or redo, else itself.
fn last_form(recorder: &Recorder<'_>, change: &LoggedChange) -> Result<i64, Error> {
    Ok(recorder.last_turn_of(change.seq)?.unwrap_or(change.seq))
}

/// What undo and redo leave as it is.
#[derive(Debug, Default)]
struct Stays {
    /// The fields that changed since or must not change, and why.
    refused: Vec<Refusal>,
    /// The notifications that stay held until the user says that they go.
    held: BTreeSet<NotificationId>,
    /// The cells that stay, of which others of the change may be parts.
    cells: HashSet<(Uuid, Field)>,
}

/// Inverts the operations of an entry of the log, says how far it is, and returns what stays and why.
fn invert_all(
    recorder: &mut Recorder<'_>,
    ops: &[Op],
    (from, tombstone): (i64, Tombstone),
    tell: &dyn Fn(Progress),
) -> Result<Stays, Error> {
    let mut meter = Meter::begin(ops.len(), tell);
    let mut stays = Stays::default();
    // The customers of which a status or the state of an onboarding stays: what was held by it stays held.
    let mut standing = BTreeSet::new();
    let runs = ops.chunk_by(undo_records::go_together);
    for run in runs.flat_map(|run| run.chunks(PROGRESS_STEP)) {
        match run {
            [op] if was_held(op) && standing.contains(&op.customer) => {
                stays.refused.push(refusal(op, op.field, "stays held"));
            }
            [op] if was_held(op) && recorder.is_held_back(NotificationId::from_uuid(op.id))? => {
                stays.held.insert(NotificationId::from_uuid(op.id));
            }
            run => {
                if let [op] = run
                    && let Some(whole) = undo_parts::whole_that_stays(op, &stays.cells)
                {
                    stays.cells.insert((op.id, op.field));
                    stays
                        .refused
                        .push(refusal(op, op.field, format!("stays, as the {whole} does")));
                    meter.advance(1);
                    continue;
                }
                let stay = invert(recorder, run, from, tombstone)?;
                if let ([op], false) = (run, stay.is_empty()) {
                    stays.cells.insert((op.id, op.field));
                    if matches!(
                        (op.entity, op.field),
                        (Entity::Customer, Field::Status) | (Entity::Onboarding, Field::State)
                    ) {
                        standing.insert(op.customer);
                    }
                }
                stays.refused.extend(stay);
            }
        }
        meter.advance(run.len());
    }
    Ok(stays)
}

/// Inverts operations of an entry of the log that go together, and says which stay and why.
fn invert(
    recorder: &mut Recorder<'_>,
    run: &[Op],
    from: i64,
    tombstone: Tombstone,
) -> Result<Vec<Refusal>, Error> {
    let mut refused = Vec::new();
    for op in run {
        match (op.entity, op.field, op.customer) {
            (Entity::CustomField, _, _) => refused.extend(undo_custom_fields::invert(recorder, op)?),
            // Owners are shared by customers and harm nobody.
            (Entity::Owner, Field::Record, _) | (_, _, None) => {}
            // What a contact follows depends on which values went back.
            (Entity::Contact, Field::Follows, _) => {}
            (Entity::Contact, Field::Record, Some(customer)) => {
                return undo_records::invert(recorder, run, customer, tombstone);
            }
            (Entity::Customer, Field::Record, Some(customer)) => {
                refused.extend(undo_customers::invert(recorder, op, customer)?);
            }
            (Entity::Onboarding, Field::Record, Some(customer))
                if op.new.is_none() && is_beside_another(recorder, op, customer, from)? =>
            {
                let why = "not restored: another onboarding of the customer is active now";
                refused.push(refusal(op, Field::Record, why));
            }
            (Entity::Onboarding | Entity::Task | Entity::Notification, Field::Record, Some(_)) => {
                refused.extend(undo_plans::invert(recorder, op)?);
            }
            (Entity::Note, Field::Record, Some(customer)) => {
                refused.extend(undo_notes::invert(recorder, op, customer)?);
            }
            (
                Entity::Contact
                | Entity::Customer
                | Entity::Owner
                | Entity::Onboarding
                | Entity::Task
                | Entity::Notification
                | Entity::Pair
                | Entity::Note,
                _,
                Some(customer),
            ) => {
                refused.extend(invert_cell(recorder, op, customer, from)?);
            }
        }
    }
    Ok(refused)
}

fn invert_cell(
    recorder: &mut Recorder<'_>,
    op: &Op,
    customer: CustomerId,
    from: i64,
) -> Result<Option<Refusal>, Error> {
    let cell = Cell {
        entity: op.entity,
        id: op.id,
        field: op.field,
    };
    let Some(now) = recorder.cell(cell)? else {
        return Ok(Some(refusal(op, op.field, "is gone")));
    };
    if now != op.new && !is_on_its_way(op, now.as_deref()) {
        let shown = match op.field {
            Field::Primary
            | Field::Owner
            | Field::Csm
            | Field::Assignee
            | Field::ArchivedAt
            | Field::ToldApart
            | Field::Contact
            | Field::Text
            | Field::Link => "is another one now".to_owned(),
            _ => now.map_or_else(|| "is empty now".to_owned(), |text| format!("is now {text:?}")),
        };
        return Ok(Some(refusal(op, op.field, shown)));
    }
    if let Some(why) = forbidden(recorder, op, customer, from)? {
        return Ok(Some(refusal(op, op.field, why)));
    }
    let subject = Subject {
        customer,
        entity: op.entity,
        id: op.id,
        name: &op.subject,
    };
    let names = Names {
        old: op.new_name.clone(),
        new: op.old_name.clone(),
    };
    recorder.set(subject, op.field, op.old.clone(), names)?;
    Ok(None)
}

/// Returns whether a notification that was put on its way was tried since and has not left.
fn is_on_its_way(op: &Op, now: Option<&str>) -> bool {
    let state = |text: Option<&str>| text.and_then(NotificationState::from_key);
    (op.entity, op.field) == (Entity::Notification, Field::State)
        && state(op.new.as_deref()) == Some(NotificationState::Queued)
        && state(now) == Some(NotificationState::Retry)
}

/// Returns whether another contact of the customer has an address.
pub(super) fn is_taken(
    recorder: &Recorder<'_>,
    customer: CustomerId,
    address: &str,
    op: &Op,
) -> Result<bool, Error> {
    let Ok(email) = Email::parse(address) else {
        return Ok(false);
    };
    let holders = recorder.contacts_by_email(&email)?;
    Ok(holders
        .iter()
        .any(|holder| holder.customer_id == customer && holder.id.uuid() != op.id))
}

/// Returns why the field of an operation stays as it is.
pub(super) fn refusal(op: &Op, field: Field, why: impl Into<String>) -> Refusal {
    Refusal {
        subject: op.subject.clone(),
        field,
        why: why.into(),
    }
}
