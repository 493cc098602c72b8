//! Tasks as they are to be added.

use crate::domain::{Audience, ContactId, ContactRole, Date, Email, Name, NoteText, OwnerFields};

/// A task that is to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTaskFields {
    /// What is to be done.
    pub title: Name,
    /// Who does it.
    pub assignee: Option<AssigneeFields>,
    /// When it is due.
    pub due: Option<Date>,
    /// Who sees it.
    pub audience: Audience,
    /// What else is to be known to do it.
    pub note: Option<NoteText>,
}

/// Who does a task, as the user names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AssigneeFields {
    /// A customer-success manager of our side.
    Csm(OwnerFields),
    /// A contact of the customer.
    Contact(ContactId),
    /// Whoever has this address: a contact of the customer, else somebody of our side.
    Named(Email),
    /// Whoever of the customer holds this role.
    Role(ContactRole),
    /// Whom a rule finds as the task is added.
    ByRule(AssigneeRule),
}

/// By which rule somebody does a task of a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssigneeRule {
    /// The CSM of the onboarding.
    Csm,
    /// The owner of the customer.
    Owner,
    /// The primary contact of the customer.
    Primary,
}
