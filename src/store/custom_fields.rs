//! The tables of the fields that users define, and of the values in them.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::rows::{count, word};
use super::{Cell, Reader, StoreError, Writer};
use crate::domain::{
    CustomField, CustomFieldFields, CustomFieldId, CustomFieldRecord, CustomValues, Entity, FieldKind,
    FieldName, FieldOf, InLists, Timestamp, choices_from_stored, stored_choices,
};

/// The columns of a field `f`, as [`field`] reads them. Of deleted contacts and customers no values are left.
const FIELD: &str = "f.id, f.entity, f.name, f.kind, f.choices, f.in_lists,
    (SELECT count(*) FROM custom_value v WHERE v.field_id = f.id)";

/// What a value is compared as in searches.
macro_rules! key_of {
    ($value:literal, $field:literal) => {
        concat!(
            "CASE (SELECT f.kind FROM custom_field f WHERE f.id = ",
            $field,
            ") WHEN 'number' THEN CAST(",
            $value,
            " AS REAL) ELSE fold(",
            $value,
            ") END"
        )
    };
}

const INSERT_VALUE: &str = concat!(
    "INSERT INTO custom_value (subject_id, field_id, value, key) VALUES (?1, ?2, ?3, ",
    key_of!("?3", "?2"),
    ") ON CONFLICT DO UPDATE SET value = excluded.value, key = excluded.key"
);

impl Reader<'_> {
    /// Lists the fields that users defined and did not remove, those of customers first, oldest first.
    pub fn custom_fields(&self) -> Result<Vec<CustomField>, StoreError> {
        self.rows(
            &format!(
                "SELECT {FIELD} FROM custom_field f WHERE f.deleted_at IS NULL
                 ORDER BY f.entity = 'contact', f.rowid"
            ),
            [],
            field,
        )
    }

    /// Finds a field that is not removed.
    pub fn custom_field(&self, id: CustomFieldId) -> Result<Option<CustomField>, StoreError> {
        self.row_if_any(
            &format!("SELECT {FIELD} FROM custom_field f WHERE f.id = ? AND f.deleted_at IS NULL"),
            [id.uuid()],
            field,
        )
    }

    /// Reads a value of a customer or contact that is there, as the text of a cell.
    pub(super) fn custom_cell(
        &self,
        entity: Entity,
        id: Uuid,
        field: CustomFieldId,
    ) -> Result<Option<Option<String>>, StoreError> {
        self.row_if_any(
            &format!(
                "SELECT (SELECT v.value FROM custom_value v WHERE v.subject_id = t.id AND v.field_id = ?2)
                 FROM {} t WHERE t.id = ?1 AND t.deleted_at IS NULL",
                entity.key()
            ),
            [id, field.uuid()],
            |row| row.get(0),
        )
    }
}

impl Writer<'_> {
    /// Adds a field without values.
    pub fn insert_custom_field(
        &self,
        id: CustomFieldId,
        CustomFieldRecord(fields): &CustomFieldRecord,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(
            "INSERT INTO custom_field (id, entity, name, key, kind, choices, in_lists, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)",
            params![
                id.uuid(),
                fields.of.key(),
                fields.name.as_str(),
                fields.name.key(),
                fields.kind.key(),
                stored_choices(fields.kind.choices()),
                fields.in_lists.key(),
                now.as_millis(),
            ],
        )
    }

    /// Removes a field; its values stay and show no more.
    pub fn remove_custom_field(&self, id: CustomFieldId, now: Timestamp) -> Result<(), StoreError> {
        self.write(
            "UPDATE custom_field SET deleted_at = ?2 WHERE id = ?1",
            params![id.uuid(), now.as_millis()],
        )
    }

    /// Brings a removed field back with its values; its name must be free.
    pub fn revive_custom_field(&self, id: CustomFieldId) -> Result<(), StoreError> {
        self.write(
            "UPDATE custom_field SET deleted_at = NULL WHERE id = ?",
            [id.uuid()],
        )
    }

    /// Writes what a new customer or contact has in custom fields.
    pub(super) fn insert_custom_values(&self, id: Uuid, values: &CustomValues) -> Result<(), StoreError> {
        if values.is_empty() {
            return Ok(());
        }
        self.sql(|connection| {
            let mut statement = connection.prepare_cached(INSERT_VALUE)?;
            for one in values.iter() {
                statement.execute(params![id, one.field.uuid(), one.value.as_str()])?;
            }
            Ok(())
        })
    }

    /// Takes away what a customer has in custom fields.
    pub(super) fn delete_custom_values(&self, id: Uuid) -> Result<(), StoreError> {
        self.write("DELETE FROM custom_value WHERE subject_id = ?", [id])
    }

    /// Writes a value of a customer or contact, from the text of a cell.
    pub(super) fn set_custom_cell(
        &self,
        cell: Cell,
        field: CustomFieldId,
        text: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        match text {
            Some(text) => self.write(INSERT_VALUE, params![cell.id, field.uuid(), text])?,
            None => self.write(
                "DELETE FROM custom_value WHERE subject_id = ? AND field_id = ?",
                [cell.id, field.uuid()],
            )?,
        }
        self.write(
            &format!("UPDATE {} SET updated_at = ? WHERE id = ?", cell.entity.key()),
            params![now.as_millis(), cell.id],
        )
    }
}

/// Reads a field, whose columns [`FIELD`] names.
fn field(row: &Row<'_>) -> rusqlite::Result<CustomField> {
    let choices: String = row.get(4)?;
    Ok(CustomField {
        id: CustomFieldId::from_uuid(row.get(0)?),
        fields: CustomFieldFields {
            of: word(row, 1, FieldOf::from_key)?,
            name: FieldName::from_stored(row.get_ref(2)?.as_str()?),
            kind: word(row, 3, |key| {
                FieldKind::from_key(key, choices_from_stored(&choices))
            })?,
            in_lists: word(row, 5, InLists::from_key)?,
        },
        used: count(row, 6)?,
    })
}
