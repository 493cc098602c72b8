//! The arguments of `pivotal field`.

use clap::builder::PossibleValuesParser;
use clap::{Subcommand, ValueEnum};

use crate::domain::{FieldKind, FieldOf};

pub(super) const FIELD_EXAMPLES: &str = "\
Examples:
  pivotal field add customer 'Renewal date' --type date --column
  pivotal field add contact Region --type choice --choices EMEA,APAC,Americas
  pivotal field list
  pivotal field rename contact Region Territory
  pivotal customer edit acme.com --field 'Renewal date=2027-03-01'
  pivotal customer list --search 'renewal_date:<2027-04'
  pivotal search 'seats:>=50'";

/// What fields are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Of {
    /// Customers.
    Customer,
    /// Contacts.
    Contact,
}

impl From<Of> for FieldOf {
    fn from(of: Of) -> Self {
        match of {
            Of::Customer => Self::Customer,
            Of::Contact => Self::Contact,
        }
    }
}

/// What to do with fields.
#[derive(Debug, Subcommand)]
pub enum FieldCommand {
    /// Define a field.
    Add {
        /// What it is a field of.
        of: Of,
        /// Its name.
        name: String,
        /// What values it takes.
        #[arg(long = "type", value_name = "TYPE", default_value = "text",
              value_parser = PossibleValuesParser::new(FieldKind::KEYS))]
        kind: String,
        /// What a field of type choice takes, separated by commas.
        #[arg(long, value_name = "LIST")]
        choices: Option<String>,
        /// Show it as a column in lists, where there is room.
        #[arg(long)]
        column: bool,
    },
    /// List the fields, with how many records have a value in each.
    List,
    /// Rename a field; its values stay.
    Rename {
        /// What it is a field of.
        of: Of,
        /// Its name.
        name: String,
        /// Its new name.
        new: String,
    },
    /// Change the choices of a field, or whether lists show it; values stay.
    Edit {
        /// What it is a field of.
        of: Of,
        /// Its name.
        name: String,
        /// What it takes, separated by commas.
        #[arg(long, value_name = "LIST")]
        choices: Option<String>,
        /// Show it as a column in lists.
        #[arg(long, conflicts_with = "no_column")]
        column: bool,
        /// Do not show it in lists.
        #[arg(long)]
        no_column: bool,
    },
    /// Remove a field; an undo brings it back with its values.
    Remove {
        /// What it is a field of.
        of: Of,
        /// Its name.
        name: String,
    },
}
