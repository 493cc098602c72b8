//! Every fault at every attempt.

use std::time::Duration;

use proptest::prelude::*;
use rstest::rstest;

use crate::delivery::retry::{Attempt, FaultClass, MAX_ATTEMPTS, Next, next};

#[rstest]
#[case(1, 60)]
#[case(2, 300)]
#[case(3, 900)]
#[case(4, 3_600)]
#[case(5, 14_400)]
fn the_pauses_grow(#[case] number: u32, #[case] seconds: u64) {
    assert_eq!(
        next(Attempt::new(number), FaultClass::Passing, 0.5),
        Next::Again {
            after: Duration::from_secs(seconds)
        }
    );
}

#[test]
fn after_the_last_attempt_it_is_given_up_or_left_to_a_person() {
    for number in [MAX_ATTEMPTS, MAX_ATTEMPTS + 1, u32::MAX] {
        let attempt = Attempt::new(number);
        assert_eq!(next(attempt, FaultClass::Passing, 0.5), Next::Fail);
        assert_eq!(
            next(attempt, FaultClass::Limited(Duration::from_secs(1)), 0.5),
            Next::Fail
        );
    }
    assert_eq!(
        (1..MAX_ATTEMPTS).fold(Attempt::FIRST, |at, _| at.next()).number(),
        MAX_ATTEMPTS
    );
}

#[rstest]
#[case(FaultClass::Lasting, Next::Fail)]
#[case(FaultClass::Unclear, Next::Unknown)]
#[case(FaultClass::UnknownToSlack, Next::MailAlone)]
fn some_faults_end_it_at_once(#[case] class: FaultClass, #[case] expected: Next) {
    for number in 0..10 {
        assert_eq!(next(Attempt::new(number), class, 0.5), expected);
    }
}

#[test]
fn a_pause_that_slack_names_is_kept() {
    let after = |seconds, jitter| match next(
        Attempt::FIRST,
        FaultClass::Limited(Duration::from_secs(seconds)),
        jitter,
    ) {
        Next::Again { after } => after.as_secs(),
        other => panic!("{other:?}"),
    };
    assert_eq!(after(30, 0.0), 30);
    assert_eq!(after(30, 1.0), 36);
    assert_eq!(after(0, 0.0), 1);
    assert_eq!(after(u64::MAX, 0.0), 24 * 60 * 60);
}

proptest! {
    #[test]
    fn jitter_keeps_a_pause_near_its_length(number in 0u32..10, jitter in any::<f64>()) {
        if let Next::Again { after } = next(Attempt::new(number), FaultClass::Passing, jitter) {
            let Next::Again { after: middle } = next(Attempt::new(number), FaultClass::Passing, 0.5) else {
                panic!("the jitter decides");
            };
            let ratio = after.as_secs_f64() / middle.as_secs_f64();
            prop_assert!((0.79..=1.21).contains(&ratio), "{}", ratio);
        }
    }
}
