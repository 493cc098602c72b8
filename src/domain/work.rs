//! What wants attention across all customers, and what to do about it.

use super::{CustomerId, Date, Name};

/// Something that wants attention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkItem {
    /// The customer.
    pub customer: CustomerId,
    /// Its short number.
    pub display_id: u32,
    /// Its name.
    pub customer_name: Name,
    /// What it needs.
    pub need: Need,
}

/// What a customer needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// A notification failed, or may not have arrived.
    FailedNotification {
        /// Its number.
        number: u32,
        /// Its subject.
        subject: String,
    },
    /// An onboarding is behind its target.
    PastTarget {
        /// The target.
        target: Date,
    },
    /// A task is overdue.
    OverdueTask {
        /// What is to be done.
        title: Name,
        /// When it was due.
        due: Date,
    },
    /// Nobody is known there.
    NoContacts,
    /// Nobody is picked for the notifications.
    NoPrimary,
    /// The primary writes from another domain.
    PrimaryElsewhere {
        /// The primary.
        name: Name,
    },
    /// One person alone is known there.
    SingleContact,
}

impl Need {
    /// Tells what to do and why, in a line; what may be long stands last.
    pub fn words(&self) -> String {
        match self {
            Self::FailedNotification { number, subject } => {
                format!("Resend or cancel notification #{number} (g n): {subject}")
            }
            Self::PastTarget { target } => format!("Advance it or set a new target: it was {target}"),
            Self::OverdueTask { title, due } => format!("Do or move the task due {due}: {title}"),
            Self::NoContacts => "Add a contact (a): there is none".to_owned(),
            Self::NoPrimary => "Pick a primary contact (*): there is none".to_owned(),
            Self::PrimaryElsewhere { name } => {
                format!("Check the primary: {name} writes from another domain")
            }
            Self::SingleContact => "Add a second contact (a): there is one alone".to_owned(),
        }
    }
}
