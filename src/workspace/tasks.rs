//! Adds tasks to onboardings, and notes that they are done.

use super::recorder::{Names, Recorder, Subject};
use super::{Act, Error, onboard, outbox};
use crate::domain::{
    Assignee, AssigneeFields, AssigneeId, AssigneeRule, Audience, Contact, Customer, CustomerDomain, Email,
    Entity, Field, NewTaskFields, Notification, NotificationFacts, NotificationKind, NotificationRenderer,
    Onboarding, OnboardingId, Outcome, OwnerFields, Route, Standing, Task, TaskId, TaskRecord, route,
    route_to, route_to_role,
};
use crate::store::Numbered;

/// Adds a task; a customer-facing one tells whom it is assigned to, else whoever gets the customer's notifications.
pub(super) fn add(
    recorder: &mut Recorder<'_>,
    renderer: &dyn NotificationRenderer,
    onboarding: OnboardingId,
    fields: &NewTaskFields,
) -> Result<Act, Error> {
    let onboarding = onboard::find(recorder, onboarding)?;
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
    let id = insert(recorder, &onboarding, &fields)?;
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

/// Adds the tasks that come with a phase; they tell nobody, as the change of phase does.
pub(super) fn add_planned(
    recorder: &mut Recorder<'_>,
    onboarding: OnboardingId,
    tasks: Vec<NewTaskFields>,
) -> Result<(), Error> {
    let onboarding = onboard::find(recorder, onboarding)?;
    for fields in tasks {
        insert(recorder, &onboarding, &fields)?;
    }
    Ok(())
}

/// Notes that tasks are done; one that was done before stays as it is.
pub(super) fn complete(recorder: &mut Recorder<'_>, ids: &[TaskId]) -> Result<Act, Error> {
    let mut done: Vec<Task> = Vec::new();
    let mut completed = Vec::new();
    for id in ids {
        if done.iter().any(|task| task.id == *id) {
            continue;
        }
        let before = find(recorder, *id)?;
        if before.done_at.is_none() {
            let now = recorder.now().as_millis().to_string();
            recorder.set(subject(&before), Field::DoneAt, Some(now), Names::default())?;
            completed.push(before.title);
        }
        done.push(find(recorder, *id)?);
    }
    Ok(Act {
        label: match completed.as_slice() {
            [title] => format!("completed the task {title}"),
            titles => format!("completed {} tasks", titles.len()),
        },
        outcome: Outcome::TasksDone(done),
    })
}

/// Notes that a task is not done after all.
pub(super) fn reopen(recorder: &mut Recorder<'_>, id: TaskId) -> Result<Act, Error> {
    let before = find(recorder, id)?;
    recorder.set(subject(&before), Field::DoneAt, None, Names::default())?;
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
        phase: onboarding.phase.clone(),
        title: fields.title.clone(),
        assignee,
        due: fields.due,
        audience: fields.audience,
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
