//! Whole records as the operation log keeps them: versioned JSON that knows other things by their ids, never by their
//! names.

mod contact;
mod custom_field;
mod customer;
mod note;
mod notification;
mod onboarding;
mod owner;
mod pair;
mod task;

pub use contact::ContactRecord;
pub use custom_field::{CustomFieldRecord, choices_from_stored, stored_choices};
pub use customer::CustomerRecord;
pub use note::{NoteRecord, NoteTextRecord};
pub use notification::NotificationRecord;
pub use onboarding::OnboardingRecord;
pub use owner::OwnerRecord;
pub use pair::PairRecord;
pub use task::{AssigneeId, TaskRecord};

use serde::{Deserialize, Serialize};

/// The version of the records that this release writes; the first ones of contacts and customers had none.
const VERSION: u32 = 1;

/// A record that the history shows in words.
pub trait InWords {
    /// Returns what it holds in words, with the name of the person whose id it holds.
    fn in_words(&self, who: Option<&str>) -> String;
}

/// What the log holds of a thing that was added or taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Logged<R> {
    /// A record.
    Record(R),
    /// A sentence, as earlier releases wrote it.
    Legacy(String),
}

impl<R: InWords + PartialEq> Logged<R> {
    /// Returns it in words, with the name of the person whose id the record holds.
    pub fn in_words(self, who: Option<&str>) -> String {
        match self {
            Self::Record(record) => record.in_words(who),
            Self::Legacy(sentence) => sentence,
        }
    }

    /// Returns whether a thing is as it was; a sentence is compared with what it would be now.
    pub fn is(&self, now: &R, who: Option<&str>) -> bool {
        match self {
            Self::Record(record) => record == now,
            Self::Legacy(sentence) => *sentence == now.in_words(who),
        }
    }
}

/// A sentence of an earlier release, as a migration marked it.
#[derive(Deserialize)]
struct Marked {
    legacy: String,
}

/// Reads what the log holds of a thing; none if no release up to this one has written it.
fn logged<'a, L: Deserialize<'a>, R>(text: &'a str, read: impl FnOnce(L) -> Option<R>) -> Option<Logged<R>> {
    match serde_json::from_str(text) {
        Ok(Marked { legacy }) => Some(Logged::Legacy(legacy)),
        Err(_) => read(serde_json::from_str(text).ok()?).map(Logged::Record),
    }
}

/// Writes a record for the log.
fn written(line: &impl Serialize) -> String {
    // Maps of text to text cannot fail to become JSON.
    serde_json::to_string(line).unwrap_or_default()
}
