//! The arguments of `pivotal contact`.

use std::path::PathBuf;
use std::sync::LazyLock;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, Subcommand};

use super::kept_columns::KeepOptions;
use super::list_file::TakenOptions;
use crate::domain::{ContactField, FIELDS, TextKind};

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
        /// List those unlinked from HubSpot.
        #[arg(long, conflicts_with = "archived")]
        unlinked: bool,
    },
    /// Show a contact: its fields and where each value came from, notes, open tasks, notifications, links.
    Show(Who),
    /// Change fields of a contact; an empty value clears a field.
    Edit {
        /// The customer: number, domain or exact name.
        customer: String,
        /// The contact: email or id.
        contact: String,
        #[command(flatten)]
        fields: ContactOptions,
    },
    /// Set the roles of contacts, such as billing, or add and remove some.
    Role {
        /// The customer: number, domain or exact name.
        customer: String,
        /// The contact: email or id; several, separated by commas, are changed as one.
        contact: String,
        /// The new roles; they replace the old ones.
        #[arg(required_unless_present_any = ["none", "add", "remove"], conflicts_with_all = ["none", "add", "remove"])]
        roles: Vec<String>,
        /// Remove all roles.
        #[arg(long, conflicts_with_all = ["add", "remove"])]
        none: bool,
        /// Add a role, and keep the others.
        #[arg(long, value_name = "ROLE")]
        add: Vec<String>,
        /// Remove a role, and keep the others.
        #[arg(long, value_name = "ROLE")]
        remove: Vec<String>,
    },
    /// Swap the email of a contact with one of its other emails; mail goes to the new first one.
    SwapEmail {
        /// The customer: number, domain or exact name.
        customer: String,
        /// The contact: email or id.
        contact: String,
        /// The other email; needed if there are several.
        address: Option<String>,
    },
    /// Make a contact the primary.
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
    /// Archive a contact: hide it and stop its notifications; its history stays.
    Archive(Who),
    /// Restore an archived contact, without the star.
    Restore(Who),
    /// Delete a contact recorded in error.
    Delete(Who),
    /// Erase a person for good, from the history too; it cannot be undone.
    Erase {
        /// The customer: number, domain or exact name.
        customer: String,
        /// The contact: email or id; of one who was deleted, what it was.
        contact: String,
        /// The full name of the contact, to confirm; asked for on a terminal.
        #[arg(long, value_name = "NAME")]
        yes_erase: Option<String>,
    },
    /// Unlink a contact from HubSpot for good; one that sync added leaves the customer.
    Unlink(Who),
    /// Relink an unlinked contact to its HubSpot record.
    Relink(Who),
    /// Link a HubSpot contact by hand, such as one of the near misses.
    Link {
        /// The customer: number, domain or exact name.
        customer: String,
        /// The person: the id at HubSpot.
        person: String,
    },
    /// List likely duplicates of a customer: same name, or same address at two domains.
    Duplicates {
        /// The customer: number, domain or exact name.
        customer: String,
    },
    /// Merge two contacts; one undo restores both.
    Merge(MergeOptions),
    /// Mark two contacts as different people.
    Distinct {
        /// The customer: number, domain or exact name.
        customer: String,
        /// One contact: email or id.
        one: String,
        /// The other: email or id.
        other: String,
    },
    /// Add the contacts of a list: a CSV file, spreadsheet cells, an address list.
    Import(ImportOptions),
}

/// A list of people, and what is done with it.
#[derive(Debug, Args)]
pub struct ImportOptions {
    /// The customer: number, domain or exact name; with --by-customer the file.
    #[arg(required_unless_present = "by_customer")]
    pub customer: Option<String>,
    /// The file; - or none reads standard input.
    #[arg(conflicts_with = "by_customer")]
    pub file: Option<PathBuf>,
    /// Add each row to the customer with the domain or the exact name that the row gives.
    #[arg(long)]
    pub by_customer: bool,
    /// Show what would be added, and add nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Add nothing if any row is flagged.
    #[arg(long)]
    pub strict: bool,
    /// Which further columns are kept.
    #[command(flatten)]
    pub keep: KeepOptions,
    /// Take labels that are known roles as roles, as in 'Billing: Ann Lee <ann@acme.com>'.
    #[arg(long, conflicts_with = "by_customer")]
    pub roles_from_labels: bool,
    /// What of the file is taken.
    #[command(flatten)]
    pub taken: TakenOptions,
}

/// Two contacts that become one.
#[derive(Debug, Args)]
pub struct MergeOptions {
    /// The customer: number, domain or exact name.
    pub customer: String,
    /// The contact to keep: email or id.
    pub keep: String,
    /// The contact to remove: email or id.
    pub drop: String,
    /// A field to take from the removed contact; can be given several times.
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

/// The option for fields that users defined.
const CUSTOM: &str = "field";

/// The option of another email address.
pub(super) const OTHER_EMAIL: &str = "other-email";

/// The option that removes them all.
const NO_OTHER_EMAILS: &str = "no-other-emails";

/// Fields of a contact, an option for each.
#[derive(Debug, Default)]
pub struct ContactOptions {
    /// Those that were given, with their new values.
    pub given: Vec<(ContactField, String)>,
    /// Fields that users defined, as `Region=EMEA`.
    pub custom: Vec<String>,
}

impl Args for ContactOptions {
    fn augment_args(command: Command) -> Command {
        static VALUES: LazyLock<[String; FIELDS.len()]> =
            LazyLock::new(|| FIELDS.map(|spec| spec.key.to_uppercase()));
        let options = FIELDS.iter().zip(&*VALUES).map(|(spec, value)| {
            let option = Arg::new(spec.key).help(spec.about).allow_hyphen_values(true);
            match spec.kind {
                TextKind::AddressList => option
                    .long(OTHER_EMAIL)
                    .value_name("EMAIL")
                    .action(ArgAction::Append)
                    .conflicts_with(NO_OTHER_EMAILS),
                TextKind::Name
                | TextKind::Address
                | TextKind::Words
                | TextKind::PhoneNumber
                | TextKind::WordList => option.long(spec.key).value_name(value.as_str()),
            }
        });
        let none = Arg::new(NO_OTHER_EMAILS)
            .long(NO_OTHER_EMAILS)
            .help("Remove all other emails")
            .action(ArgAction::SetTrue);
        let custom = Arg::new(CUSTOM)
            .long(CUSTOM)
            .value_name("NAME=VALUE")
            .action(ArgAction::Append)
            .help("A field of your own; can be given several times");
        command.args(options).args([none, custom])
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
            let is_emptied = spec.kind == TextKind::AddressList && matches.get_flag(NO_OTHER_EMAILS);
            if let Some(values) = matches.get_many::<String>(spec.key) {
                let values: Vec<&str> = values.map(String::as_str).collect();
                self.given.push((spec.field, values.join(",")));
            } else if is_emptied {
                self.given.push((spec.field, String::new()));
            }
        }
        if let Some(values) = matches.get_many::<String>(CUSTOM) {
            self.custom.extend(values.cloned());
        }
        Ok(())
    }
}
