//! Who is on an account, and mails to its people: what is asked of the store and of a model.

mod questions;
mod state;
#[cfg(test)]
mod tests;

pub(super) use state::AssistantState;

use crate::domain::{ModelRequest, ModelView};

/// The number of a request to a model, by which its answer is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Turn(pub u64);

/// A request to the thread that asks a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssistantRequest {
    /// To say how a model is set up; answered by [`AssistantEvent::Looked`]. Nothing is sent.
    Look(Turn),
    /// To send what the user agreed to; answered by [`AssistantEvent::Wrote`].
    Ask(Turn, Box<ModelRequest>),
    /// To give up all that was asked up to this one.
    Stop(Turn),
}

/// What the thread that asks a model reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssistantEvent {
    /// How a model is set up, or the sentence says what to do.
    Looked(Turn, Result<ModelView, String>),
    /// What the model wrote, or the sentence says why nothing.
    Wrote(Turn, Result<String, String>),
}
