//! The onboardings of a customer, each with its tasks below it.

use super::part::whole;
use crate::app::Query;
use crate::app::list::List;
use crate::app::next::Next;
use crate::app::overlay::dialog::Dialog;
use crate::app::overlay::form::Form;
use crate::app::requests::Requests;
use crate::app::toast::Tone;
use crate::domain::{
    Change, Customer, CustomerId, CustomerStatus, Onboarding, OnboardingState, OthersActive, Phases, PlanId,
    PlanRow, Task,
};
use crate::input::Command;

/// The onboardings of a customer.
#[derive(Debug, Clone)]
pub struct OnboardingsTab {
    /// The onboardings, each with its tasks below it.
    pub rows: List<PlanRow>,
    customer: CustomerId,
    sought: Option<PlanId>,
}

impl OnboardingsTab {
    pub(super) fn new(customer: CustomerId) -> Self {
        Self {
            rows: List::default(),
            customer,
            sought: None,
        }
    }

    /// Returns the onboarding of the selected row: itself, or the one above a task.
    pub fn onboarding(&self) -> Option<&Onboarding> {
        (0..=self.rows.selected_place())
            .rev()
            .find_map(|place| match self.rows.row(place) {
                Some(PlanRow::Onboarding(onboarding)) => Some(onboarding.as_ref()),
                Some(PlanRow::Task(_)) | None => None,
            })
    }

