//! Asks questions: at the rate that HubSpot allows, with patience for what passes, and never for longer than promised.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use serde::de::DeserializeOwned;
use tokio::time::Instant;

use super::answer::{self, Answers, AssociationsAnswer, Batch};
use super::line::{Head, Line, Question, StandIn};
use super::problem::problem;
use super::rate_limit::RateLimiter;
use super::record_url::AccountPage;
use super::wire::{Account, OwnersPage, Paging};
use super::{HubSpotError, PageStart, RateLimit, Request, Token, body, convert};
use crate::domain::{
    CompanyQuery, Dated, OwnerFields, PeopleQuery, Presence, RemoteAccount, RemoteCompany, RemoteContact,
    RemoteId, Timestamp,
};
use crate::safe_url::SafeUrl;

/// The most pages of owners that are read, of 500 each.
const MAX_OWNER_PAGES: usize = 100;

/// How long one try may take.
const TRY: Duration = Duration::from_secs(30);

/// How long one question may take, all tries and pauses together, as long as HubSpot has not answered any.
const PATIENCE: Duration = Duration::from_secs(28);

/// How much longer all questions together may take once HubSpot has answered one, so that a run outlasts a lost network.
const SPARE: Duration = Duration::from_secs(90);

/// The largest error that is read.
const MAX_PROBLEM: usize = 64 * 1024;

/// How a client asks.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where HubSpot is.
    pub base: SafeUrl,
    /// What opens the account.
    pub token: Token,
    /// How fast it asks.
    pub rate: RateLimit,
}

/// Asks HubSpot; the connection is made with the first question.
#[derive(Debug)]
pub struct Client {
    line: Line,
    rate: RateLimit,
    limiter: Mutex<RateLimiter>,
    started: Instant,
    asked: AtomicU64,
    /// Whether HubSpot has answered a question.
    is_heard: AtomicBool,
    spare: Mutex<Duration>,
    server_time: Mutex<Option<Timestamp>>,
}

impl Client {
    /// Makes a client, which connects to nothing yet.
    pub fn new(options: Options) -> Self {
        let line = Line::Http {
            base: options.base,
            token: options.token,
            client: OnceLock::new(),
        };
        Self::over(line, options.rate)
    }

    /// Makes a client of a stand-in, which connects to nothing and never waits.
    pub fn of(stand_in: Box<dyn StandIn>) -> Self {
        Self::over(Line::StandIn(stand_in), RateLimit::UNLIMITED)
    }

    fn over(line: Line, rate: RateLimit) -> Self {
        Self {
            line,
            rate,
            limiter: Mutex::default(),
            started: Instant::now(),
            asked: AtomicU64::new(0),
            is_heard: AtomicBool::new(false),
            spare: Mutex::new(SPARE),
            server_time: Mutex::default(),
        }
    }

    /// Counts the questions asked, those asked again included.
    pub fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// Returns the time of HubSpot's clock at its first answer.
    pub fn server_time(&self) -> Option<Timestamp> {
        *lock(&self.server_time)
    }

    /// Asks which account the token opens. A token that may not ask that, as a service key, reads it from a record.
    pub async fn account(&self) -> Result<RemoteAccount, HubSpotError> {
        match self.ask(&Request::Account).await {
            Ok::<Account, _>(account) => Ok(convert::account(account)),
            Err(HubSpotError::MissingScopes(_)) => self.account_of_records().await,
            Err(error) => Err(error),
        }
    }

    async fn account_of_records(&self) -> Result<RemoteAccount, HubSpotError> {
        for request in [Request::AnyContact, Request::AnyCompany] {
            let page: AccountPage = match self.ask(&request).await {
                // That is told where the records themselves are asked for.
                Err(HubSpotError::MissingScopes(_)) => continue,
                page => page?,
            };
            if let Some(account) = page.account.0 {
                return Ok(account);
            }
        }
        Ok(RemoteAccount::default())
    }

    /// Asks for one person and one company; the error names every scope that the token lacks.
    pub async fn check_scopes(&self) -> Result<(), HubSpotError> {
        let mut missing = Vec::new();
        let contact = self.ask(&Request::AnyContact).await;
        let contact = contact.map(answer::page::<RemoteContact>).map(drop);
        let company = self.ask(&Request::AnyCompany).await;
        let company = company.map(answer::page::<RemoteCompany>).map(drop);
        for result in [contact, company] {
            match result {
                Err(HubSpotError::MissingScopes(scopes)) => missing.extend(scopes),
                other => other?,
            }
        }
        if missing.is_empty() {
            Ok(())
        } else {
            Err(HubSpotError::MissingScopes(missing))
        }
    }

    /// Asks for a page of people.
    pub async fn contacts(
        &self,
        query: PeopleQuery,
        start: PageStart,
    ) -> Result<Answers<Dated<RemoteContact>>, HubSpotError> {
        let request = Request::Contacts(query, start);
        self.ask(&request).await.map(answer::page)
    }

