//! What exports write, read back by parsers of other hands: our own import, the csv crate, and a small reader of vCards.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

use super::{ContactJson, CustomerJson, Document, Format, Item, Rows, Subject};
use crate::domain::{
    AboutStatus, Contact, ContactDraft, ContactFields, ContactId, ContactLine, ContactSource, CustomValues,
    Customer, CustomerDomain, CustomerId, CustomerStatus, Detail, Details, FieldName, Health, Invitation,
    Name, SafeText, Tags, Timestamp, inert,
};
use crate::paste::{IndexedText, Known, Options, Sheet, decode};

const AT: Timestamp = Timestamp::from_millis(1_795_512_600_000);

fn fields(name: &str, email: &str, title: &str, phone: &str) -> Option<ContactFields> {
    let draft = ContactDraft::new(name, email)
        .with(Detail::Title, title)
        .with(Detail::Phone, phone);
    draft.check().ok()
}

fn row(fields: ContactFields) -> Contact {
    Contact {
        custom: CustomValues::default(),
        id: ContactId::from_uuid(Uuid::from_u128(7)),
        customer_id: CustomerId::from_uuid(Uuid::from_u128(1)),
        name: fields.name,
        email: fields.email,
        details: fields.details,
        is_primary: true,
        source: ContactSource::Manual,
        link: None,
        follows: None,
        invitation: Invitation::None,
        archived_at: None,
        created_at: AT,
        updated_at: AT,
    }
}

fn line(contact: &Contact) -> ContactLine<'_> {
    ContactLine {
        custom: "",
        customer: "=Acme, \"Inc\"; \\ Co",
        display_id: 42,
        id: contact.id,
        name: contact.name.as_str(),
        email: contact.email.as_str(),
        details: Details::of(|detail| contact.details.text(detail)),
        is_primary: contact.is_primary,
        source: contact.source,
        remote_id: contact.remote_id(),
        archived_at: contact.archived_at,
        created_at: contact.created_at,
        updated_at: contact.updated_at,
    }
}

fn customer() -> Customer {
    Customer {
        custom: CustomValues::default(),
        id: CustomerId::from_uuid(Uuid::from_u128(1)),
        display_id: 42,
        name: Name::parse("+Acme").expect("a name"),
        domain: CustomerDomain::parse("acme.com").ok(),
        owner: None,
        plan: None,
        status: CustomerStatus::Active,
        about_status: AboutStatus::default(),
        tags: Tags::parse(["vip,emea"]).expect("tags"),
        primary: None,
        contacts: 0,
        health: Health::default(),
        created_at: AT,
        updated_at: AT,
        sharing_domain: 1,
    }
}

fn written(format: Format, rows: &[Contact]) -> String {
    let mut out = Vec::new();
    let count = match format.rows() {
        Some(form) => {
            let mut list = Rows::begin(&mut out, form, Subject::Contacts, &[]).expect("begun");
            for row in rows {
                list.write(Item::Contact(&line(row))).expect("written");
            }
            list.count()
        }
        None => {
            let mut list = Document::begin(&mut out, Subject::Contacts).expect("begun");
            for row in rows {
                list.write(&ContactJson::from(row)).expect("written");
            }
            list.finish().expect("finished")
        }
    };
    assert_eq!(count, rows.len());
    String::from_utf8(out).expect("UTF-8")
}

/// Exports contacts, reads the file as `contact import` does, and gives the contacts of its rows. Names that are hostile are
/// flagged there; what they hold comes back as it was all the same.
fn there_and_back(format: Format, people: &[ContactFields], before: &str) -> Vec<ContactFields> {
    let rows: Vec<Contact> = people.iter().cloned().map(row).collect();
    let file = format!("{before}{}", written(format, &rows));
    let text = decode(file.as_bytes());
    let source = IndexedText::new(&text);
    let known = Arc::new(Known::of_customer(None, true));
    let sheet = Sheet::new(&source, Options::default(), known);
    let rows = sheet.rows(&sheet.all(), &source);
    rows.into_iter()
        .map(|row| {
            fields(
                &row.name,
                &row.email,
                &row.details[Detail::Title],
                &row.details[Detail::Phone],
            )
            .expect("valid")
        })
        .collect()
}

