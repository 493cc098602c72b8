//! The fields of a contact: all that the form, the command line, files, searches, the store and HubSpot know of each stands
//! in one table. A new one is a line of it, a migration, and its words in `assets/columns.txt`.

use std::ops::{Index, IndexMut};

use serde::{Serialize, Serializer};

use crate::domain::{
    Field, MAX_ADDRESS_CHARS, MAX_NAME_CHARS, MAX_ROLE_CHARS, MAX_TEXT_CHARS, OtherEmail, OtherEmails,
    RoleError, SafeText,
};

/// A line of text that a contact may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Detail {
    /// The job title.
    Title,
    /// The phone number.
    Phone,
    /// What it is to the customer: billing, legal and the like; several, separated by commas.
    Roles,
    /// The other addresses, separated by commas, as [`OtherEmails`](crate::domain::OtherEmails) writes them.
    OtherEmails,
}

/// A field of a contact that a user edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContactField {
    /// The full name; required.
    Name,
    /// The email address; required.
    Email,
    /// A line of text; optional.
    Detail(Detail),
}

/// What is known of a field of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldSpec {
    /// Which one.
    pub field: ContactField,
    /// Its column in the store, and its name in JSON, the log, searches, tables, and on the command line.
    pub key: &'static str,
    /// Its name on screens.
    pub label: &'static str,
    /// What it is, for the help of the command line.
    pub about: &'static str,
    /// How long it may be, in characters.
    pub max_chars: usize,
    /// What kind of text it is.
    pub kind: TextKind,
    /// The properties of a contact of HubSpot that hold it; none if it has none.
    pub hubspot: &'static [&'static str],
    /// The property of a vCard that holds it (RFC 6350, 6).
    pub vcard: &'static str,
}

impl FieldSpec {
    /// Returns whether a record of HubSpot has it.
    pub const fn is_remote(&self) -> bool {
        !self.hubspot.is_empty()
    }
}

/// What kind of text a field is, and so how it is read from a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// The name of a person, in one column or two.
    Name,
    /// An email address; of several columns the best that is filled counts.
    Address,
    /// Words; of several columns the best counts.
    Words,
    /// A phone number; of several columns the best that is filled counts.
    PhoneNumber,
    /// Words, each for itself; of several columns the best counts.
    WordList,
    /// Email addresses, each for itself; of several columns all count.
    AddressList,
}

impl TextKind {
    /// Returns how many columns of a list are looked at for one text, until one of them is filled.
    pub const fn most_columns(self) -> usize {
        match self {
            Self::Name | Self::Words | Self::WordList => 1,
            Self::Address | Self::PhoneNumber | Self::AddressList => usize::MAX,
        }
    }
}

/// The fields, in the order of forms, tables and JSON.
pub const FIELDS: [FieldSpec; 2 + Detail::COUNT] = [
    FieldSpec {
        field: ContactField::Name,
        key: "name",
        label: "Name",
        about: "The full name",
        max_chars: MAX_NAME_CHARS,
        kind: TextKind::Name,
        hubspot: &["firstname", "lastname"],
        vcard: "FN",
    },
    FieldSpec {
        field: ContactField::Email,
        key: "email",
        label: "Email",
        about: "The email address",
        max_chars: MAX_ADDRESS_CHARS,
        kind: TextKind::Address,
        hubspot: &["email"],
        vcard: "EMAIL",
    },
    FieldSpec {
        field: ContactField::Detail(Detail::Title),
        key: "title",
        label: "Title",
        about: "The job title",
        max_chars: MAX_TEXT_CHARS,
        kind: TextKind::Words,
        hubspot: &["jobtitle"],
        vcard: "TITLE",
    },
    FieldSpec {
        field: ContactField::Detail(Detail::Phone),
        key: "phone",
        label: "Phone",
        about: "The phone number",
        max_chars: 60,
        kind: TextKind::PhoneNumber,
        hubspot: &["phone"],
        vcard: "TEL",
    },
    FieldSpec {
        field: ContactField::Detail(Detail::Roles),
        key: "roles",
        label: "Roles",
        about: "The roles, such as billing, legal",
        max_chars: MAX_TEXT_CHARS,
        kind: TextKind::WordList,
        hubspot: &[],
        // The ROLE of RFC 6350 is what others call a title.
        vcard: "X-PIVOTAL-ROLES",
    },
    FieldSpec {
        field: ContactField::Detail(Detail::OtherEmails),
        key: "other_emails",
        label: "Other emails",
        about: "Other email addresses; mail goes to the first one",
        max_chars: 2_000,
        kind: TextKind::AddressList,
        hubspot: &["hs_additional_emails"],
        vcard: "EMAIL",
    },
];

impl Detail {
    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// All of them, in the order of [`FIELDS`].
    pub const ALL: [Self; 4] = [Self::Title, Self::Phone, Self::Roles, Self::OtherEmails];

