//! What holds of every answer of HubSpot, honest or not.

use pivotal::domain::ContactRecord;
use pivotal::domain::{ContactDraft, ContactFields, CustomValues, Detail, Email, RemoteContact, SafeText};
use pivotal::domain::{ContactSource, Follows, Link, LinkedBy, RemoteSource};
use pivotal::hubspot::{companies, people};

use super::safe_text;

/// Reads bytes as a page of people and as one of companies.
pub(crate) fn check(bytes: &[u8]) {
    match people(bytes) {
        Ok(page) => {
            assert!(page.rows.is_sorted_by_key(|dated| dated.record.id));
            page.rows.iter().for_each(|dated| check_person(&dated.record));
        }
        Err(error) => check_sentence(&error.to_string()),
    }
    match companies(bytes) {
        Ok(page) => {
            for company in &page.rows {
                safe_text::holds(company.name.as_str());
                let mut domains = company.domains.clone();
                domains.dedup();
                assert_eq!(domains, company.domains, "a domain twice");
            }
        }
        Err(error) => check_sentence(&error.to_string()),
    }
}

/// An error tells where an answer is unreadable, and nothing of what it holds.
fn check_sentence(sentence: &str) {
    assert!(
        sentence.is_ascii() || sentence.chars().all(safe_text::is_allowed),
        "{sentence:?}"
    );
    assert!(sentence.len() < 400, "{sentence:?}");
}

/// Whatever HubSpot gives can be kept, written to the log, and brought back from there.
fn check_person(person: &RemoteContact) {
    assert!(person.id.key().parse::<i64>().expect("a number") > 0);
    let texts = [
        Some(person.name.as_str()),
        person.details[Detail::Title].as_ref().map(SafeText::as_str),
        person.details[Detail::Phone].as_ref().map(SafeText::as_str),
    ];
    for text in texts.into_iter().flatten() {
        safe_text::holds(text);
        assert!(!text.is_empty());
    }
    let Some(email) = &person.email else { return };
    assert_eq!(
        Email::parse(email.as_str()).as_ref(),
        Ok(email),
        "an address that is none"
    );
    let fields = ContactFields {
        custom: CustomValues::default(),
        name: person.name.clone(),
        email: email.clone(),
        details: person.details.clone(),
    };
    let draft = ContactDraft::new(fields.name.to_string(), fields.email.to_string())
        .with(
            Detail::Title,
            fields.details[Detail::Title]
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        )
        .with(
            Detail::Phone,
            fields.details[Detail::Phone]
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        );
    assert_eq!(
        draft.check().as_ref(),
        Ok(&fields),
        "a person could not save it unchanged"
    );
    let record = ContactRecord {
        fields,
        source: ContactSource::Remote(RemoteSource::HubSpot),
        link: Some(Link::Linked {
            id: person.id,
            by: LinkedBy::Domain,
        }),
        follows: Some(Follows::all_of(person)),
        archived_at: None,
    };
    assert_eq!(
        ContactRecord::from_log(&record.to_log()),
        Some(record),
        "an undo could not bring it back"
    );
}
