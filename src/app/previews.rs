//! What is shown before a change is made that tells somebody: who gets it, by which rule, on which way.

use super::overlay::dialog::{Awaits, Choice, ChoiceAct, Dialog};
use crate::domain::{
    Change, Notification, NotificationKind, NotificationState, Onboarding, OpenTasks, Outcome, PhaseMove,
    Phases, Route, SafeText,
};

impl Dialog {
    /// Shows who is told by a change, and asks whether it is made.
    pub(super) fn preview(change: Change, outcome: &Outcome) -> Self {
        if let Outcome::ContactsDeleted { contacts, notes, .. } = outcome {
            return Self::delete(contacts, *notes);
        }
        let (title, text) = match outcome {
            Outcome::PhaseMoved {
                onboarding,
                notifications,
                route,
                ..
            } => {
                let name = &onboarding.customer_name;
                let title = if finishes(&change) {
                    format!("Finish the onboarding of {name}?")
                } else {
                    format!("Move {name} to {}?", onboarding.phase)
                };
                let said = note(&change).map(|note| format!(" With the note: {note}"));
                let told = told(route.as_ref(), notifications);
                (title, format!("{told}{}", said.unwrap_or_default()))
            }
            Outcome::TaskAdded {
                task,
                notifications,
                route,
            } => (
                format!("Add the task {}?", task.title),
                told(route.as_ref(), notifications),
            ),
            Outcome::TaskEdited {
                task,
                notifications,
                route,
                ..
            } => (
                format!("Change the task {}?", task.title),
                told(route.as_ref(), notifications),
            ),
            Outcome::Invited { notifications, route } => (
                "Invite to the portal?".to_owned(),
                told(Some(route), notifications),
            ),
            other => ("Make this change?".to_owned(), other.sentence()),
        };
        let cancel = Choice {
            label: "Cancel".to_owned(),
            act: ChoiceAct::Cancel,
        };
        let choices = std::iter::once(cancel).chain(ways(change, outcome)).collect();
        Self {
            title,
            text,
            choices,
            focus: 0,
            top: 0,
            awaits: Awaits::Nothing,
        }
    }

    /// Offers the phases after the next one, if there are any.
    pub(super) fn skip(onboarding: &Onboarding, phases: &Phases) -> Option<Self> {
        let place = phases.place(&onboarding.phase)?;
        let later: Vec<Choice> = phases
            .all()
            .iter()
            .skip(place + 2)
            .map(|planned| Choice {
                label: format!("Skip ahead to {}", planned.phase),
                act: ChoiceAct::Move(
                    Box::new(onboarding.clone()),
                    PhaseMove::Skip {
                        to: planned.phase.clone(),
                    },
                ),
            })
            .collect();
        if later.is_empty() {
            return None;
        }
        let cancel = Choice {
            label: "Cancel".to_owned(),
            act: ChoiceAct::Cancel,
        };
        Some(Self {
            title: format!("Skip ahead with {}?", onboarding.customer_name),
            text: format!(
                "It is in {}. The phases in between are skipped.",
                onboarding.phase
            ),
            choices: std::iter::once(cancel).chain(later).collect(),
            focus: 0,
            top: 0,
            awaits: Awaits::Nothing,
        })
    }

    /// Shows the text of a notification.
    pub(super) fn notification(one: &Notification) -> Self {
        let trouble = one.trouble().map(|why| format!("\n{why}")).unwrap_or_default();
        let role = one.by_role.as_ref();
        let role = role.map(|by| format!("\nFor {}.", by.why(Some(one.reason))));
        let role = role.unwrap_or_default();
        Self {
            title: format!("#{} {}", one.number, one.subject),
            text: format!(
                "To {} <{}> by {}, {}.{role}{trouble}\n\n{}",
                one.recipient.name,
                one.recipient.email,
                one.channel,
                one.state,
                one.body.trim_end()
            ),
            choices: vec![Choice {
                label: "Close".to_owned(),
                act: ChoiceAct::Cancel,
            }],
            focus: 0,
            top: 0,
            awaits: Awaits::Nothing,
        }
    }
}

/// Returns the choices that make a change; of a move whose open tasks were not decided yet, one for each way.
fn ways(change: Change, outcome: &Outcome) -> Vec<Choice> {
    let mut open_tasks = 0;
    if let Outcome::PhaseMoved { open_tasks: open, .. } = outcome {
        open_tasks = *open;
    }
    let choice = |label: String, change: Change| Choice {
        label,
        act: ChoiceAct::Make(change),
    };
    match change {
        Change::MovePhase {
            onboarding,
            how: how @ (PhaseMove::Skip { .. } | PhaseMove::Back { .. }),
            tasks,
            ..
        } if open_tasks > 0 => {
            let way = |open: OpenTasks| {
                let change = Change::MovePhase {
                    onboarding,
                    how: how.clone(),
                    open,
                    tasks: tasks.clone(),
                };
                choice(format!("Move; {}", open.words(open_tasks)), change)
            };
            OpenTasks::ALL.map(way).into()
        }
        Change::MovePhase { ref how, open, .. } => {
            let (verb, open) = match how {
                PhaseMove::Finish { .. } => ("Finish", OpenTasks::Complete),
                PhaseMove::Advance { .. } | PhaseMove::Skip { .. } | PhaseMove::Back { .. } => ("Move", open),
            };
            let label = match open_tasks {
                0 => verb.to_owned(),
                count => format!("{verb}; {}", open.words(count)),
            };
            vec![choice(label, change)]
        }
        Change::InviteToPortal { .. } => vec![choice("Invite".to_owned(), change)],
        Change::EditTask { .. } => vec![choice("Save".to_owned(), change)],
        change => vec![choice("Add".to_owned(), change)],
    }
}

/// Returns what is said at a move.
fn note(change: &Change) -> Option<&SafeText> {
    let Change::MovePhase { how, .. } = change else {
        return None;
    };
    match how {
        PhaseMove::Advance { note, .. } | PhaseMove::Finish { note } => note.as_ref(),
        PhaseMove::Skip { .. } | PhaseMove::Back { .. } => None,
    }
}

/// Returns whether a change is the end of an onboarding.
const fn finishes(change: &Change) -> bool {
    matches!(
        change,
        Change::MovePhase {
            how: PhaseMove::Finish { .. },
            ..
        }
    )
}

/// Returns who is told, by which rule and by which channels, and whether it leaves at once.
fn told(route: Option<&Route>, notifications: &[Notification]) -> String {
    let Some(route) = route else {
        return "Nobody is notified.".to_owned();
    };
    let kind: NotificationKind = route.kind;
    let Some(person) = route.to.person() else {
        return format!("{kind} goes to {route}. Nothing is queued.");
    };
    let (leaving, held): (Vec<&Notification>, Vec<&Notification>) = notifications
        .iter()
        .partition(|one| one.state == NotificationState::Queued);
    let by = |ways: &[&Notification]| {
        let ways: Vec<String> = ways.iter().map(|one| one.channel.to_string()).collect();
        ways.join(" and ")
    };
    let fate = match (leaving.as_slice(), held.as_slice()) {
        ([], held) => format!("by {}. It is held until it is approved", by(held)),
        (leaving, []) => format!("by {}, at once", by(leaving)),
        (leaving, held) => format!("by {}, at once; by {} it is held", by(leaving), by(held)),
    };
    format!("{kind} goes to {route} <{}> {fate}.", person.email)
}
