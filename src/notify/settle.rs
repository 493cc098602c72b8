//! What becomes of a notification and of its channel after an attempt: pure, so that every case can be read off a test.

use super::mail::MailError;
use super::retry::{Attempt, FaultClass, Next, next};
use super::slack::SlackError;
use crate::domain::{Before, Parcel, Settlement, Timestamp};

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
    parcel: &Parcel,
    now: Timestamp,
    jitter: f64,
) -> (Settlement, After) {
    match result {
        Ok(_) => (Settlement::Sent, After::GoOn),
        Err(error) => decide(
            Fault {
                class: error.class(),
                is_of_channel: error.is_of_channel(),
                why: error.to_string(),
            },
            parcel,
            now,
            jitter,
        ),
    }
}

/// Decides after a message to Slack.
pub(super) fn after_slack<T>(
    result: &Result<T, SlackError>,
    parcel: &Parcel,
    now: Timestamp,
    jitter: f64,
) -> (Settlement, After) {
    match result {
        Ok(_) => (Settlement::Sent, After::GoOn),
        Err(error) => decide(
            Fault {
                class: error.class(),
                is_of_channel: error.is_of_channel(),
                why: error.to_string(),
            },
            parcel,
            now,
            jitter,
        ),
    }
}

/// Decides what becomes of a mail that was being sent when a program ended: it goes out again only if its text had not
/// begun to.
pub(super) fn after_cut_mail(parcel: &Parcel, now: Timestamp) -> Settlement {
    match (
        parcel.before,
        next(Attempt::new(parcel.attempt), FaultClass::Passing, 0.5),
    ) {
        (Before::Unclear, _) => Settlement::Unknown {
            why: "The sending was cut off before the mail server's answer was written down, so the mail may have arrived. It is not sent again by itself: ask the recipient, then resend it, which keeps its Message-ID, or cancel it."
                .to_owned(),
        },
        (Before::Nothing, Next::Again { .. }) => Settlement::Again {
            at: now,
            left: Before::Nothing,
            why: "The program ended before the mail server had the mail.".to_owned(),
        },
        (Before::Nothing, Next::Fail | Next::Unknown | Next::MailAlone) => Settlement::Failed {
            why: "The program ended each time before the mail server had the mail. Resend it.".to_owned(),
        },
    }
}

/// Decides what becomes of a message to Slack that was being sent when a program ended.
pub(super) fn after_cut_slack() -> Settlement {
    Settlement::Unknown {
        why: "The program ended while it was being sent, so it may have arrived. Look in Slack before you resend it."
            .to_owned(),
    }
}

