//! A run that is under way, and its order of stages.

use super::cursor::Cursor;
use super::plan::Plan;
use super::source::Source;
use super::{Progress, Stage, SyncError};
use crate::domain::{Domain, Reached, SyncCounts, SyncKind, Timestamp};
use crate::workspace::{Checkpoint, PeopleFinish, SyncWatermark, Unlinking, Workspace};

/// How often a source is asked once more about records of which it did not say what became of them.
pub(super) const ROUNDS: u64 = 2;

/// What the run before had brought.
pub(super) struct PriorRun {
    /// The time of the source up to which all changes were here.
    pub(super) watermark: Timestamp,
    /// The domains of which it knew nothing.
    pub(super) new_domains: Vec<Domain>,
}

/// A run that is under way.
pub(super) struct ActiveRun<'a, S, F> {
    pub(super) workspace: &'a mut Workspace,
    pub(super) source: &'a S,
    pub(super) plan: &'a Plan,
    /// What the run before had brought; none if there was none.
    pub(super) prior: Option<PriorRun>,
    pub(super) cursor: Cursor,
    pub(super) run: i64,
    pub(super) counts: &'a mut SyncCounts,
    pub(super) people: u64,
    /// How many pages of a kind of record were read.
    pub(super) pages: usize,
    pub(super) tell: F,
}

impl<S: Source, F: FnMut(Progress)> ActiveRun<'_, S, F> {
    /// Goes through the stages that are left: people first, and what near misses are made of even where not all is known
    /// of who is gone.
    pub(super) async fn through(
        &mut self,
        unlinking: Unlinking,
        reached: &mut Reached,
    ) -> Result<(), SyncError> {
        if self.cursor.at.stage == Stage::People {
            self.read_people().await?;
            if self.plan.kind == SyncKind::Full {
                self.workspace.suspect_unseen()?;
            }
            self.cursor.enter(Stage::Missing);
        }
        let people = self.conclude(unlinking).await;
        match &people {
            Ok(()) => *reached = Reached::People,
            Err(error) if error.is_of_stage() => {}
            Err(_) => return people,
        }
        let near_misses = self.near_misses().await;
        people.and(near_misses)
    }

    /// Finds out who is gone, and has all that is known of people hold.
    async fn conclude(&mut self, unlinking: Unlinking) -> Result<(), SyncError> {
        self.settle_missing().await?;
        self.cursor.enter_companies();
        let checkpoint = self.checkpoint();
        let watermark = SyncWatermark {
            kind: self.plan.kind,
            at: Timestamp::from_millis(self.cursor.began),
            lag: self.cursor.lag,
        };
        let finish = self
            .workspace
            .finish_people(watermark, &self.plan.covers, unlinking, &checkpoint)?;
        match finish {
            PeopleFinish::Done { counts } => {
                self.counts.add(counts);
                Ok(())
            }
            PeopleFinish::Guarded { gone, linked } => Err(SyncError::Guarded { gone, linked }),
        }
    }

    /// Returns the time up to which all is here at the end of the run.
    pub(super) fn watermark(&self) -> Timestamp {
        let companies = self.cursor.companies.began.unwrap_or(i64::MAX);
        Timestamp::from_millis(self.cursor.began.min(companies))
    }

    /// Returns how far the run came.
    pub(super) fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            run: self.run,
            cursor: self.cursor.to_json(),
            counts: *self.counts,
            requests: self.source.requests(),
        }
    }

    pub(super) fn show(&mut self, done: usize, of: usize) {
        (self.tell)(Progress {
            kind: self.plan.kind,
            stage: self.cursor.at.stage,
            done,
            of,
            people: self.people,
        });
    }

    /// Takes the clock of the source for that of the run where it is behind the one of this machine.
    ///
    /// A clock that is ahead would have changes missed; one that is behind only has some read twice.
    pub(super) fn keep_time(&mut self) {
        if let Some(time) = self.source.time() {
            self.cursor.began = self.cursor.began.min(time.as_millis());
        }
    }
}
