//! What is known of a customer and of all addresses, for the reading of a list.

use super::{Error, Workspace};
use crate::domain::{AddressRank, ContactRole, Customer, FieldOf, KnownAt, USUAL_ROLES};
use crate::paste::{Known, OwnNames};

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
        let used = self
            .store
            .read(|reader| Ok::<_, Error>(reader.roles_at(customer.id)?))?;
        let usual = USUAL_ROLES
            .iter()
            .filter_map(|role| ContactRole::parse(role).ok());
        let configured = self.roles.iter().cloned();
        known.know_roles(usual.chain(configured).chain(used));
        let own = OwnNames::of(FieldOf::Contact, &self.custom_fields()?);
        Ok(known.with_fields(own))
    }
}
