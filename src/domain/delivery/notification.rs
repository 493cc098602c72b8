//! Notifications on their way out: one for each channel, with the recipient and the rule that chose them.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::domain::{
    Channel, CustomerId, Name, NotificationId, NotificationKind, OnboardingId, Person, Silence, Timestamp,
};

/// How a notification stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotificationState {
    /// It waits until its channel is set up and a test message was confirmed.
    Held,
    /// It is to be sent.
    Queued,
    /// It is being sent.
    Sending,
    /// It was sent.
    Sent,
    /// It could not be sent and is tried again.
    Retry,
    /// It could not be sent and is not tried again.
    Failed,
    /// It may have been sent; the user decides.
    Unknown,
    /// It is not sent.
    Cancelled,
}

impl NotificationState {
    /// All states.
    pub const ALL: [Self; 8] = [
        Self::Held,
        Self::Queued,
        Self::Sending,
        Self::Sent,
        Self::Retry,
        Self::Failed,
        Self::Unknown,
        Self::Cancelled,
    ];

    /// Returns the name under which the store and JSON know it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Retry => "retry",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Cancelled => "cancelled",
        }
    }

    /// Finds the state of a name in the store.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Returns whether it has not left and may still be taken back.
    pub const fn is_waiting(self) -> bool {
        match self {
            Self::Held | Self::Queued | Self::Retry => true,
            Self::Sending | Self::Sent | Self::Failed | Self::Unknown | Self::Cancelled => false,
        }
    }
}

impl fmt::Display for NotificationState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.key())
    }
}

impl Serialize for NotificationState {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

/// The rule that chose a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RouteReason {
    /// The customer's primary contact.
    Primary,
    /// The customer's owner, as there is no primary.
    OwnerFallback,
    /// The contact to whom the task is assigned, or whom the user chose.
    Assignee,
}

impl RouteReason {
    /// Returns the name under which the store and JSON know it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::OwnerFallback => "owner_fallback",
            Self::Assignee => "assignee",
        }
    }

    /// Finds the rule of a name in the store.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Primary, Self::OwnerFallback, Self::Assignee]
            .into_iter()
            .find(|reason| reason.key() == key)
    }
}

/// A notification on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// The short number by which people name it; never given to another one.
    pub number: u32,
    /// The customer it is about.
    pub customer_id: CustomerId,
    /// The name of the customer.
    pub customer_name: Name,
    /// The onboarding it is of, if it is of one.
    pub onboarding_id: Option<OnboardingId>,
    /// Why it must not leave now, if so.
    pub silence: Option<Silence>,
    /// What it is about.
    pub kind: NotificationKind,
    /// The way by which it travels.
    pub channel: Channel,
    /// Who gets it.
    pub recipient: Person,
    /// The rule that chose the recipient.
    pub reason: RouteReason,
    /// How it stands.
    pub state: NotificationState,
    /// The subject of the mail; the first line in Slack.
    pub subject: String,
    /// The text.
    pub body: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried again, if it is.
    pub next_at: Option<Timestamp>,
    /// Why it was not sent, or not the whole way.
    pub error: Option<String>,
    /// What its text lacks, in a sentence; while there is something, it is not sent.
    pub lacks: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
}

impl Notification {
    /// Tells in a word by which rule the recipient was chosen.
    pub const fn why(&self) -> &'static str {
        match (self.reason, self.kind) {
            (RouteReason::Primary, _) => "primary",
            (RouteReason::OwnerFallback, _) => "fallback",
            (RouteReason::Assignee, NotificationKind::Message) => "chosen",
            (
                RouteReason::Assignee,
                NotificationKind::PhaseChange
                | NotificationKind::TaskAssigned
                | NotificationKind::PortalInvite,
            ) => "assigned",
        }
    }
}
