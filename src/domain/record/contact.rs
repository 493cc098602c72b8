//! Contacts as the operation log keeps them, so that those that were added or deleted can be brought back.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{VERSION, written};
use crate::domain::{
    Contact, ContactDraft, ContactFields, ContactSource, CustomValues, Detail, Details, ERASED_NAME, Field,
    Follows, Link, SafeText, Timestamp,
};

/// Everything that a deleted contact loses and that bringing it back needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRecord {
    /// The fields that the user edits.
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

/// What a record holds besides the details of the contact.
#[derive(Serialize)]
#[serde(untagged)]
enum Cell<'a> {
    Text(&'a str),
    Number(Option<i64>),
    Values(&'a CustomValues),
}

/// A contact in the log: its names in order, those of the details among the others.
struct Line<'a>(&'a ContactRecord);

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let record = self.0;
        let link = record.link.map(|link| link.to_string());
        let follows = record.follows.map(|follows| follows.to_string());
        let archived_at = record.archived_at.map(Timestamp::as_millis);
        let custom = &record.fields.custom;
        let cells = [
            ("archived_at", Some(Cell::Number(archived_at))),
            ("custom", (!custom.is_empty()).then_some(Cell::Values(custom))),
            ("email", Some(Cell::Text(record.fields.email.as_str()))),
            ("follows", follows.as_deref().map(Cell::Text)),
            ("link", link.as_deref().map(Cell::Text)),
            ("name", Some(Cell::Text(record.fields.name.as_str()))),
            ("source", Some(Cell::Text(record.source.key()))),
            ("v", Some(Cell::Number(Some(i64::from(VERSION))))),
        ];
        let mut details = Detail::ALL;
        details.sort_unstable_by_key(|detail| detail.key());
        let mut details = details.into_iter().peekable();
        let texts = &record.fields.details;
        let mut line = serializer.serialize_map(None)?;
        for (key, cell) in cells {
            while let Some(detail) = details.next_if(|detail| detail.key() < key) {
                line.serialize_entry(detail.key(), &texts[detail])?;
            }
            if let Some(cell) = cell {
                line.serialize_entry(key, &cell)?;
            }
        }
        for detail in details {
            line.serialize_entry(detail.key(), &texts[detail])?;
        }
        line.end()
    }
}

/// A line of the log as any release wrote it.
#[derive(Default)]
struct Logged {
    name: String,
    email: String,
    /// None for what its release did not know.
    details: Details<Option<Option<String>>>,
    source: String,
    link: Option<String>,
    follows: Option<String>,
    archived_at: Option<i64>,
    custom: BTreeMap<String, String>,
    v: u32,
}

/// The name of a value in a line, lent by it where it can be.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Logged {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(LoggedVisitor)
    }
}

struct LoggedVisitor;

impl<'de> Visitor<'de> for LoggedVisitor {
    type Value = Logged;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a contact")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Logged, M::Error> {
        let mut logged = Logged::default();
        let (mut has_name, mut has_email) = (false, false);
        while let Some(Key(key)) = map.next_key::<Key<'de>>()? {
            match &*key {
                "name" => (logged.name, has_name) = (map.next_value()?, true),
                "email" => (logged.email, has_email) = (map.next_value()?, true),
                "source" => logged.source = map.next_value()?,
                "link" => logged.link = map.next_value()?,
                "follows" => logged.follows = map.next_value()?,
                "archived_at" => logged.archived_at = map.next_value()?,
                "custom" => logged.custom = map.next_value()?,
                "v" => logged.v = map.next_value()?,
                other => match Detail::from_key(other) {
                    Some(detail) => logged.details[detail] = Some(map.next_value()?),
                    None => map.next_value::<IgnoredAny>().map(drop)?,
                },
            }
        }
        match (has_name, has_email) {
            (true, true) => Ok(logged),
            (false, _) => Err(M::Error::missing_field("name")),
            (true, false) => Err(M::Error::missing_field("email")),
        }
    }
}

impl ContactRecord {
    /// Writes the record for the log.
    pub fn to_log(&self) -> String {
        written(&Line(self))
    }

    /// Reads a record of the log; none if no release up to this one has written it.
    pub fn from_log(text: &str) -> Option<Self> {
        let logged: Logged = serde_json::from_str(text)
            .ok()
            .filter(|line: &Logged| line.v <= VERSION)?;
        let mut follows = logged.follows.as_deref().map(Follows::from_stored);
        let mut details = Details::default();
        for (detail, text) in logged.details.iter() {
            match (text, &mut follows) {
                (Some(text), _) => details[detail] = text.clone().unwrap_or_default(),
                // Nobody wrote what its release did not know.
                (None, Some(follows)) => follows.set(Field::Detail(detail), true),
                (None, None) => {}
            }
        }
        let draft = ContactDraft {
            name: logged.name,
            email: logged.email,
            details,
        };
        Some(Self {
            fields: draft
                .check()
                .ok()?
                .with_custom(CustomValues::from_log(logged.custom)),
            source: ContactSource::from_key(&logged.source)?,
            link: logged.link.as_deref().map(str::parse).transpose().ok()?,
            follows,
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
            self.fields.details[Detail::Title].as_ref().map(SafeText::as_str),
        )
    }

    /// Returns who is in a record of the log, as [`Self::summary`] does, without a look at whether the fields are valid.
    pub fn summary_of(text: &str) -> Option<String> {
        let logged: Logged = serde_json::from_str(text).ok()?;
        let title = logged.details[Detail::Title].as_ref().and_then(Option::as_deref);
        Some(summary(
            &logged.name,
            &logged.email,
            title.filter(|title| !title.is_empty()),
        ))
    }
}

fn summary(name: &str, email: &str, title: Option<&str>) -> String {
    if name == ERASED_NAME {
        return name.to_owned();
    }
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
    use crate::domain::{CustomFieldId, IdSource};

    #[test]
    fn a_contact_comes_back_from_the_log_and_is_as_it_was_added() {
        let draft = ContactDraft::new("Ann", "ann@müller.de").with(Detail::Title, "CTO");
        let field = CustomFieldId::from_uuid(IdSource::Counting(0).next(Timestamp::default()));
        let custom = CustomValues::from_iter([(field, SafeText::clean("EMEA"))]);
        let contact = ContactRecord {
            fields: draft.check().expect("valid").with_custom(custom),
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
