//! What is known beside the status of a customer: since when and why it is at risk, and when to win it back.

use std::fmt::Display;

use crate::domain::{Customer, CustomerStatus, SafeText};

impl CustomerStatus {
    /// Returns since when, a day as it is shown there, and why a customer is at risk, as far as it is known: `at risk since 3
    /// Nov: budget frozen`.
    pub fn at_risk_words(since: Option<impl Display>, reason: Option<&SafeText>) -> String {
        let since = since.map(|since| format!(" since {since}"));
        let reason = reason.map(|reason| format!(": {reason}"));
        format!(
            "{}{}{}",
            Self::AtRisk,
            since.unwrap_or_default(),
            reason.unwrap_or_default()
        )
    }

    /// Returns the word for a status with the day, as it is shown there, from which to win the customer back: `churned,
    /// win-back date: 1 Mar 2027`.
    pub fn win_back_words(word: impl Display, win_back_on: impl Display) -> String {
        format!("{word}, win-back date: {win_back_on}")
    }
}

/// Returns that a customer has another status, with what was said about it.
pub(super) fn became(customer: &Customer) -> String {
    let name = &customer.name;
    match (customer.status, customer.risk(), customer.win_back_on()) {
        (CustomerStatus::Archived, ..) => format!("Archived {name}."),
        (status, Some(risk), _) => match risk.reason {
            Some(reason) => {
                let reason = reason.as_str();
                let end = if reason.ends_with(['.', '!', '?']) {
                    ""
                } else {
                    "."
                };
                format!("{name} is now {status}: {reason}{end}")
            }
            None => format!("{name} is now {status}. No reason is given yet."),
        },
        (status, None, Some(day)) => format!("{name} is now {status}. Win-back date: {}.", day.long()),
        (status, None, None) => format!("{name} is now {status}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::acme;

    #[test]
    fn a_risk_is_told_with_what_is_known_of_it() {
        let (since, none) = (Some("3 Nov"), None::<&str>);
        let reason = SafeText::optional("Budget frozen");
        assert_eq!(
            CustomerStatus::at_risk_words(since, reason.as_ref()),
            "at risk since 3 Nov: Budget frozen"
        );
        assert_eq!(CustomerStatus::at_risk_words(since, None), "at risk since 3 Nov");
        assert_eq!(
            CustomerStatus::at_risk_words(none, reason.as_ref()),
            "at risk: Budget frozen"
        );
        assert_eq!(CustomerStatus::at_risk_words(none, None), "at risk");
        assert_eq!(
            CustomerStatus::win_back_words("✕ churned", "1 Mar 2027"),
            "✕ churned, win-back date: 1 Mar 2027"
        );
    }

    #[test]
    fn another_status_is_told_with_what_was_said_about_it() {
        let mut acme = acme();
        assert_eq!(became(&acme), "Acme is now active.");
        acme.status = CustomerStatus::AtRisk;
        assert_eq!(became(&acme), "Acme is now at risk. No reason is given yet.");
        acme.about_status.risk_reason = SafeText::optional("Budget frozen");
        assert_eq!(became(&acme), "Acme is now at risk: Budget frozen.");
        acme.about_status.risk_reason = SafeText::optional("Dana left!");
        assert_eq!(became(&acme), "Acme is now at risk: Dana left!");
        acme.status = CustomerStatus::Churned;
        assert_eq!(became(&acme), "Acme is now churned.");
        acme.about_status.win_back_on = "2027-01-15".parse().ok();
        assert_eq!(
            became(&acme),
            "Acme is now churned. Win-back date: 15 January 2027."
        );
        acme.status = CustomerStatus::Archived;
        assert_eq!(became(&acme), "Archived Acme.");
    }
}
