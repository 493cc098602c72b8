//! People of a directory: entries in LDIF (RFC 2849).

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Found, unquoted};
use crate::paste::text::{Part, Person};

/// Returns whether a text begins as LDIF does.
pub(super) fn is_ldif(text: &str) -> bool {
    let mut lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let first = lines.next().unwrap_or_default();
    let is_dn = |line: &str| {
        line.get(..3)
            .is_some_and(|start| start.eq_ignore_ascii_case("dn:"))
            && line.contains('=')
    };
    is_dn(first)
        || (first
            .get(..8)
            .is_some_and(|start| start.eq_ignore_ascii_case("version:"))
            && lines.next().is_some_and(is_dn))
}

/// An attribute of an entry.
struct Attribute {
    name: String,
    part: Part,
    line: usize,
}

/// The attributes with which what is left of an entry may begin.
const OF_PEOPLE: [&str; 14] = [
    "dn",
    "objectclass",
    "cn",
    "commonname",
    "sn",
    "surname",
    "givenname",
    "displayname",
    "mail",
    "rfc822mailbox",
    "emailaddress",
    "uid",
    "telephonenumber",
    "mobile",
];

/// Reads one person an entry. A line that is no attribute ends it.
pub(super) fn people(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut entry: Vec<Attribute> = Vec::new();
    let mut lines = 0..0;
    let mut at = 0;
    for (number, whole) in text.split('\n').enumerate() {
        let line = unquoted(whole);
        let is_blank = line.trim().is_empty();
        let more = line.strip_prefix(' ').filter(|_| !is_blank && !entry.is_empty());
        if let (Some(more), Some(last)) = (more, entry.last_mut()) {
            last.part.text.push_str(more);
            last.part.range = None;
            lines.end = number + 1;
        } else if !line.starts_with('#') {
            let next = attribute(line, at + whole.len() - line.len(), number);
            let begins = next.as_ref().is_some_and(|next| next.name == "dn");
            if !entry.is_empty() && (next.is_none() || begins) {
                found.extend(person(&std::mem::take(&mut entry), lines.clone()));
            }
            if let Some(next) =
                next.filter(|next| !entry.is_empty() || OF_PEOPLE.contains(&next.name.as_str()))
            {
                if entry.is_empty() {
                    lines.start = number;
                }
                lines.end = number + 1;
                entry.push(next);
            }
        }
        at += whole.len() + 1;
    }
    found.extend(person(&entry, lines));
    found
}

fn attribute(line: &str, at: usize, number: usize) -> Option<Attribute> {
    let colon = line.find(':')?;
    let name = line.get(..colon)?.split(';').next()?.trim().to_ascii_lowercase();
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    if name.is_empty() || !name.chars().all(is_of_name) {
        return None;
    }
    let rest = line.get(colon + 1..)?;
    let part = if let Some(coded) = rest.strip_prefix(':') {
        Part {
            text: format!(":{}", coded.trim()),
            ..Part::default()
        }
    } else {
        let text = rest.trim();
        let start = at + line.len() - rest.trim_start().len();
        Part {
            text: text.to_owned(),
            range: Some(start..start + text.len()),
        }
    };
    Some(Attribute {
        name,
        part,
        line: number,
    })
}

/// Puts a person together; an entry of something else is nobody.
fn person(entry: &[Attribute], lines: Range<usize>) -> Option<Found> {
    let find = |names: &[&str]| {
        names.iter().find_map(|name| {
            entry
                .iter()
                .find(|attribute| attribute.name == *name && !attribute.part.text.is_empty())
        })
    };
    let is_person = entry.iter().any(|attribute| {
        attribute.name == "objectclass" && attribute.part.text.to_ascii_lowercase().contains("person")
    });
    let email = find(&["mail", "email", "rfc822mailbox", "emailaddress"]);
    let given = find(&["givenname"]).zip(find(&["sn", "surname"]));
    let whole = find(&["displayname", "cn", "commonname"]);
    if email.is_none() && !(is_person && (whole.is_some() || given.is_some())) {
        return None;
    }
    let name = match (whole, given) {
        (Some(whole), _) => part(whole),
        (None, Some((given, family))) => Part {
            text: format!("{} {}", part(given).text, part(family).text),
            ..Part::default()
        },
        (None, None) => Part::default(),
    };
    let optional = |found: Option<&Attribute>| found.map(part).unwrap_or_default();
    Some(Found {
        first: lines.start,
        lines: lines.len(),
        person: Person {
            line: email.or(whole).map_or(lines.start, |attribute| attribute.line),
            name,
            email: optional(email),
            title: optional(find(&["title"])),
            phone: optional(find(&["telephonenumber", "mobile", "homephone"])),
            ..Person::default()
        },
    })
}

/// Returns the value of an attribute, decoded where it is in Base64.
fn part(attribute: &Attribute) -> Part {
    let Some(coded) = attribute.part.text.strip_prefix(':') else {
        return attribute.part.clone();
    };
    let bytes = STANDARD.decode(coded.as_bytes()).unwrap_or_default();
    Part {
        text: String::from_utf8_lossy(&bytes).into_owned(),
        ..Part::default()
    }
}
