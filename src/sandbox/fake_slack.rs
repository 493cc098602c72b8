//! A stand-in for the few methods of Slack's Web API that a direct message needs, and that misbehaves when told to.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER};
use hyper::{Method, StatusCode};
use serde_json::{Value, json};

use super::host::{Cut, Host, Response};
use super::kept::Kept;

/// How many bytes of a request are read.
const MOST_BYTES: usize = 1 << 20;

/// How many paths are kept.
const MOST_PATHS: usize = 10_000;

/// How often a late answer is thought of.
const LATE: Duration = Duration::from_millis(5);

/// A method of the Web API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SlackMethod {
    /// `users.lookupByEmail`.
    Lookup,
    /// `conversations.open`.
    Open,
    /// `chat.postMessage`.
    Post,
}

impl SlackMethod {
    fn at(path: &str) -> Option<Self> {
        match path.rsplit('/').next()? {
            "users.lookupByEmail" => Some(Self::Lookup),
            "conversations.open" => Some(Self::Open),
            "chat.postMessage" => Some(Self::Post),
            _ => None,
        }
    }
}

/// How a method misbehaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlackFault {
    /// It answers with an error of this code.
    Error(String),
    /// It answers that this scope is missing.
    MissingScope(String),
    /// It answers 429, with so many seconds to wait if there is a number.
    Limited(Option<u64>),
    /// It answers this status and something that is no JSON.
    Status(u16),
    /// It points to another address.
    Redirect(String),
    /// It cuts the connection; nothing is done.
    Cut,
    /// It does its work and cuts the connection in the place of the answer.
    CutAfterwards,
    /// It does its work and answers this text.
    Body(String),
    /// It never answers; nothing is done.
    Silent,
    /// It does its work and answers once it is told to behave.
    Late,
}

/// A message that was posted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlackPost {
    /// The id of the conversation, which is that of the person with a `D` before it.
    pub channel: String,
    /// The text, as it was sent.
    pub text: String,
    /// The whole request.
    pub body: Value,
}

/// A Slack workspace on this machine, as long as it lives.
#[derive(Debug)]
pub struct FakeSlackServer {
    host: Host,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    token: String,
    people: Mutex<BTreeMap<String, String>>,
    faults: Mutex<BTreeMap<SlackMethod, SlackFault>>,
    posts: Mutex<Kept<SlackPost>>,
    /// How many messages were posted.
    posted: AtomicUsize,
    asked: Mutex<Vec<String>>,
}

impl FakeSlackServer {
    /// Starts a workspace without people on a port of the loopback address; port 0 is any free one.
    ///
    /// # Errors
    ///
    /// Fails if the port is taken or no thread can be started.
    pub fn start(token: &str, port: u16) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            token: token.to_owned(),
            people: Mutex::default(),
            faults: Mutex::default(),
            posts: Mutex::default(),
            posted: AtomicUsize::new(0),
            asked: Mutex::default(),
        });
        let host = Host::start("fake slack", port, {
            let shared = Arc::clone(&shared);
            move |request| respond(request, Arc::clone(&shared))
        })?;
        Ok(Self { host, shared })
    }

    /// Returns the address of the Web API: `http://127.0.0.1:4242/api`.
    pub fn url(&self) -> String {
        format!("{}/api", self.host.url())
    }

    /// Adds a person by the address.
    pub fn add_person(&self, email: &str) {
        let mut people = lock(&self.shared.people);
        let id = format!("U{:04}", people.len() + 1);
        people.insert(email.to_owned(), id);
    }

    /// Makes a method misbehave from now on.
    pub fn misbehave(&self, method: SlackMethod, fault: SlackFault) {
        lock(&self.shared.faults).insert(method, fault);
    }

    /// Makes all methods behave again.
    pub fn behave(&self) {
        lock(&self.shared.faults).clear();
    }

    /// Returns the last messages that were posted, the oldest first: up to 10,000 and 32 MiB.
    pub fn posts(&self) -> Vec<SlackPost> {
        lock(&self.shared.posts).all()
    }

    /// Returns the paths of all requests, the oldest first.
    pub fn asked(&self) -> Vec<String> {
        lock(&self.shared.asked).clone()
    }
}

