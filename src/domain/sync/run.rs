//! Runs of the sync: what they did, and how they ended.

use std::time::Duration;

use serde::Serialize;

use crate::domain::keyed::keyed;
use crate::domain::{AddressConflict, Domain, NearMiss, SyncFault, Timestamp};

keyed! {
    /// Which records a run looks at.
    pub enum SyncKind {
        /// Every record of every domain, and what became of those that are not found.
        Full = "full",
        /// What changed since the last run.
        Incremental = "incremental",
    }
}

keyed! {
    /// How a run stands.
    pub enum RunState {
        /// It is under way, or its program was ended.
        Running = "running",
        /// It did all it should.
        Ok = "ok",
        /// It stopped before its end.
        Failed = "failed",
    }
}

/// How far a run came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// Not all people were read.
    Nothing,
    /// All people are in sync; near misses are not.
    People,
    /// All is in sync.
    All,
}

/// What a run did to contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct SyncCounts {
    /// Contacts that were linked, new ones included.
    pub linked: u64,
    /// Linked contacts that took values of the source.
    pub updated: u64,
    /// Linked contacts that were as the source has them.
    pub unchanged: u64,
    /// Contacts that are gone from the source since.
    pub gone: u64,
    /// Contacts that stay away, as a user unlinked them.
    pub kept_away: u64,
}

impl SyncCounts {
    /// Adds what another part of the run did.
    pub fn add(&mut self, other: Self) {
        self.linked += other.linked;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.gone += other.gone;
        self.kept_away += other.kept_away;
    }

    /// Returns whether anything was changed.
    pub const fn has_changes(&self) -> bool {
        self.linked + self.updated + self.gone > 0
    }

    /// Returns it in words: `12 linked, 3 updated`.
    pub fn words(&self) -> String {
        let parts = [
            (self.linked, "linked"),
            (self.updated, "updated"),
            (self.gone, "gone from HubSpot"),
        ];
        let told: Vec<String> = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        if told.is_empty() {
            "nothing new".to_owned()
        } else {
            told.join(", ")
        }
    }
}

/// What a run of the sync did, for who waits for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncReport {
    /// How it ended.
    pub state: RunState,
    /// How far it came.
    pub reached: Reached,
    /// Which records it looked at; none if it never began.
    pub kind: Option<SyncKind>,
    /// What it did.
    pub counts: SyncCounts,
    /// How many near misses there are.
    pub near_misses: u64,
    /// Whose address could not be taken over, as another contact has it.
    pub conflicts: Vec<AddressConflict>,
    /// How many requests it made.
    pub requests: u64,
    /// How long it took.
    pub took: Duration,
    /// Why it stopped; in a run that did not, what it could not read.
    pub fault: Option<SyncFault>,
}

impl SyncReport {
    /// Returns the report of a run that did nothing yet.
    pub fn new(state: RunState) -> Self {
        Self {
            state,
            reached: Reached::Nothing,
            kind: None,
            counts: SyncCounts::default(),
            near_misses: 0,
            conflicts: Vec::new(),
            requests: 0,
            took: Duration::ZERO,
            fault: None,
        }
    }

    /// Returns the report of a run that could not begin.
    pub fn failed(fault: SyncFault) -> Self {
        Self {
            fault: Some(fault),
            ..Self::new(RunState::Failed)
        }
    }
}

/// A run of the sync.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncRun {
    /// Its number.
    pub id: i64,
    /// Which records it looked at.
    pub kind: SyncKind,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ended, if it did.
    pub ended_at: Option<Timestamp>,
    /// How it stands.
    pub state: RunState,
    /// What it did.
    pub counts: SyncCounts,
    /// How many near misses there were at its end.
    pub near_misses: u64,
    /// How many addresses could not be taken over at its end, as other contacts have them.
    pub conflicts: u64,
    /// How many requests it made.
    pub requests: u64,
    /// Why it stopped.
    pub fault: Option<SyncFault>,
}

/// Which runs are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RunFilter {
    /// All of them.
    #[default]
    All,
    /// Those that failed.
    Errors,
}

/// What is known of the connection to the source, without asking it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Integration {
    /// The number of the account.
    pub account: Option<i64>,
    /// When the last full sync succeeded.
    pub full_at: Option<Timestamp>,
    /// When the last sync of changes succeeded.
    pub incremental_at: Option<Timestamp>,
    /// How many contacts are linked.
    pub linked: u64,
    /// How many contacts are gone from the source.
    pub gone: u64,
    /// How many contacts a user unlinked.
    pub unlinked: u64,
    /// How many people of the source are held here.
    pub held: u64,
    /// People whose address at the source is that of another contact here.
    pub conflicts: Vec<AddressConflict>,
    /// Why the last run failed, if it did.
    pub fault: Option<SyncFault>,
}

/// What the source is to one customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerLinks {
    /// How many of its contacts are linked.
    pub linked: u64,
    /// People who would belong to it at another domain.
    pub near_misses: Vec<NearMiss>,
    /// People whose address at the source is that of another contact here.
    pub conflicts: Vec<AddressConflict>,
    /// Whether people at its domain were asked for.
    pub coverage: Coverage,
}

/// Whether people at a customer's domain were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coverage {
    /// They were, all of them.
    Covered(Domain),
    /// They were not yet.
    NotYet(Domain),
    /// The customer has no domain.
    NoDomain,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_run_are_added_up_and_told_where_something_is_new() {
        let mut counts = SyncCounts {
            unchanged: 30,
            kept_away: 40,
            ..SyncCounts::default()
        };
        assert_eq!(counts.words(), "nothing new");
        let part = SyncCounts {
            linked: 1,
            updated: 2,
            unchanged: 3,
            gone: 4,
            kept_away: 5,
        };
        counts.add(part);
        counts.add(part);
        assert_eq!(counts.words(), "2 linked, 4 updated, 8 gone from HubSpot");
        assert_eq!((counts.unchanged, counts.kept_away), (36, 50));
    }
}
