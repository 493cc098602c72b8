//! What is known of a customer and of all addresses, for the reading of a list.

use super::{Error, Workspace};
use crate::domain::{Customer, CustomerId, KnownAt};
use crate::paste::Known;

impl Workspace {
    /// Gives the list that was left for a customer.
    pub fn draft(&mut self, customer: CustomerId) -> Result<Option<String>, Error> {
        self.store.read(|reader| Ok(reader.draft(customer)?))
    }

    /// Keeps a list for its customer; an empty one is forgotten.
    pub fn keep_draft(&mut self, customer: CustomerId, text: &str) -> Result<(), Error> {
        self.store.write(|writer| Ok(writer.keep_draft(customer, text)?))
    }

    /// Gathers what is known before a list is read for a customer.
    pub fn known(&mut self, customer: &Customer) -> Result<Known, Error> {
        let domain = customer.domain.as_ref().map(|domain| domain.domain().clone());
        let mut known = Known::of_customer(domain, customer.primary.is_some());
        let names = self.known_addresses(customer.id, |key, at| match at {
            KnownAt::Here { id, name, standing } => {
                known.add_contact(key, id, name.to_owned(), standing);
            }
            KnownAt::Elsewhere { customer } => {
                known.add_elsewhere(key, u32::try_from(customer).unwrap_or(u32::MAX));
            }
        })?;
        known.name_customers(names.iter().map(ToString::to_string).collect());
        Ok(known)
    }
}