/// Returns whether the import cleans a name that it did not write: quotes around it, a comma or semicolon behind it.
fn is_cleaned(name: &str) -> bool {
    let quotes = ['\'', '"', '“', '”', '„', '‘', '’', '‚', '«', '»', '「', '」'];
    (name.starts_with(quotes) && name.ends_with(quotes)) || name.ends_with([',', ';'])
}

#[rstest]
fn hostile_contacts_come_back_as_they_were(
    #[values(Format::Csv, Format::Tsv)] format: Format,
    #[values("", "\u{feff}")] before: &str,
) {
    let people: Vec<ContactFields> = [
        (
            "=HYPERLINK(\"http://x\",\"y\")",
            "+a@acme.com",
            "@SUM(A1)",
            "+49 30 1234567",
        ),
        ("'=1+1", "=b@acme.com", "-", "-1"),
        ("''=1'", "c@acme.com", "'+x'", "'+49 30'"),
        ("Ann \"Annie\" Lee, Jr.", "-d@acme.com", "a;b|c", "0049 30 1"),
        ("\"Quoted\" Name", "e@acme.com", "", ""),
        ("#1 fan", "f@acme.com", "# of things", "#31#"),
        ("＝wide", "g@acme.com", "＠x", "＋49"),
        ("cmd|' /C calc'!A0", "h@acme.com", "a\\b", "(0)30/1"),
        ("// not said", "k@acme.com", "//", "//1"),
        ("sep=", "i@acme.com", "name", "email"),
        ("王小明", "j@acme.com", "Ingénieur", "+86 10 1234"),
    ]
    .into_iter()
    .map(|(name, email, title, phone)| fields(name, email, title, phone).expect("valid"))
    .collect();
    assert_eq!(there_and_back(format, &people, before), people);
}

/// Reads a list of the test data.
fn listed(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name);
    let text = std::fs::read_to_string(&path).expect("the list");
    match name.rsplit('.').next() {
        Some("json") => serde_json::from_str(&text).expect("a list"),
        _ => text
            .lines()
            .take(3_000)
            .filter_map(|line| {
                let value: serde_json::Value = serde_json::from_str(line).ok()?;
                Some(value.get("name").unwrap_or(&value).as_str()?.to_owned())
            })
            .collect(),
    }
}

#[rstest]
#[case("naughty/blns.json")]
#[case("names/faker_names.jsonl")]
fn names_of_public_lists_come_back_as_they_were(#[case] name: &str) {
    let people: Vec<ContactFields> = listed(name)
        .iter()
        .enumerate()
        .filter_map(|(number, name)| fields(name, &format!("p{number}@acme.com"), name, ""))
        .filter(|fields| !is_cleaned(fields.name.as_str()))
        .collect();
    assert!(people.len() > 300, "{}", people.len());
    for format in [Format::Csv, Format::Tsv] {
        assert_eq!(there_and_back(format, &people, ""), people);
    }
    let rows: Vec<Contact> = people.iter().cloned().map(row).collect();
    let cards = cards(&written(Format::Vcf, &rows));
    let names: Vec<&str> = cards.iter().map(|card| card["FN"].as_str()).collect();
    let wanted: Vec<&str> = people.iter().map(|fields| fields.name.as_str()).collect();
    assert_eq!(names, wanted);
}

#[rstest]
#[case("//")]
#[case("// Ann")]
#[case("# Ann")]
fn a_name_that_looks_like_a_comment_comes_back(#[case] name: &str) {
    let people: Vec<ContactFields> = fields(name, "a@acme.com", "", "").into_iter().collect();
    for format in [Format::Csv, Format::Tsv] {
        assert_eq!(there_and_back(format, &people, ""), people);
    }
}

