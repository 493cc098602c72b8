//! Takes fields away that a change defined, brings those back that it removed, and gives the others their former form.

use super::recorder::Recorder;
use super::undo::refusal;
use super::{Error, custom_fields};
use crate::domain::{
    CustomField, CustomFieldFields, CustomFieldId, CustomFieldRecord, Field, FieldName, Refusal,
};
use crate::store::{Cell, Op};

/// Inverts an operation on a field that users defined; says why it stays.
pub(super) fn invert(recorder: &mut Recorder<'_>, op: &Op) -> Result<Option<Refusal>, Error> {
    let id = CustomFieldId::from_uuid(op.id);
    let present = recorder.custom_field(id)?;
    let why = match (op.field, &op.old, &op.new, present) {
        (Field::Record, None, Some(added), Some(field)) => {
            let record = CustomFieldRecord::from(&field);
            if CustomFieldRecord::from_log(added).as_ref() != Some(&record) {
                "has changed, so the field stays".to_owned()
            } else if field.used > 0 {
                has_values(&field)
            } else {
                recorder.remove_custom_field(&field)?;
                return Ok(None);
            }
        }
        (Field::Record, Some(removed), None, None) => {
            let Some(record) = CustomFieldRecord::from_log(removed) else {
                return Ok(Some(refusal(op, op.field, "cannot be read from the log")));
            };
            if is_taken(recorder, &record.0, id)? {
                "not restored: another field has its name now".to_owned()
            } else {
                recorder.revive_custom_field(id, &record)?;
                return Ok(None);
            }
        }
        (Field::Record, _, _, _) => "is in that state already".to_owned(),
        (_, Some(old), _, Some(field)) => return invert_part(recorder, op, &field, old),
        (_, _, _, _) => "is gone".to_owned(),
    };
    Ok(Some(refusal(op, op.field, why)))
}

fn invert_part(
    recorder: &mut Recorder<'_>,
    op: &Op,
    field: &CustomField,
    old: &str,
) -> Result<Option<Refusal>, Error> {
    let cell = Cell {
        entity: op.entity,
        id: op.id,
        field: op.field,
    };
    let now = recorder.cell(cell)?.flatten();
    if now != op.new {
        let now = now.unwrap_or_default();
        return Ok(Some(refusal(op, op.field, format!("is now {now:?}"))));
    }
    if op.field == Field::Name {
        let former = CustomFieldFields {
            name: FieldName::from_stored(old),
            ..field.fields.clone()
        };
        if is_taken(recorder, &former, field.id)? {
            let why = "would be that of another field";
            return Ok(Some(refusal(op, op.field, why)));
        }
    }
    recorder.set_custom_field(field, op.field, old.to_owned())?;
    Ok(None)
}

fn is_taken(recorder: &Recorder<'_>, fields: &CustomFieldFields, id: CustomFieldId) -> Result<bool, Error> {
    let known = recorder.custom_fields()?;
    Ok(custom_fields::demand_free_name(&known, fields, Some(id)).is_err())
}

fn has_values(field: &CustomField) -> String {
    match field.used {
        1 => format!("stays: 1 {} has a value in it now", field.fields.of.key()),
        many => format!(
            "stays: {many} {} have a value in it now",
            field.fields.of.plural()
        ),
    }
}
