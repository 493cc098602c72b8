//! Takes onboardings, tasks and notifications back that a change added, and brings them again.

use super::Error;
use super::outbox;
use super::recorder::{Names, Recorder};
use super::undo::refusal;
use crate::domain::{
    Assignee, Entity, Field, Logged, NoteFilter, NotificationId, NotificationState, OnboardingId,
    OnboardingRecord, Refusal, Task, TaskId, TaskRecord,
};
use crate::store::{Numbered, Op};

/// Inverts the adding or removing of a thing; says why it stays.
pub(super) fn invert(recorder: &mut Recorder<'_>, op: &Op) -> Result<Option<Refusal>, Error> {
    match op.entity {
        Entity::Onboarding => invert_onboarding(recorder, op),
        Entity::Task => invert_task(recorder, op),
        Entity::Notification => invert_notification(recorder, op),
        Entity::Customer
        | Entity::Contact
        | Entity::Owner
        | Entity::Pair
        | Entity::Note
        | Entity::CustomField => Ok(None),
    }
}

fn invert_onboarding(recorder: &mut Recorder<'_>, op: &Op) -> Result<Option<Refusal>, Error> {
    let id = OnboardingId::from_uuid(op.id);
    match (&op.new, recorder.onboarding(id)?) {
        (Some(added), Some(onboarding)) => {
            let now = OnboardingRecord::from(&onboarding);
            let csm = onboarding.csm.as_ref().map(|csm| csm.name.as_str());
            if !OnboardingRecord::from_log(added).is_some_and(|added| added.is(&now, csm)) {
                return stays(op, "has changed, so the onboarding stays");
            }
            if !recorder.tasks(id)?.is_empty() {
                return stays(op, "stays: the onboarding has tasks now");
            }
            if !recorder.notes(NoteFilter::OnOnboarding(id))?.is_empty() {
                return stays(op, "stays: there are notes on the onboarding now");
            }
            recorder.set_removed(Numbered::Onboarding, op)?;
            Ok(None)
        }
        (None, None) => {
            recorder.set_back(Numbered::Onboarding, op)?;
            Ok(None)
        }
        (Some(_), None) | (None, Some(_)) => stays(op, "is in that state already"),
    }
}

fn invert_task(recorder: &mut Recorder<'_>, op: &Op) -> Result<Option<Refusal>, Error> {
    let id = TaskId::from_uuid(op.id);
    match (&op.new, recorder.task(id)?) {
        (Some(added), Some(task)) => {
            let who = task.assignee.as_ref().map(Assignee::name);
            let now = record_of(recorder, &task)?;
            if !TaskRecord::from_log(added).is_some_and(|added| added.is(&now, who.as_deref())) {
                return stays(op, "has changed, so the task stays");
            }
            if !recorder.subtasks(id)?.is_empty() {
                return stays(op, "stays: the task has subtasks now");
            }
            recorder.set_removed(Numbered::Task, op)?;
            Ok(None)
        }
        (None, None) => {
            if let Some(Logged::Record(TaskRecord {
                parent: Some(parent), ..
            })) = op.old.as_deref().and_then(TaskRecord::from_log)
                && recorder.task(parent)?.is_none()
            {
                return stays(op, "not restored: the task of which it is a part was removed");
            }
            recorder.set_back(Numbered::Task, op)?;
            Ok(None)
        }
        (Some(_), None) | (None, Some(_)) => stays(op, "is in that state already"),
    }
}

/// Returns the record of a task as it is now, with who does it even where that contact was deleted.
fn record_of(recorder: &Recorder<'_>, task: &Task) -> Result<TaskRecord, Error> {
    Ok(TaskRecord {
        number: task.number,
        onboarding: task.onboarding_id,
        parent: task.parent.as_ref().map(|parent| parent.id),
        phase: task.phase.clone(),
        title: task.title.clone(),
        assignee: recorder.assignee(task.id.uuid())?.flatten(),
        due: task.due,
        audience: task.audience,
        note: task.note.clone(),
        done_at: task.done_at,
    })
}

/// A notification that has not left is cancelled; one that has is named.
fn invert_notification(recorder: &mut Recorder<'_>, op: &Op) -> Result<Option<Refusal>, Error> {
    let Some(notification) = recorder.notification(NotificationId::from_uuid(op.id))? else {
        return stays(op, "not restored: its customer was deleted");
    };
    match notification.state {
        NotificationState::Held
        | NotificationState::Queued
        | NotificationState::Retry
        | NotificationState::Failed => {
            let cancelled = NotificationState::Cancelled.key().to_owned();
            let subject = outbox::subject(&notification);
            recorder.set(subject, Field::State, Some(cancelled), Names::default())?;
            Ok(None)
        }
        NotificationState::Cancelled => Ok(None),
        NotificationState::Sending | NotificationState::Sent | NotificationState::Unknown => {
            let why = format!(
                "was sent to {} by {}",
                notification.recipient.email, notification.channel
            );
            Ok(Some(refusal(op, Field::Record, why)))
        }
    }
}

fn stays(op: &Op, why: &str) -> Result<Option<Refusal>, Error> {
    Ok(Some(refusal(op, Field::Record, why)))
}
