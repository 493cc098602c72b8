//! What a search asks of fields that users defined: `region:emea`, `seats:>=50`, `renewal:<2027-03`.

use crate::domain::{CustomField, CustomFieldId, FieldKind, FieldOf, SafeText, SearchScope, fields_of, fold};

/// A value that a custom field must have; of customers, of contacts, or of both where they have fields of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomTerm {
    /// The name before the colon.
    pub key: String,
    /// What was typed behind it.
    pub typed: SafeText,
    /// What a customer must have.
    pub of_customer: Option<CustomTest>,
    /// What a contact must have.
    pub of_contact: Option<CustomTest>,
}

/// A test of the value of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomTest {
    /// The field.
    pub field: CustomFieldId,
    /// What its value must be.
    pub value: ValueTest,
}

/// What a value must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueTest {
    /// It begins with this folded text; a day begins with its year and month.
    Begins(String),
    /// It stands so to this number, in plain digits.
    Number(Comparison, SafeText),
    /// It stands so to this day, month or year.
    Day(Comparison, String),
}

/// How two values stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Before, or less.
    Less,
    /// At most, or not after.
    AtMost,
    /// The same.
    Equal,
    /// At least, or not before.
    AtLeast,
    /// After, or more.
    Greater,
}

impl CustomTerm {
    /// Finds the fields of a name that a scope knows, and reads what is asked of them; none if no field has the name.
    ///
    /// What is not finished yet, as `seats:>`, asks for nothing.
    pub(super) fn parse(
        (key, value): (&str, Option<&SafeText>),
        scope: SearchScope,
        fields: &[CustomField],
    ) -> Option<Result<Option<Self>, String>> {
        let find = |of: FieldOf| fields_of(fields, of).find(|field| field.key() == key);
        let (customer, contact) = match scope {
            SearchScope::Customers => (find(FieldOf::Customer), None),
            SearchScope::Contacts | SearchScope::Everywhere => {
                (find(FieldOf::Customer), find(FieldOf::Contact))
            }
            SearchScope::History => (None, None),
        };
        if customer.is_none() && contact.is_none() {
            return None;
        }
        let Some(typed) = value else { return Some(Ok(None)) };
        let test = |field: Option<&CustomField>| field.map(|field| CustomTest::parse(field, typed.as_str()));
        Some(match (test(customer), test(contact)) {
            // A value that fits one of two fields is sought in that one.
            (Some(Err(fault)), None | Some(Err(_))) | (None, Some(Err(fault))) => Err(fault),
            (customer, contact) => {
                let ready = |test: Option<Result<Option<CustomTest>, String>>| test?.ok().flatten();
                let term = Self {
                    key: key.to_owned(),
                    typed: typed.clone(),
                    of_customer: ready(customer),
                    of_contact: ready(contact),
                };
                Ok(Some(term).filter(|term| term.of_customer.is_some() || term.of_contact.is_some()))
            }
        })
    }

    /// Returns whether a contact has it by its customer.
    pub const fn is_of_customer(&self) -> bool {
        self.of_contact.is_none()
    }
}

impl CustomTest {
    fn parse(field: &CustomField, typed: &str) -> Result<Option<Self>, String> {
        let (comparison, operand) = compared(typed);
        let key = field.key();
        let value = match &field.fields.kind {
            FieldKind::Text | FieldKind::Choice(_) => Some(ValueTest::Begins(fold(typed))),
            _ if operand.is_empty() => None,
            FieldKind::Number => match field.check(operand) {
                Ok(number) => number.map(|number| ValueTest::Number(comparison, number)),
                Err(_) => return Err(format!("{} is a number; type {key}:>=50.", field.label())),
            },
            FieldKind::Date if is_day(operand) => Some(match comparison {
                Comparison::Equal => ValueTest::Begins(operand.to_owned()),
                comparison => ValueTest::Day(comparison, operand.to_owned()),
            }),
            FieldKind::Date => {
                let label = field.label();
                return Err(format!(
                    "{label} is a day; type {key}:2027-03 or {key}:<2027-03-15."
                ));
            }
        };
        Ok(value.map(|value| Self {
            field: field.id,
            value,
        }))
    }
}

