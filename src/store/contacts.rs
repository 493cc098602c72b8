//! The table of contacts.

use std::collections::HashMap;
use std::sync::LazyLock;

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::criteria::Rows;
use super::listing::Listing;
use super::other_emails::EMAIL_KEY;
use super::rows::{CONTACT, CONTACT_JOINS, contact};
use super::{Reader, StoreError};
use crate::domain::{
    Contact, ContactFilter, ContactId, ContactQuery, CustomerId, Email, FieldOf, Page, SearchQuery, Trait,
};

/// How many contacts are looked for by one statement.
const AT_ONCE: usize = 1_000;

/// Finds a contact; made once, as it is long and asked for each row of many changes.
static BY_ID: LazyLock<String> = LazyLock::new(|| {
    format!("SELECT {CONTACT} FROM contact t {CONTACT_JOINS} WHERE t.id = ? AND t.deleted_at IS NULL")
});

/// Finds the contacts with an address.
static BY_EMAIL: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {CONTACT} FROM contact t {CONTACT_JOINS}
                 WHERE t.id IN (SELECT t.id FROM contact t WHERE {EMAIL_KEY} = ?1 AND t.deleted_at IS NULL
                                UNION ALL SELECT o.contact_id FROM other_email o WHERE o.mailbox = ?1)
                       AND t.deleted_at IS NULL AND c.deleted_at IS NULL ORDER BY t.rowid"
    )
});

/// Returns the condition on contacts `t` of a group, word by word as the indexes have it.
pub(super) const fn group(filter: ContactFilter) -> &'static str {
    match filter {
        ContactFilter::Active => "t.archived_at IS NULL AND t.deleted_at IS NULL AND t.is_here",
        ContactFilter::Archived => "t.archived_at IS NOT NULL AND t.deleted_at IS NULL AND t.is_here",
        ContactFilter::Unlinked => "t.is_unlinked AND t.deleted_at IS NULL",
    }
}

/// Returns the group in which a search looks: the one that it asks for, else that of the list.
pub(super) fn group_of(query: &SearchQuery, filter: ContactFilter) -> ContactFilter {
    if query.asks_for(Trait::Unlinked) {
        ContactFilter::Unlinked
    } else if query.asks_for(Trait::Archived) {
        ContactFilter::Archived
    } else {
        filter
    }
}

impl Reader<'_> {
    /// Finds a contact that is not deleted.
    pub fn contact(&self, id: ContactId) -> Result<Option<Contact>, StoreError> {
        self.row_if_any(&BY_ID, [id.uuid()], |row| contact(row, 0))
    }

    /// Finds contacts that are not deleted, in the order of the ids, by one statement for many of them.
    pub fn contacts_of(&self, ids: &[ContactId]) -> Result<Vec<Contact>, StoreError> {
        let mut found = HashMap::with_capacity(ids.len());
        self.sql(|connection| {
            for ids in ids.chunks(AT_ONCE) {
                let places = vec!["?"; ids.len()].join(", ");
                let mut statement = connection.prepare(&format!(
                    "SELECT {CONTACT} FROM contact t {CONTACT_JOINS}
                     WHERE t.id IN ({places}) AND t.deleted_at IS NULL"
                ))?;
                let uuids = ids.iter().map(|id| id.uuid());
                for contact in statement.query_map(params_from_iter(uuids), |row| contact(row, 0))? {
                    let contact = contact?;
                    found.insert(contact.id, contact);
                }
            }
            Ok(())
        })?;
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }

    /// Finds the contacts with an address, be it the first one or another, at all customers, oldest first.
    pub fn contacts_by_email(&self, email: &Email) -> Result<Vec<Contact>, StoreError> {
        self.rows(&BY_EMAIL, [email.key()], |row| contact(row, 0))
    }

    /// Returns whether a customer has contacts that are not deleted, archived ones included.
    pub fn has_contacts(&self, customer: CustomerId) -> Result<bool, StoreError> {
        self.row(
            "SELECT EXISTS (SELECT 1 FROM contact WHERE customer_id = ? AND deleted_at IS NULL)",
            [customer.uuid()],
            |row| row.get(0),
        )
    }

    /// Lists a part of the contacts of a customer.
    pub fn contacts(&self, query: &ContactQuery) -> Result<Page<Contact>, StoreError> {
        let group = group(group_of(&query.words, query.filter));
        let order = self.row_order(query.order, FieldOf::Contact)?;
        let mut listing = Listing {
            table: "contact t",
            condition: format!("t.customer_id = ?1 AND {group}"),
            params: vec![Value::from(query.customer.uuid())],
            order,
        };
        listing.demand(&query.words, Rows::Contacts);
        self.sql(|connection| {
            let read = |row: &rusqlite::Row<'_>| contact(row, 0);
            listing.page(
                (connection, self.sorted),
                (CONTACT, CONTACT_JOINS),
                query.anchor,
                query.limit,
                ContactId::uuid,
                read,
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::rows::{CUSTOMER, CUSTOMER_JOINS};
    use crate::store::testing::query_plan;

    #[test]
    fn invitations_are_looked_up_by_their_index() {
        for sql in [
            format!("SELECT {CONTACT} FROM contact t {CONTACT_JOINS} WHERE t.customer_id = x'00'"),
            format!("SELECT {CUSTOMER} FROM customer t {CUSTOMER_JOINS}"),
        ] {
            let steps = query_plan(&sql, []);
            let of_notifications: Vec<&String> = steps.iter().filter(|step| step.contains(" n ")).collect();
            assert_eq!(of_notifications.len(), 2, "{steps:#?}");
            for step in of_notifications {
                assert!(
                    step.contains("INDEX notification_invitation (contact_id=? AND state=?)"),
                    "{step}"
                );
            }
        }
    }

    #[test]
    fn many_contacts_are_found_by_their_ids_in_few_statements() {
        let steps = query_plan(
            &format!(
                "SELECT {CONTACT} FROM contact t {CONTACT_JOINS}
                 WHERE t.id IN (?, ?) AND t.deleted_at IS NULL"
            ),
            [&[0_u8; 16][..], &[1_u8; 16][..]],
        );
        assert!(
            steps.iter().any(|step| step.starts_with("SEARCH t ")),
            "{steps:#?}"
        );
        // Whether there is any value in a custom field is asked once, and ends at the first row.
        let scans = |step: &String| step.starts_with("SCAN") && !step.starts_with("SCAN custom_value");
        assert!(!steps.iter().any(scans), "{steps:#?}");
    }
}
