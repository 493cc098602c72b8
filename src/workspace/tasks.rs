//! Adds tasks to onboardings, and notes that they are done.

use super::recorder::{Names, Recorder, Subject};
use super::{Act, Error, onboard, outbox};
use crate::domain::{
    Assignee, AssigneeFields, AssigneeId, AssigneeRule, Audience, Contact, Customer, CustomerDomain, Email,
    Entity, Field, NewTaskFields, Notification, NotificationFacts, NotificationKind, NotificationRenderer,
    Onboarding, OnboardingId, Outcome, OwnerFields, Route, Standing, Task, TaskId, TaskRecord, WithSubtasks,
    route, route_to, route_to_role,
};
use crate::store::Numbered;

/// Adds a task, perhaps as a part of another one; a customer-facing one tells whom it is assigned to, else whoever gets the
/// customer's notifications.
pub(super) fn add(
    recorder: &mut Recorder<'_>,
    renderer: &dyn NotificationRenderer,
    onboarding: OnboardingId,
    parent: Option<TaskId>,
    fields: &NewTaskFields,
) -> Result<Act, Error> {
    let onboarding = onboard::find(recorder, onboarding)?;
    let parent = parent
        .map(|parent| parent_in(recorder, &onboarding, parent))
        .transpose()?;
    let customer = recorder
        .customer(onboarding.customer_id)?
        .ok_or_else(Error::no_customer)?;
    let assignee = match fields.assignee.clone() {
        Some(who) => Some(resolved(recorder, &customer, who)?),
        None => None,
    };
    if let Some(AssigneeFields::Contact(id)) = &assignee {
        let contact = recorder.contact(*id)?.ok_or_else(Error::no_contact)?;
        demand_active(&contact, &onboarding)?;
    }
    let fields = NewTaskFields {
        assignee,
        ..fields.clone()
    };
    let id = insert(recorder, &onboarding, parent.as_ref(), &fields)?;
    let task = find(recorder, id)?;
    let (route, notifications) = match fields.audience {
        Audience::Internal => (None, Vec::new()),
        Audience::Customer => {
            let (route, written) = tell(recorder, renderer, &customer, &onboarding, &task)?;
            (Some(route), written)
        }
    };
    Ok(Act {
        label: format!("added the task {} of {}", task.title, customer.name),
        outcome: Outcome::TaskAdded {
            task,
            notifications,
            route,
        },
    })
}

/// Notifies whom a customer-facing task is assigned to, else whoever gets the notifications of the customer.
pub(super) fn tell(
    recorder: &mut Recorder<'_>,
    renderer: &dyn NotificationRenderer,
    customer: &Customer,
    onboarding: &Onboarding,
    task: &Task,
) -> Result<(Route, Vec<Notification>), Error> {
    let kind = NotificationKind::TaskAssigned;
    let (route, contact) = match &task.assignee {
        Some(Assignee::Contact { id, .. }) => {
            let contact = recorder.contact(*id)?;
            let named = contact.as_ref().map(|contact| route_to(customer, kind, contact));
            (named.unwrap_or_else(|| route(customer, kind)), contact)
        }
        Some(Assignee::Role { by, .. }) => {
            let holders = recorder.holders(customer.id, &by.role)?;
            let route = route_to_role(customer, kind, &by.role, &holders);
            let only = <[Contact; 1]>::try_from(holders).ok();
            (route, only.map(|[holder]| holder))
        }
        Some(Assignee::Csm(_)) | None => (route(customer, kind), None),
    };
    let about = outbox::About {
        customer,
        onboarding: Some(onboarding),
        contact: contact.as_ref(),
    };
    let facts = NotificationFacts {
        phase: Some(onboarding.phase.clone()),
        task: Some(task.title.to_string()),
        due: task.due,
        target: onboarding.target,
        ..outbox::facts(customer)
    };
    let written = outbox::queue(recorder, renderer, about, &route, &facts)?;
    Ok((route, written))
}

