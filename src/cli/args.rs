//! The arguments of the program.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, ValueEnum};

use super::care_args::{
    BACKUP_EXAMPLES, BackupOptions, EXPORT_EXAMPLES, ExportCommand, LogCommand, RESTORE_EXAMPLES,
};
use super::channel_args::ChannelCommand;
use super::contact_args::ContactCommand;
use super::customer_args::CustomerCommand;
use super::examples::{
    CHANNEL_EXAMPLES, COMPLETIONS_EXAMPLES, CONTACT_EXAMPLES, CUSTOMER_EXAMPLES, EXAMPLES, HISTORY_EXAMPLES,
    HUBSPOT_EXAMPLES, ONBOARDING_EXAMPLES, OUTBOX_EXAMPLES, SYNC_EXAMPLES, TASK_EXAMPLES, UNDO_EXAMPLES,
    search_examples,
};
use super::field_args::{FIELD_EXAMPLES, FieldCommand};
use super::note_args::{NOTE_EXAMPLES, NoteCommand};
use super::pi_args::{PI_EXAMPLES, PiCommand};
use super::plan_args::{OnboardingCommand, OutboxCommand, TaskCommand};

/// Keep the people of each customer in order, and know who gets the next notification.
#[derive(Debug, Parser)]
#[command(name = "pivotal", version, after_help = EXAMPLES, disable_help_subcommand = true)]
pub struct Arguments {
    /// What holds for the app and for every command.
    #[command(flatten)]
    pub app: AppArguments,
    /// What to do; without one, the app opens.
    #[command(subcommand)]
    pub command: Option<Subcommand>,
}

/// The arguments of the app, most of which every command takes, too.
#[derive(Debug, Args)]
pub struct AppArguments {
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
    /// Send no notifications; new ones are held.
    #[arg(long, global = true, env = "PIVOTAL_NO_SEND", value_parser = clap::builder::FalseyValueParser::new())]
    pub no_send: bool,
    /// Open sample data in a temporary place, removed at exit.
    #[arg(long)]
    pub demo: bool,
}

/// The arguments of the app alone, read without making the list of all commands, which takes a quarter of a millisecond of
/// the start.
#[derive(Debug, Parser)]
#[command(name = "pivotal", disable_help_flag = true)]
struct AppAlone {
    #[command(flatten)]
    app: AppArguments,
}

impl Arguments {
    /// Reads the arguments of the program.
    pub fn read() -> Result<Self, clap::Error> {
        Self::of(std::env::args_os().collect())
    }

