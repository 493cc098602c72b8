//! Records of HubSpot as the words of the domain: cleaned, cut to size, addresses checked.

use html_escape::decode_html_entities;

use super::wire::{Account, FromRecord, OwnerRow, Record};
use crate::domain::{
    CompanyOwner, CustomerDomain, Details, Email, FieldSpec, MAX_NAME_CHARS, Name, Naming, OtherEmails,
    OwnerFields, RemoteAccount, RemoteCompany, RemoteContact, RemoteId, RemoteSource, SafeText, TextKind,
    believable_name, name_from_local_part,
};

impl FromRecord for RemoteContact {
    fn from_record(id: RemoteId, record: &Record) -> Self {
        contact(id, record)
    }
}

impl FromRecord for RemoteCompany {
    fn from_record(id: RemoteId, record: &Record) -> Self {
        company(id, record)
    }
}

/// Takes a person; one without a name that can be believed is named by the address, else by the id.
fn contact(id: RemoteId, record: &Record) -> RemoteContact {
    let email = record
        .text("email")
        .and_then(|text| Email::parse(&decoded(text)).ok());
    let parts = ["firstname", "lastname"].map(|property| record.text(property).unwrap_or_default());
    let parts = parts.map(|part| SafeText::clean(&decoded(part)).to_string());
    let told = believable_name(parts.iter().map(String::as_str)).and_then(|full| name(&full));
    let from_address = || {
        let local = email.as_ref()?.local_part();
        Some(name_from_local_part(local).unwrap_or_else(|| local.to_owned()))
    };
    RemoteContact {
        id,
        is_named: told.is_some(),
        name: told
            .or_else(|| name(&from_address()?))
            .unwrap_or_else(|| unnamed(id)),
        email: email.clone(),
        details: Details::of(|detail| {
            let FieldSpec {
                hubspot,
                max_chars,
                kind,
                ..
            } = detail.spec();
            match kind {
                TextKind::AddressList => {
                    let listed = hubspot.iter().filter_map(|property| record.text(property));
                    let mut others =
                        OtherEmails::valid_of(&listed.map(decoded).collect::<Vec<_>>().join(";"));
                    others.leave_out(|other| email.as_ref() == Some(other));
                    // More than there is room for is cut between two addresses.
                    others.within(*max_chars).text()
                }
                TextKind::Name
                | TextKind::Address
                | TextKind::Words
                | TextKind::PhoneNumber
                | TextKind::WordList => hubspot
                    .iter()
                    .find_map(|property| line(record, property, *max_chars)),
            }
        }),
    }
}

/// Takes a company; one without a name is named by its domain, else by the id.
fn company(id: RemoteId, record: &Record) -> RemoteCompany {
    let more = record.text("hs_additional_domains").unwrap_or_default();
    let mut domains: Vec<CustomerDomain> = Vec::new();
    for text in record.text("domain").into_iter().chain(more.split(';')) {
        if let Ok(domain) = CustomerDomain::parse(text)
            && !domains.contains(&domain)
        {
            domains.push(domain);
        }
    }
    RemoteCompany {
        id,
        name: record
            .text("name")
            .and_then(|text| name(&decoded(text)))
            .or_else(|| name(&domains.first()?.to_string()))
            .unwrap_or_else(|| unnamed(id)),
        domains,
        owner: record
            .text("hubspot_owner_id")
            .and_then(|id| RemoteId::parse(RemoteSource::HubSpot, id).ok())
            .map_or(CompanyOwner::Nobody, CompanyOwner::Id),
    }
}

/// Takes an owner; one without an address is none of our side.
pub(super) fn owner(row: &OwnerRow) -> Option<(RemoteId, OwnerFields)> {
    let parts = [&row.first_name, &row.last_name].map(|part| decoded(part.text().unwrap_or_default()));
    let parts = parts.map(|part| SafeText::clean(&part).to_string());
    let email = Email::parse(row.email.text()?).ok()?;
    let fields = OwnerFields::parse(email.as_str()).ok()?;
    let told = believable_name(parts.iter().map(String::as_str)).and_then(|full| name(&full));
    let fields = match told {
        Some(name) => OwnerFields {
            name,
            naming: Naming::Given,
            ..fields
        },
        None => fields,
    };
    Some((row.id.id()?, fields))
}

/// Takes the account.
pub(super) fn account(account: Account) -> RemoteAccount {
    let clean = |text: Option<String>| SafeText::clean(&text.unwrap_or_default()).to_string();
    RemoteAccount {
        id: Some(account.portal_id),
        time_zone: clean(account.time_zone.0),
        host: clean(account.ui_domain.0),
    }
}

