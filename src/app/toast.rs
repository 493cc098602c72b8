//! The message that shows for a while: what was done, or why not.

use crate::domain::{ChangeId, Timestamp};

/// How long a message shows, in milliseconds.
const SHOWN_MILLIS: i64 = 8_000;

/// How long a message shows that offers undo or tells of a failure, in milliseconds.
const SHOWN_LONGER_MILLIS: i64 = 15_000;

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something was done that the user should look at.
    Notice,
    /// Something was not done.
    Refused,
}

/// What a message offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// Nothing.
    None,
    /// To take this change back.
    Undo(ChangeId),
    /// To make this change again, which was taken back.
    Redo(ChangeId),
}

/// A message that shows for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// The sentence.
    pub text: String,
    /// What it is.
    pub tone: Tone,
    /// What it offers.
    pub offer: Offer,
    /// When it goes away.
    pub until: Timestamp,
}

impl Toast {
    /// Makes a message that shows from now on.
    pub(super) fn new(now: Timestamp, tone: Tone, offer: Offer, text: impl Into<String>) -> Self {
        let millis = match (tone, offer) {
            (Tone::Done, Offer::None) => SHOWN_MILLIS,
            (Tone::Notice | Tone::Refused, _) | (Tone::Done, Offer::Undo(_) | Offer::Redo(_)) => {
                SHOWN_LONGER_MILLIS
            }
        };
        Self {
            text: text.into(),
            tone,
            offer,
            until: now.plus_millis(millis),
        }
    }
}
