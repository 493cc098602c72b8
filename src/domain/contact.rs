//! Contacts: the people of a customer.

use serde::{Serialize, Serializer};

use super::{
    ContactId, CustomerId, Email, Field, FieldError, Follows, Invitation, Link, MAX_TEXT_CHARS, Name,
    RemoteId, RemoteSource, SafeText, Timestamp,
};

/// The longest phone number, in characters.
const MAX_PHONE_CHARS: usize = 60;

/// Where a contact came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactSource {
    /// A user typed it.
    Manual,
    /// A user pasted it in a list.
    Paste,
    /// A sync brought it.
    Remote(RemoteSource),
}

impl ContactSource {
    /// All sources.
    pub const ALL: [Self; 3] = [Self::Manual, Self::Paste, Self::Remote(RemoteSource::HubSpot)];

    /// Gives the name under which the store and JSON know the source.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Manual => "manual",
            Self::Paste => "paste",
            Self::Remote(source) => source.key(),
        }
    }

    /// Returns whether a sync brought it.
    pub const fn is_remote(self) -> bool {
        matches!(self, Self::Remote(_))
    }

    /// Finds the source of a name in the store.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.key() == key)
    }
}

impl Serialize for ContactSource {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

/// A person at one customer, as the store holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// The customer it belongs to.
    pub customer_id: CustomerId,
    /// The full name.
    pub name: Name,
    /// The email address, unique within the customer.
    pub email: Email,
    /// The job title.
    pub title: Option<SafeText>,
    /// The phone number as written.
    pub phone: Option<SafeText>,
    /// Whether it gets the customer's notifications by default.
    pub is_primary: bool,
    /// Where it came from.
    pub source: ContactSource,
    /// What it is to a remote record.
    pub link: Option<Link>,
    /// Which of its fields follow that record; none if it never had to do with one.
    pub follows: Option<Follows>,
    /// How far its invitation to the portal has come.
    pub invitation: Invitation,
    /// When it was archived, if it is.
    pub archived_at: Option<Timestamp>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// Whether a contact belongs to the people of its customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Active,
    /// It is put away.
    Archived,
    /// Sync brought it and a person unlinked it: it has left and stays away.
    Unlinked,
}

impl Contact {
    /// Says whether it belongs to the people of its customer.
    pub const fn standing(&self) -> Standing {
        match (self.link, self.source, self.archived_at) {
            (Some(Link::Unlinked { .. }), ContactSource::Remote(_), _) => Standing::Unlinked,
            (_, _, Some(_)) => Standing::Archived,
            (_, _, None) => Standing::Active,
        }
    }

    /// Returns the remote record that it follows or followed; none if a user unlinked it.
    pub const fn remote_id(&self) -> Option<RemoteId> {
        match self.link {
            Some(link) => link.remote_id(),
            None => None,
        }
    }

    /// Returns the name of the source with which it is or was linked; empty if there is none.
    pub const fn source_name(&self) -> &'static str {
        match self.link {
            Some(link) => link.id().source().name(),
            None => "",
        }
    }

    /// Returns whether it follows a remote record.
    pub const fn is_linked(&self) -> bool {
        matches!(self.link, Some(Link::Linked { .. }))
    }

    /// Lists the fields that a person wrote here and that do not follow its record.
    pub fn edited_here(&self) -> Vec<Field> {
        match self.follows {
            Some(follows) if self.is_linked() => follows.written_here(),
            Some(_) | None => Vec::new(),
        }
    }

    /// Returns whether its name was made up, as the source has none.
    pub fn has_stand_in_name(&self) -> bool {
        self.follows.is_some_and(Follows::has_stand_in)
    }

    /// Gives the fields that a person edits.
    pub fn fields(&self) -> ContactFields {
        ContactFields {
            name: self.name.clone(),
            email: self.email.clone(),
            title: self.title.clone(),
            phone: self.phone.clone(),
        }
    }
}

/// What a person typed about a contact, unchecked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactDraft {
    /// The name; required.
    pub name: String,
    /// The email address; required.
    pub email: String,
    /// The job title.
    pub title: String,
    /// The phone number.
    pub phone: String,
}

