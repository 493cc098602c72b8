//! The portal for trying out, which belongs to the app's sample data.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};

use super::portal::Portal;
use super::record::{PortalCompany, PortalContact};

const COMPANIES: &str = include_str!("../../assets/sandbox_companies.csv");
const CONTACTS: &str = include_str!("../../assets/sandbox_contacts.csv");

#[derive(Debug, Deserialize)]
struct CompanyRow {
    key: String,
    name: String,
    domain: Option<String>,
    additional_domains: String,
    #[serde(deserialize_with = "time")]
    modified: Timestamp,
}

#[derive(Debug, Deserialize)]
struct ContactRow {
    company: Option<String>,
    firstname: Option<String>,
    lastname: Option<String>,
    email: Option<String>,
    jobtitle: Option<String>,
    phone: Option<String>,
    #[serde(deserialize_with = "time")]
    modified: Timestamp,
}

/// Makes the portal for trying out: people of the sample customers, near misses, and companies that are no customers yet.
pub fn demo_portal() -> Portal {
    let mut portal = Portal::default();
    let mut companies = BTreeMap::new();
    for row in rows::<CompanyRow>(COMPANIES) {
        let id = portal.add_company(PortalCompany {
            name: row.name,
            domain: row.domain,
            additional_domains: row
                .additional_domains
                .split('|')
                .filter(|domain| !domain.is_empty())
                .map(str::to_owned)
                .collect(),
            owner: None,
            modified: row.modified,
        });
        companies.insert(row.key, id);
    }
    for row in rows::<ContactRow>(CONTACTS) {
        let id = portal.add_contact(PortalContact {
            email: row.email,
            additional_emails: Vec::new(),
            firstname: row.firstname,
            lastname: row.lastname,
            jobtitle: row.jobtitle,
            phone: row.phone,
            modified: row.modified,
            archived: false,
        });
        if let Some(company) = row.company.and_then(|key| companies.get(&key).copied()) {
            portal.associate_primary(company, id);
        }
    }
    portal
}

/// Reads the rows of a table; the tests see to it that none is left out.
fn rows<T: DeserializeOwned>(table: &str) -> Vec<T> {
    csv::Reader::from_reader(table.as_bytes())
        .into_deserialize()
        .filter_map(Result::ok)
        .collect()
}

fn time<'de, D: Deserializer<'de>>(cell: D) -> Result<Timestamp, D::Error> {
    String::deserialize(cell)?.parse().map_err(D::Error::custom)
}
