//! Columns of an imported list that no field of a contact is read from: those that are kept in fields of one's own.

use super::Error;
use super::contact_args::ImportOptions;
use crate::domain::{Change, Field, FieldError, FieldName, FieldOf, custom_key};
use crate::paste::{self, KeptColumn, SpareColumn};
use crate::workspace::{self, Workspace};

/// Whether fields are defined for columns that are to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Define {
    /// They are, where there are none.
    Now,
    /// They are not: nothing is to be changed.
    Never,
}

/// What becomes of the further columns of a list.
#[derive(Debug)]
pub(super) struct KeptColumns {
    /// Those that are kept, each with its field.
    pub(super) columns: Vec<KeptColumn>,
    /// The names of those for which a field would have to be defined first, as nothing may be changed.
    would: Vec<String>,
    /// The names of the others that could be kept.
    pub(super) others: Vec<String>,
}

impl KeptColumns {
    /// Returns the names of the fields whose values are kept.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let kept = self.columns.iter().map(|column| column.field.label());
        kept.chain(self.would.iter().map(String::as_str))
    }

    /// Tells which columns are kept, and which could be.
    pub(super) fn told(&self) -> String {
        let names: Vec<&str> = self.names().collect();
        let mut told = String::new();
        if !names.is_empty() {
            told += &format!(" Kept: {}.", names.join(", "));
        }
        if !self.others.is_empty() {
            told += &format!(
                " Columns not kept: {}. Keep one with --keep COLUMN.",
                self.others.join(", ")
            );
        }
        told
    }
}

/// Chooses the columns that have the name of a field of contacts, and those that options name.
pub(super) fn chosen(
    spare: &[SpareColumn],
    options: &ImportOptions,
    define: Define,
    workspace: &mut Workspace,
) -> Result<KeptColumns, Error> {
    let is_named = |column: &SpareColumn| {
        let key = custom_key(&column.name);
        options.keep.iter().any(|named| custom_key(named) == key)
    };
    for named in &options.keep {
        let key = custom_key(named);
        if !spare.iter().any(|column| custom_key(&column.name) == key) {
            let names: Vec<&str> = spare.iter().map(|column| column.name.as_str()).collect();
            return Err(Error::NotFound(match names.as_slice() {
                [] => {
                    format!("There is no column {named:?} to keep: all columns are taken, or have no name.")
                }
                names => format!(
                    "There is no column {named:?} to keep; there is {}.",
                    names.join(", ")
                ),
            }));
        }
    }
    let mut fields = workspace.custom_fields()?;
    for column in spare.iter().filter(|column| is_named(column)) {
        if column.field(FieldOf::Contact, &fields).is_none()
            && let Err(message) = FieldName::parse(&column.name)
        {
            return Err(workspace::Error::Invalid(vec![FieldError::new(Field::Name, message)]).into());
        }
    }
    let is_wanted = |name: &FieldName| {
        let named = |wanted: &String| custom_key(wanted) == name.key();
        options.keep_all || options.keep.iter().any(named)
    };
    let offered = paste::offered(spare, FieldOf::Contact, &fields);
    let (missing, others): (Vec<FieldName>, Vec<FieldName>) = offered.into_iter().partition(is_wanted);
    let mut would: Vec<String> = missing.iter().map(ToString::to_string).collect();
    if define == Define::Now && !missing.is_empty() {
        workspace.make(Change::AddCustomFields(paste::definitions(missing)))?;
        fields = workspace.custom_fields()?;
        would.clear();
    }
    Ok(KeptColumns {
        columns: paste::kept(spare, FieldOf::Contact, &fields),
        would,
        others: others.iter().map(ToString::to_string).collect(),
    })
}
