//! Notifications on their way out: one for each channel, with the recipient and the rule that chose them.

use std::fmt;

use crate::domain::keyed::keyed;
use crate::domain::{
    ByRole, Channel, CustomerId, Name, NotificationId, NotificationKind, OnboardingId, Person, Silence,
    Timestamp,
};

keyed! {
    /// How a notification stands.
    pub enum NotificationState {
        /// It waits until its channel is set up and a test message was confirmed.
        Held = "held",
        /// It is to be sent.
        Queued = "queued",
        /// It is being sent.
        Sending = "sending",
        /// It was sent.
        Sent = "sent",
        /// It could not be sent and is tried again.
        Retry = "retry",
        /// It could not be sent and is not tried again.
        Failed = "failed",
        /// It may have been sent; the user decides.
        Unknown = "unknown",
        /// It is not sent.
        Cancelled = "cancelled",
    }
}

impl NotificationState {
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

keyed! {
    /// The rule that chose a recipient.
    pub enum RouteReason {
        /// The customer's primary contact.
        Primary = "primary",
        /// The customer's owner, as there is no primary.
        OwnerFallback = "owner_fallback",
        /// The contact to whom the task is assigned, or whom the user chose.
        Assignee = "assignee",
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
    /// The role that it is for, if it is for one.
    pub by_role: Option<ByRole>,
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
        match (&self.by_role, self.reason, self.kind) {
            (_, RouteReason::Primary, _) => "primary",
            (_, RouteReason::OwnerFallback, _) => "fallback",
            (_, RouteReason::Assignee, NotificationKind::Message) => "chosen",
            (Some(_), RouteReason::Assignee, _) => "role",
            (
                None,
                RouteReason::Assignee,
                NotificationKind::PhaseChange
                | NotificationKind::TaskAssigned
                | NotificationKind::PortalInvite,
            ) => "assigned",
        }
    }

    /// Tells in full by which rule the recipient was chosen.
    pub fn why_in_full(&self) -> String {
        match &self.by_role {
            Some(by) => by.why(Some(self.reason)),
            None => self.why().to_owned(),
        }
    }
}
