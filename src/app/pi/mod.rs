//! Who is on an account, and mails to its people: what is asked of the store and of a model.

mod questions;
#[cfg(test)]
mod tests;

use super::overlay::sheet::Sheet;
use crate::domain::{ModelRequest, ModelView};

/// The number of a request to a model, by which its answer is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Turn(pub u64);

/// A wish for the task that asks a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PiWish {
    /// To say how a model is set up; answered by [`PiNews::Looked`]. Nothing is sent.
    Look(Turn),
    /// To send what a person agreed to; answered by [`PiNews::Wrote`].
    Ask(Turn, Box<ModelRequest>),
    /// To give up all that was asked up to this one.
    Stop(Turn),
}

/// What the task that asks a model tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PiNews {
    /// How a model is set up, or the sentence says what to do.
    Looked(Turn, Result<ModelView, String>),
    /// What the model wrote, or the sentence says why nothing.
    Wrote(Turn, Result<String, String>),
}

/// Mails that were left, and the number of the last request.
#[derive(Debug, Clone, Default)]
pub(super) struct PiState {
    /// Mails that were edited and left, for who writes to the same people again.
    pub(super) kept: Option<Sheet>,
    turn: Turn,
}

impl PiState {
    /// Returns the number of a new request.
    pub(super) const fn next_turn(&mut self) -> Turn {
        self.turn.0 += 1;
        self.turn
    }

    /// Returns the mails that were left to the same people, else these.
    pub(super) fn resume(&mut self, sheet: Sheet) -> Sheet {
        match self.kept.take() {
            Some(kept) if kept.is_to_whom(&sheet) => kept,
            Some(_) | None => sheet,
        }
    }
}
