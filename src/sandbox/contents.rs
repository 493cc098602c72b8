//! The contacts of a portal, with an index of the domains of their addresses.

use std::collections::{BTreeMap, BTreeSet};

use super::record::{Held, PortalContact};

/// Contacts by id; those that are live can be found by the domain of their address.
#[derive(Debug, Clone)]
pub(super) struct Contents {
    held: BTreeMap<u64, Held<PortalContact>>,
    next: u64,
    by_domain: BTreeMap<String, BTreeSet<u64>>,
}

impl Contents {
    /// Makes an empty one whose first id is given.
    pub(super) const fn new(first: u64) -> Self {
        Self {
            held: BTreeMap::new(),
            next: first,
            by_domain: BTreeMap::new(),
        }
    }

    /// Adds a contact and gives its id.
    pub(super) fn add(&mut self, contact: PortalContact) -> u64 {
        let id = self.next;
        self.next += 1;
        self.index(id, &contact);
        let created = contact.modified;
        self.held.insert(
            id,
            Held {
                id,
                created,
                record: contact,
            },
        );
        id
    }

    /// Changes a contact; says whether it is there.
    pub(super) fn edit(&mut self, id: u64, edit: impl FnOnce(&mut PortalContact)) -> bool {
        let Some(mut held) = self.held.remove(&id) else {
            return false;
        };
        self.unindex(id, &held.record);
        edit(&mut held.record);
        self.index(id, &held.record);
        self.held.insert(id, held);
        true
    }

    /// Takes a contact out.
    pub(super) fn take(&mut self, id: u64) -> Option<PortalContact> {
        let held = self.held.remove(&id)?;
        self.unindex(id, &held.record);
        Some(held.record)
    }

    /// Returns a contact, archived or not.
    pub(super) fn get(&self, id: u64) -> Option<&Held<PortalContact>> {
        self.held.get(&id)
    }

    /// Goes through all contacts by id, archived ones too.
    pub(super) fn all(&self) -> impl Iterator<Item = &Held<PortalContact>> {
        self.held.values()
    }

    /// Goes through the live contacts at a domain by id.
    pub(super) fn at_domain(&self, domain: &str) -> impl Iterator<Item = &Held<PortalContact>> {
        let ids = self.by_domain.get(domain).into_iter().flatten();
        ids.filter_map(|id| self.held.get(id))
    }

    fn index(&mut self, id: u64, contact: &PortalContact) {
        if let Some(domain) = contact.email_domain().filter(|_| !contact.archived) {
            self.by_domain.entry(domain).or_default().insert(id);
        }
    }

    fn unindex(&mut self, id: u64, contact: &PortalContact) {
        let Some(domain) = contact.email_domain() else {
            return;
        };
        if let Some(ids) = self.by_domain.get_mut(&domain) {
            ids.remove(&id);
            if ids.is_empty() {
                self.by_domain.remove(&domain);
            }
        }
    }
}
