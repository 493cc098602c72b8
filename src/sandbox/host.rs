//! Hosts a server over HTTP: a thread of its own, on a port of this machine.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{HOST, HeaderMap, ORIGIN};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::time::sleep;

/// How long the server waits after a connection that could not be taken.
const PAUSE: Duration = Duration::from_millis(10);

/// An answer.
pub(super) type Response = hyper::Response<Full<Bytes>>;

/// The wish to cut a connection in the place of an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection is cut")]
pub(super) struct Cut;

/// A server that answers as long as it lives.
#[derive(Debug)]
pub(super) struct Host {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Host {
    /// Starts a server on a port of the loopback address; port 0 is any free one.
    pub(super) fn start<F, R>(name: &str, port: u16, respond: F) -> io::Result<Self>
    where
        F: Fn(hyper::Request<Incoming>) -> R + Clone + Send + 'static,
        R: Future<Output = Result<Response, Cut>> + Send + 'static,
    {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let listener = {
            let _inside = runtime.enter();
            TcpListener::from_std(listener)?
        };
        let (stop, stopped) = oneshot::channel();
        let thread = Builder::new()
            .name(name.to_owned())
            .spawn(move || run(runtime, listener, respond, stopped))?;
        Ok(Self {
            address,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Returns the address under which it answers: `http://127.0.0.1:4242`.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Goes on for ever.
    pub(super) fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            // It ends only by a panic, which was reported there.
            let _ = thread.join();
        }
    }
}

impl Drop for Host {
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

/// Takes connections until it is told to stop; dropping the runtime cuts those that are open.
fn run<F, R>(runtime: Runtime, listener: TcpListener, respond: F, mut stopped: oneshot::Receiver<()>)
where
    F: Fn(hyper::Request<Incoming>) -> R + Clone + Send + 'static,
    R: Future<Output = Result<Response, Cut>> + Send + 'static,
{
    runtime.block_on(async move {
        loop {
            tokio::select! {
                _ = &mut stopped => return,
                accepted = listener.accept() => match accepted {
                    Ok((stream, _)) => {
                        tokio::spawn(converse(stream, respond.clone()));
                    }
                    Err(_) => sleep(PAUSE).await,
                },
            }
        }
    });
    drop(runtime);
}

/// Answers the requests of a connection one by one, but for those that a page of a browser may have sent.
async fn converse<F, R>(stream: TcpStream, respond: F)
where
    F: Fn(hyper::Request<Incoming>) -> R,
    R: Future<Output = Result<Response, Cut>>,
{
    let respond = move |request: hyper::Request<Incoming>| {
        let answer = (!is_foreign(request.headers())).then(|| respond(request));
        async move {
            match answer {
                Some(answer) => answer.await,
                None => Ok(forbidden()),
            }
        }
    };
    // Without it answers may wait for an acknowledgement; it is only about speed.
    let _ = stream.set_nodelay(true);
    // A connection that breaks is the client's affair.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service_fn(respond))
        .await;
}

/// Returns whether a request comes from a page of a browser, or was sent to a name that is not this machine's, as by a name
/// that was bent to lead here.
fn is_foreign(headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(HOST).iter().peekable();
    headers.contains_key(ORIGIN)
        || hosts.peek().is_none()
        || hosts.any(|host| !host.to_str().is_ok_and(is_this_machine))
}

/// Returns whether a host, with a port or without one, is this machine.
fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or(rest, |(name, _)| name),
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

fn forbidden() -> Response {
    let text = "Only programs on this machine are answered.\n";
    let mut response = hyper::Response::new(Full::new(Bytes::from(text)));
    *response.status_mut() = hyper::StatusCode::FORBIDDEN;
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_no_foreigner() {
        let foreign = |lines: &[(hyper::header::HeaderName, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in lines {
                headers.append(name, hyper::header::HeaderValue::from_static(value));
            }
            is_foreign(&headers)
        };
        for host in [
            "127.0.0.1",
            "127.0.0.1:4242",
            "localhost:1",
            "LOCALHOST",
            "[::1]",
            "[::1]:4242",
        ] {
            assert!(!foreign(&[(HOST, host)]), "{host}");
            assert!(
                foreign(&[(HOST, host), (ORIGIN, "http://127.0.0.1:4242")]),
                "{host}"
            );
            assert!(foreign(&[(HOST, host), (ORIGIN, "null")]), "{host}");
            assert!(foreign(&[(HOST, host), (HOST, "evil.example")]), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "127.0.0.1.evil.example",
            "127.0.0.1@evil.example",
            "localhost.evil.example:80",
            "[::2]",
            "0.0.0.0",
            "192.168.0.1",
        ] {
            assert!(foreign(&[(HOST, host)]), "{host}");
        }
        assert!(foreign(&[]));
    }
}
