//! Slack: one direct message to one person, found by the email address.

mod client;
mod error;
mod text;
mod transport;
mod wire;

pub use client::Client;
pub use error::SlackError;

#[cfg(test)]
pub(super) use text::prepared;

use secrecy::SecretString;

use crate::domain::SafeText;
use crate::safe_url::{SafeUrl, UnsafeUrl};

/// Slack's own address.
const OWN: &str = "https://slack.com/api";

/// Where Slack is, and what opens the workspace; the token does not show in its debug output.
#[derive(Debug, Clone)]
pub struct SlackSettings {
    /// Where Slack's Web API is.
    pub base: SafeUrl,
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

fn url_refusal(error: UnsafeUrl) -> &'static str {
    match error {
        UnsafeUrl::Malformed => {
            "The address of Slack is not one. Give one such as https://slack.com/api, or none."
        }
        UnsafeUrl::InClear => {
            "The address of Slack would send the token over http to another machine. Use https, or http on 127.0.0.1."
        }
        UnsafeUrl::Decorated => {
            "The address of Slack may hold no user, query or fragment. Give one such as https://slack.com/api."
        }
    }
}
