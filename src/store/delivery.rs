//! What the delivery reads and writes: how the channels stand, and the notifications that are to leave.

use rusqlite::{Row, ToSql, params};

use super::rows::{count, name, time, word};
use super::{Reader, StoreError, Writer};
use crate::domain::{
    AttemptOutcome, Channel, ChannelStage, ChannelState, ContactId, CustomerId, ERASED_EMAIL, Email,
    LONGEST_PAUSE_MILLIS, NotificationId, NotificationState, OnboardingId, OutboundMessage, Person,
    PriorAttempts, Timestamp, harmless,
};

/// What is on its way; in the words of the index that serves it.
const LEAVING: &str = "state IN ('queued', 'sending', 'retry')";

/// Says of a notification that it must never leave: its contact or its customer was deleted since.
const ORPHANED: &str =
    "(EXISTS (SELECT 1 FROM customer c WHERE c.id = notification.customer_id AND c.deleted_at IS NOT NULL)
    OR EXISTS (SELECT 1 FROM contact k WHERE k.id = notification.contact_id AND k.deleted_at IS NOT NULL))";

/// Says of a notification that it must not leave now: its customer left, its onboarding is paused, or its contact is
/// archived or unlinked.
pub(super) const SILENCED: &str = "(EXISTS (SELECT 1 FROM customer c WHERE c.id = notification.customer_id
        AND c.status IN ('churned', 'archived'))
    OR EXISTS (SELECT 1 FROM onboarding g WHERE g.id = notification.onboarding_id AND g.state = 'paused')
    OR EXISTS (SELECT 1 FROM contact k WHERE k.id = notification.contact_id AND k.deleted_at IS NULL
        AND (k.archived_at IS NOT NULL OR NOT k.is_here)))";

const OUTBOUND: &str = "id, number, channel, recipient_name, recipient_email, email_domain, reply_to_name,
    reply_to_email, subject, body, first_tried_at, attempts - attempts_before, unclear";

/// Of what the held notifications are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeldOf {
    /// All of the customer.
    Customer,
    /// Those of an onboarding.
    Onboarding(OnboardingId),
    /// Those to a contact.
    Contact(ContactId),
}

