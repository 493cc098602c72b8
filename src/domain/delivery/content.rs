//! The text of a notification, and what renders it.

use std::fmt::Debug;

use crate::domain::keyed::keyed;
use crate::domain::{Date, NotificationKind, Phase, RouteReason};

/// The subject and the body of a notification.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NotificationContent {
    /// The subject of the mail, in one line; the first line in Slack.
    pub subject: String,
    /// The body.
    pub body: String,
    /// The fields that are missing and stand in the text as `[field]`; what has any is not sent.
    pub missing_fields: Vec<String>,
}

/// What a notification is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NotificationFacts {
    /// The name of who gets it.
    pub recipient_name: String,
    /// The job title of who gets it.
    pub recipient_title: Option<String>,
    /// The name of the customer.
    pub customer: String,
    /// The phase that was entered.
    pub phase: Option<Phase>,
    /// What was said at the change of phase.
    pub note: Option<String>,
    /// The task.
    pub task: Option<String>,
    /// The open tasks that the customer sees, with the days on which they are due.
    pub tasks: Vec<String>,
    /// When the task is due.
    pub due: Option<Date>,
    /// The day on which the customer should be live.
    pub target: Option<Date>,
    /// The name of the owner.
    pub owner: Option<String>,
    /// How the onboarding moves.
    pub step: Option<Step>,
    /// The rule that chose who gets it.
    pub reason: Option<RouteReason>,
}

keyed! {
    /// How an onboarding moves, as its customer is told.
    pub enum Step {
        /// On to a later phase.
        On = "on",
        /// Back to an earlier one.
        Back = "back",
        /// Behind the last one.
        Done = "done",
    }
}

/// Renders the texts of notifications.
pub trait NotificationRenderer: Debug + Send {
    /// Renders a text.
    fn render(&self, kind: NotificationKind, facts: &NotificationFacts) -> NotificationContent;

    /// Returns the address of the customer portal, if there is one.
    fn portal(&self) -> Option<&str> {
        None
    }
}

/// Renders the barest text there is, for where no templates are at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlainRenderer;

impl NotificationRenderer for PlainRenderer {
    fn render(&self, kind: NotificationKind, facts: &NotificationFacts) -> NotificationContent {
        let subject = match (kind, &facts.phase, &facts.task) {
            (NotificationKind::PhaseChange, Some(phase), _) => format!("{}: {phase} begins", facts.customer),
            (NotificationKind::TaskAssigned, _, Some(task)) => format!("{}: {task}", facts.customer),
            (kind, _, _) => format!("{}: {kind}", facts.customer),
        };
        NotificationContent {
            body: format!("Hello {},\n\n{subject}.\n", facts.recipient_name),
            subject,
            missing_fields: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_know_each_step_by_its_name() {
        assert_eq!(
            [Step::On, Step::Back, Step::Done].map(Step::key),
            ["on", "back", "done"]
        );
    }
}
