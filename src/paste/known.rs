//! What is known of the customer and of all addresses before the text is read.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::num::NonZeroU64;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::own_columns::OwnNames;
use super::role_labels::KnownRoles;
use crate::domain::{AddressRank, ContactId, ContactRole, Domain, OtherEmails, Standing};

/// An address as lists are searched for it: a hash of its lower-case form with the domain in IDNA ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct AddressKey(NonZeroU64);

impl AddressKey {
    /// Takes the form that `Email::key` gives.
    pub(super) fn of(canonical: &[u8]) -> Self {
        Self(NonZeroU64::new(FixedState::default().hash_one(canonical)).unwrap_or(NonZeroU64::MIN))
    }

    /// Gives the hash that it is.
    pub(super) const fn hash(self) -> u64 {
        self.0.get()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Here {
    address: Box<str>,
    pub id: ContactId,
    pub name: String,
    pub standing: Standing,
    pub rank: AddressRank,
}

impl Here {
    /// Returns who it is, with the address if that is not the first one: `Ann Lee (other email ann@home.net)`.
    pub(super) fn words(&self) -> String {
        match self.rank {
            AddressRank::First => self.name.clone(),
            AddressRank::Other => format!("{} (other email {})", self.name, self.address),
        }
    }
}

/// What is known before the text is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Known {
    domain: Option<Domain>,
    has_primary: bool,
    here: HashMap<AddressKey, Here, FixedState>,
    elsewhere: HashMap<AddressKey, u32, FixedState>,
    customers: Arc<[String]>,
    pub(super) roles: KnownRoles,
    /// The fields of contacts that users defined.
    pub(super) own: OwnNames,
}

impl Known {
    /// Starts with what is known of the customer itself.
    pub fn of_customer(domain: Option<Domain>, has_primary: bool) -> Self {
        Self {
            domain,
            has_primary,
            ..Self::default()
        }
    }

    /// Adds a contact of the customer under its first address; `key` is that of `Email::key`.
    pub fn add_contact(&mut self, key: &str, id: ContactId, name: String, standing: Standing) {
        self.add(key, AddressRank::First, (id, name, standing));
    }

    /// Adds a contact of the customer under another address of its.
    pub fn add_other_email(&mut self, key: &str, id: ContactId, name: String, standing: Standing) {
        self.add(key, AddressRank::Other, (id, name, standing));
    }

    fn add(&mut self, key: &str, rank: AddressRank, (id, name, standing): (ContactId, String, Standing)) {
        let here = Here {
            address: key.into(),
            id,
            name,
            standing,
            rank,
        };
        self.here.insert(AddressKey::of(key.as_bytes()), here);
    }

    /// Names the other customers, by whose places in the list [`Self::add_elsewhere`] knows them.
    pub fn name_customers(&mut self, names: Arc<[String]>) {
        self.customers = names;
    }

    /// Adds an address that another customer has.
    pub fn add_elsewhere(&mut self, key: &str, customer: usize) {
        let customer = u32::try_from(customer).unwrap_or(u32::MAX);
        self.elsewhere.insert(AddressKey::of(key.as_bytes()), customer);
    }

    /// Takes the roles by which labels are known.
    pub fn know_roles(&mut self, roles: impl Iterator<Item = ContactRole>) {
        self.roles = KnownRoles::of(roles);
    }

    /// Takes the fields of contacts that users defined, whose columns are theirs.
    #[must_use]
    pub fn with_fields(mut self, own: OwnNames) -> Self {
        self.own = own;
        self
    }

    /// Gives the customer's domain.
    pub(super) fn domain(&self) -> Option<&Domain> {
        self.domain.as_ref()
    }

    /// Says whether the customer has a primary contact.
    pub(super) fn has_primary(&self) -> bool {
        self.has_primary
    }

    /// Returns the contact of the customer with an address that was found to be here.
    pub(super) fn here(&self, key: AddressKey) -> Option<&Here> {
        self.here.get(&key)
    }

    /// Finds the contact of the customer with an address; another one that has the same hash is none.
    pub(super) fn find_here(&self, key: AddressKey, address: &[u8]) -> Option<&Here> {
        if self.here.is_empty() {
            return None;
        }
        self.here(key).filter(|here| here.address.as_bytes() == address)
    }

    /// Finds the contact of the customer that has one of the other addresses of a row.
    pub(super) fn by_other(&self, others: &OtherEmails) -> Option<&Here> {
        others.iter().find_map(|other| {
            let address = other.email.key();
            self.find_here(AddressKey::of(address.as_bytes()), address.as_bytes())
        })
    }

    /// Says whether another customer has the address.
    pub(super) fn is_elsewhere(&self, key: AddressKey) -> bool {
        !self.elsewhere.is_empty() && self.elsewhere.contains_key(&key)
    }

    /// Names the other customer that has an address.
    pub(super) fn elsewhere(&self, key: AddressKey) -> Option<&str> {
        let at = usize::try_from(*self.elsewhere.get(&key)?).ok()?;
        self.customers.get(at).map(String::as_str)
    }
}
