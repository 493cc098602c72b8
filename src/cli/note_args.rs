//! The arguments of `pivotal note`.

use clap::Subcommand;

pub(super) const NOTE_EXAMPLES: &str = "\
Examples:
  pivotal note add acme.com 'Budget is tight until Q2' --follow-up 2027-04-01
  pivotal note add acme.com dana@acme.com 'Prefers calls'
  pivotal note add 42 - --onboarding 1 < minutes.txt
  pivotal note list acme.com
  pivotal note list --due                 what is to be followed up, of all customers
  pivotal note edit 3 'Budget is approved' --follow-up ''
  pivotal search note:budget              customers and contacts by their notes";

/// What to do with notes.
#[derive(Debug, Subcommand)]
pub enum NoteCommand {
    /// Add a note on a customer, or on one of its contacts or onboardings.
    #[command(allow_missing_positional = true)]
    Add {
        /// The customer: number, domain or exact name.
        customer: String,
        /// The contact it is about: email or id.
        #[arg(conflicts_with = "onboarding")]
        contact: Option<String>,
        /// The note; - reads it from standard input.
        text: String,
        /// The onboarding it is about: number.
        #[arg(long, value_name = "ONBOARDING")]
        onboarding: Option<String>,
        /// The follow-up date, as 2026-12-24, 15 jan, fri or +2w.
        #[arg(long, value_name = "DATE")]
        follow_up: Option<String>,
    },
    /// List the notes of a customer, newest first, or what is to be followed up.
    List {
        /// The customer: number, domain or exact name.
        #[arg(required_unless_present_any = ["due", "coming"])]
        customer: Option<String>,
        /// Only those on this contact: email or id.
        #[arg(conflicts_with = "onboarding")]
        contact: Option<String>,
        /// Only those on this onboarding: number.
        #[arg(long, value_name = "ONBOARDING")]
        onboarding: Option<String>,
        /// Only those whose follow-up date has come, the earliest first; of all customers if none is given.
        #[arg(long)]
        due: bool,
        /// Only those whose follow-up date is ahead; with --due all that have one.
        #[arg(long)]
        coming: bool,
    },
    /// Change the text or the follow-up date of a note; --follow-up '' removes the date.
    Edit {
        /// The note: number.
        note: String,
        /// The new text; - reads it from standard input.
        text: Option<String>,
        /// The follow-up date, as 2026-12-24, 15 jan, fri or +2w.
        #[arg(long, value_name = "DATE")]
        follow_up: Option<String>,
    },
    /// Delete a note.
    Delete {
        /// The note: number.
        note: String,
    },
}
