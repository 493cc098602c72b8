//! The line to HubSpot: HTTP, or a stand-in within the program with a clock of its own.

use std::fmt::Debug;
use std::pin::pin;
use std::sync::OnceLock;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, DATE, HeaderMap, HeaderValue, RETRY_AFTER};
use secrecy::ExposeSecret;
use tokio::time::{Instant, sleep, timeout};

use super::body::Chunks;
use super::{HubSpotError, Token};
use crate::domain::Timestamp;
use crate::safe_url::{self, SafeUrl};
use crate::tls;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);

/// How often it is looked whether the machine slept.
const TICK: Duration = Duration::from_secs(1);

/// The longest pause that a server may ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(24 * 60 * 60);

/// A question as it goes over the line; one without a body is a GET, all others are reads by POST.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The path with its query.
    pub path: String,
    /// The body.
    pub body: Option<String>,
}

/// What comes back before the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The status.
    pub status: u16,
    /// The time of the server's clock.
    pub date: Option<Timestamp>,
    /// How long the server wants not to be asked.
    pub retry_after: Option<Duration>,
}

/// Answers in the place of HubSpot, within the program and without waiting.
pub trait StandIn: Debug + Send + Sync {
    /// Answers a question: with a head and a body, or as a connection fails.
    fn answer(&self, question: &Question) -> Result<(Head, Vec<u8>), HubSpotError>;

    /// Returns how long that answer took.
    fn took(&self) -> Duration;

    /// Lets a pause pass.
    fn pause(&self, pause: Duration);
}

/// The line.
#[derive(Debug)]
pub(super) enum Line {
    /// HTTP; the connection is made with the first question, as it takes milliseconds.
    Http {
        base: SafeUrl,
        token: Token,
        client: OnceLock<reqwest::Client>,
    },
    /// A stand-in.
    StandIn(Box<dyn StandIn>),
}

impl Line {
    /// Sends a question and returns the start of the answer.
    pub(super) async fn send(&self, question: &Question) -> Result<(Head, Body), HubSpotError> {
        match self {
            Self::Http { base, token, client } => {
                let client = connected(client, base)?;
                let bearer = format!("Bearer {}", token.secret().expose_secret());
                let mut bearer = HeaderValue::from_str(&bearer).map_err(|_| HubSpotError::BadToken)?;
                bearer.set_sensitive(true);
                let url = base.join(&question.path);
                let builder = match &question.body {
                    Some(body) => client
                        .post(url)
                        .header(CONTENT_TYPE, "application/json")
                        .body(body.clone()),
                    None => client.get(url),
                };
                let sent = builder.header(AUTHORIZATION, bearer).send().await;
                let response = sent.map_err(|error| fault(&error))?;
                let head = Head {
                    status: response.status().as_u16(),
                    date: date(response.headers()),
                    retry_after: retry_after(response.headers()),
                };
                Ok((head, Body::Http(response)))
            }
            Self::StandIn(stand_in) => {
                let (head, body) = stand_in.answer(question)?;
                Ok((head, Body::Held(Some(body))))
            }
        }
    }

    /// Waits for an answer, but no longer than a limit; returns how long that was.
    ///
    /// Only the time in which the machine is awake counts: what sleeps has not waited.
    pub(super) async fn within<T>(
        &self,
        limit: Duration,
        work: impl Future<Output = Result<T, HubSpotError>>,
    ) -> (Result<T, HubSpotError>, Duration) {
        let mut work = pin!(work);
        if let Self::StandIn(stand_in) = self {
            let result = work.await;
            let took = stand_in.took();
            return if took > limit {
                (Err(HubSpotError::Timeout(limit)), limit)
            } else {
                (result, took)
            };
        }
        let mut waited = Duration::ZERO;
        while waited < limit {
            let tick = TICK.min(limit.saturating_sub(waited));
            let start = Instant::now();
            if let Ok(result) = timeout(tick, work.as_mut()).await {
                return (result, waited + start.elapsed().min(tick));
            }
            waited += tick;
        }
        (Err(HubSpotError::Timeout(limit)), limit)
    }

    /// Waits.
    pub(super) async fn pause(&self, pause: Duration) {
        match self {
            Self::Http { .. } => sleep(pause).await,
            Self::StandIn(stand_in) => stand_in.pause(pause),
        }
    }
}

/// The body of an answer.
pub(super) enum Body {
    Http(reqwest::Response),
    Held(Option<Vec<u8>>),
}

impl Chunks for Body {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, HubSpotError> {
        match self {
            Self::Http(response) => {
                let chunk = response.chunk().await.map_err(|error| fault(&error))?;
                Ok(chunk.map(|chunk| chunk.to_vec()))
            }
            Self::Held(body) => Ok(body.take()),
        }
    }
}

fn connected<'c>(
    client: &'c OnceLock<reqwest::Client>,
    base: &SafeUrl,
) -> Result<&'c reqwest::Client, HubSpotError> {
    if let Some(client) = client.get() {
        return Ok(client);
    }
    tls::set_up();
    let line = if base.is_local() {
        safe_url::Line::Clear
    } else {
        safe_url::Line::Away
    };
    let made = safe_url::client(line).connect_timeout(CONNECT).build();
    let made = made.map_err(|error| fault(&error))?;
    Ok(client.get_or_init(|| made))
}

fn date(headers: &HeaderMap) -> Option<Timestamp> {
    let date = headers.get(DATE)?.to_str().ok()?;
    let date = jiff::fmt::rfc2822::parse(date).ok()?;
    Some(Timestamp::from_millis(date.timestamp().as_millisecond()))
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds: u64 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST_PAUSE))
}

/// Sorts a failure of the connection into its kind; addresses and headers are left out.
fn fault(error: &reqwest::Error) -> HubSpotError {
    if let Some(problem) = tls::problem(error) {
        return HubSpotError::Insecure(problem.to_string());
    }
    if error.is_connect() || error.is_builder() {
        HubSpotError::Offline
    } else {
        HubSpotError::Cut
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_that_slept_has_not_waited() {
        let line = Line::Http {
            base: SafeUrl::of_service("https://api.hubapi.com"),
            token: Token::parse("t").expect("a token"),
            client: OnceLock::new(),
        };
        let limit = TICK * 2;
        let asked = line.within(limit, async {
            // Nothing of the program runs meanwhile, as when a laptop is closed.
            std::thread::sleep(limit + Duration::from_millis(100));
            sleep(Duration::from_millis(1)).await;
            Ok(7)
        });
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let (result, waited) = runtime.block_on(asked);
        assert_eq!(result, Ok(7));
        assert!(waited < limit, "{waited:?}");
    }
}
