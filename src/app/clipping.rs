//! What is copied to be put elsewhere, and how that went.

use crate::domain::{
    Contact, ContactField, Customer, Detail, MessageDraft, Note, Notification, WebLink, inert,
};

/// A text for the clipboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clipping {
    /// The text.
    pub text: String,
    /// What it is, for the message: the text itself if it is short, else how much.
    pub what: String,
}

/// How a text was copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copied {
    /// By a program of the desktop, which said so.
    Native,
    /// By a sequence to the terminal, which says nothing.
    Terminal,
    /// Not at all: no program of the desktop took it, and terminals do not take one as long.
    TooLong,
}

impl Copied {
    /// Returns what became of the text.
    pub fn sentence(self, what: &str) -> String {
        match self {
            Self::Native => format!("Copied {what}."),
            Self::Terminal => format!("Sent to the terminal's clipboard (OSC 52): {what}."),
            Self::TooLong => {
                format!(
                    "Not copied: {what} are too long for the terminal's clipboard. Copy fewer, or export them to a file."
                )
            }
        }
    }
}

impl Clipping {
    fn lines(lines: &[String], noun: &str) -> Option<Self> {
        let what = match lines {
            [] => return None,
            [one] => one.clone(),
            many => format!("{} {noun}", many.len()),
        };
        Some(Self {
            text: lines.join("\n"),
            what,
        })
    }

    /// Takes rows of cells, with tabs between them; no spreadsheet takes one for a formula.
    fn rows(rows: &[Vec<String>]) -> Option<Self> {
        let line = |cells: &Vec<String>| {
            cells
                .iter()
                .map(|cell| inert(cell))
                .collect::<Vec<_>>()
                .join("\t")
        };
        let lines: Vec<String> = rows.iter().map(line).collect();
        let what = match lines.len() {
            0 => return None,
            1 => "1 row".to_owned(),
            many => format!("{many} rows"),
        };
        Some(Self {
            text: lines.join("\n"),
            what,
        })
    }

    /// Takes the emails of contacts, one a line.
    pub(super) fn emails(contacts: &[Contact]) -> Option<Self> {
        let lines: Vec<String> = contacts.iter().map(|one| one.email.to_string()).collect();
        Self::lines(&lines, "emails")
    }

    /// Takes contacts as a mail client writes them, one a line.
    pub(super) fn mailboxes(contacts: &[Contact]) -> Option<Self> {
        let written = |one: &Contact| mailbox(one.name.as_str(), &one.email.to_string());
        let lines: Vec<String> = contacts.iter().map(written).collect();
        Self::lines(&lines, "names and emails")
    }

    /// Takes the rows of contacts: name, email, title, phone, as the paste pane reads them.
    pub(super) fn contacts(contacts: &[Contact]) -> Option<Self> {
        let cells = [ContactField::Name, ContactField::Email]
            .into_iter()
            .chain([Detail::Title, Detail::Phone].map(ContactField::Detail));
        let row = |one: &Contact| cells.clone().map(|field| one.text(field).to_owned()).collect();
        let rows: Vec<Vec<String>> = contacts.iter().map(row).collect();
        Self::rows(&rows)
    }

    /// Takes the domains of customers, or the names of those without one, one a line.
    pub(super) fn domains<'a>(customers: impl Iterator<Item = &'a Customer>) -> Option<Self> {
        let written = |one: &Customer| {
            let domain = one.domain.as_ref().map(ToString::to_string);
            domain.unwrap_or_else(|| one.name.to_string())
        };
        let lines: Vec<String> = customers.map(written).collect();
        Self::lines(&lines, "domains")
    }

    /// Takes the names of customers, one a line.
    pub(super) fn names<'a>(customers: impl Iterator<Item = &'a Customer>) -> Option<Self> {
        let lines: Vec<String> = customers.map(|one| one.name.to_string()).collect();
        Self::lines(&lines, "names")
    }

    /// Takes the rows of customers: number, name, domain, owner.
    pub(super) fn customers<'a>(customers: impl Iterator<Item = &'a Customer>) -> Option<Self> {
        let cells = |one: &Customer| {
            let domain = one.domain.as_ref().map(ToString::to_string);
            let owner = one.owner.as_ref().map(|owner| owner.email.to_string());
            vec![
                one.display_id.to_string(),
                one.name.to_string(),
                domain.unwrap_or_default(),
                owner.unwrap_or_default(),
            ]
        };
        let rows: Vec<Vec<String>> = customers.map(cells).collect();
        Self::rows(&rows)
    }

    /// Takes the address of a link.
    pub(super) fn link(link: &WebLink) -> Self {
        Self {
            text: link.url.clone(),
            what: link.url.clone(),
        }
    }

    /// Takes the text of a note.
    pub(super) fn note(note: &Note) -> Self {
        Self {
            text: note.text.to_string(),
            what: note.to_string(),
        }
    }

    /// Takes a mail, its subject first.
    pub(super) fn mail(draft: &MessageDraft) -> Self {
        Self {
            text: draft.text(),
            what: "subject and text of the mail".to_owned(),
        }
    }

    /// Takes the email of whom a notification is for.
    pub(super) fn recipient(one: &Notification) -> Option<Self> {
        Self::lines(&[one.recipient.email.to_string()], "")
    }

    /// Takes whom a notification is for, as a mail client writes it.
    pub(super) fn recipient_mailbox(one: &Notification) -> Option<Self> {
        let recipient = &one.recipient;
        Self::lines(
            &[mailbox(recipient.name.as_str(), &recipient.email.to_string())],
            "",
        )
    }

    /// Takes the row of a notification: number, kind, channel, name, email, state, subject.
    pub(super) fn notification(one: &Notification) -> Option<Self> {
        Self::rows(&[vec![
            one.number.to_string(),
            one.kind.to_string(),
            one.channel.to_string(),
            one.recipient.name.to_string(),
            one.recipient.email.to_string(),
            one.state.to_string(),
            one.subject.to_string(),
        ]])
    }
}

/// Writes `Ann Lee <ann@acme.com>`, with the name in quotes where it holds a sign that means something there.
fn mailbox(name: &str, email: &str) -> String {
    if name.contains(['"', '\\', ',', ';', ':', '<', '>', '@', '(', ')', '[', ']', '.']) {
        let name = name.replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"{name}\" <{email}>")
    } else {
        format!("{name} <{email}>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_signs_are_quoted_as_mail_clients_read_them() {
        assert_eq!(mailbox("Ann Lee", "ann@acme.com"), "Ann Lee <ann@acme.com>");
        assert_eq!(mailbox("Ruiz, Dana", "d@acme.com"), "\"Ruiz, Dana\" <d@acme.com>");
        assert_eq!(mailbox("A \"B\"", "a@b.co"), "\"A \\\"B\\\"\" <a@b.co>");
    }
}
