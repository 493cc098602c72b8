//! `pivotal task` and `pivotal invite`.

use super::onboarding::date;
use super::plan_args::{TaskCommand, TaskOptions};
use super::plan_json::{InvitedJson, NotificationJson, TaskChangedJson, TaskJson, TasksJson};
use super::{Error, Format, Output};
use crate::domain::{
    AssigneeFields, Audience, Change, ContactRole, CustomerDomain, Field, FieldError, Name, NewTaskFields,
    NoteText, Onboarding, Outcome, OwnerFields, Task, TaskEdit,
};
use crate::workspace::{self, Workspace};

pub(super) fn run(
    command: TaskCommand,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    match command {
        TaskCommand::Add {
            onboarding,
            title,
            customer_facing,
            assignee,
            due,
            note,
            parent,
        } => {
            let onboarding = workspace.find_onboarding(&onboarding)?;
            let parent = parent
                .map(|parent| workspace.find_task(&onboarding, &parent))
                .transpose()?;
            let task = NewTaskFields {
                title: parsed_title(&title)?,
                assignee: assignee
                    .map(|who| named(&who, &onboarding, workspace))
                    .transpose()?,
                due: date(Field::Due, due.as_deref().unwrap_or_default(), workspace)?,
                audience: if customer_facing {
                    Audience::Customer
                } else {
                    Audience::Internal
                },
                note: parsed_note(note.as_deref().unwrap_or_default())?,
            };
            let done = workspace.make(Change::AddTask {
                onboarding: onboarding.id,
                parent: parent.map(|parent| parent.id),
                task,
            })?;
            told(&done.outcome, output)
        }
        TaskCommand::Edit {
            onboarding,
            task,
            fields,
        } => {
            let onboarding = workspace.find_onboarding(&onboarding)?;
            let task = workspace.find_task(&onboarding, &task)?;
            let edits = edits(&fields, &onboarding, workspace)?;
            let done = workspace.make(Change::EditTask { task: task.id, edits })?;
            told(&done.outcome, output)
        }
        TaskCommand::Done { onboarding, tasks } => {
            let onboarding = workspace.find_onboarding(&onboarding)?;
            let mut ids = Vec::new();
            for task in tasks {
                let task = workspace.find_task(&onboarding, &task)?.id;
                if !ids.contains(&task) {
                    ids.push(task);
                }
            }
            set(Change::CompleteTasks(ids), workspace, output)
        }
        TaskCommand::Reopen { onboarding, task } => {
            let onboarding = workspace.find_onboarding(&onboarding)?;
            let task = workspace.find_task(&onboarding, &task)?;
            set(Change::ReopenTask(task.id), workspace, output)
        }
        TaskCommand::List { onboarding } => {
            let onboarding = workspace.find_onboarding(&onboarding)?;
            let tasks = workspace.tasks(onboarding.id)?;
            list(&tasks, &onboarding, output)
        }
    }
}

/// Reads what is to be changed; an empty value takes a field away.
fn edits(
    fields: &TaskOptions,
    onboarding: &Onboarding,
    workspace: &mut Workspace,
) -> Result<Vec<TaskEdit>, Error> {
    let mut edits = Vec::new();
    if let Some(title) = &fields.title {
        edits.push(TaskEdit::Title(parsed_title(title)?));
    }
    if let Some(who) = &fields.assignee {
        let who = match who.trim() {
            "" => None,
            who => Some(named(who, onboarding, workspace)?),
        };
        edits.push(TaskEdit::Assignee(who));
    }
    if let Some(due) = &fields.due {
        edits.push(TaskEdit::Due(date(Field::Due, due, workspace)?));
    }
    if let Some(note) = &fields.note {
        edits.push(TaskEdit::Note(parsed_note(note)?));
    }
    if fields.customer_facing {
        edits.push(TaskEdit::Audience(Audience::Customer));
    }
    if fields.internal {
        edits.push(TaskEdit::Audience(Audience::Internal));
    }
    if edits.is_empty() {
        return Err(Error::Invalid(
            "Nothing to change. Give --title, --assignee, --due, --note, --customer-facing or --internal."
                .to_owned(),
        ));
    }
    Ok(edits)
}

fn parsed_title(title: &str) -> Result<Name, Error> {
    Name::parse(title)
        .map_err(|_| {
            workspace::Error::Invalid(vec![FieldError::new(
                Field::TITLE,
                "Give what needs to be done in --title.",
            )])
        })
        .map_err(Error::from)
}

