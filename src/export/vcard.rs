//! vCards 4.0 (RFC 6350).

use super::Item;
use crate::domain::{ContactAt, Customer, CustomerDomain, SafeText, Timestamp};

/// The longest line, in bytes without its end (RFC 6350, 3.2).
const MAX_LINE: usize = 75;

/// Adds the card of a contact or a customer; a line of a history has none.
pub(super) fn write(out: &mut Vec<u8>, item: Item<'_>) {
    match item {
        Item::Contact(row) => contact(out, row),
        Item::Customer(row) => customer(out, row),
        Item::Entry(_) => {}
    }
}

fn contact(out: &mut Vec<u8>, row: &ContactAt) {
    let contact = &row.contact;
    let name = contact.name.as_str();
    // Which word is the family's is a guess; FN has the name as it is written.
    let (given, family) = name.rsplit_once(' ').unwrap_or((name, ""));
    begin(out, "individual", name);
    property(out, "N", &format!("{};{};;;", escaped(family), escaped(given)));
    property(out, "EMAIL", &escaped(contact.email.as_str()));
    for (property_name, value) in [("TEL", &contact.phone), ("TITLE", &contact.title)] {
        if let Some(value) = value {
            property(out, property_name, &escaped(SafeText::as_str(value)));
        }
    }
    property(out, "ORG", &escaped(row.customer.as_str()));
    end(out, &contact.id.to_string(), contact.updated_at);
}

fn customer(out: &mut Vec<u8>, row: &Customer) {
    begin(out, "org", row.name.as_str());
    property(out, "ORG", &escaped(row.name.as_str()));
    if let Some(domain) = &row.domain {
        property(out, "URL", &format!("https://{}/", CustomerDomain::ascii(domain)));
    }
    end(out, &row.id.to_string(), row.updated_at);
}

fn begin(out: &mut Vec<u8>, kind: &str, name: &str) {
    property(out, "BEGIN", "VCARD");
    property(out, "VERSION", "4.0");
    property(out, "KIND", kind);
    property(out, "FN", &escaped(name));
}

fn end(out: &mut Vec<u8>, id: &str, changed: Timestamp) {
    property(out, "UID", &format!("urn:uuid:{id}"));
    property(out, "REV", &changed.stamp());
    property(out, "END", "VCARD");
}

/// Escapes a text value (RFC 6350, 3.4).
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => value.extend(['\\', c]),
            '\n' => value.push_str("\\n"),
            _ => value.push(c),
        }
    }
    value
}

/// Adds a line, folded between characters.
fn property(out: &mut Vec<u8>, name: &str, value: &str) {
    let mut used = 0;
    let mut bytes = [0; 4];
    for c in name.chars().chain([':']).chain(value.chars()) {
        if used + c.len_utf8() > MAX_LINE {
            out.extend(b"\r\n ");
            used = 1;
        }
        out.extend(c.encode_utf8(&mut bytes).bytes());
        used += c.len_utf8();
    }
    out.extend(b"\r\n");
}
