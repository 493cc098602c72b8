//! People of vCards (RFC 6350, and 2.1 and 3.0 before it), and those who are invited to an appointment (RFC 5545).

use super::Found;
use super::property::{self, Property};
use crate::paste::text::{Part, Person};

/// Reads one person a card.
pub(super) fn people(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut card: Option<(usize, Vec<Property>)> = None;
    for property in property::read(text) {
        let value = property.value.trim();
        match property.name.as_str() {
            "BEGIN" if value.eq_ignore_ascii_case("VCARD") => card = Some((property.line, Vec::new())),
            "END" if value.eq_ignore_ascii_case("VCARD") => {
                if let Some((first, properties)) = card.take() {
                    let lines = property.line + property.lines - first;
                    found.extend(person(&properties).map(|person| Found { first, lines, person }));
                }
            }
            _ => {
                if let Some((_, properties)) = &mut card {
                    properties.push(property);
                }
            }
        }
    }
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
    let name = all("FN")
        .next()
        .map(part)
        .or_else(|| all("N").next().map(of_parts))?;
    if is_group || name.text.is_empty() {
        return None;
    }
    let email = best(all("EMAIL"), |email| {
        i32::from(email.is_of("PREF")) * 2 + i32::from(email.is_of("WORK")) * 4
            - i32::from(email.is_of("HOME")) * 4
    });
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
        ..Person::default()
    })
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
