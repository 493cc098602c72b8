//! The mailboxes of the other addresses of contacts, by which a contact is found as by its first one.
//!
//! The addresses themselves stand in the row of the contact; a contact without any has no row here.

use rusqlite::{Connection, params};
use uuid::Uuid;

use crate::domain::{CustomerId, OtherEmails};

/// The mailbox of a contact `t`, as the index `contact_by_email` has it.
pub(super) const EMAIL_KEY: &str = "substr(t.email, 1, instr(t.email, '@')) || t.email_domain";

/// Writes the mailboxes of a contact in the place of those that are there.
pub(super) fn put(connection: &Connection, contact: Uuid, text: Option<&str>) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM other_email WHERE contact_id = ?")?
        .execute([contact])?;
    for other in OtherEmails::valid_of(text.unwrap_or_default()).iter() {
        connection
            .prepare_cached(
                "INSERT INTO other_email (mailbox, customer_id, contact_id)
                 SELECT ?2, customer_id, id FROM contact WHERE id = ?1",
            )?
            .execute(params![contact, other.email.key()])?;
    }
    Ok(())
}

/// Visits the mailboxes of a customer, or of all the others: whose each is, and at which customer.
pub(super) fn visit(
    connection: &Connection,
    condition: &str,
    customer: CustomerId,
    mut visit: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT o.mailbox, t.id, t.name, t.archived_at IS NOT NULL, NOT t.is_here, o.customer_id
         FROM other_email o CROSS JOIN contact t ON t.id = o.contact_id WHERE o.customer_id {condition} ?"
    ))?;
    let mut rows = statement.query([customer.uuid()])?;
    while let Some(row) = rows.next()? {
        visit(row)?;
    }
    Ok(())
}
