//! Why nothing is written or sent, and what to do first.

use std::fmt;

use crate::domain::Silence;

impl Silence {
    /// Returns why something is refused and what to do first; `name` is that of the customer or contact.
    pub fn refusal(self, name: &str) -> String {
        match self {
            Self::Churned | Self::Archived => {
                let status = if self == Self::Churned {
                    "churned"
                } else {
                    "archived"
                };
                format!("{name} is {status}. Set its status to active first.")
            }
            Self::Paused => format!("The onboarding of {name} is paused. Resume it first."),
            Self::ContactArchived => {
                format!("{name} is archived and gets no notifications. Restore that contact first.")
            }
            Self::ContactUnlinked => {
                format!(
                    "{name} was unlinked from HubSpot and gets no notifications. Relink that contact first."
                )
            }
            Self::ContactDeleted => {
                format!("{name} was deleted and gets no notifications. Choose another contact.")
            }
        }
    }

    /// Returns why a waiting notification is not sent and what to do first.
    pub const fn holds(self) -> &'static str {
        match self {
            Self::Churned => "Not sent while the customer is churned. Set its status to active first.",
            Self::Archived => "Not sent while the customer is archived. Set its status to active first.",
            Self::Paused => "Not sent while the onboarding is paused. Resume it first.",
            Self::ContactArchived => "Not sent while the contact is archived. Restore that contact first.",
            Self::ContactUnlinked => {
                "Not sent while the contact is unlinked from HubSpot. Relink that contact first."
            }
            Self::ContactDeleted => "Not sent because the contact was deleted. Cancel it.",
        }
    }

    /// Returns, as the end of a sentence, why undo and redo leave something as it is.
    pub const fn keeps(self) -> &'static str {
        match self {
            Self::Churned => "stays: the customer is churned",
            Self::Archived => "stays: the customer is archived",
            Self::Paused => "stays: the onboarding is paused",
            Self::ContactArchived => "stays: the contact is archived",
            Self::ContactUnlinked => "stays: the contact is unlinked from HubSpot",
            Self::ContactDeleted => "stays: the contact was deleted",
        }
    }
}

impl fmt::Display for Silence {
    /// Writes why: `the customer is churned`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.keeps().trim_start_matches("stays: "))
    }
}
