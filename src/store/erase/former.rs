//! Finds contacts who were deleted, by what the log still holds of them: they can be erased too.

use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use super::traces::ids;
use crate::domain::{
    Contact, ContactId, ContactRecord, CustomerId, ERASED_NAME, Email, Invitation, Timestamp,
};
use crate::store::{Reader, StoreError};

impl Reader<'_> {
    /// Reads a contact who was deleted as it was then; none if nobody was, or if they were erased.
    pub fn removed_contact(&self, id: ContactId) -> Result<Option<Contact>, StoreError> {
        type Removed = (Uuid, Option<String>, i64, i64);
        let found: Option<Removed> = self.sql(|connection| {
            connection
                .prepare_cached(
                    "SELECT o.customer_id, o.old, t.created_at, t.deleted_at FROM op o
                     JOIN contact t ON t.id = o.entity_id AND t.deleted_at IS NOT NULL
                     WHERE o.entity_id = ? AND o.entity = 'contact' AND o.field = 'record' AND o.new IS NULL
                     ORDER BY o.change_seq DESC, o.position DESC LIMIT 1",
                )?
                .query_row([id.uuid()], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                })
                .optional()
        })?;
        let contact = found.and_then(|(customer, record, created_at, deleted_at)| {
            let record = ContactRecord::from_log(&record?)?;
            Some(Contact {
                id,
                customer_id: CustomerId::from_uuid(customer),
                name: record.fields.name,
                email: record.fields.email,
                details: record.fields.details,
                custom: record.fields.custom,
                is_primary: false,
                source: record.source,
                link: record.link,
                follows: record.follows,
                invitation: Invitation::None,
                archived_at: record.archived_at,
                created_at: Timestamp::from_millis(created_at),
                updated_at: Timestamp::from_millis(deleted_at),
            })
        });
        Ok(contact.filter(|contact| contact.name.as_str() != ERASED_NAME))
    }

    /// Lists the contacts of a customer who were deleted and once had an address, the last who was added first.
    pub fn removed_contacts_by_email(
        &self,
        customer: CustomerId,
        email: &Email,
    ) -> Result<Vec<Contact>, StoreError> {
        let all = self.sql(|connection| {
            ids(
                connection,
                "SELECT DISTINCT o.entity_id FROM op o JOIN contact t ON t.id = o.entity_id AND t.deleted_at IS NOT NULL
                 WHERE o.customer_id = ?1 AND o.entity = 'contact' AND o.field IN ('record', 'email', 'other_emails')
                    AND (instr(coalesce(o.old, ''), ?2) > 0 OR instr(coalesce(o.new, ''), ?2) > 0)
                 ORDER BY o.entity_id DESC",
                params![customer.uuid(), email.as_str()],
            )
        })?;
        let mut found = Vec::new();
        for id in all {
            if self.had_address(id, email)? {
                found.extend(self.removed_contact(ContactId::from_uuid(id))?);
            }
        }
        Ok(found)
    }

    /// Returns whether a contact ever had an address, and not one that holds it as a part.
    fn had_address(&self, id: Uuid, email: &Email) -> Result<bool, StoreError> {
        let texts: Vec<String> = self.rows(
            "SELECT coalesce(old, '') || char(10) || coalesce(new, '') FROM op
             WHERE entity_id = ? AND entity = 'contact' AND field IN ('record', 'email', 'other_emails')",
            [id],
            |row| row.get(0),
        )?;
        let is_end = |c: char| c.is_whitespace() || c == '"' || c == ',';
        let mut words = texts.iter().flat_map(|text| text.split(is_end));
        Ok(words.any(|word| word == email.as_str()))
    }
}
