//! Contacts as the operation log keeps them, so that those that were added or deleted can be brought back.

use serde::{Deserialize, Serialize};

use super::{VERSION, written};
use crate::domain::{
    Contact, ContactDraft, ContactFields, ContactSource, Email, Follows, Link, Name, SafeText, Timestamp,
};

/// Everything that a deleted contact loses and that bringing it back needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRecord {
    /// The fields that a person edits.
    pub fields: ContactFields,
    /// Where it came from.
    pub source: ContactSource,
    /// What it is to a remote record.
    pub link: Option<Link>,
    /// Which of its fields follow that record.
    pub follows: Option<Follows>,
    /// When it was archived, if it is.
    pub archived_at: Option<Timestamp>,
}

/// A contact in the log.
#[derive(Serialize)]
struct Line<'a> {
    archived_at: Option<i64>,
    email: &'a Email,
    #[serde(skip_serializing_if = "Option::is_none")]
    follows: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    name: &'a Name,
    phone: Option<&'a SafeText>,
    source: ContactSource,
    title: Option<&'a SafeText>,
    v: u32,
}

#[derive(Deserialize)]
struct Logged {
    name: String,
    email: String,
    title: Option<String>,
    phone: Option<String>,
    source: String,
    link: Option<String>,
    follows: Option<String>,
    archived_at: Option<i64>,
    #[serde(default)]
    v: u32,
}

impl ContactRecord {
    /// Writes the record for the log.
    pub fn to_log(&self) -> String {
        written(&Line {
            archived_at: self.archived_at.map(Timestamp::as_millis),
            email: &self.fields.email,
            follows: self.follows.map(|follows| follows.to_string()),
            link: self.link.map(|link| link.to_string()),
            name: &self.fields.name,
            phone: self.fields.phone.as_ref(),
            source: self.source,
            title: self.fields.title.as_ref(),
            v: VERSION,
        })
    }

    /// Reads a record of the log; none if no release up to this one has written it.
    pub fn from_log(text: &str) -> Option<Self> {
        let logged: Logged = serde_json::from_str(text)
            .ok()
            .filter(|line: &Logged| line.v <= VERSION)?;
        let draft = ContactDraft {
            name: logged.name,
            email: logged.email,
            title: logged.title.unwrap_or_default(),
            phone: logged.phone.unwrap_or_default(),
        };
        Some(Self {
            fields: draft.check().ok()?,
            source: ContactSource::from_key(&logged.source)?,
            link: logged.link.as_deref().map(str::parse).transpose().ok()?,
            follows: logged.follows.as_deref().map(Follows::from_stored),
            archived_at: logged.archived_at.map(Timestamp::from_millis),
        })
    }

    /// Returns whether it is as a line of the log added it; earlier releases did not tell what it follows.
    pub fn is_as_added(&self, added: &str) -> bool {
        self.to_log() == added
            || Self::from_log(added).is_some_and(|added| {
                let follows = added.follows.or(self.follows);
                *self == Self { follows, ..added }
            })
    }

    /// Returns who it is: `Ann Lee <ann@acme.com>, CTO`.
    pub fn summary(&self) -> String {
        summary(
            self.fields.name.as_str(),
            self.fields.email.as_str(),
            self.fields.title.as_ref().map(SafeText::as_str),
        )
    }

    /// Returns who is in a record of the log, as [`Self::summary`] does, without a look at whether the fields are valid.
    pub fn summary_of(text: &str) -> Option<String> {
        let Logged {
            name, email, title, ..
        } = serde_json::from_str(text).ok()?;
        Some(summary(
            &name,
            &email,
            title.as_deref().filter(|title| !title.is_empty()),
        ))
    }
}

fn summary(name: &str, email: &str, title: Option<&str>) -> String {
    match title {
        Some(title) => format!("{name} <{email}>, {title}"),
        None => format!("{name} <{email}>"),
    }
}

impl From<&Contact> for ContactRecord {
    fn from(contact: &Contact) -> Self {
        Self {
            fields: contact.fields(),
            source: contact.source,
            link: contact.link,
            follows: contact.follows,
            archived_at: contact.archived_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_comes_back_from_the_log_and_is_as_it_was_added() {
        let draft = ContactDraft {
            name: "Ann".into(),
            email: "ann@müller.de".into(),
            title: "CTO".into(),
            phone: String::new(),
        };
        let contact = ContactRecord {
            fields: draft.check().expect("valid"),
            source: ContactSource::Manual,
            link: "linked:77".parse().ok(),
            follows: Some(Follows::from_stored("name,phone")),
            archived_at: Some(Timestamp::from_millis(5)),
        };
        let line = contact.to_log();
        assert_eq!(ContactRecord::from_log(&line), Some(contact.clone()));
        // Earlier releases wrote neither the version nor what a contact follows.
        let earlier = line
            .replace(",\"v\":1", "")
            .replace("\"follows\":\"name,phone\",", "");
        assert!(
            contact.is_as_added(&line) && contact.is_as_added(&earlier),
            "{earlier}"
        );
        let follows = Some(Follows::NONE);
        let other = ContactRecord { follows, ..contact };
        assert!(!other.is_as_added(&line) && other.is_as_added(&earlier));
    }

    #[test]
    fn nonsense_and_what_a_later_release_wrote_is_no_record() {
        assert_eq!(ContactRecord::from_log("{}"), None);
        let line = r#"{"name":"Ann","email":"a@acme.com","source":"manual","v":1}"#;
        assert!(ContactRecord::from_log(line).is_some());
        assert_eq!(ContactRecord::from_log(&line.replace("\"v\":1", "\"v\":2")), None);
    }
}
