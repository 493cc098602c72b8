//! Fields that users define: how they are added, changed and removed, and how their values are checked.

use super::recorder::{Names, Recorder};
use super::{Act, Error, Workspace};
use crate::domain::{
    ContactFields, CustomField, CustomFieldEdit, CustomFieldFields, CustomFieldId, CustomFieldRecord,
    CustomValue, CustomValues, Field, FieldKind, FieldOf, Outcome, SafeText, fields_of, stored_choices,
};
use crate::store::Reader;

/// The most fields of customers, and of contacts.
const MAX_FIELDS: usize = 30;

impl Workspace {
    /// Lists the fields that users defined, those of customers first.
    pub fn custom_fields(&mut self) -> Result<Vec<CustomField>, Error> {
        self.store.read(|reader| Ok(reader.custom_fields()?))
    }
}

/// Defines fields.
pub(super) fn add(recorder: &mut Recorder<'_>, all: Vec<CustomFieldFields>) -> Result<Act, Error> {
    let mut added = Vec::with_capacity(all.len());
    for fields in all {
        let known = recorder.custom_fields()?;
        demand_free_name(&known, &fields, None)?;
        if fields_of(&known, fields.of).count() >= MAX_FIELDS {
            return Err(Error::Refused(format!(
                "There are {MAX_FIELDS} fields of {} already; remove one first.",
                fields.of.plural()
            )));
        }
        let id = recorder.add_custom_field(&CustomFieldRecord(fields))?;
        added.push(find(recorder, id)?);
    }
    let label = match added.as_slice() {
        [one] => format!("added the field {} of {}", one.label(), one.fields.of.plural()),
        many => format!("added {} fields", many.len()),
    };
    Ok(Act {
        label,
        outcome: Outcome::CustomFieldsAdded(added),
    })
}

/// Writes the edits of a field that differ from what is there; values stay.
pub(super) fn edit(
    recorder: &mut Recorder<'_>,
    id: CustomFieldId,
    edits: Vec<CustomFieldEdit>,
) -> Result<Act, Error> {
    let before = find(recorder, id)?;
    let known = recorder.custom_fields()?;
    let fields = recorder.edit(edits, CustomFieldEdit::field, |recorder, edit| {
        let field = edit.field();
        let text = match edit {
            CustomFieldEdit::Name(name) => {
                let after = CustomFieldFields {
                    name,
                    ..before.fields.clone()
                };
                demand_free_name(&known, &after, Some(id))?;
                after.name.to_string()
            }
            CustomFieldEdit::Choices(choices) => {
                demand_choices(&before)?;
                stored_choices(&choices)
            }
            CustomFieldEdit::InLists(in_lists) => in_lists.key().to_owned(),
        };
        recorder.set_custom_field(&before, field, text)
    })?;
    let field = find(recorder, id)?;
    let label = match fields.as_slice() {
        [Field::Name] => format!("renamed the field {} to {}", before.label(), field.label()),
        fields => {
            let words: Vec<String> = fields.iter().map(ToString::to_string).collect();
            format!("changed {} of the field {}", words.join(", "), field.label())
        }
    };
    Ok(Act {
        label,
        outcome: Outcome::CustomFieldEdited {
            field,
            fields,
            before: before.fields.name,
        },
    })
}

/// Removes a field; an undo brings it back with its values.
pub(super) fn remove(recorder: &mut Recorder<'_>, id: CustomFieldId) -> Result<Act, Error> {
    let field = find(recorder, id)?;
    recorder.remove_custom_field(&field)?;
    Ok(Act {
        label: format!(
            "removed the field {} of {}",
            field.label(),
            field.fields.of.plural()
        ),
        outcome: Outcome::CustomFieldRemoved(field),
    })
}

