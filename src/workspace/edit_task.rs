//! Gives fields of a task new values, and tells whom it is news to.

use super::recorder::{Names, Recorder};
use super::tasks::{find, resolved, subject, tell};
use super::{Act, Error, onboard};
use crate::domain::{
    Assignee, AssigneeFields, AssigneeId, Audience, Customer, Date, Entity, Field, NotificationRenderer,
    Onboarding, Outcome, Task, TaskEdit, TaskId,
};
use crate::store::Cell;

/// Writes the edits that differ from what is there.
///
/// Somebody else to whom an open, customer-facing task is assigned is told, as by adding it; so is whoever it concerns
/// once the customer sees it. Who no longer does it is told nothing.
pub(super) fn edit(
    recorder: &mut Recorder<'_>,
    renderer: &dyn NotificationRenderer,
    id: TaskId,
    edits: Vec<TaskEdit>,
) -> Result<Act, Error> {
    let before = find(recorder, id)?;
    let onboarding = onboard::find(recorder, before.onboarding_id)?;
    let customer = recorder
        .customer(onboarding.customer_id)?
        .ok_or_else(Error::no_customer)?;
    let fields = recorder.edit(edits, TaskEdit::field, |recorder, edit| {
        write(recorder, (&customer, &onboarding, &before), edit)
    })?;
    let task = find(recorder, id)?;
    let is_news =
        fields.contains(&Field::Audience) || fields.contains(&Field::Assignee) && task.assignee.is_some();
    let (route, notifications) = match (task.audience, task.done_at) {
        (Audience::Customer, None) if is_news => {
            let (route, written) = tell(recorder, renderer, &customer, &onboarding, &task)?;
            (Some(route), written)
        }
        (Audience::Customer | Audience::Internal, _) => (None, Vec::new()),
    };
    let words: Vec<String> = fields.iter().map(ToString::to_string).collect();
    Ok(Act {
        label: format!("changed {} of the task {}", words.join(", "), task.title),
        outcome: Outcome::TaskEdited {
            task,
            fields,
            notifications,
            route,
        },
    })
}

fn write(
    recorder: &mut Recorder<'_>,
    (customer, onboarding, before): (&Customer, &Onboarding, &Task),
    edit: TaskEdit,
) -> Result<(), Error> {
    let field = edit.field();
    let mut names = Names::default();
    let text = match edit {
        TaskEdit::Title(title) => Some(title.to_string()),
        TaskEdit::Due(due) => due.as_ref().map(Date::to_string),
        TaskEdit::Audience(audience) => Some(audience.key().to_owned()),
        TaskEdit::Note(note) => note.map(|note| note.to_string()),
        TaskEdit::Assignee(who) => {
            names.old = before.assignee.as_ref().map(Assignee::name);
            let who = match who {
                Some(who) => resolved(recorder, customer, who)?,
                None => return recorder.set(subject(before), field, None, names),
            };
            let (text, name) = match who {
                AssigneeFields::Csm(csm) => {
                    let id = recorder.ensure_owner(&csm)?;
                    let name = recorder.owner(id)?.map(|owner| owner.name.to_string());
                    (AssigneeId::Csm(id).to_string(), name)
                }
                AssigneeFields::Contact(id) => {
                    let contact = recorder.contact(id)?.ok_or_else(Error::no_contact)?;
                    let text = AssigneeId::Contact(id).to_string();
                    let cell = Cell {
                        entity: Entity::Task,
                        id: before.id.uuid(),
                        field,
                    };
                    // Whoever has the task already may keep it.
                    if recorder.cell(cell)?.flatten().as_ref() != Some(&text) {
                        super::tasks::demand_active(&contact, onboarding)?;
                    }
                    (text, Some(contact.name.to_string()))
                }
                AssigneeFields::Role(role) => {
                    let who = AssigneeId::Role(role);
                    let name = recorder.name_of(Some(&who))?;
                    (who.to_string(), name)
                }
                AssigneeFields::Named(_) | AssigneeFields::ByRule(_) => return Ok(()),
            };
            names.new = name;
            Some(text)
        }
    };
    recorder.set(subject(before), field, text, names)
}