    /// Asks for a page of companies.
    pub async fn companies(
        &self,
        query: CompanyQuery,
        start: PageStart,
    ) -> Result<Answers<RemoteCompany>, HubSpotError> {
        let request = Request::Companies(query, start);
        self.ask(&request).await.map(answer::page)
    }

    /// Asks for people by id.
    pub async fn read_contacts(
        &self,
        ids: &[RemoteId],
        presence: Presence,
    ) -> Result<Batch<RemoteContact>, HubSpotError> {
        let request = Request::ReadContacts(ids.to_vec(), presence);
        self.ask(&request).await.map(answer::batch)
    }

    /// Asks for the people associated with companies.
    pub async fn associations(
        &self,
        companies: Vec<(RemoteId, Option<String>)>,
    ) -> Result<AssociationsAnswer, HubSpotError> {
        let request = Request::Associations(companies);
        self.ask(&request).await.map(answer::associations)
    }

    /// Asks for the owners, who are people of our side.
    pub async fn owners(&self) -> Result<Vec<(RemoteId, OwnerFields)>, HubSpotError> {
        let (mut owners, mut token) = (Vec::new(), None);
        for _ in 0..MAX_OWNER_PAGES {
            let page: OwnersPage = self.ask(&Request::Owners(token.clone())).await?;
            owners.extend(page.results.iter().filter_map(convert::owner));
            match page.paging.0.and_then(Paging::next) {
                None => return Ok(owners),
                next if next != token => token = next,
                Some(_) => break,
            }
        }
        let why = "the pages of owners have no end".to_owned();
        Err(HubSpotError::Unreadable(why))
    }

    /// Waits before something is asked once more.
    pub async fn pause(&self, pause: Duration) {
        self.line.pause(pause).await;
    }

    /// Asks until there is an answer, the fault is one that does not pass, or the patience is used up.
    async fn ask<T: DeserializeOwned + Send + 'static>(&self, request: &Request) -> Result<T, HubSpotError> {
        let question = request.question();
        let mut patience = PATIENCE;
        let mut delays = ExponentialBuilder::default()
            .with_min_delay(Duration::from_millis(200))
            .with_max_delay(Duration::from_secs(5))
            .with_factor(2.0)
            .without_max_times()
            .with_jitter()
            .build();
        let mut attempt = 1;
        loop {
            let wait = self.with_limiter(|limiter, now| limiter.take(request.rate_class(), self.rate, now));
            self.line.pause(wait).await;
            let is_heard = self.is_heard.load(Ordering::Relaxed);
            let limit = if is_heard { TRY } else { patience };
            let once = self.try_once(request, &question, attempt);
            let (result, took) = self.line.within(limit, once).await;
            let error = match result {
                Ok(answer) => {
                    self.is_heard.store(true, Ordering::Relaxed);
                    return Ok(answer);
                }
                Err(error) => error,
            };
            if attempt >= error.tries(is_heard) {
                return Err(error);
            }
            let delay = delays.next().unwrap_or_default();
            let pause = match error {
                HubSpotError::RateLimited { pause } => {
                    self.with_limiter(|limiter, now| limiter.pause(now, pause));
                    pause
                }
                HubSpotError::Locked(_) => delay.max(Duration::from_secs(2)),
                _ => delay,
            };
            if !self.has_time(&mut patience, took + pause, is_heard) {
                return Err(error);
            }
            tracing::info!(kind = error.kind().key(), attempt, "HubSpot is asked again");
            self.line.pause(pause).await;
            attempt += 1;
        }
    }

    /// Takes time from the patience for a question, then from what all questions have to spare.
    fn has_time(&self, patience: &mut Duration, needed: Duration, is_heard: bool) -> bool {
        if let Some(left) = patience.checked_sub(needed) {
            *patience = left;
            return is_heard || !left.is_zero();
        }
        let mut spare = lock(&self.spare);
        match spare.checked_sub(needed.saturating_sub(*patience)) {
            Some(left) if is_heard => {
                (*patience, *spare) = (Duration::ZERO, left);
                true
            }
            Some(_) | None => false,
        }
    }

    fn with_limiter<T>(&self, work: impl FnOnce(&mut RateLimiter, Duration) -> T) -> T {
        work(&mut lock(&self.limiter), self.started.elapsed())
    }

    async fn try_once<T: DeserializeOwned + Send + 'static>(
        &self,
        request: &Request,
        question: &Question,
        attempt: u32,
    ) -> Result<T, HubSpotError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let (head, answer) = self.line.send(question).await?;
        self.note_time(head);
        if (200..300).contains(&head.status) {
            return body::read(answer, request.max_answer()).await;
        }
        let bytes = body::start(answer, MAX_PROBLEM).await;
        Err(problem(head, &bytes, request, attempt))
    }

    fn note_time(&self, head: Head) {
        let mut time = lock(&self.server_time);
        *time = time.or(head.date);
    }
}

/// Locks what no half-done change can spoil.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
