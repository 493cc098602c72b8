//! Asks questions: at the pace that HubSpot allows, with patience for what passes, and never for longer than promised.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, DATE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;
use tokio::time::{Instant, sleep, timeout};

use super::pace::{Policy, Slots};
use super::wire::{Account, AssociationsPage, BatchPage, Problem};
use super::{BaseUrl, Error, Pace, Request, Token, answer, convert};
use crate::domain::{HubSpotId, Portal, RemoteCompany, RemoteContact, Timestamp};
use crate::safe_url::{Line, client};
use crate::tls;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);

/// How long a server may be silent.
const SILENCE: Duration = Duration::from_secs(10);

/// How long one question may take, all tries and pauses together.
const PATIENCE: Duration = Duration::from_secs(25);

/// How often a question is asked again.
const RETRIES: usize = 5;

/// The largest answer that is read; a full page has less than one. Reading it takes about as much memory.
const MAX_ANSWER: usize = 16 * 1024 * 1024;

/// The largest error that is read.
const MAX_PROBLEM: usize = 64 * 1024;

/// How a client asks.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where HubSpot is.
    pub base: BaseUrl,
    /// What opens the account.
    pub token: Token,
    /// How fast it asks.
    pub pace: Pace,
}

/// A page of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers<T> {
    /// How many there are from this page on.
    pub total: u64,
    /// The records, by id.
    pub rows: Vec<T>,
    /// Whether none comes after them.
    pub is_last: bool,
}

/// Who is counted to a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleagues {
    /// The company.
    pub company: HubSpotId,
    /// The people.
    pub people: Vec<HubSpotId>,
    /// Where the list goes on, if it does.
    pub after: Option<String>,
}

/// Asks HubSpot; the connection is made with the first question.
#[derive(Debug)]
pub struct Client {
    options: Options,
    http: OnceLock<reqwest::Client>,
    slots: Mutex<Slots>,
    started: Instant,
    asked: AtomicU64,
    server_time: Mutex<Option<Timestamp>>,
}

impl Client {
    /// Makes a client, which connects to nothing yet.
    pub fn new(options: Options) -> Self {
        Self {
            options,
            http: OnceLock::new(),
            slots: Mutex::default(),
            started: Instant::now(),
            asked: AtomicU64::new(0),
            server_time: Mutex::default(),
        }
    }

    /// Counts the questions asked, those asked again included.
    pub fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// Gives the time of HubSpot's clock at its first answer.
    pub fn server_time(&self) -> Option<Timestamp> {
        *self.server_time.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks which account the token opens.
    pub async fn portal(&self) -> Result<Portal, Error> {
        let account: Account = self.read(&Request::Account).await?;
        Ok(convert::portal(account))
    }

    /// Asks for a page of people.
    pub async fn contacts(&self, search: super::ContactSearch) -> Result<Answers<RemoteContact>, Error> {
        answer::people(&self.ask(&Request::Contacts(search)).await?)
    }

    /// Asks for a page of companies.
    pub async fn companies(&self, search: super::CompanySearch) -> Result<Answers<RemoteCompany>, Error> {
        answer::companies(&self.ask(&Request::Companies(search)).await?)
    }

    /// Asks for people by id; those that are not there, or not of this kind, are left out.
    pub async fn read_contacts(
        &self,
        ids: &[HubSpotId],
        archived: bool,
    ) -> Result<Vec<RemoteContact>, Error> {
        let ids = ids.to_vec();
        let page: BatchPage = self.read(&Request::ReadContacts { ids, archived }).await?;
        Ok(page.results.iter().map(convert::contact).collect())
    }

    /// Asks who is counted to companies; those without anybody are left out.
    pub async fn colleagues(
        &self,
        companies: Vec<(HubSpotId, Option<String>)>,
    ) -> Result<Vec<Colleagues>, Error> {
        let page: AssociationsPage = self.read(&Request::Colleagues(companies)).await?;
        Ok(page
            .results
            .into_iter()
            .map(|list| Colleagues {
                company: list.from.id,
                people: list.to.iter().map(|to| to.id).collect(),
                after: list.paging.and_then(|paging| paging.next).map(|next| next.after),
            })
            .collect())
    }

    async fn read<T: DeserializeOwned>(&self, request: &Request) -> Result<T, Error> {
        answer::read(&self.ask(request).await?)
    }

    /// Asks until there is an answer, the fault is one that does not pass, or the patience is used up.
    async fn ask(&self, request: &Request) -> Result<Vec<u8>, Error> {
        let end = Instant::now() + PATIENCE;
        let mut delays = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(200))
            .with_factor(2.0)
            .with_max_times(RETRIES)
            .with_jitter()
            .build();
        let mut attempt = 1;
        loop {
            let wait = self.with_slots(|slots, now| slots.take(request.lane(), self.options.pace, now));
            sleep(wait).await;
            let left = end.saturating_duration_since(Instant::now());
            let error = match timeout(left, self.try_once(request, attempt)).await {
                Ok(Ok(bytes)) => return Ok(bytes),
                Ok(Err(error)) => error,
                Err(_) => return Err(Error::Timeout(PATIENCE)),
            };
            let (Some(delay), true) = (delays.next(), error.is_passing()) else {
                return Err(error);
            };
            let pause = match error {
                Error::RateLimited { pause } => {
                    self.with_slots(|slots, now| slots.pause(now, pause));
                    pause
                }
                _ => delay,
            };
            if Instant::now() + pause >= end {
                return Err(error);
            }
            tracing::info!(kind = error.kind().key(), attempt, "HubSpot is asked again");
            sleep(pause).await;
            attempt += 1;
        }
    }

