//! Every fault at every attempt: what becomes of the message and of its channel.

use std::time::Duration;

use proptest::prelude::*;
use rstest::rstest;

use super::person;
use crate::delivery::mail::{MailError, SmtpSettings, Stage};
use crate::delivery::retry::{ChannelEffect, ErrorClass, MAX_ATTEMPTS, Scope, SendError, decide};
use crate::delivery::slack::{Client, SlackError};
use crate::delivery::transport::Transport;
use crate::domain::{
    AttemptOutcome, Channel, NotificationId, OutboundMessage, PriorAttempts, SafeText, Timestamp,
};

const NOW: Timestamp = Timestamp::from_millis(1_000);

fn message(attempt: u32, prior: PriorAttempts) -> OutboundMessage {
    OutboundMessage {
        id: NotificationId::from_uuid(uuid::Uuid::nil()),
        number: 1,
        channel: Channel::Email,
        recipient: person("Dana", "dana@acme.com"),
        reply_to: None,
        subject: String::new(),
        body: String::new(),
        first_tried_at: NOW,
        attempt,
        prior,
    }
}

fn error(class: ErrorClass, retry_after: Option<Duration>) -> SendError {
    SendError {
        class,
        scope: Scope::Message,
        retry_after,
        text: "Why.".to_owned(),
    }
}

/// Decides of a first attempt, or of one before which others left nothing open.
fn decided(error: impl Into<SendError>, attempt: u32) -> (AttemptOutcome, ChannelEffect) {
    decide(error.into(), &message(attempt, PriorAttempts::Nothing), NOW, 0.5)
}

