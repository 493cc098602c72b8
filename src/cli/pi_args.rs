//! The arguments of `pivotal pi`.

use clap::{Args, Subcommand};

pub(super) const PI_EXAMPLES: &str = "\
Examples:
  pivotal pi who acme.com
  pivotal pi draft acme.com dana@acme.com           to read; no contact: to the primary
  pivotal pi draft acme.com dana@acme.com --hold    a notification that waits for your approval
  pivotal pi draft acme.com --model                 shows what a model would be sent; --yes sends it

A model is set in [pi] of the configuration: pivotal config default. PIVOTAL_PI_KEY overrides the saved key.";

/// What to do with people and mails to them.
#[derive(Debug, Subcommand)]
pub enum PiCommand {
    /// Show the people on an account, by role.
    Who {
        /// The customer: number, domain or exact name.
        customer: String,
    },
    /// Draft mails to contacts; nothing is sent.
    Draft(DraftOptions),
    /// Save the key of a language model, read from standard input.
    Connect,
    /// Remove the key of the model.
    Disconnect,
}

/// Which mails are drafted, and what becomes of them.
#[derive(Debug, Args)]
pub struct DraftOptions {
    /// The customer: number, domain or exact name.
    pub customer: String,
    /// The contacts: email or id; the primary if none is named.
    pub contacts: Vec<String>,
    /// Hold them as notifications, which are sent only when you approve them.
    #[arg(long)]
    pub hold: bool,
    /// Have the model in [pi] write them; shows what would be sent to it.
    #[arg(long)]
    pub model: bool,
    /// Send what is shown to the model.
    #[arg(long, requires = "model")]
    pub yes: bool,
}
