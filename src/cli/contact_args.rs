//! The arguments of `pivotal contact`.

use std::path::PathBuf;
use std::sync::LazyLock;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgMatches, Args, Command, FromArgMatches, Subcommand};

use crate::domain::{ContactField, FIELDS};

/// What to do with contacts.
#[derive(Debug, Subcommand)]
pub enum ContactCommand {
    /// Add a contact; the first one of a customer becomes primary.
    Add {
        /// The customer: number, domain or exact name.
        customer: String,
        #[command(flatten)]
        fields: ContactOptions,
    },
    /// List the contacts of a customer.
    List {
        /// The customer: number, domain or exact name.
        customer: String,
        /// List the archived ones.
        #[arg(long)]
        archived: bool,
        /// List those who were unlinked from HubSpot.
        #[arg(long, conflicts_with = "archived")]
        unlinked: bool,
    },
    /// Change fields of a contact; an empty value takes one away.
    Edit {
        /// The customer: number, domain or exact name.
        customer: String,
        /// The contact: email or id.
        contact: String,
        #[command(flatten)]
        fields: ContactOptions,
    },
    /// Make a contact the primary one.
    Primary {
        /// The customer: number, domain or exact name.
        customer: String,
        /// The contact: email or id.
        #[arg(required_unless_present = "none", conflicts_with = "none")]
        contact: Option<String>,
        /// Leave the customer without a primary contact.
        #[arg(long)]
        none: bool,
    },
    /// Hide a contact and stop its notifications; its history stays.
    Archive(Who),
    /// Bring an archived contact back, without the star.
    Restore(Who),
    /// Take away a contact that was recorded in error.
    Delete(Who),
    /// Part a contact from HubSpot for good; one that sync brought leaves the customer.
    Unlink(Who),
    /// Put an unlinked contact together with its HubSpot record again.
    Relink(Who),
    /// Link a person of HubSpot by hand, such as one of the near misses.
    Link {
        /// The customer: number, domain or exact name.
        customer: String,
        /// The person: the id at HubSpot.
        person: String,
    },
    /// List contacts of a customer who look alike: same name, or same address at two domains.
    Duplicates {
        /// The customer: number, domain or exact name.
        customer: String,
    },
    /// Make one contact of two; one undo brings both back.
    Merge(MergeOptions),
    /// Note that two contacts who look alike are not the same.
    Distinct {
        /// The customer: number, domain or exact name.
        customer: String,
        /// One contact: email or id.
        one: String,
        /// The other: email or id.
        other: String,
    },
    /// Add the people of a list: a CSV file, cells of a spreadsheet, an address list.
    Import(ImportOptions),
}

/// A list of people, and what is done with it.
#[derive(Debug, Args)]
pub struct ImportOptions {
    /// The customer: number, domain or exact name.
    pub customer: String,
    /// The file; - or none reads the standard input.
    #[arg(default_value = "-")]
    pub file: PathBuf,
    /// Tell what would be added, and add nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Add nothing if any row is flagged.
    #[arg(long)]
    pub strict: bool,
}

/// Two contacts that become one.
#[derive(Debug, Args)]
pub struct MergeOptions {
    /// The customer: number, domain or exact name.
    pub customer: String,
    /// The contact that stays: email or id.
    pub keep: String,
    /// The contact that goes: email or id.
    pub drop: String,
    /// A field of which the value of the one that goes is taken; can be given several times.
    #[arg(long = "take", value_name = "FIELD", value_parser = field_parser())]
    pub take: Vec<ContactField>,
}

/// Returns what reads the name of a field.
fn field_parser() -> impl TypedValueParser<Value = ContactField> {
    let values = FIELDS.map(|spec| PossibleValue::new(spec.key).help(spec.about));
    PossibleValuesParser::new(values).try_map(|key| {
        let spec = FIELDS.iter().find(|spec| spec.key == key);
        spec.map(|spec| spec.field).ok_or("no field of a contact")
    })
}

/// A contact of a customer.
#[derive(Debug, Args)]
pub struct Who {
    /// The customer: number, domain or exact name.
    pub customer: String,
    /// The contact: email or id.
    pub contact: String,
}

/// Fields of a contact, an option for each.
#[derive(Debug, Default)]
pub struct ContactOptions {
    /// Those that were given, with their new values.
    pub given: Vec<(ContactField, String)>,
}

impl Args for ContactOptions {
    fn augment_args(command: Command) -> Command {
        static VALUES: LazyLock<[String; FIELDS.len()]> =
            LazyLock::new(|| FIELDS.map(|spec| spec.key.to_uppercase()));
        command.args(FIELDS.iter().zip(&*VALUES).map(|(spec, value)| {
            Arg::new(spec.key)
                .long(spec.key)
                .value_name(value.as_str())
                .help(spec.about)
                .allow_hyphen_values(true)
        }))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for ContactOptions {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut options = Self::default();
        options.update_from_arg_matches(matches)?;
        Ok(options)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for spec in &FIELDS {
            if let Some(value) = matches.get_one::<String>(spec.key) {
                self.given.push((spec.field, value.clone()));
            }
        }
        Ok(())
    }
}
