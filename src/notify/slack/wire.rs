//! The answers of Slack, as far as they are read.

use serde::Deserialize;

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

/// The answer of `chat.postMessage`.
#[derive(Debug, Deserialize)]
pub(super) struct Posted {
    #[serde(default)]
    pub(super) channel: String,
    #[serde(default)]
    pub(super) ts: String,
}

/// The answer of `auth.test`.
#[derive(Debug, Deserialize)]
pub(super) struct Identity {
    #[serde(default)]
    pub(super) team: String,
    #[serde(default)]
    pub(super) user: String,
}
