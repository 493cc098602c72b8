//! The onboardings of all customers, those that want attention first.

use super::part::{Count, ScreenPart, Shown, click, drop_answer, whole};
use crate::app::context::{Context, Heights};
use crate::app::destination::Destination;
use crate::app::list::List;
use crate::app::next::Next;
use crate::app::overlay::form::Form;
use crate::app::toast::Tone;
use crate::app::{Answer, Query};
use crate::domain::{Entity, Onboarding, OnboardingState, PlanId, Schedule, TouchedRecord};
use crate::input::{Command, Layer};

/// The onboardings of all customers.
#[derive(Debug, Clone, Default)]
pub struct AllOnboardings {
    /// The onboardings: late ones first, then active, paused and done ones.
    pub list: List<Onboarding>,
}

impl AllOnboardings {
    /// Takes rows that came, and stays with the selected one.
    fn take_rows(&mut self, mut rows: Vec<Onboarding>, schedule: &Schedule, height: usize) {
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

impl ScreenPart for AllOnboardings {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::DrillDown, Layer::List, Layer::Global, Layer::Always]
    }

    fn refusal(&self, command: Command) -> Option<&'static str> {
        let needs_row = matches!(command, Command::Open | Command::WriteNote);
        (needs_row && self.list.selected().is_none()).then_some("No onboarding is selected.")
    }

    fn title(&self) -> &'static str {
        "Onboardings"
    }

    fn count(&self) -> Option<Count> {
        Some(Count::of(&self.list, "onboarding", "onboardings"))
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        let height = context.heights.list;
        if let Some(why) = self.refusal(command) {
            return Next::Tell(Tone::Refused, why);
        }
        match (command, self.list.selected()) {
            (Command::Move(motion), _) => self.list.step(motion, height),
            (Command::Open, Some(one)) => {
                let destination = Destination::Plan(PlanId::Onboarding(one.id));
                return Next::Visit(one.customer_id, destination);
            }
            (Command::WriteNote, Some(one)) => return Next::Fill(Box::new(Form::note_on_onboarding(one))),
            (Command::Back, _) => return Next::Leave,
            _ => {}
        }
        Next::Stay
    }

    fn reload(&mut self, context: &mut Context<'_>) {
        context.requests.ask(Query::AllOnboardings);
    }

    fn take(&mut self, query: &Query, answer: Answer, context: &mut Context<'_>) -> Next {
        match (query, answer) {
            (Query::AllOnboardings, Answer::AllOnboardings(rows)) => {
                self.take_rows(rows, &context.schedule(), context.heights.list);
            }
            (query, _) => drop_answer(query),
        }
        Next::Stay
    }

    fn fail(&mut self, query: &Query, sentence: String) -> Option<String> {
        if matches!(query, Query::AllOnboardings) {
            self.list.fail(sentence);
        } else {
            return Some(sentence);
        }
        None
    }

    fn shows(&self, records: &[TouchedRecord], height: usize) -> bool {
        let rows = self.list.window(height).filter_map(|(_, row)| row);
        let shown: Vec<_> = rows.map(|row| row.customer_id).collect();
        records.iter().all(|record| {
            matches!(
                record.entity,
                Entity::Onboarding | Entity::Task | Entity::Notification
            ) && record.customer.as_ref().is_some_and(|(id, _)| shown.contains(id))
        })
    }

    fn keep_in_view(&mut self, heights: Heights) {
        self.list.keep_in_view(heights.list);
    }

    fn rows(&self) -> Shown {
        Shown::of(&self.list)
    }

    fn click_row(&mut self, place: usize, height: usize) -> Next {
        click(&mut self.list, place, height, Command::Open)
    }
}
