//! The arguments of `pivotal onboarding`, `task` and `outbox`.

use clap::{Args, Subcommand};

/// What to do with onboardings.
#[derive(Debug, Subcommand)]
pub enum OnboardingCommand {
    /// Start an onboarding of a customer.
    Start {
        /// The customer: number, domain or exact name.
        customer: String,
        /// The email of who runs it, or 'Name <email>'; the owner of the customer if it is left out.
        #[arg(long)]
        csm: Option<String>,
        /// The day on which the customer should be live, as 2026-12-24.
        #[arg(long, value_name = "DATE")]
        target: Option<String>,
        /// The phase it starts in; the first if it is left out.
        #[arg(long)]
        phase: Option<String>,
    },
    /// List the onboardings of a customer, or of all.
    List {
        /// The customer: number, domain or exact name.
        customer: Option<String>,
    },
    /// Change who runs an onboarding or its target; an empty value takes it away.
    Edit {
        /// The onboarding: number.
        onboarding: String,
        /// The email of who runs it, or 'Name <email>'.
        #[arg(long)]
        csm: Option<String>,
        /// The day on which the customer should be live, as 2026-12-24.
        #[arg(long, value_name = "DATE")]
        target: Option<String>,
    },
    /// Move an onboarding on to its next phase; after the last one it is done.
    Advance {
        /// The onboarding: number.
        onboarding: String,
        /// What is to be said about it.
        #[arg(long, allow_hyphen_values = true)]
        note: Option<String>,
        #[command(flatten)]
        open: OpenOption,
    },
    /// Send an onboarding back to an earlier phase.
    Back {
        /// The onboarding: number.
        onboarding: String,
        /// The phase.
        #[arg(long, value_name = "PHASE")]
        to: String,
        /// Why.
        #[arg(long, allow_hyphen_values = true)]
        reason: String,
        #[command(flatten)]
        open: OpenOption,
    },
    /// Skip ahead over phases between.
    Skip {
        /// The onboarding: number.
        onboarding: String,
        /// The phase.
        #[arg(long, value_name = "PHASE")]
        to: String,
        #[command(flatten)]
        open: OpenOption,
    },
    /// Pause an onboarding: its phase stays, and nothing of it is sent.
    Pause {
        /// The onboarding: number.
        onboarding: String,
    },
    /// Go on with an onboarding that is paused.
    Resume {
        /// The onboarding: number.
        onboarding: String,
        /// Let go what was held while it was paused.
        #[arg(long)]
        release: bool,
    },
}

/// What becomes of open tasks.
#[derive(Debug, Args)]
pub struct OpenOption {
    /// Complete the open tasks of the phase that is left; else they are carried over.
    #[arg(long)]
    pub complete_tasks: bool,
}

/// What to do with tasks.
#[derive(Debug, Subcommand)]
pub enum TaskCommand {
    /// Add a task to an onboarding.
    Add {
        /// The onboarding: number.
        onboarding: String,
        /// What is to be done.
        #[arg(long, allow_hyphen_values = true)]
        title: String,
        /// Show it to the customer; the assignee is notified.
        #[arg(long)]
        customer_facing: bool,
        /// Who does it: a contact by email or id, else a customer-success manager by email.
        #[arg(long, value_name = "WHO")]
        assignee: Option<String>,
        /// The day on which it is due, as 2026-12-24.
        #[arg(long, value_name = "DATE")]
        due: Option<String>,
    },
    /// Change fields of a task; an empty value takes one away.
    Edit {
        /// The onboarding: number.
        onboarding: String,
        /// The task: number.
        task: String,
        #[command(flatten)]
        fields: TaskOptions,
    },
    /// Note that a task is done.
    Done {
        /// The onboarding: number.
        onboarding: String,
        /// The task: number.
        task: String,
    },
    /// Note that a task is not done after all.
    Reopen {
        /// The onboarding: number.
        onboarding: String,
        /// The task: number.
        task: String,
    },
    /// List the tasks of an onboarding.
    List {
        /// The onboarding: number.
        onboarding: String,
    },
}

/// Fields of a task.
#[derive(Debug, Args)]
pub struct TaskOptions {
    /// What is to be done.
    #[arg(long, allow_hyphen_values = true)]
    pub title: Option<String>,
    /// Who does it: a contact by email or id, else a customer-success manager by email.
    #[arg(long, value_name = "WHO")]
    pub assignee: Option<String>,
    /// The day on which it is due, as 2026-12-24.
    #[arg(long, value_name = "DATE")]
    pub due: Option<String>,
    /// Show it to the customer; the assignee is notified.
    #[arg(long)]
    pub customer_facing: bool,
    /// Show it to our team only.
    #[arg(long, conflicts_with = "customer_facing")]
    pub internal: bool,
}

/// What to do with notifications.
#[derive(Debug, Subcommand)]
pub enum OutboxCommand {
    /// List the notifications, newest first.
    List {
        /// Of this customer only: number, domain or exact name.
        #[arg(long)]
        customer: Option<String>,
    },
    /// Show a notification with its text.
    Show {
        /// The notification: number.
        notification: String,
    },
    /// Have notifications sent that are held; from then on their channels send by themselves.
    Approve {
        /// The notifications: numbers.
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        notifications: Vec<String>,
        /// Take all whose channel was tested and confirmed.
        #[arg(long)]
        all: bool,
        /// Do so although they are more than 20.
        #[arg(long)]
        yes: bool,
    },
    /// Send what is due, and try again where sending stopped.
    Send {
        /// Do so although more than 20 would leave at once.
        #[arg(long)]
        yes: bool,
    },
    /// Keep a notification that has not left from being sent.
    Cancel {
        /// The notification: number.
        notification: String,
    },
    /// Have a notification sent that failed or was cancelled.
    Retry {
        /// The notification: number.
        notification: String,
    },
}