impl ContactDraft {
    /// Checks every field and gives all that is wrong, in the order of the form.
    pub fn check(&self) -> Result<ContactFields, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut note = |error: FieldError| errors.push(error);
        let name = Name::parse(&self.name).map_err(|e| note(FieldError::new(Field::Name, e)));
        let email = Email::from_input(&self.email).map_err(|e| note(FieldError::new(Field::Email, e)));
        let title = line(Field::Title, &self.title, MAX_TEXT_CHARS).map_err(&mut note);
        let phone = line(Field::Phone, &self.phone, MAX_PHONE_CHARS).map_err(&mut note);
        match (name, email, title, phone) {
            (Ok(name), Ok(email), Ok(title), Ok(phone)) => Ok(ContactFields {
                name,
                email,
                title,
                phone,
            }),
            _ => Err(errors),
        }
    }
}

impl From<&ContactFields> for ContactDraft {
    fn from(fields: &ContactFields) -> Self {
        let text = |value: &Option<SafeText>| value.as_ref().map(ToString::to_string).unwrap_or_default();
        Self {
            name: fields.name.to_string(),
            email: fields.email.to_string(),
            title: text(&fields.title),
            phone: text(&fields.phone),
        }
    }
}

/// The checked fields of a contact that a person edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactFields {
    /// The full name.
    pub name: Name,
    /// The email address.
    pub email: Email,
    /// The job title.
    pub title: Option<SafeText>,
    /// The phone number.
    pub phone: Option<SafeText>,
}

impl ContactFields {
    /// Lists what differs in `after`, so that an edit writes only what the person changed.
    pub fn edits_to(&self, after: &Self) -> Vec<ContactEdit> {
        let mut edits = Vec::new();
        if self.name != after.name {
            edits.push(ContactEdit::Name(after.name.clone()));
        }
        if self.email.as_str() != after.email.as_str() {
            edits.push(ContactEdit::Email(after.email.clone()));
        }
        if self.title != after.title {
            edits.push(ContactEdit::Title(after.title.clone()));
        }
        if self.phone != after.phone {
            edits.push(ContactEdit::Phone(after.phone.clone()));
        }
        edits
    }
}

/// A new value for one field of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContactEdit {
    /// The full name.
    Name(Name),
    /// The email address.
    Email(Email),
    /// The job title.
    Title(Option<SafeText>),
    /// The phone number.
    Phone(Option<SafeText>),
}

impl ContactEdit {
    /// Says which field the edit changes.
    pub const fn field(&self) -> Field {
        match self {
            Self::Name(_) => Field::Name,
            Self::Email(_) => Field::Email,
            Self::Title(_) => Field::Title,
            Self::Phone(_) => Field::Phone,
        }
    }
}

/// Takes an optional line of limited length.
pub(super) fn line(field: Field, raw: &str, max_chars: usize) -> Result<Option<SafeText>, FieldError> {
    let text = SafeText::optional(raw);
    match &text {
        Some(long) if long.chars() > max_chars => Err(FieldError::new(
            field,
            format!("The {field} is longer than {max_chars} characters; shorten it."),
        )),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> ContactDraft {
        ContactDraft {
            name: " Ann\u{1b}[1m Lee ".into(),
            email: "Ann@Acme.com".into(),
            title: "  ".into(),
            phone: "+1 202-555-0101".into(),
        }
    }

    #[test]
    fn a_draft_is_cleaned_into_fields() {
        let fields = draft().check().expect("valid");
        assert_eq!(fields.name.as_str(), "Ann Lee");
        assert_eq!(fields.email.as_str(), "ann@acme.com");
        assert_eq!(fields.title, None);
    }

    #[test]
    fn all_errors_come_at_once_each_with_its_field() {
        let errors = ContactDraft {
            title: "x".repeat(501),
            phone: "1".repeat(61),
            ..ContactDraft::default()
        }
        .check()
        .expect_err("invalid");
        let fields: Vec<Field> = errors.iter().map(|error| error.field).collect();
        assert_eq!(fields, [Field::Name, Field::Email, Field::Title, Field::Phone]);
    }

    #[test]
    fn edits_name_only_what_differs() {
        let before = draft().check().expect("valid");
        let after = ContactDraft {
            title: "CTO".into(),
            ..ContactDraft::from(&before)
        }
        .check()
        .expect("valid");
        assert_eq!(
            before.edits_to(&after),
            [ContactEdit::Title(SafeText::optional("CTO"))]
        );
        assert_eq!(before.edits_to(&before), []);
    }
}
