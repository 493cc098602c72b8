//! A run from its start to its end, taken up where the last one stopped.

use std::path::Path;

use tokio::sync::watch;
use tokio::time::Instant;

use super::active_run::{ActiveRun, PriorRun};
use super::cursor::Cursor;
use super::plan::{self, CompanyPlan, Plan};
use super::source::Source;
use super::{Stage, SyncError, check};
use crate::domain::{Clock, Reached, RunState, SyncFault, SyncKind, SyncReport, Timestamp};
use crate::lock::RunLock;
use crate::workspace::{AccountState, Unlinking, Workspace};

/// How long a full run holds before the next one is due, in milliseconds.
const FULL_EVERY_MILLIS: i64 = 24 * 60 * 60 * 1_000;

/// Which records a run looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunScope {
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

/// Stops a run.
#[derive(Debug, Clone)]
pub struct Cancel(watch::Receiver<bool>);

impl Cancel {
    /// Returns one that never does.
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

/// Runs a sync of the store in a folder; the fingerprint is that of the token that opens the source.
pub async fn sync(
    workspace: &mut Workspace,
    folder: &Path,
    source: &impl Source,
    fingerprint: &str,
    scope: RunScope,
    mut cancel: Cancel,
    progress: impl FnMut(Progress),
) -> SyncReport {
    let started = Instant::now();
    let mut report = SyncReport::new(RunState::Running);
    let mut run = None;
    let right = workspace.demand_writable().map_err(SyncError::from);
    let right = right.and_then(|()| Ok(RunLock::take(folder, LOCK)?));
    let result = match right {
        Ok(_lock) => {
            let mut attempt = Attempt {
                workspace: &mut *workspace,
                source,
                fingerprint,
                scope,
                run: &mut run,
                report: &mut report,
            };
            let result = tokio::select! {
                // What is written is written whole: a run stops only where it waits for the source.
                result = attempt.go(progress) => result,
                () = cancel.wait() => Err(SyncError::Cancelled),
            };
            if let (Err(error), Some(run)) = (&result, run) {
                let fault = summary(&report, error);
                let noted = workspace.fail_run(run, &fault, source.requests());
                if let Err(error) = noted {
                    tracing::error!(%error, "the end of a sync was not noted");
                }
            }
            result
        }
        Err(error) => Err(error),
    };
    report.requests = source.requests();
    report.took = started.elapsed();
    match result {
        Ok(()) => report.state = RunState::Ok,
        Err(error) => {
            report.state = RunState::Failed;
            report.fault = Some(summary(&report, &error));
        }
    }
    report
}

/// Returns why a run stopped, and what of it is saved.
fn summary(report: &SyncReport, error: &SyncError) -> SyncFault {
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
    source: &impl Source,
    fingerprint: &str,
    scope: RunScope,
    clock: Box<dyn Clock>,
) -> Result<SyncReport, SyncError> {
    let failed = |source| SyncError::Lock {
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
        source,
        fingerprint,
        scope,
        Cancel::never(),
        |_| {},
    )
    .await)
}

/// A run that is tried.
struct Attempt<'a, S> {
    workspace: &'a mut Workspace,
    source: &'a S,
    fingerprint: &'a str,
    scope: RunScope,
    run: &'a mut Option<i64>,
    report: &'a mut SyncReport,
}

impl<S: Source> Attempt<'_, S> {
    async fn go(&mut self, progress: impl FnMut(Progress)) -> Result<(), SyncError> {
        // The run stands in the log before the source is asked anything, so that every fault is told there.
        let known = self.workspace.account()?;
        let (plan, prior, cursor) = self.plan(known.as_ref())?;
        self.report.kind = Some(plan.kind);
        let lag = known.as_ref().map_or(0, |known| known.lag);
        let is_known =
            |known: &AccountState| known.token_fingerprint == self.fingerprint && known.account.id.is_some();
        if !known.as_ref().is_some_and(is_known) {
            let account = self.source.account().await?;
            check::remember(self.workspace, &account, self.fingerprint)?;
        }
        let unlinking = match self.scope {
            RunScope::Full(unlinking) => unlinking,
            RunScope::Due => Unlinking::Guarded,
        };
        let run = self.run.unwrap_or_default();
        let again;
        let mut active = ActiveRun {
            workspace: &mut *self.workspace,
            source: self.source,
            plan: &plan,
            prior,
            cursor,
            run,
            counts: &mut self.report.counts,
            people: 0,
            pages: 0,
            tell: progress,
        };
        let mut result = active.through(unlinking, &mut self.report.reached).await;
        if let (Ok(()), Some(began)) = (&result, active.cursor.companies.began)
            && let Some(companies) = CompanyPlan::changed(
                self.source,
                plan::look_back(Timestamp::from_millis(began), lag, self.source.limits()),
                Vec::new(),
                None,
            )
        {
            // What an earlier run had read of companies may have changed since.
            active.cursor.read_again(companies.reading());
            again = Plan {
                companies,
                ..plan.clone()
            };
            active.plan = &again;
            result = active.near_misses().await;
        }
        if let Err(error) = result {
            active.cursor.stop(error.starts_over());
            let checkpoint = active.checkpoint();
            self.workspace.save_checkpoint(&checkpoint)?;
            return Err(error);
        }
        let (checkpoint, watermark, fault) = (
            active.checkpoint(),
            active.watermark(),
            active.cursor.remarks.fault(),
        );
        let finish = self
            .workspace
            .finish_run(watermark, fault.as_ref(), &checkpoint)?;
        self.report.near_misses = finish.near_misses;
        self.report.conflicts = finish.conflicts;
        self.report.fault = fault;
        self.report.reached = Reached::All;
        Ok(())
    }

    /// Plans the run, and goes on with the last one if it stopped among people and had the same plan.
    fn plan(&mut self, state: Option<&AccountState>) -> Result<(Plan, Option<PriorRun>, Cursor), SyncError> {
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
            .filter(|_| self.scope == RunScope::Due)
            .map(|(_, cursor)| cursor.clone().owed());
        let prior = match watermark {
            Some(watermark) => Some(PriorRun {
                watermark,
                new_domains: self.workspace.uncovered_domains()?,
            }),
            None => None,
        };
        let plan = match (self.scope, &prior) {
            (RunScope::Due, Some(prior)) if !is_full_due && !open_full => {
                let lag = state.map_or(0, |state| state.lag);
                let since = plan::look_back(prior.watermark, lag, self.source.limits());
                let new = prior.new_domains.clone();
                let changed = CompanyPlan::changed(self.source, since, new.clone(), owed.as_ref());
                let companies = match changed {
                    Some(companies) => companies,
                    None => CompanyPlan::full(
                        self.source,
                        self.workspace.customer_domains()?,
                        self.workspace.customer_names()?,
                    ),
                };
                Plan::incremental(self.source, since, new, companies)
            }
            (RunScope::Due | RunScope::Full(_), _) => Plan::full(
                self.source,
                self.workspace.customer_domains()?,
                self.workspace.customer_names()?,
            ),
        };
        let fingerprint = plan.fingerprint();
        let under_way = open.filter(|(_, cursor)| cursor.is_under_way() && cursor.plan == fingerprint);
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
                let cursor = Cursor::start(fingerprint, now, reading);
                *self.run = Some(self.workspace.begin_run(plan.kind, &cursor.to_json())?);
                cursor
            }
        };
        Ok((plan, prior, cursor))
    }
}
