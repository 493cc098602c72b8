//! What becomes of a notification and of its channel after an attempt: pure, so that every case can be read off a test.

use super::mail::MailError;
use super::retry::{Attempt, FaultClass, Next, next};
use super::slack::SlackError;
use crate::domain::{AttemptOutcome, OutboundMessage, PriorAttempts, Timestamp};

/// What becomes of the others of a channel after an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum After {
    /// They follow.
    GoOn,
    /// They follow, unless the next one meets the same: then the channel itself is away.
    Doubt,
    /// They wait until this one is tried again.
    Pause,
    /// They wait for a person; the sentence says why.
    Stop(String),
}

/// A fault as far as it decides.
struct Fault {
    class: FaultClass,
    is_of_channel: bool,
    why: String,
}

/// Decides after a mail.
pub(super) fn after_mail<T>(
    result: &Result<T, MailError>,
    message: &OutboundMessage,
    now: Timestamp,
    jitter: f64,
) -> (AttemptOutcome, After) {
    match result {
        Ok(_) => (AttemptOutcome::Sent, After::GoOn),
        Err(error) => decide(
            Fault {
                class: error.class(),
                is_of_channel: error.is_of_channel(),
                why: error.to_string(),
            },
            message,
            now,
            jitter,
        ),
    }
}

/// Decides after a message to Slack.
pub(super) fn after_slack<T>(
    result: &Result<T, SlackError>,
    message: &OutboundMessage,
    now: Timestamp,
    jitter: f64,
) -> (AttemptOutcome, After) {
    match result {
        Ok(_) => (AttemptOutcome::Sent, After::GoOn),
        Err(error) => decide(
            Fault {
                class: error.class(),
                is_of_channel: error.is_of_channel(),
                why: error.to_string(),
            },
            message,
            now,
            jitter,
        ),
    }
}

/// Decides what becomes of a mail that was being sent when a program ended: it goes out again only if its text had not
/// begun to.
pub(super) fn after_cut_mail(message: &OutboundMessage, now: Timestamp) -> AttemptOutcome {
    match (
        message.prior,
        next(Attempt::new(message.attempt), FaultClass::Passing, 0.5),
    ) {
        (PriorAttempts::Unclear, _) => AttemptOutcome::Unknown {
            why: "The sending was cut off before the mail server's answer was written down, so the mail may have arrived. It is not sent again by itself: ask the recipient, then resend it, which keeps its Message-ID, or cancel it."
                .to_owned(),
        },
        (PriorAttempts::Nothing, Next::Again { .. }) => AttemptOutcome::Again {
            at: now,
            left: PriorAttempts::Nothing,
            why: "The program ended before the mail server had the mail.".to_owned(),
        },
        (PriorAttempts::Nothing, Next::Fail | Next::Unknown | Next::MailAlone) => AttemptOutcome::Failed {
            why: "The program ended each time before the mail server had the mail. Resend it.".to_owned(),
        },
    }
}

/// Decides what becomes of a message to Slack that was being sent when a program ended.
pub(super) fn after_cut_slack() -> AttemptOutcome {
    AttemptOutcome::Unknown {
        why: "The program ended while it was being sent, so it may have arrived. Look in Slack before you resend it."
            .to_owned(),
    }
}

