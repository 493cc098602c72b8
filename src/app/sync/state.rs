//! How the connection stands: connected or not, a run under way, when the next one is due.

use super::SyncProgress;
use crate::domain::{FaultKind, Integration, Reached, SyncBlocker, SyncFault, SyncReport, Timestamp};

/// How long the pictures of the spinner show, in milliseconds.
const FRAME_MILLIS: i64 = 120;

/// How soon a sync is tried again that could not reach the source, in milliseconds.
const AGAIN_MILLIS: i64 = 60 * 1_000;

/// How soon after the start the first sync may run, in milliseconds.
const FIRST_MILLIS: i64 = 2 * 1_000;

/// How soon a sync is tried again after the daily API limit was reached, in milliseconds.
const NEXT_DAY_MILLIS: i64 = 60 * 60 * 1_000;

const SPINNER: [&str; 8] = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧"];

/// Whether there is a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Connection {
    /// It was not looked up yet.
    Unknown,
    /// There is none.
    NeedsToken,
    /// There is one.
    Ready,
    /// It cannot be used; the sentence says why.
    Unusable(String),
}

/// The state of the sync.
#[derive(Debug, Clone)]
pub struct SyncState {
    /// Whether there is a token.
    pub connection: Connection,
    /// The run under way.
    pub running: Option<SyncProgress>,
    /// Why the last run did not get on.
    pub blocker: Option<SyncBlocker>,
    /// Why the last run stopped.
    pub fault: Option<SyncFault>,
    /// When a run last succeeded.
    pub last_at: Option<Timestamp>,
    /// Whether the user waits for the run.
    pub(super) asked: Asked,
    pub(super) next_at: Option<Timestamp>,
    every_millis: Option<i64>,
    spinner: usize,
    turned_at: Timestamp,
}

/// Who asked for the run under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// The clock.
    ByClock,
    /// The user.
    ByPerson,
}

impl SyncState {
    /// Knows nothing yet; runs come by themselves after so many milliseconds, if at all.
    pub fn new(every_millis: Option<i64>) -> Self {
        Self {
            connection: Connection::Unknown,
            running: None,
            blocker: None,
            fault: None,
            last_at: None,
            asked: Asked::ByClock,
            next_at: None,
            every_millis,
            spinner: 0,
            turned_at: Timestamp::default(),
        }
    }

    /// Returns whether a run can be asked for.
    pub fn is_ready(&self) -> bool {
        self.connection == Connection::Ready
    }

    /// Returns the time of the next run by the clock.
    pub const fn next_at(&self) -> Option<Timestamp> {
        self.next_at
    }

