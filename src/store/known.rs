//! All addresses that are known, in one pass over an index.

use std::collections::HashMap;

use uuid::Uuid;

use super::rows::name;
use super::{Reader, StoreError, other_emails};
use crate::domain::{AddressRank, ContactId, CustomerId, KnownAt, Name, Standing};

impl Reader<'_> {
    /// Visits the address of every contact, archived ones included, and gives the names of all customers.
    ///
    /// An address comes as its [`Email::key`](crate::domain::Email::key), once for each customer that knows it: those
    /// of the given customer first, then those of the others in the order of the addresses. Nothing is kept for them
    /// but one number for each customer.
    pub fn known_addresses(
        &self,
        customer: CustomerId,
        mut visit: impl FnMut(&str, KnownAt<'_>),
    ) -> Result<Vec<Name>, StoreError> {
        self.sql(|connection| {
            let mut names = Vec::new();
            let mut places: HashMap<Uuid, usize> = HashMap::new();
            let mut statement =
                connection.prepare_cached("SELECT id, name FROM customer WHERE deleted_at IS NULL")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                places.insert(row.get(0)?, names.len());
                names.push(name(row, 1)?);
            }
            let mut statement = connection.prepare_cached(
                "SELECT substr(email, 1, instr(email, '@')) || email_domain, id, name, 0
                 FROM contact WHERE customer_id = ?1 AND archived_at IS NULL AND deleted_at IS NULL AND is_here
                 UNION ALL
                 SELECT substr(email, 1, instr(email, '@')) || email_domain, id, name, 1
                 FROM contact WHERE customer_id = ?1 AND archived_at IS NOT NULL AND deleted_at IS NULL AND is_here
                 UNION ALL
                 SELECT substr(email, 1, instr(email, '@')) || email_domain, id, name, 2
                 FROM contact WHERE customer_id = ?1 AND is_unlinked AND deleted_at IS NULL AND NOT is_here",
            )?;
            let mut rows = statement.query([customer.uuid()])?;
            while let Some(row) = rows.next()? {
                let here = KnownAt::Here {
                    id: ContactId::from_uuid(row.get(1)?),
                    name: row.get_ref(2)?.as_str()?,
                    standing: match row.get::<_, i64>(3)? {
                        0 => Standing::Active,
                        1 => Standing::Archived,
                        2.. | ..0 => Standing::Unlinked,
                    },
                    rank: AddressRank::First,
                };
                visit(row.get_ref(0)?.as_str()?, here);
            }
            other_emails::visit(connection, "=", customer, |row| {
                let here = KnownAt::Here {
                    id: ContactId::from_uuid(row.get(1)?),
                    name: row.get_ref(2)?.as_str()?,
                    standing: match (row.get(3)?, row.get(4)?) {
                        (_, true) => Standing::Unlinked,
                        (true, false) => Standing::Archived,
                        (false, false) => Standing::Active,
                    },
                    rank: AddressRank::Other,
                };
                visit(row.get_ref(0)?.as_str()?, here);
                Ok(())
            })?;
            // The index `contact_by_email` holds both columns, so that no row of the table is read.
            let mut statement = connection.prepare_cached(
                "SELECT substr(email, 1, instr(email, '@')) || email_domain, customer_id
                 FROM contact INDEXED BY contact_by_email WHERE deleted_at IS NULL",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let id: Uuid = row.get(1)?;
                match places.get(&id) {
                    Some(place) if id != customer.uuid() => {
                        visit(row.get_ref(0)?.as_str()?, KnownAt::Elsewhere { customer: *place });
                    }
                    Some(_) | None => {}
                }
            }
            other_emails::visit(connection, "<>", customer, |row| {
                if let Some(place) = places.get(&row.get(5)?) {
                    visit(row.get_ref(0)?.as_str()?, KnownAt::Elsewhere { customer: *place });
                }
                Ok(())
            })?;
            Ok(names)
        })
    }
}
