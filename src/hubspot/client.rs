//! Asks questions: at the pace that HubSpot allows, with patience for what passes, and never for longer than promised.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use serde::de::DeserializeOwned;
use tokio::time::Instant;

use super::answer::{self, Answers, Associated, Batch};
use super::line::{Head, Line, Question, StandIn};
use super::pace::Slots;
use super::problem::problem;
use super::record_url::AccountPage;
use super::wire::{Account, Dated, OwnersPage, Paging};
use super::{BaseUrl, CompanySearch, ContactSearch, Error, Offset, Pace, Request, Token, body, convert};
use crate::domain::{HubSpotId, OwnerFields, Portal, RemoteCompany, RemoteContact, Timestamp};

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
    pub base: BaseUrl,
    /// What opens the account.
    pub token: Token,
    /// How fast it asks.
    pub pace: Pace,
}

/// Asks HubSpot; the connection is made with the first question.
#[derive(Debug)]
pub struct Client {
    line: Line,
    pace: Pace,
    slots: Mutex<Slots>,
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
        Self::over(line, options.pace)
    }

    /// Makes a client of a stand-in, which connects to nothing and never waits.
    pub fn of(stand_in: Box<dyn StandIn>) -> Self {
        Self::over(Line::StandIn(stand_in), Pace::UNLIMITED)
    }

    fn over(line: Line, pace: Pace) -> Self {
        Self {
            line,
            pace,
            slots: Mutex::default(),
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
    pub async fn portal(&self) -> Result<Portal, Error> {
        match self.ask(&Request::Account).await {
            Ok::<Account, _>(account) => Ok(convert::portal(account)),
            Err(Error::MissingScopes(_)) => self.portal_of_records().await,
            Err(error) => Err(error),
        }
    }

    async fn portal_of_records(&self) -> Result<Portal, Error> {
        for request in [
            Request::Contacts(ContactSearch::Any, Offset::Start),
            Request::Companies(CompanySearch::Any, Offset::Start),
        ] {
            let page: AccountPage = match self.ask(&request).await {
                // That is told where the records themselves are asked for.
                Err(Error::MissingScopes(_)) => continue,
                page => page?,
            };
            if let Some(portal) = page.account.0 {
                return Ok(portal);
            }
        }
        Ok(Portal::default())
    }

    /// Asks for a page of people.
    pub async fn contacts(
        &self,
        search: ContactSearch,
        offset: Offset,
    ) -> Result<Answers<Dated<RemoteContact>>, Error> {
        let request = Request::Contacts(search, offset);
        self.ask(&request).await.map(answer::page)
    }

    /// Asks for a page of companies.
    pub async fn companies(
        &self,
        search: CompanySearch,
        offset: Offset,
    ) -> Result<Answers<RemoteCompany>, Error> {
        let request = Request::Companies(search, offset);
        self.ask(&request).await.map(answer::page)
    }

    /// Asks for people by id.
    pub async fn read_contacts(
        &self,
        ids: &[HubSpotId],
        archived: bool,
    ) -> Result<Batch<RemoteContact>, Error> {
        let ids = ids.to_vec();
        let request = Request::ReadContacts { ids, archived };
        self.ask(&request).await.map(answer::batch)
    }

    /// Asks who is counted to companies.
    pub async fn colleagues(&self, companies: Vec<(HubSpotId, Option<String>)>) -> Result<Associated, Error> {
        let request = Request::Colleagues(companies);
        self.ask(&request).await.map(answer::associated)
    }

    /// Asks for the owners, who are people of our side.
    pub async fn owners(&self) -> Result<Vec<(HubSpotId, OwnerFields)>, Error> {
        let (mut owners, mut offset) = (Vec::new(), Offset::Start);
        for _ in 0..MAX_OWNER_PAGES {
            let page: OwnersPage = self.ask(&Request::Owners(offset.clone())).await?;
            owners.extend(page.results.iter().filter_map(convert::owner));
            match page.paging.0.and_then(Paging::next).map(Offset::After) {
                None => return Ok(owners),
                Some(next) if next != offset => offset = next,
                Some(_) => break,
            }
        }
        Err(Error::Unreadable("the pages of owners have no end".to_owned()))
    }

    /// Waits before something is asked once more.
    pub async fn pause(&self, pause: Duration) {
        self.line.pause(pause).await;
    }

    /// Asks until there is an answer, the fault is one that does not pass, or the patience is used up.
    async fn ask<T: DeserializeOwned + Send + 'static>(&self, request: &Request) -> Result<T, Error> {
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
            let wait = self.with_slots(|slots, now| slots.take(request.lane(), self.pace, now));
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
                Error::RateLimited { pause } => {
                    self.with_slots(|slots, now| slots.pause(now, pause));
                    pause
                }
                Error::Locked(_) => delay.max(Duration::from_secs(2)),
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

    fn with_slots<T>(&self, work: impl FnOnce(&mut Slots, Duration) -> T) -> T {
        work(&mut lock(&self.slots), self.started.elapsed())
    }

    async fn try_once<T: DeserializeOwned + Send + 'static>(
        &self,
        request: &Request,
        question: &Question,
        attempt: u32,
    ) -> Result<T, Error> {
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
