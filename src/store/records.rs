//! Whole records as the operation log keeps them, so that what was added or deleted can be brought back.

use serde::{Deserialize, Serialize};

use crate::domain::{
    Contact, ContactDraft, ContactFields, Customer, CustomerDomain, CustomerStatus, Email, Follows, Link,
    Name, OwnerId, SafeText, Source, Tags, Timestamp,
};

/// Everything that a deleted contact loses and that bringing it back needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRecord {
    /// The fields that a person edits.
    pub fields: ContactFields,
    /// Where it came from.
    pub source: Source,
    /// What it is to a record of HubSpot.
    pub link: Option<Link>,
    /// Which of its fields follow that record.
    pub follows: Option<Follows>,
    /// When it was archived, if it is.
    pub archived_at: Option<Timestamp>,
}

/// Everything that a customer loses when its adding is taken back, and that making it again needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRecord {
    /// The company's name.
    pub name: Name,
    /// The company's domain.
    pub domain: Option<CustomerDomain>,
    /// Who runs it.
    pub owner: Option<OwnerId>,
    /// The plan it bought.
    pub plan: Option<SafeText>,
    /// How it is doing.
    pub status: CustomerStatus,
    /// Its tags.
    pub tags: Tags,
}

/// A contact in the log.
#[derive(Serialize)]
struct ContactLine<'a> {
    archived_at: Option<i64>,
    email: &'a Email,
    #[serde(skip_serializing_if = "Option::is_none")]
    follows: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    name: &'a Name,
    phone: Option<&'a SafeText>,
    source: Source,
    title: Option<&'a SafeText>,
}

#[derive(Deserialize)]
struct LoggedContact {
    name: String,
    email: String,
    title: Option<String>,
    phone: Option<String>,
    source: String,
    link: Option<String>,
    follows: Option<String>,
    archived_at: Option<i64>,
}

#[derive(Deserialize)]
struct LoggedCustomer {
    name: String,
    domain: Option<String>,
    owner: Option<String>,
    plan: Option<String>,
    status: String,
    tags: String,
}

impl ContactRecord {
    /// Writes the record for the log.
    pub fn to_log(&self) -> String {
        let line = ContactLine {
            archived_at: self.archived_at.map(Timestamp::as_millis),
            email: &self.fields.email,
            follows: self.follows.map(|follows| follows.to_string()),
            link: self.link.map(|link| link.to_string()),
            name: &self.fields.name,
            phone: self.fields.phone.as_ref(),
            source: self.source,
            title: self.fields.title.as_ref(),
        };
        // Maps of text to text cannot fail to become JSON.
        serde_json::to_string(&line).unwrap_or_default()
    }

    /// Reads a record of the log; none if no release of the program has written it.
    pub fn from_log(text: &str) -> Option<Self> {
        let logged: LoggedContact = serde_json::from_str(text).ok()?;
        let draft = ContactDraft {
            name: logged.name,
            email: logged.email,
            title: logged.title.unwrap_or_default(),
            phone: logged.phone.unwrap_or_default(),
        };
        Some(Self {
            fields: draft.check().ok()?,
            source: Source::from_key(&logged.source)?,
            link: logged.link.as_deref().map(str::parse).transpose().ok()?,
            follows: logged.follows.as_deref().map(Follows::from_stored),
            archived_at: logged.archived_at.map(Timestamp::from_millis),
        })
    }

    /// Tells who it is: `Ann Lee <ann@acme.com>, CTO`.
    pub fn summary(&self) -> String {
        summary(
            self.fields.name.as_str(),
            self.fields.email.as_str(),
            self.fields.title.as_ref().map(SafeText::as_str),
        )
    }

    /// Tells who is in a record of the log, as [`Self::summary`] does, without a look at whether the fields are valid.
    pub(super) fn summary_of(text: &str) -> Option<String> {
        let LoggedContact {
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

impl CustomerRecord {
    /// Writes the record for the log.
    pub fn to_log(&self) -> String {
        serde_json::json!({
            "name": self.name,
            "domain": self.domain,
            "owner": self.owner,
            "plan": self.plan,
            "status": self.status,
            "tags": self.tags.stored(),
        })
        .to_string()
    }

    /// Reads a record of the log; none if no release of the program has written it.
    pub fn from_log(text: &str) -> Option<Self> {
        let logged: LoggedCustomer = serde_json::from_str(text).ok()?;
        Some(Self {
            name: Name::parse(&logged.name).ok()?,
            domain: logged.domain.map(CustomerDomain::from_stored),
            owner: logged.owner.as_deref().map(str::parse).transpose().ok()?,
            plan: logged.plan.as_deref().and_then(SafeText::optional),
            status: CustomerStatus::from_key(&logged.status)?,
            tags: Tags::from_stored(&logged.tags),
        })
    }

    /// Tells which it is: `Acme (acme.com)`.
    pub fn summary(&self) -> String {
        let domain = self
            .domain
            .as_ref()
            .map(|domain| format!(" ({domain})"))
            .unwrap_or_default();
        format!("{}{domain}", self.name)
    }
}

impl From<&Customer> for CustomerRecord {
    fn from(customer: &Customer) -> Self {
        Self {
            name: customer.name.clone(),
            domain: customer.domain.clone(),
            owner: customer.owner.as_ref().map(|owner| owner.id),
            plan: customer.plan.clone(),
            status: customer.status,
            tags: customer.tags.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::IdSource;

    #[test]
    fn records_come_back_from_the_log() {
        let draft = ContactDraft {
            name: "Ann".into(),
            email: "ann@müller.de".into(),
            title: "CTO".into(),
            phone: String::new(),
        };
        let contact = ContactRecord {
            fields: draft.check().expect("valid"),
            source: Source::Manual,
            link: "linked:77".parse().ok(),
            follows: Some(Follows::from_stored("name,phone")),
            archived_at: Some(Timestamp::from_millis(5)),
        };
        assert_eq!(ContactRecord::from_log(&contact.to_log()), Some(contact));
        let customer = CustomerRecord {
            name: Name::parse("Acme").expect("valid"),
            domain: CustomerDomain::parse("müller.de").ok(),
            owner: Some(OwnerId::from_uuid(
                IdSource::Counting(0).next(Timestamp::default()),
            )),
            plan: SafeText::optional("Growth"),
            status: CustomerStatus::AtRisk,
            tags: Tags::parse(["vip,emea"]).expect("valid"),
        };
        assert_eq!(customer.summary(), "Acme (müller.de)");
        assert_eq!(CustomerRecord::from_log(&customer.to_log()), Some(customer));
    }

    #[test]
    fn nonsense_in_the_log_is_no_record() {
        assert_eq!(ContactRecord::from_log("{}"), None);
        assert_eq!(CustomerRecord::from_log("x"), None);
    }
}
