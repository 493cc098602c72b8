//! People in JSON: objects whose keys name the fields of a contact.

use std::ops::Range;

use super::Found;
use crate::domain::Detail;
use crate::paste::header::{self, Heading, Party, Reading, Sort};
use crate::paste::own_fields::NamedValue;
use crate::paste::text::{Part, Person};

/// How deep values may stand in one another.
const MOST_DEPTH: usize = 64;

/// The key under which a contact of this program has the fields that users defined.
pub(super) const FIELDS: &str = "fields";

/// Returns whether a text begins as JSON with objects does.
pub(super) fn is_json(text: &str) -> bool {
    let inner = text.trim_start_matches(|c: char| c.is_whitespace() || c == '[');
    inner
        .strip_prefix('{')
        .is_some_and(|rest| rest.trim_start().starts_with(['"', '}']))
}

/// Reads one person an object.
pub(super) fn people(text: &str) -> Vec<Found> {
    let mut reader = Reader {
        text,
        at: 0,
        line: 0,
        open: Vec::new(),
        found: Vec::new(),
        key: None,
    };
    reader.read();
    let mut found = reader.found;
    found.sort_by_key(|found| found.first);
    found
}

/// A member of an object.
#[derive(Debug, Clone)]
struct Member {
    key: String,
    value: String,
    range: Option<Range<usize>>,
    line: usize,
}

/// An object or a list that is open.
struct Open {
    is_object: bool,
    /// The key under which it stands.
    key: String,
    line: usize,
    members: Vec<Member>,
    /// What it has under names of fields.
    further: Vec<NamedValue>,
}

impl Open {
    /// Returns whether this is a contact as this program writes them.
    fn is_own_contact(&self) -> bool {
        let says_so = |member: &Member| (member.key.as_str(), member.value.as_str()) == ("object", "contact");
        self.is_object && self.members.iter().any(says_so)
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    open: Vec<Open>,
    found: Vec<Found>,
    key: Option<String>,
}

impl Reader<'_> {
    fn read(&mut self) {
        while let Some(byte) = self.text.as_bytes().get(self.at).copied() {
            match byte {
                b'{' | b'[' => {
                    let key = self
                        .key
                        .take()
                        .or_else(|| self.open.last().map(|open| open.key.clone()));
                    if self.open.len() < MOST_DEPTH {
                        self.open.push(Open {
                            is_object: byte == b'{',
                            key: key.unwrap_or_default(),
                            line: self.line,
                            members: Vec::new(),
                            further: Vec::new(),
                        });
                    }
                    self.at += 1;
                }
                b'}' | b']' => {
                    self.close();
                    self.at += 1;
                }
                b'"' => self.string(),
                b'\n' => {
                    self.line += 1;
                    self.at += 1;
                }
                b',' => {
                    self.key = None;
                    self.at += 1;
                }
                b':' | b' ' | b'\t' | b'\r' => self.at += 1,
                _ => self.word(),
            }
        }
    }

    /// Reads a string: a key, or a value.
    fn string(&mut self) {
        let (start, line) = (self.at + 1, self.line);
        let mut at = start;
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(at) {
                Some(b'\\') => at += 2,
                Some(b'"') | None => break,
                Some(b'\n') => {
                    // A string never spans lines.
                    self.at = at;
                    return;
                }
                Some(_) => at += 1,
            }
        }
        let end = at.min(self.text.len());
        self.at = (end + 1).min(self.text.len());
        let Some(raw) = self.text.get(start..end) else {
            return;
        };
        let value = match serde_json::from_str::<String>(&format!("\"{raw}\"")) {
            Ok(value) => value,
            Err(_) => raw.to_owned(),
        };
        let is_key = self
            .text
            .get(self.at..)
            .is_some_and(|rest| rest.trim_start().starts_with(':'));
        if is_key {
            self.key = Some(value);
        } else {
            let range = (value == raw).then_some(start..end);
            self.member(value, range, line);
        }
    }

    /// Reads a number, or `null`.
    fn word(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        // Copying may have put other blanks in.
        let is_end =
            |c: char| c.is_whitespace() || matches!(c, ',' | '}' | ']' | '"' | '\u{feff}' | '\u{200b}');
        let length = rest
            .find(is_end)
            .unwrap_or(rest.len())
            .max(rest.chars().next().map_or(1, char::len_utf8));
        if rest.starts_with(is_end) {
            self.at += length;
            return;
        }
        let word = rest.get(..length).unwrap_or_default();
        let value = if word.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            word
        } else {
            ""
        };
        let range = (!value.is_empty()).then_some(self.at..self.at + length);
        self.member(value.to_owned(), range, self.line);
        self.at += length;
    }

    fn member(&mut self, value: String, range: Option<Range<usize>>, line: usize) {
        let key = self.key.take();
        if let Some(open) = self.open.last_mut() {
            let key = key.unwrap_or_else(|| open.key.clone());
            open.members.push(Member {
                key,
                value,
                range,
                line,
            });
        }
    }

    /// Ends what is open: an object of a person tells of it, anything else is a part of what is around it.
    fn close(&mut self) {
        let Some(open) = self.open.pop() else {
            return;
        };
        if open.is_object && is_of_other_emails(&open.key) {
            // An address with its kind, in a list of them.
            let texts = open
                .members
                .iter()
                .map(|member| member.value.trim())
                .filter(|text| !text.is_empty());
            let (addresses, kinds): (Vec<&str>, Vec<&str>) = texts.partition(|text| text.contains('@'));
            let kind = kinds.first().map(|kind| format!(" ({kind})")).unwrap_or_default();
            if let (Some(address), Some(around)) = (addresses.first(), self.open.last_mut()) {
                around.members.push(Member {
                    key: open.key,
                    value: format!("{address}{kind}"),
                    range: None,
                    line: open.line,
                });
            }
            return;
        }
        if open.is_object
            && open.key == FIELDS
            && let Some(around) = self.open.last_mut().filter(|around| around.is_own_contact())
        {
            let named = open.members.into_iter().map(|member| NamedValue {
                name: member.key,
                value: member.value,
            });
            around.further.extend(named);
            return;
        }
        if open.is_object
            && let Some(person) = person(&open.members)
        {
            let person = Person {
                further: open.further,
                ..person
            };
            self.found.push(Found {
                first: open.line,
                lines: self.line + 1 - open.line,
                person,
            });
            return;
        }
        if let Some(around) = self.open.last_mut() {
            let is_list = !open.is_object;
            around
                .members
                .extend(open.members.into_iter().map(|member| Member {
                    key: if is_list {
                        member.key
                    } else {
                        format!("{} {}", open.key, member.key)
                    },
                    ..member
                }));
        }
    }
}

