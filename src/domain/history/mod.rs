//! What was changed, by whom and when.

mod change;
mod import;
mod outcome;
mod reversal;
mod undo_effect;

pub use change::{Change, OnboardingFields, OpenTasks, OthersActive, PhaseMove, Successor};
pub use import::{CustomerContacts, ImportPrimary};
pub use outcome::{Done, Outcome, Refusal, Reverted};
pub use reversal::{
    KeptFromLeaving, MOST_RECORDS_UNASKED, MadeIn, Part, PastChange, Reversal, ReversalPreview, Session,
    TouchedRecord, TouchedRecords, UndoTarget,
};
pub use undo_effect::{Counted, LeftAlone, MOST_RECORDS_COUNTED, UndoEffect};

use std::fmt;

use serde::Serialize;

use super::keyed::keyed;
use super::{ChangeId, Field, SafeText, Timestamp};

/// Who makes a change: the name of the user at the keyboard, or of a background task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Actor(SafeText);

impl Actor {
    /// Takes a name; an empty one becomes `me`.
    pub fn new(name: &str) -> Self {
        Self(SafeText::optional(name).unwrap_or_else(|| SafeText::clean("me")))
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

keyed! {
    /// A kind of thing whose changes are logged.
    pub enum Entity {
        /// A customer.
        Customer = "customer",
        /// A contact.
        Contact = "contact",
        /// An owner.
        Owner = "owner",
        /// An onboarding.
        Onboarding = "onboarding",
        /// A task.
        Task = "task",
        /// A notification.
        Notification = "notification",
        /// Two contacts who look alike.
        Pair = "pair",
        /// A note.
        Note = "note",
        /// A field that the user defined.
        CustomField = "custom_field",
    }
}

keyed! {
    /// How a change came about.
    pub enum Cause {
        /// Somebody made it.
        Made = "change",
        /// Somebody took an earlier one back.
        Undo = "undo",
        /// Somebody made one again that was taken back.
        Redo = "redo",
    }
}

/// What happened to a thing, in values that the user can read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// It was added, or an undo brought it back; with what it held.
    Added(String),
    /// It was deleted, or an undo took it away; with what it held.
    Removed(String),
    /// A field got another value.
    Changed {
        /// The field.
        field: Field,
        /// The value before, if there was one.
        old: Option<String>,
        /// The value after, if there is one.
        new: Option<String>,
    },
    /// A field that the user defined got another value.
    Set {
        /// The name of the field.
        name: String,
        /// The value before, if there was one.
        old: Option<String>,
        /// The value after, if there is one.
        new: Option<String>,
    },
}

/// One line of a customer's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// The change it is part of.
    pub change: ChangeId,
    /// How the change came about.
    pub cause: Cause,
    /// What kind of thing changed.
    pub entity: Entity,
    /// The id of the thing.
    pub entity_id: uuid::Uuid,
    /// The name of the thing.
    pub subject: String,
    /// What happened.
    pub event: Event,
}

keyed! {
    /// Whether a change can be taken back or made again.
    pub enum UndoState {
        /// It is in force and can be taken back.
        Done = "done",
        /// It was taken back and can be made again.
        Undone = "undone",
        /// It was taken back, and a later change stands in the way of making it again.
        Dropped = "dropped",
    }
}

/// A change as the undo list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoEntry {
    /// The change.
    pub id: ChangeId,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    pub actor: Actor,
    /// What it did, in words.
    pub label: String,
    /// Whether it is in force.
    pub state: UndoState,
    /// Where it was made, or last undone or redone; unknown of changes of older releases.
    pub session: Option<Session>,
}
