//! The steps of which stories are made up.

use pivotal::domain::{
    Audience, Change, CustomerEdit, CustomerStatus, HeldMessage, Name, NewTaskFields, NotificationContent,
    OnboardingFields, OnboardingId, OnboardingState, OpenTasks, OthersActive, PhaseMove, SafeText, Successor,
    TaskEdit, UndoTarget,
};
use uuid::Uuid;

use super::{PHASES, Scene, phase};
use crate::proof::Dice;

impl Scene {
    /// Changes who is to be left in peace, by hand or by undo and redo.
    pub(super) fn rule(&mut self, dice: &mut Dice, window: usize) -> (Option<Uuid>, String) {
        let customer = dice.pick(&self.customers);
        let status = CustomerEdit::Status(dice.pick(&CustomerStatus::ALL));
        let edits = vec![status.clone()];
        let person = self.person(dice);
        let change = match dice.below(10) {
            0..=2 => Change::EditCustomer { customer, edits },
            3 => Change::EditCustomers(self.customers.map(|id| (id, edits.clone())).into()),
            4 | 5 => match self.plan(dice) {
                Some(onboarding) => Change::SetOnboardingState {
                    onboarding,
                    state: dice.pick(&[OnboardingState::Paused, OnboardingState::Active]),
                    others: OthersActive::Allowed,
                },
                None => Change::Redo,
            },
            6 => Change::ArchiveContacts {
                contacts: vec![person],
                successor: Successor::Nobody,
            },
            7 => Change::RestoreContacts(vec![person]),
            8 => Change::MergeContacts {
                keep: person,
                drop: self.person(dice),
                edits: Vec::new(),
            },
            _ => Change::DeleteContacts(vec![person]),
        };
        (None, self.make(window, change))
    }

    /// Writes, moves, approves, resends, takes back or makes again.
    pub(super) fn write(&mut self, dice: &mut Dice, window: usize) -> (Option<Uuid>, String) {
        let customer = dice.pick(&self.customers);
        let onboarding = self.plan(dice);
        let plan = onboarding.map(OnboardingId::uuid);
        let change = match (dice.below(14), onboarding) {
            (0, _) | (1..=5, None) => Change::StartOnboarding {
                customer,
                onboarding: OnboardingFields {
                    csm: None,
                    target: None,
                    phase: phase(PHASES[0]),
                    template: None,
                },
                tasks: Vec::new(),
                others: OthersActive::Allowed,
            },
            (1 | 2, Some(onboarding)) => Change::MovePhase {
                onboarding,
                how: moves(dice),
                open: dice.pick(&OpenTasks::ALL),
                tasks: Vec::new(),
            },
            (3 | 4, Some(onboarding)) => Change::AddTask {
                onboarding,
                parent: None,
                task: NewTaskFields {
                    title: Name::parse("Send the logo").expect("a title"),
                    assignee: self.assignee(dice),
                    due: None,
                    audience: dice.pick(&Audience::ALL),
                    note: None,
                },
            },
            (5, Some(_)) => {
                let Some(task) = self.task(dice) else {
                    return (None, self.make(window, Change::Redo));
                };
                let change = match dice.below(4) {
                    0 => Change::CompleteTasks(vec![task.id]),
                    1 => Change::ReopenTask(task.id),
                    2 => Change::EditTask {
                        task: task.id,
                        edits: vec![TaskEdit::Audience(dice.pick(&Audience::ALL))],
                    },
                    _ => Change::EditTask {
                        task: task.id,
                        edits: vec![TaskEdit::Assignee(self.assignee(dice))],
                    },
                };
                return (Some(task.onboarding_id.uuid()), self.make(window, change));
            }
            (6, _) => Change::InviteToPortal {
                customer,
                contact: (dice.below(2) > 0).then(|| self.person(dice)),
            },
            (7, _) => Change::HoldMessages {
                customer,
                messages: vec![HeldMessage {
                    contact: self.person(dice),
                    content: NotificationContent {
                        subject: "Hello".to_owned(),
                        body: "There".to_owned(),
                        missing_fields: Vec::new(),
                    },
                }],
            },
            (8, _) => Change::ApproveNotifications(self.letters(dice)),
            (9, _) => Change::RetryNotifications(self.letters(dice)),
            (10, _) => match dice.below(2) {
                0 => Change::ReleaseNotifications(self.letters(dice)),
                _ => Change::CancelNotifications(self.letters(dice)),
            },
            (11, _) => Change::Undo(UndoTarget::Latest),
            (12, _) => {
                let changes = self.windows[window].changes(12).expect("listed");
                Change::Undo(UndoTarget::Change(changes[dice.below(changes.len())].id))
            }
            _ => Change::Redo,
        };
        let is_of_plan = matches!(change, Change::MovePhase { .. } | Change::AddTask { .. });
        (plan.filter(|_| is_of_plan), self.make(window, change))
    }
}

fn moves(dice: &mut Dice) -> PhaseMove {
    let to = phase(dice.pick(&PHASES));
    match dice.below(4) {
        0 => PhaseMove::Advance { to, note: None },
        1 => PhaseMove::Skip { to },
        2 => PhaseMove::Back {
            to,
            reason: SafeText::clean("once more"),
            others: OthersActive::Allowed,
        },
        _ => PhaseMove::Finish { note: None },
    }
}
