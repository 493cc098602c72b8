//! Who does a task as one cell of text, though a contact and somebody of our side stand in different columns.

use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use super::{Reader, StoreError, Writer};
use crate::domain::Timestamp;

const CONTACT: &str = "contact:";

const CSM: &str = "csm:";

/// Gives the text of a cell that holds a contact.
pub fn contact_cell(id: Uuid) -> String {
    format!("{CONTACT}{id}")
}

/// Gives the text of a cell that holds somebody of our side.
pub fn csm_cell(id: Uuid) -> String {
    format!("{CSM}{id}")
}

/// Reads the contact out of the text of a cell, if it holds one.
pub fn contact_of_cell(text: &str) -> Option<Uuid> {
    text.strip_prefix(CONTACT).and_then(|id| id.parse().ok())
}

impl Reader<'_> {
    /// Reads the assignee of a task that is not taken away.
    pub(super) fn assignee_cell(&self, task: Uuid) -> Result<Option<Option<String>>, StoreError> {
        let ids: Option<(Option<Uuid>, Option<Uuid>)> = self.sql(|connection| {
            connection
                .prepare_cached("SELECT contact_id, csm_id FROM task WHERE id = ? AND deleted_at IS NULL")?
                .query_row([task], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()
        })?;
        Ok(ids.map(|(contact, csm)| contact.map(contact_cell).or_else(|| csm.map(csm_cell))))
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
        let contact = text.and_then(contact_of_cell);
        let csm: Option<Uuid> = text.and_then(|text| text.strip_prefix(CSM)?.parse().ok());
        self.sql(|connection| {
            connection
                .prepare_cached(
                    "UPDATE task SET contact_id = ?2, csm_id = ?3, updated_at = ?4 WHERE id = ?1",
                )?
                .execute(params![task, contact, csm, now.as_millis()])
                .map(drop)
        })
    }
}
