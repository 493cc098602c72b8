//! The sync: what HubSpot says, page by page, into the workspace.
//!
//! A run is a walk through stages; each page and how far the run came are one transaction, so that a run that stops is
//! taken up again where it stopped. What is asked for is planned before, sorted, so that two runs over the
//! same customers ask the same. One run is under way at a time, whichever program makes it ([`crate::lock::RunLock`]).

mod check;
mod companies;
mod cursor;
mod error;
mod pages;
mod plan;
mod run;
mod stages;
#[cfg(test)]
mod tests;

pub use check::{Checked, check};
pub use companies::{Candidates, candidates};
pub use error::Error;
pub use run::{Cancel, LOCK, Progress, Report, Wanted, dry_run, sync};

/// What the sync does next, for the person who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// People at the domains of customers.
    People,
    /// Companies with these domains.
    Companies,
    /// Companies with the names of customers.
    Names,
    /// Who is counted to these companies.
    Colleagues,
    /// Those of them of whom nothing else is known.
    Strangers,
    /// Those who were not where they were expected.
    Doubts,
    /// The end.
    Finish,
}

impl Stage {
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
