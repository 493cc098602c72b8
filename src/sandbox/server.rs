//! The server: a thread of its own, on a port of this machine.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::time::{Instant, sleep};

use super::answer::{Call, answer};
use super::limits::Limits;
use super::log::{Log, Request};
use super::portal::Portal;
use super::reply::{Rate, Reply};
use super::rules::Rules;

/// How many bytes of a request are read.
const MOST_BYTES: usize = 1 << 20;

/// How long the server waits after a connection that could not be taken.
const PAUSE: Duration = Duration::from_millis(10);

/// A server that answers as HubSpot does, as long as it lives.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
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
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let shared = Arc::new(Shared {
            portal: Mutex::new(portal),
            rules: Mutex::new(rules),
            limits: Mutex::default(),
            log: Mutex::default(),
        });
        let listener = {
            let _inside = runtime.enter();
            TcpListener::from_std(listener)?
        };
        let (stop, stopped) = oneshot::channel();
        let thread = Builder::new().name("sandbox".to_owned()).spawn({
            let shared = Arc::clone(&shared);
            move || run(runtime, listener, shared, stopped)
        })?;
        Ok(Self {
            address,
            shared,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Gives the address under which it answers: `http://127.0.0.1:4242`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Gives the data, to look at or to change; requests wait as long as it is held.
    pub fn portal(&self) -> MutexGuard<'_, Portal> {
        lock(&self.shared.portal)
    }

    /// Gives the rules, to look at or to change; requests wait as long as they are held.
    pub fn rules(&self) -> MutexGuard<'_, Rules> {
        lock(&self.shared.rules)
    }

    /// Gives the last 10,000 requests, the oldest first.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.log).requests()
    }

    /// Forgets the requests so far, and counts the limits from here on.
    pub fn forget_requests(&self) {
        lock(&self.shared.log).clear();
        *lock(&self.shared.limits) = Limits::default();
    }

    /// Goes on for ever.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            // It ends only by a panic, which was reported there.
            let _ = thread.join();
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // Nobody listens if the thread has ended.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            // A panic was reported there.
            let _ = thread.join();
        }
    }
}

/// Locks what no half-done change can spoil, also after a panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes connections until it is told to stop; dropping the runtime cuts those that are open.
fn run(runtime: Runtime, listener: TcpListener, shared: Arc<Shared>, mut stopped: oneshot::Receiver<()>) {
    runtime.block_on(async move {
        loop {
            tokio::select! {
                _ = &mut stopped => return,
                accepted = listener.accept() => match accepted {
                    Ok((stream, _)) => {
                        tokio::spawn(converse(stream, Arc::clone(&shared)));
                    }
                    Err(_) => sleep(PAUSE).await,
                },
            }
        }
    });
    drop(runtime);
}

/// Answers the requests of a connection one by one.
async fn converse(stream: TcpStream, shared: Arc<Shared>) {
    // Without it answers may wait for an acknowledgement; it is only about speed.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| respond(request, Arc::clone(&shared)));
    // A connection that breaks is the client's affair.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn respond(
    request: hyper::Request<Incoming>,
    shared: Arc<Shared>,
) -> Result<hyper::Response<Full<Bytes>>, Infallible> {
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
fn response(reply: Reply, number: u64) -> hyper::Response<Full<Bytes>> {
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
