//! The form in which HubSpot tells of errors.

use serde::{Deserialize, Deserializer};

use super::loose::{Maybe, Scalar, Texts, each};
use crate::domain::{RemoteId, RemoteSource, SafeText};

/// An error in HubSpot's own form.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Problem {
    pub(super) category: Scalar,
    pub(super) error_type: Scalar,
    pub(super) policy_name: Scalar,
    errors: Parts,
    context: Maybe<Context>,
}

#[derive(Debug, Default)]
struct Parts(Vec<ProblemPart>);

impl<'de> Deserialize<'de> for Parts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut parts = Vec::new();
        each(deserializer, |part: Maybe<ProblemPart>| parts.extend(part.0))?;
        Ok(Self(parts))
    }
}

/// One of the errors of which an answer tells.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ProblemPart {
    pub(super) category: Scalar,
    pub(super) context: Maybe<Context>,
}

/// What an error is about.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Context {
    ids: Texts,
    id: Texts,
    object_id: Texts,
    from_object_id: Texts,
    required_granular_scopes: Texts,
}

impl Context {
    /// Returns the ids of the records that it is about.
    pub(super) fn ids(&self) -> impl Iterator<Item = RemoteId> {
        [&self.ids, &self.id, &self.object_id, &self.from_object_id]
            .into_iter()
            .flat_map(|texts| &texts.0)
            .filter_map(|text| RemoteId::parse(RemoteSource::HubSpot, text).ok())
    }
}

impl Problem {
    /// Returns whether this is an error of HubSpot itself, and not a page of something that stands before it.
    pub(super) fn is_of_hubspot(&self) -> bool {
        [&self.category, &self.error_type, &self.policy_name]
            .into_iter()
            .any(|word| word.text().is_some_and(|word| !word.is_empty()))
    }

    /// Returns the names of missing scopes, each once, sorted; HubSpot may mean each of them or any of them.
    pub(super) fn scopes(&self) -> Vec<String> {
        let contexts = self.errors.0.iter().filter_map(|part| part.context.0.as_ref());
        let mut names: Vec<String> = contexts
            .chain(self.context.0.as_ref())
            .flat_map(|context| &context.required_granular_scopes.0)
            .map(|name| SafeText::clean(name).to_string())
            .collect();
        names.sort();
        names.dedup();
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_scopes_are_named_each_once() {
        let problem: Problem = serde_json::from_str(
            r#"{"category":"MISSING_SCOPES","errors":[{"context":{"requiredGranularScopes":["b.read","a.read"]}},{"context":{"requiredGranularScopes":["a.read"]}}]}"#,
        )
        .expect("a problem");
        assert_eq!(problem.scopes(), ["a.read", "b.read"]);
        assert!(problem.is_of_hubspot());
        for other in ["{}", r#"{"category":""}"#, r#"{"status":"error"}"#] {
            assert!(
                !serde_json::from_str::<Problem>(other)
                    .expect("read")
                    .is_of_hubspot(),
                "{other}"
            );
        }
    }
}
