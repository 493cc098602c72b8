//! The fields of the sample data that come with no program: when customers renew, where they are, how people are reached.

use serde::Deserialize;

use super::sample::rows;
use super::sample_plans::day;
use super::{Error, Workspace};
use crate::domain::{
    Change, ContactEdit, CustomField, CustomFieldFields, CustomerEdit, Field, FieldKind, FieldName, FieldOf,
    InLists, parse_choices,
};

#[derive(Deserialize)]
struct FieldRow {
    /// What it is a field of.
    of: String,
    /// Its name.
    name: String,
    /// What values it takes.
    #[serde(rename = "type")]
    kind: String,
    /// Its choices, if it takes one of several.
    choices: String,
    /// Filled if lists show it.
    column: String,
}

#[derive(Deserialize)]
struct ValueRow {
    /// The name of the customer.
    customer: String,
    /// The address of the contact that it is of; empty for the customer.
    contact: String,
    /// The name of the field.
    field: String,
    /// In how many days it is, of a date.
    days: Option<i64>,
    /// The value, of anything else.
    value: String,
}

impl Workspace {
    /// Adds the fields that come with the sample data, and the values in them.
    pub(super) fn load_fields(&mut self) -> Result<(), Error> {
        let fields = rows::<FieldRow>(include_str!("../../assets/demo_fields.csv"))?;
        let fields = fields.iter().map(definition).collect::<Result<_, _>>()?;
        self.make(Change::AddCustomFields(fields))?;
        let known = self.custom_fields()?;
        for row in rows::<ValueRow>(include_str!("../../assets/demo_values.csv"))? {
            self.load_value(&row, &known)?;
        }
        Ok(())
    }

    fn load_value(&mut self, row: &ValueRow, known: &[CustomField]) -> Result<(), Error> {
        let field = known.iter().find(|field| field.label() == row.field);
        let field = field.ok_or_else(Error::no_custom_field)?;
        let text = match row.days {
            Some(days) => day(self.clock.now()).plus_days(days).to_string(),
            None => row.value.clone(),
        };
        let value = field.check(&text).map_err(|error| Error::Invalid(vec![error]))?;
        let customer = self.find_customer(&row.customer)?;
        let change = match row.contact.as_str() {
            "" => Change::EditCustomer {
                customer: customer.id,
                edits: vec![CustomerEdit::Custom(field.id, value)],
            },
            address => Change::EditContact {
                contact: self.find_contact(&customer, address)?.id,
                edits: vec![ContactEdit::Custom(field.id, value)],
            },
        };
        self.make(change).map(drop)
    }
}

fn definition(row: &FieldRow) -> Result<CustomFieldFields, Error> {
    let wrong = |field: Field| move |message: String| Error::field(field, message);
    let choices = match row.choices.as_str() {
        "" => Vec::new(),
        choices => parse_choices(choices).map_err(wrong(Field::Choices))?,
    };
    Ok(CustomFieldFields {
        of: FieldOf::from_key(&row.of).ok_or_else(Error::no_custom_field)?,
        name: FieldName::parse(&row.name).map_err(wrong(Field::Name))?,
        kind: FieldKind::from_key(&row.kind, choices).ok_or_else(Error::no_custom_field)?,
        in_lists: match row.column.as_str() {
            "" => InLists::Hidden,
            _ => InLists::Shown,
        },
    })
}

#[cfg(test)]
mod tests {
    use crate::workspace::sample_book;
    use crate::workspace::testing::empty;

    #[test]
    fn customers_and_contacts_have_values_in_fields_of_every_kind() {
        let mut workspace = empty();
        workspace
            .load_book(&sample_book().expect("readable"))
            .expect("loaded");
        workspace.load_fields().expect("loaded");
        let fields = workspace.custom_fields().expect("listed");
        let used: Vec<(&str, &str, u64)> = (fields.iter())
            .map(|field| (field.label(), field.fields.kind.key(), field.used))
            .collect();
        assert_eq!(
            used,
            [
                ("Renewal date", "date", 4),
                ("Region", "choice", 7),
                ("Seats", "number", 4),
                ("Reached by", "choice", 2),
            ]
        );
    }
}
