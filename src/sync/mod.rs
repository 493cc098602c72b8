//! The sync: what HubSpot says, page by page, into the workspace.
//!
//! A run is a walk through stages: first the people at the domains of customers, on every run, and then what near misses are
//! made of, which fails on its own. Each page and how far the run came are one transaction, so that a run that stops is taken
//! up again where it stopped. What is asked for is planned before, sorted, so that two runs over the
//! same customers ask the same. One run is under way at a time, whichever program makes it ([`crate::lock::RunLock`]).

mod check;
mod companies;
mod cursor;
mod doubts;
mod error;
mod near_misses;
mod pages;
mod plan;
mod remarks;
mod run;
mod stages;
#[cfg(test)]
mod tests;

pub use check::{Checked, check};
pub use companies::{candidates, named, with_owners};
pub use error::Error;
pub use run::{Cancel, LOCK, Progress, Wanted, dry_run, sync};

/// What the sync does next, for the person who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// People at the domains of customers.
    People,
    /// Those who were not where they were expected.
    Doubts,
    /// Companies with these domains.
    Companies,
    /// Companies with the names of customers.
    Names,
    /// Who is counted to these companies.
    Colleagues,
    /// Those of them of whom nothing else is known.
    Strangers,
    /// The end.
    Finish,
}

impl Stage {
    /// Says whether it is about people at the domains of customers; all later ones are about near misses.
    const fn is_of_people(self) -> bool {
        matches!(self, Self::People | Self::Doubts)
    }

    /// Gives what is under way in a word or two.
    pub const fn words(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Companies | Self::Names => "companies",
            Self::Colleagues | Self::Strangers => "near misses",
            Self::Doubts => "who is gone",
            Self::Finish => "last steps",
        }
    }
}
