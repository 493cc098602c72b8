//! What an import adds: contacts of customers, and who of them becomes primary.

use std::collections::BTreeSet;

use crate::domain::{ContactFields, CustomerId};

/// Contacts that are added to a customer; one of them becomes primary where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerContacts {
    /// Whose.
    pub customer: CustomerId,
    /// Their fields.
    pub contacts: Vec<ContactFields>,
    /// Who of them becomes primary; else the first who is not archived.
    pub primary: Option<usize>,
    /// Which of them are archived, as the list tells.
    pub archived: BTreeSet<usize>,
}

/// Who of the contacts of a list becomes primary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportPrimary {
    /// The first that is added, if the customer has no primary.
    FirstIfNone,
    /// The one in this row, counted from 0, if it is added; else the primary stays.
    Row(usize),
}
