//! The table of notifications: what is on its way out, and what became of it.

use rusqlite::{Row, ToSql, params};

use super::listing::integer;
use super::rows::{count, name, time, word};
use super::{Reader, StoreError, Writer, assignees};
use crate::domain::{
    ByRole, Channel, ContactId, CustomerId, CustomerStatus, Email, Newest, Notification, NotificationId,
    NotificationKind, NotificationRecord, NotificationState, OnboardingId, OnboardingState, Person,
    RouteReason, Silence, Timestamp, harmless,
};

const NOTIFICATION: &str = "t.id, t.number, t.customer_id, c.name, t.kind, t.channel, t.recipient_name,
    t.recipient_email, t.email_domain, t.reason, t.state, t.subject, t.body, t.attempts, t.next_at,
    t.error, t.created_at, t.sent_at, iif(t.blanks = '', NULL, 'Not sent while the text lacks ' || t.blanks || '.'),
    t.onboarding_id, c.status, g.state,
    CASE WHEN k.deleted_at IS NOT NULL THEN 'deleted' WHEN NOT k.is_here THEN 'unlinked'
         WHEN k.archived_at IS NOT NULL THEN 'archived' END,
    t.role, t.role_holders";

const NOTIFICATION_JOINS: &str = "JOIN customer c ON c.id = t.customer_id
    LEFT JOIN onboarding g ON g.id = t.onboarding_id LEFT JOIN contact k ON k.id = t.contact_id";

impl Reader<'_> {
    /// Finds a notification.
    pub fn notification(&self, id: NotificationId) -> Result<Option<Notification>, StoreError> {
        Ok(self.notifications_where("t.id = ?1", &id.uuid())?.pop())
    }

    /// Finds the notification with a short number.
    pub fn notification_by_number(&self, number: u32) -> Result<Option<Notification>, StoreError> {
        Ok(self.notifications_where("t.number = ?1", &number)?.pop())
    }

    /// Lists the notifications of all customers, newest first.
    pub fn notifications(&self) -> Result<Vec<Notification>, StoreError> {
        self.notifications_where("?1", &true)
    }

    /// Lists the notifications of a customer, newest first.
    pub fn notifications_of(&self, customer: CustomerId) -> Result<Vec<Notification>, StoreError> {
        self.notifications_where("t.customer_id = ?1", &customer.uuid())
    }

    /// Lists the last notifications about a customer, or of those the ones to a contact, newest first.
    pub fn newest_notifications(
        &self,
        customer: CustomerId,
        contact: Option<ContactId>,
        limit: usize,
    ) -> Result<Newest<Notification>, StoreError> {
        const WHICH: &str = "t.customer_id = ?1 AND (?2 IS NULL OR t.contact_id = ?2)";
        let (customer, contact) = (customer.uuid(), contact.map(ContactId::uuid));
        Ok(Newest {
            rows: self.rows(
                &format!(
                    "SELECT {NOTIFICATION} FROM notification t {NOTIFICATION_JOINS}
                     WHERE {WHICH} ORDER BY t.number DESC LIMIT ?3"
                ),
                params![customer, contact, integer(limit)],
                notification,
            )?,
            total: self.row(
                &format!("SELECT count(*) FROM notification t WHERE {WHICH}"),
                params![customer, contact],
                |row| count(row, 0),
            )?,
        })
    }

    fn notifications_where(
        &self,
        condition: &str,
        value: &dyn ToSql,
    ) -> Result<Vec<Notification>, StoreError> {
        self.rows(
            &format!(
                "SELECT {NOTIFICATION} FROM notification t {NOTIFICATION_JOINS}
                 WHERE {condition} AND c.deleted_at IS NULL ORDER BY t.number DESC"
            ),
            [value],
            notification,
        )
    }
}

impl Writer<'_> {
    /// Adds a notification about a customer.
    pub fn insert_notification(
        &self,
        id: NotificationId,
        customer: CustomerId,
        record: &NotificationRecord,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(
            "INSERT INTO notification (id, number, customer_id, contact_id, kind, channel, recipient_name,
                    recipient_email, email_domain, reply_to_name, reply_to_email, reason, state, subject,
                    body, blanks, created_at, updated_at, onboarding_id, role, role_holders)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?17, ?13, ?14, ?15, ?16, ?16, ?18,
                     ?19, ?20)",
            params![
                id.uuid(),
                record.number,
                customer.uuid(),
                record.contact.map(ContactId::uuid),
                record.kind.key(),
                record.channel.key(),
                record.recipient.name.as_str(),
                record.recipient.email.as_str(),
                record.recipient.email.domain().ascii(),
                record.reply_to.as_ref().map(|person| person.name.as_str()),
                record.reply_to.as_ref().map(|person| person.email.as_str()),
                record.reason.key(),
                record.content.subject,
                record.content.body,
                record.content.missing_fields.join(", "),
                now.as_millis(),
                record.state.key(),
                record.onboarding.map(OnboardingId::uuid),
                record.by_role.as_ref().map(|by| by.role.as_str()),
                record.by_role.as_ref().map(|by| by.holders),
            ],
        )
    }
}

/// Reads what forbids that a notification leaves now: the customer before the onboarding, and both before the contact.
fn silence(row: &Row<'_>) -> rusqlite::Result<Option<Silence>> {
    let customer = word(row, 20, CustomerStatus::from_key)?.silence();
    let onboarding = row.get::<_, Option<String>>(21)?;
    let onboarding = onboarding.and_then(|state| OnboardingState::from_key(&state)?.silence());
    let contact = match row.get::<_, Option<String>>(22)?.as_deref() {
        Some("deleted") => Some(Silence::ContactDeleted),
        Some("unlinked") => Some(Silence::ContactUnlinked),
        Some(_) => Some(Silence::ContactArchived),
        None => None,
    };
    Ok(customer.or(onboarding).or(contact))
}

fn notification(row: &Row<'_>) -> rusqlite::Result<Notification> {
    let state = word(row, 10, NotificationState::from_key)?;
    let next_at = time(row, 14)?;
    Ok(Notification {
        id: NotificationId::from_uuid(row.get(0)?),
        number: row.get(1)?,
        customer_id: CustomerId::from_uuid(row.get(2)?),
        customer_name: name(row, 3)?,
        onboarding_id: row.get::<_, Option<uuid::Uuid>>(19)?.map(OnboardingId::from_uuid),
        silence: silence(row)?,
        kind: word(row, 4, NotificationKind::from_key)?,
        channel: word(row, 5, Channel::from_key)?,
        recipient: Person {
            name: name(row, 6)?,
            email: Email::from_stored(row.get(7)?, row.get(8)?),
        },
        reason: word(row, 9, RouteReason::from_key)?,
        by_role: match assignees::role(row, 23)? {
            Some(role) => Some(ByRole {
                role,
                holders: row.get(24)?,
            }),
            None => None,
        },
        state,
        subject: harmless(row.get(11)?),
        body: harmless(row.get(12)?),
        attempts: row.get(13)?,
        next_at: next_at.filter(|_| state == NotificationState::Retry),
        error: row.get::<_, Option<String>>(15)?.map(harmless),
        created_at: Timestamp::from_millis(row.get(16)?),
        sent_at: time(row, 17)?,
        lacks: row.get::<_, Option<String>>(18)?.map(harmless),
    })
}
