//! Fields that users define: the forms that define one, and the rows in the forms of customers and contacts.

use super::chosen::Chosen;
use super::pick::Pick;
use super::{Form, FormField, Subject, Value, text};
use crate::domain::{
    Change, ContactFields, CustomField, CustomFieldFields, CustomFieldId, CustomValues, CustomerEdit,
    CustomerFields, CustomerId, Date, Field, FieldError, FieldKind, FieldName, FieldOf, InLists, fields_of,
    parse_choices, stored_choices,
};

/// What a field can be of.
const OF: Pick = Pick::of(&[("customer", "customers"), ("contact", "contacts")]);

/// What values a field can take.
const KINDS: Pick = Pick::of(&[
    ("text", "text"),
    ("number", "a number"),
    ("date", "a date"),
    ("choice", "one of several choices"),
]);

/// Whether lists show a field.
const IN_LISTS: Pick = Pick::of(&[("hidden", "no"), ("shown", "yes, as a column")]);

impl Form {
    /// Opens a form for a new field.
    pub(in crate::app) fn new_field() -> Self {
        Self::new(
            Subject::NewField,
            [
                (Field::Of, Value::Pick(OF)),
                (Field::Name, text("")),
                (Field::Kind, Value::Pick(KINDS)),
                (Field::Choices, text("")),
                (Field::InLists, Value::Pick(IN_LISTS)),
            ],
        )
        .starting_at(Field::Name)
    }

    /// Puts the focus on a field.
    #[must_use]
    fn starting_at(mut self, wanted: Field) -> Self {
        let place = self.fields.iter().position(|row| row.field == wanted);
        self.focus = place.unwrap_or(self.focus);
        self
    }

    /// Opens the form of a field; what it is of and the type of its values stay.
    pub(in crate::app) fn edit_field(field: &CustomField) -> Self {
        let choices = match &field.fields.kind {
            FieldKind::Choice(choices) => {
                Some((Field::Choices, text(&stored_choices(choices).replace(',', ", "))))
            }
            FieldKind::Text | FieldKind::Number | FieldKind::Date => None,
        };
        let in_lists = Value::Pick(IN_LISTS.at(field.fields.in_lists.key()));
        let rows = [(Field::Name, text(field.label()))].into_iter();
        let rows = rows.chain(choices).chain([(Field::InLists, in_lists)]);
        Self::new(Subject::Field(Box::new(field.clone())), rows)
    }

    /// Opens the form that gives a field of many customers one value.
    pub(in crate::app) fn field_of_many(customers: Chosen<CustomerId>, custom: &[CustomField]) -> Self {
        Self::new(Subject::FieldOfMany(customers), []).with_custom(FieldOf::Customer, custom, None)
    }

    /// Returns whether what was typed is kept when the form is left; it is not where it was meant for a selection.
    pub(super) const fn is_kept(&self) -> bool {
        !matches!(self.subject, Subject::FieldOfMany(_))
    }

    /// Adds a row for each field that users defined.
    #[must_use]
    pub(super) fn with_custom(
        mut self,
        of: FieldOf,
        custom: &[CustomField],
        values: Option<&CustomValues>,
    ) -> Self {
        self.custom = fields_of(custom, of).cloned().collect();
        for field in &self.custom {
            let value = values.map_or("", |values| values.text(field.id));
            self.fields.push(FormField {
                field: field.field(),
                value: text(value),
                error: None,
            });
            self.started_as.push(value.to_owned());
        }
        self
    }

    /// Gives a draft the rows of the fields that there are now; what was typed into those that are still there stays.
    #[must_use]
    pub(super) fn with_rows_of(mut self, fresh: &Self) -> Self {
        let focused = self.fields.get(self.focus).map(|row| row.field);
        let (mut rows, mut kept) = (Vec::new(), Vec::new());
        for row in self.fields.into_iter().zip(self.started_as) {
            if let Field::Custom(_) = row.0.field {
                kept.push(row);
            } else {
                rows.push(row);
            }
        }
        for (field, started_as) in fresh.fields.iter().zip(&fresh.started_as) {
            if let Field::Custom(_) = field.field {
                let found = kept.iter().find(|(typed, _)| typed.field == field.field);
                rows.push(
                    found
                        .cloned()
                        .unwrap_or_else(|| (field.clone(), started_as.clone())),
                );
            }
        }
        (self.fields, self.started_as) = rows.into_iter().unzip();
        let place = self.fields.iter().position(|row| Some(row.field) == focused);
        self.focus = place.unwrap_or(0);
        self.custom.clone_from(&fresh.custom);
        self
    }

    /// Returns the field that users defined under an id.
    pub fn custom_field(&self, id: CustomFieldId) -> Option<&CustomField> {
        self.custom.iter().find(|field| field.id == id)
    }

