//! What is handed to the sender of a channel, and what became of the attempt.

use crate::domain::{Channel, NotificationId, NotificationState, Person, Timestamp};

/// What is handed to the sender of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboundMessage {
    /// The notification; its id makes the Message-ID, which is the same at each attempt.
    pub id: NotificationId,
    /// Its number.
    pub number: u32,
    /// The way by which it travels.
    pub channel: Channel,
    /// Who gets it.
    pub recipient: Person,
    /// Who gets an answer.
    pub reply_to: Option<Person>,
    /// The subject of the mail; the first line in Slack.
    pub subject: String,
    /// The text.
    pub body: String,
    /// When it was first handed to a sender, which is the date of the mail at each attempt.
    pub first_tried_at: Timestamp,
    /// The number of this attempt since the user last had it sent, from 1.
    pub attempt: u32,
    /// What the attempts before leave open.
    pub prior: PriorAttempts,
}

/// What the attempts before leave open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriorAttempts {
    /// Nothing: none of them can have arrived.
    Nothing,
    /// One of them ended without an answer and may have arrived.
    Unclear,
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// It was sent.
    Sent,
    /// It is tried again.
    Again {
        /// When.
        at: Timestamp,
        /// Why, as a sentence.
        why: String,
    },
    /// It waits with all others of its channel, and the attempt does not count.
    Waits {
        /// Why, as a sentence.
        why: String,
    },
    /// It is given up and was not sent.
    Failed {
        /// Why, as a sentence.
        why: String,
    },
    /// It may have been sent; the user decides.
    Unknown {
        /// Why, as a sentence.
        why: String,
    },
    /// It is not sent on this way; another one carries it.
    DeliveredElsewhere {
        /// Why, as a sentence.
        why: String,
    },
    /// It must not be sent any more.
    Withdrawn {
        /// Why, as a sentence.
        why: String,
    },
}

impl AttemptOutcome {
    /// Returns the state of the notification after it.
    pub const fn state(&self) -> NotificationState {
        match self {
            Self::Sent => NotificationState::Sent,
            Self::Again { .. } => NotificationState::Retry,
            Self::Waits { .. } => NotificationState::Queued,
            Self::Failed { .. } => NotificationState::Failed,
            Self::Unknown { .. } => NotificationState::Unknown,
            Self::DeliveredElsewhere { .. } | Self::Withdrawn { .. } => NotificationState::Cancelled,
        }
    }

    /// Returns why it was not sent, as a sentence.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Sent => None,
            Self::Again { why, .. }
            | Self::Waits { why }
            | Self::Failed { why }
            | Self::Unknown { why }
            | Self::DeliveredElsewhere { why }
            | Self::Withdrawn { why } => Some(why),
        }
    }

    /// Returns when it is tried again.
    pub const fn next_at(&self) -> Option<Timestamp> {
        match self {
            Self::Again { at, .. } => Some(*at),
            Self::Sent
            | Self::Waits { .. }
            | Self::Failed { .. }
            | Self::Unknown { .. }
            | Self::DeliveredElsewhere { .. }
            | Self::Withdrawn { .. } => None,
        }
    }

    /// Returns what all attempts leave open, after what those before left open.
    pub const fn leaves(&self, prior: PriorAttempts) -> PriorAttempts {
        match self {
            Self::Sent | Self::Withdrawn { .. } => PriorAttempts::Nothing,
            Self::Unknown { .. } => PriorAttempts::Unclear,
            Self::Again { .. }
            | Self::Waits { .. }
            | Self::Failed { .. }
            | Self::DeliveredElsewhere { .. } => prior,
        }
    }
}