    fn with_slots<T>(&self, work: impl FnOnce(&mut Slots, Duration) -> T) -> T {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut slots, self.started.elapsed())
    }

    async fn try_once(&self, request: &Request, attempt: u32) -> Result<Vec<u8>, Error> {
        let http = self.http()?;
        let url = self.options.base.join(&request.path());
        let mut bearer =
            HeaderValue::from_str(&format!("Bearer {}", self.options.token.secret().expose_secret()))
                .map_err(|_| Error::BadToken)?;
        bearer.set_sensitive(true);
        let builder = match request.body() {
            Some(body) => http
                .post(url)
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_string()),
            None => http.get(url),
        };
        self.asked.fetch_add(1, Ordering::Relaxed);
        let response = builder
            .header(AUTHORIZATION, bearer)
            .send()
            .await
            .map_err(|error| fault(&error))?;
        self.note_time(response.headers());
        let status = response.status();
        if status.is_success() {
            return read_body(response, MAX_ANSWER).await;
        }
        let retry_after = retry_after(response.headers());
        // A status says enough where the rest of the answer cannot be read.
        let bytes = read_body(response, MAX_PROBLEM).await.unwrap_or_default();
        Err(problem(status, &bytes, retry_after, attempt))
    }

    fn note_time(&self, headers: &HeaderMap) {
        let mut time = self.server_time.lock().unwrap_or_else(PoisonError::into_inner);
        if time.is_none() {
            *time = headers
                .get(DATE)
                .and_then(|date| date.to_str().ok())
                .and_then(|date| jiff::fmt::rfc2822::parse(date).ok())
                .map(|date| Timestamp::from_millis(date.timestamp().as_millisecond()));
        }
    }

    /// Gives the HTTP client; it is made with the first question, as it takes milliseconds.
    fn http(&self) -> Result<&reqwest::Client, Error> {
        if let Some(http) = self.http.get() {
            return Ok(http);
        }
        tls::set_up();
        let builder = client(if self.options.base.is_local() {
            Line::Clear
        } else {
            Line::Away
        })
        .connect_timeout(CONNECT)
        .read_timeout(SILENCE)
        .timeout(PATIENCE);
        let http = builder.build().map_err(|error| fault(&error))?;
        Ok(self.http.get_or_init(|| http))
    }
}

/// Reads an answer up to a size.
async fn read_body(mut response: Response, max_bytes: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| fault(&error))? {
        if bytes.len() + chunk.len() > max_bytes {
            return Err(Error::TooLarge(max_bytes));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Sorts an answer that is none into its kind.
fn problem(status: StatusCode, bytes: &[u8], retry_after: Option<Duration>, attempt: u32) -> Error {
    let details: Problem = serde_json::from_slice(bytes).unwrap_or_default();
    match status.as_u16() {
        300..=399 => Error::Redirect,
        // 530 is what stands before HubSpot says about a token that is malformed.
        401 | 530 => Error::BadToken,
        403 => match details.scopes() {
            scopes if scopes.is_empty() => {
                Error::MissingScopes(vec!["a scope that HubSpot does not name".to_owned()])
            }
            scopes => Error::MissingScopes(scopes),
        },
        423 | 477 => Error::Locked(status.as_u16()),
        429 => match Policy::of(details.policy_name.as_deref()).pause(attempt, retry_after) {
            Some(pause) => Error::RateLimited { pause },
            None => Error::DailyLimit,
        },
        500..=599 => Error::Server(status.as_u16()),
        other => Error::Refused(other),
    }
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds: u64 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(24 * 60 * 60)))
}

/// Sorts a failure of the connection into its kind; addresses and headers are left out.
fn fault(error: &reqwest::Error) -> Error {
    if let Some(complaint) = tls::complaint(error) {
        return Error::Insecure(complaint.to_string());
    }
    if error.is_timeout() && !error.is_connect() {
        Error::Timeout(SILENCE)
    } else if error.is_connect() || error.is_builder() {
        Error::Offline
    } else {
        Error::Cut
    }
}
