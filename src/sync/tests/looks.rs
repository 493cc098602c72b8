//! What a test sees of the store after a run.

use super::*;
use crate::domain::{AddressConflict, Detail, HistoryEntry, Link, ListOrder, SearchQuery};

impl Scene {
    pub(super) fn listed(&mut self, customer: CustomerId, filter: ContactFilter) -> Vec<Contact> {
        let query = ContactQuery {
            customer,
            filter,
            words: SearchQuery::default(),
            order: ListOrder::default(),
            anchor: Anchor::Row(0),
            limit: 5_000,
        };
        self.workspace.contacts(&query).expect("listed").rows
    }

    pub(super) fn contacts(&mut self, customer: CustomerId) -> Vec<Contact> {
        self.listed(customer, ContactFilter::Active)
    }

    pub(super) fn unlinked(&mut self, customer: CustomerId) -> Vec<Contact> {
        self.listed(customer, ContactFilter::Unlinked)
    }

    /// Returns the addresses of the contacts of a customer, sorted.
    pub(super) fn emails(&mut self, customer: CustomerId) -> Vec<String> {
        let mut emails: Vec<String> = self
            .contacts(customer)
            .iter()
            .map(|contact| contact.email.to_string())
            .collect();
        emails.sort();
        emails
    }

    /// Returns the contact with a name.
    pub(super) fn named(&mut self, customer: CustomerId, name: &str) -> Contact {
        let mut found = self.contacts(customer);
        found.retain(|contact| contact.name.as_str() == name);
        assert_eq!(found.len(), 1, "{name}");
        found.remove(0)
    }

    /// Returns whose address is in conflict with whom, in sentences.
    pub(super) fn conflicts(&mut self) -> Vec<String> {
        let conflicts = self.workspace.conflicts().expect("listed");
        conflicts.iter().map(AddressConflict::sentence).collect()
    }

    /// Returns the address of each contact of a customer by its name, archived and unlinked ones included.
    pub(super) fn address(&mut self, customer: CustomerId, name: &str) -> String {
        for filter in [
            ContactFilter::Active,
            ContactFilter::Archived,
            ContactFilter::Unlinked,
        ] {
            for contact in self.listed(customer, filter) {
                if contact.name.as_str() == name {
                    return contact.email.to_string();
                }
            }
        }
        panic!("{name} is not there");
    }

    /// Returns what a contact is to HubSpot, in words.
    pub(super) fn link(&mut self, customer: CustomerId, name: &str) -> String {
        let link = self.named(customer, name).link;
        link.map_or_else(|| "none".to_owned(), Link::words)
    }

    pub(super) fn history(&mut self, customer: CustomerId) -> Vec<String> {
        let query = HistoryQuery {
            words: SearchQuery::default(),
            customer,
            row: 0,
            limit: 5_000,
        };
        let page = self.workspace.history(&query).expect("listed");
        page.rows.iter().map(HistoryEntry::sentence).collect()
    }

    pub(super) fn near_misses(&mut self) -> Vec<String> {
        let misses = self.workspace.near_misses().expect("listed");
        misses
            .iter()
            .map(|miss| format!("{}: {}", miss.customer_name, miss.sentence()))
            .collect()
    }

    /// Returns everything that the user can see here, but for ids and times.
    pub(super) fn state(&mut self, customers: &[CustomerId]) -> Vec<String> {
        let mut lines = self.near_misses();
        for customer in customers {
            let primary = self.primary(*customer);
            for filter in [
                ContactFilter::Active,
                ContactFilter::Archived,
                ContactFilter::Unlinked,
            ] {
                for contact in self.listed(*customer, filter) {
                    let link = contact.link.map(Link::words);
                    lines.push(format!(
                        "{filter:?} {} <{}> {:?} {:?} {link:?} {:?} {primary:?}",
                        contact.name,
                        contact.email,
                        contact.details[Detail::Title].clone(),
                        contact.details[Detail::Phone].clone(),
                        contact.edited_here()
                    ));
                }
            }
        }
        let integration = self.workspace.integration().expect("read");
        lines.push(format!(
            "{} linked, {} gone, {} unlinked, {} held",
            integration.linked, integration.gone, integration.unlinked, integration.held
        ));
        lines
    }

    /// Returns every row of every table that a sync without news must leave alone.
    #[expect(clippy::disallowed_types, reason = "rows that nobody reads show only here")]
    pub(super) fn rows(&self) -> Vec<String> {
        let file = self.folder.path().join(crate::store::FILE_NAME);
        let store = rusqlite::Connection::open(file).expect("opened");
        let mut rows = Vec::new();
        for table in [
            "customer",
            "contact",
            "change",
            "op",
            "remote_contact",
            "remote_company",
            "remote_company_domain",
            "remote_association",
            "missing_candidate",
            "covered_domain",
        ] {
            let mut statement = store.prepare(&format!("SELECT * FROM {table}")).expect("a table");
            let columns = statement.column_count();
            let mut found = statement.query([]).expect("asked");
            while let Some(row) = found.next().expect("a row") {
                let cells: Vec<String> = (0..columns)
                    .map(|at| format!("{:?}", row.get_ref(at).expect("a cell")))
                    .collect();
                rows.push(format!("{table}: {}", cells.join(", ")));
            }
        }
        rows
    }
}
