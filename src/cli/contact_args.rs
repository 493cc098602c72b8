//! The arguments of `pivotal contact`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

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
    #[arg(long = "take", value_name = "FIELD")]
    pub take: Vec<TakenField>,
}

/// A field of which a value is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TakenField {
    /// The full name.
    Name,
    /// The email address.
    Email,
    /// The job title.
    Title,
    /// The phone number.
    Phone,
}

/// A contact of a customer.
#[derive(Debug, Args)]
pub struct Who {
    /// The customer: number, domain or exact name.
    pub customer: String,
    /// The contact: email or id.
    pub contact: String,
}

/// Fields of a contact.
#[derive(Debug, Args)]
pub struct ContactOptions {
    /// The full name.
    #[arg(long, allow_hyphen_values = true)]
    pub name: Option<String>,
    /// The email address.
    #[arg(long, allow_hyphen_values = true)]
    pub email: Option<String>,
    /// The job title.
    #[arg(long, allow_hyphen_values = true)]
    pub title: Option<String>,
    /// The phone number.
    #[arg(long, allow_hyphen_values = true)]
    pub phone: Option<String>,
}
