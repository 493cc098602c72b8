//! How onboardings, tasks and notifications are written.

use super::{LoggedRecord, Recorder, Turn};
use crate::domain::{
    AssigneeId, Channel, ChannelStage, ChannelState, Customer, CustomerId, Entity, Notification,
    NotificationId, NotificationRecord, NotificationState, OnboardingId, OnboardingRecord, Sending, TaskId,
    TaskRecord,
};
use crate::store::{Numbered, Op};
use crate::workspace::{Error, outbox};

impl Recorder<'_> {
    /// Takes the next short number of a table.
    pub(in crate::workspace) fn next_number(&self, table: Numbered) -> Result<u32, Error> {
        Ok(self.writer.next_number(table)?)
    }

    /// Adds an onboarding to a customer.
    pub(in crate::workspace) fn add_onboarding(
        &mut self,
        customer: &Customer,
        record: &OnboardingRecord,
    ) -> Result<OnboardingId, Error> {
        let id = OnboardingId::from_uuid(self.next_id());
        self.writer.insert_onboarding(id, customer.id, record, self.now)?;
        let noted = LoggedRecord {
            entity: Entity::Onboarding,
            id: id.uuid(),
            subject: customer.name.to_string(),
            record: record.to_log(),
            who: self.name_of(record.csm.map(AssigneeId::Csm).as_ref())?,
        };
        self.log_record(Some(customer.id), noted, Turn::Appears);
        Ok(id)
    }

    /// Adds a task to an onboarding of a customer.
    pub(in crate::workspace) fn add_task(
        &mut self,
        customer: CustomerId,
        record: &TaskRecord,
    ) -> Result<TaskId, Error> {
        let id = TaskId::from_uuid(self.next_id());
        self.writer.insert_task(id, record, self.now)?;
        let noted = LoggedRecord {
            entity: Entity::Task,
            id: id.uuid(),
            subject: record.title.to_string(),
            record: record.to_log(),
            who: self.name_of(record.assignee.as_ref())?,
        };
        self.log_record(Some(customer), noted, Turn::Appears);
        Ok(id)
    }

    /// Adds a notification about a customer.
    pub(in crate::workspace) fn add_notification(
        &mut self,
        customer: &Customer,
        record: &NotificationRecord,
    ) -> Result<Notification, Error> {
        let id = NotificationId::from_uuid(self.next_id());
        self.writer
            .insert_notification(id, customer.id, record, self.now)?;
        let noted = LoggedRecord {
            entity: Entity::Notification,
            id: id.uuid(),
            subject: record.content.subject.clone(),
            record: record.to_log(),
            who: None,
        };
        self.log_record(Some(customer.id), noted, Turn::Appears);
        outbox::find(self, id)
    }

    /// Returns the name of who does a task, as the history shows it.
    pub(in crate::workspace) fn name_of(&self, who: Option<&AssigneeId>) -> Result<Option<String>, Error> {
        Ok(match who {
            Some(AssigneeId::Csm(id)) => self.owner(*id)?.map(|owner| owner.name.to_string()),
            Some(AssigneeId::Contact(id)) => self.contact(*id)?.map(|contact| contact.name.to_string()),
            Some(AssigneeId::Role(role)) => Some(format!("role {role}")),
            None => None,
        })
    }

    /// Returns the state in which a whole notification of a channel waits.
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
}
