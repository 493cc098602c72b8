//! A mail to somebody of a customer that is being written, and that is sent by nobody but the user.

use crate::domain::{ContactId, NotificationContent, Person, Phase, SafeText, clean_lines};

/// How the line of the subject begins where a mail is edited as one text.
const SUBJECT: &str = "Subject:";

/// What a mail to somebody is written from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFacts {
    /// The name of the customer.
    pub customer: String,
    /// The job title of the recipient.
    pub title: Option<SafeText>,
    /// The phase of the active onboarding.
    pub phase: Option<Phase>,
    /// The open tasks of that onboarding that the customer sees, the first due first: `Send the logo, by 1 December`.
    pub tasks: Vec<String>,
    /// The name of the owner, who signs it.
    pub owner: Option<String>,
}

/// A mail to somebody that is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageDraft {
    /// The contact.
    pub contact: ContactId,
    /// Who gets it.
    pub to: Person,
    /// What it is written from.
    pub facts: DraftFacts,
    /// The text as it stands.
    pub content: NotificationContent,
}

impl MessageDraft {
    /// Returns the whole of it as one text, its subject first.
    pub fn text(&self) -> String {
        format!("{SUBJECT} {}\n\n{}", self.content.subject, self.content.body)
    }

    /// Takes a text in place of the one there is; without a line for the subject that stays, and so does a text for an
    /// empty one.
    pub fn set_text(&mut self, text: &str) {
        let text = text.trim_start_matches(['\u{feff}', '\n', '\r']);
        let (subject, body) = match text.split_once('\n') {
            Some((first, rest)) if first.starts_with(SUBJECT) => (first.strip_prefix(SUBJECT), rest),
            Some(_) => (None, text),
            None if text.starts_with(SUBJECT) => (text.strip_prefix(SUBJECT), ""),
            None => (None, text),
        };
        if let Some(subject) = subject.map(SafeText::clean).filter(|text| !text.is_empty()) {
            self.content.subject = subject.to_string();
        }
        let body = clean_lines(body);
        if !body.is_empty() {
            self.content.body = format!("{body}\n");
        }
        let NotificationContent {
            subject,
            body,
            missing_fields,
        } = &mut self.content;
        missing_fields.retain(|blank| {
            let mark = format!("[{blank}]");
            subject.contains(&mark) || body.contains(&mark)
        });
    }

    /// Returns it as it is kept.
    pub fn held(&self) -> HeldMessage {
        HeldMessage {
            contact: self.contact,
            content: self.content.clone(),
        }
    }
}

/// A mail that waits for the user to have it sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldMessage {
    /// Who gets it.
    pub contact: ContactId,
    /// The text.
    pub content: NotificationContent,
}
