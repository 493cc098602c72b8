//! What needs attention at a customer, in a word or two, and in a sentence with the key that fixes it.

use std::fmt;

use super::with_keys;
use crate::domain::{Customer, Date, Signal};

impl Signal {
    /// Returns what is wrong and which key fixes it; `key` returns the key of a command by its name.
    pub fn sentence(self, customer: &Customer, today: Date, key: impl Fn(&str) -> String) -> String {
        let primary = customer.primary.as_ref();
        let primary = primary.map_or("The primary contact", |primary| primary.name.as_str());
        let (what, fix) = match self {
            Self::NoContacts => (
                "No contacts.".to_owned(),
                "Press {customer.tab_contacts}, then {add_contact}, to add one; the first becomes primary.",
            ),
            Self::NoPrimary => (
                "No primary contact.".to_owned(),
                "Press {customer.tab_contacts}, then {toggle_primary} on a contact, to choose one.",
            ),
            Self::SingleContact => (
                "Only one contact.".to_owned(),
                "Press {customer.tab_contacts}, then {add_contact}, to add a second.",
            ),
            Self::PrimaryElsewhere => (
                format!("{primary} uses another domain."),
                "Press {customer.tab_contacts}, then {toggle_primary} on another contact.",
            ),
            Self::PrimaryGone(why) => (
                format!("The primary contact was {why}."),
                "Press {customer.tab_contacts}, then {toggle_primary} on another.",
            ),
            Self::OverdueTask(due) => (
                format!("Task was due {}.", due.ago(today)),
                "Press {customer.tab_onboardings} to complete or reschedule it.",
            ),
            Self::PastTarget(target) => (
                format!("Onboarding was due {}.", target.ago(today)),
                "Press {customer.tab_onboardings} to advance it.",
            ),
            Self::FailedNotification => (
                "A notification failed or may not have arrived.".to_owned(),
                "Press {show_notifications} to resend it.",
            ),
        };
        format!("{what} {}", with_keys(fix, key))
    }
}

impl fmt::Display for Signal {
    /// Writes it in a word or two.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::NoContacts => "no contacts",
            Self::NoPrimary => "no primary",
            Self::SingleContact => "single contact",
            Self::PrimaryElsewhere => "primary outside the domain",
            Self::PrimaryGone(_) => "primary gone from HubSpot",
            Self::OverdueTask(_) => "overdue task",
            Self::PastTarget(_) => "onboarding past its target",
            Self::FailedNotification => "failed notification",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::acme;

    #[test]
    fn a_signal_says_what_is_wrong_and_which_key_fixes_it() {
        let day = |text: &str| text.parse::<Date>().expect("a day");
        let told =
            |signal: Signal| signal.sentence(&acme(), day("2026-11-28"), |command| format!("<{command}>"));
        assert_eq!(
            told(Signal::PastTarget(day("2026-11-25"))),
            "Onboarding was due 25 Nov, 3 days ago. Press <customer.tab_onboardings> to advance it."
        );
        assert_eq!(
            told(Signal::PrimaryElsewhere),
            "Ann 1 uses another domain. Press <customer.tab_contacts>, then <toggle_primary> on another contact."
        );
        assert_eq!(Signal::NoPrimary.to_string(), "no primary");
    }
}