fn decide(fault: Fault, message: &OutboundMessage, now: Timestamp, jitter: f64) -> (AttemptOutcome, After) {
    let Fault {
        class,
        is_of_channel,
        why,
    } = fault;
    if is_of_channel {
        return (AttemptOutcome::Waits { why: why.clone() }, After::Stop(why));
    }
    let after = match class {
        FaultClass::Passing => After::Doubt,
        FaultClass::Limited(_) => After::Pause,
        FaultClass::Lasting | FaultClass::Unclear | FaultClass::UnknownToSlack => After::GoOn,
    };
    let outcome = match next(Attempt::new(message.attempt), class, jitter) {
        Next::Again { after } => AttemptOutcome::Again {
            at: now.plus_millis(i64::try_from(after.as_millis()).unwrap_or(i64::MAX)),
            left: message.prior,
            why,
        },
        Next::Fail => match message.prior {
            PriorAttempts::Nothing => AttemptOutcome::Failed { why },
            PriorAttempts::Unclear => AttemptOutcome::Unknown {
                why: format!("{why} An attempt before may have arrived."),
            },
        },
        Next::Unknown => AttemptOutcome::Unknown { why },
        Next::MailAlone => AttemptOutcome::DeliveredElsewhere { why },
    };
    (outcome, after)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::delivery::mail::{Silence, Stage};
    use crate::domain::{Channel, Email, Name, NotificationId, Person, SafeText};

    const NOW: Timestamp = Timestamp::from_millis(1_000);

    fn message(attempt: u32, prior: PriorAttempts) -> OutboundMessage {
        OutboundMessage {
            id: NotificationId::from_uuid(uuid::Uuid::nil()),
            number: 1,
            channel: Channel::Email,
            recipient: Person {
                name: Name::parse("Dana").expect("a name"),
                email: Email::parse("dana@acme.com").expect("an address"),
            },
            reply_to: None,
            subject: String::new(),
            body: String::new(),
            first_tried_at: NOW,
            attempt,
            prior,
        }
    }

    fn mail(error: MailError, attempt: u32, prior: PriorAttempts) -> (AttemptOutcome, After) {
        after_mail(&Err::<(), _>(error), &message(attempt, prior), NOW, 0.5)
    }

    #[test]
    fn what_is_of_the_channel_stops_it_and_costs_the_mail_no_attempt() {
        for error in [
            MailError::Credentials {
                code: 535,
                text: SafeText::clean("no"),
            },
            MailError::Insecure("no".to_owned()),
            MailError::Refused {
                stage: Stage::Sender,
                code: 553,
                text: SafeText::clean("no"),
            },
        ] {
            let why = error.to_string();
            let (outcome, after) = mail(error, 1, PriorAttempts::Nothing);
            assert_eq!(outcome, AttemptOutcome::Waits { why: why.clone() });
            assert_eq!(after, After::Stop(why));
        }
        let (outcome, after) = after_slack(
            &Err::<(), _>(SlackError::MissingScope(SafeText::clean("im:write"))),
            &message(1, PriorAttempts::Nothing),
            NOW,
            0.5,
        );
        assert!(matches!(outcome, AttemptOutcome::Waits { .. }) && matches!(after, After::Stop(_)));
    }

    #[test]
    fn what_passes_is_tried_again_and_then_given_up() {
        let passing = || MailError::Transient("away".to_owned());
        let (outcome, after) = mail(passing(), 1, PriorAttempts::Nothing);
        assert!(
            matches!(outcome, AttemptOutcome::Again { at, left: PriorAttempts::Nothing, .. } if at.as_millis() == 61_000),
            "{outcome:?}"
        );
        assert_eq!(after, After::Doubt);
        assert!(matches!(
            mail(passing(), 6, PriorAttempts::Nothing).0,
            AttemptOutcome::Failed { .. }
        ));
        assert!(matches!(
            mail(passing(), 6, PriorAttempts::Unclear).0,
            AttemptOutcome::Unknown { .. }
        ));
        let limited = SlackError::RateLimited {
            retry_after: Duration::from_secs(30),
        };
        let (outcome, after) = after_slack(
            &Err::<(), _>(limited),
            &message(1, PriorAttempts::Nothing),
            NOW,
            0.0,
        );
        assert!(matches!(outcome, AttemptOutcome::Again { at, .. } if at.as_millis() == 31_000));
        assert_eq!(after, After::Pause);
    }

    #[test]
    fn whatever_may_have_arrived_waits_for_a_person() {
        for attempt in [1, 6] {
            for silence in [Silence::Cut, Silence::Late] {
                let (outcome, after) = mail(MailError::Unclear(silence), attempt, PriorAttempts::Nothing);
                assert!(matches!(outcome, AttemptOutcome::Unknown { .. }), "{outcome:?}");
                assert_eq!(after, After::GoOn);
            }
        }
        let refused = MailError::Refused {
            stage: Stage::Recipient,
            code: 550,
            text: SafeText::clean("nobody"),
        };
        assert!(matches!(
            mail(refused.clone(), 2, PriorAttempts::Nothing).0,
            AttemptOutcome::Failed { .. }
        ));
        let (outcome, after) = mail(refused, 2, PriorAttempts::Unclear);
        assert!(matches!(outcome, AttemptOutcome::Unknown { .. }), "{outcome:?}");
        assert_eq!(after, After::GoOn);
        let slack = |error| {
            after_slack(
                &Err::<(), _>(error),
                &message(1, PriorAttempts::Nothing),
                NOW,
                0.5,
            )
            .0
        };
        assert!(matches!(
            slack(SlackError::Unclear),
            AttemptOutcome::Unknown { .. }
        ));
        assert!(matches!(
            slack(SlackError::UnknownUser),
            AttemptOutcome::DeliveredElsewhere { .. }
        ));
    }

    #[test]
    fn a_cut_mail_goes_out_again_only_if_its_text_had_not_begun_to() {
        let again = after_cut_mail(&message(1, PriorAttempts::Nothing), NOW);
        assert!(matches!(
            again,
            AttemptOutcome::Again {
                at: NOW,
                left: PriorAttempts::Nothing,
                ..
            }
        ));
        let last = after_cut_mail(&message(6, PriorAttempts::Nothing), NOW);
        assert!(matches!(last, AttemptOutcome::Failed { .. }));
        let begun = after_cut_mail(&message(1, PriorAttempts::Unclear), NOW);
        assert!(matches!(begun, AttemptOutcome::Unknown { .. }));
        assert!(matches!(after_cut_slack(), AttemptOutcome::Unknown { .. }));
    }
}
