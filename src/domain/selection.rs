//! Which rows are exported, and what they are.

use super::{Contact, ContactFilter, CustomerFilter, CustomerId, Name, SearchQuery};

/// What is exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// Contacts, by customer and name.
    Contacts(ContactSelection),
    /// Customers, by name.
    Customers(CustomerSelection),
    /// The history of a customer, newest first.
    History(HistorySelection),
}

/// Which contacts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactSelection {
    /// Whose; without one, those of all customers.
    pub customer: Option<CustomerId>,
    /// Which of them.
    pub filter: ContactFilter,
    /// What they must hold, as in a [`ContactQuery`](super::ContactQuery).
    pub words: SearchQuery,
}

/// Which customers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CustomerSelection {
    /// Which of them.
    pub filter: CustomerFilter,
    /// What they must hold, as in a [`CustomerQuery`](super::CustomerQuery).
    pub words: SearchQuery,
}

/// Which lines of the history of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistorySelection {
    /// Whose.
    pub customer: CustomerId,
    /// What they must hold, as in a [`HistoryQuery`](super::HistoryQuery).
    pub words: SearchQuery,
}

/// A contact with the customer that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactAt {
    /// The contact.
    pub contact: Contact,
    /// The name of its customer.
    pub customer: Name,
    /// The short number of its customer.
    pub display_id: u32,
}

/// What happens with a file that has the name of a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is written.
    Kept,
    /// The new one takes its place.
    Replaced,
}
