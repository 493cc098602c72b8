//! What a customer-success manager talks about, and the rules as pure functions.
//!
//! Nothing in here does I/O, reads a clock or knows how things are stored or shown. Text from outside becomes a
//! [`SafeText`], [`Name`], [`Email`] or [`Domain`] at the border and is trusted from then on.

mod change;
mod contact;
mod customer;
mod domain_name;
mod email;
mod failure;
mod field;
mod fold;
mod free_mail;
mod history;
mod ids;
mod known;
mod outcome;
mod owner;
mod page;
mod promotion;
mod routing;
mod tags;
mod text;
mod time;

pub use change::{Change, ImportPrimary, Successor, UndoTarget};
pub use contact::{Contact, ContactDraft, ContactEdit, ContactFields, Source};
pub use customer::{Customer, CustomerDraft, CustomerEdit, CustomerFields, CustomerStatus};
pub use domain_name::{CustomerDomain, Domain, DomainError};
pub use email::{Email, EmailError};
pub use failure::Failure;
pub use field::{Field, FieldError};
pub use fold::fold;
pub use free_mail::is_free_mail;
pub use history::{Actor, Cause, Entity, Event, HistoryEntry, UndoEntry, UndoState};
pub use ids::{ChangeId, ContactId, CustomerId, IdError, IdSource, OwnerId};
pub use known::KnownAt;
pub use outcome::{Done, Outcome, Refusal, Reverted};
pub use owner::{Owner, OwnerFields};
pub use page::{Anchor, ContactFilter, ContactQuery, CustomerFilter, CustomerQuery, HistoryQuery, Page};
pub use promotion::promotes;
pub use routing::{Channel, NotificationKind, Person, Route, RoutedTo, routes};
pub use tags::Tags;
pub use text::{MAX_TEXT_CHARS, Name, NameError, SafeText};
pub use time::{Clock, Timestamp};
