//! What becomes of a message and of its channel after a failed attempt: one pure table.

use std::time::Duration;

use crate::domain::{AttemptOutcome, OutboundMessage, PriorAttempts, Timestamp};

/// How often a message is tried before it is given up.
pub const MAX_ATTEMPTS: u32 = 6;

/// The pauses between the attempts, in seconds: 1 and 5 and 15 minutes, 1 and 4 hours.
const PAUSES: [u64; MAX_ATTEMPTS as usize - 1] = [60, 5 * 60, 15 * 60, 60 * 60, 4 * 60 * 60];

/// The longest pause that a server may ask for.
const MAX_PAUSE: Duration = Duration::from_secs(24 * 60 * 60);

/// How long nothing leaves by a channel that is away, in milliseconds.
const AWAY_MILLIS: i64 = 60_000;

/// Why a message was not sent, as far as what follows depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendError {
    /// What kind of fault it is.
    pub class: ErrorClass,
    /// What it concerns.
    pub scope: Scope,
    /// The pause that the server asks for; none if it asks for none.
    pub retry_after: Option<Duration>,
    /// The sentence for the user.
    pub text: String,
}

impl SendError {
    /// Makes an error of one message, for which the server asks for no pause.
    pub(super) fn of_message(class: ErrorClass, text: impl Into<String>) -> Self {
        Self {
            class,
            scope: Scope::Message,
            retry_after: None,
            text: text.into(),
        }
    }
}

/// What kind of fault ended an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorClass {
    /// Nothing was sent, and it may work later.
    Transient,
    /// Nothing was sent as the program ended, and it may work at once.
    Interrupted,
    /// Nothing was sent, and it will not work unless somebody changes something.
    Permanent,
    /// It may have been sent, and a repeat could be a second one.
    Unclear,
    /// Nothing was sent, as the channel does not know the recipient.
    UnknownRecipient,
}

/// What a fault concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// This message.
    Message,
    /// The channel, so that no other message would leave either.
    Channel,
}

/// What becomes of the other messages of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelEffect {
    /// They follow.
    Continue,
    /// They follow, unless the next one meets the same: then the channel is away until this time.
    Suspect(Timestamp),
    /// They wait until this time.
    Pause(Timestamp),
    /// They wait for the user; the sentence says why.
    Stop(String),
}

/// Returns whether no attempt follows this one, counted from 1; 0 counts as 1.
pub(super) fn is_last(attempt: u32) -> bool {
    attempt >= MAX_ATTEMPTS
}

/// Decides what becomes of a message and of its channel.
///
/// `jitter` is any number from 0 to 1; it spreads each pause from 0.8 to 1.2 times its length, and a pause that a server
/// asked for from 1.0 to 1.2 times. Anything else counts as the nearest of them.
pub fn decide(
    error: SendError,
    message: &OutboundMessage,
    now: Timestamp,
    jitter: f64,
) -> (AttemptOutcome, ChannelEffect) {
    let SendError {
        class,
        scope,
        retry_after,
        text: why,
    } = error;
    match (scope, class) {
        // It may have arrived, so it never waits to leave again by itself.
        (Scope::Channel, ErrorClass::Unclear) => {
            return (
                AttemptOutcome::Unknown { why: why.clone() },
                ChannelEffect::Stop(why),
            );
        }
        (
            Scope::Channel,
            ErrorClass::Transient
            | ErrorClass::Interrupted
            | ErrorClass::Permanent
            | ErrorClass::UnknownRecipient,
        ) => {
            return (
                AttemptOutcome::Waits { why: why.clone() },
                ChannelEffect::Stop(why),
            );
        }
        (Scope::Message, _) => {}
    }
    let away = now.plus_millis(AWAY_MILLIS);
    let again = match class {
        ErrorClass::Transient => pause(message.attempt, retry_after, jitter),
        ErrorClass::Interrupted => (!is_last(message.attempt)).then_some(Duration::ZERO),
        ErrorClass::Permanent | ErrorClass::Unclear | ErrorClass::UnknownRecipient => None,
    }
    .map(|pause| now.plus_millis(i64::try_from(pause.as_millis()).unwrap_or(i64::MAX)));
    let effect = match (class, retry_after) {
        (ErrorClass::Transient, Some(_)) => ChannelEffect::Pause(again.unwrap_or(away)),
        (ErrorClass::Transient, None) => ChannelEffect::Suspect(away),
        (
            ErrorClass::Interrupted
            | ErrorClass::Permanent
            | ErrorClass::Unclear
            | ErrorClass::UnknownRecipient,
            _,
        ) => ChannelEffect::Continue,
    };
    let outcome = match (class, again) {
        (ErrorClass::Unclear, _) => AttemptOutcome::Unknown { why },
        (ErrorClass::UnknownRecipient, _) => AttemptOutcome::DeliveredElsewhere { why },
        (ErrorClass::Transient | ErrorClass::Interrupted | ErrorClass::Permanent, Some(at)) => {
            AttemptOutcome::Again { at, why }
        }
        (ErrorClass::Transient | ErrorClass::Interrupted | ErrorClass::Permanent, None) => {
            match message.prior {
                PriorAttempts::Nothing => AttemptOutcome::Failed { why },
                PriorAttempts::Unclear => AttemptOutcome::Unknown {
                    why: format!("{why} An earlier attempt may have arrived."),
                },
            }
        }
    };
    (outcome, effect)
}

/// Returns the pause after an attempt; none if no attempt follows.
fn pause(attempt: u32, retry_after: Option<Duration>, jitter: f64) -> Option<Duration> {
    let jitter = if jitter.is_nan() {
        0.5
    } else {
        jitter.clamp(0.0, 1.0)
    };
    let index = usize::try_from(attempt.max(1) - 1).ok()?;
    let usual = PAUSES.get(index).map(|seconds| Duration::from_secs(*seconds))?;
    Some(match retry_after {
        None => usual.mul_f64(0.4f64.mul_add(jitter, 0.8)),
        Some(asked) => asked
            .clamp(Duration::from_secs(1), MAX_PAUSE)
            .mul_f64(0.2f64.mul_add(jitter, 1.0)),
    })
}
