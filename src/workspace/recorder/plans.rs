//! How onboardings, tasks and notifications are written.

use uuid::Uuid;

use super::{Recorder, Turn};
use crate::domain::{
    Channel, ChannelStage, ChannelState, CustomerId, Entity, Field, NotificationId, NotificationState,
    Onboarding, OnboardingId, Sending, Task, TaskId,
};
use crate::store::{NewNotification, NewOnboarding, NewTask, Numbered, Op};
use crate::workspace::Error;

impl Recorder<'_> {
    /// Adds an onboarding.
    pub(in crate::workspace) fn add_onboarding(
        &mut self,
        new: &NewOnboarding,
    ) -> Result<OnboardingId, Error> {
        self.writer.insert_onboarding(new, self.now)?;
        if let Some(onboarding) = self.onboarding(new.id)? {
            let record = self.onboarding_record(&onboarding);
            let subject = onboarding.customer_name.to_string();
            self.note_record(
                new.customer,
                Entity::Onboarding,
                new.id.uuid(),
                subject,
                Turn::Appears.sides(record),
            );
        }
        Ok(new.id)
    }

    /// Adds a task to an onboarding of a customer.
    pub(in crate::workspace) fn add_task(
        &mut self,
        customer: CustomerId,
        new: &NewTask,
    ) -> Result<TaskId, Error> {
        self.writer.insert_task(new, self.now)?;
        if let Some(task) = self.task(new.id)? {
            let record = self.task_record(&task);
            let subject = task.title.to_string();
            self.note_record(
                customer,
                Entity::Task,
                new.id.uuid(),
                subject,
                Turn::Appears.sides(record),
            );
        }
        Ok(new.id)
    }

    /// Gives the state in which a whole notification of a channel waits.
    pub(in crate::workspace) fn waiting_state(&self, channel: Channel) -> Result<NotificationState, Error> {
        Ok(match (self.sending, self.channel(channel)?.stage) {
            (Sending::Allowed, ChannelStage::Open) => NotificationState::Queued,
            (Sending::Allowed, _) | (Sending::Withheld, _) => NotificationState::Held,
        })
    }

    /// Has a channel send by itself from now on.
    pub(in crate::workspace) fn open_channel(&self, state: ChannelState) -> Result<(), Error> {
        if state.stage != ChannelStage::Open {
            self.writer.set_channel(&ChannelState {
                stage: ChannelStage::Open,
                ..state
            })?;
        }
        Ok(())
    }

    /// Counts the attempts of a notification from here.
    pub(in crate::workspace) fn recount(&self, id: NotificationId) -> Result<(), Error> {
        Ok(self.writer.recount(id)?)
    }

    /// Adds a notification.
    pub(in crate::workspace) fn add_notification(&mut self, new: &NewNotification) -> Result<(), Error> {
        self.writer.insert_notification(new, self.now)?;
        let told = format!(
            "{} to {} <{}> by {}",
            new.kind, new.recipient.name, new.recipient.email, new.channel
        );
        let subject = new.letter.subject.clone();
        self.note_record(
            new.customer,
            Entity::Notification,
            new.id.uuid(),
            subject,
            Turn::Appears.sides(told),
        );
        Ok(())
    }

    /// Tells what an onboarding holds, by which a change since is known.
    pub(in crate::workspace) fn onboarding_record(&self, onboarding: &Onboarding) -> String {
        let csm = onboarding.csm.as_ref().map(|csm| format!(", {}", csm.name));
        let target = onboarding.target.map(|target| format!(", target {target}"));
        format!(
            "#{} in {}, {}{}{}",
            onboarding.number,
            onboarding.phase,
            onboarding.state,
            csm.unwrap_or_default(),
            target.unwrap_or_default()
        )
    }

    /// Tells what a task holds, by which a change since is known.
    pub(in crate::workspace) fn task_record(&self, task: &Task) -> String {
        let who = task
            .assignee
            .as_ref()
            .map(|assignee| format!(", {}", assignee.name()));
        let due = task.due.map(|due| format!(", due {due}"));
        let done = if task.done_at.is_some() { ", done" } else { "" };
        format!(
            "{} in {}, {}{}{}{done}",
            task.title,
            task.phase,
            task.audience.key(),
            who.unwrap_or_default(),
            due.unwrap_or_default()
        )
    }

    /// Takes the thing of an operation away; its row stays.
    pub(in crate::workspace) fn set_removed(&mut self, table: Numbered, op: &Op) -> Result<(), Error> {
        self.writer.set_removed(table, op.id, Some(self.now))?;
        self.note_turned(op);
        Ok(())
    }

    /// Brings the thing of an operation back.
    pub(in crate::workspace) fn set_back(&mut self, table: Numbered, op: &Op) -> Result<(), Error> {
        self.writer.set_removed(table, op.id, None)?;
        self.note_turned(op);
        Ok(())
    }

    fn note_turned(&mut self, op: &Op) {
        self.ops.push(Op {
            old: op.new.clone(),
            new: op.old.clone(),
            old_name: op.new_name.clone(),
            new_name: op.old_name.clone(),
            ..op.clone()
        });
    }

    fn note_record(
        &mut self,
        customer: CustomerId,
        entity: Entity,
        id: Uuid,
        subject: String,
        (old, new): (Option<String>, Option<String>),
    ) {
        self.ops.push(Op {
            customer: Some(customer),
            entity,
            id,
            subject,
            field: Field::Record,
            old,
            new,
            old_name: None,
            new_name: None,
        });
    }
}