proptest! {
    #[test]
    fn any_contact_comes_back_as_it_was(
        names in prop::collection::vec("['=+@\"#,;|<>-]{0,3}\\PC{1,12}", 1..8),
        phone in "[+=(@'-]{0,2}[0-9 ]{5,9}[0-9]",
    ) {
        let people: Vec<ContactFields> = names
            .iter()
            .enumerate()
            .filter_map(|(number, name)| fields(name, &format!("p{number}@acme.com"), "", &phone))
            .filter(|fields| !is_cleaned(fields.name.as_str()) && !fields.name.as_str().contains(['@', '＠', '﹫']))
            .filter(|fields| fields.details[Detail::Phone].as_ref().is_none_or(|phone| {
                !phone.as_str().starts_with('\'') || inert(phone.as_str()).len() > phone.as_str().len()
            }))
            .collect();
        prop_assert_eq!(there_and_back(Format::Csv, &people, ""), people);
    }

    #[test]
    fn a_spreadsheet_sees_no_formula_and_a_parser_every_cell(name in "['=+@\\t-]{0,2}\\PC{1,40}") {
        let Some(fields) = fields(&name, "a@acme.com", &name, "+1") else { return Ok(()) };
        let row = row(fields.clone());
        let text = written(Format::Csv, std::slice::from_ref(&row));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let titles = reader.headers().expect("titles").clone();
        let record = reader.records().next().expect("a row").expect("a row");
        prop_assert_eq!(record.len(), titles.len());
        for cell in record.iter() {
            prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']), "{}", cell);
        }
        prop_assert!(text.ends_with("\r\n"));
        let tsv = written(Format::Tsv, &[row]);
        let lines: Vec<&str> = tsv.split_terminator("\r\n").collect();
        prop_assert_eq!(lines.len(), 2);
        prop_assert_eq!(lines[1].split('\t').count(), titles.len());
    }

    #[test]
    fn vcards_are_read_back_by_another_parser(
        name in "\\PC{1,90}", title in "[,;:\\\\a-zß王]{0,120}", phone in "[+0-9 ;,]{0,20}",
    ) {
        let Some(fields) = fields(&name, "a@acme.com", &title, &phone) else { return Ok(()) };
        let text = written(Format::Vcf, &[row(fields.clone())]);
        let cards = cards(&text);
        prop_assert_eq!(cards.len(), 1);
        let card = &cards[0];
        prop_assert_eq!(card["FN"].as_str(), fields.name.as_str());
        prop_assert_eq!(card.get("TITLE").map(String::as_str), fields.details[Detail::Title].as_ref().map(SafeText::as_str));
        prop_assert_eq!(card.get("TEL").map(String::as_str), fields.details[Detail::Phone].as_ref().map(SafeText::as_str));
        prop_assert_eq!(card["EMAIL"].as_str(), "a@acme.com");
        prop_assert_eq!(card["ORG"].as_str(), "=Acme, \"Inc\"; \\ Co");
    }
}

/// Reads vCards 4.0 as RFC 6350 has them, and demands what it demands.
fn cards(text: &str) -> Vec<BTreeMap<String, String>> {
    assert!(text.is_empty() || text.ends_with("\r\n"));
    let mut lines: Vec<String> = Vec::new();
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{} bytes: {line}", line.len());
        assert!(!line.contains(['\r', '\n']));
        match line.strip_prefix(' ') {
            Some(rest) => lines.last_mut().expect("a line before").push_str(rest),
            None => lines.push(line.to_owned()),
        }
    }
    let mut cards = Vec::new();
    let mut card = BTreeMap::new();
    for line in lines {
        let (name, value) = line.split_once(':').expect("a value");
        match (name, value) {
            ("BEGIN", "VCARD") => card = BTreeMap::new(),
            ("END", "VCARD") => {
                assert_eq!(card["VERSION"], "4.0");
                assert!(card.contains_key("FN") && card.contains_key("UID") && card.contains_key("REV"));
                cards.push(std::mem::take(&mut card));
            }
            (name, value) => {
                // The parts of a structured name stand between semicolons that are not escaped.
                let value = if name == "N" {
                    value.to_owned()
                } else {
                    plain(value)
                };
                assert!(card.insert(name.to_owned(), value).is_none(), "{name} twice");
            }
        }
    }
    assert!(card.is_empty(), "a card has no end");
    cards
}

