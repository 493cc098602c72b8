//! People whom the source knows of a customer and that the exact rule does not link, and why.

use serde::Serialize;

use super::{CustomerId, Domain, Name, RemoteContact, RemoteId};

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

impl NearMiss {
    /// Tells it in a sentence: `3 people at acmecorp.io, not acme.com`.
    pub fn sentence(&self) -> String {
        let people = match self.people {
            0 => "A company".to_owned(),
            1 => "1 person".to_owned(),
            many => format!("{many} people"),
        };
        let domain = &self.domain;
        match (&self.customer_domain, self.why) {
            (Some(own), NearMissWhy::Associated) => format!("{people} at {domain}, not {own}"),
            (Some(own), NearMissWhy::SameName) => {
                format!("{people} at {domain}, not {own} (company of this name)")
            }
            (None, _) => {
                format!("{people} at {domain}; no domain here (company of this name)")
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{IdSource, Timestamp};

    #[test]
    fn tells_how_many_where_and_why() {
        let mut miss = NearMiss {
            customer: CustomerId::from_uuid(IdSource::Counting(0).next(Timestamp::default())),
            display_id: 1,
            customer_name: Name::parse("Acme").expect("a name"),
            customer_domain: Domain::parse("acme.com").ok(),
            domain: Domain::parse("acmecorp.io").expect("a domain"),
            people: 3,
            why: NearMissWhy::Associated,
        };
        assert_eq!(miss.sentence(), "3 people at acmecorp.io, not acme.com");
        miss.people = 1;
        miss.customer_domain = None;
        miss.why = NearMissWhy::SameName;
        assert!(
            miss.sentence()
                .starts_with("1 person at acmecorp.io; no domain here")
        );
    }
}
