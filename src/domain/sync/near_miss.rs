//! People whom the source knows of a customer and that the exact rule does not link, and why.

use serde::Serialize;

use crate::domain::{CustomerId, Domain, Name, RemoteContact, RemoteId};

/// People at one domain who probably belong to a customer with another domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// The customer.
    pub customer: CustomerId,
    /// Its short number.
    pub display_id: u32,
    /// Its name.
    pub customer_name: Name,
    /// Its domain.
    pub customer_domain: Option<Domain>,
    /// The domain of the people.
    pub domain: Domain,
    /// How many people are known there.
    pub people: u64,
    /// What ties them to the customer.
    pub why: NearMissWhy,
}

/// What ties people to a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NearMissWhy {
    /// They are associated with a company that has the customer's domain.
    #[serde(rename = "colleagues")]
    Associated,
    /// A company at the source has the customer's name.
    SameName,
}

/// What changing a customer's domain does to its links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct DomainEffect {
    /// How many people are linked by it.
    pub links: u64,
    /// How many lose their link by it.
    pub unlinks: u64,
}

/// A person behind a near miss, who can be linked by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMissPerson {
    /// The customer.
    pub customer: CustomerId,
    /// The person.
    pub person: RemoteContact,
}

impl NearMissPerson {
    /// Returns the id at the source.
    pub const fn id(&self) -> RemoteId {
        self.person.id
    }
}