/// Takes the sign of a comparison from the front of a value.
fn compared(typed: &str) -> (Comparison, &str) {
    let signs = [
        ("<=", Comparison::AtMost),
        (">=", Comparison::AtLeast),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
        ("=", Comparison::Equal),
    ];
    let found = signs.into_iter().find_map(|(sign, comparison)| {
        let operand = typed.strip_prefix(sign)?;
        Some((comparison, operand.trim()))
    });
    found.unwrap_or((Comparison::Equal, typed))
}

/// Returns whether a text can be the start of a day: `2027`, `2027-03`, `2027-03-1`.
fn is_day(text: &str) -> bool {
    let form = "dddd-dd-dd".bytes();
    text.len() <= form.len()
        && text.bytes().zip(form).all(|(byte, sign)| match sign {
            b'd' => byte.is_ascii_digit(),
            sign => byte == sign,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        CustomFieldFields, FieldName, IdSource, InLists, SearchQuery, Timestamp, parse_choices,
    };

    fn fields() -> Vec<CustomField> {
        let mut ids = IdSource::Counting(0);
        let mut field = |of, name: &str, kind| CustomField {
            id: CustomFieldId::from_uuid(ids.next(Timestamp::default())),
            fields: CustomFieldFields {
                of,
                name: FieldName::parse(name).expect("a name"),
                kind,
                in_lists: InLists::Hidden,
            },
            used: 0,
        };
        vec![
            field(
                FieldOf::Customer,
                "Region",
                FieldKind::Choice(parse_choices("EMEA,APAC").expect("choices")),
            ),
            field(FieldOf::Customer, "Renewal date", FieldKind::Date),
            field(FieldOf::Customer, "Seats", FieldKind::Number),
            field(FieldOf::Contact, "Region", FieldKind::Text),
        ]
    }

    fn read(text: &str, scope: SearchScope) -> Result<String, String> {
        let query = SearchQuery::parse_with(text, scope, &fields());
        query
            .map(|query| query.to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn fields_are_asked_for_by_name_and_written_back() {
        for text in [
            "region:emea",
            "seats:>=50",
            "seats:50",
            "renewal_date:<2027-03",
            "!region:\"north east\"",
        ] {
            assert_eq!(read(text, SearchScope::Everywhere).as_deref(), Ok(text));
            assert_eq!(read(text, SearchScope::Customers).as_deref(), Ok(text));
        }
        for unfinished in ["region:", "seats:>", "renewal_date:<="] {
            assert_eq!(read(unfinished, SearchScope::Contacts).as_deref(), Ok(""));
        }
    }

    #[test]
    fn what_fits_no_field_is_told() {
        assert_eq!(
            read("seats:many", SearchScope::Customers),
            Err("Seats is a number; type seats:>=50.".to_owned())
        );
        assert_eq!(
            read("renewal_date:soon", SearchScope::Customers),
            Err("Renewal date is a day; type renewal_date:2027-03 or renewal_date:<2027-03-15.".to_owned())
        );
        let unknown = read("regin:x", SearchScope::Customers).expect_err("unknown");
        assert!(unknown.contains("the nearest is region"), "{unknown}");
        assert!(read("seats:5", SearchScope::History).is_err());
        // A word with a digit is no name of a field, unless one is called so.
        assert_eq!(
            read("q3:review", SearchScope::Everywhere).as_deref(),
            Ok("\"q3:review\"")
        );
    }

    #[test]
    fn of_two_fields_of_a_name_each_is_asked_for_where_it_is() {
        let of = |scope| {
            let query = SearchQuery::parse_with("region:e", scope, &fields()).expect("a search");
            query.terms().iter().find_map(|term| match &term.sought {
                crate::domain::Sought::Custom(term) => {
                    Some((term.of_customer.is_some(), term.of_contact.is_some()))
                }
                _ => None,
            })
        };
        assert_eq!(of(SearchScope::Customers), Some((true, false)));
        assert_eq!(of(SearchScope::Contacts), Some((true, true)));
    }
}
