//! The arguments of `pivotal onboarding`, `task` and `outbox`.

use clap::{Args, Subcommand};

/// What to do with onboardings.
#[derive(Debug, Subcommand)]
pub enum OnboardingCommand {
    /// Start an onboarding of a customer.
    Start {
        /// The customer: number, domain or exact name.
        customer: String,
        /// The email of its CSM, or 'Name <email>'; by default the customer's owner.
        #[arg(long)]
        csm: Option<String>,
        /// The target launch date, as 2026-12-24, 15 jan, fri or +2w.
        #[arg(long, value_name = "DATE")]
        target: Option<String>,
        /// The phase it starts in; by default the first.
        #[arg(long)]
        phase: Option<String>,
        /// The template of phases.toml by which it gets its tasks; without it, those of the phases themselves.
        #[arg(long, value_name = "NAME")]
        template: Option<String>,
        /// Start it though the customer has an active one.
        #[arg(long)]
        another: bool,
    },
    /// List the onboardings of a customer, or of all.
    List {
        /// The customer: number, domain or exact name.
        customer: Option<String>,
    },
    /// Change the CSM or the target of an onboarding; an empty value clears it.
    Edit {
        /// The onboarding: number.
        onboarding: String,
        /// The email of its CSM, or 'Name <email>'.
        #[arg(long)]
        csm: Option<String>,
        /// The target launch date, as 2026-12-24, 15 jan, fri or +2w.
        #[arg(long, value_name = "DATE")]
        target: Option<String>,
        /// Why the target moves; needed if that is more than 7 days later.
        #[arg(long, allow_hyphen_values = true)]
        reason: Option<String>,
    },
    /// Advance an onboarding to its next phase; after the last one it is done.
    Advance {
        /// The onboarding: number.
        onboarding: String,
        /// A note, included in the message.
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
        /// The reason.
        #[arg(long, allow_hyphen_values = true)]
        reason: String,
        /// Reopen one that is done although another one of the customer is active.
        #[arg(long)]
        another: bool,
        #[command(flatten)]
        open: OpenOption,
    },
    /// Skip ahead past phases in between.
    Skip {
        /// The onboarding: number.
        onboarding: String,
        /// The phase.
        #[arg(long, value_name = "PHASE")]
        to: String,
        #[command(flatten)]
        open: OpenOption,
    },
    /// Pause an onboarding: its phase stays, and nothing about it is sent.
    Pause {
        /// The onboarding: number.
        onboarding: String,
    },
    /// Resume a paused onboarding.
    Resume {
        /// The onboarding: number.
        onboarding: String,
        /// Resume it although another one of the customer is active.
        #[arg(long)]
        another: bool,
        /// Send what was held while it was paused.
        #[arg(long)]
        release: bool,
    },
}

/// What becomes of open tasks.
#[derive(Debug, Args)]
pub struct OpenOption {
    /// Complete the open tasks of the current phase; otherwise they are carried over, or completed after the last phase.
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
        /// What needs to be done.
        #[arg(long, allow_hyphen_values = true)]
        title: String,
        /// Show it to the customer; the assignee is notified.
        #[arg(long)]
        customer_facing: bool,
        /// The assignee: a contact by email or id, a CSM by email, or a role as role:billing.
        #[arg(long, value_name = "WHO")]
        assignee: Option<String>,
        /// The due date, as 2026-12-24, 15 jan, fri or +2w.
        #[arg(long, value_name = "DATE")]
        due: Option<String>,
        /// What else is to be known to do it.
        #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
        note: Option<String>,
        /// The task of which it is a part: number.
        #[arg(long, value_name = "TASK")]
        parent: Option<String>,
    },
    /// Change fields of a task; an empty value clears a field.
    Edit {
        /// The onboarding: number.
        onboarding: String,
        /// The task: number.
        task: String,
        #[command(flatten)]
        fields: TaskOptions,
    },
    /// Mark tasks as done with their subtasks, several as one change.
    Done {
        /// The onboarding: number.
        onboarding: String,
        /// The tasks: numbers.
        #[arg(required = true)]
        tasks: Vec<String>,
    },
    /// Reopen a task, and the one of which it is a part.
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
    /// What needs to be done.
    #[arg(long, allow_hyphen_values = true)]
    pub title: Option<String>,
    /// The assignee: a contact by email or id, a CSM by email, or a role as role:billing.
    #[arg(long, value_name = "WHO")]
    pub assignee: Option<String>,
    /// The due date, as 2026-12-24, 15 jan, fri or +2w.
    #[arg(long, value_name = "DATE")]
    pub due: Option<String>,
    /// What else is to be known to do it.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub note: Option<String>,
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
        /// Only of this customer: number, domain or exact name.
        #[arg(long)]
        customer: Option<String>,
    },
    /// Show a notification with its text.
    Show {
        /// The notification: number.
        notification: String,
    },
    /// Approve held notifications for sending; from then on their channels send automatically.
    Approve {
        /// The notifications: numbers.
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        notifications: Vec<String>,
        /// All whose channel is tested and confirmed.
        #[arg(long)]
        all: bool,
        /// Even if they are more than 20.
        #[arg(long)]
        yes: bool,
    },
    /// Send what is due, and retry channels that stopped.
    Send {
        /// Even if more than 20 are sent at once.
        #[arg(long)]
        yes: bool,
    },
    /// Cancel a notification that has not been sent.
    Cancel {
        /// The notification: number.
        notification: String,
    },
    /// Resend a notification that failed or was cancelled.
    Retry {
        /// The notification: number.
        notification: String,
    },
}
