//! Columns of a list that no field of a contact is read from: kept in fields that users defined, or offered to be.

use super::PastePane;
use crate::app::context::Context;
use crate::app::next::Next;
use crate::app::toast::Tone;
use crate::domain::{Change, CustomField, FieldName, FieldOf, fields_of};
use crate::paste::{KeptColumn, definitions, kept, offered};

impl PastePane {
    /// Returns the columns that have the name of a field of contacts; their values are added.
    pub fn kept_columns(&self, custom: &[CustomField]) -> Vec<KeptColumn> {
        if fields_of(custom, FieldOf::Contact).next().is_none() {
            return Vec::new();
        }
        kept(
            &self.sheet.spare_columns(&self.document),
            FieldOf::Contact,
            custom,
        )
    }

    /// Returns the names of the columns for which a field could be defined.
    pub fn offered_columns(&self, custom: &[CustomField]) -> Vec<FieldName> {
        offered(
            &self.sheet.spare_columns(&self.document),
            FieldOf::Contact,
            custom,
        )
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
        Next::Make(Change::AddCustomFields(definitions(FieldOf::Contact, offered)))
    }
}
