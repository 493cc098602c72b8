//! Contacts: the people of a customer.

mod address_move;
mod duplicate;
mod email;
mod erased;
mod field;
mod follows;
mod known_at;
mod other_emails;
mod promotion;
mod role_change;
mod roles;

pub use address_move::{AddressConflict, MovePlan, plan_moves};
pub use duplicate::{Alike, Duplicate, LinkFate, MergeEffect, PrimaryTransfer, who_stays};
pub use email::{Email, EmailError, MAX_ADDRESS_CHARS, bare};
pub use erased::{ERASED_EMAIL, ERASED_NAME, HoldingBackup};
pub use field::{ContactField, Detail, Details, FIELDS, FieldSpec, TextKind};
pub use follows::Follows;
pub use known_at::{AddressRank, KnownAt};
pub use other_emails::{EmailKind, OtherEmail, OtherEmailError, OtherEmails};
pub use promotion::promotes;
pub use role_change::RoleChange;
pub use roles::{ContactRole, MAX_ROLE_CHARS, RoleError, USUAL_ROLES, written_roles};

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::{
    ContactId, CustomFieldId, CustomValues, CustomerId, Field, FieldError, Invitation, Link, Name, RemoteId,
    RemoteSource, SafeText, Timestamp,
};

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

    /// Returns the name under which the store and JSON know the source.
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
    /// Its job title, phone number and the like.
    pub details: Details<Option<SafeText>>,
    /// What it has in fields that the user defined.
    pub custom: CustomValues,
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
    /// Sync brought it and the user unlinked it: it has left and stays away.
    Unlinked,
}

impl Contact {
    /// Returns whether it belongs to the people of its customer.
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

    /// Lists the fields that the user wrote here and that do not follow its record.
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

    /// Returns its job title, if it has one.
    pub fn title(&self) -> Option<&SafeText> {
        self.details[Detail::Title].as_ref()
    }

    /// Returns its other addresses.
    pub fn other_emails(&self) -> OtherEmails {
        OtherEmails::valid_of(self.details.text(Detail::OtherEmails))
    }

    /// Returns the edits by which one of its other addresses becomes the first one, and the first one takes its place.
    pub fn swapped_with(&self, email: &Email) -> [ContactEdit; 2] {
        let others = self.other_emails().with_in_place_of(&self.email, email);
        [
            ContactEdit::Email(email.clone()),
            ContactEdit::Detail(Detail::OtherEmails, others.text()),
        ]
    }

    /// Returns a field as it is shown; empty if it has none.
    pub fn text(&self, field: ContactField) -> &str {
        match field {
            ContactField::Name => self.name.as_str(),
            ContactField::Email => self.email.as_str(),
            ContactField::Detail(detail) => self.details.text(detail),
        }
    }

    /// Returns the fields that a user edits.
    pub fn fields(&self) -> ContactFields {
        ContactFields {
            name: self.name.clone(),
            email: self.email.clone(),
            details: self.details.clone(),
            custom: self.custom.clone(),
        }
    }
}

/// What a user typed about a contact, unchecked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContactDraft {
    /// The name; required.
    pub name: String,
    /// The email address; required.
    pub email: String,
    /// The job title, the phone number and the like.
    pub details: Details<String>,
}

impl ContactDraft {
    /// Starts with what is required.
    pub fn new(name: impl Into<String>, email: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            email: email.into(),
            details: Details::default(),
        }
    }

    /// Adds a detail.
    #[must_use]
    pub fn with(self, detail: Detail, text: impl Into<String>) -> Self {
        Self {
            details: self.details.with(detail, text.into()),
            ..self
        }
    }

    /// Returns what was typed into a field, to be changed.
    pub fn text_mut(&mut self, field: ContactField) -> &mut String {
        match field {
            ContactField::Name => &mut self.name,
            ContactField::Email => &mut self.email,
            ContactField::Detail(detail) => &mut self.details[detail],
        }
    }

    /// Checks every field and gives all that is wrong, in the order of the form.
    pub fn check(&self) -> Result<ContactFields, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut note = |error: FieldError| errors.push(error);
        let name = Name::parse(&self.name).map_err(|e| note(FieldError::new(Field::Name, e)));
        let email = Email::from_input(&self.email).map_err(|e| note(FieldError::new(Field::Email, e)));
        let details = Details::of(|detail| {
            let text: Cow<'_, str> = match detail.spec().kind {
                TextKind::WordList => written_roles(&self.details[detail]).into(),
                TextKind::AddressList => match OtherEmails::parse(&self.details[detail]) {
                    Ok(mut others) => {
                        // The first address is none of the others.
                        others.leave_out(|other| email.as_ref().is_ok_and(|email| email == other));
                        others.to_string().into()
                    }
                    Err(error) => {
                        note(FieldError::new(Field::Detail(detail), error));
                        return None;
                    }
                },
                TextKind::Name | TextKind::Address | TextKind::Words | TextKind::PhoneNumber => {
                    self.details[detail].as_str().into()
                }
            };
            if let Some(excess) = detail.excess(&text) {
                note(FieldError::new(Field::Detail(detail), excess));
                return None;
            }
            SafeText::optional(&text)
        });
        match (name, email) {
            (Ok(name), Ok(email)) if errors.is_empty() => Ok(ContactFields {
                name,
                email,
                details,
                custom: CustomValues::default(),
            }),
            _ => Err(errors),
        }
    }
}

