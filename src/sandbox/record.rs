//! Contacts and companies as HubSpot holds them, and their properties.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::{Map, json};

use super::value::{Kind, Value};

/// A contact as HubSpot holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PortalContact {
    /// The primary address, as it was written.
    pub email: Option<String>,
    /// The other addresses: `hs_additional_emails`.
    pub additional_emails: Vec<String>,
    /// The given name.
    pub firstname: Option<String>,
    /// The family name.
    pub lastname: Option<String>,
    /// The title.
    pub jobtitle: Option<String>,
    /// The phone number, as it was written.
    pub phone: Option<String>,
    /// When it last changed: `lastmodifieddate`.
    pub modified: Timestamp,
    /// Whether it lies in the recycle bin.
    pub archived: bool,
}

impl PortalContact {
    /// Returns what stands after the `@`, in lower case: `hs_email_domain`.
    pub fn email_domain(&self) -> Option<String> {
        let (_, domain) = self.email.as_deref()?.rsplit_once('@')?;
        Some(domain.to_lowercase())
    }
}

/// A company as HubSpot holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PortalCompany {
    /// The name.
    pub name: String,
    /// The primary domain; several companies may have the same one.
    pub domain: Option<String>,
    /// The other domains: `hs_additional_domains`.
    pub additional_domains: Vec<String>,
    /// The id of its owner: `hubspot_owner_id`.
    pub owner: Option<u64>,
    /// When it last changed: `hs_lastmodifieddate`.
    pub modified: Timestamp,
}

/// A record with its id.
#[derive(Debug, Clone)]
pub(super) struct Held<T> {
    pub(super) id: u64,
    pub(super) created: Timestamp,
    pub(super) record: T,
}

/// A kind of record whose properties can be searched and read.
pub(super) trait Properties {
    /// The properties that it has of its own.
    const OWN: &'static [(&'static str, Kind)];
    /// The properties of an answer to a request that names none.
    const UNASKED: &'static [&'static str];
    /// The property of the last change.
    const MODIFIED: &'static str;
    /// The number of the kind, as it stands in addresses.
    const TYPE: &'static str;

    /// Returns a property of its own.
    fn own(&self, name: &str) -> Option<Value>;

    /// Returns when it last changed.
    fn modified(&self) -> Timestamp;

    /// Returns whether it lies in the recycle bin.
    fn archived(&self) -> bool;
}

fn text(value: Option<&String>) -> Option<Value> {
    value.filter(|text| !text.is_empty()).cloned().map(Value::Text)
}

impl Properties for PortalContact {
    /// `hs_lastmodifieddate` is known to contacts and never holds anything: a search by it finds nothing.
    const OWN: &'static [(&'static str, Kind)] = &[
        ("email", Kind::Text),
        ("hs_additional_emails", Kind::Text),
        ("firstname", Kind::Text),
        ("lastname", Kind::Text),
        ("jobtitle", Kind::Text),
        ("phone", Kind::Text),
        ("hs_email_domain", Kind::Text),
        ("lastmodifieddate", Kind::Time),
        ("hs_lastmodifieddate", Kind::Time),
    ];
    const UNASKED: &'static [&'static str] = &["email", "firstname", "lastname"];
    const MODIFIED: &'static str = "lastmodifieddate";
    const TYPE: &'static str = "0-1";

    fn own(&self, name: &str) -> Option<Value> {
        match name {
            "email" => text(self.email.as_ref()),
            "hs_additional_emails" => text(Some(&self.additional_emails.join(";"))),
            "firstname" => text(self.firstname.as_ref()),
            "lastname" => text(self.lastname.as_ref()),
            "jobtitle" => text(self.jobtitle.as_ref()),
            "phone" => text(self.phone.as_ref()),
            "hs_email_domain" => text(self.email_domain().as_ref()),
            "lastmodifieddate" => Some(Value::Time(self.modified)),
            _ => None,
        }
    }

    fn modified(&self) -> Timestamp {
        self.modified
    }

    fn archived(&self) -> bool {
        self.archived
    }
}

impl Properties for PortalCompany {
    const OWN: &'static [(&'static str, Kind)] = &[
        ("name", Kind::Text),
        ("domain", Kind::Text),
        ("hs_additional_domains", Kind::Text),
        ("hubspot_owner_id", Kind::Number),
        ("hs_lastmodifieddate", Kind::Time),
    ];
    const UNASKED: &'static [&'static str] = &["name", "domain"];
    const MODIFIED: &'static str = "hs_lastmodifieddate";
    const TYPE: &'static str = "0-2";

    fn own(&self, name: &str) -> Option<Value> {
        match name {
            "name" => text(Some(&self.name)),
            "domain" => text(self.domain.as_ref()),
            "hs_additional_domains" => text(Some(&self.additional_domains.join(";"))),
            "hubspot_owner_id" => self.owner.map(Value::Number),
            "hs_lastmodifieddate" => Some(Value::Time(self.modified)),
            _ => None,
        }
    }

    fn modified(&self) -> Timestamp {
        self.modified
    }

    fn archived(&self) -> bool {
        false
    }
}

impl<T: Properties> Held<T> {
    /// Returns the kind of a property; none if there is no such property.
    pub(super) fn kind(name: &str) -> Option<Kind> {
        match name {
            "hs_object_id" => Some(Kind::Number),
            "createdate" => Some(Kind::Time),
            _ => T::OWN.iter().find(|(own, _)| *own == name).map(|(_, kind)| *kind),
        }
    }

    /// Returns a property.
    pub(super) fn value(&self, name: &str) -> Option<Value> {
        match name {
            "hs_object_id" => Some(Value::Number(self.id)),
            "createdate" => Some(Value::Time(self.created)),
            _ => self.record.own(name),
        }
    }

    /// Returns the record of a portal as it stands in an answer: with the properties asked for and three that always come.
    ///
    /// Names that are no property are left out, as by HubSpot. Times of the record have milliseconds and those among
    /// the properties only where there are some: both forms occur.
    pub(super) fn json(&self, asked: &[String], portal: u64) -> serde_json::Value {
        let unasked = if asked.is_empty() { T::UNASKED } else { &[] };
        let always = ["hs_object_id", "createdate", T::MODIFIED];
        let names = asked
            .iter()
            .map(|name| Cow::Borrowed(name.as_str()))
            .chain(unasked.iter().chain(&always).map(|name| Cow::Borrowed(*name)));
        let properties: Map<String, serde_json::Value> = names
            .filter(|name| Self::kind(name).is_some())
            .map(|name| {
                let value = self.value(&name).map(Value::into_text);
                (name.into_owned(), value.into())
            })
            .collect();
        json!({
            "id": self.id.to_string(),
            "properties": properties,
            "createdAt": format!("{:.3}", self.created),
            "updatedAt": format!("{:.3}", self.record.modified()),
            "archived": self.record.archived(),
            "url": format!("https://app-eu1.hubspot.com/contacts/{portal}/record/{}/{}", T::TYPE, self.id),
        })
    }
}
