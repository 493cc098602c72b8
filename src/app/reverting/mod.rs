//! Undo and redo are never blind: what is large, of others or out of sight is named before it is turned.

mod act;
#[cfg(test)]
mod tests;

use crate::domain::{Progress, Reversal};

/// An undo or redo that is under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reverting {
    /// The change is looked up.
    Looking {
        /// Which way.
        reversal: Reversal,
        /// Whether the message that shows names the change.
        named: bool,
    },
    /// It is being turned.
    Turning {
        /// Which way.
        reversal: Reversal,
        /// The change in words.
        label: String,
        /// How far it is, if it has many rows.
        progress: Option<Progress>,
    },
}

impl Reverting {
    /// Returns whether a change of many rows is being turned.
    pub(in crate::app) const fn is_of_many(&self) -> bool {
        matches!(
            self,
            Self::Turning {
                progress: Some(_),
                ..
            }
        )
    }

    /// Takes how far the change that is being turned is.
    pub(in crate::app) fn take_progress(&mut self, now: Progress) {
        if let Self::Turning { progress, .. } = self {
            *progress = Some(now);
        }
    }

    /// Returns what is being turned and how far it is; none while it is looked up.
    pub fn sentence(&self) -> Option<String> {
        match self {
            Self::Looking { .. } => None,
            Self::Turning {
                reversal,
                label,
                progress: None,
            } => Some(format!("{}ing: {label} …", reversal.verb())),
            Self::Turning {
                reversal,
                label,
                progress: Some(progress),
            } => {
                let verb = match reversal {
                    Reversal::Undo => "Undoing",
                    Reversal::Redo => "Redoing",
                };
                Some(format!("{verb}: {} ({label})", progress.words()))
            }
        }
    }
}
