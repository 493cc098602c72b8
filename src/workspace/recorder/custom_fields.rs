//! How the fields that users define are written; they stand in no customer's history.

use super::{LoggedRecord, Recorder, Turn};
use crate::domain::{CustomField, CustomFieldId, CustomFieldRecord, Entity, Field};
use crate::store::{Cell, Op};
use crate::workspace::Error;

impl Recorder<'_> {
    /// Adds a field.
    pub(in crate::workspace) fn add_custom_field(
        &mut self,
        record: &CustomFieldRecord,
    ) -> Result<CustomFieldId, Error> {
        let id = CustomFieldId::from_uuid(self.next_id());
        self.writer.insert_custom_field(id, record, self.now)?;
        self.note_custom_field(id, record, Turn::Appears);
        Ok(id)
    }

    /// Removes a field and keeps its values.
    pub(in crate::workspace) fn remove_custom_field(&mut self, field: &CustomField) -> Result<(), Error> {
        self.writer.remove_custom_field(field.id, self.now)?;
        self.note_custom_field(field.id, &CustomFieldRecord::from(field), Turn::Goes);
        Ok(())
    }

    /// Brings a removed field back.
    pub(in crate::workspace) fn revive_custom_field(
        &mut self,
        id: CustomFieldId,
        record: &CustomFieldRecord,
    ) -> Result<(), Error> {
        self.writer.revive_custom_field(id)?;
        self.note_custom_field(id, record, Turn::Appears);
        Ok(())
    }

    /// Gives a part of a field another value, unless it has it already.
    pub(in crate::workspace) fn set_custom_field(
        &mut self,
        custom: &CustomField,
        field: Field,
        new: String,
    ) -> Result<(), Error> {
        let cell = Cell {
            entity: Entity::CustomField,
            id: custom.id.uuid(),
            field,
        };
        let old = self.cell(cell)?.ok_or_else(Error::no_custom_field)?;
        if old.as_ref() == Some(&new) {
            return Ok(());
        }
        self.writer.set_cell(cell, Some(&new), self.now)?;
        self.ops.push(Op {
            customer: None,
            entity: cell.entity,
            id: cell.id,
            subject: custom.label().to_owned(),
            field,
            old,
            new: Some(new),
            old_name: None,
            new_name: None,
        });
        Ok(())
    }

    fn note_custom_field(&mut self, id: CustomFieldId, record: &CustomFieldRecord, turn: Turn) {
        let noted = LoggedRecord {
            entity: Entity::CustomField,
            id: id.uuid(),
            subject: record.0.name.to_string(),
            record: record.to_log(),
            who: None,
        };
        self.log_record(None, noted, turn);
    }
}
