//! A row as it is shown: its fields, every reason for its status, and how it can be fixed.

use serde::Serialize;

use super::status::{Code, Status};
use crate::domain::{ContactId, ContactRole, Details, Field};

/// One reason for the status of a row, for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// What it is.
    pub code: Code,
    /// The field it is about.
    #[serde(serialize_with = "field_key")]
    pub field: Field,
    /// The sentence.
    pub message: String,
    /// What the field could be instead.
    pub suggestion: Option<String>,
}

fn field_key<S: serde::Serializer>(field: &Field, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&field.key())
}

/// A row with all that is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the text on which it starts, counted from 0.
    pub line: usize,
    /// How many lines it spans.
    pub lines: usize,
    /// The name, cleaned.
    pub name: String,
    /// The address, cleaned.
    pub email: String,
    /// The job title, the phone number and the like, cleaned.
    pub details: Details<String>,
    /// What adding does with it.
    pub status: Status,
    /// The role that its label names, if that is a known one and it has none.
    pub offered: Option<ContactRole>,
    /// Every reason that holds, the ones to mend first at the start.
    pub reasons: Vec<Reason>,
    /// Whether cleaning changed a field.
    pub cleaned: bool,
    /// Whether it becomes the primary contact.
    pub primary: bool,
    /// The mending that is offered first, if there is one.
    pub fix: Option<Fix>,
}

/// How a row can be mended in one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The reason that it takes away.
    pub code: Code,
    /// What it does.
    pub step: Step,
}

impl Fix {
    /// Counts its ranges from a later line of the row's text; none if it begins before that line.
    pub(super) fn counted_from(mut self, text: &str, line: usize) -> Option<Self> {
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        if let Step::Rewrite(rewrites) = &mut self.step {
            for Rewrite { range, .. } in rewrites {
                *range = range.start.checked_sub(start)?..range.end - start;
            }
        }
        Some(self)
    }
}

/// What a fix does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Replaces ranges of the row's text, in order, by other texts.
    Rewrite(Vec<Rewrite>),
    /// Restores an archived contact.
    Restore(ContactId),
    /// Links a contact again that a person unlinked.
    Relink(ContactId),
}

/// A replacement in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrite {
    /// The bytes to replace, counted from the start of the line that shows the row.
    pub range: std::ops::Range<usize>,
    /// What stands there then.
    pub text: String,
}
