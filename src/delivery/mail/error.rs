//! What can go wrong with a mail, in sentences that say what to do next; the password is in none of them.

use std::fmt;

use super::meaning;
use crate::domain::SafeText;

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
            Self::Sender => "Check the sender address in the settings, then resend.",
            Self::Recipient => "Check the address of the contact, then resend.",
            Self::Data | Self::Text => "Read the server's reason, then resend.",
        }
    }
}

/// Why it is not known whether a server took a mail: what came in place of its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Silence {
    /// The end of the connection.
    Cut,
    /// Nothing in time.
    Late,
    /// Something that is no answer; says what.
    Unreadable(&'static str),
    /// An answer that is neither yes nor no.
    Odd {
        /// Its code.
        code: u16,
        /// Its words.
        text: SafeText,
    },
}

impl fmt::Display for Silence {
    /// Writes what the server did: `did not answer in time`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cut => f.pad("closed the connection in place of an answer"),
            Self::Late => f.pad("did not answer in time"),
            Self::Unreadable(what) => f.pad(what),
            Self::Odd { code, text } => {
                write!(f, "answered {}, which is neither yes nor no", said(*code, text))
            }
        }
    }
}

/// What went wrong with a mail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The server refuses for good.
    #[error("The mail server refused {stage} ({}). {}", said(*.code, .text), advice(.text, .stage.advice()))]
    Refused {
        /// What it refuses.
        stage: Stage,
        /// Its code, from 500 to 599.
        code: u16,
        /// Its words.
        text: SafeText,
    },
    /// The server does not take the user and the password, or wants them.
    #[error("The mail server did not accept the login ({}). {}", said(*.code, .text), advice(.text, LOGIN))]
    Credentials {
        /// Its code.
        code: u16,
        /// Its words.
        text: SafeText,
    },
    /// The server does not take the mail for now.
    #[error("The mail could not be sent yet: the mail server said {}. {}", said(*.code, .text), what_and(.text, LATER))]
    Later {
        /// Its code, from 400 to 499.
        code: u16,
        /// Its words.
        text: SafeText,
    },
    /// It did not work this time; the mail was not taken.
    #[error("The mail could not be sent yet: {0}. {LATER}")]
    Transient(String),
    /// The text went out, and no answer says whether the mail was taken.
    #[error(
        "The mail server {0} after it received the mail, so it may have arrived. It is not resent automatically: ask the recipient, then resend it (with the same Message-ID) or cancel it."
    )]
    Unclear(Silence),
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

const LOGIN: &str =
    "Check the user and the password in the settings; many providers require an app password.";

const LATER: &str = "It will be retried.";

/// Puts a code and its words together; many servers say no words.
fn said(code: u16, text: &SafeText) -> String {
    format!("{code} {text}").trim_end().to_owned()
}

/// Returns what words mean and what to do: what helps with these, or else what helps as a rule.
fn advice(text: &SafeText, rule: &str) -> String {
    match meaning::of(text.as_str()) {
        Some(meaning) => format!("{} {}", meaning.what, meaning.step.unwrap_or(rule)),
        None => rule.to_owned(),
    }
}

/// Returns what words mean, and a sentence after it.
fn what_and(text: &SafeText, sentence: &str) -> String {
    match meaning::of(text.as_str()) {
        Some(meaning) => format!("{} {sentence}", meaning.what),
        None => sentence.to_owned(),
    }
}
