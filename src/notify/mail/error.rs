//! What can go wrong with a mail, in sentences that say what to do next; the password is in none of them.

use std::fmt;

use crate::domain::SafeText;
use crate::notify::retry::FaultClass;

/// How far the talk with a mail server had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The connection was made and the server greeted.
    Connection,
    /// The user logged in.
    Login,
    /// The sender was named.
    Sender,
    /// The recipient was named.
    Recipient,
    /// The server was asked to take the text.
    Data,
    /// The text was under way; from here on the mail may have been taken.
    Text,
}

impl fmt::Display for Stage {
    /// Writes what the server refused: `the recipient`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Connection => "the connection",
            Self::Login => "the login",
            Self::Sender => "the sender",
            Self::Recipient => "the recipient",
            Self::Data | Self::Text => "the mail",
        })
    }
}

impl Stage {
    const fn advice(self) -> &'static str {
        match self {
            Self::Connection => "Check the mail server in the settings, then resend.",
            Self::Login => "Check the user and the password, then resend.",
            Self::Sender => "Check which address the settings send from, then resend.",
            Self::Recipient => "Check the address of the contact, then resend.",
            Self::Data | Self::Text => "Read the server's reason, then resend.",
        }
    }
}

/// What went wrong with a mail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The server refuses for good.
    #[error("The mail server refused {stage} ({code} {text}). {}", .stage.advice())]
    Refused {
        /// What it refuses.
        stage: Stage,
        /// Its code, from 500 to 599.
        code: u16,
        /// Its words.
        text: SafeText,
    },
    /// The server does not take the user and the password, or wants them.
    #[error(
        "The mail server did not accept the login ({code}). Check the user and the password in the settings; many providers want a password made for apps."
    )]
    Credentials {
        /// Its code.
        code: u16,
    },
    /// It did not work this time; the mail was not taken.
    #[error("The mail could not be sent for now: {0}. It is tried again later.")]
    Transient(String),
    /// The connection ended after the text went out and before the answer came.
    #[error(
        "The mail server did not say whether it took the mail, so it may have arrived. Sent again it bears the same Message-ID, by which most mailboxes show it once."
    )]
    Unclear,
    /// This mail cannot be sent, whatever the settings.
    #[error("This mail cannot be sent: {0}.")]
    Unsendable(String),
    /// The settings cannot be used.
    #[error("The mail settings cannot be used: {0}.")]
    Settings(String),
    /// The secure connection could not be set up.
    #[error(
        "No secure connection to the mail server could be set up: {0}. Nothing was sent; check the host, the port and the security in the settings."
    )]
    Insecure(String),
}

impl MailError {
    /// Gives the class by which [`crate::notify::retry::next`] decides.
    pub const fn class(&self) -> FaultClass {
        match self {
            Self::Refused { .. }
            | Self::Credentials { .. }
            | Self::Unsendable(_)
            | Self::Settings(_)
            | Self::Insecure(_) => FaultClass::Lasting,
            Self::Transient(_) => FaultClass::Passing,
            Self::Unclear => FaultClass::UnclearButRepeatable,
        }
    }

    /// Gives the kind, as the log and JSON know it.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "refused",
            Self::Credentials { .. } => "credentials",
            Self::Transient(_) => "transient",
            Self::Unclear => "unclear",
            Self::Unsendable(_) => "unsendable",
            Self::Settings(_) => "settings",
            Self::Insecure(_) => "insecure",
        }
    }

    /// Says whether the mail server, the login or the sender is to blame, so that no other mail would leave either.
    pub const fn is_of_channel(&self) -> bool {
        match self {
            Self::Refused { stage, .. } => match stage {
                Stage::Connection | Stage::Login | Stage::Sender => true,
                Stage::Recipient | Stage::Data | Stage::Text => false,
            },
            Self::Credentials { .. } | Self::Settings(_) | Self::Insecure(_) => true,
            Self::Transient(_) | Self::Unclear | Self::Unsendable(_) => false,
        }
    }
}
