//! What was chosen for a change of one or many, and how a title names it.

use crate::domain::{Contact, ContactId, Customer, CustomerId};

/// What a form of many changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen<I> {
    ids: Vec<I>,
    /// The name of the only one, or of the first.
    name: String,
    /// What several are.
    many: &'static str,
}

impl Chosen<CustomerId> {
    /// Takes customers.
    pub(in crate::app) fn customers<'a>(customers: impl Iterator<Item = &'a Customer>) -> Self {
        let rows = customers.map(|customer| (customer.id, customer.name.as_str()));
        Self::of(rows, "customers")
    }
}

impl Chosen<ContactId> {
    /// Takes contacts.
    pub(in crate::app) fn contacts<'a>(contacts: impl Iterator<Item = &'a Contact>) -> Self {
        let rows = contacts.map(|contact| (contact.id, contact.name.as_str()));
        Self::of(rows, "contacts")
    }
}

impl<I> Chosen<I> {
    fn of<'a>(mut rows: impl Iterator<Item = (I, &'a str)>, many: &'static str) -> Self {
        let first = rows.next();
        let name = first.as_ref().map_or("", |(_, name)| *name).to_owned();
        let ids = first.into_iter().chain(rows).map(|(id, _)| id).collect();
        Self { ids, name, many }
    }

    /// Returns the ids.
    pub(super) fn ids(&self) -> &[I] {
        &self.ids
    }

    /// Names the only one, or counts several.
    pub(super) fn words(&self) -> String {
        match self.ids.len() {
            1 => self.name.clone(),
            count => format!("{count} {}", self.many),
        }
    }
}