    /// Returns the names of these fields.
    pub(in crate::app) fn custom_labels(&self) -> impl Iterator<Item = &str> {
        self.custom.iter().map(CustomField::label)
    }

    /// Reads the rows of these fields over the values before.
    fn values(&self, before: Option<&CustomValues>, today: Date) -> Result<CustomValues, Vec<FieldError>> {
        let mut values = before.cloned().unwrap_or_default();
        let mut errors = Vec::new();
        for field in &self.custom {
            let typed = self.text_of(field.field());
            if typed == values.text(field.id) {
                // What stands there may be a choice that was taken away since.
                continue;
            }
            match field.typed(&typed, today) {
                Ok(value) => values.set(field.id, value),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() {
            Ok(values)
        } else {
            Err(errors)
        }
    }

    /// Reads a customer with what it has in these fields.
    pub(super) fn customer_fields(
        &self,
        before: Option<&CustomValues>,
        today: Date,
    ) -> Result<CustomerFields, Vec<FieldError>> {
        let mut draft = self.customer_draft();
        draft.write_out_dates(today);
        let (fields, values) = both(draft.check(), self.values(before, today))?;
        Ok(fields.with_custom(values))
    }

    /// Reads a contact with what it has in these fields.
    pub(super) fn contact_fields(
        &self,
        before: Option<&CustomValues>,
        today: Date,
    ) -> Result<ContactFields, Vec<FieldError>> {
        let (fields, values) = both(self.contact_draft().check(), self.values(before, today))?;
        Ok(fields.with_custom(values))
    }

    /// Reads the definition of a field; of one that was defined before, what it is of and the type of its values stay.
    pub(super) fn definition(
        &self,
        before: Option<&CustomFieldFields>,
    ) -> Result<CustomFieldFields, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut note = |field: Field, message: String| errors.push(FieldError::new(field, message));
        let typed_name = self.text_of(Field::Name);
        // A name that stays may have become that of a built-in field since it was given.
        let name = match before.filter(|before| before.name.as_str() == typed_name) {
            Some(before) => Ok(before.name.clone()),
            None => FieldName::parse(&typed_name).map_err(|why| note(Field::Name, why)),
        };
        let choices = self.text_of(Field::Choices);
        let typed = KINDS.at(&self.text_of(Field::Kind));
        let kind = before.map_or(typed.key(), |before| before.kind.key());
        let choices = if kind == "choice" {
            parse_choices(&choices)
        } else if choices.trim().is_empty() {
            Ok(Vec::new())
        } else {
            Err("Only a field of several choices has these; change the type, or leave them out.".to_owned())
        };
        let choices = choices.map_err(|why| note(Field::Choices, why));
        let of = FieldOf::from_key(&self.text_of(Field::Of)).unwrap_or(FieldOf::Customer);
        let of = before.map_or(of, |before| before.of);
        let in_lists = InLists::from_key(&self.text_of(Field::InLists)).unwrap_or(InLists::Hidden);
        match (name, choices.map(|choices| FieldKind::from_key(kind, choices))) {
            (Ok(name), Ok(Some(kind))) => Ok(CustomFieldFields {
                of,
                name,
                kind,
                in_lists,
            }),
            (Ok(_) | Err(_), _) => Err(errors),
        }
    }

    /// Returns the change that gives the fields that were filled one value for many customers, where `-` takes a
    /// value away; none if none was filled.
    pub(super) fn values_of_many(
        &self,
        customers: &[CustomerId],
        today: Date,
    ) -> Result<Option<Change>, Vec<FieldError>> {
        let (mut edits, mut errors) = (Vec::new(), Vec::new());
        for field in &self.custom {
            let typed = self.text_of(field.field());
            match (typed.trim(), field.typed(&typed, today)) {
                ("", _) => {}
                ("-", _) => edits.push(CustomerEdit::Custom(field.id, None)),
                (_, Ok(value)) => edits.push(CustomerEdit::Custom(field.id, value)),
                (_, Err(error)) => errors.push(error),
            }
        }
        if errors.is_empty() {
            let edit = |id: &CustomerId| (*id, edits.clone());
            let change = Change::EditCustomers(customers.iter().map(edit).collect());
            Ok(Some(change).filter(|_| !edits.is_empty()))
        } else {
            Err(errors)
        }
    }
}

/// Returns two results, or what is wrong with either.
fn both<T, U>(
    one: Result<T, Vec<FieldError>>,
    other: Result<U, Vec<FieldError>>,
) -> Result<(T, U), Vec<FieldError>> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (one, other) => {
            let errors = one.err().into_iter().chain(other.err());
            Err(errors.flatten().collect())
        }
    }
}
