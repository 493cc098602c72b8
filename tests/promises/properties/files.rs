//! What holds of every file that is written for other programs: tables and cards.

use std::collections::BTreeMap;

use pivotal::domain::{
    ContactDraft, ContactFields, ContactId, ContactLine, ContactSource, Detail, Details, SafeText, Timestamp,
    unmarked,
};
use pivotal::export::{Format, Item, Rows, Subject};
use uuid::Uuid;

/// What makes a spreadsheet calculate.
const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The longest line of a card, in bytes.
const LONGEST: usize = 75;

/// Makes contacts of any text: four lines each, for the name, the address, the title and the phone number.
fn contacts(text: &str) -> Vec<ContactFields> {
    let lines: Vec<&str> = text.split('\n').collect();
    let mut rows = Vec::new();
    for (number, part) in lines.chunks(4).enumerate() {
        let line = |at: usize| part.get(at).copied().unwrap_or_default().to_owned();
        let cut = |text: String, most: usize| text.chars().take(most).collect::<String>();
        let address = line(1);
        let draft = ContactDraft::new(
            cut(line(0), 200),
            if address.contains('@') {
                address
            } else {
                format!("p{number}@acme.com")
            },
        )
        .with(Detail::Title, cut(line(2), 500))
        .with(Detail::Phone, cut(line(3), 60));
        let Ok(fields) = draft.check() else { continue };
        rows.push(fields);
    }
    rows
}

fn written(format: Format, rows: &[ContactFields]) -> String {
    let mut out = Vec::new();
    let form = format.rows().expect("a format with rows");
    let mut list = Rows::begin(&mut out, form, Subject::Contacts, &[]).expect("begun");
    for (number, row) in rows.iter().enumerate() {
        let line = ContactLine {
            custom: "",
            customer: row.name.as_str(),
            display_id: 42,
            id: ContactId::from_uuid(Uuid::from_u128(7)),
            name: row.name.as_str(),
            email: row.email.as_str(),
            details: Details::default()
                .with(Detail::Title, text(row.details[Detail::Title].as_ref()))
                .with(Detail::Phone, text(row.details[Detail::Phone].as_ref())),
            is_primary: number == 0,
            source: ContactSource::Manual,
            remote_id: None,
            archived_at: None,
            created_at: Timestamp::from_millis(5),
            updated_at: Timestamp::from_millis(5),
        };
        list.write(Item::Contact(&line)).expect("written");
    }
    assert_eq!(list.count(), rows.len());
    String::from_utf8(out).expect("UTF-8")
}

fn text(value: Option<&SafeText>) -> &str {
    value.map_or("", SafeText::as_str)
}

/// Demands that no spreadsheet takes a cell for a formula.
pub(crate) fn demand_inert(cell: &str) {
    assert!(!cell.starts_with(SIGNS), "{cell:?} is a formula");
}

/// Tables are read back as they were by a parser of another hand, and no cell is a formula.
pub(crate) fn check_tables(raw: &str) {
    let rows = contacts(raw);
    for (format, delimiter) in [(Format::Csv, b','), (Format::Tsv, b'\t')] {
        let file = written(format, &rows);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .from_reader(file.as_bytes());
        let titles = reader.headers().expect("titles").clone();
        let read: Vec<csv::StringRecord> = reader.records().map(|record| record.expect("a row")).collect();
        assert_eq!(read.len(), rows.len(), "{file:?}");
        for (record, row) in read.iter().zip(&rows) {
            assert_eq!(record.len(), titles.len());
            for cell in record {
                demand_inert(cell);
            }
            let contact = row;
            let wanted = [
                contact.name.as_str(),
                contact.email.as_str(),
                text(contact.details[Detail::Title].as_ref()),
                text(contact.details[Detail::Phone].as_ref()),
            ];
            for (cell, wanted) in record.iter().zip(wanted) {
                assert_eq!(unmarked(cell).unwrap_or_else(|| cell.to_owned()), wanted);
            }
        }
    }
}

/// Cards are read back as they were by a reader that follows RFC 6350.
pub(crate) fn check_cards(raw: &str) {
    let rows = contacts(raw);
    let cards = cards(&written(Format::Vcf, &rows));
    assert_eq!(cards.len(), rows.len());
    for (card, row) in cards.iter().zip(&rows) {
        let contact = row;
        assert_eq!(card["FN"], contact.name.as_str());
        assert_eq!(card["EMAIL"], contact.email.as_str());
        assert_eq!(card["ORG"], row.name.as_str());
        for (name, value) in [
            ("TITLE", &contact.details[Detail::Title]),
            ("TEL", &contact.details[Detail::Phone]),
        ] {
            assert_eq!(
                card.get(name).map(String::as_str),
                value.as_ref().map(SafeText::as_str)
            );
        }
        // The parts of the name are those of the name, whoever's they are.
        let parts: Vec<String> = split(&card["N"]);
        assert_eq!(parts.len(), 5, "{:?}", card["N"]);
        let joined = [parts[1].as_str(), parts[0].as_str()].join(" ");
        assert_eq!(joined.trim_end(), contact.name.as_str());
    }
}

/// Reads cards as RFC 6350 has them, and demands what it demands.
pub(crate) fn cards(file: &str) -> Vec<BTreeMap<String, String>> {
    let mut lines: Vec<String> = Vec::new();
    for line in file.split_terminator("\r\n") {
        assert!(line.len() <= LONGEST && !line.contains(['\r', '\n']), "{line:?}");
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
            ("BEGIN", "VCARD") => assert!(card.is_empty(), "a card has no end"),
            ("END", "VCARD") => cards.push(std::mem::take(&mut card)),
            ("N", value) => assert!(card.insert(name.to_owned(), value.to_owned()).is_none()),
            (name, value) => {
                let parts = split(value);
                assert_eq!(parts.len(), 1, "not escaped: {value:?}");
                assert!(
                    card.insert(name.to_owned(), parts.concat()).is_none(),
                    "{name} twice"
                );
            }
        }
    }
    assert!(card.is_empty(), "the last card has no end");
    cards
}

/// Splits a value at what is not escaped, and takes the escapes off.
fn split(value: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        let last = parts.last_mut().expect("one at least");
        match c {
            '\\' => match chars.next().expect("something escaped") {
                'n' | 'N' => last.push('\n'),
                c => last.push(c),
            },
            ',' | ';' => parts.push(String::new()),
            c => last.push(c),
        }
    }
    parts
}
