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

    /// Tells which columns are not kept, in as many words as the line of the action has room for; none if all are.
    pub fn unkept_words(&self, custom: &[CustomField]) -> Option<String> {
        let offered = self.offered_columns(custom);
        match offered.as_slice() {
            [] => None,
            [one] => Some(format!("not kept: {one}")),
            many => Some(format!("{} columns not kept", many.len())),
        }
    }

    /// Tells in a sentence which columns were not kept, the first of them by name.
    pub(super) fn unkept_sentence(&self, custom: &[CustomField]) -> Option<String> {
        const NAMED: usize = 5;
        let offered = self.offered_columns(custom);
        let mut names: Vec<String> = offered.iter().take(NAMED).map(ToString::to_string).collect();
        if let Some(more) = offered.len().checked_sub(NAMED).filter(|more| *more > 0) {
            names.push(format!("and {more} more"));
        }
        match offered.len() {
            0 => None,
            1 => Some(format!("1 column was not kept: {}.", names.concat())),
            many => Some(format!("{many} columns were not kept: {}.", names.join(", "))),
        }
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
