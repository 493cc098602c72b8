//! Records of HubSpot as the words of the domain: cleaned, cut to size, addresses checked.

use super::wire::{Account, FromRecord, Record};
use crate::domain::{
    CustomerDomain, Email, MAX_TEXT_CHARS, Name, Portal, RemoteCompany, RemoteContact, SafeText,
    name_from_local_part,
};

/// The longest name, in characters.
const MAX_NAME_CHARS: usize = 200;

/// The longest phone number, in characters.
const MAX_PHONE_CHARS: usize = 60;

impl FromRecord for RemoteContact {
    fn from_record(record: &Record) -> Self {
        contact(record)
    }
}

impl FromRecord for RemoteCompany {
    fn from_record(record: &Record) -> Self {
        company(record)
    }
}

/// Takes a person; one without a name is named by the address, else by the id.
fn contact(record: &Record) -> RemoteContact {
    let email = record.text("email").and_then(|text| Email::parse(&text).ok());
    let full = [record.text("firstname"), record.text("lastname")]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
    let from_address = || {
        let local = email.as_ref()?.local_part();
        Some(name_from_local_part(local).unwrap_or_else(|| local.to_owned()))
    };
    RemoteContact {
        id: record.id,
        name: name(&full)
            .or_else(|| name(&from_address()?))
            .unwrap_or_else(|| unnamed(record)),
        email,
        title: line(record, "jobtitle", MAX_TEXT_CHARS),
        phone: line(record, "phone", MAX_PHONE_CHARS),
    }
}

/// Takes a company; one without a name is named by its domain, else by the id.
fn company(record: &Record) -> RemoteCompany {
    let more = record.text("hs_additional_domains").unwrap_or_default();
    let mut domains: Vec<CustomerDomain> = Vec::new();
    for text in record
        .text("domain")
        .iter()
        .map(String::as_str)
        .chain(more.split(';'))
    {
        if let Ok(domain) = CustomerDomain::parse(text)
            && !domains.contains(&domain)
        {
            domains.push(domain);
        }
    }
    RemoteCompany {
        id: record.id,
        name: record
            .text("name")
            .and_then(|text| name(&text))
            .or_else(|| name(&domains.first()?.to_string()))
            .unwrap_or_else(|| unnamed(record)),
        domains,
    }
}

/// Takes the account.
pub(super) fn portal(account: Account) -> Portal {
    let clean = |text: Option<String>| SafeText::clean(&text.unwrap_or_default()).to_string();
    Portal {
        id: account.portal_id,
        time_zone: clean(account.time_zone.0),
        host: clean(account.ui_domain.0),
    }
}

fn name(text: &str) -> Option<Name> {
    Name::parse(cut(SafeText::clean(text).as_str(), MAX_NAME_CHARS)).ok()
}

#[expect(clippy::expect_used, reason = "the text is never empty nor too long")]
fn unnamed(record: &Record) -> Name {
    Name::parse(&format!("HubSpot {}", record.id)).expect("a name")
}

fn line(record: &Record, property: &str, max_chars: usize) -> Option<SafeText> {
    let clean = SafeText::clean(&record.text(property)?);
    SafeText::optional(cut(clean.as_str(), max_chars))
}

fn cut(text: &str, max_chars: usize) -> &str {
    match text.char_indices().nth(max_chars) {
        Some((end, _)) => text.get(..end).unwrap_or(text),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn record(properties: &serde_json::Value) -> Record {
        Record::of(crate::domain::HubSpotId::new(101).expect("an id"), properties)
    }

    #[test]
    fn a_person_is_cleaned_and_named() {
        let person = contact(&record(&json!({
            "email": " Ann.Lee@ACME.com ", "firstname": "Ann\u{1b}[2J", "lastname": "\u{202e}Lee",
            "jobtitle": "x".repeat(900), "phone": 12345,
        })));
        assert_eq!(person.name.as_str(), "Ann Lee");
        assert_eq!(person.email.as_ref().map(Email::as_str), Some("ann.lee@acme.com"));
        assert_eq!(person.title.as_ref().map(SafeText::chars), Some(500));
        assert_eq!(person.phone.as_ref().map(SafeText::as_str), Some("12345"));
        let nameless = contact(&record(&json!({ "email": "ann.lee@acme.com", "firstname": "" })));
        assert_eq!(nameless.name.as_str(), "Ann Lee");
        let nobody = contact(&record(&json!({ "email": "no address" })));
        assert_eq!((nobody.name.as_str(), nobody.email), ("HubSpot 101", None));
    }

    #[test]
    fn a_company_keeps_the_domains_that_a_customer_can_have() {
        let company = company(&record(&json!({
            "domain": "https://www.Acme.com/", "hs_additional_domains": "acme.io;gmail.com;co.uk;acme.com",
        })));
        let domains: Vec<&str> = company.domains.iter().map(CustomerDomain::ascii).collect();
        assert_eq!(domains, ["acme.com", "acme.io"]);
        assert_eq!(company.name.as_str(), "acme.com");
    }
}
