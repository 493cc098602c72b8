//! A run from its start to its end, taken up where the last one stopped.

use std::path::Path;

use tokio::sync::watch;
use tokio::time::Instant;

use super::cursor::Cursor;
use super::plan::{self, CompanyPlan, Plan};
use super::stages::{Before, Walk};
use super::{Error, Stage, check};
use crate::domain::{Clock, Reached, RunState, SyncFault, SyncKind, SyncReport, Timestamp};
use crate::hubspot::Client;
use crate::lock::RunLock;
use crate::workspace::{PortalState, Unlinking, Workspace};

/// How long a full run holds before the next one is due, in milliseconds.
const FULL_EVERY_MILLIS: i64 = 24 * 60 * 60 * 1_000;

/// Which run is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// What is due: changes, and everything once a day.
    Due,
    /// Everything.
    Full(Unlinking),
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Which records it looks at.
    pub kind: SyncKind,
    /// What is under way.
    pub stage: Stage,
    /// How many parts of the stage are done.
    pub done: usize,
    /// How many parts it has; 0 if that is not known.
    pub of: usize,
    /// How many people were read.
    pub people: u64,
}

/// Stops a run when it is told to.
#[derive(Debug, Clone)]
pub struct Cancel(watch::Receiver<bool>);

impl Cancel {
    /// Makes a stop that never comes.
    pub fn never() -> Self {
        Self(watch::channel(false).1)
    }

    /// Stops when the sender says so.
    pub const fn by(stop: watch::Receiver<bool>) -> Self {
        Self(stop)
    }

    async fn wait(&mut self) {
        if self.0.wait_for(|stop| *stop).await.is_err() {
            // Nobody is left who could say so.
            std::future::pending::<()>().await;
        }
    }
}

/// The name of the file that stands for the right to sync.
pub const LOCK: &str = "sync.lock";

/// Runs a sync of the store in a folder; the mark is that of the client's token.
pub async fn sync(
    workspace: &mut Workspace,
    folder: &Path,
    client: &Client,
    mark: &str,
    wanted: Wanted,
    mut cancel: Cancel,
    progress: impl FnMut(Progress),
) -> SyncReport {
    let started = Instant::now();
    let mut report = SyncReport::new(RunState::Running);
    let mut run = None;
    let right = workspace.demand_writable().map_err(Error::from);
    let right = right.and_then(|()| Ok(RunLock::take(folder, LOCK)?));
    let result = match right {
        Ok(_lock) => {
            let mut attempt = Attempt {
                workspace: &mut *workspace,
                client,
                mark,
                wanted,
                run: &mut run,
                report: &mut report,
            };
            let result = tokio::select! {
                // What is written is written whole: a run stops only where it waits for HubSpot.
                result = attempt.go(progress) => result,
                () = cancel.wait() => Err(Error::Cancelled),
            };
            if let (Err(error), Some(run)) = (&result, run) {
                let fault = told(&report, error);
                let noted = workspace.fail_run(run, &fault, client.asked());
                if let Err(error) = noted {
                    tracing::error!(%error, "the end of a sync was not noted");
                }
            }
            result
        }
        Err(error) => Err(error),
    };
    report.requests = client.asked();
    report.took = started.elapsed();
    match result {
        Ok(()) => report.state = RunState::Ok,
        Err(error) => {
            report.state = RunState::Failed;
            report.fault = Some(told(&report, &error));
        }
    }
    report
}

/// Returns why a run stopped, and what of it is saved.
fn told(report: &SyncReport, error: &Error) -> SyncFault {
    let SyncFault { kind, message } = error.fault();
    let saved = report.counts.words();
    let message = match report.reached {
        Reached::Nothing if report.counts.has_changes() => format!("{message} Saved so far: {saved}."),
        Reached::Nothing => message,
        Reached::People => {
            format!("People are in sync ({saved}), but near misses could not be read. {message}")
        }
        Reached::All => message,
    };
    SyncFault { kind, message }
}

/// Runs a sync on a copy of the store, and tells what it would do.
pub async fn dry_run(
    workspace: &mut Workspace,
    client: &Client,
    mark: &str,
    wanted: Wanted,
    clock: Box<dyn Clock>,
) -> Result<SyncReport, Error> {
    let failed = |source| Error::Lock {
        path: std::env::temp_dir(),
        source,
    };
    let folder = tempfile::Builder::new()
        .prefix("pivotal-dry-run-")
        .tempdir()
        .map_err(failed)?;
    let mut copy = workspace.copy_into(folder.path(), clock)?;
    Ok(sync(
        &mut copy,
        folder.path(),
        client,
        mark,
        wanted,
        Cancel::never(),
        |_| {},
    )
    .await)
}

/// A run that is tried.
struct Attempt<'a> {
    workspace: &'a mut Workspace,
    client: &'a Client,
    mark: &'a str,
    wanted: Wanted,
    run: &'a mut Option<i64>,
    report: &'a mut SyncReport,
}

