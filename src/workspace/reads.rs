//! Customers, contacts and the history, as the screens and commands list them.

use super::{Error, Workspace};
use crate::domain::{
    Contact, ContactQuery, Customer, CustomerId, CustomerQuery, Duplicate, HistoryEntry, HistoryQuery,
    KnownAt, ListOrders, Name, Page, SafeText, UndoEntry,
};

impl Workspace {
    /// Lists a part of the customers.
    pub fn customers(&mut self, query: &CustomerQuery) -> Result<Page<Customer>, Error> {
        self.store.read(|reader| Ok(reader.customers(query)?))
    }

    /// Returns how lists were sorted in the last session.
    pub fn list_orders(&self) -> ListOrders {
        self.store.list_orders()
    }

    /// Keeps how lists are sorted, for the next session.
    pub fn keep_list_orders(&self, orders: ListOrders) {
        self.store.keep_list_orders(orders);
    }

    /// Finds a customer.
    pub fn customer(&mut self, id: CustomerId) -> Result<Customer, Error> {
        self.store
            .read(|reader| reader.customer(id)?.ok_or_else(Error::no_customer))
    }

    /// Lists a part of the contacts of a customer.
    pub fn contacts(&mut self, query: &ContactQuery) -> Result<Page<Contact>, Error> {
        self.store.read(|reader| Ok(reader.contacts(query)?))
    }

    /// Lists the active contacts of a customer who look alike, in pairs.
    pub fn duplicates(&mut self, customer: CustomerId) -> Result<Vec<Duplicate>, Error> {
        self.store.read(|reader| Ok(reader.duplicates(customer)?))
    }

    /// Lists all tags of customers, most used first.
    pub fn known_tags(&mut self) -> Result<Vec<SafeText>, Error> {
        self.store.read(|reader| Ok(reader.known_tags()?))
    }

    /// Visits the address of every contact, archived ones included, and gives the names of all customers, to which
    /// [`KnownAt::Elsewhere`] refers.
    pub fn known_addresses(
        &mut self,
        customer: CustomerId,
        visit: impl FnMut(&str, KnownAt<'_>),
    ) -> Result<Vec<Name>, Error> {
        self.store
            .read(|reader| Ok(reader.known_addresses(customer, visit)?))
    }

    /// Lists a part of the history of a customer, newest first.
    pub fn history(&mut self, query: &HistoryQuery) -> Result<Page<HistoryEntry>, Error> {
        self.store.read(|reader| Ok(reader.history(query)?))
    }

    /// Lists the last changes that people made, newest first.
    pub fn changes(&mut self, limit: usize) -> Result<Vec<UndoEntry>, Error> {
        self.store.read(|reader| Ok(reader.changes(limit)?))
    }
}
