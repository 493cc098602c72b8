//! Answers a request: first who asks, what and how often, then the data.

use hyper::Method;
use tokio::time::Instant;

use super::limits::Limits;
use super::portal::Portal;
use super::reply::Reply;
use super::route::Endpoint;
use super::rules::{Rules, Scope};
use super::{account, associations, batch_read, search};

/// A request as far as the answer depends on it.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: String,
    /// What stands in the header `Authorization`.
    pub(super) authorization: Option<String>,
    pub(super) body: String,
}

/// Answers a request and counts it against the limits.
pub(super) fn answer(
    call: &Call,
    portal: &Portal,
    rules: &Rules,
    limits: &mut Limits,
    now: Instant,
) -> Reply {
    if call.authorization.as_deref().and_then(token) != Some(&rules.token) {
        return Reply::unauthorized();
    }
    let Some(endpoint) = Endpoint::at(&call.path) else {
        return Reply::not_found();
    };
    if call.method != endpoint.method() {
        return Reply::wrong_method();
    }
    let mut reply = match limits.admit(endpoint.bucket(), rules, now) {
        Ok(()) => admitted(endpoint, call, portal, rules),
        Err(policy) => Reply::rate_limited(policy),
    };
    reply.rate = limits.rate(endpoint.bucket(), rules);
    reply
}

/// Reads the token out of `Bearer …`; the word may be in any case.
fn token(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}

impl Portal {
    /// Answers a request within the program, whoever asks and how often; returns the status and the body.
    pub fn answer(&self, rules: &Rules, method: &str, path: &str, body: &str) -> (u16, String) {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let call = Call {
            method: method.parse().unwrap_or_default(),
            path: path.to_owned(),
            query: query.to_owned(),
            authorization: None,
            body: body.to_owned(),
        };
        let reply = match Endpoint::at(&call.path) {
            Some(endpoint) if endpoint.method() == call.method => admitted(endpoint, &call, self, rules),
            Some(_) => Reply::wrong_method(),
            None => Reply::not_found(),
        };
        (reply.status.as_u16(), reply.text(1))
    }
}

fn admitted(endpoint: Endpoint, call: &Call, portal: &Portal, rules: &Rules) -> Reply {
    let missing: Vec<Scope> = endpoint
        .scopes()
        .iter()
        .copied()
        .filter(|scope| !rules.scopes.contains(scope))
        .collect();
    if !missing.is_empty() {
        return Reply::missing_scopes(&missing);
    }
    let answered = match endpoint {
        Endpoint::SearchContacts => search::contacts(portal, &call.body),
        Endpoint::SearchCompanies => search::companies(portal, &call.body),
        Endpoint::ReadContacts => batch_read::read(portal, &call.query, &call.body),
        Endpoint::Associations => associations::read(portal, rules, &call.body),
        Endpoint::Owners => Ok(account::owners(portal, &call.query)),
        Endpoint::Account => Ok(account::details(portal)),
    };
    answered.unwrap_or_else(|message| Reply::invalid(&message))
}
