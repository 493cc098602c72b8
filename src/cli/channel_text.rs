//! How the commands name each channel, and what they say of it.

use clap::ValueEnum;

use crate::domain::Channel;
use crate::secrets::SecretName;

/// A channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ChannelOption {
    /// Mail.
    #[value(alias = "email")]
    Mail,
    /// Slack.
    Slack,
}

impl From<ChannelOption> for Channel {
    fn from(option: ChannelOption) -> Self {
        match option {
            ChannelOption::Mail => Self::Email,
            ChannelOption::Slack => Self::Slack,
        }
    }
}

/// What the commands say of a channel.
pub(super) struct ChannelText {
    /// The argument that names it.
    pub(super) option: &'static str,
    /// The secret that opens it.
    pub(super) secret: SecretName,
    /// What the secret is.
    pub(super) secret_kind: &'static str,
    /// That the secret was forgotten.
    pub(super) forgotten: &'static str,
    /// That there was no secret to forget.
    pub(super) nothing_kept: &'static str,
    /// That it is not set up, and how to do that.
    pub(super) missing: &'static str,
}

const MAIL: ChannelText = ChannelText {
    option: "mail",
    secret: SecretName::MailPassword,
    secret_kind: "password",
    forgotten: "The password of the mail server was removed.",
    nothing_kept: "There was no password for a mail server.",
    missing: "not set up: set host in [smtp] of the configuration (pivotal config path)",
};

const SLACK: ChannelText = ChannelText {
    option: "slack",
    secret: SecretName::SlackToken,
    secret_kind: "token",
    forgotten: "The Slack token was removed.",
    nothing_kept: "There was no Slack token.",
    missing: "not set up: pivotal channel connect slack",
};

/// Returns what the commands say of a channel.
pub(super) const fn text(channel: Channel) -> &'static ChannelText {
    match channel {
        Channel::Email => &MAIL,
        Channel::Slack => &SLACK,
    }
}
