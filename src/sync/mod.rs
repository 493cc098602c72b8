//! The sync: what a source says of people, page by page, into the workspace.
//!
//! A run goes through stages: first the people at the domains of customers, on every run, and then what near misses are
//! made of, which fails on its own. Each page and the checkpoint of the run are one transaction, so that a run that stops is
//! taken up again where it stopped. What is asked for is planned before, sorted, so that two runs over the same customers
//! ask the same. One run is under way at a time, whichever program makes it ([`crate::lock::RunLock`]).
//!
//! Where people come from is a [`Source`]. HubSpot is the only one; what is its own stands in [`crate::hubspot`] and in
//! `sync/hubspot`.

mod active_run;
mod check;
mod companies;
mod cursor;
mod error;
mod hubspot;
mod missing;
mod near_misses;
mod people;
mod plan;
mod remarks;
mod run;
mod source;
#[cfg(test)]
mod tests;

pub use check::check;
pub use companies::{candidates, named, with_owners};
pub use error::SyncError;
pub use run::{Cancel, LOCK, Progress, RunScope, dry_run, sync};
pub use source::{Associations, Limits, Page, PeopleById, Place, Source, Whereabouts};

/// What a run does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Reads people at the domains of customers.
    People,
    /// Finds out what became of people who were not where they were expected.
    #[serde(rename = "doubts")]
    Missing,
    /// Reads companies with these domains.
    Companies,
    /// Reads companies with the names of customers.
    Names,
    /// Reads who is associated with these companies.
    #[serde(rename = "colleagues")]
    Associations,
    /// Reads those of them of whom nothing else is known.
    #[serde(rename = "strangers")]
    UnknownAssociations,
    /// Nothing is left but to finish.
    Finish,
}

impl Stage {
    /// Returns whether it is about people at the domains of customers; all later ones are about near misses.
    const fn is_of_people(self) -> bool {
        matches!(self, Self::People | Self::Missing)
    }

    /// Returns what is under way in a word or two.
    pub const fn words(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Companies | Self::Names => "companies",
            Self::Associations | Self::UnknownAssociations => "near misses",
            Self::Missing => "records gone from HubSpot",
            Self::Finish => "last steps",
        }
    }
}
