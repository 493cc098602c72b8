//! What needs attention across all customers.

use crate::domain::{
    ContactId, CustomerId, Date, Name, Note, NotificationId, OnboardingId, Phase, PhaseDays, SafeText, TaskId,
};

/// Something that needs attention.
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
    /// It may be lost.
    AtRisk {
        /// Since when, if that is known.
        since: Option<Date>,
        /// Why, if that was said.
        reason: Option<SafeText>,
    },
    /// A notification failed, or may not have arrived.
    FailedNotification {
        /// Its id.
        id: NotificationId,
        /// Its number.
        number: u32,
        /// Its subject.
        subject: String,
    },
    /// An onboarding is late.
    LateOnboarding {
        /// Which one.
        onboarding: NeedyOnboarding,
        /// By what.
        why: Lateness,
    },
    /// A task is overdue.
    OverdueTask {
        /// Its id.
        id: TaskId,
        /// The short number by which people name it.
        number: u32,
        /// The onboarding to which it belongs.
        onboarding: NeedyOnboarding,
        /// What is to be done.
        title: Name,
        /// When it was due.
        due: Date,
    },
    /// The day came on which somebody wants to follow a note up.
    FollowUp {
        /// The note.
        note: Box<Note>,
        /// When that was.
        due: Date,
    },
    /// The day came from which to win back a customer that is churned.
    WinBack(Date),
    /// A date in a field that users defined is near, or passed just now.
    NearDate {
        /// The name of the field.
        field: String,
        /// The date.
        day: Date,
        /// The contact whose date it is; none if it is the customer's.
        contact: Option<(ContactId, Name)>,
    },
    /// Nobody is known there.
    NoContacts,
    /// Nobody is picked for the notifications.
    NoPrimary,
    /// The primary writes from another domain.
    PrimaryElsewhere {
        /// Its id.
        id: ContactId,
        /// The primary.
        name: Name,
    },
    /// One person alone is known there.
    SingleContact,
}

impl Need {
    /// Returns the name under which JSON knows it.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::AtRisk { .. } => "at_risk",
            Self::FailedNotification { .. } => "failed_notification",
            Self::LateOnboarding { .. } => "late_onboarding",
            Self::OverdueTask { .. } => "overdue_task",
            Self::FollowUp { .. } => "follow_up",
            Self::WinBack(_) => "win_back",
            Self::NearDate { .. } => "near_date",
            Self::NoContacts => "no_contacts",
            Self::NoPrimary => "no_primary",
            Self::PrimaryElsewhere { .. } => "primary_elsewhere",
            Self::SingleContact => "single_contact",
        }
    }
}

/// The onboarding of which something needs attention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedyOnboarding {
    /// Its id.
    pub id: OnboardingId,
    /// The short number by which people name it.
    pub number: u32,
    /// The phase in which it is.
    pub phase: Phase,
}

/// How many days before a date of a custom field it is near, and how many days after it is still shown.
pub const NEAR_DAYS: (i64, i64) = (14, 7);

/// By what an onboarding is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lateness {
    /// By its target, which is behind.
    Target(Date),
    /// By its phase, which takes longer than planned.
    Phase(Phase, PhaseDays),
}