/// Returns the pause after an attempt; none if the message is given up.
fn pause(attempt: u32, retry_after: Option<Duration>, jitter: f64) -> Option<Duration> {
    let error = error(ErrorClass::Transient, retry_after);
    match decide(error, &message(attempt, PriorAttempts::Nothing), NOW, jitter).0 {
        AttemptOutcome::Again { at, .. } => {
            let millis = at.as_millis() - NOW.as_millis();
            Some(Duration::from_millis(u64::try_from(millis).expect("later")))
        }
        AttemptOutcome::Failed { .. } => None,
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case(0, 60)]
#[case(1, 60)]
#[case(2, 300)]
#[case(3, 900)]
#[case(4, 3_600)]
#[case(5, 14_400)]
fn the_pauses_grow(#[case] attempt: u32, #[case] seconds: u64) {
    assert_eq!(pause(attempt, None, 0.5), Some(Duration::from_secs(seconds)));
}

#[test]
fn after_the_last_attempt_it_is_given_up_or_left_to_a_person() {
    for attempt in [MAX_ATTEMPTS, MAX_ATTEMPTS + 1, u32::MAX] {
        for retry_after in [None, Some(Duration::from_secs(1))] {
            assert_eq!(pause(attempt, retry_after, 0.5), None);
            let unclear = message(attempt, PriorAttempts::Unclear);
            let (outcome, _) = decide(error(ErrorClass::Transient, retry_after), &unclear, NOW, 0.5);
            let AttemptOutcome::Unknown { why } = outcome else {
                panic!("{outcome:?}")
            };
            assert_eq!(why, "Why. An earlier attempt may have arrived.");
        }
    }
    assert!(pause(MAX_ATTEMPTS - 1, None, 0.5).is_some());
}

#[test]
fn some_faults_end_it_at_once() {
    let why = || "Why.".to_owned();
    for (class, expected) in [
        (ErrorClass::Permanent, AttemptOutcome::Failed { why: why() }),
        (ErrorClass::Unclear, AttemptOutcome::Unknown { why: why() }),
        (
            ErrorClass::UnknownRecipient,
            AttemptOutcome::DeliveredElsewhere { why: why() },
        ),
    ] {
        for attempt in 0..10 {
            let ended = decided(error(class, None), attempt);
            assert_eq!(ended, (expected.clone(), ChannelEffect::Continue));
        }
    }
}

#[test]
fn a_pause_that_a_server_asks_for_is_kept() {
    let after = |seconds, jitter| {
        pause(1, Some(Duration::from_secs(seconds)), jitter)
            .expect("again")
            .as_secs()
    };
    assert_eq!(after(30, 0.0), 30);
    assert_eq!(after(30, 1.0), 36);
    assert_eq!(after(0, 0.0), 1);
    assert_eq!(after(u64::MAX, 0.0), 24 * 60 * 60);
}

proptest! {
    #[test]
    fn jitter_keeps_a_pause_near_its_length(attempt in 0u32..10, jitter in any::<f64>()) {
        let middle = pause(attempt, None, 0.5);
        let spread = pause(attempt, None, jitter);
        prop_assert_eq!(middle.is_some(), spread.is_some());
        if let (Some(middle), Some(spread)) = (middle, spread) {
            let ratio = spread.as_secs_f64() / middle.as_secs_f64();
            prop_assert!((0.79..=1.21).contains(&ratio), "{}", ratio);
        }
    }
}

#[test]
fn what_is_of_the_channel_stops_it_and_costs_the_message_no_attempt() {
    let no = || SafeText::clean("no");
    let errors: [SendError; 4] = [
        MailError::Credentials {
            code: 535,
            text: no(),
        }
        .into(),
        MailError::Insecure("no".to_owned()).into(),
        MailError::Refused {
            stage: Stage::Sender,
            code: 553,
            text: no(),
        }
        .into(),
        SlackError::MissingScope(SafeText::clean("im:write")).into(),
    ];
    for error in errors {
        let why = error.text.clone();
        let ended = decided(error, 1);
        let waits = AttemptOutcome::Waits { why: why.clone() };
        assert_eq!(ended, (waits, ChannelEffect::Stop(why)));
    }
}

#[test]
fn the_others_wait_as_long_as_a_server_asks_and_follow_once_after_another_fault() {
    let (outcome, effect) = decided(MailError::Transient("away".to_owned()), 1);
    assert_eq!(outcome.next_at(), Some(NOW.plus_millis(60_000)));
    assert_eq!(effect, ChannelEffect::Suspect(NOW.plus_millis(60_000)));
    let limited = || SlackError::RateLimited {
        retry_after: Duration::from_secs(30),
    };
    let first = message(1, PriorAttempts::Nothing);
    let (outcome, effect) = decide(limited().into(), &first, NOW, 0.0);
    assert_eq!(outcome.next_at(), Some(NOW.plus_millis(30_000)));
    assert_eq!(effect, ChannelEffect::Pause(NOW.plus_millis(30_000)));
    let (outcome, effect) = decided(limited(), MAX_ATTEMPTS);
    assert!(matches!(outcome, AttemptOutcome::Failed { .. }));
    assert_eq!(effect, ChannelEffect::Pause(NOW.plus_millis(60_000)));
}

#[test]
fn whatever_may_have_arrived_waits_for_a_person() {
    let refused = || {
        SendError::from(MailError::Refused {
            stage: Stage::Recipient,
            code: 550,
            text: SafeText::clean("nobody"),
        })
    };
    assert!(matches!(decided(refused(), 2).0, AttemptOutcome::Failed { .. }));
    let unclear = message(2, PriorAttempts::Unclear);
    let (outcome, effect) = decide(refused(), &unclear, NOW, 0.5);
    assert!(matches!(outcome, AttemptOutcome::Unknown { .. }), "{outcome:?}");
    assert_eq!(effect, ChannelEffect::Continue);
}

#[test]
fn a_mail_cut_by_a_crash_goes_out_again_only_if_its_text_had_not_begun_to() {
    let ended = |attempt, prior| {
        let message = message(attempt, prior);
        decide(SmtpSettings::after_crash(&message), &message, NOW, 0.5).0
    };
    let again = ended(1, PriorAttempts::Nothing);
    assert_eq!(again.next_at(), Some(NOW), "{again:?}");
    let last = ended(MAX_ATTEMPTS, PriorAttempts::Nothing);
    let AttemptOutcome::Failed { why } = last else {
        panic!("{last:?}")
    };
    assert!(why.contains("each time"), "{why}");
    for attempt in [1, MAX_ATTEMPTS] {
        let begun = ended(attempt, PriorAttempts::Unclear);
        assert!(matches!(begun, AttemptOutcome::Unknown { .. }), "{begun:?}");
    }
    for prior in [PriorAttempts::Nothing, PriorAttempts::Unclear] {
        let message = message(1, prior);
        let (outcome, _) = decide(Client::after_crash(&message), &message, NOW, 0.5);
        assert!(matches!(outcome, AttemptOutcome::Unknown { .. }), "{outcome:?}");
    }
}

#[test]
fn what_may_have_arrived_never_waits_for_its_channel() {
    let unclear = SendError {
        class: ErrorClass::Unclear,
        scope: Scope::Channel,
        retry_after: None,
        text: "cut".to_owned(),
    };
    let (outcome, effect) = decided(unclear, 1);
    assert!(matches!(outcome, AttemptOutcome::Unknown { .. }), "{outcome:?}");
    assert_eq!(effect, ChannelEffect::Stop("cut".to_owned()));
}
