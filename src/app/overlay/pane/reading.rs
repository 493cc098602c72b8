//! How far it is to read what stands in the pane: a file, and the rows of a long list.

use std::ops::Range;

use crate::app::RequestId;
use crate::domain::{ListMarks, SafeText};

/// A file that is being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub(in crate::app) request: RequestId,
    /// Its name.
    pub name: SafeText,
    /// How many bytes are read, and of how many, once that is known.
    pub progress: Option<(u64, u64)>,
    /// The pasted text that looks like its name, which is pasted if there is no such file.
    pub(super) dropped: Option<String>,
}

impl Reading {
    pub(super) fn new(request: RequestId, name: SafeText) -> Self {
        Self {
            request,
            name,
            progress: None,
            dropped: None,
        }
    }

    /// Is of a file whose name was pasted.
    pub(super) fn of_dropped(request: RequestId, text: &str) -> Self {
        Self {
            dropped: Some(text.to_owned()),
            ..Self::new(request, SafeText::clean(text.trim()))
        }
    }

    /// Returns what is read and how far it is.
    pub fn words(&self) -> String {
        const MIB: u64 = 1024 * 1024;
        match self.progress {
            Some((read, of)) => format!(
                "Reading {}: {} of {} MiB",
                self.name,
                read / MIB,
                of.div_ceil(MIB)
            ),
            None => format!("Reading {}…", self.name),
        }
    }
}

/// What a reading that is stopped leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stopped {
    /// Nothing.
    Nothing,
    /// The pasted text that looked like the name of the file.
    Pasted,
    /// That text too, which was refused and told.
    Refused,
}

/// How far the reading of a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// It is to begin.
    Wanted,
    /// It is under way.
    UnderWay(RequestId),
    /// It is under way, but the text or what is known of it changed since.
    Outdated(RequestId),
    /// It failed, and is not tried again by itself.
    Failed,
}

/// What is known of a list while it is read.
#[derive(Debug)]
pub(super) struct Unread {
    pub(super) marks: ListMarks,
    pub(super) progress: Progress,
    /// The lines that were pasted last, to whose first flagged row the cursor goes.
    pub(super) pasted: Option<Range<usize>>,
}
