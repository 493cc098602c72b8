//! vCards 4.0 (RFC 6350).

use super::Item;
use crate::domain::{
    ContactLine, CustomField, CustomValues, Customer, CustomerDomain, Detail, EmailKind,
    FIELD_NAME_PARAMETER, FIELD_PROPERTY, OtherEmail, OtherEmails, SafeText, TextKind, Timestamp,
};

/// The longest line, in bytes without its end (RFC 6350, 3.2).
const MAX_LINE: usize = 75;

/// Adds the card of a contact or a customer; a line of a history and a note have none.
pub(super) fn write(out: &mut Vec<u8>, item: Item<'_>, custom: &[CustomField]) {
    match item {
        Item::Contact(row) => contact(out, row, custom),
        Item::Customer(row) => customer(out, row, custom),
        Item::Entry(_) | Item::Note(_) => {}
    }
}

fn contact(out: &mut Vec<u8>, row: &ContactLine<'_>, custom: &[CustomField]) {
    // Which word is the family's is a guess; FN has the name as it is written.
    let (given, family) = row.name.rsplit_once(' ').unwrap_or((row.name, ""));
    begin(out, "individual", row.name);
    property(out, "N", &format!("{};{};;;", escaped(family), escaped(given)));
    let others = OtherEmails::valid_of(row.details[Detail::OtherEmails]);
    let first = if others.is_empty() {
        "EMAIL"
    } else {
        "EMAIL;PREF=1"
    };
    property(out, first, &escaped(row.email));
    for OtherEmail { email, kind } in others.iter() {
        let name = match kind {
            EmailKind::Work => "EMAIL;TYPE=work",
            EmailKind::Other => "EMAIL",
        };
        property(out, name, &escaped(email.as_str()));
    }
    for detail in Detail::ALL.into_iter().rev() {
        let text = row.details[detail];
        if !text.is_empty() && detail.spec().kind != TextKind::AddressList {
            property(out, detail.spec().vcard, &escaped(text));
        }
    }
    property(out, "ORG", &escaped(row.customer));
    own_fields(out, custom, &CustomValues::from_stored(row.custom));
    end(out, &row.id.to_string(), row.updated_at);
}

fn customer(out: &mut Vec<u8>, row: &Customer, custom: &[CustomField]) {
    begin(out, "org", row.name.as_str());
    property(out, "ORG", &escaped(row.name.as_str()));
    if let Some(domain) = &row.domain {
        property(out, "URL", &format!("https://{}/", CustomerDomain::ascii(domain)));
    }
    own_fields(out, custom, &row.custom);
    end(out, &row.id.to_string(), row.updated_at);
}

/// Adds the values of fields that users defined, each in an extended property (RFC 6350, 6.10) that has the name of its
/// field in a parameter, as names of properties have few letters.
fn own_fields(out: &mut Vec<u8>, custom: &[CustomField], values: &CustomValues) {
    for field in custom {
        if let Some(value) = values.get(field.id) {
            let name = with_carets(field.label());
            let name = format!("{FIELD_PROPERTY};{FIELD_NAME_PARAMETER}=\"{name}\"");
            property(out, &name, &escaped(value.as_str()));
        }
    }
}

/// Escapes the value of a parameter (RFC 6868).
fn with_carets(text: &str) -> String {
    text.replace('^', "^^").replace('"', "^'")
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
    for c in SafeText::cleaned(text).chars() {
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