/// Checks a value and returns it as the store holds it, with the name of its field for the history.
pub(super) fn checked(
    reader: &Reader<'_>,
    id: CustomFieldId,
    of: FieldOf,
    value: Option<&SafeText>,
) -> Result<(Option<String>, Names), Error> {
    let field = reader.custom_field(id)?.filter(|field| field.fields.of == of);
    let field = field.ok_or_else(Error::no_custom_field)?;
    let value = field
        .check_plain(value.map_or("", SafeText::as_str))
        .map_err(|error| Error::Invalid(vec![error]))?;
    Ok((value.map(|text| text.to_string()), called(field.label())))
}

/// Checks the values of a new customer or contact against the fields that there are, and returns them as the store holds
/// them.
pub(super) fn fitting(
    reader: &Reader<'_>,
    of: FieldOf,
    values: &CustomValues,
) -> Result<CustomValues, Error> {
    if values.is_empty() {
        return Ok(CustomValues::default());
    }
    fit(&reader.custom_fields()?, of, values)
}

fn fit(known: &[CustomField], of: FieldOf, values: &CustomValues) -> Result<CustomValues, Error> {
    let mut fitting = CustomValues::default();
    let mut errors = Vec::new();
    for one in values.iter() {
        let field = fields_of(known, of).find(|field| field.id == one.field);
        match field
            .ok_or_else(Error::no_custom_field)?
            .check_plain(one.value.as_str())
        {
            Ok(value) => fitting.set(one.field, value),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(fitting)
    } else {
        Err(Error::Invalid(errors))
    }
}

/// Does so for contacts that are to be added.
pub(super) fn fitting_contacts(
    reader: &Reader<'_>,
    contacts: Vec<ContactFields>,
) -> Result<Vec<ContactFields>, Error> {
    if contacts.iter().all(|fields| fields.custom.is_empty()) {
        return Ok(contacts);
    }
    let known = reader.custom_fields()?;
    let fitting = |fields: ContactFields| {
        let values = fit(&known, FieldOf::Contact, &fields.custom)?;
        Ok(fields.with_custom(values))
    };
    contacts.into_iter().map(fitting).collect()
}

/// Returns the name of the field of a value, for the history.
pub(super) fn names(value: &CustomValue) -> Names {
    called(value.name.as_str())
}

/// An undo exchanges the two names, so both are that of the field.
fn called(name: &str) -> Names {
    let name = Some(name.to_owned()).filter(|name| !name.is_empty());
    Names {
        old: name.clone(),
        new: name,
    }
}

/// Returns fields in words, `title, Region`, those that users defined by their names.
pub(super) fn in_words(reader: &Reader<'_>, fields: &[Field]) -> Result<String, Error> {
    let mut words = Vec::with_capacity(fields.len());
    for field in fields {
        let custom = match field {
            Field::Custom(id) => reader.custom_field(*id)?,
            _ => None,
        };
        words.push(custom.map_or_else(|| field.to_string(), |custom| custom.label().to_owned()));
    }
    Ok(words.join(", "))
}

fn find(recorder: &Recorder<'_>, id: CustomFieldId) -> Result<CustomField, Error> {
    recorder.custom_field(id)?.ok_or_else(Error::no_custom_field)
}

/// Refuses choices of a field that takes any value of its kind.
fn demand_choices(field: &CustomField) -> Result<(), Error> {
    match &field.fields.kind {
        FieldKind::Choice(_) => Ok(()),
        kind @ (FieldKind::Text | FieldKind::Number | FieldKind::Date) => Err(Error::field(
            Field::Choices,
            format!(
                "{} is a field of type {} and has no choices.",
                field.label(),
                kind.key()
            ),
        )),
    }
}

/// Refuses a name that another field of the same things has.
pub(super) fn demand_free_name(
    known: &[CustomField],
    fields: &CustomFieldFields,
    own: Option<CustomFieldId>,
) -> Result<(), Error> {
    let taken =
        fields_of(known, fields.of).find(|field| Some(field.id) != own && field.key() == fields.name.key());
    match taken {
        Some(field) => Err(Error::field(
            Field::Name,
            format!(
                "There is a field {} of {} already; choose another name.",
                field.label(),
                fields.of.plural()
            ),
        )),
        None => Ok(()),
    }
}
