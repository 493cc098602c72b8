//! Targets that slip: how far one may move later without a reason.

use crate::domain::{Date, Field, FieldError, Onboarding};

/// How many days a target may be later than the one that was agreed on, without a reason.
pub const MOST_DAYS_UNEXPLAINED: i64 = 7;

/// A target that moves so much later that a reason is asked for.
///
/// It is counted from the target as it was set at first, last moved with a reason, or moved earlier, so that many small moves
/// count as much as a large one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slip {
    /// By how many days it is later than the one that was agreed on.
    pub days: i64,
    /// The target that was agreed on, if earlier moves were away from it.
    pub agreed: Option<Date>,
}

impl Slip {
    /// Asks for the reason.
    pub fn unexplained(self) -> FieldError {
        let days = self.days;
        let sentence = match self.agreed {
            None => format!("The target moves {days} days later; say why."),
            Some(agreed) => {
                format!("The target moves {days} days later than {agreed}, which was agreed on; say why.")
            }
        };
        FieldError::new(Field::TargetReason, sentence)
    }
}

impl Onboarding {
    /// Returns the target that was agreed on: as it was set at first, or last moved with a reason; an earlier one since is
    /// agreed on by itself.
    pub fn agreed_target(&self) -> Option<Date> {
        [self.moved_from, self.target].into_iter().flatten().min()
    }

    /// Finds whether a new target slips; one that is set for the first time, taken away or moved earlier does not.
    pub fn slip(&self, target: Option<Date>) -> Option<Slip> {
        let (target, agreed) = (target?, self.agreed_target()?);
        if self.target.is_some_and(|now| target <= now) {
            return None;
        }
        let days = target.days_since(agreed);
        (days > MOST_DAYS_UNEXPLAINED).then_some(Slip {
            days,
            agreed: self.moved_from.filter(|moved_from| *moved_from == agreed),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::onboarding;

    fn day(text: &str) -> Option<Date> {
        text.parse().ok()
    }

    #[test]
    fn a_target_slips_if_it_is_more_than_a_week_later_than_agreed() {
        let slip = |agreed: &str, now: &str, then: &str| {
            let mut onboarding = onboarding();
            (onboarding.moved_from, onboarding.target) = (day(agreed), day(now));
            onboarding.slip(day(then)).map(|slip| slip.days)
        };
        let agreed = "2026-12-01";
        assert_eq!(slip("", agreed, "2026-12-08"), None);
        assert_eq!(slip("", agreed, "2026-12-09"), Some(8));
        assert_eq!(slip("", agreed, "2026-11-09"), None);
        assert_eq!(slip("", "", "2026-12-09"), None);
        assert_eq!(slip("", agreed, ""), None);
        // In two steps, or by taking it away first.
        assert_eq!(slip(agreed, "2026-12-06", "2026-12-11"), Some(10));
        assert_eq!(slip(agreed, "", "2026-12-11"), Some(10));
        // One that was moved earlier is what counts.
        assert_eq!(slip(agreed, "2026-11-01", "2026-12-01"), Some(30));
        // Nearer to where it was.
        assert_eq!(slip(agreed, "2026-12-20", "2026-12-15"), None);
    }

    #[test]
    fn the_question_names_what_was_agreed_on_where_it_moved_before() {
        let asked = |agreed| Slip { days: 10, agreed }.unexplained().message;
        assert_eq!(asked(None), "The target moves 10 days later; say why.");
        assert_eq!(
            asked(day("2026-12-01")),
            "The target moves 10 days later than 2026-12-01, which was agreed on; say why."
        );
    }
}
