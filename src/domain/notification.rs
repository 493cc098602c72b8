//! Notifications on their way out: one for each channel, with the recipient and the rule that chose them.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Serialize, Serializer};

use super::{
    Channel, CustomerId, Name, NotificationId, NotificationKind, OnboardingId, Person, Silence, Timestamp,
};

/// How many reasons are told why notifications stay held.
const MOST_REASONS: usize = 3;

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
    /// It may have been sent; a person decides.
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

    /// Gives the name under which the store and JSON know it.
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

    /// Says whether it has not left and may still be taken back.
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
    /// The contact to whom the task is assigned, or whom a person chose.
    Assignee,
}

impl RouteReason {
    /// Gives the name under which the store and JSON know it.
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

    /// Says with its name who is to be left in peace, and what to do before it may leave; nothing if it may.
    pub fn refusal(&self) -> Option<String> {
        let silence = self.silence?;
        let name = match silence {
            Silence::Churned | Silence::Archived | Silence::Paused => &self.customer_name,
            Silence::ContactArchived | Silence::ContactUnlinked | Silence::ContactDeleted => {
                &self.recipient.name
            }
        };
        Some(silence.refusal(name.as_str()))
    }

    /// Says why it was not sent, or is not.
    pub fn trouble(&self) -> Option<&str> {
        let silence = self.silence.filter(|_| self.state.is_waiting());
        silence
            .map(Silence::holds)
            .or(self.error.as_deref())
            .or(self.lacks.as_deref())
    }
}

/// Tells why those of some notifications that are held may not leave, and what to do first: each reason once, as far as
/// there is room; nothing if all may.
pub fn why_held<'n>(notifications: impl IntoIterator<Item = &'n Notification>) -> Option<String> {
    let reasons: BTreeSet<String> = notifications
        .into_iter()
        .filter(|one| one.state == NotificationState::Held)
        .filter_map(Notification::refusal)
        .collect();
    let mut told: Vec<String> = reasons.iter().take(MOST_REASONS).cloned().collect();
    match reasons.len().saturating_sub(MOST_REASONS) {
        0 => {}
        1 => told.push("1 other cannot be sent either.".to_owned()),
        others => told.push(format!("{others} others cannot be sent either.")),
    }
    (!told.is_empty()).then(|| told.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{acme, contact};

    /// Makes a notification of a customer that must not leave for a reason.
    fn silent(customer: &str, silence: Silence) -> Notification {
        let to = contact(1);
        Notification {
            id: NotificationId::from_uuid(to.id.uuid()),
            number: 1,
            customer_id: acme().id,
            customer_name: Name::parse(customer).expect("a name"),
            onboarding_id: None,
            silence: Some(silence),
            kind: NotificationKind::PortalInvite,
            channel: Channel::Email,
            recipient: Person {
                name: to.name,
                email: to.email,
            },
            reason: RouteReason::Primary,
            state: NotificationState::Held,
            subject: String::new(),
            body: String::new(),
            attempts: 0,
            next_at: None,
            error: None,
            lacks: None,
            created_at: Timestamp::default(),
            sent_at: None,
        }
    }

    #[test]
    fn each_reason_why_something_is_held_is_told_once_with_the_way_out() {
        let acme = || silent("Acme", Silence::Churned);
        let paused = silent("Borealis", Silence::Paused);
        let ann = silent("Coral", Silence::ContactArchived);
        assert_eq!(
            why_held(&[acme(), paused.clone(), acme(), ann.clone()]).as_deref(),
            Some(
                "Acme is churned. Set its status to active first. Ann 1 is archived and gets no notifications. Restore that contact first. The onboarding of Borealis is paused. Resume it first."
            )
        );
        let more = [
            acme(),
            paused,
            ann,
            silent("Delta", Silence::Archived),
            silent("Echo", Silence::Archived),
        ];
        let told = why_held(&more).expect("reasons");
        assert!(told.ends_with(" 2 others cannot be sent either."), "{told}");
        let sent = Notification {
            state: NotificationState::Sent,
            ..acme()
        };
        let free = Notification {
            silence: None,
            ..acme()
        };
        assert_eq!(why_held(&[sent, free]), None);
    }

    #[test]
    fn those_that_were_set_are_told_by_how_they_stand() {
        let set = |states: &[NotificationState]| {
            let one = |state: &NotificationState| Notification {
                state: *state,
                ..silent("Acme", Silence::Churned)
            };
            crate::domain::Outcome::NotificationsSet(states.iter().map(one).collect()).sentence()
        };
        let (held, queued) = (NotificationState::Held, NotificationState::Queued);
        assert_eq!(set(&[]), "Nothing changed.");
        assert_eq!(set(&[queued]), "Notification #1 is now queued.");
        assert_eq!(set(&[queued, queued]), "2 notifications are now queued.");
        assert_eq!(
            set(&[queued, held, queued]),
            "3 notifications now: 1 held, 2 queued."
        );
    }
}