    /// Returns why a command cannot be carried out now.
    pub(super) fn refusal(&self, command: Command, customer: CustomerStatus) -> Option<&'static str> {
        let state = self.onboarding().map(|onboarding| onboarding.state);
        match command {
            Command::AdvancePhase
            | Command::SkipPhase
            | Command::BackPhase
            | Command::PauseOnboarding
            | Command::AddTask
            | Command::EditPlan
            | Command::WriteNote
                if state.is_none() =>
            {
                Some("There is no onboarding. Press {start_onboarding} to start one.")
            }
            Command::AdvancePhase | Command::SkipPhase | Command::PauseOnboarding
                if state == Some(OnboardingState::Done) =>
            {
                Some("This onboarding is done. Press {back_phase} to send it back to a phase.")
            }
            Command::AdvancePhase | Command::SkipPhase | Command::BackPhase
                if state == Some(OnboardingState::Paused) =>
            {
                Some(match customer {
                    CustomerStatus::Active | CustomerStatus::AtRisk => {
                        "This onboarding is paused. Press {pause_onboarding} to resume it."
                    }
                    CustomerStatus::Churned => "This customer is churned. Set its status to active first.",
                    CustomerStatus::Archived => "This customer is archived. Set its status to active first.",
                })
            }
            Command::AddSubtask if !matches!(self.rows.selected(), Some(PlanRow::Task(_))) => {
                Some("Select the task of which it is to be a part.")
            }
            Command::AddSubtask if matches!(self.rows.selected(), Some(PlanRow::Task(task)) if task.done_at.is_some()) => {
                Some("This task is done. Press {toggle_task} to reopen it.")
            }
            Command::ToggleTask if !matches!(self.rows.selected(), Some(PlanRow::Task(_))) => {
                Some("No task is selected.")
            }
            Command::CompleteTasks if self.onboarding().is_none_or(|one| one.open_in_phase == 0) => {
                Some("No task of this phase is open.")
            }
            _ => None,
        }
    }

    /// Carries a command out.
    pub(super) fn update(
        &mut self,
        command: Command,
        customer: &Customer,
        phases: &Phases,
        height: usize,
    ) -> Next {
        if let Some(why) = self.refusal(command, customer.status) {
            return Next::Tell(Tone::Refused, why);
        }
        match (command, self.onboarding(), self.rows.selected()) {
            (Command::Move(motion), _, _) => self.rows.step(motion, height),
            (Command::StartOnboarding, _, _) => {
                return match self.active() {
                    Some(active) => Next::Ask(Dialog::another_onboarding(customer, active)),
                    None => Next::Fill(Box::new(Form::new_onboarding(
                        customer,
                        OthersActive::Refused,
                        phases,
                    ))),
                };
            }
            (Command::AddTask, Some(onboarding), _) => {
                return Next::Fill(Box::new(Form::new_task(onboarding, None)));
            }
            (Command::AddSubtask, Some(onboarding), Some(PlanRow::Task(task))) => {
                return Next::Fill(Box::new(Form::new_task(onboarding, Some(task.to_parent()))));
            }
            (Command::WriteNote, Some(onboarding), _) => {
                return Next::Fill(Box::new(Form::note_on_onboarding(onboarding)));
            }
            (Command::BackPhase, Some(onboarding), _) => {
                let is_done = onboarding.state == OnboardingState::Done;
                return match self.active().filter(|_| is_done) {
                    Some(active) => Next::Ask(Dialog::reopen_another(onboarding, active)),
                    None => Next::Fill(Box::new(Form::back(onboarding, OthersActive::Refused))),
                };
            }
            (Command::AdvancePhase, Some(onboarding), _) => {
                let to = phases.after(&onboarding.phase).map(|next| next.phase.clone());
                return Next::Fill(Box::new(Form::advance(onboarding, to)));
            }
            (Command::SkipPhase, Some(onboarding), _) => {
                return match Dialog::skip(onboarding, phases) {
                    Some(dialog) => Next::Ask(dialog),
                    None => Next::Tell(
                        Tone::Refused,
                        "There is no later phase to skip to. Press {advance_phase} to advance.",
                    ),
                };
            }
            (Command::EditPlan, _, Some(PlanRow::Onboarding(onboarding))) => {
                return Next::Fill(Box::new(Form::edit_onboarding(onboarding)));
            }
            (Command::EditPlan, _, Some(PlanRow::Task(task))) => {
                return Next::Fill(Box::new(Form::edit_task(task)));
            }
            (Command::PauseOnboarding, Some(onboarding), _) => {
                let state = match onboarding.state {
                    OnboardingState::Active => OnboardingState::Paused,
                    OnboardingState::Paused | OnboardingState::Done => OnboardingState::Active,
                };
                return match self.active().filter(|_| state == OnboardingState::Active) {
                    Some(active) => Next::Ask(Dialog::resume_another(onboarding, active)),
                    None => Next::Make(Change::SetOnboardingState {
                        onboarding: onboarding.id,
                        state,
                        others: OthersActive::Refused,
                    }),
                };
            }
            (Command::ToggleTask, _, Some(PlanRow::Task(task))) => {
                return Next::Make(match task.done_at {
                    Some(_) => Change::ReopenTask(task.id),
                    None => Change::CompleteTasks(vec![task.id]),
                });
            }
            (Command::CompleteTasks, Some(onboarding), _) => {
                return Next::Ask(Dialog::complete_tasks(onboarding, &self.open_tasks(onboarding)));
            }
            (Command::Back, _, _) => return Next::Leave,
            _ => {}
        }
        Next::Stay
    }

    /// Returns the open tasks of the phase in which an onboarding is.
    fn open_tasks(&self, onboarding: &Onboarding) -> Vec<&Task> {
        let tasks = self.rows.first(usize::MAX).iter().filter_map(|row| match row {
            PlanRow::Task(task) => Some(task.as_ref()),
            PlanRow::Onboarding(_) => None,
        });
        tasks
            .filter(|task| task.onboarding_id == onboarding.id && task.phase == onboarding.phase)
            .filter(|task| task.done_at.is_none())
            .collect()
    }

    /// Returns an active onboarding of the customer.
    fn active(&self) -> Option<&Onboarding> {
        let rows = self.rows.first(usize::MAX);
        rows.iter().find_map(|row| match row {
            PlanRow::Onboarding(one) if one.state == OnboardingState::Active => Some(&**one),
            PlanRow::Onboarding(_) | PlanRow::Task(_) => None,
        })
    }

    /// Asks for the rows again.
    pub(super) fn reload(&self, requests: &mut Requests) {
        requests.ask(Query::Plans(self.customer));
    }

    /// Selects a line once the rows come.
    pub(in crate::app) fn seek(&mut self, line: PlanId) {
        self.sought = Some(line);
    }

    /// Takes rows that came, and stays with the selected one.
    pub(in crate::app) fn take(&mut self, rows: Vec<PlanRow>, height: usize) {
        let selected = self.rows.selected().map(PlanRow::id);
        let wanted = self.sought.take().or(selected);
        let found = wanted.and_then(|wanted| rows.iter().position(|row| row.id() == wanted));
        self.rows.follow();
        self.rows.take(whole(rows, found), height);
    }
}
