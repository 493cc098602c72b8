//! What can go wrong with HubSpot, in sentences that say what to do next; the token is in none of them.

use std::time::Duration;

use crate::domain::FaultKind;

/// What went wrong with a question to HubSpot.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HubSpotError {
    /// There is no token.
    #[error(
        "HubSpot is not connected: there is no token. Connect it on the Integrations screen or with `pivotal hubspot connect`."
    )]
    NoToken,
    /// HubSpot does not take the token.
    #[error(
        "HubSpot does not accept the token: it is wrong, expired or revoked. Connect again with a new one."
    )]
    BadToken,
    /// The token may not read what is needed.
    #[error("The token lacks {}: {}. Add {} to the token in HubSpot.", plural(.0, "a scope", "scopes"), .0.join(", "), plural(.0, "it", "them"))]
    MissingScopes(Vec<String>),
    /// HubSpot wants a pause that is longer than the program waits.
    #[error(
        "HubSpot asks for a pause: the apps of this account sent too many requests. Sync continues where it stopped."
    )]
    RateLimited {
        /// How long, counted from now.
        pause: Duration,
    },
    /// The daily API limit is reached.
    #[error(
        "The daily API limit is reached. Sync continues after midnight in the HubSpot account's time zone."
    )]
    DailyLimit,
    /// HubSpot takes the question for wrong.
    #[error("HubSpot refused a request (status {0}). This is a bug in pivotal: please report it.")]
    Refused(u16),
    /// The account cannot be read at the moment.
    #[error("The HubSpot account is locked or being moved (status {0}). Try again later.")]
    Locked(u16),
    /// Something that stands before HubSpot answers in its place, or HubSpot knows nothing of a path for a while.
    #[error("{}", stray(*.0))]
    Stray(u16),
    /// HubSpot has a fault.
    #[error(
        "HubSpot has a problem on its side (status {0}). Try again later; sync continues where it stopped."
    )]
    Server(u16),
    /// The answer points elsewhere.
    #[error(
        "HubSpot's address answered with a redirect, which is not followed because it could leak the token. Check PIVOTAL_HUBSPOT_URL."
    )]
    Redirect,
    /// The answer is larger than any should be.
    #[error("A response from HubSpot was larger than {} MiB and was not read. Check PIVOTAL_HUBSPOT_URL.", .0 / (1024 * 1024))]
    TooLarge(usize),
    /// The answer is not what was asked for.
    #[error("A response from HubSpot could not be understood ({0}). Check PIVOTAL_HUBSPOT_URL.")]
    Unreadable(String),
    /// HubSpot cannot be reached.
    #[error(
        "HubSpot cannot be reached: this machine is offline, or something blocks the connection. Everything else works; sync continues later."
    )]
    Offline,
    /// The connection was cut in the middle of an answer.
    #[error("The connection to HubSpot was lost. Try again; sync continues where it stopped.")]
    Cut,
    /// HubSpot does not answer in time.
    #[error("HubSpot did not respond within {} seconds. Sync continues where it stopped.", .0.as_secs())]
    Timeout(Duration),
    /// The secure connection could not be set up.
    #[error("No secure connection to HubSpot could be set up: {0}.")]
    Insecure(String),
}

impl HubSpotError {
    /// Returns the kind, as the log and JSON know it.
    pub const fn kind(&self) -> FaultKind {
        match self {
            Self::NoToken => FaultKind::NeedsToken,
            Self::BadToken => FaultKind::BadToken,
            Self::MissingScopes(_) => FaultKind::MissingScopes,
            Self::RateLimited { .. } => FaultKind::RateLimited,
            Self::DailyLimit => FaultKind::DailyLimit,
            Self::Refused(_) => FaultKind::Refused,
            Self::Locked(_) => FaultKind::Locked,
            Self::Server(_) | Self::Stray(_) => FaultKind::Server,
            Self::Redirect => FaultKind::Redirect,
            Self::TooLarge(_) => FaultKind::TooLarge,
            Self::Unreadable(_) => FaultKind::Unreadable,
            Self::Offline => FaultKind::Offline,
            Self::Cut => FaultKind::Cut,
            Self::Timeout(_) => FaultKind::Timeout,
            Self::Insecure(_) => FaultKind::Insecure,
        }
    }

    /// Returns how often a question that ends so is asked at most; what HubSpot has answered before is waited for.
    pub(super) const fn tries(&self, is_heard: bool) -> u32 {
        match self {
            Self::Server(_) | Self::Stray(_) | Self::Locked(_) => 6,
            // The machine is often just offline, and the user waits to hear it.
            Self::Offline if !is_heard => 5,
            Self::Cut if !is_heard => 6,
            // What cannot be read may be the page of a hotel, or an answer that was damaged on its way.
            Self::Unreadable(_) => 3,
            Self::Offline | Self::Cut | Self::Timeout(_) | Self::RateLimited { .. } => u32::MAX,
            Self::NoToken
            | Self::BadToken
            | Self::MissingScopes(_)
            | Self::DailyLimit
            | Self::Refused(_)
            | Self::Redirect
            | Self::TooLarge(_)
            | Self::Insecure(_) => 1,
        }
    }

    /// Returns whether the same question may well be answered a moment later.
    pub const fn is_passing(&self) -> bool {
        self.tries(true) > 1
    }
}

fn stray(status: u16) -> String {
    let hint = if status == 530 {
        " If this keeps happening, the token is malformed: connect again with a new one."
    } else {
        ""
    };
    format!(
        "Something other than HubSpot answered (status {status}): a proxy, a firewall or a network problem. Try again later; sync continues where it stopped.{hint}"
    )
}

fn plural(names: &[String], one: &'static str, many: &'static str) -> &'static str {
    if names.len() == 1 { one } else { many }
}
