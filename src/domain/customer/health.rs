//! Signals of the health of a customer: what needs attention there, with a glyph.

use crate::domain::{Customer, CustomerStatus, Date, GoneWhy, Link};

/// What is looked up of the health of a customer beside its own fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Health {
    /// The earliest target of its onboardings under way.
    pub target: Option<Date>,
    /// The earliest day on which an open task of them is due.
    pub due: Option<Date>,
    /// Whether a notification failed, or may not have arrived.
    pub has_failed: bool,
}

/// Something that needs attention at a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Nobody is known there.
    NoContacts,
    /// Nobody is picked for the notifications.
    NoPrimary,
    /// One person alone is known there.
    SingleContact,
    /// The primary writes from another domain.
    PrimaryElsewhere,
    /// The record of the primary is not at the source any more.
    PrimaryGone(GoneWhy),
    /// A task is overdue since this day.
    OverdueTask(Date),
    /// An onboarding is past its target.
    PastTarget(Date),
    /// A notification failed, or may not have arrived.
    FailedNotification,
}

impl Signal {
    /// Returns the glyph; what is late has one, whether a task or an onboarding.
    pub const fn glyph(self) -> char {
        match self {
            Self::NoContacts => '∅',
            Self::NoPrimary => '☆',
            Self::SingleContact => '1',
            Self::PrimaryElsewhere => '≠',
            Self::PrimaryGone(_) => '?',
            Self::OverdueTask(_) | Self::PastTarget(_) => '◷',
            Self::FailedNotification => '✕',
        }
    }
}

impl Customer {
    /// Lists what needs attention on a day; nothing at a customer that is lost or put away.
    pub fn signals(&self, today: Date) -> Vec<Signal> {
        match self.status {
            CustomerStatus::Active | CustomerStatus::AtRisk => {}
            CustomerStatus::Churned | CustomerStatus::Archived => return Vec::new(),
        }
        let mut signals = Vec::new();
        match (&self.primary, self.contacts) {
            (None, 0) => signals.push(Signal::NoContacts),
            (None, _) => signals.push(Signal::NoPrimary),
            (Some(_), 1) => signals.push(Signal::SingleContact),
            (Some(_), _) => {}
        }
        if let (Some(primary), Some(domain)) = (&self.primary, &self.domain)
            && primary.email.domain() != domain.domain()
        {
            signals.push(Signal::PrimaryElsewhere);
        }
        if let Some(Link::Gone { why, .. }) = self.primary.as_ref().and_then(|primary| primary.link) {
            signals.push(Signal::PrimaryGone(why));
        }
        let behind = |date: Option<Date>| date.filter(|date| *date < today);
        signals.extend(behind(self.health.due).map(Signal::OverdueTask));
        signals.extend(behind(self.health.target).map(Signal::PastTarget));
        if self.health.has_failed {
            signals.push(Signal::FailedNotification);
        }
        signals
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::acme;
    use crate::domain::{Email, RemoteId, Timestamp};

    fn told(customer: &Customer) -> String {
        let today = "2026-11-24".parse().expect("a day");
        let signals: Vec<String> = customer.signals(today).iter().map(Signal::to_string).collect();
        signals.join(", ")
    }

    #[test]
    fn a_customer_tells_what_wants_attention_there() {
        let day = |text: &str| text.parse::<Date>().ok();
        assert_eq!(told(&acme()), "");
        let mut alone = acme();
        alone.contacts = 1;
        assert_eq!(told(&alone), "single contact");
        alone.primary = None;
        assert_eq!(told(&alone), "no primary");
        alone.contacts = 0;
        assert_eq!(told(&alone), "no contacts");

        let mut late = acme();
        late.health.due = day("2026-11-24");
        late.health.target = day("2026-11-25");
        assert_eq!(told(&late), "");
        late.health.due = day("2026-11-23");
        assert_eq!(told(&late), "overdue task");
        late.health.target = day("2026-11-22");
        late.health.has_failed = true;
        assert_eq!(
            told(&late),
            "overdue task, onboarding past its target, failed notification"
        );
        for status in [CustomerStatus::Churned, CustomerStatus::Archived] {
            late.status = status;
            assert_eq!(told(&late), "");
        }
    }

    #[test]
    fn a_primary_elsewhere_or_gone_from_hubspot_is_told() {
        let mut acme = acme();
        let primary = acme.primary.as_mut().expect("Ann");
        primary.email = Email::parse("ann@elsewhere.io").expect("an address");
        primary.link = Some(Link::Gone {
            id: RemoteId::hubspot(101).expect("an id"),
            why: GoneWhy::Deleted,
            at: Timestamp::default(),
        });
        assert_eq!(
            told(&acme),
            "primary outside the domain, primary gone from HubSpot"
        );
        assert_eq!(Signal::PrimaryElsewhere.glyph(), '≠');
    }
}
