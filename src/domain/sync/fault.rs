//! Why a run of the sync stopped.

use serde::Serialize;

use crate::domain::keyed::keyed;

keyed! {
    /// The kind of a fault.
    pub enum FaultKind {
        /// There is no token.
        NeedsToken = "needs_token",
        /// The source does not take the token.
        BadToken = "bad_token",
        /// The token that is kept cannot be read.
        Token = "token",
        /// The token may not read what is needed.
        MissingScopes = "missing_scopes",
        /// The token opens another account than before.
        OtherAccount = "other_account",
        /// The address of the source cannot be used.
        Address = "address",
        /// The source wants a pause.
        RateLimited = "rate_limited",
        /// The daily API limit is reached.
        DailyLimit = "daily_limit",
        /// The account is locked or moving.
        Locked = "locked",
        /// The source takes a question for wrong.
        Refused = "refused",
        /// The source has a fault of its own.
        Server = "server",
        /// The address answers with a redirect.
        Redirect = "redirect",
        /// An answer is too large.
        TooLarge = "too_large",
        /// An answer cannot be understood.
        Unreadable = "unreadable",
        /// The source cannot be reached.
        Offline = "offline",
        /// The connection was cut.
        Cut = "cut",
        /// The source does not answer in time.
        Timeout = "timeout",
        /// No secure connection can be made.
        Insecure = "insecure",
        /// Too many links would have gone.
        TooManyUnlinks = "too_many_unlinks",
        /// All was done but for some records that cannot be read.
        Skipped = "skipped",
        /// The user stopped it.
        Cancelled = "cancelled",
        /// Another program syncs.
        Busy = "busy",
        /// The lock cannot be taken.
        Lock = "lock",
        /// The store cannot be read or written.
        Store = "store",
        /// The program was ended before the run was.
        Stopped = "stopped",
        /// Something of the program itself failed.
        Failed = "failed",
    }
}

/// Why no sync gets on, in the few ways that matter to the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SyncBlocker {
    /// The source cannot be reached.
    Offline,
    /// The source wants a pause.
    Paused,
    /// The token is not taken.
    Token,
    /// The token lacks scopes.
    Scopes,
    /// Something else; the log of runs tells it.
    Fault,
}

impl FaultKind {
    /// Returns why no sync gets on; none if the next one will.
    pub const fn blocker(self) -> Option<SyncBlocker> {
        match self {
            Self::Skipped | Self::Cancelled | Self::Busy | Self::Stopped => None,
            Self::Offline | Self::Cut | Self::Timeout | Self::Server | Self::Insecure => {
                Some(SyncBlocker::Offline)
            }
            Self::RateLimited | Self::DailyLimit | Self::Locked => Some(SyncBlocker::Paused),
            Self::NeedsToken | Self::BadToken | Self::Token => Some(SyncBlocker::Token),
            Self::MissingScopes => Some(SyncBlocker::Scopes),
            Self::OtherAccount
            | Self::Address
            | Self::Refused
            | Self::Redirect
            | Self::TooLarge
            | Self::Unreadable
            | Self::TooManyUnlinks
            | Self::Lock
            | Self::Store
            | Self::Failed => Some(SyncBlocker::Fault),
        }
    }
}

/// Why a run stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SyncFault {
    /// The kind.
    pub kind: FaultKind,
    /// The sentence for the user.
    pub message: String,
}

impl SyncFault {
    /// Returns whether another token, or more scopes for this one, would help.
    pub const fn is_of_token(&self) -> bool {
        matches!(self.kind, FaultKind::BadToken | FaultKind::MissingScopes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stops_one_run_alone_blocks_no_other_and_a_token_is_replaced_by_another() {
        for (kind, blocker, is_of_token) in [
            (FaultKind::Cancelled, None, false),
            (FaultKind::Busy, None, false),
            (FaultKind::Timeout, Some(SyncBlocker::Offline), false),
            (FaultKind::DailyLimit, Some(SyncBlocker::Paused), false),
            (FaultKind::BadToken, Some(SyncBlocker::Token), true),
            (FaultKind::MissingScopes, Some(SyncBlocker::Scopes), true),
            (FaultKind::OtherAccount, Some(SyncBlocker::Fault), false),
        ] {
            assert_eq!(kind.blocker(), blocker, "{}", kind.key());
            let fault = SyncFault {
                kind,
                message: String::new(),
            };
            assert_eq!(fault.is_of_token(), is_of_token, "{}", kind.key());
        }
    }
}
