//! Columns of a list that no field of a contact is read from: kept in fields that users defined, or offered to be.

use super::PastePane;
use crate::app::context::Context;
use crate::app::next::Next;
use crate::app::toast::Tone;
use crate::domain::{
    Change, CustomField, CustomFieldFields, FieldKind, FieldName, FieldOf, InLists, fields_of,
};
use crate::paste::KeptColumn;

impl PastePane {
    /// Returns the columns that have the name of a field of contacts; their values are added.
    pub fn kept_columns(&self, custom: &[CustomField]) -> Vec<KeptColumn> {
        if fields_of(custom, FieldOf::Contact).next().is_none() {
            return Vec::new();
        }
        let spare = self.sheet.spare_columns(&self.document).into_iter();
        spare
            .filter_map(|column| KeptColumn::of(&column, custom))
            .collect()
    }

    /// Returns the names of the columns for which a field could be defined.
    pub fn offered_columns(&self, custom: &[CustomField]) -> Vec<FieldName> {
        let mut offered: Vec<FieldName> = Vec::new();
        for column in self.sheet.spare_columns(&self.document) {
            if let (None, Ok(name)) = (KeptColumn::of(&column, custom), FieldName::parse(&column.name))
                && !offered.iter().any(|known| known.key() == name.key())
            {
                offered.push(name);
            }
        }
        offered
    }

    /// Defines a field of contacts for each column that is offered.
    pub(super) fn keep_columns(&self, context: &Context<'_>) -> Next {
        let offered = self.offered_columns(&context.requests.custom);
        if offered.is_empty() {
            let kept = !self.kept_columns(&context.requests.custom).is_empty();
            return Next::Tell(
                Tone::Notice,
                if kept {
                    "All columns with a name are kept already."
                } else {
                    "No column can be kept: the list has no further columns with a name above them."
                },
            );
        }
        let fields = offered.into_iter().map(|name| CustomFieldFields {
            of: FieldOf::Contact,
            name,
            kind: FieldKind::Text,
            in_lists: InLists::Hidden,
        });
        Next::Make(Change::AddCustomFields(fields.collect()))
    }
}