fn decide(fault: Fault, parcel: &Parcel, now: Timestamp, jitter: f64) -> (Settlement, After) {
    let Fault {
        class,
        is_of_channel,
        why,
    } = fault;
    if is_of_channel {
        return (Settlement::Waits { why: why.clone() }, After::Stop(why));
    }
    let after = match class {
        FaultClass::Passing => After::Doubt,
        FaultClass::Limited(_) => After::Pause,
        FaultClass::Lasting | FaultClass::Unclear | FaultClass::UnknownToSlack => After::GoOn,
    };
    let settlement = match next(Attempt::new(parcel.attempt), class, jitter) {
        Next::Again { after } => Settlement::Again {
            at: now.plus_millis(i64::try_from(after.as_millis()).unwrap_or(i64::MAX)),
            left: parcel.before,
            why,
        },
        Next::Fail => match parcel.before {
            Before::Nothing => Settlement::Failed { why },
            Before::Unclear => Settlement::Unknown {
                why: format!("{why} An attempt before may have arrived."),
            },
        },
        Next::Unknown => Settlement::Unknown { why },
        Next::MailAlone => Settlement::LeftToOthers { why },
    };
    (settlement, after)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::domain::{Channel, Email, Name, NotificationId, Person, SafeText};
    use crate::notify::mail::{Silence, Stage};

    const NOW: Timestamp = Timestamp::from_millis(1_000);

    fn parcel(attempt: u32, before: Before) -> Parcel {
        Parcel {
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
            before,
        }
    }

    fn mail(error: MailError, attempt: u32, before: Before) -> (Settlement, After) {
        after_mail(&Err::<(), _>(error), &parcel(attempt, before), NOW, 0.5)
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
            let (settlement, after) = mail(error, 1, Before::Nothing);
            assert_eq!(settlement, Settlement::Waits { why: why.clone() });
            assert_eq!(after, After::Stop(why));
        }
        let (settlement, after) = after_slack(
            &Err::<(), _>(SlackError::MissingScope(SafeText::clean("im:write"))),
            &parcel(1, Before::Nothing),
            NOW,
            0.5,
        );
        assert!(matches!(settlement, Settlement::Waits { .. }) && matches!(after, After::Stop(_)));
    }

    #[test]
    fn what_passes_is_tried_again_and_then_given_up() {
        let passing = || MailError::Transient("away".to_owned());
        let (settlement, after) = mail(passing(), 1, Before::Nothing);
        assert!(
            matches!(settlement, Settlement::Again { at, left: Before::Nothing, .. } if at.as_millis() == 61_000),
            "{settlement:?}"
        );
        assert_eq!(after, After::Doubt);
        assert!(matches!(
            mail(passing(), 6, Before::Nothing).0,
            Settlement::Failed { .. }
        ));
        assert!(matches!(
            mail(passing(), 6, Before::Unclear).0,
            Settlement::Unknown { .. }
        ));
        let limited = SlackError::RateLimited {
            retry_after: Duration::from_secs(30),
        };
        let (settlement, after) = after_slack(&Err::<(), _>(limited), &parcel(1, Before::Nothing), NOW, 0.0);
        assert!(matches!(settlement, Settlement::Again { at, .. } if at.as_millis() == 31_000));
        assert_eq!(after, After::Pause);
    }

    #[test]
    fn whatever_may_have_arrived_waits_for_a_person() {
        for attempt in [1, 6] {
            for silence in [Silence::Cut, Silence::Late] {
                let (settlement, after) = mail(MailError::Unclear(silence), attempt, Before::Nothing);
                assert!(matches!(settlement, Settlement::Unknown { .. }), "{settlement:?}");
                assert_eq!(after, After::GoOn);
            }
        }
        let refused = MailError::Refused {
            stage: Stage::Recipient,
            code: 550,
            text: SafeText::clean("nobody"),
        };
        assert!(matches!(
            mail(refused.clone(), 2, Before::Nothing).0,
            Settlement::Failed { .. }
        ));
        let (settlement, after) = mail(refused, 2, Before::Unclear);
        assert!(matches!(settlement, Settlement::Unknown { .. }), "{settlement:?}");
        assert_eq!(after, After::GoOn);
        let slack = |error| after_slack(&Err::<(), _>(error), &parcel(1, Before::Nothing), NOW, 0.5).0;
        assert!(matches!(slack(SlackError::Unclear), Settlement::Unknown { .. }));
        assert!(matches!(
            slack(SlackError::UnknownUser),
            Settlement::LeftToOthers { .. }
        ));
    }

    #[test]
    fn a_cut_mail_goes_out_again_only_if_its_text_had_not_begun_to() {
        let again = after_cut_mail(&parcel(1, Before::Nothing), NOW);
        assert!(matches!(
            again,
            Settlement::Again {
                at: NOW,
                left: Before::Nothing,
                ..
            }
        ));
        let last = after_cut_mail(&parcel(6, Before::Nothing), NOW);
        assert!(matches!(last, Settlement::Failed { .. }));
        let begun = after_cut_mail(&parcel(1, Before::Unclear), NOW);
        assert!(matches!(begun, Settlement::Unknown { .. }));
        assert!(matches!(after_cut_slack(), Settlement::Unknown { .. }));
    }
}
