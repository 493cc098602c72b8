//! Why a run stopped, in sentences that say what to do next.

use crate::disk;
use crate::domain::{FaultKind, SyncFault};
use crate::lock::LockError;
use crate::workspace;

/// Why a run stopped.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The source did not answer what was asked.
    #[error("{}", .0.message)]
    Source(SyncFault),
    /// The store could not be read or written.
    #[error(transparent)]
    Workspace(#[from] workspace::Error),
    /// The token opens another account than before.
    #[error(
        "The token opens HubSpot account {there}, but the contacts here are linked to account {here}. Use a token of that account, or another folder with --data-dir."
    )]
    OtherAccount {
        /// The account of the links.
        here: i64,
        /// The account of the token.
        there: i64,
    },
    /// Too many links would have gone.
    #[error(
        "{gone} of {linked} links would be removed because their records are no longer in HubSpot; nothing was changed. If this is right, run `pivotal sync --full --allow-unlink`."
    )]
    Guarded {
        /// How many would have gone.
        gone: u64,
        /// How many there are.
        linked: u64,
    },
    /// The pages of a search contradict each other.
    #[error(
        "HubSpot's pages contradict each other: {0}. What was read is saved, but people may be missing. Sync again later; if it keeps happening, contact HubSpot support."
    )]
    Contradictory(&'static str),
    /// The user stopped it.
    #[error("The sync was stopped. The next one continues from here.")]
    Cancelled,
    /// Another program syncs.
    #[error("Another pivotal is syncing right now. Wait until it is done.")]
    Busy,
    /// The lock could not be taken.
    #[error("Cannot lock {path}: {}", disk::refusal(.path, .source, "Check that you may write to the folder."))]
    Lock {
        /// The file.
        path: std::path::PathBuf,
        /// The reason.
        source: std::io::Error,
    },
}

impl From<LockError> for SyncError {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Busy => Self::Busy,
            LockError::Io { path, source } => Self::Lock { path, source },
        }
    }
}

impl SyncError {
    /// Returns the kind, as the log and JSON know it.
    pub fn kind(&self) -> FaultKind {
        match self {
            Self::Source(fault) => fault.kind,
            Self::Workspace(_) => FaultKind::Store,
            Self::OtherAccount { .. } => FaultKind::OtherAccount,
            Self::Guarded { .. } => FaultKind::TooManyUnlinks,
            Self::Contradictory(_) => FaultKind::Unreadable,
            Self::Cancelled => FaultKind::Cancelled,
            Self::Busy => FaultKind::Busy,
            Self::Lock { .. } => FaultKind::Lock,
        }
    }

    /// Returns the kind and the sentence.
    pub fn fault(&self) -> SyncFault {
        SyncFault {
            kind: self.kind(),
            message: self.to_string(),
        }
    }

    /// Returns whether a run that stopped so begins again: what it was about to read would stop the next one too.
    pub(super) const fn starts_over(&self) -> bool {
        match self {
            Self::Guarded { .. } | Self::Contradictory(_) => true,
            Self::Source(fault) => matches!(
                fault.kind,
                FaultKind::Refused | FaultKind::TooLarge | FaultKind::Unreadable
            ),
            Self::Workspace(_)
            | Self::OtherAccount { .. }
            | Self::Cancelled
            | Self::Busy
            | Self::Lock { .. } => false,
        }
    }

    /// Returns whether other stages may well go on: what failed is this one, and neither the connection nor the store.
    pub(super) const fn is_of_stage(&self) -> bool {
        match self {
            Self::Source(fault) => matches!(
                fault.kind,
                FaultKind::MissingScopes
                    | FaultKind::Refused
                    | FaultKind::Locked
                    | FaultKind::Server
                    | FaultKind::TooLarge
                    | FaultKind::Unreadable
            ),
            Self::Guarded { .. } | Self::Contradictory(_) => true,
            Self::Workspace(_)
            | Self::OtherAccount { .. }
            | Self::Cancelled
            | Self::Busy
            | Self::Lock { .. } => false,
        }
    }
}
