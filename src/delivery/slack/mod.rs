//! Slack: one direct message to one person, found by the email address.

mod base;
mod client;
mod error;
mod text;
mod transport;
mod wire;

pub use base::{SlackBase, SlackBaseError};
pub use client::Client;
pub use error::SlackError;

#[cfg(test)]
pub(super) use text::prepared;

use secrecy::SecretString;

use crate::domain::SafeText;

/// Where Slack is, and what opens the workspace; the token does not show in its debug output.
#[derive(Debug, Clone)]
pub struct SlackSettings {
    /// Where Slack's Web API is.
    pub base: SlackBase,
    /// The token of a bot: `xoxb-…`.
    pub token: SecretString,
}

/// A message that Slack has posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlackSent {
    /// The id of the conversation.
    pub channel: SafeText,
    /// The time by which Slack knows the message.
    pub ts: SafeText,
}