fn name(text: &str) -> Option<Name> {
    Name::parse(cut(SafeText::clean(text).as_str(), MAX_NAME_CHARS)).ok()
}

#[expect(clippy::expect_used, reason = "the text is never empty nor too long")]
fn unnamed(id: RemoteId) -> Name {
    Name::parse(&format!("HubSpot {id}")).expect("a name")
}

fn line(record: &Record, property: &str, max_chars: usize) -> Option<SafeText> {
    let clean = SafeText::clean(&decoded(record.text(property)?));
    SafeText::optional(cut(clean.as_str(), max_chars))
}

/// Returns a text without the HTML entities with which forms and imports fill HubSpot, escaped twice at most.
fn decoded(text: &str) -> String {
    let once = decode_html_entities(text);
    decode_html_entities(&once).into_owned()
}

fn cut(text: &str, max_chars: usize) -> &str {
    match text.char_indices().nth(max_chars) {
        Some((end, _)) => text.get(..end).unwrap_or(text),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::domain::Detail;

    fn record(properties: &serde_json::Value) -> Record {
        serde_json::from_value(json!({ "properties": properties })).expect("a record")
    }

    fn contact(record: &Record) -> RemoteContact {
        RemoteContact::from_record(id(), record)
    }

    fn company(record: &Record) -> RemoteCompany {
        RemoteCompany::from_record(id(), record)
    }

    fn id() -> RemoteId {
        RemoteId::hubspot(101).expect("an id")
    }

    #[test]
    fn a_person_is_cleaned_and_named() {
        let person = contact(&record(&json!({
            "email": " Ann.Lee@ACME.com ", "firstname": "Ann\u{1b}[2J", "lastname": "\u{202e}Lee",
            "jobtitle": "x".repeat(900), "phone": 12345,
        })));
        assert_eq!(person.name.as_str(), "Ann Lee");
        assert_eq!(person.email.as_ref().map(Email::as_str), Some("ann.lee@acme.com"));
        assert_eq!(
            person.details[Detail::Title].as_ref().map(SafeText::chars),
            Some(500)
        );
        assert_eq!(person.details.text(Detail::Phone), "12345");
        let nameless = contact(&record(&json!({ "email": "ann.lee@acme.com", "firstname": "" })));
        assert_eq!(nameless.name.as_str(), "Ann Lee");
        let nobody = contact(&record(&json!({ "email": "no address" })));
        assert_eq!((nobody.name.as_str(), nobody.email), ("HubSpot 101", None));
    }

    #[rstest]
    #[case(json!({ "firstname": "null", "lastname": "null" }), "Ann Lee", false)]
    #[case(json!({ "firstname": "N/A", "lastname": "-" }), "Ann Lee", false)]
    #[case(json!({ "firstname": "ann.lee@acme.com" }), "Ann Lee", false)]
    #[case(json!({ "firstname": " \u{200b}", "lastname": "\u{7}" }), "Ann Lee", false)]
    #[case(json!({ "firstname": null, "lastname": null }), "Ann Lee", false)]
    #[case(json!({ "firstname": "&nbsp;", "lastname": "&lt;none&gt;" }), "Ann Lee", false)]
    #[case(json!({ "firstname": "Ann", "lastname": "null" }), "Ann", true)]
    #[case(json!({ "firstname": "ERIN", "lastname": "O&#39;NEIL" }), "ERIN O'NEIL", true)]
    #[case(json!({ "firstname": "Erin", "lastname": "O&amp;#39;Neil" }), "Erin O'Neil", true)]
    #[case(json!({ "firstname": "Ren&eacute;", "lastname": "M&uuml;ller" }), "René Müller", true)]
    #[case(json!({ "firstname": "Jennifer", "lastname": "Null" }), "Jennifer Null", true)]
    fn a_name_is_believed_or_made_of_the_address(
        #[case] mut properties: serde_json::Value,
        #[case] name: &str,
        #[case] is_named: bool,
    ) {
        properties["email"] = json!("ann.lee@acme.com");
        let person = contact(&record(&properties));
        assert_eq!((person.name.as_str(), person.is_named), (name, is_named));
    }

    #[test]
    fn entities_are_decoded_in_titles_phones_and_companies() {
        let person = contact(&record(&json!({
            "jobtitle": "VP, R&amp;D", "phone": "+1&nbsp;202&#45;555&#x2D;0199",
        })));
        assert_eq!(person.details.text(Detail::Title), "VP, R&D");
        assert_eq!(person.details.text(Detail::Phone), "+1 202-555-0199");
        let named = company(&record(&json!({ "name": "AT&amp;T" })));
        assert_eq!(named.name.as_str(), "AT&T");
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
