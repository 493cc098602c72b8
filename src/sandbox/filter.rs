//! The filters of a search, read and checked.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::record::{Held, Properties};
use super::value::{Kind, Value};

/// How many values `IN` may have.
const MOST_VALUES: usize = 100;

/// A filter as it stands in a request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FilterBody {
    property_name: String,
    operator: String,
    value: Option<Text>,
    values: Option<Vec<Text>>,
}

/// A value of a request: text, or a number that stands for its text.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Text {
    /// A text.
    Written(String),
    /// A number.
    Number(i64),
}

impl Text {
    /// Returns the text.
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Written(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

/// A filter.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Filter {
    property: String,
    test: Test,
}

/// What a filter demands of a property.
#[derive(Debug, PartialEq, Eq)]
enum Test {
    Equal(Value),
    NotEqual(Value),
    Less(Value),
    LessOrEqual(Value),
    Greater(Value),
    GreaterOrEqual(Value),
    In(BTreeSet<Value>),
    NotIn(BTreeSet<Value>),
    Known,
    Unknown,
    Token(String),
}

impl FilterBody {
    /// Checks the filter for one kind of record; an error is a sentence.
    pub(super) fn check<T: Properties>(self) -> Result<Filter, String> {
        let name = self.property_name;
        let kind = Held::<T>::kind(&name).ok_or_else(|| format!("There is no property {name}."))?;
        let operator = self.operator.as_str();
        let value = self.value.map(Text::into_text);
        let one = || {
            let text = value
                .as_deref()
                .ok_or_else(|| format!("{operator} needs a value."))?;
            read(kind, &name, text).map(Value::folded)
        };
        let many = |values: Option<Vec<Text>>| {
            let values = values.ok_or_else(|| format!("{operator} needs values."))?;
            if values.is_empty() || values.len() > MOST_VALUES {
                return Err(format!("{operator} takes 1 to {MOST_VALUES} values."));
            }
            // As they are: HubSpot wants them in lower case, and finds nothing otherwise.
            values
                .into_iter()
                .map(|value| read(kind, &name, &value.into_text()))
                .collect()
        };
        let test = match operator {
            "EQ" => Test::Equal(one()?),
            "NEQ" => Test::NotEqual(one()?),
            "LT" => Test::Less(one()?),
            "LTE" => Test::LessOrEqual(one()?),
            "GT" => Test::Greater(one()?),
            "GTE" => Test::GreaterOrEqual(one()?),
            "IN" => Test::In(many(self.values)?),
            "NOT_IN" => Test::NotIn(many(self.values)?),
            "HAS_PROPERTY" => Test::Known,
            "NOT_HAS_PROPERTY" => Test::Unknown,
            "CONTAINS_TOKEN" => Test::Token(one()?.into_text()),
            other => return Err(format!("There is no operator {other}.")),
        };
        Ok(Filter { property: name, test })
    }
}

fn read(kind: Kind, name: &str, text: &str) -> Result<Value, String> {
    Value::read(kind, text).ok_or_else(|| format!("{text} is no value of {name}."))
}

impl Filter {
    /// Returns whether a record passes; one without a value passes only `NOT_HAS_PROPERTY`.
    pub(super) fn passes<T: Properties>(&self, held: &Held<T>) -> bool {
        let value = held.value(&self.property).map(Value::folded);
        let Some(value) = value else {
            return self.test == Test::Unknown;
        };
        match &self.test {
            Test::Equal(wanted) => value == *wanted,
            Test::NotEqual(wanted) => value != *wanted,
            Test::Less(wanted) => value < *wanted,
            Test::LessOrEqual(wanted) => value <= *wanted,
            Test::Greater(wanted) => value > *wanted,
            Test::GreaterOrEqual(wanted) => value >= *wanted,
            Test::In(wanted) => wanted.contains(&value),
            Test::NotIn(wanted) => !wanted.contains(&value),
            Test::Known => true,
            Test::Unknown => false,
            Test::Token(token) => has_token(&value.into_text(), token),
        }
    }

    /// Returns the only texts that a property may have for this filter to pass; none if it is not of that kind.
    pub(super) fn texts_of(&self, property: &str) -> Option<Vec<&str>> {
        if self.property != property {
            return None;
        }
        match &self.test {
            Test::Equal(Value::Text(text)) => Some(vec![text]),
            Test::In(values) => Some(Value::texts(values).collect()),
            Test::Equal(Value::Number(_) | Value::Time(_))
            | Test::NotEqual(_)
            | Test::Less(_)
            | Test::LessOrEqual(_)
            | Test::Greater(_)
            | Test::GreaterOrEqual(_)
            | Test::NotIn(_)
            | Test::Known
            | Test::Unknown
            | Test::Token(_) => None,
        }
    }
}

/// Returns whether a text has a word, or one that begins so if the token ends with `*`.
fn has_token(text: &str, token: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    match token.strip_suffix('*') {
        Some(start) => words.any(|word| word.starts_with(start)),
        None => words.any(|word| word == token) || text == token,
    }
}