/// Locks what no half-done change can spoil, also after a panic.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn respond(request: hyper::Request<Incoming>, shared: Arc<Shared>) -> Result<Response, Cut> {
    let (head, body) = request.into_parts();
    let bytes = match Limited::new(body, MOST_BYTES).collect().await {
        Ok(body) => body.to_bytes(),
        Err(_) => return Err(Cut),
    };
    {
        let mut asked = lock(&shared.asked);
        if asked.len() < MOST_PATHS {
            asked.push(head.uri.path().to_owned());
        }
    }
    let Some(method) = SlackMethod::at(head.uri.path()) else {
        return Ok(answer(StatusCode::OK, &refused("unknown_method")));
    };
    let is_known = head
        .headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.strip_prefix("Bearer ") == Some(shared.token.as_str()));
    let fault_now = || lock(&shared.faults).get(&method).cloned();
    let mut fault = fault_now();
    while fault == Some(SlackFault::Late) {
        tokio::time::sleep(LATE).await;
        fault = fault_now();
    }
    let work = || {
        if is_known {
            work(
                method,
                &head.method,
                head.uri.query().unwrap_or_default(),
                &bytes,
                &shared,
            )
        } else {
            refused("invalid_auth")
        }
    };
    Ok(match fault {
        None | Some(SlackFault::Late) => answer(StatusCode::OK, &work()),
        Some(SlackFault::Error(code)) => answer(StatusCode::OK, &refused(&code)),
        Some(SlackFault::MissingScope(scope)) => answer(
            StatusCode::OK,
            &json!({ "ok": false, "error": "missing_scope", "needed": scope, "provided": "none" }),
        ),
        Some(SlackFault::Limited(seconds)) => {
            let mut response = answer(StatusCode::TOO_MANY_REQUESTS, &refused("ratelimited"));
            if let Some(seconds) = seconds {
                response.headers_mut().insert(RETRY_AFTER, seconds.into());
            }
            response
        }
        Some(SlackFault::Status(status)) => {
            let mut response = plain("<html>sorry</html>");
            *response.status_mut() =
                StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            response
        }
        Some(SlackFault::Redirect(target)) => {
            let mut response = plain("");
            *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
            if let Ok(target) = HeaderValue::from_str(&target) {
                response.headers_mut().insert(LOCATION, target);
            }
            response
        }
        Some(SlackFault::Cut) => return Err(Cut),
        Some(SlackFault::CutAfterwards) => {
            work();
            return Err(Cut);
        }
        Some(SlackFault::Body(text)) => {
            work();
            plain(&text)
        }
        Some(SlackFault::Silent) => std::future::pending().await,
    })
}

fn work(method: SlackMethod, verb: &Method, query: &str, bytes: &[u8], shared: &Shared) -> Value {
    let body: Value = serde_json::from_slice(bytes).unwrap_or_default();
    let text = |key: &str| {
        body.get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    match method {
        SlackMethod::Lookup if verb == Method::GET => {
            let email = query.strip_prefix("email=").map(decoded).unwrap_or_default();
            match lock(&shared.people).get(&email) {
                Some(id) => json!({ "ok": true, "user": { "id": id, "deleted": false } }),
                None => refused("users_not_found"),
            }
        }
        SlackMethod::Lookup => refused("invalid_arguments"),
        SlackMethod::Open => {
            let user = text("users");
            if lock(&shared.people).values().any(|id| *id == user) {
                json!({ "ok": true, "channel": { "id": format!("D{user}") } })
            } else {
                refused("user_not_found")
            }
        }
        SlackMethod::Post => {
            let channel = text("channel");
            if channel.is_empty() {
                return refused("channel_not_found");
            }
            if text("text").is_empty() {
                return refused("no_text");
            }
            let number = shared.posted.fetch_add(1, Ordering::Relaxed) + 1;
            let post = SlackPost {
                channel: channel.clone(),
                text: text("text"),
                body,
            };
            // The text stands in the body as well.
            let bytes = post.channel.len() + 2 * post.body.to_string().len();
            lock(&shared.posts).add(post, bytes);
            json!({ "ok": true, "channel": channel, "ts": format!("1700000000.{number:06}") })
        }
    }
}

fn refused(code: &str) -> Value {
    json!({ "ok": false, "error": code })
}

fn answer(status: StatusCode, body: &Value) -> Response {
    let mut response = plain(&body.to_string());
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}

fn plain(text: &str) -> Response {
    hyper::Response::new(Full::new(Bytes::from(text.to_owned())))
}

/// Reads a value of a query, in which `%` and two digits stand for a byte.
fn decoded(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        let pair = rest.clone().take(2).map(char::from).collect::<String>();
        match (byte, u8::from_str_radix(&pair, 16)) {
            (b'%', Ok(decoded)) if pair.len() == 2 => {
                bytes.push(decoded);
                rest.nth(1);
            }
            (b'+', _) => bytes.push(b' '),
            (byte, _) => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
