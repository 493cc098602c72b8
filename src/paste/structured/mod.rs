//! People in formats that name their fields: vCard, iCalendar, LDIF, JSON, the head of a mail.

mod json;
mod ldif;
pub(super) mod mail;
mod markup;
pub(super) mod mime;
mod property;
mod vcard;

use super::text::{Block, Person};
use crate::domain::FIELD_PROPERTY;

/// A format that names its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Structure {
    /// vCard (RFC 6350).
    VCard,
    /// The people of an appointment (iCalendar, RFC 5545).
    Calendar,
    /// Entries of a directory (RFC 2849).
    Ldif,
    /// JSON, or one JSON value a line.
    Json,
    /// A mail with its headers (RFC 5322).
    Mail,
}

impl Structure {
    /// All structures, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::VCard, Self::Calendar, Self::Ldif, Self::Json, Self::Mail];

    /// Returns the name under which JSON knows it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::VCard => "vcard",
            Self::Calendar => "ics",
            Self::Ldif => "ldif",
            Self::Json => "json",
            Self::Mail => "mail",
        }
    }

    /// Returns the words for the user.
    pub const fn words(self) -> &'static str {
        match self {
            Self::VCard => "vCard",
            Self::Calendar => "calendar",
            Self::Ldif => "LDIF",
            Self::Json => "JSON",
            Self::Mail => "mail",
        }
    }
}

/// Tells in which of the formats a text is, by its first lines.
pub(super) fn detect(text: &str) -> Option<Structure> {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let starts = |word: &str| {
        text.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    if starts("BEGIN:VCARD") {
        return Some(Structure::VCard);
    }
    if ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "ORGANIZER;", "ATTENDEE;"]
        .iter()
        .any(|word| starts(word))
    {
        return Some(Structure::Calendar);
    }
    if json::is_json(text) {
        return Some(Structure::Json);
    }
    if ldif::is_ldif(text) {
        return Some(Structure::Ldif);
    }
    mail::is_mail(text).then_some(Structure::Mail)
}

/// Reads the people of a text, in the order of its lines; read alone, the lines of a block tell the same.
pub(super) fn read(structure: Structure, text: &str) -> Vec<Block> {
    let people = match structure {
        Structure::VCard => vcard::people(text),
        Structure::Calendar => vcard::attendees(text),
        Structure::Ldif => ldif::people(text),
        Structure::Json => json::people(text),
        Structure::Mail => mail::people(text),
    };
    let mut blocks: Vec<Block> = Vec::new();
    for found in people {
        match blocks.last_mut() {
            Some(before) if before.first == found.first => {
                before.lines = before.lines.max(found.lines);
                before.people.push(found.person);
            }
            _ => blocks.push(Block {
                first: found.first,
                lines: found.lines,
                people: vec![found.person],
            }),
        }
    }
    blocks
}

/// Lists the names of fields under which people have values, in the order of the text, each once.
pub(super) fn further_names(structure: Structure, text: &str) -> Vec<String> {
    let sign = match structure {
        Structure::VCard => FIELD_PROPERTY,
        Structure::Json => json::FIELDS,
        Structure::Calendar | Structure::Ldif | Structure::Mail => return Vec::new(),
    };
    let mut names: Vec<String> = Vec::new();
    // Most lists are of another program, and have none.
    if memchr::memmem::find(text.as_bytes(), sign.as_bytes()).is_none() {
        return names;
    }
    let people = read(structure, text).into_iter().flat_map(|block| block.people);
    for named in people.flat_map(|person| person.further) {
        if !names.contains(&named.name) {
            names.push(named.name);
        }
    }
    names
}

/// A person, and the lines that tell of it.
struct Found {
    first: usize,
    lines: usize,
    person: Person,
}

/// Returns a line without what a mail that quotes it, or a file that was put behind another one, sets before it.
fn unquoted(line: &str) -> &str {
    let mut line = line.trim_start_matches('\u{feff}');
    while let Some(rest) = line.strip_prefix('>') {
        line = rest.strip_prefix(' ').unwrap_or(rest);
    }
    line
}
