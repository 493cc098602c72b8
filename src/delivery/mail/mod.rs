//! Mail: what is sent, and the one function that sends it.

mod dialogue;
mod error;
mod header;
mod meaning;
mod message;
mod reply;
mod settings;
mod smtp;
mod transport;
mod words;

pub use error::{MailError, Silence, Stage};
pub use settings::{Mailbox, PATIENCE, SmtpSettings};
pub use smtp::send;

#[cfg(test)]
pub(super) use message::compose;

use crate::domain::{Person, Timestamp};

/// A mail to one person, in plain text.
///
/// The same mail makes the same bytes every time, so that a mail sent twice is known to be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The Message-ID with its angle brackets: `<0192…@pivotal.invalid>`.
    pub message_id: String,
    /// When it was written.
    pub date: Timestamp,
    /// Who gets it.
    pub to: Person,
    /// Who gets an answer; the sender, if there is nobody else.
    pub reply_to: Option<Person>,
    /// The subject, of which 200 characters are kept.
    pub subject: String,
    /// The text.
    pub body: String,
}
