//! Columns of an imported list that no other field is read from: those that are kept in fields of one's own.

use clap::Args;

use super::Error;
use crate::domain::{Change, Field, FieldError, FieldName, FieldOf, custom_key};
use crate::paste::{self, KeptColumn, SpareColumn};
use crate::workspace::{self, Workspace};

/// Which further columns of a list are kept, beside those with the name of a field.
#[derive(Debug, Args)]
pub struct KeepOptions {
    /// Keep this further column in a field of your own, defined in a change before if there is none; can be given several times.
    #[arg(long, value_name = "COLUMN")]
    pub keep: Vec<String>,
    /// Keep every further column that has a name.
    #[arg(long, conflicts_with = "keep")]
    pub keep_all: bool,
}

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
    /// The names of the fields that were defined for the import.
    defined: Vec<String>,
    /// The names that stand above several columns which are kept.
    repeated: Vec<String>,
    /// The names of the others that could be kept.
    pub(super) others: Vec<String>,
}

impl KeptColumns {
    /// Returns the names of the fields whose values are kept, each once.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let columns = self.columns.iter().enumerate();
        let first = columns.filter(|(at, column)| {
            let before = self.columns.get(..*at).unwrap_or_default();
            before.iter().all(|other| other.field.id != column.field.id)
        });
        let kept = first.map(|(_, column)| column.field.label());
        kept.chain(self.would.iter().map(String::as_str))
    }

    /// Returns whether fields would be defined if anything were changed.
    pub(super) const fn would_define(&self) -> bool {
        !self.would.is_empty()
    }

    /// Tells which columns are kept, and which could be.
    pub(super) fn told(&self) -> String {
        let names: Vec<&str> = self.names().collect();
        let mut told = String::new();
        if !names.is_empty() {
            told += &format!(" Kept: {}.", names.join(", "));
        }
        if !self.repeated.is_empty() {
            told += &format!(
                " Of several columns called {} the first value of each row is kept, the others are not.",
                self.repeated.join(", ")
            );
        }
        if !self.others.is_empty() {
            told += &format!(
                " Columns not kept: {}. Keep one with --keep COLUMN.",
                self.others.join(", ")
            );
        }
        if !self.defined.is_empty() {
            told += &format!(
                " New fields: {}. An undo of the import leaves them; one more removes them.",
                self.defined.join(", ")
            );
        }
        told
    }
}

/// Chooses the columns that have the name of a field, and those that options name.
pub(super) fn chosen(
    (spare, of): (&[SpareColumn], FieldOf),
    options: &KeepOptions,
    define: Define,
    workspace: &mut Workspace,
) -> Result<KeptColumns, Error> {
    let is_named = |column: &SpareColumn| {
        let key = custom_key(&column.name);
        options.keep.iter().any(|named| custom_key(named) == key)
    };
    demand_columns(spare, &options.keep)?;
    let mut fields = workspace.custom_fields()?;
    for column in spare.iter().filter(|column| is_named(column)) {
        if column.field(of, &fields).is_none()
            && let Err(message) = FieldName::parse(&column.name)
        {
            return Err(workspace::Error::Invalid(vec![FieldError::new(Field::Name, message)]).into());
        }
    }
    let is_wanted = |name: &FieldName| {
        let named = |wanted: &String| custom_key(wanted) == name.key();
        options.keep_all || options.keep.iter().any(named)
    };
    let offered = paste::offered(spare, of, &fields);
    let (missing, others): (Vec<FieldName>, Vec<FieldName>) = offered.into_iter().partition(is_wanted);
    let (mut would, mut defined) = (missing.iter().map(ToString::to_string).collect(), Vec::new());
    if define == Define::Now && !missing.is_empty() {
        workspace.make(Change::AddCustomFields(paste::definitions(of, missing)))?;
        fields = workspace.custom_fields()?;
        std::mem::swap(&mut would, &mut defined);
    }
    let mut kept = KeptColumns {
        columns: paste::kept(spare, of, &fields),
        would,
        defined,
        repeated: Vec::new(),
        others: others.iter().map(ToString::to_string).collect(),
    };
    let stands_twice = |name: &&str| {
        let key = custom_key(name);
        let columns = spare.iter().filter(|column| custom_key(&column.name) == key);
        columns.count() > 1
    };
    kept.repeated = kept.names().filter(stands_twice).map(str::to_owned).collect();
    Ok(kept)
}

/// Demands that each column that is to be kept is one of those.
fn demand_columns(spare: &[SpareColumn], keep: &[String]) -> Result<(), Error> {
    for named in keep {
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
    Ok(())
}