    /// Returns what is known of it.
    pub const fn spec(self) -> &'static FieldSpec {
        ContactField::Detail(self).spec()
    }

    /// Returns its name in the store, in JSON and on the command line.
    pub const fn key(self) -> &'static str {
        self.spec().key
    }

    /// Returns what is too long in a text of it, in a sentence.
    pub fn excess(self, text: &str) -> Option<String> {
        let FieldSpec { kind, max_chars, .. } = *self.spec();
        let is_longer = |text: &str, most: usize| text.len() > most && text.chars().count() > most;
        match kind {
            TextKind::WordList if text.split(", ").any(|one| is_longer(one, MAX_ROLE_CHARS)) => {
                Some(RoleError::TooLong.to_string())
            }
            TextKind::WordList | TextKind::AddressList => is_longer(text, max_chars).then(|| {
                format!(
                    "The {} have more than {max_chars} characters together; remove one.",
                    Field::Detail(self)
                )
            }),
            TextKind::Name | TextKind::Address | TextKind::Words | TextKind::PhoneNumber => {
                is_longer(text.trim(), max_chars).then(|| {
                    format!(
                        "The {} is longer than {max_chars} characters; shorten it.",
                        Field::Detail(self)
                    )
                })
            }
        }
    }

    /// Finds the one of a name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|detail| detail.key() == key)
    }
}

impl ContactField {
    /// Returns all fields, in the order of [`FIELDS`].
    pub fn all() -> impl Iterator<Item = Self> {
        FIELDS.iter().map(|spec| spec.field)
    }

    /// Returns what is known of it.
    #[expect(clippy::indexing_slicing, reason = "the table has a line for each field")]
    pub const fn spec(self) -> &'static FieldSpec {
        const TABLE: &[FieldSpec] = &FIELDS;
        &TABLE[self.place()]
    }

    /// Returns its place among [`FIELDS`].
    pub const fn place(self) -> usize {
        match self {
            Self::Name => 0,
            Self::Email => 1,
            Self::Detail(detail) => 2 + detail as usize,
        }
    }

    /// Returns it as the log names it.
    pub const fn field(self) -> Field {
        match self {
            Self::Name => Field::Name,
            Self::Email => Field::Email,
            Self::Detail(detail) => Field::Detail(detail),
        }
    }

    /// Finds the one that the log names so.
    pub fn of(field: Field) -> Option<Self> {
        Self::all().find(|own| own.field() == field)
    }
}

/// A value for each detail of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Details<T>([T; Detail::COUNT]);

impl<T> Details<T> {
    /// Makes the value of each.
    pub fn of(make: impl FnMut(Detail) -> T) -> Self {
        Self(Detail::ALL.map(make))
    }

    /// Makes the value of each, if all can be made.
    pub fn try_of<E>(mut make: impl FnMut(Detail) -> Result<T, E>) -> Result<Self, E>
    where
        T: Default,
    {
        let mut details = Self::default();
        for (detail, value) in Detail::ALL.into_iter().zip(&mut details.0) {
            *value = make(detail)?;
        }
        Ok(details)
    }

    /// Returns the values with what they are of.
    pub fn iter(&self) -> impl Iterator<Item = (Detail, &T)> {
        Detail::ALL.into_iter().zip(&self.0)
    }

    /// Makes another value of each.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Details<U> {
        Details(self.0.map(make))
    }

    /// Returns the values.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }

    /// Puts a value in its place, and returns them all.
    #[must_use]
    pub fn with(mut self, detail: Detail, value: T) -> Self {
        self[detail] = value;
        self
    }
}

/// A detail in JSON.
#[derive(Serialize)]
#[serde(untagged)]
enum InJson<'a, T> {
    Text(&'a T),
    /// Addresses, each with its kind.
    Addresses(Vec<OtherEmail>),
}

impl<T: Serialize> Details<T> {
    /// Writes each value under the name of what it is of.
    fn write_json<S: Serializer>(&self, text: fn(&T) -> &str, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(detail, value)| {
            let json = match detail.spec().kind {
                TextKind::AddressList => {
                    InJson::Addresses(OtherEmails::valid_of(text(value)).iter().cloned().collect())
                }
                TextKind::Name
                | TextKind::Address
                | TextKind::Words
                | TextKind::PhoneNumber
                | TextKind::WordList => InJson::Text(value),
            };
            (detail.key(), json)
        }))
    }
}

impl Serialize for Details<Option<SafeText>> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write_json(|text| text.as_ref().map_or("", SafeText::as_str), serializer)
    }
}

impl Serialize for Details<String> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.write_json(String::as_str, serializer)
    }
}

impl Details<Option<SafeText>> {
    /// Returns the text of one; empty if there is none.
    pub fn text(&self, detail: Detail) -> &str {
        self[detail].as_ref().map_or("", SafeText::as_str)
    }
}

#[expect(clippy::indexing_slicing, reason = "there is a place for each detail")]
impl<T> Index<Detail> for Details<T> {
    type Output = T;

    fn index(&self, detail: Detail) -> &T {
        &self.0[detail as usize]
    }
}

#[expect(clippy::indexing_slicing, reason = "there is a place for each detail")]
impl<T> IndexMut<Detail> for Details<T> {
    fn index_mut(&mut self, detail: Detail) -> &mut T {
        &mut self.0[detail as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_field_has_its_line_in_the_table() {
        for (place, spec) in FIELDS.iter().enumerate() {
            assert_eq!(spec.field.place(), place, "{}", spec.key);
            assert_eq!(spec.field.spec(), spec);
            assert_eq!(spec.field.field().key(), spec.key);
            assert_eq!(ContactField::of(spec.field.field()), Some(spec.field));
        }
        for (place, detail) in Detail::ALL.into_iter().enumerate() {
            assert_eq!(detail as usize, place);
            assert_eq!(Detail::from_key(detail.key()), Some(detail));
        }
    }
}
