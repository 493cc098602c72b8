//! What a customer-success manager talks about, and the rules as pure functions.
//!
//! Nothing in here does I/O, reads a clock or knows how things are stored or shown. Text from outside becomes a
//! [`SafeText`], [`Name`], [`Email`] or [`Domain`] at the border and is trusted from then on.
//!
//! | folder | what it is about |
//! |---|---|
//! | `customer` | customers, their domain, owner, tags and health, and what needs attention |
//! | `contact` | contacts, their fields and addresses, who is primary, duplicates and merges |
//! | `name` | which text is the name of a person |
//! | `onboarding` | onboardings, phases, tasks, their schedule, and invitations to the portal |
//! | `delivery` | notifications: who gets them and why, by which channel, and what became of each attempt |
//! | `details` | all that is known of one contact or customer, and where each value came from |
//! | `custom_field` | fields that a team defines for its customers and contacts, and their values |
//! | `note` | notes that people of our side write on customers, contacts and onboardings |
//! | `history` | what the user can change, what came of it, and what an undo would do |
//! | `record` | things as the operation log holds them |
//! | `search` | searches, filters and pages of long lists |
//! | `sync` | what a source of people says, links with its records, and the runs of a sync |
//! | `assistant` | roles told from job titles, and drafts of mails |
//! | `text` | text from outside made harmless: for a terminal, a spreadsheet and a shell |

mod assistant;
mod contact;
mod custom_field;
mod customer;
mod date;
mod delivery;
mod details;
mod failure;
mod field;
mod history;
mod ids;
mod keyed;
mod list_draft;
mod name;
mod note;
mod onboarding;
mod progress;
mod record;
mod search;
mod sync;
#[cfg(test)]
pub(crate) mod testing;
mod text;
mod time;
mod typed_date;

pub use assistant::*;
pub use contact::*;
pub use custom_field::*;
pub use customer::*;
pub use date::{Date, DateError};
pub use delivery::*;
pub use details::*;
pub use failure::Failure;
pub use field::{Field, FieldError};
pub use history::*;
pub use ids::{
    ChangeId, ContactId, CustomFieldId, CustomerId, DraftId, IdError, IdSource, NoteId, NotificationId,
    OnboardingId, OwnerId, SessionId, TaskId,
};
pub use list_draft::{DraftHead, DraftHolder, ListDraft, ListMarks, RoleLabels};
pub use name::*;
pub use note::*;
pub use onboarding::*;
pub(crate) use progress::grouped;
pub use progress::{Meter, PROGRESS_STEP, Progress};
pub use record::*;
pub use search::*;
pub use sync::*;
pub use text::*;
pub use time::{Clock, Timestamp};
