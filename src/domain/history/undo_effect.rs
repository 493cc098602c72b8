//! What the undo of a change would take back, and what it would leave alone.

use crate::domain::{ChangeId, Entity, HistoryEntry, Refusal};

/// How many records of a change are counted at most, so that the answer comes at once.
pub const MOST_RECORDS_COUNTED: usize = 10_000;

/// What the undo of a change would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoEffect {
    /// The change.
    pub change: ChangeId,
    /// How many records of each kind it wrote; owners are shared and not counted.
    pub records: Vec<(Entity, usize)>,
    /// Whether these are all of them.
    pub counted: Counted,
    /// The names of the customers that it concerns.
    pub customers: Vec<String>,
    /// How many values it wrote.
    pub values: usize,
    /// The first of them, as the history tells them.
    pub lines: Vec<HistoryEntry>,
    /// What stays as it is.
    pub left: LeftAlone,
}

/// Whether all records of a change were counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// They were.
    All,
    /// Counting stopped at [`MOST_RECORDS_COUNTED`] values.
    Some,
}

/// What an undo would leave as it is, because it changed since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftAlone {
    /// These fields.
    Fields(Vec<Refusal>),
    /// What differs of these records that were written since; the change is too large to compare every field before.
    OfRecords(Vec<String>),
}
