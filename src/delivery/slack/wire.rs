//! The answers of Slack, as far as they are read.

use serde::Deserialize;
use serde_json::Value;

/// What every answer says.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Verdict {
    pub(super) ok: bool,
    #[serde(default)]
    pub(super) error: Option<String>,
    #[serde(default)]
    pub(super) needed: Option<String>,
}

/// The answer of `users.lookupByEmail`.
#[derive(Debug, Deserialize)]
pub(super) struct Lookup {
    pub(super) user: User,
}

#[derive(Debug, Deserialize)]
pub(super) struct User {
    pub(super) id: String,
    #[serde(default)]
    pub(super) deleted: bool,
}

/// The answer of `conversations.open`.
#[derive(Debug, Deserialize)]
pub(super) struct Opened {
    pub(super) channel: Conversation,
}

#[derive(Debug, Deserialize)]
pub(super) struct Conversation {
    pub(super) id: String,
}

/// The answer of `chat.postMessage`; that it is one says that the message was posted, whatever else it holds.
#[derive(Debug, Deserialize)]
pub(super) struct Posted {
    #[serde(default)]
    pub(super) channel: Value,
    #[serde(default)]
    pub(super) ts: Value,
}
