//! The arguments of `pivotal customer`.

use clap::{Args, Subcommand};

use super::customer_filter::FilterOptions;
use super::kept_columns::KeepOptions;
use super::list_file::TakenOptions;

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
        /// List the churned ones.
        #[arg(long, conflicts_with = "archived")]
        churned: bool,
        #[command(flatten)]
        filter: FilterOptions,
    },
    /// Show a customer: its fields and where each value came from, notes, open tasks, notifications, links.
    Show {
        /// The customer: number, domain or exact name.
        customer: String,
    },
    /// Change fields of a customer; an empty value clears a field.
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
        /// Why it is at risk.
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
        reason: Option<String>,
        /// The day from which to win it back, as it is churned: 2026-12-24, 15 jan or +3mo.
        #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
        win_back: Option<String>,
        /// Send what was held while it was churned or archived.
        #[arg(long)]
        release: bool,
    },
    /// Add the customers of a list, or HubSpot companies.
    #[command(
        after_help = "A line at the top of the file names the columns, in any order and many languages: name (or company, account name), domain (or website), owner, plan, tags, status, risk_reason, at_risk_since, win_back_on. Customers that are here with the same name and domain are left alone.\n\nWith --hubspot alone, the companies of HubSpot that are no customers yet are listed."
    )]
    Import(CustomerImportOptions),
}

/// Where customers are taken from.
#[derive(Debug, Args)]
pub struct CustomerImportOptions {
    /// The file, - for standard input; with --hubspot, companies by id, domain or name.
    #[arg(value_name = "FILE", required_unless_present = "hubspot")]
    pub sources: Vec<String>,
    /// Import HubSpot companies.
    #[arg(long, conflicts_with_all = ["keep", "keep_all"])]
    pub hubspot: bool,
    /// Import all of them.
    #[arg(long, requires = "hubspot", conflicts_with = "sources")]
    pub all: bool,
    /// Show what would be added from a file, and add nothing.
    #[arg(long, conflicts_with = "hubspot")]
    pub dry_run: bool,
    /// Add nothing if any row of the file is flagged.
    #[arg(long, conflicts_with = "hubspot")]
    pub strict: bool,
    /// Which further columns are kept.
    #[command(flatten)]
    pub keep: KeepOptions,
    /// What of the file is taken.
    #[command(flatten)]
    pub taken: TakenOptions,
}

/// Fields of a customer.
#[derive(Debug, Args)]
pub struct CustomerOptions {
    /// The domain of its email addresses.
    #[arg(long, allow_hyphen_values = true)]
    pub domain: Option<String>,
    /// The email of its owner, or 'Name <email>'.
    #[arg(long, allow_hyphen_values = true)]
    pub owner: Option<String>,
    /// Its plan.
    #[arg(long, allow_hyphen_values = true)]
    pub plan: Option<String>,
    /// A tag; can be given several times.
    #[arg(long = "tag", value_name = "TAG", allow_hyphen_values = true)]
    pub tags: Vec<String>,
    /// A field of your own; can be given several times.
    #[arg(long = "field", value_name = "NAME=VALUE")]
    pub custom: Vec<String>,
}
