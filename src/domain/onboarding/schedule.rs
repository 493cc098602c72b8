//! What is late: when a task or an onboarding is overdue, by the day and the plan.
//!
//! `store/work.rs` asks for the same in SQL.

use std::fmt;

use jiff::tz::TimeZone;

use crate::domain::{Date, NextTask, Onboarding, OnboardingState, Phase, Phases, Task, Timestamp};

/// The day, and the plan by which it is judged what is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// The day.
    pub today: Date,
    /// Where it is that day.
    pub zone: TimeZone,
    /// How many days each phase should take.
    pub phases: Phases,
}

/// How many days something has been in its phase, of those that the phase should take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhaseDays {
    /// How many it has been.
    pub spent: i64,
    /// How many it should be; none if the phase is not planned any more.
    pub planned: Option<u32>,
}

impl PhaseDays {
    /// Returns whether there are more than there should be.
    pub fn is_over(self) -> bool {
        self.planned
            .is_some_and(|planned| self.spent > i64::from(planned))
    }
}

impl fmt::Display for PhaseDays {
    /// Writes `day 12 of 14`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.planned {
            Some(planned) => write!(f, "day {} of {planned}", self.spent),
            None => write!(f, "day {}", self.spent),
        }
    }
}

impl Schedule {
    /// Takes the day of a point in time.
    pub fn at(now: Timestamp, zone: TimeZone, phases: Phases) -> Self {
        Self {
            today: Date::of(now, &zone),
            zone,
            phases,
        }
    }

    /// Counts the days in a phase that was entered at a point in time.
    pub fn days_in(&self, phase: &Phase, since: Timestamp) -> PhaseDays {
        PhaseDays {
            spent: self.today.days_since(Date::of(since, &self.zone)).max(0),
            planned: self.phases.find(phase.as_str()).map(|planned| planned.days),
        }
    }

    /// Returns whether a day is behind.
    fn is_behind(&self, date: Option<Date>) -> bool {
        date.is_some_and(|date| date < self.today)
    }
}

impl Task {
    /// Returns whether it is still to be done, and the day when it is due is behind.
    pub fn is_overdue(&self, schedule: &Schedule) -> bool {
        self.done_at.is_none() && schedule.is_behind(self.due)
    }
}

impl NextTask {
    /// Returns whether the day when it is due is behind.
    pub fn is_overdue(&self, schedule: &Schedule) -> bool {
        schedule.is_behind(self.due)
    }
}

impl Onboarding {
    /// Counts the days it has been in its phase.
    pub fn days_in_phase(&self, schedule: &Schedule) -> PhaseDays {
        schedule.days_in(&self.phase, self.phase_since)
    }

    /// Returns whether it goes on and has been in its phase for longer than planned.
    pub fn is_over_its_phase(&self, schedule: &Schedule) -> bool {
        self.state == OnboardingState::Active && self.days_in_phase(schedule).is_over()
    }

    /// Returns whether it goes on and its target is behind.
    pub fn is_past_target(&self, schedule: &Schedule) -> bool {
        self.state == OnboardingState::Active && schedule.is_behind(self.target)
    }

    /// Returns whether it goes on, and its target, its next task or the time for its phase is behind.
    pub fn is_overdue(&self, schedule: &Schedule) -> bool {
        let is_late = |next: &NextTask| next.is_overdue(schedule);
        self.state == OnboardingState::Active
            && (schedule.is_behind(self.target)
                || self.days_in_phase(schedule).is_over()
                || self.next_task.as_ref().is_some_and(is_late))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::{Name, PlannedPhase};

    const DAY: i64 = 86_400_000;

    fn schedule(now: i64) -> Schedule {
        let planned = PlannedPhase {
            phase: Phase::parse("UAT").expect("a phase"),
            days: 14,
            tasks: Vec::new(),
        };
        let phases = Phases::new(vec![planned]).expect("phases");
        Schedule::at(Timestamp::from_millis(now), TimeZone::UTC, phases)
    }

    #[rstest]
    #[case("UAT", 0, "day 0 of 14", false)]
    #[case("uat", 14, "day 14 of 14", false)]
    #[case("UAT", 15, "day 15 of 14", true)]
    #[case("UAT", -3, "day 0 of 14", false)]
    #[case("Discovery", 400, "day 400", false)]
    fn days_are_counted_against_those_of_the_phase(
        #[case] phase: &str,
        #[case] days: i64,
        #[case] words: &str,
        #[case] is_over: bool,
    ) {
        let start = 20_000 * DAY;
        let phase = Phase::parse(phase).expect("a phase");
        let counted = schedule(start + days * DAY).days_in(&phase, Timestamp::from_millis(start));
        assert_eq!(
            (counted.to_string().as_str(), counted.is_over()),
            (words, is_over)
        );
    }

    fn onboarding(phase_since: i64) -> Onboarding {
        Onboarding {
            phase_since: Timestamp::from_millis(phase_since),
            ..crate::domain::testing::onboarding()
        }
    }

    #[rstest]
    #[case(None, None, 0, false)]
    #[case(Some(0), Some(0), 14, false)]
    #[case(Some(1), Some(1), 1, false)]
    #[case(Some(-1), None, 0, true)]
    #[case(None, Some(-1), 0, true)]
    #[case(None, None, 15, true)]
    fn a_target_a_task_or_a_phase_behind_makes_an_active_one_overdue(
        #[case] target: Option<i64>,
        #[case] due: Option<i64>,
        #[case] days_in_phase: i64,
        #[case] is_overdue: bool,
    ) {
        let now = 20_000 * DAY;
        let schedule = schedule(now);
        let day = |days: i64| Date::of(Timestamp::from_millis(now + days * DAY), &TimeZone::UTC);
        let mut onboarding = onboarding(now - days_in_phase * DAY);
        onboarding.target = target.map(day);
        onboarding.next_task = Some(NextTask {
            title: Name::parse("Send the logo").expect("a title"),
            due: due.map(day),
        });
        assert_eq!(onboarding.is_overdue(&schedule), is_overdue);
        assert_eq!(onboarding.is_over_its_phase(&schedule), days_in_phase > 14);
        for state in [OnboardingState::Paused, OnboardingState::Done] {
            onboarding.state = state;
            assert!(!onboarding.is_overdue(&schedule) && !onboarding.is_over_its_phase(&schedule));
        }
    }
}
