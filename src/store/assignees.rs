//! Who does a task as one cell of text, though a contact, somebody of our side and a role stand in different columns.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::rows::word;
use super::{Reader, StoreError, Writer};
use crate::domain::{AssigneeId, Contact, ContactId, ContactRole, CustomerId, OwnerId, Timestamp};

/// Who does a task, as the columns hold it.
#[derive(Default)]
pub(super) struct Columns {
    /// A contact.
    pub(super) contact: Option<Uuid>,
    /// Somebody of our side.
    pub(super) csm: Option<Uuid>,
    /// A role.
    pub(super) role: Option<String>,
}

/// Parts who does a task into its columns.
pub(super) fn columns(assignee: Option<&AssigneeId>) -> Columns {
    match assignee {
        Some(AssigneeId::Contact(id)) => Columns {
            contact: Some(id.uuid()),
            ..Columns::default()
        },
        Some(AssigneeId::Csm(id)) => Columns {
            csm: Some(id.uuid()),
            ..Columns::default()
        },
        Some(AssigneeId::Role(role)) => Columns {
            role: Some(role.to_string()),
            ..Columns::default()
        },
        None => Columns::default(),
    }
}

/// Returns the condition on contacts `h` that they are active and hold the role in a column.
pub(super) fn holds(role: &str) -> String {
    format!(
        "h.archived_at IS NULL AND h.deleted_at IS NULL AND h.is_here
         AND instr(', ' || h.roles || ', ', ', ' || {role} || ', ')"
    )
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
        self.row_if_any(
            "SELECT contact_id, csm_id, role FROM task WHERE id = ? AND deleted_at IS NULL",
            [task],
            |row| {
                let csm: Option<Uuid> = row.get(1)?;
                Ok(match (row.get::<_, Option<Uuid>>(0)?, csm, role(row, 2)?) {
                    (Some(id), _, _) => Some(AssigneeId::Contact(ContactId::from_uuid(id))),
                    (None, Some(id), _) => Some(AssigneeId::Csm(OwnerId::from_uuid(id))),
                    (None, None, role) => role.map(AssigneeId::Role),
                })
            },
        )
    }

    /// Lists the roles that contacts of a customer hold, each once.
    pub fn roles_at(&self, customer: CustomerId) -> Result<Vec<ContactRole>, StoreError> {
        let written: Vec<String> = self.rows(
            "SELECT DISTINCT roles FROM contact
             WHERE customer_id = ? AND roles IS NOT NULL AND deleted_at IS NULL ORDER BY roles",
            [customer.uuid()],
            |row| row.get(0),
        )?;
        let mut roles: Vec<ContactRole> = written
            .iter()
            .flat_map(|roles| roles.split(", "))
            .filter_map(|role| ContactRole::parse(role).ok())
            .collect();
        roles.sort_unstable();
        roles.dedup();
        Ok(roles)
    }

    /// Lists the active contacts of a customer who hold a role, oldest first.
    pub fn holders(&self, customer: CustomerId, role: &ContactRole) -> Result<Vec<Contact>, StoreError> {
        let ids = self.rows(
            &format!(
                "SELECT h.id FROM contact h WHERE h.customer_id = ?1 AND {} ORDER BY h.rowid",
                holds("?2")
            ),
            params![customer.uuid(), role.as_str()],
            |row| Ok(ContactId::from_uuid(row.get(0)?)),
        )?;
        self.contacts_of(&ids)
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
        let assignee: Option<AssigneeId> = text.and_then(|text| text.parse().ok());
        let Columns { contact, csm, role } = columns(assignee.as_ref());
        self.write(
            "UPDATE task SET contact_id = ?2, csm_id = ?3, role = ?5, updated_at = ?4 WHERE id = ?1",
            params![task, contact, csm, now.as_millis(), role],
        )
    }
}

/// Reads a role from a column.
pub(super) fn role(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<ContactRole>> {
    match row.get::<_, Option<String>>(at)? {
        Some(_) => word(row, at, |text| ContactRole::parse(text).ok()).map(Some),
        None => Ok(None),
    }
}
