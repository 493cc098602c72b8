//! What becomes of a message after a fault: pure, so that every case can be read off a test.

use std::time::Duration;

/// How often a message is tried before it is given up.
pub const MAX_ATTEMPTS: u32 = 6;

/// The pauses between the attempts, in seconds: 1 and 5 and 15 minutes, 1 and 4 hours.
const PAUSES: [u64; 5] = [60, 5 * 60, 15 * 60, 60 * 60, 4 * 60 * 60];

/// The longest pause that a server may ask for.
const MAX_PAUSE: Duration = Duration::from_secs(24 * 60 * 60);

/// The number of an attempt, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attempt(u32);

impl Attempt {
    /// The first attempt.
    pub const FIRST: Self = Self(1);

    /// Takes a number that was stored; 0 counts as 1.
    pub const fn new(number: u32) -> Self {
        if number == 0 { Self::FIRST } else { Self(number) }
    }

    /// Returns the number, from 1.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// Returns the attempt that follows.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// What kind of fault ended an attempt, as far as the next one depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultClass {
    /// Nothing was sent, and it may work later.
    Passing,
    /// Nothing was sent, and the server named a pause.
    Limited(Duration),
    /// Nothing was sent, and it will not work unless somebody changes something.
    Lasting,
    /// It may have been sent, and a repeat could be a second one.
    Unclear,
    /// Slack does not know the recipient.
    UnknownToSlack,
}

/// What becomes of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It is tried again.
    Again {
        /// How long after now.
        after: Duration,
    },
    /// It is given up; it was not sent.
    Fail,
    /// It waits for a person, as it may have been sent.
    Unknown,
    /// It goes by mail alone.
    MailAlone,
}

/// Decides what becomes of a message after an attempt that ended in a fault.
///
/// `jitter` is any number from 0 to 1; it spreads each pause from 0.8 to 1.2 times its length, and a pause that a server
/// named from 1.0 to 1.2 times. Anything else counts as the nearest of them.
pub fn next(attempt: Attempt, class: FaultClass, jitter: f64) -> Next {
    let jitter = if jitter.is_nan() {
        0.5
    } else {
        jitter.clamp(0.0, 1.0)
    };
    let pause = attempt
        .0
        .checked_sub(1)
        .and_then(|index| PAUSES.get(usize::try_from(index).ok()?))
        .map(|seconds| Duration::from_secs(*seconds));
    match (class, pause) {
        (FaultClass::Lasting, _) => Next::Fail,
        (FaultClass::Unclear, _) => Next::Unknown,
        (FaultClass::UnknownToSlack, _) => Next::MailAlone,
        (FaultClass::Passing | FaultClass::Limited(_), None) => Next::Fail,
        (FaultClass::Passing, Some(pause)) => Next::Again {
            after: pause.mul_f64(0.4f64.mul_add(jitter, 0.8)),
        },
        (FaultClass::Limited(asked), Some(_)) => Next::Again {
            after: asked
                .clamp(Duration::from_secs(1), MAX_PAUSE)
                .mul_f64(0.2f64.mul_add(jitter, 1.0)),
        },
    }
}
