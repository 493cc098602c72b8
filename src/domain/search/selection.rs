//! Which rows are exported, and what they are.

use crate::domain::{
    ContactFilter, ContactId, ContactSource, CustomerFilter, CustomerId, Details, NoteFilter, RemoteId,
    SearchQuery, Timestamp,
};

/// What is exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// Contacts, by customer and name.
    Contacts(ContactSelection),
    /// Customers, by name.
    Customers(CustomerSelection),
    /// The history of a customer, newest first.
    History(HistorySelection),
    /// Notes, newest first.
    Notes(NoteFilter),
}

/// Which contacts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactSelection {
    /// Whose; without one, those of all customers.
    pub customer: Option<CustomerId>,
    /// Which of them.
    pub filter: ContactFilter,
    /// What they must hold, as in a [`ContactQuery`](crate::domain::ContactQuery).
    pub words: SearchQuery,
}

/// Which customers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomerSelection {
    /// Which of them.
    pub filter: CustomerFilter,
    /// What they must hold, as in a [`CustomerQuery`](crate::domain::CustomerQuery).
    pub words: SearchQuery,
}

/// Which lines of the history of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistorySelection {
    /// Whose.
    pub customer: CustomerId,
    /// What they must hold, as in a [`HistoryQuery`](crate::domain::HistoryQuery).
    pub words: SearchQuery,
}

/// A contact as a line of a table, which borrows its texts for as long as it is written; a missing text is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContactLine<'a> {
    /// The name of its customer.
    pub customer: &'a str,
    /// The short number of its customer.
    pub display_id: u32,
    /// Its id.
    pub id: ContactId,
    /// Its name.
    pub name: &'a str,
    /// Its address.
    pub email: &'a str,
    /// Its job title, phone number and the like.
    pub details: Details<&'a str>,
    /// What it has in fields that users defined, as [`CustomValues::from_stored`](crate::domain::CustomValues) reads it.
    pub custom: &'a str,
    /// Whether it is the primary.
    pub is_primary: bool,
    /// Where it came from.
    pub source: ContactSource,
    /// The record of the source that it follows or followed.
    pub remote_id: Option<RemoteId>,
    /// When it was archived.
    pub archived_at: Option<Timestamp>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What happens with a file that has the name of a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is written.
    Kept,
    /// The new one takes its place.
    Replaced,
}