impl Reader<'_> {
    /// Returns how a channel stands.
    pub fn channel(&self, channel: Channel) -> Result<ChannelState, StoreError> {
        let found = self.row_if_any(
            "SELECT mark, stage, fault, paused_until FROM channel WHERE name = ?1",
            [channel.key()],
            |row| {
                Ok(ChannelState {
                    channel,
                    fingerprint: row.get(0)?,
                    stage: word(row, 1, ChannelStage::from_key)?,
                    fault: row.get::<_, Option<String>>(2)?.map(harmless),
                    paused_until: time(row, 3)?,
                })
            },
        )?;
        Ok(found.unwrap_or_else(|| ChannelState::unknown(channel)))
    }

    /// Lists the notifications of a channel that are held, whose texts are whole, and that may leave now, oldest first.
    pub fn held(&self, channel: Channel) -> Result<Vec<NotificationId>, StoreError> {
        self.notification_ids(
            &format!(
                "SELECT id FROM notification
                 WHERE state = 'held' AND blanks = '' AND channel = ?1 AND NOT {ORPHANED} AND NOT {SILENCED}
                 ORDER BY number"
            ),
            &channel.key(),
        )
    }

    /// Lists the notifications of a channel that wait to leave, or to be tried again, oldest first.
    pub fn queued(&self, channel: Channel) -> Result<Vec<NotificationId>, StoreError> {
        self.notification_ids(
            &format!(
                "SELECT id FROM notification WHERE {LEAVING} AND state <> 'sending' AND channel = ?1 ORDER BY number"
            ),
            &channel.key(),
        )
    }

    /// Lists the notifications of a channel that wait to leave and never must: their contact or their customer was deleted
    /// since.
    pub fn orphaned(&self, channel: Channel) -> Result<Vec<NotificationId>, StoreError> {
        self.notification_ids(
            &format!(
                "SELECT id FROM notification WHERE {LEAVING} AND state <> 'sending' AND channel = ?1 AND {ORPHANED}"
            ),
            &channel.key(),
        )
    }

    /// Lists the notifications of a channel that wait to leave and must not now.
    pub fn silenced(&self, channel: Channel) -> Result<Vec<NotificationId>, StoreError> {
        self.notification_ids(
            &format!(
                "SELECT id FROM notification WHERE {LEAVING} AND state <> 'sending' AND channel = ?1 AND {SILENCED}"
            ),
            &channel.key(),
        )
    }

    /// Lists the notifications of a customer that wait to leave and must not now.
    pub fn silenced_of(&self, customer: CustomerId) -> Result<Vec<NotificationId>, StoreError> {
        self.notification_ids(
            &format!(
                "SELECT id FROM notification WHERE customer_id = ?1 AND state IN ('queued', 'retry') AND {SILENCED}
                 ORDER BY number"
            ),
            &customer.uuid(),
        )
    }

    /// Lists the notifications of a customer that were held back as it left, an onboarding was paused or a contact
    /// archived, and that may leave now.
    pub fn held_back(&self, customer: CustomerId) -> Result<Vec<NotificationId>, StoreError> {
        self.notification_ids(
            &format!(
                "SELECT id FROM notification WHERE customer_id = ?1 AND held_back AND state = 'held'
                   AND NOT {SILENCED} AND NOT {ORPHANED} ORDER BY number"
            ),
            &customer.uuid(),
        )
    }

    /// Counts the notifications of a customer that are held; of one onboarding, or to one contact, if that is given.
    pub fn count_held(&self, customer: CustomerId, of: HeldOf) -> Result<usize, StoreError> {
        let (column, id) = match of {
            HeldOf::Customer => ("customer_id", customer.uuid()),
            HeldOf::Onboarding(id) => ("onboarding_id", id.uuid()),
            HeldOf::Contact(id) => ("contact_id", id.uuid()),
        };
        self.row(
            &format!(
                "SELECT count(*) FROM notification WHERE customer_id = ?1 AND {column} = ?2
                         AND state = 'held'"
            ),
            params![customer.uuid(), id],
            |row| count(row, 0),
        )
    }

    /// Returns whether a notification was held back, whether or not it may leave now.
    pub fn is_held_back(&self, id: NotificationId) -> Result<bool, StoreError> {
        self.is(id, "held_back AND state = 'held'")
    }

    /// Returns whether a notification must not leave now.
    pub fn is_silenced(&self, id: NotificationId) -> Result<bool, StoreError> {
        self.is(id, SILENCED)
    }

    /// Returns whether a notification must never leave.
    pub fn is_orphaned(&self, id: NotificationId) -> Result<bool, StoreError> {
        self.is(id, ORPHANED)
    }

    fn is(&self, id: NotificationId, condition: &str) -> Result<bool, StoreError> {
        self.row_if_any(
            &format!("SELECT {condition} FROM notification WHERE id = ?1"),
            [id.uuid()],
            |row| row.get(0),
        )
        .map(|found| found.unwrap_or(false))
    }

    /// Lists the notifications of a channel that were being sent when a program ended.
    pub fn interrupted(&self, channel: Channel) -> Result<Vec<OutboundMessage>, StoreError> {
        self.rows(
            &format!(
                "SELECT {OUTBOUND} FROM notification
                 WHERE {LEAVING} AND state = 'sending' AND channel = ?1 ORDER BY number"
            ),
            [channel.key()],
            message,
        )
    }

    /// Counts the notifications of a channel that are to leave and were not tried since the user had them sent.
    pub fn fresh(&self, channel: Channel) -> Result<u64, StoreError> {
        self.row(
            &format!(
                "SELECT count(*) FROM notification
                 WHERE {LEAVING} AND state = 'queued' AND attempts = attempts_before AND channel = ?1"
            ),
            [channel.key()],
            |row| count(row, 0),
        )
    }

    /// Returns whether the text of a notification says all it should.
    pub fn is_whole(&self, id: NotificationId) -> Result<bool, StoreError> {
        self.row(
            "SELECT blanks = '' FROM notification WHERE id = ?1",
            [id.uuid()],
            |row| row.get(0),
        )
    }

    /// Returns when a notification of a channel is next tried again.
    pub fn next_try(&self, channel: Channel) -> Result<Option<Timestamp>, StoreError> {
        self.row(
            &format!(
                "SELECT min(next_at) FROM notification WHERE {LEAVING} AND state = 'retry' AND channel = ?1"
            ),
            [channel.key()],
            |row| time(row, 0),
        )
    }

    fn notification_ids(&self, sql: &str, of: &dyn ToSql) -> Result<Vec<NotificationId>, StoreError> {
        self.rows(sql, [of], |row| Ok(NotificationId::from_uuid(row.get(0)?)))
    }
}

