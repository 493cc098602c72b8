//! The JSON documents of onboardings, tasks and notifications; their field names are a promise.

use serde::Serialize;

use crate::domain::{
    Assignee, Audience, ByRole, Channel, ContactRole, CustomerId, Date, Email, Name, NoteText, Notification,
    NotificationId, NotificationKind, NotificationState, Onboarding, OnboardingId, Person, Phase,
    RouteReason, SafeText, Schedule, Task, TaskId, TemplateName, Timestamp,
};

/// An onboarding.
#[derive(Debug, Serialize)]
pub(super) struct OnboardingJson<'a> {
    object: &'static str,
    id: OnboardingId,
    number: u32,
    customer_id: CustomerId,
    customer: &'a str,
    csm: Option<CsmJson<'a>>,
    target: Option<Date>,
    target_reason: Option<&'a str>,
    agreed_target: Option<Date>,
    template: Option<&'a TemplateName>,
    phase: &'a Phase,
    phase_since: Timestamp,
    days_in_phase: i64,
    phase_days: Option<u32>,
    late: bool,
    state: &'static str,
    open_tasks: u64,
    created_at: Timestamp,
    updated_at: Timestamp,
}

#[derive(Debug, Serialize)]
struct CsmJson<'a> {
    name: &'a str,
    email: &'a str,
}

impl<'a> OnboardingJson<'a> {
    /// Tells an onboarding as it stands on a day.
    pub(super) fn new(one: &'a Onboarding, schedule: &Schedule) -> Self {
        let days = one.days_in_phase(schedule);
        Self {
            days_in_phase: days.spent,
            phase_days: days.planned,
            late: one.is_overdue(schedule),
            object: "onboarding",
            id: one.id,
            number: one.number,
            customer_id: one.customer_id,
            customer: one.customer_name.as_str(),
            csm: one.csm.as_ref().map(|csm| CsmJson {
                name: csm.name.as_str(),
                email: csm.email.as_str(),
            }),
            target: one.target,
            target_reason: one.target_reason.as_ref().map(SafeText::as_str),
            agreed_target: one.agreed_target(),
            template: one.template.as_ref(),
            phase: &one.phase,
            phase_since: one.phase_since,
            state: one.state.key(),
            open_tasks: one.open_tasks,
            created_at: one.created_at,
            updated_at: one.updated_at,
        }
    }
}

/// Onboardings.
#[derive(Debug, Serialize)]
pub(super) struct OnboardingsJson<'a> {
    pub(super) onboardings: Vec<OnboardingJson<'a>>,
}

/// An onboarding in another phase, with what was written because of it.
#[derive(Debug, Serialize)]
pub(super) struct MovedJson<'a> {
    #[serde(flatten)]
    pub(super) onboarding: OnboardingJson<'a>,
    pub(super) notifications: Vec<NotificationJson<'a>>,
}

/// A task.
#[derive(Debug, Serialize)]
pub(super) struct TaskJson<'a> {
    object: &'static str,
    id: TaskId,
    number: u32,
    onboarding_id: OnboardingId,
    parent_id: Option<TaskId>,
    parent_number: Option<u32>,
    phase: &'a Phase,
    title: &'a str,
    note: Option<&'a NoteText>,
    assignee: Option<AssigneeJson<'a>>,
    due: Option<Date>,
    customer_facing: bool,
    done_at: Option<Timestamp>,
    created_at: Timestamp,
}

#[derive(Debug, Serialize)]
struct AssigneeJson<'a> {
    kind: &'static str,
    /// Of a role, the name and the address of the one who holds it.
    name: Option<&'a str>,
    email: Option<&'a str>,
    #[serde(flatten)]
    role: Option<RoleJson<'a>>,
}

/// What is for whoever holds a role.
#[derive(Debug, Serialize)]
pub(super) struct RoleJson<'a> {
    role: &'a ContactRole,
    role_holders: u32,
    why: String,
}

