//! Columns of a list that are read for nothing else, and their values as fields that users defined: for contacts and
//! customers, in the paste pane and by command.

use std::borrow::Cow;

use crate::domain::{
    CustomField, CustomFieldFields, CustomValues, FieldError, FieldKind, FieldName, FieldOf, InLists,
    custom_key, fields_of,
};

/// A named column that nothing is taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpareColumn {
    /// Its place, counted from 0.
    pub at: usize,
    /// What the row of column names calls it.
    pub name: String,
}

/// A value that a card or an object has under the name of a field, where there are no columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedValue {
    /// The name of the field.
    pub name: String,
    /// The value.
    pub value: String,
}

/// A column whose values go into a field that users defined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptColumn {
    /// Its place, counted from 0.
    pub at: usize,
    /// The field.
    pub field: CustomField,
}

impl SpareColumn {
    /// Finds the field that has the name of the column.
    pub fn field<'f>(&self, of: FieldOf, fields: &'f [CustomField]) -> Option<&'f CustomField> {
        own_field(&self.name, of, fields)
    }
}

/// Finds the field that has the name of a column.
fn own_field<'f>(name: &str, of: FieldOf, fields: &'f [CustomField]) -> Option<&'f CustomField> {
    let key = custom_key(name);
    fields_of(fields, of).find(|field| field.key() == key)
}

/// Returns the columns that have the name of a field.
pub fn kept(spare: &[SpareColumn], of: FieldOf, fields: &[CustomField]) -> Vec<KeptColumn> {
    let kept = spare.iter().filter_map(|column| {
        Some(KeptColumn {
            at: column.at,
            field: column.field(of, fields)?.clone(),
        })
    });
    kept.collect()
}

/// Returns the names of fields that could be defined for the other columns, each once.
pub fn offered(spare: &[SpareColumn], of: FieldOf, fields: &[CustomField]) -> Vec<FieldName> {
    let mut offered: Vec<FieldName> = Vec::new();
    for column in spare.iter().filter(|column| column.field(of, fields).is_none()) {
        if let Ok(name) = FieldName::parse(&column.name)
            && !offered.iter().any(|known| known.key() == name.key())
        {
            offered.push(name);
        }
    }
    offered
}

/// Returns what defines fields for columns: of text, and in no list.
pub fn definitions(of: FieldOf, names: Vec<FieldName>) -> Vec<CustomFieldFields> {
    let all = names.into_iter().map(|name| CustomFieldFields {
        of,
        name,
        kind: FieldKind::Text,
        in_lists: InLists::Hidden,
    });
    all.collect()
}

/// Reads the values of kept columns, of which an empty cell has none, and what is wrong with those that do not fit their
/// field. Of several columns of one field the first that is filled counts.
pub fn values<'c>(
    kept: &[KeptColumn],
    cell: impl Fn(&KeptColumn) -> Cow<'c, str>,
) -> (CustomValues, Vec<FieldError>) {
    let (mut values, mut misfits) = (CustomValues::default(), Vec::new());
    for column in kept {
        let text = cell(column);
        if text.is_empty() || values.get(column.field.id).is_some() {
            continue;
        }
        match column.field.check(&text) {
            Ok(value) => values.set(column.field.id, value),
            Err(error) => misfits.push(error),
        }
    }
    (values, misfits)
}
