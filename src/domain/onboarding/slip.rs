//! Targets that slip: how far one may move later without a reason.

use crate::domain::{Date, Field, FieldError};

/// How many days a target may move later without a reason.
pub const MOST_DAYS_UNEXPLAINED: i64 = 7;

/// A target that moves so much later that a reason is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slip {
    /// By how many days.
    pub days: i64,
}

impl Slip {
    /// Finds whether a target slips; one that is set for the first time or taken away does not.
    pub fn of(before: Option<Date>, after: Option<Date>) -> Option<Self> {
        let days = after?.days_since(before?);
        (days > MOST_DAYS_UNEXPLAINED).then_some(Self { days })
    }

    /// Asks for the reason.
    pub fn unexplained(self) -> FieldError {
        let sentence = format!("The target moves {} days later; say why.", self.days);
        FieldError::new(Field::TargetReason, sentence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_slips_if_it_moves_more_than_a_week_later() {
        let day = |text: &str| text.parse::<Date>().ok();
        let slip = |before: &str, after: &str| Slip::of(day(before), day(after)).map(|slip| slip.days);
        assert_eq!(slip("2026-12-01", "2026-12-08"), None);
        assert_eq!(slip("2026-12-01", "2026-12-09"), Some(8));
        assert_eq!(slip("2026-12-09", "2026-12-01"), None);
        assert_eq!(slip("", "2026-12-09"), None);
        assert_eq!(slip("2026-12-01", ""), None);
        let asked = Slip { days: 8 }.unexplained();
        assert_eq!(asked.message, "The target moves 8 days later; say why.");
    }
}
