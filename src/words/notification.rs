//! Why a notification is not sent, and what to do first.

use std::collections::BTreeSet;

use crate::domain::{Notification, NotificationState, Silence};

/// How many reasons are given.
const MOST_REASONS: usize = 3;

impl Notification {
    /// Returns with its name who is to be left in peace, and what to do before it may leave; nothing if it may.
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

    /// Returns why it was not sent, or is not.
    pub fn trouble(&self) -> Option<&str> {
        let silence = self.silence.filter(|_| self.state.is_waiting());
        silence
            .map(Silence::holds)
            .or(self.error.as_deref())
            .or(self.lacks.as_deref())
    }

    /// Returns why those of some notifications that are held may not leave, and what to do first: each reason once, as far as
    /// there is room; nothing if all may.
    pub fn why_held<'n>(notifications: impl IntoIterator<Item = &'n Self>) -> Option<String> {
        let reasons: BTreeSet<String> = notifications
            .into_iter()
            .filter(|one| one.state == NotificationState::Held)
            .filter_map(Self::refusal)
            .collect();
        let mut told: Vec<String> = reasons.iter().take(MOST_REASONS).cloned().collect();
        match reasons.len().saturating_sub(MOST_REASONS) {
            0 => {}
            1 => told.push("1 other cannot be sent either.".to_owned()),
            others => told.push(format!("{others} others cannot be sent either.")),
        }
        (!told.is_empty()).then(|| told.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::{acme, contact};
    use crate::domain::{
        Channel, Name, NotificationId, NotificationKind, Outcome, Person, RouteReason, Timestamp,
    };

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
            by_role: None,
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
            Notification::why_held(&[acme(), paused.clone(), acme(), ann.clone()]).as_deref(),
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
        let told = Notification::why_held(&more).expect("reasons");
        assert!(told.ends_with(" 2 others cannot be sent either."), "{told}");
        let sent = Notification {
            state: NotificationState::Sent,
            ..acme()
        };
        let free = Notification {
            silence: None,
            ..acme()
        };
        assert_eq!(Notification::why_held(&[sent, free]), None);
    }

    #[test]
    fn those_that_were_set_are_told_by_how_they_stand() {
        let set = |states: &[NotificationState]| {
            let one = |state: &NotificationState| Notification {
                state: *state,
                ..silent("Acme", Silence::Churned)
            };
            Outcome::NotificationsSet(states.iter().map(one).collect()).sentence()
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
