//! Remote people whose address a customer cannot take over, as another of its contacts has it.

use rusqlite::{Row, params, params_from_iter};

use super::rows::name;
use super::{Reader, StoreError, Writer};
use crate::domain::{AddressConflict, ContactId, CustomerId, Name, RemoteId};

/// A conflict as its row tells it: the customer, the person, their contact if there is one, and who has the address.
struct ConflictRow {
    customer: CustomerId,
    display_id: u32,
    customer_name: Name,
    person: RemoteId,
    contact: Option<ContactId>,
    holder: ContactId,
}

impl Reader<'_> {
    /// Lists whose address was not taken over at which customer when that was last tried, by customer and person.
    pub fn blocked_people(&self) -> Result<Vec<(CustomerId, RemoteId)>, StoreError> {
        self.rows(
            "SELECT customer_id, person_id FROM address_conflict ORDER BY customer_id, person_id",
            [],
            |row| Ok((CustomerId::from_uuid(row.get(0)?), row.get(1)?)),
        )
    }

    /// Lists the conflicts of all customers that are still there.
    pub fn conflicts(&self) -> Result<Vec<AddressConflict>, StoreError> {
        self.conflicts_where(None)
    }

    /// Lists the conflicts of a customer that are still there.
    pub fn conflicts_of(&self, customer: CustomerId) -> Result<Vec<AddressConflict>, StoreError> {
        self.conflicts_where(Some(customer))
    }

    fn conflicts_where(&self, customer: Option<CustomerId>) -> Result<Vec<AddressConflict>, StoreError> {
        let only = if customer.is_some() { "AND c.id = ?1" } else { "" };
        let sql = format!(
            "SELECT c.id, c.display_id, c.name, h.id, t.id, o.id
             FROM address_conflict x
             JOIN customer c ON c.id = x.customer_id AND c.deleted_at IS NULL AND c.status <> 'archived'
             JOIN remote_contact h ON h.id = x.person_id
             JOIN contact o ON substr(o.email, 1, instr(o.email, '@')) || o.email_domain
                    = substr(h.email, 1, instr(h.email, '@')) || h.email_domain
                  AND o.customer_id = c.id AND o.deleted_at IS NULL
             LEFT JOIN contact t ON t.link_id = h.id AND t.customer_id = c.id AND t.link IS NOT NULL
             WHERE (t.id IS NULL
                    OR t.deleted_at IS NULL AND t.id <> o.id AND NOT t.is_unlinked AND instr(t.follows, 'email') > 0)
                   AND (h.email_domain IS c.domain OR t.link LIKE 'hand:%')
                   -- Two records with one address: the contact follows one of them, and mail to it is right.
                   AND NOT (t.id IS NULL AND o.link NOT NULL AND o.is_unlinked
                            OR t.id IS NULL AND EXISTS (
                                SELECT 1 FROM remote_contact r WHERE r.id = o.link_id
                                AND substr(r.email, 1, instr(r.email, '@')) || r.email_domain
                                    = substr(h.email, 1, instr(h.email, '@')) || h.email_domain)) {only}
             ORDER BY c.display_id, h.id"
        );
        let known: Vec<ConflictRow> =
            self.rows(&sql, params_from_iter(customer.map(CustomerId::uuid)), known)?;
        let mut conflicts = Vec::with_capacity(known.len());
        for one in known {
            let contact = match one.contact {
                Some(id) => self.contact(id)?,
                None => None,
            };
            if let (Some(person), Some(holder)) = (self.remote(one.person)?, self.contact(one.holder)?) {
                conflicts.push(AddressConflict {
                    customer: one.customer,
                    display_id: one.display_id,
                    customer_name: one.customer_name,
                    person,
                    contact,
                    holder,
                });
            }
        }
        Ok(conflicts)
    }
}

impl Writer<'_> {
    /// Notes that the address of a person cannot be taken over at a customer.
    pub fn note_blocked(&self, customer: CustomerId, person: RemoteId) -> Result<(), StoreError> {
        self.write(
            "INSERT OR IGNORE INTO address_conflict (customer_id, person_id) VALUES (?, ?)",
            params![customer.uuid(), person],
        )
    }

    /// Forgets whose address could not be taken over, before that is tried again.
    pub fn forget_blocked(&self) -> Result<(), StoreError> {
        self.write("DELETE FROM address_conflict", [])
    }

    /// Takes the address from a contact for the time of a change in which addresses go round; it gets another in the
    /// same transaction.
    pub fn vacate_address(&self, id: ContactId) -> Result<(), StoreError> {
        self.write(
            "UPDATE contact SET email = lower(hex(id)) || '@vacant.invalid', email_domain = 'vacant.invalid'
             WHERE id = ?",
            [id.uuid()],
        )
    }
}

fn known(row: &Row<'_>) -> rusqlite::Result<ConflictRow> {
    Ok(ConflictRow {
        customer: CustomerId::from_uuid(row.get(0)?),
        display_id: row.get(1)?,
        customer_name: name(row, 2)?,
        person: row.get(3)?,
        contact: row.get::<_, Option<uuid::Uuid>>(4)?.map(ContactId::from_uuid),
        holder: ContactId::from_uuid(row.get(5)?),
    })
}