impl Attempt<'_> {
    async fn go(&mut self, progress: impl FnMut(Progress)) -> Result<(), Error> {
        // The run stands in the log before HubSpot is asked anything, so that every fault is told there.
        let known = self.workspace.portal()?;
        let (plan, before, cursor) = self.plan(known.as_ref())?;
        self.report.kind = Some(plan.kind);
        let lag = known.as_ref().map_or(0, |known| known.lag);
        let is_known = |known: &PortalState| known.token_mark == self.mark && known.portal.id.is_some();
        if !known.as_ref().is_some_and(is_known) {
            let portal = self.client.portal().await?;
            check::remember(self.workspace, &portal, self.mark)?;
        }
        let unlinking = match self.wanted {
            Wanted::Full(unlinking) => unlinking,
            Wanted::Due => Unlinking::Guarded,
        };
        let run = self.run.unwrap_or_default();
        let again;
        let mut walk = Walk {
            workspace: &mut *self.workspace,
            client: self.client,
            plan: &plan,
            before,
            cursor,
            run,
            counts: &mut self.report.counts,
            people: 0,
            pages: 0,
            tell: progress,
        };
        let mut result = walk.through(unlinking, &mut self.report.reached).await;
        if let (Ok(()), Some(began)) = (&result, walk.cursor.companies.began)
            && let Some(companies) = CompanyPlan::changed(
                plan::look_back(Timestamp::from_millis(began), lag),
                Vec::new(),
                None,
            )
        {
            // What an earlier run had read of companies may have changed since.
            walk.cursor.read_again(companies.reading());
            again = Plan {
                companies,
                ..plan.clone()
            };
            walk.plan = &again;
            result = walk.near_misses().await;
        }
        if let Err(error) = result {
            walk.cursor.stop(error.starts_over());
            let note = walk.note();
            self.workspace.note_run(&note)?;
            return Err(error);
        }
        let (note, watermark, fault) = (walk.note(), walk.watermark(), walk.cursor.remarks.fault());
        let finish = self.workspace.finish_run(watermark, fault.as_ref(), &note)?;
        self.report.near_misses = finish.near_misses;
        self.report.conflicts = finish.conflicts;
        self.report.fault = fault;
        self.report.reached = Reached::All;
        Ok(())
    }

    /// Plans the run, and goes on with the last one if it stopped among people and had the same plan.
    fn plan(&mut self, state: Option<&PortalState>) -> Result<(Plan, Option<Before>, Cursor), Error> {
        let open = self.workspace.open_run()?;
        let now = self.workspace.now();
        // What lies ahead was noted under a wrong clock.
        let is_recent = |at: Timestamp| (0..FULL_EVERY_MILLIS).contains(&(now.as_millis() - at.as_millis()));
        // A time that lies ahead came from a wrong clock, and would have changes missed.
        let watermark = state.and_then(|state| state.watermark).map(|at| at.min(now));
        let is_full_due =
            state.is_none_or(|state| state.is_full_due || !state.full_at.is_some_and(is_recent));
        let open = open
            .filter(|open| is_recent(open.run.started_at))
            .and_then(|open| Some((open.run, Cursor::from_json(&open.cursor)?)));
        let open_full = open
            .as_ref()
            .is_some_and(|(run, cursor)| run.kind == SyncKind::Full && cursor.is_under_way());
        let owed = open
            .as_ref()
            .filter(|_| self.wanted == Wanted::Due)
            .map(|(_, cursor)| cursor.clone().owed());
        let before = match watermark {
            Some(watermark) => Some(Before {
                watermark,
                new: self.workspace.uncovered_domains()?,
            }),
            None => None,
        };
        let plan = match (self.wanted, &before) {
            (Wanted::Due, Some(Before { watermark, new })) if !is_full_due && !open_full => {
                let since = plan::look_back(*watermark, state.map_or(0, |state| state.lag));
                let companies = match CompanyPlan::changed(since, new.clone(), owed.as_ref()) {
                    Some(companies) => companies,
                    None => CompanyPlan::full(
                        &self.workspace.customer_domains()?,
                        &self.workspace.customer_names()?,
                    ),
                };
                Plan::incremental(since, new.clone(), companies)
            }
            (Wanted::Due | Wanted::Full(_), _) => Plan::full(
                self.workspace.customer_domains()?,
                &self.workspace.customer_names()?,
            ),
        };
        let mark = plan.mark();
        let under_way = open.filter(|(_, cursor)| cursor.is_under_way() && cursor.plan == mark);
        let cursor = match under_way {
            Some((run, cursor)) => {
                self.workspace.resume_run(run.id)?;
                *self.run = Some(run.id);
                self.report.counts = run.counts;
                cursor
            }
            None => {
                let reading = plan.companies.reading();
                let reading = owed.filter(|owed| owed.plan == reading.plan).unwrap_or(reading);
                let cursor = Cursor::start(mark, now, reading);
                *self.run = Some(self.workspace.begin_run(plan.kind, &cursor.to_json())?);
                cursor
            }
        };
        Ok((plan, before, cursor))
    }
}
