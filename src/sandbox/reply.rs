//! Answers, and the errors among them, as HubSpot words them.

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use super::limits::Policy;
use super::rules::Scope;

/// What the headers tell of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rate {
    /// How many calls are answered in ten seconds.
    pub(super) max: u32,
    /// How many are left.
    pub(super) remaining: u32,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) body: Value,
    pub(super) rate: Option<Rate>,
}

impl Reply {
    /// Answers with a body.
    pub(super) const fn ok(body: Value) -> Self {
        Self::new(StatusCode::OK, body)
    }

    /// Answers a batch: 200 if all was found, else 207 with the errors.
    pub(super) fn batch(results: Vec<Value>, errors: Vec<Value>) -> Self {
        let mut body = Map::new();
        body.insert("status".to_owned(), "COMPLETE".into());
        body.insert("results".to_owned(), results.into());
        if errors.is_empty() {
            return Self::ok(body.into());
        }
        body.insert("numErrors".to_owned(), errors.len().into());
        body.insert("errors".to_owned(), errors.into());
        Self::new(StatusCode::MULTI_STATUS, body.into())
    }

    /// Returns what is wrong with a request: 400.
    pub(super) fn invalid(message: &str) -> Self {
        Self::error(StatusCode::BAD_REQUEST, "VALIDATION_ERROR", message)
    }

    /// Says that the token is missing or wrong: 401.
    pub(super) fn unauthorized() -> Self {
        Self::error(
            StatusCode::UNAUTHORIZED,
            "INVALID_AUTHENTICATION",
            "Authentication credentials not found or not valid.",
        )
    }

    /// Returns which scopes the token lacks: 403.
    pub(super) fn missing_scopes(scopes: &[Scope]) -> Self {
        let message = "The token hasn't been granted all required scopes to make this call.";
        let mut reply = Self::error(StatusCode::FORBIDDEN, "MISSING_SCOPES", message);
        let names: Vec<&str> = scopes.iter().map(|scope| scope.name()).collect();
        if let Some(fields) = reply.body.as_object_mut() {
            fields.insert(
                "errors".to_owned(),
                json!([{
                    "message": "One or more of the following scopes are required.",
                    "context": { "requiredGranularScopes": names },
                }]),
            );
        }
        reply
    }

    /// Says that there is nothing at a path: 404.
    pub(super) fn not_found() -> Self {
        Self::error(
            StatusCode::NOT_FOUND,
            "OBJECT_NOT_FOUND",
            "There is nothing at this path.",
        )
    }

    /// Says that a path does not take a method: 405.
    pub(super) fn wrong_method() -> Self {
        Self::error(
            StatusCode::METHOD_NOT_ALLOWED,
            "METHOD_NOT_ALLOWED",
            "This path does not take this method.",
        )
    }

    /// Says that a limit is reached: 429, in a shape of its own.
    pub(super) fn rate_limited(policy: Policy) -> Self {
        let name = policy.name();
        let body = json!({
            "status": "error",
            "message": format!("You have reached your {} limit.", name.to_lowercase()),
            "errorType": "RATE_LIMIT",
            "policyName": name,
        });
        Self::new(StatusCode::TOO_MANY_REQUESTS, body)
    }

    /// Returns the text of the body; an error gets an id made of a number.
    pub(super) fn text(mut self, number: u64) -> String {
        if self.status.is_client_error()
            && let Some(fields) = self.body.as_object_mut()
        {
            let id = format!("00000000-0000-4000-8000-{number:012}");
            fields.insert("correlationId".to_owned(), id.into());
        }
        self.body.to_string()
    }

    fn error(status: StatusCode, category: &str, message: &str) -> Self {
        Self::new(
            status,
            json!({ "status": "error", "message": message, "category": category }),
        )
    }

    const fn new(status: StatusCode, body: Value) -> Self {
        Self {
            status,
            body,
            rate: None,
        }
    }
}
