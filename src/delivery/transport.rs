//! What a way of sending does.

use std::pin::Pin;

use super::retry::SendError;
use crate::domain::{Channel, OutboundMessage, Person, Timestamp};
use crate::workspace;

/// What is left to say to a server once it is stored that it took a message.
pub(super) type Farewell = Pin<Box<dyn Future<Output = ()> + Send>>;

/// How an attempt to send a message ended.
pub(super) enum Attempt {
    /// The server took the message.
    Sent(Option<Farewell>),
    /// The message was not to be sent any more.
    Withdrawn,
    /// The message was not sent, or that is not known.
    Failed(SendError),
}

/// A message by which the user sees that a channel works; it is no notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TestMessage<'a> {
    /// Who gets it.
    pub(super) to: &'a Person,
    /// The subject of the mail; the first line in Slack.
    pub(super) subject: String,
    /// The text.
    pub(super) body: String,
    /// When it is sent.
    pub(super) now: Timestamp,
}

/// A way by which notifications leave.
pub(super) trait Transport {
    /// Returns the channel that it serves.
    fn name(&self) -> Channel;

    /// Returns a digest by which its settings are known again.
    fn fingerprint(&self) -> String;

    /// Returns by which server and for whom it sends: `smtp.us.com:587 as cara@us.com`.
    fn about(&self) -> String;

    /// Sends a test message.
    async fn check(&self, test: &TestMessage<'_>) -> Result<(), SendError>;

    /// Sends a message; `begin` is asked once nothing but the text is left to send, and from then on it may arrive.
    ///
    /// Whoever drops the future does not know whether the message arrived.
    async fn send(
        &self,
        message: &OutboundMessage,
        begin: impl FnOnce() -> Result<bool, workspace::Error>,
    ) -> Result<Attempt, workspace::Error>;

    /// Returns what ended an attempt that was under way when its program ended.
    fn after_crash(message: &OutboundMessage) -> SendError;
}
