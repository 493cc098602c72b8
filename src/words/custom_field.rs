//! What a change of a field that users define did, as sentences.

use crate::domain::{CustomField, CustomValues, Field, FieldName};

pub(super) fn added(fields: &[CustomField]) -> String {
    let names: Vec<&str> = fields.iter().map(CustomField::label).collect();
    let of = fields.first().map_or("", |field| field.fields.of.plural());
    match names.as_slice() {
        [one] => format!("Added the field {one} of {of}."),
        many => format!("Added {} fields of {of}: {}.", many.len(), many.join(", ")),
    }
}

/// Tells what an edit changed: its name, or parts of it in words; none if nothing differed.
pub(super) fn edited(field: &CustomField, before: &FieldName, changed: &str) -> String {
    match changed {
        "" => "Nothing changed.".to_owned(),
        "name" => format!("Renamed the field {before} to {}.", field.label()),
        changed => format!("Saved {changed} of the field {}.", field.label()),
    }
}

pub(super) fn removed(field: &CustomField) -> String {
    let (label, plural) = (field.label(), field.fields.of.plural());
    match field.used {
        0 => format!("Removed the field {label} of {plural}."),
        1 => format!("Removed the field {label} of {plural}. The one value in it comes back with an undo."),
        many => {
            format!("Removed the field {label} of {plural}. The {many} values in it come back with an undo.")
        }
    }
}

/// Returns fields in words, those that users defined by their names as far as some of these values know them.
pub(super) fn words(fields: &[Field], values: &[&CustomValues]) -> String {
    let name = |field: &Field| match field {
        Field::Custom(id) => {
            let mut known = values.iter().flat_map(|values| values.iter());
            let found = known.find(|one| one.field == *id && !one.name.is_empty());
            found.map_or_else(|| field.to_string(), |one| one.name.to_string())
        }
        field => field.to_string(),
    };
    fields.iter().map(name).collect::<Vec<_>>().join(", ")
}
