//! Onboardings: a phased plan for one customer, and its tasks.

mod edits;
mod invitation;
mod new_task;
mod phase;
mod planned;
mod schedule;
mod slip;
mod template;

pub use edits::{OnboardingEdit, TaskEdit};
pub use invitation::Invitation;
pub use new_task::{AssigneeFields, AssigneeRule, NewTaskFields};
pub use phase::{Phase, Phases, PhasesError};
pub use planned::{PlannedDue, PlannedPhase, PlannedTask, WithSubtasks};
pub use schedule::{PhaseDays, Schedule};
pub use slip::{MOST_DAYS_UNEXPLAINED, Slip};
pub use template::{DEFAULT_TEMPLATE, Template, TemplateError, TemplateName};

use std::fmt;

use super::keyed::keyed;
use super::{
    ByRole, ContactId, CustomerId, Date, Email, Name, NoteText, OnboardingId, Owner, Person, RouteReason,
    SafeText, TaskId, Timestamp,
};

keyed! {
    /// How an onboarding stands.
    pub enum OnboardingState {
        /// It goes on.
        Active = "active",
        /// It rests.
        Paused = "paused",
        /// Its last phase is over.
        Done = "done",
    }
}

impl fmt::Display for OnboardingState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.key())
    }
}

/// A phased plan for one customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onboarding {
    /// Its id.
    pub id: OnboardingId,
    /// The short number by which people name it; never given to another one.
    pub number: u32,
    /// Whose it is.
    pub customer_id: CustomerId,
    /// The name of the customer.
    pub customer_name: Name,
    /// The customer-success manager who runs it.
    pub csm: Option<Owner>,
    /// The day on which the customer should be live.
    pub target: Option<Date>,
    /// Why the target was last moved, if that was said.
    pub target_reason: Option<SafeText>,
    /// The target that was agreed on, if it moved from there without a reason.
    pub moved_from: Option<Date>,
    /// The template by which it gets its tasks; none if these are those of the phases themselves.
    pub template: Option<TemplateName>,
    /// The phase it is in.
    pub phase: Phase,
    /// When it entered the phase.
    pub phase_since: Timestamp,
    /// How it stands.
    pub state: OnboardingState,
    /// How many of its tasks are open.
    pub open_tasks: u64,
    /// How many of its open tasks are of the phase it is in.
    pub open_in_phase: u64,
    /// The open task that is due first.
    pub next_task: Option<NextTask>,
    /// When it was started.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// The open task of an onboarding that is due first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextTask {
    /// What is to be done.
    pub title: Name,
    /// When it is due.
    pub due: Option<Date>,
}

keyed! {
    /// Who sees a task.
    pub enum Audience {
        /// Our side alone: nobody is told.
        Internal = "internal",
        /// The customer too: whoever it is assigned to is told.
        Customer = "customer",
    }
}

/// Who does a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assignee {
    /// A customer-success manager of our side.
    Csm(Owner),
    /// A contact of the customer.
    Contact {
        /// The contact.
        id: ContactId,
        /// Its name.
        name: Name,
        /// Its address.
        email: Email,
    },
    /// Whoever of the customer holds a role.
    Role {
        /// The role, and how many hold it.
        by: ByRole,
        /// The one who holds it, if one does.
        holder: Option<Person>,
        /// The rule that finds who is told.
        rule: Option<RouteReason>,
    },
}

impl Assignee {
    /// Returns whose task it is: a name, or `role billing`.
    pub fn name(&self) -> String {
        match self {
            Self::Csm(owner) => owner.name.to_string(),
            Self::Contact { name, .. } => name.to_string(),
            Self::Role { by, .. } => format!("role {}", by.role),
        }
    }

    /// Returns the address of the person, if it is one's task.
    pub const fn email(&self) -> Option<&Email> {
        match self {
            Self::Csm(owner) => Some(&owner.email),
            Self::Contact { email, .. } => Some(email),
            Self::Role { .. } => None,
        }
    }

    /// Returns it as the user types it: an address, or `role:billing`.
    pub fn typed(&self) -> String {
        match self {
            Self::Csm(owner) => owner.email.to_string(),
            Self::Contact { email, .. } => email.to_string(),
            Self::Role { by, .. } => format!("role:{}", by.role),
        }
    }
}

impl fmt::Display for Assignee {
    /// Writes whose task it is; of a role who holds it, or why it goes to somebody else.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Csm(_) | Self::Contact { .. } => f.pad(&self.name()),
            Self::Role {
                holder: Some(holder),
                by,
                ..
            } => f.pad(&format!("{} (role {})", holder.name, by.role)),
            Self::Role { by, rule, .. } => f.pad(&by.why(*rule)),
        }
    }
}

/// Something to be done in an onboarding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// The short number by which people name it; never given to another one.
    pub number: u32,
    /// The onboarding it belongs to.
    pub onboarding_id: OnboardingId,
    /// The customer of that onboarding.
    pub customer_id: CustomerId,
    /// The task it is a part of; that one is no part of another.
    pub parent: Option<ParentTask>,
    /// The phase it belongs to.
    pub phase: Phase,
    /// What is to be done.
    pub title: Name,
    /// Who does it.
    pub assignee: Option<Assignee>,
    /// When it is due.
    pub due: Option<Date>,
    /// Who sees it.
    pub audience: Audience,
    /// What else is to be known to do it.
    pub note: Option<NoteText>,
    /// When it was done, if it was.
    pub done_at: Option<Timestamp>,
    /// When it was added.
    pub created_at: Timestamp,
}

impl Task {
    /// Returns of what a new subtask becomes a part: itself, or what it is a part of.
    pub fn to_parent(&self) -> ParentTask {
        let itself = || ParentTask {
            id: self.id,
            number: self.number,
            title: self.title.clone(),
        };
        self.parent.clone().unwrap_or_else(itself)
    }

    /// Sorts the tasks of an onboarding: what is open and due first, the subtasks of each below it in the same order.
    pub fn in_order_of_work(mut tasks: Vec<Self>) -> Vec<Self> {
        let urgency = |task: &Self| (task.done_at.is_some(), task.due.is_none(), task.due, task.number);
        tasks.sort_by_key(|task| (task.parent.is_some(), urgency(task)));
        let parts = tasks.split_off(tasks.partition_point(|task| task.parent.is_none()));
        let mut sorted = Vec::with_capacity(tasks.len() + parts.len());
        for task in tasks {
            let id = task.id;
            sorted.push(task);
            sorted.extend(parts.iter().filter(|part| part.is_part_of(id)).cloned());
        }
        sorted
    }

    /// Returns whether it is a subtask of this one.
    pub fn is_part_of(&self, id: TaskId) -> bool {
        self.parent.as_ref().is_some_and(|parent| parent.id == id)
    }
}

/// The task of which another one is a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParentTask {
    /// Its id.
    pub id: TaskId,
    /// Its short number.
    pub number: u32,
    /// What is to be done.
    pub title: Name,
}

/// A line of the plan of a customer: an onboarding, or one of its tasks below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanRow {
    /// An onboarding.
    Onboarding(Box<Onboarding>),
    /// A task of the onboarding above it.
    Task(Box<Task>),
}

/// Which line of the plan it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanId {
    /// That of an onboarding.
    Onboarding(OnboardingId),
    /// That of a task.
    Task(TaskId),
}

impl PlanRow {
    /// Returns which line it is.
    pub const fn id(&self) -> PlanId {
        match self {
            Self::Onboarding(onboarding) => PlanId::Onboarding(onboarding.id),
            Self::Task(task) => PlanId::Task(task.id),
        }
    }
}
