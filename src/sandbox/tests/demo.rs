//! The portal for trying out, held against the app's sample data.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{PortalContact, demo_portal};
use super::client::at;

fn table(text: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes())
        .into_deserialize()
        .collect::<Result<_, _>>()
        .expect("a table")
}

fn customers() -> Vec<BTreeMap<String, String>> {
    table(include_str!("../../../assets/demo_customers.csv"))
}

fn domains() -> BTreeSet<String> {
    customers()
        .into_iter()
        .map(|row| row["domain"].clone())
        .filter(|domain| !domain.is_empty())
        .collect()
}

fn at_domain(domain: &str) -> usize {
    let portal = demo_portal();
    portal
        .contacts()
        .filter(|(_, contact)| contact.email_domain().as_deref() == Some(domain))
        .count()
}

#[test]
fn no_row_is_left_out_and_all_is_invented() {
    let portal = demo_portal();
    let contacts = table(include_str!("../../../assets/sandbox_contacts.csv"));
    let companies = table(include_str!("../../../assets/sandbox_companies.csv"));
    assert_eq!(portal.contacts().count(), contacts.len());
    assert_eq!(portal.companies().count(), companies.len());
    assert!((105..=120).contains(&contacts.len()), "{}", contacts.len());
    let keys: BTreeSet<&str> = companies.iter().map(|row| row["key"].as_str()).collect();
    for row in &contacts {
        assert!(
            row["company"].is_empty() || keys.contains(row["company"].as_str()),
            "{row:?}"
        );
    }
    let invented = |domain: &str| domain.ends_with(".example") || domain.ends_with(".test");
    let autumn = at("2026-09-01T00:00:00Z")..at("2026-12-01T00:00:00Z");
    for (_, contact) in portal.contacts() {
        assert!(
            contact.email_domain().is_none_or(|domain| invented(&domain)),
            "{contact:?}"
        );
        assert!(autumn.contains(&contact.modified));
    }
    for (_, company) in portal.companies() {
        assert!(
            company
                .domain
                .iter()
                .chain(&company.additional_domains)
                .all(|domain| invented(domain))
        );
    }
    let emails: BTreeSet<String> = portal
        .contacts()
        .filter_map(|(_, contact)| contact.email.as_ref().map(|email| email.to_lowercase()))
        .collect();
    assert_eq!(
        emails.len() + 1,
        contacts.len(),
        "one has no address, the others one each"
    );
}

#[test]
fn many_customers_have_some_people() {
    let counts: Vec<usize> = domains()
        .iter()
        .map(|domain| at_domain(domain))
        .filter(|count| *count > 0)
        .collect();
    assert!((24..=28).contains(&counts.len()), "{}", counts.len());
    assert!(counts.iter().all(|count| (2..=6).contains(count)), "{counts:?}");
    let portal = demo_portal();
    let without = |field: fn(&PortalContact) -> &Option<String>| {
        portal
            .contacts()
            .filter(|(_, contact)| field(contact).is_none())
            .count()
    };
    assert!(without(|contact| &contact.jobtitle) >= 5);
    assert!(without(|contact| &contact.phone) >= 10);
}

#[test]
fn some_people_are_known_here_with_other_values() {
    let here: BTreeMap<String, BTreeMap<String, String>> =
        table(include_str!("../../../assets/demo_contacts.csv"))
            .into_iter()
            .map(|row| (row["email"].to_lowercase(), row))
            .collect();
    let portal = demo_portal();
    let mut known = 0;
    for (_, contact) in portal.contacts() {
        let Some(row) = contact
            .email
            .as_ref()
            .and_then(|email| here.get(&email.to_lowercase()))
        else {
            continue;
        };
        known += 1;
        let same = row["title"] == contact.jobtitle.clone().unwrap_or_default()
            && row["phone"] == contact.phone.clone().unwrap_or_default();
        assert!(!same, "{contact:?}");
    }
    assert!((18..=24).contains(&known), "{known}");
}

#[test]
fn three_customers_have_people_elsewhere_only() {
    assert_eq!(at_domain("okavi.example") + at_domain("quillstone.example"), 0);
    let portal = demo_portal();
    for (name, domain, elsewhere, people) in [
        ("Okavi Payments", "okavi.example", "okavipay.example", 3),
        (
            "Quillstone Publishing",
            "quillstone.example",
            "quillstone-books.example",
            3,
        ),
        (
            "Halcyon County Transit Authority",
            "halcyontransit.example",
            "halcyontransit.example",
            4,
        ),
    ] {
        assert!(customers().iter().any(|row| row["name"] == name), "{name}");
        assert!(!domains().contains(elsewhere));
        let found: Vec<u64> = portal
            .companies()
            .filter(|(_, company)| company.name == name && company.domain.as_deref() == Some(domain))
            .map(|(id, _)| id)
            .collect();
        let [id] = found.as_slice() else {
            panic!("{name}: {found:?}");
        };
        assert_eq!(at_domain(elsewhere), people);
        let tied: Vec<u64> = portal.ties_after(*id, 0).map(|(contact, _)| contact).collect();
        assert_eq!(tied.len(), people);
        for contact in tied {
            assert_eq!(
                portal
                    .contact(contact)
                    .and_then(PortalContact::email_domain)
                    .as_deref(),
                Some(elsewhere)
            );
        }
    }
}

#[test]
fn the_traps_are_laid() {
    assert_eq!(at_domain("mail.lumenta.example"), 1);
    assert_eq!(at_domain("lumentaa.example"), 1);
    assert_eq!(at_domain("notlumenta.example"), 1);
    let punycode = idna::domain_to_ascii("müller-maschinen.example").expect("a domain");
    assert_eq!(at_domain(&punycode), 1);
    assert!(at_domain("müller-maschinen.example") >= 2);
    let portal = demo_portal();
    assert_eq!(
        portal
            .contacts()
            .filter(|(_, contact)| contact.email.is_none())
            .count(),
        1
    );
    let shouting = |email: &String| email.ends_with("@HARBORLINE.EXAMPLE");
    assert_eq!(
        portal
            .contacts()
            .filter(|(_, contact)| contact.email.as_ref().is_some_and(shouting))
            .count(),
        1
    );
}

#[test]
fn a_dozen_companies_are_no_customers_yet() {
    let (domains, portal) = (domains(), demo_portal());
    let names: BTreeSet<String> = customers().into_iter().map(|row| row["name"].clone()).collect();
    let new = portal.companies().filter(|(_, company)| {
        !names.contains(&company.name)
            && company
                .domain
                .as_ref()
                .is_some_and(|domain| !domains.contains(domain))
    });
    assert_eq!(new.count(), 12);
}
