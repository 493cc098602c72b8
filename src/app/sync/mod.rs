//! The connection to the source of people as the app sees it: what is asked of the sync, what it reports, and how it stands.

mod events;
mod state;
#[cfg(test)]
mod tests;

pub use state::{Connection, SyncState};

use super::secret::Secret;
use crate::domain::{CompanyList, RemoteAccount, SyncKind, SyncReport};

/// A request to the thread that talks with the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyncRequest {
    /// To say whether there is a token; answered by [`SyncEvent::Looked`].
    Look,
    /// To sync what is due.
    Run,
    /// To sync everything.
    RunFull(Loss),
    /// To stop the run under way.
    Stop,
    /// To check a token and keep it; answered by [`SyncEvent::Connected`].
    Connect(Secret),
    /// To forget the token; answered by [`SyncEvent::Disconnected`].
    Disconnect,
    /// To list companies that are no customers yet; answered by [`SyncEvent::Companies`].
    ListCompanies,
}

/// Whether a full run may take many links away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// It stops and tells instead.
    Guarded,
    /// The user allowed it.
    Allowed,
}

/// What the thread that talks with the source reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SyncEvent {
    /// Whether there is a token: it can be used, there is none, or the sentence says what is wrong with it.
    Looked(Connection),
    /// A run began or went on.
    Progressed(SyncProgress),
    /// A run ended.
    Ended(SyncReport),
    /// The token was checked: the account, or the sentence says why it was not kept.
    Connected(Result<RemoteAccount, String>),
    /// The token is forgotten, or the sentence says why not.
    Disconnected(Result<(), String>),
    /// Companies that are no customers yet, or the sentence says why they cannot be listed.
    Companies(Result<CompanyList, String>),
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SyncProgress {
    /// Which records it looks at.
    pub kind: SyncKind,
    /// What is under way, in a word or two.
    pub stage: &'static str,
    /// How many parts are done.
    pub done: usize,
    /// How many parts there are; 0 if that is not known.
    pub of: usize,
}
