//! Makes the bytes of a mail.

use std::time::{Duration, UNIX_EPOCH};

use lettre::Message;
use lettre::message::header::{ContentType, Date};

use super::header::{mailbox, text, verbatim};
use super::{Mail, MailError, Mailbox};

/// The longest Message-ID; more would make a line that some servers cut.
const MAX_ID: usize = 250;

/// The last second that a date can tell: the end of the year 9999.
const LAST_SECOND: u64 = 253_402_300_799;

/// Makes the bytes of a mail, the same ones every time.
pub(in crate::delivery) fn compose(from: &Mailbox, mail: &Mail) -> Result<Vec<u8>, MailError> {
    if !is_message_id(&mail.message_id) {
        return Err(MailError::Unsendable(
            "the mail has no Message-ID that can be sent; please report this".to_owned(),
        ));
    }
    let mut builder = Message::builder()
        .header(date(mail.date.as_millis()))
        .raw_header(mailbox("From", &from.name, &from.email));
    if let Some(person) = &mail.reply_to {
        builder = builder.raw_header(mailbox("Reply-To", person.name.as_str(), &person.email));
    }
    let message = builder
        .raw_header(mailbox("To", mail.to.name.as_str(), &mail.to.email))
        .raw_header(text("Subject", &mail.subject))
        .raw_header(verbatim("Message-ID", &mail.message_id))
        .raw_header(verbatim("MIME-Version", "1.0"))
        .header(ContentType::TEXT_PLAIN)
        .body(clean_body(&mail.body))
        .map_err(|_| {
            MailError::Unsendable("an address of the mail cannot be sent to; check it".to_owned())
        })?;
    Ok(message.formatted())
}

fn is_message_id(id: &str) -> bool {
    let inner = id.strip_prefix('<').and_then(|id| id.strip_suffix('>'));
    inner
        .and_then(|id| id.split_once('@'))
        .is_some_and(|(left, right)| {
            let is_word = |text: &str| {
                !text.is_empty()
                    && text
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+' | b'='))
            };
            id.len() <= MAX_ID && is_word(left) && is_word(right)
        })
}

fn date(millis: i64) -> Date {
    let seconds = u64::try_from(millis / 1_000).unwrap_or(0).min(LAST_SECOND);
    Date::new(UNIX_EPOCH + Duration::from_secs(seconds))
}

/// Makes all line ends alike and drops control characters, which no text needs.
fn clean_body(body: &str) -> String {
    body.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}