/// Reads a note; an empty one is none.
fn parsed_note(note: &str) -> Result<Option<NoteText>, Error> {
    if note.trim().is_empty() {
        return Ok(None);
    }
    NoteText::parse(note)
        .map(Some)
        .map_err(|error| workspace::Error::Invalid(vec![FieldError::new(Field::Note, error)]).into())
}

/// Prints a task with what was written because of its change.
fn told(outcome: &Outcome, output: &mut Output<'_>) -> Result<(), Error> {
    if let Outcome::TaskAdded {
        task, notifications, ..
    }
    | Outcome::TaskEdited {
        task, notifications, ..
    } = outcome
    {
        output.done(
            &outcome.sentence(),
            &TaskChangedJson {
                task: TaskJson::from(task),
                notifications: notifications.iter().map(NotificationJson::from).collect(),
            },
        )?;
    }
    Ok(())
}

fn set(change: Change, workspace: &mut Workspace, output: &mut Output<'_>) -> Result<(), Error> {
    let done = workspace.make(change)?;
    let tasks = match &done.outcome {
        Outcome::TasksDone(tasks) => tasks.as_slice(),
        Outcome::TaskReopened(task) => std::slice::from_ref(task),
        _ => &[],
    };
    let sentence = done.outcome.sentence();
    match tasks {
        [task] => output.done(&sentence, &TaskJson::from(task)),
        tasks => {
            let tasks = tasks.iter().map(TaskJson::from).collect();
            output.done(&sentence, &TasksJson { tasks })
        }
    }
}

/// Finds who a task is assigned to: a role, a contact of the customer, else somebody of our side by their email.
fn named(who: &str, onboarding: &Onboarding, workspace: &mut Workspace) -> Result<AssigneeFields, Error> {
    if let Some(role) = ContactRole::addressed(who) {
        let invalid = |error| workspace::Error::Invalid(vec![FieldError::new(Field::Assignee, error)]);
        return Ok(AssigneeFields::Role(role.map_err(invalid)?));
    }
    let customer = workspace.customer(onboarding.customer_id)?;
    match workspace.find_contact(&customer, who) {
        Ok(contact) => Ok(AssigneeFields::Contact(contact.id)),
        Err(workspace::Error::NotFound(sentence)) => match OwnerFields::parse(who) {
            Ok(csm) if customer.domain.as_ref().map(CustomerDomain::domain) != Some(csm.email.domain()) => {
                Ok(AssigneeFields::Csm(csm))
            }
            // An address at the customer's domain is meant to be a contact.
            Ok(_) | Err(_) => Err(Error::NotFound(sentence)),
        },
        Err(error) => Err(error.into()),
    }
}

fn list(tasks: &[Task], onboarding: &Onboarding, output: &mut Output<'_>) -> Result<(), Error> {
    match output.format {
        Format::Json => output.json(&TasksJson {
            tasks: tasks.iter().map(TaskJson::from).collect(),
        })?,
        Format::Text if tasks.is_empty() => output.note(&format!(
            "No tasks. Add one: pivotal task add {} --title TITLE",
            onboarding.number
        )),
        Format::Text => {
            let rows: Vec<[String; 6]> = tasks
                .iter()
                .map(|task| {
                    let done = if task.done_at.is_some() {
                        "✓ done"
                    } else {
                        "○ open"
                    };
                    let who = task.assignee.as_ref().map(ToString::to_string);
                    let before = if task.parent.is_some() { "  " } else { "" };
                    let note = task.note.as_ref().map(|note| format!(" · {}", note.one_line()));
                    [
                        format!("#{}", task.number),
                        done.to_owned(),
                        task.phase.to_string(),
                        format!("{before}{}{}", task.title, note.unwrap_or_default()),
                        who.unwrap_or_default(),
                        task.due.map(|due| due.to_string()).unwrap_or_default(),
                    ]
                })
                .collect();
            output.table(["#", "", "Phase", "Task", "Who", "Due"], &rows)?;
        }
    }
    Ok(())
}

/// Invites a contact to the portal, or whoever gets the customer's notifications.
pub(super) fn invite(
    customer: &str,
    contact: Option<&str>,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let customer = workspace.find_customer(customer)?;
    let contact = contact
        .map(|contact| workspace.find_contact(&customer, contact))
        .transpose()?;
    let done = workspace.make(Change::InviteToPortal {
        customer: customer.id,
        contact: contact.map(|contact| contact.id),
    })?;
    if let Outcome::Invited { notifications, route } = &done.outcome {
        output.done(
            &done.outcome.sentence(),
            &InvitedJson {
                recipient: route.to.person(),
                reason: route.to.reason(),
                notifications: notifications.iter().map(NotificationJson::from).collect(),
            },
        )?;
    }
    Ok(())
}
