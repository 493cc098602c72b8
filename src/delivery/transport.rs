//! What a way of sending does, and the ways that there are.

use std::pin::Pin;

use super::mail::SmtpSettings;
use super::retry::SendError;
use super::slack;
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

/// A message by which a person sees that a channel works; it is no notification.
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

/// Returns the sentence for a channel that is not set up.
pub(super) const fn set_up_first(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "Mail is not set up. Set host in [smtp] of the configuration first.",
        Channel::Slack => "Slack is not set up. Give its token first: `pivotal channel connect slack`.",
    }
}

/// Any of the ways that there are.
pub(super) enum AnyTransport<'a> {
    Mail(&'a SmtpSettings),
    Slack(&'a slack::Client),
}

impl Transport for AnyTransport<'_> {
    fn name(&self) -> Channel {
        match self {
            Self::Mail(mail) => mail.name(),
            Self::Slack(slack) => slack.name(),
        }
    }

    fn fingerprint(&self) -> String {
        match self {
            Self::Mail(mail) => mail.fingerprint(),
            Self::Slack(slack) => slack.fingerprint(),
        }
    }

    fn about(&self) -> String {
        match self {
            Self::Mail(mail) => mail.about(),
            Self::Slack(slack) => slack.about(),
        }
    }

    async fn check(&self, test: &TestMessage<'_>) -> Result<(), SendError> {
        match self {
            Self::Mail(mail) => mail.check(test).await,
            Self::Slack(slack) => slack.check(test).await,
        }
    }

    async fn send(
        &self,
        message: &OutboundMessage,
        begin: impl FnOnce() -> Result<bool, workspace::Error>,
    ) -> Result<Attempt, workspace::Error> {
        match self {
            Self::Mail(mail) => mail.send(message, begin).await,
            Self::Slack(slack) => slack.send(message, begin).await,
        }
    }

    fn after_crash(message: &OutboundMessage) -> SendError {
        match message.channel {
            Channel::Email => SmtpSettings::after_crash(message),
            Channel::Slack => slack::Client::after_crash(message),
        }
    }
}
