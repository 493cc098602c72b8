//! Who does a task as one cell of text, though a contact and somebody of our side stand in different columns.

use rusqlite::params;
use uuid::Uuid;

use super::{Reader, StoreError, Writer};
use crate::domain::{AssigneeId, ContactId, OwnerId, Timestamp};

/// Parts who does a task into the contact and the owner, as their columns hold them.
pub(super) fn columns(assignee: Option<AssigneeId>) -> (Option<Uuid>, Option<Uuid>) {
    match assignee {
        Some(AssigneeId::Contact(id)) => (Some(id.uuid()), None),
        Some(AssigneeId::Csm(id)) => (None, Some(id.uuid())),
        None => (None, None),
    }
}

impl Reader<'_> {
    /// Reads the assignee of a task that is not taken away, deleted contacts included.
    pub(super) fn assignee_cell(&self, task: Uuid) -> Result<Option<Option<String>>, StoreError> {
        Ok(self
            .assignee(task)?
            .map(|who| who.as_ref().map(AssigneeId::to_string)))
    }

    /// Reads who does a task that is not taken away, deleted contacts included.
    pub fn assignee(&self, task: Uuid) -> Result<Option<Option<AssigneeId>>, StoreError> {
        let ids: Option<(Option<Uuid>, Option<Uuid>)> = self.row_if_any(
            "SELECT contact_id, csm_id FROM task WHERE id = ? AND deleted_at IS NULL",
            [task],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(ids.map(|(contact, csm)| {
            let contact = contact.map(|id| AssigneeId::Contact(ContactId::from_uuid(id)));
            contact.or_else(|| csm.map(|id| AssigneeId::Csm(OwnerId::from_uuid(id))))
        }))
    }
}

impl Writer<'_> {
    /// Writes the assignee of a task.
    pub(super) fn set_assignee_cell(
        &self,
        task: Uuid,
        text: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (contact, csm) = columns(text.and_then(|text| text.parse().ok()));
        self.write(
            "UPDATE task SET contact_id = ?2, csm_id = ?3, updated_at = ?4 WHERE id = ?1",
            params![task, contact, csm, now.as_millis()],
        )
    }
}
