//! What a source is asked for.

use crate::domain::{Domain, RemoteId, Timestamp};

/// Which people are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeopleQuery {
    /// Everybody at some domains.
    At(Vec<Domain>),
    /// All who changed, wherever they are, and everybody at some domains.
    Changed {
        /// At this time of the source or later.
        since: Timestamp,
        /// Domains of which everybody is wanted.
        at: Vec<Domain>,
    },
    /// Those at some domains who changed.
    ChangedAt {
        /// At this time of the source or later.
        since: Timestamp,
        /// The domains.
        at: Vec<Domain>,
    },
}

/// Which companies are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompanyQuery {
    /// All that have a domain.
    All,
    /// The one with an id.
    WithId(RemoteId),
    /// Those with one of some main domains.
    At(Vec<Domain>),
    /// Those with one of some names, in lower case.
    Named(Vec<String>),
    /// All that changed, and all with one of some main domains.
    Changed {
        /// At this time of the source or later.
        since: Timestamp,
        /// The domains.
        at: Vec<Domain>,
    },
}

impl PeopleQuery {
    /// Returns the domains that it names.
    pub fn domains(&self) -> &[Domain] {
        match self {
            Self::At(domains) | Self::Changed { at: domains, .. } | Self::ChangedAt { at: domains, .. } => {
                domains
            }
        }
    }
}

/// What is asked for of people by their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Those who are there.
    Present,
    /// Those who are archived.
    Archived,
}