impl<'a> RoleJson<'a> {
    pub(super) fn new(by: &'a ByRole, rule: Option<RouteReason>) -> Self {
        Self {
            role: &by.role,
            role_holders: by.holders,
            why: by.why(rule),
        }
    }
}

impl<'a> From<&'a Assignee> for AssigneeJson<'a> {
    fn from(who: &'a Assignee) -> Self {
        let named = |kind, name: &'a Name, email: &'a Email| Self {
            kind,
            name: Some(name.as_str()),
            email: Some(email.as_str()),
            role: None,
        };
        match who {
            Assignee::Csm(owner) => named("csm", &owner.name, &owner.email),
            Assignee::Contact { name, email, .. } => named("contact", name, email),
            Assignee::Role { by, holder, rule } => Self {
                kind: "role",
                name: holder.as_ref().map(|holder| holder.name.as_str()),
                email: holder.as_ref().map(|holder| holder.email.as_str()),
                role: Some(RoleJson::new(by, *rule)),
            },
        }
    }
}

impl<'a> From<&'a Task> for TaskJson<'a> {
    fn from(task: &'a Task) -> Self {
        Self {
            object: "task",
            id: task.id,
            number: task.number,
            onboarding_id: task.onboarding_id,
            parent_id: task.parent.as_ref().map(|parent| parent.id),
            parent_number: task.parent.as_ref().map(|parent| parent.number),
            phase: &task.phase,
            title: task.title.as_str(),
            note: task.note.as_ref(),
            assignee: task.assignee.as_ref().map(AssigneeJson::from),
            due: task.due,
            customer_facing: task.audience == Audience::Customer,
            done_at: task.done_at,
            created_at: task.created_at,
        }
    }
}

/// Tasks.
#[derive(Debug, Serialize)]
pub(super) struct TasksJson<'a> {
    pub(super) tasks: Vec<TaskJson<'a>>,
}

/// A task that was added or changed, with what was written because of it.
#[derive(Debug, Serialize)]
pub(super) struct TaskChangedJson<'a> {
    #[serde(flatten)]
    pub(super) task: TaskJson<'a>,
    pub(super) notifications: Vec<NotificationJson<'a>>,
}

/// An invitation to the portal.
#[derive(Debug, Serialize)]
pub(super) struct InvitedJson<'a> {
    pub(super) recipient: Option<&'a Person>,
    pub(super) reason: &'static str,
    pub(super) notifications: Vec<NotificationJson<'a>>,
}

/// A notification.
#[derive(Debug, Serialize)]
pub(super) struct NotificationJson<'a> {
    object: &'static str,
    id: NotificationId,
    number: u32,
    customer_id: CustomerId,
    kind: NotificationKind,
    channel: Channel,
    recipient: Option<&'a Person>,
    reason: &'static str,
    #[serde(flatten)]
    role: Option<RoleJson<'a>>,
    state: NotificationState,
    subject: &'a str,
    body: &'a str,
    attempts: u32,
    next_at: Option<Timestamp>,
    error: Option<&'a str>,
    created_at: Timestamp,
    sent_at: Option<Timestamp>,
}

impl<'a> From<&'a Notification> for NotificationJson<'a> {
    fn from(one: &'a Notification) -> Self {
        Self {
            object: "notification",
            id: one.id,
            number: one.number,
            customer_id: one.customer_id,
            kind: one.kind,
            channel: one.channel,
            recipient: Some(&one.recipient),
            reason: one.reason.key(),
            role: one.by_role.as_ref().map(|by| RoleJson::new(by, Some(one.reason))),
            state: one.state,
            subject: &one.subject,
            body: &one.body,
            attempts: one.attempts,
            next_at: one.next_at,
            error: one.trouble(),
            created_at: one.created_at,
            sent_at: one.sent_at,
        }
    }
}

/// Notifications.
#[derive(Debug, Serialize)]
pub(super) struct NotificationsJson<'a> {
    pub(super) notifications: Vec<NotificationJson<'a>>,
}
