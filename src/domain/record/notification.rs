//! Notifications as the operation log keeps them.

use serde::{Deserialize, Serialize};

use super::{InWords, Logged, VERSION, logged, written};
use crate::domain::{
    ByRole, Channel, ContactId, ContactRole, Email, Name, NotificationContent, NotificationKind,
    NotificationState, OnboardingId, Person, RouteReason,
};

/// What a notification is when it is written: its recipient and its text are those of that moment and stay so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationRecord {
    /// The short number by which people name it.
    pub number: u32,
    /// The onboarding it is of, if it is of one.
    pub onboarding: Option<OnboardingId>,
    /// The contact who gets it, if it is one.
    pub contact: Option<ContactId>,
    /// What it is about.
    pub kind: NotificationKind,
    /// The way by which it travels.
    pub channel: Channel,
    /// Who gets it.
    pub recipient: Person,
    /// To whom an answer goes.
    pub reply_to: Option<Person>,
    /// The rule that chose the recipient.
    pub reason: RouteReason,
    /// The role that it is for, if it is for one.
    pub by_role: Option<ByRole>,
    /// The text.
    pub content: NotificationContent,
    /// Whether it may leave by itself.
    pub state: NotificationState,
}

#[derive(Serialize, Deserialize)]
struct Line {
    blanks: Vec<String>,
    body: String,
    channel: String,
    contact: Option<String>,
    kind: String,
    number: u32,
    onboarding: Option<String>,
    reason: String,
    recipient: Address,
    reply_to: Option<Address>,
    /// None where it is for no role, as in all that earlier releases wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role_holders: Option<u32>,
    state: String,
    subject: String,
    v: u32,
}

#[derive(Serialize, Deserialize)]
struct Address {
    email: String,
    name: String,
}

impl Address {
    fn person(&self) -> Option<Person> {
        Some(Person {
            name: Name::parse(&self.name).ok()?,
            email: Email::parse(&self.email).ok()?,
        })
    }
}

impl From<&Person> for Address {
    fn from(person: &Person) -> Self {
        Self {
            email: person.email.to_string(),
            name: person.name.to_string(),
        }
    }
}

impl NotificationRecord {
    /// Writes the record for the log.
    pub fn to_log(&self) -> String {
        written(&Line {
            blanks: self.content.missing_fields.clone(),
            body: self.content.body.clone(),
            channel: self.channel.key().to_owned(),
            contact: self.contact.as_ref().map(ContactId::to_string),
            kind: self.kind.key().to_owned(),
            number: self.number,
            onboarding: self.onboarding.as_ref().map(OnboardingId::to_string),
            reason: self.reason.key().to_owned(),
            recipient: Address::from(&self.recipient),
            reply_to: self.reply_to.as_ref().map(Address::from),
            role: self.by_role.as_ref().map(|by| by.role.to_string()),
            role_holders: self.by_role.as_ref().map(|by| by.holders),
            state: self.state.key().to_owned(),
            subject: self.content.subject.clone(),
            v: VERSION,
        })
    }

    /// Reads what the log holds of a notification; none if no release up to this one has written it.
    pub fn from_log(text: &str) -> Option<Logged<Self>> {
        logged(text, |line: Line| {
            let reply_to = match &line.reply_to {
                Some(address) => Some(address.person()?),
                None => None,
            };
            Some(Self {
                number: line.number,
                onboarding: line.onboarding.as_deref().map(str::parse).transpose().ok()?,
                contact: line.contact.as_deref().map(str::parse).transpose().ok()?,
                kind: NotificationKind::from_key(&line.kind)?,
                channel: Channel::from_key(&line.channel)?,
                recipient: line.recipient.person()?,
                reply_to,
                reason: RouteReason::from_key(&line.reason)?,
                by_role: match line.role {
                    Some(role) => Some(ByRole {
                        role: ContactRole::parse(&role).ok()?,
                        holders: line.role_holders?,
                    }),
                    None => None,
                },
                content: NotificationContent {
                    subject: line.subject,
                    body: line.body,
                    missing_fields: line.blanks,
                },
                state: NotificationState::from_key(&line.state)?,
            })
            .filter(|_| line.v <= VERSION)
        })
    }
}

impl InWords for NotificationRecord {
    /// Returns it as `Phase change to Dana Ruiz <dana@acme.com> by mail`, with the name that it is addressed to.
    fn in_words(&self, _: Option<&str>) -> String {
        let Person { name, email } = &self.recipient;
        format!("{} to {name} <{email}> by {}", self.kind, self.channel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notification_comes_back_from_the_log_with_its_text() {
        let person = |name: &str, email: &str| Person {
            name: Name::parse(name).expect("a name"),
            email: Email::parse(email).expect("an address"),
        };
        let record = NotificationRecord {
            number: 4,
            onboarding: Some(OnboardingId::from_uuid(uuid::Uuid::from_u128(7))),
            contact: None,
            kind: NotificationKind::PhaseChange,
            channel: Channel::Email,
            recipient: person("Dana Ruiz", "dana@müller.de"),
            reply_to: Some(person("Cara Osei", "cara.osei@us.com")),
            reason: RouteReason::OwnerFallback,
            by_role: ContactRole::parse("billing")
                .ok()
                .map(|role| ByRole { role, holders: 2 }),
            content: NotificationContent {
                subject: "On to \"Integration\"".to_owned(),
                body: "Hi,\n\nwe go on.".to_owned(),
                missing_fields: vec!["owner".to_owned()],
            },
            state: NotificationState::Held,
        };
        let line = record.to_log();
        let logged = NotificationRecord::from_log(&line).expect("a record");
        assert_eq!(logged, Logged::Record(record));
        assert_eq!(
            logged.in_words(None),
            "Phase change to Dana Ruiz <dana@müller.de> by mail"
        );
        assert_eq!(
            NotificationRecord::from_log(&line.replace("\"v\":1", "\"v\":2")),
            None
        );
    }
}
