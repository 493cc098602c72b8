//! The onboardings of all customers, those that want attention first.

use super::integrations::whole;
use super::{Landing, Next};
use crate::app::Query;
use crate::app::list::List;
use crate::app::requests::{Purpose, Requests};
use crate::app::toast::Tone;
use crate::domain::{Onboarding, OnboardingState, PlanId, Schedule};
use crate::input::Command;

/// The onboardings of all customers.
#[derive(Debug, Clone, Default)]
pub struct AllOnboardings {
    /// The onboardings: late ones first, then active, paused and done ones.
    pub list: List<Onboarding>,
}

impl AllOnboardings {
    pub(in crate::app) fn open(requests: &mut Requests) -> Self {
        let screen = Self::default();
        screen.reload(requests);
        screen
    }

    /// Asks for the rows again.
    pub(in crate::app) fn reload(&self, requests: &mut Requests) {
        requests.ask(Purpose::AllOnboardings, Query::AllOnboardings);
    }

    /// Says why a command cannot be carried out now.
    pub(in crate::app) fn refusal(&self, command: Command) -> Option<&'static str> {
        (command == Command::Open && self.list.selected().is_none()).then_some("No onboarding is selected.")
    }

    /// Carries a command out.
    pub(in crate::app) fn update(&mut self, command: Command, height: usize) -> Next {
        if let Some(why) = self.refusal(command) {
            return Next::Tell(Tone::Refused, why);
        }
        match (command, self.list.selected()) {
            (Command::Move(motion), _) => self.list.step(motion, height),
            (Command::Open, Some(one)) => {
                let landing = Landing::Plan(PlanId::Onboarding(one.id));
                return Next::Visit(one.customer_id, landing);
            }
            (Command::Back, _) => return Next::Leave,
            _ => {}
        }
        Next::Stay
    }

    /// Takes rows that came, and stays with the selected one.
    pub(in crate::app) fn take(&mut self, mut rows: Vec<Onboarding>, schedule: &Schedule, height: usize) {
        rows.sort_by_key(|one| {
            let rank = match one.state {
                OnboardingState::Active if one.is_overdue(schedule) => 0,
                OnboardingState::Active => 1,
                OnboardingState::Paused => 2,
                OnboardingState::Done => 3,
            };
            (rank, one.target.is_none(), one.target, one.number)
        });
        let found = self
            .list
            .selected()
            .and_then(|selected| rows.iter().position(|row| row.id == selected.id));
        self.list.follow();
        self.list.take(whole(rows, found), height);
    }
}
