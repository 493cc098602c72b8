//! What is known of a customer and of all addresses, for the reading of a list.

use super::{Error, Workspace};
use crate::domain::{AddressRank, Customer, KnownAt};
use crate::paste::Known;

impl Workspace {
    /// Gathers what is known before a list is read for a customer.
    pub fn known(&mut self, customer: &Customer) -> Result<Known, Error> {
        let domain = customer.domain.as_ref().map(|domain| domain.domain().clone());
        let mut known = Known::of_customer(domain, customer.primary.is_some());
        let names = self.known_addresses(customer.id, |key, at| match at {
            KnownAt::Here {
                id,
                name,
                standing,
                rank,
            } => match rank {
                AddressRank::First => known.add_contact(key, id, name.to_owned(), standing),
                AddressRank::Other => known.add_other_email(key, id, name.to_owned(), standing),
            },
            KnownAt::Elsewhere { customer } => {
                known.add_elsewhere(key, customer);
            }
        })?;
        known.name_customers(names.iter().map(ToString::to_string).collect());
        Ok(known)
    }
}
