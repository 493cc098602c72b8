//! Custom fields: the facts about customers or contacts for which a team has fields of its own.

mod kind;
mod name;
mod values;

pub use kind::{FieldKind, MAX_CHOICES, parse_choices};
pub use name::{FieldName, custom_key};
pub use values::{CustomValue, CustomValues};

use super::keyed::keyed;
use super::{CustomFieldId, Date, Field, FieldError, SafeText};

keyed! {
    /// What a custom field is a field of.
    pub enum FieldOf {
        /// Customers.
        Customer = "customer",
        /// Contacts.
        Contact = "contact",
    }
}

impl FieldOf {
    /// Returns several of it in words.
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Customer => "customers",
            Self::Contact => "contacts",
        }
    }
}

keyed! {
    /// Whether a custom field has a column in lists.
    pub enum InLists {
        /// It has, where there is room.
        Shown = "shown",
        /// It shows in details alone.
        Hidden = "hidden",
    }
}

/// The property in which a vCard has the value of a field that the user defined (RFC 6350, 6.10).
pub const FIELD_PROPERTY: &str = "X-PIVOTAL-FIELD";

/// The parameter of such a property that has the name of the field.
pub const FIELD_NAME_PARAMETER: &str = "X-NAME";

/// A field that the user defined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomField {
    /// Its id, by which values and the log know it.
    pub id: CustomFieldId,
    /// What it is.
    pub fields: CustomFieldFields,
    /// How many customers or contacts have a value in it.
    pub used: u64,
}

/// What a user says of a custom field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomFieldFields {
    /// Customers or contacts.
    pub of: FieldOf,
    /// Its name, unique among those.
    pub name: FieldName,
    /// What values it takes.
    pub kind: FieldKind,
    /// Whether lists show it.
    pub in_lists: InLists,
}

impl CustomField {
    /// Returns the name before the colon in searches, and in JSON: `renewal_date`.
    pub fn key(&self) -> &str {
        self.fields.name.key()
    }

    /// Returns its name on screens.
    pub fn label(&self) -> &str {
        self.fields.name.as_str()
    }

    /// Returns the field as forms and the log name it.
    pub const fn field(&self) -> Field {
        Field::Custom(self.id)
    }

    /// Checks what a user typed as its value on a day from which `fri` and `+2w` count; none for an empty one.
    pub fn typed(&self, raw: &str, today: Date) -> Result<Option<SafeText>, FieldError> {
        match self.fields.kind {
            FieldKind::Date => {
                let day = Date::typed(self.field(), raw, today)?;
                Ok(day.map(|day| SafeText::clean(&day.to_string())))
            }
            FieldKind::Text | FieldKind::Number | FieldKind::Choice(_) => self.check(raw),
        }
    }

    /// Checks a value of a list; none for an empty one. A day is one of the calendar, and a number has one meaning.
    pub fn check(&self, raw: &str) -> Result<Option<SafeText>, FieldError> {
        let checked = self.fields.kind.check_typed(self.label(), raw);
        checked.map_err(|message| FieldError::new(self.field(), message))
    }

    /// Checks a value that was checked before, or that a program wrote, whose decimal sign is a point; none for an empty one.
    pub fn check_plain(&self, raw: &str) -> Result<Option<SafeText>, FieldError> {
        self.fields
            .kind
            .check(self.label(), raw)
            .map_err(|message| FieldError::new(self.field(), message))
    }
}

/// Returns the fields of customers, or those of contacts.
pub fn fields_of(fields: &[CustomField], of: FieldOf) -> impl Iterator<Item = &CustomField> {
    fields.iter().filter(move |field| field.fields.of == of)
}

/// Says in a sentence how many values of a list were left out as they did not fit; nothing if there are none.
pub fn misfits_left_out(count: usize) -> Option<String> {
    match count {
        0 => None,
        1 => Some("1 value did not fit its field and was left out.".to_owned()),
        many => Some(format!(
            "{many} values did not fit their fields and were left out."
        )),
    }
}

/// A new value for one part of a custom field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomFieldEdit {
    /// Its name.
    Name(FieldName),
    /// The choices that it takes, of a field of choices.
    Choices(Vec<SafeText>),
    /// Whether lists show it.
    InLists(InLists),
}

impl CustomFieldEdit {
    /// Returns which field of the definition it changes.
    pub const fn field(&self) -> Field {
        match self {
            Self::Name(_) => Field::Name,
            Self::Choices(_) => Field::Choices,
            Self::InLists(_) => Field::InLists,
        }
    }
}

impl CustomFieldFields {
    /// Lists what differs in `after`; what a field is of and which kind it has stay.
    pub fn edits_to(&self, after: &Self) -> Vec<CustomFieldEdit> {
        let mut edits = Vec::new();
        if self.name != after.name {
            edits.push(CustomFieldEdit::Name(after.name.clone()));
        }
        if let (FieldKind::Choice(before), FieldKind::Choice(choices)) = (&self.kind, &after.kind)
            && before != choices
        {
            edits.push(CustomFieldEdit::Choices(choices.clone()));
        }
        if self.in_lists != after.in_lists {
            edits.push(CustomFieldEdit::InLists(after.in_lists));
        }
        edits
    }
}