fn plain(value: &str) -> String {
    let mut text = String::new();
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next().expect("something escaped") {
                'n' | 'N' => text.push('\n'),
                escaped => text.push(escaped),
            },
            ',' | ';' => panic!("not escaped: {value}"),
            c => text.push(c),
        }
    }
    text
}

#[test]
fn a_card_has_the_parts_of_the_name_and_the_marks_of_its_version() {
    let fields = fields("Ann Marie Lee", "ann@acme.com", "CTO; R&D", "+49 30 1").expect("valid");
    let text = written(Format::Vcf, &[row(fields)]);
    assert_eq!(
        text,
        "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:individual\r\nFN:Ann Marie Lee\r\nN:Lee;Ann Marie;;;\r\n\
         EMAIL:ann@acme.com\r\nTEL:+49 30 1\r\nTITLE:CTO\\; R&D\r\nORG:=Acme\\, \"Inc\"\\; \\\\ Co\r\n\
         UID:urn:uuid:00000000-0000-0000-0000-000000000007\r\nREV:20261124T093000Z\r\nEND:VCARD\r\n"
    );
}

#[rstest]
#[case(
    Format::Csv,
    "name,domain,owner,plan,tags,status,risk_reason,at_risk_since,win_back_on,number,contacts,primary,primary_email,created_at,updated_at,id\r\n'+Acme,acme.com,,,\"vip,emea\",active,,,,42,0,"
)]
#[case(Format::Json, "{\"customers\":[\n{\"object\":\"customer\",")]
#[case(
    Format::Vcf,
    "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:+Acme\r\nORG:+Acme\r\nURL:https://acme.com/\r\n"
)]
fn customers_are_written_too(#[case] format: Format, #[case] start: &str) {
    let mut out = Vec::new();
    match format.rows() {
        Some(form) => {
            let mut list = Rows::begin(&mut out, form, Subject::Customers, &[]).expect("begun");
            list.write(Item::Customer(&customer())).expect("written");
        }
        None => {
            let mut list = Document::begin(&mut out, Subject::Customers).expect("begun");
            list.write(&CustomerJson::from(&customer())).expect("written");
            list.finish().expect("finished");
        }
    }
    let text = String::from_utf8(out).expect("UTF-8");
    assert!(text.starts_with(start), "{text}");
}

#[test]
fn a_list_without_rows_is_whole() {
    let read: serde_json::Value = serde_json::from_str(&written(Format::Json, &[])).expect("JSON");
    assert_eq!(read, serde_json::json!({ "contacts": [] }));
    assert_eq!(written(Format::Csv, &[]).matches("\r\n").count(), 1);
    assert_eq!(written(Format::Vcf, &[]), "");
}

#[rstest]
#[case("a.csv", Some(Format::Csv))]
#[case("a.b.VCF", Some(Format::Vcf))]
#[case("a.txt", None)]
#[case("csv", None)]
fn the_ending_of_a_name_says_the_format(#[case] name: &str, #[case] format: Option<Format>) {
    assert_eq!(Format::of(Path::new(name)), format);
}

#[test]
fn no_column_has_a_name_that_a_field_of_ones_own_can_have() {
    for title in [Subject::Contacts, Subject::Customers]
        .into_iter()
        .flat_map(super::cells::titles)
    {
        assert!(FieldName::parse(title).is_err(), "{title}");
    }
}