/// Finds the task of which a new one becomes a part.
fn parent_in(recorder: &Recorder<'_>, onboarding: &Onboarding, id: TaskId) -> Result<Task, Error> {
    let parent = find(recorder, id)?;
    if parent.onboarding_id != onboarding.id {
        return Err(Error::Refused(format!(
            "The task {} is of another onboarding; add the subtask there.",
            parent.title
        )));
    }
    if let Some(above) = &parent.parent {
        return Err(Error::Refused(format!(
            "{} is itself a subtask; add this one to {}.",
            parent.title, above.title
        )));
    }
    if parent.done_at.is_some() {
        return Err(Error::Refused(format!(
            "{} is done; reopen it before you add a subtask.",
            parent.title
        )));
    }
    Ok(parent)
}

/// Adds the tasks that come with a phase, and counts them; they tell nobody, as the change of phase does.
///
/// One that was carried over to the phase, and is open, is not added again.
pub(super) fn add_planned(
    recorder: &mut Recorder<'_>,
    onboarding: OnboardingId,
    tasks: Vec<WithSubtasks<NewTaskFields>>,
) -> Result<usize, Error> {
    let onboarding = onboard::find(recorder, onboarding)?;
    let mut there = recorder.tasks(onboarding.id)?;
    there.retain(|task| task.done_at.is_none() && task.phase == onboarding.phase && task.parent.is_none());
    let mut count = 0;
    for WithSubtasks { task, subtasks } in tasks {
        if there.iter().any(|open| open.title == task.title) {
            continue;
        }
        let id = insert(recorder, &onboarding, None, &task)?;
        let parent = find(recorder, id)?;
        for part in &subtasks {
            insert(recorder, &onboarding, Some(&parent), part)?;
        }
        count += 1 + subtasks.len();
    }
    Ok(count)
}

/// Notes that tasks are done, and their subtasks with them; one that was done before stays as it is.
pub(super) fn complete(recorder: &mut Recorder<'_>, ids: &[TaskId]) -> Result<Act, Error> {
    let mut done: Vec<Task> = Vec::new();
    let mut completed = Vec::new();
    let mut all = ids.to_vec();
    for id in ids {
        let parts = recorder.subtasks(*id)?.into_iter();
        all.extend(parts.filter(|part| part.done_at.is_none()).map(|part| part.id));
    }
    for id in all {
        if done.iter().any(|task| task.id == id) {
            continue;
        }
        let before = find(recorder, id)?;
        if before.done_at.is_none() {
            let now = recorder.now().as_millis().to_string();
            recorder.set(subject(&before), Field::DoneAt, Some(now), Names::default())?;
            completed.push(before.title);
        }
        done.push(find(recorder, id)?);
    }
    Ok(Act {
        label: match completed.as_slice() {
            [title] => format!("completed the task {title}"),
            titles => format!("completed {} tasks", titles.len()),
        },
        outcome: Outcome::TasksDone(done),
    })
}

/// Notes that a task is not done after all, nor the one of which it is a part.
pub(super) fn reopen(recorder: &mut Recorder<'_>, id: TaskId) -> Result<Act, Error> {
    let before = find(recorder, id)?;
    recorder.set(subject(&before), Field::DoneAt, None, Names::default())?;
    if let Some(parent) = &before.parent {
        let parent = find(recorder, parent.id)?;
        recorder.set(subject(&parent), Field::DoneAt, None, Names::default())?;
    }
    let task = find(recorder, id)?;
    Ok(Act {
        label: format!("reopened the task {}", task.title),
        outcome: Outcome::TaskReopened(task),
    })
}

/// Finds who is meant where an address is given alone.
pub(super) fn resolved(
    recorder: &Recorder<'_>,
    customer: &Customer,
    who: AssigneeFields,
) -> Result<AssigneeFields, Error> {
    match who {
        AssigneeFields::Named(email) => named(recorder, customer, &email),
        AssigneeFields::Csm(_)
        | AssigneeFields::Contact(_)
        | AssigneeFields::Role(_)
        | AssigneeFields::ByRule(_) => Ok(who),
    }
}

