//! Answers as HubSpot writes them; ids and values come as text or as numbers.

use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::domain::HubSpotId;

/// A page of a search.
#[derive(Debug, Deserialize)]
pub(super) struct SearchPage {
    #[serde(default)]
    pub(super) total: u64,
    pub(super) results: Vec<Record>,
}

/// The answer to a batch read.
#[derive(Debug, Deserialize)]
pub(super) struct BatchPage {
    pub(super) results: Vec<Record>,
}

/// A record with the properties that were asked for.
#[derive(Debug, Deserialize)]
pub(super) struct Record {
    #[serde(deserialize_with = "id")]
    pub(super) id: HubSpotId,
    #[serde(default)]
    pub(super) properties: Map<String, Value>,
}

impl Record {
    /// Gives a property as text; empty ones are none.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let text = match self.properties.get(name)? {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => return None,
        };
        Some(text).filter(|text| !text.trim().is_empty())
    }
}

/// The answer to a batch read of associations.
#[derive(Debug, Deserialize)]
pub(super) struct AssociationsPage {
    pub(super) results: Vec<Associations>,
}

/// What is associated with one record.
#[derive(Debug, Deserialize)]
pub(super) struct Associations {
    pub(super) from: From,
    #[serde(default)]
    pub(super) to: Vec<To>,
    #[serde(default)]
    pub(super) paging: Option<Paging>,
}

#[derive(Debug, Deserialize)]
pub(super) struct From {
    #[serde(deserialize_with = "id")]
    pub(super) id: HubSpotId,
}

#[derive(Debug, Deserialize)]
pub(super) struct To {
    #[serde(rename = "toObjectId", deserialize_with = "id")]
    pub(super) id: HubSpotId,
}

/// Where a list goes on; its link is never followed.
#[derive(Debug, Deserialize)]
pub(super) struct Paging {
    #[serde(default)]
    pub(super) next: Option<Next>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Next {
    #[serde(deserialize_with = "text")]
    pub(super) after: String,
}

/// The account.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Account {
    #[serde(deserialize_with = "number")]
    pub(super) portal_id: i64,
    #[serde(default)]
    pub(super) time_zone: Option<String>,
    #[serde(default)]
    pub(super) ui_domain: Option<String>,
}

/// An error in HubSpot's own form.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Problem {
    pub(super) policy_name: Option<String>,
    pub(super) errors: Vec<ProblemPart>,
    pub(super) context: Option<ProblemContext>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ProblemPart {
    pub(super) context: Option<ProblemContext>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ProblemContext {
    pub(super) required_granular_scopes: Vec<String>,
}

impl Problem {
    /// Gives the names of missing scopes, each once.
    pub(super) fn scopes(&self) -> Vec<String> {
        let contexts = self.errors.iter().filter_map(|part| part.context.as_ref());
        let mut names: Vec<String> = contexts
            .chain(self.context.as_ref())
            .flat_map(|context| context.required_granular_scopes.iter())
            .map(|name| crate::domain::SafeText::clean(name).to_string())
            .collect();
        names.sort();
        names.dedup();
        names
    }
}

fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Number(number) => number
            .as_i64()
            .ok_or_else(|| D::Error::custom("a whole number was expected")),
        Value::String(text) => text
            .trim()
            .parse()
            .map_err(|_| D::Error::invalid_value(Unexpected::Str("text"), &"a number")),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            Err(D::Error::custom("a number was expected"))
        }
    }
}

fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<HubSpotId, D::Error> {
    HubSpotId::new(number(deserializer)?).map_err(D::Error::custom)
}

fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => {
            Err(D::Error::custom("text was expected"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_values_are_text_or_numbers() {
        let page: SearchPage = serde_json::from_str(
            r#"{"total":2,"results":[{"id":"7","properties":{"email":"a@b.co","jobtitle":null,"phone":5}},{"id":8}],
                "paging":{"next":{"after":"2","link":"https://elsewhere"}}}"#,
        )
        .expect("a page");
        assert_eq!(
            page.results[0].id,
            page.results[1]
                .id
                .number()
                .checked_sub(1)
                .and_then(|n| HubSpotId::new(n).ok())
                .expect("an id")
        );
        assert_eq!(page.results[0].text("phone").as_deref(), Some("5"));
        assert_eq!(page.results[0].text("jobtitle"), None);
        let page: AssociationsPage = serde_json::from_str(
            r#"{"results":[{"from":{"id":"1"},"to":[{"toObjectId":5},{"toObjectId":"6"}],"paging":{"next":{"after":"9"}}}],"errors":[{}]}"#,
        )
        .expect("a page");
        assert_eq!(page.results[0].to.len(), 2);
    }

    #[test]
    fn missing_scopes_are_named_each_once() {
        let problem: Problem = serde_json::from_str(
            r#"{"category":"MISSING_SCOPES","errors":[{"context":{"requiredGranularScopes":["b.read","a.read"]}},{"context":{"requiredGranularScopes":["a.read"]}}]}"#,
        )
        .expect("a problem");
        assert_eq!(problem.scopes(), ["a.read", "b.read"]);
    }

    #[test]
    fn nonsense_is_no_answer() {
        for wrong in [
            r#"{"results":[{"id":"x"}]}"#,
            r#"{"results":[{"id":-1}]}"#,
            r#"{"results":{}}"#,
            "[]",
            "<html>",
        ] {
            assert!(serde_json::from_str::<SearchPage>(wrong).is_err(), "{wrong}");
        }
    }
}
