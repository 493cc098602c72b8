//! Customers as the operation log keeps them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{VERSION, written};
use crate::domain::{
    AboutStatus, CustomValues, Customer, CustomerDomain, CustomerStatus, Date, Name, OwnerId, SafeText, Tags,
    Timestamp,
};

/// Everything that a customer loses when its adding is taken back, and that making it again needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRecord {
    /// The short number by which people name it; none in lines of earlier releases.
    pub number: Option<u32>,
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
    /// What is known beside its status.
    pub about_status: AboutStatus,
    /// Its tags.
    pub tags: Tags,
    /// The values in fields that the user defined.
    pub custom: CustomValues,
}

/// A customer in the log.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    at_risk_since: Option<i64>,
    #[serde(skip_serializing_if = "CustomValues::is_empty")]
    custom: &'a CustomValues,
    domain: Option<&'a CustomerDomain>,
    name: &'a Name,
    number: Option<u32>,
    owner: Option<OwnerId>,
    plan: Option<&'a SafeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    risk_reason: Option<&'a SafeText>,
    status: CustomerStatus,
    tags: String,
    v: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    win_back_on: Option<Date>,
}

#[derive(Deserialize)]
struct Logged {
    at_risk_since: Option<i64>,
    #[serde(default)]
    custom: BTreeMap<String, String>,
    name: String,
    number: Option<u32>,
    domain: Option<String>,
    owner: Option<String>,
    plan: Option<String>,
    risk_reason: Option<String>,
    status: String,
    tags: String,
    #[serde(default)]
    v: u32,
    win_back_on: Option<String>,
}

impl CustomerRecord {
    /// Writes the record for the log.
    pub fn to_log(&self) -> String {
        written(&Line {
            at_risk_since: self.about_status.at_risk_since.map(Timestamp::as_millis),
            custom: &self.custom,
            domain: self.domain.as_ref(),
            name: &self.name,
            number: self.number,
            owner: self.owner,
            plan: self.plan.as_ref(),
            risk_reason: self.about_status.risk_reason.as_ref(),
            status: self.status,
            tags: self.tags.stored(),
            v: VERSION,
            win_back_on: self.about_status.win_back_on,
        })
    }

    /// Reads a record of the log; none if no release up to this one has written it.
    pub fn from_log(text: &str) -> Option<Self> {
        let logged: Logged = serde_json::from_str(text)
            .ok()
            .filter(|line: &Logged| line.v <= VERSION)?;
        Some(Self {
            number: logged.number,
            name: Name::parse(&logged.name).ok()?,
            domain: logged.domain.map(CustomerDomain::from_stored),
            owner: logged.owner.as_deref().map(str::parse).transpose().ok()?,
            plan: logged.plan.as_deref().and_then(SafeText::optional),
            status: CustomerStatus::from_key(&logged.status)?,
            about_status: AboutStatus {
                at_risk_since: logged.at_risk_since.map(Timestamp::from_millis),
                risk_reason: logged.risk_reason.as_deref().and_then(SafeText::optional),
                win_back_on: logged.win_back_on.as_deref().map(str::parse).transpose().ok()?,
            },
            tags: Tags::from_stored(&logged.tags),
            custom: CustomValues::from_log(logged.custom),
        })
    }

    /// Returns whether it is as a line of the log added it.
    pub fn is_as_added(&self, added: &str) -> bool {
        Self::from_log(added).is_some_and(|added| {
            let since = added.about_status.at_risk_since;
            let about_status = AboutStatus {
                at_risk_since: since.or(self.about_status.at_risk_since),
                ..added.about_status.clone()
            };
            // What belongs to another status does not count, and older lines do not tell since when one was at risk.
            let counts = |record: &Self, about_status: &AboutStatus| Self {
                number: record.number.or(self.number),
                about_status: about_status.at(record.status),
                ..record.clone()
            };
            counts(self, &self.about_status) == counts(&added, &about_status)
        })
    }

    /// Returns which it is: `Acme (acme.com)`.
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
            number: Some(customer.display_id),
            name: customer.name.clone(),
            domain: customer.domain.clone(),
            owner: customer.owner.as_ref().map(|owner| owner.id),
            plan: customer.plan.clone(),
            status: customer.status,
            about_status: customer.about_status.clone(),
            tags: customer.tags.clone(),
            custom: customer.custom.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CustomFieldId, IdSource, Timestamp};

    #[test]
    fn a_customer_comes_back_from_the_log_and_is_as_it_was_added() {
        let customer = CustomerRecord {
            number: Some(7),
            name: Name::parse("Acme").expect("valid"),
            domain: CustomerDomain::parse("müller.de").ok(),
            owner: Some(OwnerId::from_uuid(
                IdSource::Counting(0).next(Timestamp::default()),
            )),
            plan: SafeText::optional("Growth"),
            status: CustomerStatus::AtRisk,
            about_status: AboutStatus {
                at_risk_since: Some(Timestamp::from_millis(7)),
                risk_reason: SafeText::optional("Budget frozen"),
                win_back_on: "2027-01-15".parse().ok(),
            },
            tags: Tags::parse(["vip,emea"]).expect("valid"),
            custom: CustomValues::from_iter([(
                CustomFieldId::from_uuid(IdSource::Counting(1).next(Timestamp::default())),
                SafeText::clean("EMEA"),
            )]),
        };
        assert_eq!(customer.summary(), "Acme (müller.de)");
        let line = customer.to_log();
        assert!(customer.is_as_added(&line), "{line}");
        // Earlier releases wrote neither the version nor the number.
        let earlier = line.replace(",\"v\":1", "").replace("\"number\":7,", "");
        assert!(customer.is_as_added(&earlier), "{earlier}");
        assert_eq!(CustomerRecord::from_log(&line), Some(customer.clone()));
        // Nor since when one was at risk; and what belongs to another status does not count.
        let untold = line.replace("\"at_risk_since\":7,", "");
        assert!(untold != line && customer.is_as_added(&untold), "{untold}");
        let mut stale = customer.clone();
        stale.about_status.win_back_on = None;
        assert!(stale.is_as_added(&line));
        stale.about_status.risk_reason = None;
        assert!(!stale.is_as_added(&line));
        let other = CustomerRecord {
            number: Some(8),
            ..customer
        };
        assert!(!other.is_as_added(&line) && other.is_as_added(&earlier));
    }

    #[test]
    fn nonsense_and_what_a_later_release_wrote_is_no_record() {
        assert_eq!(CustomerRecord::from_log("x"), None);
        let line = r#"{"name":"Acme","status":"active","tags":"","v":1}"#;
        assert!(CustomerRecord::from_log(line).is_some());
        assert_eq!(
            CustomerRecord::from_log(&line.replace("\"v\":1", "\"v\":2")),
            None
        );
    }
}
