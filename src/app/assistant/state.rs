//! Mails that were left, and the last request to a model.

use super::Turn;
use crate::app::overlay::sheet::Sheet;

/// Mails that were left, and the number of the last request.
#[derive(Debug, Clone, Default)]
pub(in crate::app) struct AssistantState {
    /// Mails that were edited and left, for who writes to the same people again.
    pub(in crate::app) kept: Option<Sheet>,
    turn: Turn,
}

impl AssistantState {
    /// Returns the number of a new request.
    pub(in crate::app) const fn next_turn(&mut self) -> Turn {
        self.turn.0 += 1;
        self.turn
    }

    /// Returns the mails that were left to the same people, else these.
    pub(in crate::app) fn resume(&mut self, sheet: Sheet) -> Sheet {
        match self.kept.take() {
            Some(kept) if kept.is_to_whom(&sheet) => kept,
            Some(_) | None => sheet,
        }
    }
}