    fn of(given: Vec<OsString>) -> Result<Self, clap::Error> {
        // What is more, or wrong, is read with all that there is.
        if let Ok(AppAlone { app }) = AppAlone::try_parse_from(&given) {
            return Ok(Self { app, command: None });
        }
        let arguments = Self::try_parse_from(given)?;
        if arguments.app.demo && arguments.command.is_some() {
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
#[derive(Debug, clap::Subcommand)]
pub enum Subcommand {
    /// Add, list, show, edit and import customers.
    #[command(subcommand, after_help = CUSTOMER_EXAMPLES)]
    Customer(CustomerCommand),
    /// Add, list, edit, archive and delete contacts, and choose the primary.
    #[command(subcommand, after_help = CONTACT_EXAMPLES)]
    Contact(ContactCommand),
    /// Show who gets each kind of notification, and why.
    Route {
        /// The customer: number, domain or exact name.
        customer: String,
    },
    /// Show the history of a customer, newest first.
    #[command(after_help = HISTORY_EXAMPLES)]
    History {
        /// The customer: number, domain or exact name.
        customer: String,
        /// Print it as CSV or JSON.
        #[arg(long, value_name = "FORMAT")]
        export: Option<Export>,
    },
    /// Search customers, contacts, tags and history.
    #[command(after_help = search_examples())]
    Search(SearchOptions),
    /// List what needs attention across all customers, the most urgent first.
    Workbench,
    /// Start onboardings and move them through their phases.
    #[command(subcommand, after_help = ONBOARDING_EXAMPLES)]
    Onboarding(OnboardingCommand),
    /// Add tasks to onboardings and mark them done.
    #[command(subcommand, after_help = TASK_EXAMPLES)]
    Task(TaskCommand),
    /// Define fields of your own for customers and contacts.
    #[command(subcommand, after_help = FIELD_EXAMPLES)]
    Field(FieldCommand),
    /// Write, list, edit and delete notes.
    #[command(subcommand, after_help = NOTE_EXAMPLES)]
    Note(NoteCommand),
    /// Invite a contact to the portal, or whoever gets the customer's notifications.
    Invite {
        /// The customer: number, domain or exact name.
        customer: String,
        /// The contact: email or id; without one, whoever gets the customer's notifications.
        contact: Option<String>,
    },
    /// List, show, approve, send, cancel and retry notifications.
    #[command(subcommand, after_help = OUTBOX_EXAMPLES)]
    Outbox(OutboxCommand),
    /// Set up the channels for notifications: mail and Slack.
    #[command(subcommand, after_help = CHANNEL_EXAMPLES)]
    Channel(ChannelCommand),
    /// Show who is on an account, and draft mails; nothing is sent automatically.
    #[command(subcommand, after_help = PI_EXAMPLES)]
    Pi(PiCommand),
    /// Sync contacts from HubSpot; nothing is ever written there.
    #[command(after_help = SYNC_EXAMPLES)]
    Sync(SyncOptions),
    /// List people whom HubSpot associates with a customer of another domain.
    NearMisses {
        /// The customer: number, domain or exact name; without one, all.
        customer: Option<String>,
    },
    /// Connect to HubSpot, disconnect, or show the state.
    #[command(subcommand, after_help = HUBSPOT_EXAMPLES)]
    Hubspot(HubSpotCommand),
    /// Stand in for HubSpot on this machine, with sample data, to try things out.
    Sandbox {
        /// The port; 0 takes any that is free.
        #[arg(long, default_value_t = 0)]
        port: u16,
    },
    /// Undo the last change.
    #[command(after_help = UNDO_EXAMPLES)]
    Undo {
        /// List the last changes instead.
        #[arg(long)]
        list: bool,
        /// Do not ask before undoing a large change, or one made in a window.
        #[arg(long, short, conflicts_with = "list")]
        yes: bool,
    },
    /// Redo the last change that was undone.
    Redo {
        /// Do not ask before redoing a large change, or one undone in a window.
        #[arg(long, short)]
        yes: bool,
    },
    /// Write contacts, customers or notes as CSV, TSV, JSON or vCards.
    #[command(subcommand, after_help = EXPORT_EXAMPLES)]
    Export(ExportCommand),
    /// Write a verified copy of the store to a file.
    #[command(after_help = BACKUP_EXAMPLES)]
    Backup(BackupOptions),
    /// Restore the store from a backup.
    #[command(after_help = RESTORE_EXAMPLES)]
    Restore {
        /// The backup.
        file: PathBuf,
    },
    /// Check that everything is in order; changes nothing and connects to nothing.
    Doctor,
    /// Show the configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Show where the log is.
    #[command(subcommand)]
    Log(LogCommand),
    /// Print completions for a shell.
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
}

impl Subcommand {
    /// Returns whether the command works although the configuration cannot be used, as those must that help to fix it.
    pub fn works_by_default(&self) -> bool {
        match self {
            Self::Config(ConfigCommand::Path | ConfigCommand::Default | ConfigCommand::Phases)
            | Self::Completions { .. }
            | Self::Sandbox { .. }
            | Self::Doctor
            | Self::Log(_)
            | Self::Man => true,
            Self::Config(ConfigCommand::Show)
            | Self::Customer(_)
            | Self::Contact(_)
            | Self::Route { .. }
            | Self::History { .. }
            | Self::Search(_)
            | Self::Workbench
            | Self::Onboarding(_)
            | Self::Task(_)
            | Self::Note(_)
            | Self::Field(_)
            | Self::Invite { .. }
            | Self::Outbox(_)
            | Self::Channel(_)
            | Self::Pi(_)
            | Self::Sync(_)
            | Self::NearMisses { .. }
            | Self::Hubspot(_)
            | Self::Undo { .. }
            | Self::Redo { .. }
            | Self::Export(_)
            | Self::Backup(_)
            | Self::Restore { .. } => false,
        }
    }
}

/// What to search for.
#[derive(Debug, Args)]
pub struct SearchOptions {
    /// What to find: words, "a phrase", field:value, #42; ! excludes.
    #[arg(required = true)]
    pub query: Vec<String>,
    /// The most results of each kind.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub limit: u32,
}

/// How to sync.
#[derive(Debug, Args)]
pub struct SyncOptions {
    /// Sync everything, not only what changed.
    #[arg(long)]
    pub full: bool,
    /// Show what would change, and change nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Continue even if more than a fifth of the links would be removed; syncs everything.
    #[arg(long)]
    pub allow_unlink: bool,
}

/// What to do with the connection to HubSpot.
#[derive(Debug, Clone, Copy, clap::Subcommand)]
pub enum HubSpotCommand {
    /// Check a token and save it; it is read from standard input.
    Connect,
    /// Remove the token; all contacts stay.
    Disconnect,
    /// Show the state, the last syncs and the counts, without contacting HubSpot.
    Status,
}

/// What to show of the configuration.
#[derive(Debug, Clone, Copy, clap::Subcommand)]
pub enum ConfigCommand {
    /// Print where the configuration, the data and the log are.
    Path,
    /// Print the current configuration.
    Show,
    /// Print a configuration with every key explained.
    Default,
    /// Print the phases of onboardings with their tasks, every key explained: a start for your own phases.toml.
    Phases,
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

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&[], true)]
    #[case(&["--demo", "--data-dir", "a"], true)]
    #[case(&["--json", "--no-send", "--config=b"], true)]
    #[case(&["--data-dir", "a", "customer", "list"], false)]
    #[case(&["undo"], false)]
    fn the_app_alone_reads_what_all_commands_read(#[case] given: &[&str], #[case] is_app: bool) {
        let given: Vec<OsString> = ["pivotal"].iter().chain(given).map(OsString::from).collect();
        let alone = AppAlone::try_parse_from(&given).map(|AppAlone { app }| Arguments { app, command: None });
        assert_eq!(alone.is_ok(), is_app);
        let all = Arguments::try_parse_from(&given).expect("read");
        assert_eq!(
            format!("{all:?}"),
            format!("{:?}", Arguments::of(given).expect("read"))
        );
    }

    #[rstest]
    #[case("--help", ErrorKind::DisplayHelp)]
    #[case("--version", ErrorKind::DisplayVersion)]
    #[case("--nonsense", ErrorKind::UnknownArgument)]
    #[case("nonsense", ErrorKind::InvalidSubcommand)]
    fn what_is_no_start_of_the_app_is_told_with_all_commands_in_mind(
        #[case] given: &str,
        #[case] kind: ErrorKind,
    ) {
        let error = Arguments::of(vec!["pivotal".into(), given.into()]).expect_err("told");
        assert_eq!(error.kind(), kind);
    }
}
