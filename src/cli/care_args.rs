//! The arguments of export, backup, restore and the log.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

pub(super) const EXPORT_EXAMPLES: &str = "\
Examples:
  pivotal export contacts --customer acme.com --output acme.csv
  pivotal export contacts --format vcf > people.vcf
  pivotal export customers --search 'tag:vip status:at_risk'
  pivotal export customers --format json | jq '.customers[].name'
  pivotal export notes --customer acme.com --format json

A table of contacts or customers can be imported again: a cell that a spreadsheet would run as a formula gets a leading apostrophe, which
`contact import` and `customer import` remove.";

pub(super) const BACKUP_EXAMPLES: &str = "\
Examples:
  pivotal backup ~/pivotal-before-the-merge.db
  pivotal backup /mnt/stick/pivotal.db --force

The copy is verified before it gets its name, and only you can read it. Backups are also made automatically in the
folder backups beside the store: daily, before a migration, before an import of more than 100 rows (one an hour
at most), before a restore.";

pub(super) const RESTORE_EXAMPLES: &str = "\
Examples:
  pivotal restore ~/pivotal-before-the-merge.db

The backup is verified first, and the store that it replaces is backed up. Close every other pivotal first.";

/// What to export.
#[derive(Debug, Subcommand)]
pub enum ExportCommand {
    /// Export contacts of one customer or of all.
    Contacts {
        /// The customer: number, domain or exact name; without one, all.
        #[arg(long)]
        customer: Option<String>,
        /// Export the archived ones.
        #[arg(long)]
        archived: bool,
        /// Export only matches: words, "a phrase", field:value.
        #[arg(long, value_name = "QUERY")]
        search: Option<String>,
        #[command(flatten)]
        target: ExportOptions,
    },
    /// Export customers.
    Customers {
        /// Export the archived ones.
        #[arg(long)]
        archived: bool,
        /// Export the churned ones.
        #[arg(long, conflicts_with = "archived")]
        churned: bool,
        /// Export only matches: words, "a phrase", tag:vip.
        #[arg(long, value_name = "QUERY")]
        search: Option<String>,
        #[command(flatten)]
        target: ExportOptions,
    },
    /// Export notes, newest first; a table has each in one line.
    Notes {
        /// The customer: number, domain or exact name; without one, all.
        #[arg(long)]
        customer: Option<String>,
        #[command(flatten)]
        target: ExportOptions,
    },
}

/// Where an export goes.
#[derive(Debug, Args)]
pub struct ExportOptions {
    /// The format; by default that of the file name, else csv.
    #[arg(long)]
    pub format: Option<FileFormat>,
    /// Write to this file, which only you can read.
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace an existing file.
    #[arg(long, requires = "output")]
    pub force: bool,
}

/// The format of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FileFormat {
    /// Comma-separated values with a header line.
    Csv,
    /// Tab-separated values with a header line.
    Tsv,
    /// One JSON document.
    Json,
    /// VCards 4.0.
    Vcf,
}

/// Where a backup goes.
#[derive(Debug, Args)]
pub struct BackupOptions {
    /// The file to write.
    pub file: PathBuf,
    /// Replace an existing file.
    #[arg(long)]
    pub force: bool,
}

/// What to show of the log.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum LogCommand {
    /// Print where the log is.
    Path,
}
