//! People of vCards (RFC 6350, and 2.1 and 3.0 before it), and those who are invited to an appointment (RFC 5545).

use super::Found;
use super::property::{self, Property};
use crate::domain::{
    Detail, Email, EmailKind, FIELD_NAME_PARAMETER as FIELD_NAME, FIELD_PROPERTY as FIELD, OtherEmail,
    OtherEmails,
};
use crate::paste::own_fields::NamedValue;
use crate::paste::text::{Part, Person};

/// Reads one person a card.
pub(super) fn people(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut card: Option<Vec<Property>> = None;
    let mut finish = |card: Option<Vec<Property>>, is_whole: bool| {
        let card = card.unwrap_or_default();
        let (Some(begin), Some(last)) = (card.first(), card.last()) else {
            return;
        };
        let (first, lines) = (begin.line, last.line + last.lines - begin.line);
        // Behind a cut what stands below may be somebody else's.
        found.extend(person(&card).map(|person| Found {
            first,
            lines,
            person: Person {
                mixed: !is_whole,
                ..person
            },
        }));
    };
    for property in property::read(text) {
        let is_of_card = property.value.trim().eq_ignore_ascii_case("VCARD");
        let ends = is_of_card && property.name == "END";
        if is_of_card && property.name == "BEGIN" {
            // A card that was cut off ends where the next one begins.
            finish(card.replace(Vec::new()), false);
        }
        if let Some(card) = &mut card {
            card.push(property);
        }
        if ends {
            finish(card.take(), true);
        }
    }
    finish(card, false);
    found
}

/// Puts the person of a card together; a card of a company or of a group is nobody.
fn person(properties: &[Property]) -> Option<Person> {
    let all = |name: &'static str| {
        properties
            .iter()
            .filter(move |property| property.name == name && !property.value.trim().is_empty())
    };
    let is_group = all("KIND")
        .chain(all("X-ADDRESSBOOKSERVER-KIND"))
        .any(|kind| !kind.text().eq_ignore_ascii_case("individual"));
    let named = all("FN").next().map(part);
    let name = named
        .or_else(|| all("N").next().map(of_parts))
        .unwrap_or_default();
    let email = best(all("EMAIL"), |email| {
        // A card of version 4 says which one comes first (RFC 6350, 5.3).
        let is_first = email.parameter("PREF") == Some("1");
        i32::from(is_first) * 8 + i32::from(email.is_of("PREF")) * 2 + i32::from(email.is_of("WORK")) * 4
            - i32::from(email.is_of("HOME")) * 4
    });
    if is_group || (name.text.is_empty() && email.is_none()) {
        return None;
    }
    let mut others = OtherEmails::default();
    for other in all("EMAIL").filter(|other| email.is_none_or(|email| email.line != other.line)) {
        if let Ok(address) = Email::from_input(&other.text()) {
            let kind = if other.is_of("WORK") {
                EmailKind::Work
            } else {
                EmailKind::Other
            };
            others.add(OtherEmail { email: address, kind });
        }
    }
    let phone = best(
        all("TEL").filter(|phone| !phone.is_of("FAX") && !phone.is_of("PAGER")),
        |phone| i32::from(phone.is_of("WORK")) * 2 - i32::from(phone.is_of("HOME")),
    );
    let title = all("TITLE").next().or_else(|| all("ROLE").next());
    let optional = |found: Option<&Property>| found.map(part).unwrap_or_default();
    let mut phone = optional(phone);
    if let Some(number) = phone.text.strip_prefix("tel:") {
        phone = Part {
            text: number.to_owned(),
            ..Part::default()
        };
    }
    let shown = email
        .or_else(|| all("FN").next())
        .or_else(|| all("N").next())
        .map_or(0, |property| property.line);
    Some(Person {
        line: shown,
        name,
        email: optional(email),
        title: optional(title),
        phone,
        roles: optional(all(Detail::Roles.spec().vcard).next()),
        other_emails: others.to_string(),
        further: all(FIELD).filter_map(named_value).collect(),
        ..Person::default()
    })
}

/// Returns the value of a field that a user of this program defined.
fn named_value(property: &Property) -> Option<NamedValue> {
    let name = without_carets(property.parameter(FIELD_NAME)?);
    let value = property.text();
    Some(NamedValue { name, value })
}

/// Returns the value of a parameter without its escapes (RFC 6868).
fn without_carets(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value.chars();
    while let Some(c) = rest.next() {
        match (c, rest.as_str().chars().next()) {
            ('^', Some(code @ ('^' | '\'' | 'n'))) => {
                text.push(match code {
                    '\'' => '"',
                    'n' => ' ',
                    other => other,
                });
                rest.next();
            }
            (c, _) => text.push(c),
        }
    }
    text
}

/// Returns the first of those that suit best.
fn best<'p>(
    all: impl Iterator<Item = &'p Property>,
    worth: impl Fn(&Property) -> i32,
) -> Option<&'p Property> {
    all.reduce(|best, other| if worth(other) > worth(best) { other } else { best })
}

fn part(property: &Property) -> Part {
    let text = property.text();
    Part {
        range: property.range.clone().filter(|_| text == property.value.trim()),
        text,
    }
}

/// Puts a name together that stands in parts: family name, given name, other names.
fn of_parts(property: &Property) -> Part {
    let parts: Vec<&str> = property.value.split(';').map(str::trim).collect();
    let order = [1, 2, 0]
        .into_iter()
        .filter_map(|at| parts.get(at))
        .filter(|part| !part.is_empty());
    Part {
        text: order.copied().collect::<Vec<_>>().join(" "),
        ..Part::default()
    }
}

/// Reads those who are invited, and who invites; a room is nobody.
pub(super) fn attendees(text: &str) -> Vec<Found> {
    let properties = property::read(text);
    let invited = properties
        .iter()
        .filter(|property| matches!(property.name.as_str(), "ATTENDEE" | "ORGANIZER"));
    invited
        .filter(|property| !matches!(property.parameter("CUTYPE"), Some("RESOURCE" | "ROOM" | "GROUP")))
        .filter_map(|property| {
            let value = property.value.trim();
            let address = value
                .get(..7)
                .filter(|start| start.eq_ignore_ascii_case("mailto:"))
                .and_then(|_| value.get(7..))
                .unwrap_or(value);
            let name = property.parameter("CN").unwrap_or_default();
            let address = property
                .parameter("EMAIL")
                .filter(|_| !address.contains('@'))
                .unwrap_or(address);
            address.contains('@').then(|| Found {
                first: property.line,
                lines: property.lines,
                person: Person {
                    line: property.line,
                    name: Part {
                        text: if name.eq_ignore_ascii_case(address) {
                            String::new()
                        } else {
                            name.to_owned()
                        },
                        ..Part::default()
                    },
                    email: Part {
                        text: address.to_owned(),
                        range: property
                            .range
                            .clone()
                            .map(|range| range.end - address.len()..range.end),
                    },
                    ..Person::default()
                },
            })
        })
        .collect()
}
