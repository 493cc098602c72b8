//! What is kept of a row.

use super::chunks::RowId;
use crate::paste::status::{Codes, Status};

/// What is kept of a row; everything else is read from the text again when it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Facts {
    pub id: RowId,
    /// The line on which it starts, counted from the start of its chunk.
    pub line: u32,
    /// Which entry of its line it is.
    pub nth: u32,
    pub codes: Codes,
    /// How many lines it spans.
    pub lines: u32,
    /// Which of them shows it.
    pub shown: u32,
    pub skipped: bool,
}

impl Facts {
    pub(super) fn status(&self) -> Status {
        if self.skipped {
            Status::Skipped
        } else {
            self.codes.status()
        }
    }
}
