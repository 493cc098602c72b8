//! Which change an undo or redo would turn, and whether it may without asking: undo is never blind.

use crate::domain::{ChangeId, CustomerId, Entity, SessionId, UndoEntry};

/// Which change is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoTarget {
    /// The last one that is not taken back yet.
    Latest,
    /// This one, whatever came after it.
    Change(ChangeId),
}

/// Where changes are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Session {
    /// On the command line.
    Command,
    /// In a window of the app.
    Window(SessionId),
}

impl Session {
    /// Returns the text under which the operation log knows it.
    pub fn key(self) -> String {
        match self {
            Self::Command => "command".to_owned(),
            Self::Window(id) => id.to_string(),
        }
    }

    /// Finds the session of a text in the operation log.
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "command" => Some(Self::Command),
            id => id.parse().ok().map(Self::Window),
        }
    }
}

/// Where a change was made, as seen from the session that would revert it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeIn {
    /// In this session.
    Here,
    /// By a command.
    Command,
    /// In a window that may still be open.
    OtherWindow,
    /// Before this session began.
    Earlier,
}

/// Which way a change is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reversal {
    /// It is taken back.
    Undo,
    /// It is made again.
    Redo,
}

impl Reversal {
    /// Returns the verb: `Undo`.
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Undo => "Undo",
            Self::Redo => "Redo",
        }
    }
}

/// A change of more records than this is named and confirmed before it is reverted.
pub const MOST_RECORDS_UNASKED: usize = 20;

/// A record that a change wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TouchedRecord {
    /// The kind of thing.
    pub entity: Entity,
    /// Its id.
    pub id: uuid::Uuid,
    /// Whose it is, if anybody's.
    pub customer: Option<(CustomerId, String)>,
    /// What of it the change wrote.
    pub part: Part,
}

/// What of a record a change wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// No more than who the primary contact of a customer is.
    Primary,
    /// Something else.
    Itself,
}

/// What becomes of notifications that a change kept from leaving, once it is turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeptFromLeaving {
    /// How many would be on their way again.
    pub leave: usize,
    /// How many stay held until the user says that they go.
    pub stay: usize,
}

/// The records that a change wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TouchedRecords {
    /// These, [`MOST_RECORDS_UNASKED`] at most.
    Few(Vec<TouchedRecord>),
    /// More than [`MOST_RECORDS_UNASKED`].
    Many,
}

/// A change, and where it was made as seen from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastChange {
    /// The change.
    pub entry: UndoEntry,
    /// Where it was made.
    pub made_in: MadeIn,
}

/// What an undo or redo would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReversalPreview {
    /// The change.
    pub change: PastChange,
    /// What it wrote.
    pub records: TouchedRecords,
    /// What becomes of the notifications that it kept from leaving.
    pub kept: KeptFromLeaving,
}
