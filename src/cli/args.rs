//! The arguments of the program.

use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  pivotal                                   open the app
  pivotal --demo                            open sample data in a temporary place
  pivotal customer add Acme --domain acme.com --owner cara@us.com
  pivotal contact add acme.com --name 'Dana Ruiz' --email dana@acme.com
  pivotal route acme.com                    who gets the next notification, and why

A customer is named by number (42 or #42), domain or exact name; a contact by email or id.
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 invalid input and nothing changed.";

const CUSTOMER_EXAMPLES: &str = "\
Examples:
  pivotal customer add Acme --domain acme.com --owner 'Cara Osei <cara@us.com>' --tag vip
  pivotal customer edit acme.com --status at_risk
  pivotal customer edit 42 --owner ''           take the owner away
  pivotal customer import customers.csv
  pivotal customer list --json";

const CONTACT_EXAMPLES: &str = "\
Examples:
  pivotal contact add acme.com --name 'Dana Ruiz' --email dana@acme.com --title CTO
  pivotal contact primary acme.com dana@acme.com
  pivotal contact primary acme.com --none       leave the notifications to the owner
  pivotal contact archive 42 dana@acme.com
  pivotal contact list 42 --archived";

const HISTORY_EXAMPLES: &str = "\
Examples:
  pivotal history acme.com
  pivotal history 42 --export csv > acme.csv";

const UNDO_EXAMPLES: &str = "\
Examples:
  pivotal undo           take the last change back
  pivotal undo --list    see what the last changes were
  pivotal redo           make it again";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  pivotal completions bash > ~/.local/share/bash-completion/completions/pivotal
  pivotal completions fish > ~/.config/fish/completions/pivotal.fish
  pivotal completions zsh > ~/.zfunc/_pivotal";

/// Keep the people of each customer in order, and know who gets the next notification.
#[derive(Debug, Parser)]
#[command(name = "pivotal", version, after_help = EXAMPLES, disable_help_subcommand = true)]
pub struct Arguments {
    /// Use the store in this folder.
    #[arg(
        long,
        global = true,
        env = "PIVOTAL_DATA_DIR",
        value_name = "DIR",
        hide_env_values = true
    )]
    pub data_dir: Option<PathBuf>,
    /// Use this configuration file.
    #[arg(
        long,
        global = true,
        env = "PIVOTAL_CONFIG",
        value_name = "FILE",
        hide_env_values = true
    )]
    pub config: Option<PathBuf>,
    /// Print one JSON document.
    #[arg(long, global = true)]
    pub json: bool,
    /// Open sample data in a temporary place, removed at exit.
    #[arg(long)]
    pub demo: bool,
    /// What to do; without one, the app opens.
    #[command(subcommand)]
    pub command: Option<Noun>,
}

impl Arguments {
    /// Reads the arguments of the program.
    pub fn read() -> Result<Self, clap::Error> {
        let arguments = Self::try_parse()?;
        if arguments.demo && arguments.command.is_some() {
            // The command would work on the user's own data, not on samples.
            return Err(Self::command().error(
                ErrorKind::ArgumentConflict,
                "--demo opens the app and takes no command; leave one of them out",
            ));
        }
        Ok(arguments)
    }
}

/// What a command is about.
#[derive(Debug, Subcommand)]
pub enum Noun {
    /// Add, list, show, edit and import customers.
    #[command(subcommand, after_help = CUSTOMER_EXAMPLES)]
    Customer(CustomerCommand),
    /// Add, list, edit, archive and delete the people of a customer, and pick the primary.
    #[command(subcommand, after_help = CONTACT_EXAMPLES)]
    Contact(ContactCommand),
    /// Show who gets each kind of notification, and why.
    Route {
        /// The customer: number, domain or exact name.
        customer: String,
    },
    /// Show every change of a customer, newest first.
    #[command(after_help = HISTORY_EXAMPLES)]
    History {
        /// The customer: number, domain or exact name.
        customer: String,
        /// Print it for another program.
        #[arg(long, value_name = "FORMAT")]
        export: Option<Export>,
    },
    /// Take the last change back.
    #[command(after_help = UNDO_EXAMPLES)]
    Undo {
        /// List the last changes instead.
        #[arg(long)]
        list: bool,
    },
    /// Make the change again that was last taken back.
    Redo,
    /// Show the configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print completions for a shell.
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
}

impl Noun {
    /// Says whether the command works although the configuration cannot be used, as those must that help to mend it.
    pub fn works_by_default(&self) -> bool {
        match self {
            Self::Config(ConfigCommand::Path | ConfigCommand::Default)
            | Self::Completions { .. }
            | Self::Man => true,
            Self::Config(ConfigCommand::Show)
            | Self::Customer(_)
            | Self::Contact(_)
            | Self::Route { .. }
            | Self::History { .. }
            | Self::Undo { .. }
            | Self::Redo => false,
        }
    }
}

/// What to do with customers.
#[derive(Debug, Subcommand)]
pub enum CustomerCommand {
    /// Add a customer.
    Add {
        /// Its name.
        name: String,
        #[command(flatten)]
        fields: CustomerOptions,
    },
    /// List the customers.
    List {
        /// List the archived ones.
        #[arg(long)]
        archived: bool,
    },
    /// Show a customer.
    Show {
        /// The customer: number, domain or exact name.
        customer: String,
    },
    /// Change fields of a customer; an empty value takes one away.
    Edit {
        /// The customer: number, domain or exact name.
        customer: String,
        /// The new name.
        #[arg(long, allow_hyphen_values = true)]
        name: Option<String>,
        #[command(flatten)]
        fields: CustomerOptions,
        /// The new status: active, at_risk, churned or archived.
        #[arg(long)]
        status: Option<String>,
    },
    /// Add the customers of a CSV file, all or none.
    #[command(
        after_help = "The first line names the columns, in any order: name, domain, owner, plan, tags. Customers that are here with the same name and domain are left alone."
    )]
    Import {
        /// The file; - reads standard input.
        file: PathBuf,
    },
}

/// Fields of a customer.
#[derive(Debug, Args)]
pub struct CustomerOptions {
    /// The domain of its people's addresses.
    #[arg(long, allow_hyphen_values = true)]
    pub domain: Option<String>,
    /// The email of its owner, or 'Name <email>'.
    #[arg(long, allow_hyphen_values = true)]
    pub owner: Option<String>,
    /// The plan it bought.
    #[arg(long, allow_hyphen_values = true)]
    pub plan: Option<String>,
    /// A tag; can be given several times.
    #[arg(long = "tag", value_name = "TAG", allow_hyphen_values = true)]
    pub tags: Vec<String>,
}

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

/// What to show of the configuration.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum ConfigCommand {
    /// Print where the configuration, the data and the log are.
    Path,
    /// Print what holds now.
    Show,
    /// Print a configuration with every key explained.
    Default,
}

/// A format for another program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Export {
    /// Comma-separated values with a header line.
    Csv,
    /// JSON.
    Json,
}

/// Puts a value in place of another, if one was given.
pub(super) fn replace(value: &mut String, given: Option<String>) {
    if let Some(given) = given {
        *value = given;
    }
}
