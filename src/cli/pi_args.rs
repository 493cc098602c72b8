//! The arguments of `pivotal pi`.

use clap::{Args, Subcommand};

pub(super) const PI_EXAMPLES: &str = "\
Examples:
  pivotal pi who acme.com
  pivotal pi draft acme.com dana@acme.com           to read; no contact: to the primary
  pivotal pi draft acme.com dana@acme.com --hold    a notification that waits for your approval
  pivotal pi draft acme.com --model                 shows what a model would be sent; --yes sends it

A model is set in [pi] of the configuration: pivotal config default. PIVOTAL_PI_KEY overrides the key that is kept.";

/// What to do with people and mails to them.
#[derive(Debug, Subcommand)]
pub enum PiCommand {
    /// Show who is on the account of a customer: who decides, who does what.
    Who {
        /// The customer: number, domain or exact name.
        customer: String,
    },
    /// Draft mails to contacts; nothing is sent.
    Draft(DraftOptions),
    /// Keep the key of a language model; it is read from the standard input.
    Connect,
    /// Forget the key of the model.
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
    /// Have the model of [pi] write them; shows what would be sent to it.
    #[arg(long)]
    pub model: bool,
    /// Send to the model what is shown.
    #[arg(long, requires = "model")]
    pub yes: bool,
}
