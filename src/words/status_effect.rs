//! What a new status, a paused onboarding, or contacts who leave or come back, did to onboardings and notifications.

use crate::domain::StatusEffect;

impl StatusEffect {
    /// Returns how many stay held although they may leave, in a sentence that follows another one; nothing if none do.
    pub fn still_held(number: usize) -> String {
        told(number, "notification stays held", "notifications stay held")
    }

    /// Returns it in sentences that follow another one; nothing if it did nothing.
    pub fn words(&self) -> String {
        [
            told(self.paused, "onboarding is paused", "onboardings are paused"),
            told(
                self.resumed,
                "onboarding is resumed, its target unchanged",
                "onboardings are resumed, their targets unchanged",
            ),
            told(
                self.held,
                "waiting notification is held",
                "waiting notifications are held",
            ),
            told(
                self.held_already,
                "notification was held already",
                "notifications were held already",
            ),
            Self::still_held(self.may_leave.len()),
        ]
        .concat()
    }
}

fn told(number: usize, one: &str, many: &str) -> String {
    match number {
        0 => String::new(),
        1 => format!(" 1 {one}."),
        number => format!(" {number} {many}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_status_did_is_told_with_its_numbers() {
        let mut effect = StatusEffect::default();
        assert_eq!(effect.words(), "");
        for _ in 0..2 {
            effect.add(StatusEffect {
                paused: 1,
                resumed: 1,
                held: 1,
                held_already: 3,
                may_leave: Vec::new(),
            });
            let expected = match effect.paused {
                1 => {
                    " 1 onboarding is paused. 1 onboarding is resumed, its target unchanged. 1 waiting notification is held. 3 notifications were held already."
                }
                _ => {
                    " 2 onboardings are paused. 2 onboardings are resumed, their targets unchanged. 2 waiting notifications are held. 6 notifications were held already."
                }
            };
            assert_eq!(effect.words(), expected);
        }
    }
}