impl From<&ContactFields> for ContactDraft {
    fn from(fields: &ContactFields) -> Self {
        Self {
            name: fields.name.to_string(),
            email: fields.email.to_string(),
            details: Details::of(|detail| fields.details.text(detail).to_owned()),
        }
    }
}

/// The checked fields of a contact that a user edits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactFields {
    /// The full name.
    pub name: Name,
    /// The email address.
    pub email: Email,
    /// The job title, the phone number and the like.
    pub details: Details<Option<SafeText>>,
    /// The values in fields that the user defined.
    pub custom: CustomValues,
}

impl ContactFields {
    /// Gives it these values in fields that the user defined.
    #[must_use]
    pub fn with_custom(self, custom: CustomValues) -> Self {
        Self { custom, ..self }
    }

    /// Returns the edit that gives a field the value that it has here.
    pub fn edit(&self, field: ContactField) -> ContactEdit {
        match field {
            ContactField::Name => ContactEdit::Name(self.name.clone()),
            ContactField::Email => ContactEdit::Email(self.email.clone()),
            ContactField::Detail(detail) => ContactEdit::Detail(detail, self.details[detail].clone()),
        }
    }

    /// Lists what differs in `after`, so that an edit writes only what the user changed.
    pub fn edits_to(&self, after: &Self) -> Vec<ContactEdit> {
        let differs = |field: &ContactField| match *field {
            ContactField::Name => self.name != after.name,
            ContactField::Email => self.email.as_str() != after.email.as_str(),
            ContactField::Detail(detail) => self.details[detail] != after.details[detail],
        };
        let fields = ContactField::all().filter(differs);
        let custom = self.custom.changes_to(&after.custom).into_iter();
        fields
            .map(|field| after.edit(field))
            .chain(custom.map(|(id, value)| ContactEdit::Custom(id, value)))
            .collect()
    }
}

/// A new value for one field of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContactEdit {
    /// The full name.
    Name(Name),
    /// The email address.
    Email(Email),
    /// A detail, or none.
    Detail(Detail, Option<SafeText>),
    /// A value in a field that the user defined, or none.
    Custom(CustomFieldId, Option<SafeText>),
}

impl ContactEdit {
    /// Returns which field the edit changes.
    pub const fn field(&self) -> Field {
        match self {
            Self::Name(_) => Field::Name,
            Self::Email(_) => Field::Email,
            Self::Detail(detail, _) => Field::Detail(*detail),
            Self::Custom(id, _) => Field::Custom(*id),
        }
    }

    /// Returns the new value as the store holds it.
    pub fn value(&self) -> Option<&str> {
        match self {
            Self::Name(name) => Some(name.as_str()),
            Self::Email(email) => Some(email.as_str()),
            Self::Detail(_, text) | Self::Custom(_, text) => text.as_ref().map(SafeText::as_str),
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
        ContactDraft::new(" Ann\u{1b}[1m Lee ", "Ann@Acme.com")
            .with(Detail::Title, "  ")
            .with(Detail::Phone, "+1 202-555-0101")
    }

    #[test]
    fn a_draft_is_cleaned_into_fields() {
        let fields = draft().check().expect("valid");
        assert_eq!(fields.name.as_str(), "Ann Lee");
        assert_eq!(fields.email.as_str(), "ann@acme.com");
        assert_eq!(fields.details[Detail::Title], None);
    }

    #[test]
    fn all_errors_come_at_once_each_with_its_field() {
        let mut draft = ContactDraft::default();
        for detail in Detail::ALL {
            draft = draft.with(detail, "1".repeat(detail.spec().max_chars + 1));
        }
        let errors = draft.check().expect_err("invalid");
        let fields: Vec<Field> = errors.iter().map(|error| error.field).collect();
        let all: Vec<Field> = ContactField::all().map(ContactField::field).collect();
        assert_eq!(fields, all);
    }

    #[test]
    fn edits_name_only_what_differs() {
        let before = draft().check().expect("valid");
        let after = ContactDraft::from(&before)
            .with(Detail::Title, "CTO")
            .check()
            .expect("valid");
        assert_eq!(
            before.edits_to(&after),
            [ContactEdit::Detail(Detail::Title, SafeText::optional("CTO"))]
        );
        assert_eq!(before.edits_to(&before), []);
    }
}