impl Writer<'_> {
    /// Keeps how a channel stands.
    pub fn set_channel(&self, state: &ChannelState) -> Result<(), StoreError> {
        self.write(
            "INSERT INTO channel (name, mark, stage, fault, paused_until) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (name) DO UPDATE SET mark = ?2, stage = ?3, fault = ?4, paused_until = ?5",
            params![
                state.channel.key(),
                state.fingerprint,
                state.stage.key(),
                state.fault,
                state.paused_until.map(Timestamp::as_millis),
            ],
        )
    }

    /// Takes the oldest notification of a channel that is due, which is being sent from then on.
    pub fn claim(&self, channel: Channel, now: Timestamp) -> Result<Option<OutboundMessage>, StoreError> {
        self.row_if_any(
            &format!(
                "UPDATE notification SET state = 'sending', attempts = attempts + 1, next_at = NULL,
                        first_tried_at = coalesce(first_tried_at, ?2), updated_at = ?2
                 WHERE id = (SELECT id FROM notification WHERE {LEAVING} AND channel = ?1
                         AND blanks = '' AND NOT {ORPHANED} AND NOT {SILENCED}
                         AND recipient_email <> '{ERASED_EMAIL}'
                         AND (state = 'queued' OR (state = 'retry'
                         AND (next_at <= ?2 OR next_at > ?2 + {LONGEST_PAUSE_MILLIS})))
                 ORDER BY number LIMIT 1)
                 RETURNING {OUTBOUND}"
            ),
            params![channel.key(), now.as_millis()],
            message,
        )
    }

    /// Notes that the text of a mail is about to go out; says no if it is not being sent any more.
    pub fn begin_text(&self, id: NotificationId, now: Timestamp) -> Result<bool, StoreError> {
        self.execute(
            "UPDATE notification SET unclear = 1, updated_at = ?2 WHERE id = ?1 AND state = 'sending'",
            params![id.uuid(), now.as_millis()],
        )
        .map(|count| count == 1)
    }

    /// Writes what the outcome of an attempt changes besides the state; `prior` is what the attempts before left open.
    pub fn set_outcome(
        &self,
        id: NotificationId,
        prior: PriorAttempts,
        outcome: &AttemptOutcome,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(
            "UPDATE notification SET attempts = attempts - ?2, next_at = ?3, unclear = ?4, error = ?5,
                     sent_at = ?6, updated_at = ?7
             WHERE id = ?1",
            params![
                id.uuid(),
                matches!(outcome, AttemptOutcome::Waits { .. }),
                outcome.next_at().map(Timestamp::as_millis),
                outcome.leaves(prior) == PriorAttempts::Unclear,
                outcome.why(),
                (*outcome == AttemptOutcome::Sent).then_some(now.as_millis()),
                now.as_millis(),
            ],
        )
    }

    /// Starts the counting of attempts anew.
    pub fn recount(&self, id: NotificationId) -> Result<(), StoreError> {
        self.write(
            "UPDATE notification SET attempts_before = attempts WHERE id = ?1",
            [id.uuid()],
        )
    }

    /// Sets the state of a notification on its way, of which the log tells only the end.
    pub fn set_passing_state(&self, id: NotificationId, state: NotificationState) -> Result<(), StoreError> {
        self.write(
            "UPDATE notification SET state = ?2 WHERE id = ?1",
            params![id.uuid(), state.key()],
        )
    }
}

fn message(row: &Row<'_>) -> rusqlite::Result<OutboundMessage> {
    let reply_to = match (row.get::<_, Option<String>>(6)?, row.get::<_, Option<String>>(7)?) {
        (Some(_), Some(email)) => Email::parse(&email).ok().map(|email| (email, name(row, 6))),
        _ => None,
    };
    Ok(OutboundMessage {
        id: NotificationId::from_uuid(row.get(0)?),
        number: row.get(1)?,
        channel: word(row, 2, Channel::from_key)?,
        recipient: Person {
            name: name(row, 3)?,
            email: Email::from_stored(row.get(4)?, row.get(5)?),
        },
        reply_to: match reply_to {
            Some((email, name)) => Some(Person { name: name?, email }),
            None => None,
        },
        subject: row.get(8)?,
        body: row.get(9)?,
        first_tried_at: Timestamp::from_millis(row.get(10)?),
        attempt: row.get(11)?,
        prior: if row.get(12)? {
            PriorAttempts::Unclear
        } else {
            PriorAttempts::Nothing
        },
    })
}