    /// Returns the picture of the spinner.
    pub fn spinner(&self) -> &'static str {
        SPINNER.get(self.spinner).copied().unwrap_or("·")
    }

    /// Returns the time at which something of it is due.
    pub(in crate::app) fn wake_at(&self) -> Option<Timestamp> {
        match self.running {
            Some(_) => Some(self.turned_at.plus_millis(FRAME_MILLIS)),
            None => self.next_at,
        }
    }

    /// Turns the spinner on.
    pub(super) fn turn(&mut self, now: Timestamp) {
        if self.running.is_some() && now >= self.turned_at.plus_millis(FRAME_MILLIS) {
            self.spinner = (self.spinner + 1) % SPINNER.len();
            self.turned_at = now;
        }
    }

    /// Returns whether a run is due by the clock, and takes it for begun.
    pub(super) fn take_due(&mut self, now: Timestamp) -> bool {
        let due = self.running.is_none() && self.next_at.is_some_and(|at| at <= now);
        if due {
            self.next_at = None;
        }
        due
    }

    /// Plans the first run of this session, by when the last one was.
    pub(super) fn plan_first(&mut self, now: Timestamp) {
        if let (true, Some(every)) = (self.is_ready(), self.every_millis) {
            let soon = now.plus_millis(FIRST_MILLIS);
            let due = self.last_at.map_or(soon, |last| last.plus_millis(every));
            // A clock that was set back must not put it off for ever.
            self.next_at = Some(due.clamp(soon, now.plus_millis(every.max(FIRST_MILLIS))));
        }
    }

    /// Takes in what the store knows.
    pub(in crate::app) fn learn(&mut self, integration: &Integration) {
        self.last_at = integration.full_at.max(integration.incremental_at);
        if self.running.is_none() {
            self.fault.clone_from(&integration.fault);
            self.blocker = integration.fault.as_ref().and_then(|fault| fault.kind.blocker());
        }
    }

    /// Takes in the end of a run and plans the next one.
    pub(super) fn end(&mut self, end: &SyncReport, now: Timestamp) {
        self.running = None;
        self.fault = end.fault.clone().filter(|_| end.reached != Reached::All);
        self.blocker = end.fault.as_ref().and_then(|fault| fault.kind.blocker());
        if end.reached == Reached::All {
            self.last_at = Some(now);
        }
        let kind = end.fault.as_ref().map(|fault| fault.kind);
        let wait = match (self.blocker, self.every_millis) {
            (_, None) => None,
            (Some(SyncBlocker::Token | SyncBlocker::Scopes), _) if end.reached == Reached::Nothing => None,
            (Some(SyncBlocker::Paused), Some(every)) if kind == Some(FaultKind::DailyLimit) => {
                Some(every.max(NEXT_DAY_MILLIS))
            }
            (Some(SyncBlocker::Offline | SyncBlocker::Paused), Some(every)) => Some(every.min(AGAIN_MILLIS)),
            (Some(SyncBlocker::Token | SyncBlocker::Scopes | SyncBlocker::Fault) | None, Some(every)) => {
                Some(every)
            }
        };
        self.next_at = wait.map(|wait| now.plus_millis(wait));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RunState;

    const QUARTER: i64 = 15 * 60 * 1_000;

    fn ended(kind: Option<FaultKind>) -> SyncReport {
        SyncReport {
            reached: if kind.is_none() {
                Reached::All
            } else {
                Reached::Nothing
            },
            fault: kind.map(|kind| SyncFault {
                kind,
                message: String::new(),
            }),
            ..SyncReport::new(RunState::Failed)
        }
    }

    fn next_after(kind: Option<FaultKind>, every: Option<i64>) -> Option<i64> {
        let mut state = SyncState::new(every);
        state.connection = Connection::Ready;
        state.end(&ended(kind), Timestamp::from_millis(0));
        state.wake_at().map(Timestamp::as_millis)
    }

    #[test]
    fn the_next_run_comes_in_its_time_and_sooner_when_the_network_was_away() {
        assert_eq!(next_after(None, Some(QUARTER)), Some(QUARTER));
        assert_eq!(
            next_after(Some(FaultKind::Offline), Some(QUARTER)),
            Some(AGAIN_MILLIS)
        );
        assert_eq!(
            next_after(Some(FaultKind::RateLimited), Some(QUARTER)),
            Some(AGAIN_MILLIS)
        );
        assert_eq!(
            next_after(Some(FaultKind::DailyLimit), Some(QUARTER)),
            Some(NEXT_DAY_MILLIS)
        );
        assert_eq!(next_after(Some(FaultKind::BadToken), Some(QUARTER)), None);
        assert_eq!(next_after(Some(FaultKind::MissingScopes), Some(QUARTER)), None);
        assert_eq!(
            next_after(Some(FaultKind::TooManyUnlinks), Some(QUARTER)),
            Some(QUARTER)
        );
        assert_eq!(next_after(None, None), None);
    }

    #[test]
    fn a_scope_that_only_near_misses_need_does_not_keep_people_from_being_synced() {
        let mut state = SyncState::new(Some(QUARTER));
        let mut end = ended(Some(FaultKind::MissingScopes));
        end.reached = Reached::People;
        state.end(&end, Timestamp::from_millis(0));
        assert_eq!(state.wake_at().map(Timestamp::as_millis), Some(QUARTER));
        assert_eq!(state.blocker, Some(SyncBlocker::Scopes));
    }

    #[test]
    fn a_wrong_clock_neither_floods_nor_starves_the_first_run() {
        for (last, wanted) in [
            (None, FIRST_MILLIS),
            (Some(-5 * QUARTER), FIRST_MILLIS),
            (Some(0), QUARTER),
            (Some(1_000 * QUARTER), QUARTER),
        ] {
            let mut state = SyncState::new(Some(QUARTER));
            state.connection = Connection::Ready;
            state.last_at = last.map(Timestamp::from_millis);
            state.plan_first(Timestamp::from_millis(0));
            assert_eq!(state.next_at.map(Timestamp::as_millis), Some(wanted), "{last:?}");
        }
    }
}