/// Returns whether a key names the other addresses of a person.
fn is_of_other_emails(key: &str) -> bool {
    matches!(
        header::read(&spaced(key)),
        Reading::Heading(Heading {
            sort: Sort::Detail(Detail::OtherEmails),
            ..
        })
    )
}

/// Puts a person together out of the members of an object.
fn person(members: &[Member]) -> Option<Person> {
    let read: Vec<(Heading, &Member)> = members
        .iter()
        .filter_map(|member| match header::read(&spaced(&member.key)) {
            Reading::Heading(heading) => Some((heading, member)),
            Reading::Other | Reading::Unknown => None,
        })
        .collect();
    let find = |sorts: &[Sort]| {
        let of_sort = read
            .iter()
            .filter(|(heading, member)| sorts.contains(&heading.sort) && !member.value.trim().is_empty());
        of_sort
            .max_by_key(|(heading, member)| (heading.whole, heading.rank, std::cmp::Reverse(member.line)))
            .map(|(_, member)| *member)
    };
    let has_email = read.iter().any(|(heading, _)| heading.sort == Sort::Email);
    let email = find(&[Sort::Email]).filter(|email| email.value.contains('@'));
    let (first, last) = (find(&[Sort::First]), find(&[Sort::Last]));
    let whole = find(&[Sort::Full]).or_else(|| find(&[Sort::Name]));
    let phone = find(&[Sort::Detail(Detail::Phone)]);
    let title = find(&[Sort::Detail(Detail::Title)]).or_else(|| find(&[Sort::AmbiguousTitle]));
    let is_named = whole.is_some() || (first.is_some() && last.is_some());
    if email.is_none() && !(is_named && has_email) {
        return None;
    }
    let part = |member: &Member| Part {
        text: member.value.clone(),
        range: member.range.clone(),
    };
    let name = match (first, last, whole) {
        (Some(first), Some(last), _) => Part {
            text: format!("{} {}", first.value, last.value),
            ..Part::default()
        },
        (_, _, Some(whole)) => part(whole),
        (Some(one), None, None) | (None, Some(one), None) => part(one),
        (None, None, None) => Part::default(),
    };
    let optional = |member: Option<&Member>| member.map(part).unwrap_or_default();
    // A list has each of its values under the key of the list.
    let of_roles = read
        .iter()
        .filter(|(heading, _)| heading.sort == Sort::Detail(Detail::Roles));
    let roles: Vec<&str> = of_roles
        .map(|(_, member)| member.value.trim())
        .filter(|role| !role.is_empty())
        .collect();
    // Other addresses stand in a list of their own, or under keys such as `workEmail`.
    let of_emails = read.iter().filter(|(heading, member)| {
        heading.sort == Sort::Detail(Detail::OtherEmails)
            || (heading.sort == Sort::Email
                && email.is_some_and(|email| email.value != member.value)
                && heading.group.party != Party::Payer)
    });
    let other_emails: Vec<&str> = of_emails
        .map(|(_, member)| member.value.trim())
        .filter(|email| email.contains('@'))
        .collect();
    let shown = email.or(whole).or(first).or(last);
    Some(Person {
        line: shown.map_or(0, |member| member.line),
        name,
        email: optional(email),
        title: optional(title),
        phone: optional(phone),
        roles: Part {
            text: roles.join(", "),
            range: None,
        },
        other_emails: other_emails.join(", "),
        ..Person::default()
    })
}

/// Writes a key as words: `emailAddress` is `email Address`.
fn spaced(key: &str) -> String {
    let mut words = String::with_capacity(key.len() + 4);
    let mut before = ' ';
    for c in key.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            words.push(' ');
        }
        words.push(if matches!(c, '_' | '-' | '.') { ' ' } else { c });
        before = c;
    }
    words
}
