//! What can go wrong with Slack, in sentences that say what to do next; the token is in none of them.

use std::time::Duration;

use crate::domain::SafeText;

/// What went wrong with a message to Slack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SlackError {
    /// Nobody in the workspace has the address.
    #[error("Slack has no user with this address, so the notification goes by mail only.")]
    UnknownUser,
    /// Slack does not take the token.
    #[error("Slack does not accept the token ({0}). Set a new one in the settings, then resend.")]
    Token(SafeText),
    /// The token may not do what is needed.
    #[error("The Slack token lacks the scope {0}. Add it to the Slack app, reinstall the app, then resend.")]
    MissingScope(SafeText),
    /// Slack wants a pause; nothing was posted.
    #[error("Slack asks for a pause of {} seconds. The message is sent after that.", .retry_after.as_secs())]
    RateLimited {
        /// How long, counted from now.
        retry_after: Duration,
    },
    /// It did not work this time; nothing was posted.
    #[error("The message could not be sent by Slack yet: {0}. Nothing was posted; it will be retried.")]
    Transient(String),
    /// The message may have been posted.
    #[error(
        "Slack did not confirm the message, so it may have arrived. Check Slack before you resend it; it is not resent automatically."
    )]
    Unclear,
    /// Slack refuses for good; nothing was posted.
    #[error("Slack refused the message ({0}). Nothing was posted; read the reason, then resend or cancel.")]
    Refused(SafeText),
    /// The secure connection could not be set up.
    #[error(
        "No secure connection to Slack could be set up: {0}. Nothing was posted; check the network, then resend."
    )]
    Insecure(SafeText),
}
