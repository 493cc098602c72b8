//! What was decided about the rows and the layout, as many decisions as the text has steps of them.

use crate::paste::{Options, Origin};

/// A decision, which is put back into a text that is the same as when it was made; rows are told by their places.
#[derive(Debug)]
pub(super) enum Decision {
    /// A row was left out, or taken in again.
    Skip { row: usize, skipped: bool },
    /// Another row became the primary contact-to-be, or none.
    Primary {
        before: Option<usize>,
        after: Option<usize>,
    },
    /// The text was read by another layout or other columns.
    Layout { before: Options, after: Options },
    /// The text was replaced by one that is read in another way.
    Text { before: ReadAs, after: ReadAs },
}

/// How a text is read, and what it was if it is that of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReadAs {
    pub(super) options: Options,
    pub(super) origin: Option<Origin>,
}

/// The decisions of a pane, as many as its text has steps of them.
#[derive(Debug, Default)]
pub(super) struct Decisions {
    pub(super) done: Vec<Decision>,
    pub(super) undone: Vec<Decision>,
}

/// Which way one goes among the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Back,
    Again,
}