/// Finds who has an address: a contact of the customer, else somebody of our side.
fn named(recorder: &Recorder<'_>, customer: &Customer, email: &Email) -> Result<AssigneeFields, Error> {
    let holders = recorder.contacts_by_email(email)?;
    if let Some(contact) = holders.iter().find(|contact| contact.customer_id == customer.id) {
        return Ok(AssigneeFields::Contact(contact.id));
    }
    if customer.domain.as_ref().map(CustomerDomain::domain) == Some(email.domain()) {
        // An address at the customer's domain is meant to be a contact.
        return Err(Error::field(
            Field::Assignee,
            format!(
                "{} has no contact {email}. Add that contact first.",
                customer.name
            ),
        ));
    }
    OwnerFields::parse(email.as_str())
        .map(AssigneeFields::Csm)
        .map_err(|error| Error::field(Field::Assignee, error.message))
}

fn insert(
    recorder: &mut Recorder<'_>,
    onboarding: &Onboarding,
    parent: Option<&Task>,
    fields: &NewTaskFields,
) -> Result<TaskId, Error> {
    let assignee = match &fields.assignee {
        Some(AssigneeFields::Csm(csm)) => Some(AssigneeId::Csm(recorder.ensure_owner(csm)?)),
        Some(AssigneeFields::Contact(id)) => Some(AssigneeId::Contact(*id)),
        Some(AssigneeFields::Role(role)) => Some(AssigneeId::Role(role.clone())),
        Some(AssigneeFields::ByRule(rule)) => by_rule(recorder, onboarding, *rule)?,
        Some(AssigneeFields::Named(_)) | None => None,
    };
    let record = TaskRecord {
        number: recorder.next_number(Numbered::Task)?,
        onboarding: onboarding.id,
        parent: parent.map(|parent| parent.id),
        phase: parent.map_or(&onboarding.phase, |parent| &parent.phase).clone(),
        title: fields.title.clone(),
        assignee,
        due: fields.due,
        audience: fields.audience,
        note: fields.note.clone(),
        done_at: None,
    };
    recorder.add_task(onboarding.customer_id, &record)
}

/// Finds who does a task by a rule; nobody if there is none.
fn by_rule(
    recorder: &Recorder<'_>,
    onboarding: &Onboarding,
    rule: AssigneeRule,
) -> Result<Option<AssigneeId>, Error> {
    let customer = recorder
        .customer(onboarding.customer_id)?
        .ok_or_else(Error::no_customer)?;
    Ok(match rule {
        AssigneeRule::Csm => onboarding.csm.as_ref().map(|csm| AssigneeId::Csm(csm.id)),
        AssigneeRule::Owner => customer.owner.map(|owner| AssigneeId::Csm(owner.id)),
        AssigneeRule::Primary => customer.primary.map(|primary| AssigneeId::Contact(primary.id)),
    })
}

/// Demands a contact of the customer who gets notifications.
pub(super) fn demand_active(contact: &Contact, onboarding: &Onboarding) -> Result<(), Error> {
    if contact.customer_id != onboarding.customer_id {
        return Err(Error::Refused(format!(
            "{} is a contact of another customer; assign the task to one of {}.",
            contact.name, onboarding.customer_name
        )));
    }
    match contact.standing() {
        Standing::Active => Ok(()),
        Standing::Archived | Standing::Unlinked => Err(Error::Refused(format!(
            "{} is archived or unlinked and gets no notifications; assign the task to somebody else.",
            contact.name
        ))),
    }
}

/// Finds a task.
pub(super) fn find(recorder: &Recorder<'_>, id: TaskId) -> Result<Task, Error> {
    recorder.task(id)?.ok_or_else(|| {
        Error::NotFound("This task no longer exists; adding it may have been undone.".to_owned())
    })
}

/// Names a task for the log.
pub(super) fn subject(task: &Task) -> Subject<'_> {
    Subject {
        customer: task.customer_id,
        entity: Entity::Task,
        id: task.id.uuid(),
        name: task.title.as_str(),
    }
}
