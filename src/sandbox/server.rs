//! The server that stands for HubSpot.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use tokio::time::{Instant, sleep};

use super::answer::{Call, answer};
use super::host::{Cut, Host, Response};
use super::limits::Limits;
use super::log::{Log, Request};
use super::portal::Portal;
use super::reply::{Rate, Reply};
use super::rules::Rules;

/// How many bytes of a request are read.
const MOST_BYTES: usize = 1 << 20;

/// A server that answers as HubSpot does, as long as it lives.
#[derive(Debug)]
pub struct Sandbox {
    host: Host,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    portal: Mutex<Portal>,
    rules: Mutex<Rules>,
    limits: Mutex<Limits>,
    log: Mutex<Log>,
}

impl Sandbox {
    /// Starts a server on a port of the loopback address; port 0 is any free one.
    ///
    /// # Errors
    ///
    /// Fails if the port is taken or no thread can be started.
    pub fn start(portal: Portal, rules: Rules, port: u16) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            portal: Mutex::new(portal),
            rules: Mutex::new(rules),
            limits: Mutex::default(),
            log: Mutex::default(),
        });
        let host = Host::start("sandbox", port, {
            let shared = Arc::clone(&shared);
            move |request| respond(request, Arc::clone(&shared))
        })?;
        Ok(Self { host, shared })
    }

    /// Returns the address under which it answers: `http://127.0.0.1:4242`.
    pub fn url(&self) -> String {
        self.host.url()
    }

    /// Returns the data, to look at or to change; requests wait as long as it is held.
    pub fn portal(&self) -> MutexGuard<'_, Portal> {
        lock(&self.shared.portal)
    }

    /// Returns the rules, to look at or to change; requests wait as long as they are held.
    pub fn rules(&self) -> MutexGuard<'_, Rules> {
        lock(&self.shared.rules)
    }

    /// Returns the last requests, the oldest first: up to 10,000 and 32 MiB.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.log).requests()
    }

    /// Forgets the requests so far, and counts the limits from here on.
    pub fn forget_requests(&self) {
        lock(&self.shared.log).clear();
        *lock(&self.shared.limits) = Limits::default();
    }

    /// Goes on for ever.
    pub fn wait(self) {
        self.host.wait();
    }
}

/// Locks what no half-done change can spoil, also after a panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn respond(request: hyper::Request<Incoming>, shared: Arc<Shared>) -> Result<Response, Cut> {
    let (head, body) = request.into_parts();
    let text = match Limited::new(body, MOST_BYTES).collect().await {
        Ok(body) => String::from_utf8(body.to_bytes().to_vec()).ok(),
        Err(_) => None,
    };
    let readable = text.is_some();
    let call = Call {
        method: head.method,
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or_default().to_owned(),
        authorization: head
            .headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned),
        body: text.unwrap_or_default(),
    };
    let (reply, latency) = {
        let rules = lock(&shared.rules);
        let reply = if readable {
            let mut limits = lock(&shared.limits);
            answer(&call, &lock(&shared.portal), &rules, &mut limits, Instant::now())
        } else {
            Reply::invalid("The body is too long, cut short, or not UTF-8.")
        };
        (reply, rules.latency)
    };
    let number = {
        let mut log = lock(&shared.log);
        log.add(Request {
            method: call.method.to_string(),
            path: head
                .uri
                .path_and_query()
                .map_or_else(String::new, ToString::to_string),
            body: call.body,
            status: reply.status.as_u16(),
        });
        log.number()
    };
    if !latency.is_zero() {
        sleep(latency).await;
    }
    Ok(response(reply, number))
}

/// Puts an answer into HTTP; the server adds the length and the date.
fn response(reply: Reply, number: u64) -> Response {
    let (status, rate) = (reply.status, reply.rate);
    let mut response = hyper::Response::new(Full::new(Bytes::from(reply.text(number))));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/json;charset=utf-8"),
    );
    if let Some(Rate { max, remaining }) = rate {
        headers.insert("x-hubspot-ratelimit-max", max.into());
        headers.insert("x-hubspot-ratelimit-remaining", remaining.into());
        headers.insert("x-hubspot-ratelimit-interval-milliseconds", 10_000.into());
    }
    response
}
