//! Starts onboardings, moves them from phase to phase, and rests them.

use super::recorder::{Names, Recorder, Subject};
use super::tasks::add_planned;
use super::{Act, Error, outbox, peace};
use crate::domain::{
    Customer, CustomerId, Entity, Field, NewTaskFields, NotificationFacts, NotificationKind,
    NotificationRenderer, Onboarding, OnboardingFields, OnboardingId, OnboardingRecord, OnboardingState,
    OpenTasks, OthersActive, Outcome, Person, Phase, PhaseMove, SafeText, StatusEffect, Step, WithSubtasks,
    route,
};
use crate::store::{HeldOf, Numbered};

/// Starts an onboarding with the tasks of its first phase; it tells nobody.
pub(super) fn start(
    recorder: &mut Recorder<'_>,
    customer: CustomerId,
    fields: &OnboardingFields,
    tasks: Vec<WithSubtasks<NewTaskFields>>,
    others: OthersActive,
) -> Result<Act, Error> {
    let customer = recorder.customer(customer)?.ok_or_else(Error::no_customer)?;
    peace::demand_audible(&customer, None, None)?;
    demand_alone(recorder, &customer, others)?;
    let csm = match &fields.csm {
        Some(csm) => Some(recorder.ensure_owner(csm)?),
        None => customer.owner.as_ref().map(|owner| owner.id),
    };
    let record = OnboardingRecord {
        number: recorder.next_number(Numbered::Onboarding)?,
        csm,
        target: fields.target,
        phase: fields.phase.clone(),
        state: OnboardingState::Active,
        template: fields.template.clone(),
    };
    let id = recorder.add_onboarding(&customer, &record)?;
    let tasks = add_planned(recorder, id, tasks)?;
    Ok(Act {
        label: format!("started an onboarding of {}", customer.name),
        outcome: Outcome::OnboardingStarted {
            onboarding: find(recorder, id)?,
            tasks,
        },
    })
}

/// Moves an onboarding to another phase, or behind its last one, and tells who gets the customer's notifications.
pub(super) fn move_phase(
    recorder: &mut Recorder<'_>,
    renderer: &dyn NotificationRenderer,
    id: OnboardingId,
    how: PhaseMove,
    open: OpenTasks,
    tasks: Vec<WithSubtasks<NewTaskFields>>,
) -> Result<Act, Error> {
    let before = find(recorder, id)?;
    let customer = recorder
        .customer(before.customer_id)?
        .ok_or_else(Error::no_customer)?;
    peace::demand_audible(&customer, Some(&before), None)?;
    if before.state == OnboardingState::Done && !matches!(how, PhaseMove::Back { .. }) {
        return Err(Error::Refused(format!(
            "The onboarding of {} is done; send it back to a phase first.",
            before.customer_name
        )));
    }
    // Why it goes back is for our side alone and stays in the history.
    let said = match &how {
        PhaseMove::Advance { note, .. } | PhaseMove::Finish { note } => note.clone(),
        PhaseMove::Skip { .. } | PhaseMove::Back { .. } => None,
    };
    let step = match &how {
        PhaseMove::Advance { .. } | PhaseMove::Skip { .. } => Step::On,
        PhaseMove::Back { .. } => Step::Back,
        PhaseMove::Finish { .. } => Step::Done,
    };
    let others = match &how {
        PhaseMove::Back { others, .. } => *others,
        PhaseMove::Advance { .. } | PhaseMove::Skip { .. } | PhaseMove::Finish { .. } => {
            OthersActive::Refused
        }
    };
    let (to, note, verb) = match how {
        PhaseMove::Advance { to, note } => (Some(to), note, "advanced"),
        PhaseMove::Skip { to } => (Some(to), None, "skipped ahead with"),
        PhaseMove::Back { to, reason, .. } => (Some(to), Some(reason), "sent back"),
        PhaseMove::Finish { note } => (None, note, "finished"),
    };
    if to.as_ref() == Some(&before.phase) && before.state != OnboardingState::Done {
        return Err(Error::Refused(format!(
            "The onboarding of {} is already in {}.",
            before.customer_name, before.phase
        )));
    }
    if before.state == OnboardingState::Done && to.is_some() {
        demand_alone(recorder, &customer, others)?;
    }
    settle_tasks(recorder, &before, to.as_ref(), open)?;
    let state = match to {
        Some(_) => OnboardingState::Active,
        None => OnboardingState::Done,
    };
    write(recorder, &before, Field::State, Some(state.key().to_owned()))?;
    if let Some(to) = &to {
        write(recorder, &before, Field::Phase, Some(to.to_string()))?;
        let now = recorder.now().as_millis().to_string();
        write(recorder, &before, Field::PhaseSince, Some(now))?;
    }
    write(
        recorder,
        &before,
        Field::Note,
        note.as_ref().map(SafeText::to_string),
    )?;
    add_planned(recorder, id, tasks)?;
    let route = route(&customer, NotificationKind::PhaseChange);
    let facts = NotificationFacts {
        phase: to.clone().or_else(|| Some(before.phase.clone())),
        note: said.as_ref().map(SafeText::to_string),
        target: before.target,
        step: Some(step),
        ..outbox::facts(&customer)
    };
    let onboarding = find(recorder, id)?;
    let about = outbox::About {
        customer: &customer,
        onboarding: Some(&onboarding),
        contact: None,
    };
    let notifications = outbox::queue(recorder, renderer, about, &route, &facts)?;
    let label = match &to {
        Some(to) => format!("{verb} {} to {to}", before.customer_name),
        None => format!("{verb} the onboarding of {}", before.customer_name),
    };
    Ok(Act {
        label,
        outcome: Outcome::PhaseMoved {
            onboarding,
            open_tasks: before.open_in_phase,
            notifications,
            route: Some(route),
        },
    })
}

/// Pauses an onboarding and holds what waits of it, or goes on with it; it tells nobody.
pub(super) fn set_state(
    recorder: &mut Recorder<'_>,
    id: OnboardingId,
    state: OnboardingState,
    others: OthersActive,
) -> Result<Act, Error> {
    let before = find(recorder, id)?;
    if before.state == OnboardingState::Done || state == OnboardingState::Done {
        return Err(Error::Refused(format!(
            "Advance the onboarding of {} to finish it, or send it back to reopen it.",
            before.customer_name
        )));
    }
    let customer = recorder
        .customer(before.customer_id)?
        .ok_or_else(Error::no_customer)?;
    if before.state == state && recorder.paused_with_customer(customer.id)?.contains(&id) {
        return Err(Error::Refused(format!(
            "The onboarding of {} is paused since its customer left, and goes on once that is back.",
            before.customer_name
        )));
    }
    if state == OnboardingState::Active && before.state != state {
        peace::demand_audible(&customer, None, None)?;
        demand_alone(recorder, &customer, others)?;
    }
    write(recorder, &before, Field::State, Some(state.key().to_owned()))?;
    let held_already = match state {
        OnboardingState::Paused => recorder.count_held(customer.id, HeldOf::Onboarding(id))?,
        OnboardingState::Active | OnboardingState::Done => 0,
    };
    let held = peace::hold(recorder, customer.id)?;
    let mut may_leave = peace::held_back(recorder, customer.id)?;
    may_leave.retain(|one| one.onboarding_id == Some(id));
    let onboarding = find(recorder, id)?;
    Ok(Act {
        label: format!("set the onboarding of {} to {state}", before.customer_name),
        outcome: Outcome::OnboardingStateSet {
            onboarding,
            status: StatusEffect {
                held,
                held_already,
                may_leave,
                ..StatusEffect::default()
            },
        },
    })
}

/// Demands that no onboarding of a customer is active as another one becomes it, unless that is allowed.
fn demand_alone(recorder: &Recorder<'_>, customer: &Customer, others: OthersActive) -> Result<(), Error> {
    if others == OthersActive::Allowed {
        return Ok(());
    }
    let mut all = recorder.onboardings(Some(customer.id))?.into_iter();
    match all.find(|one| one.state == OnboardingState::Active) {
        Some(active) => Err(Error::AlreadyActive {
            customer: customer.name.clone(),
            number: active.number,
            phase: active.phase,
        }),
        None => Ok(()),
    }
}

/// Carries the open tasks of the phase that is left over, or completes them.
fn settle_tasks(
    recorder: &mut Recorder<'_>,
    before: &Onboarding,
    to: Option<&Phase>,
    open: OpenTasks,
) -> Result<(), Error> {
    let now = recorder.now().as_millis().to_string();
    for task in recorder.tasks(before.id)? {
        if task.done_at.is_some() || task.phase != before.phase {
            continue;
        }
        let subject = super::tasks::subject(&task);
        match (open, to) {
            (OpenTasks::Complete, _) | (OpenTasks::CarryOver, None) => {
                recorder.set(subject, Field::DoneAt, Some(now.clone()), Names::default())?;
            }
            (OpenTasks::CarryOver, Some(to)) => {
                recorder.set(subject, Field::Phase, Some(to.to_string()), Names::default())?;
            }
        }
    }
    Ok(())
}

fn write(
    recorder: &mut Recorder<'_>,
    onboarding: &Onboarding,
    field: Field,
    text: Option<String>,
) -> Result<(), Error> {
    recorder.set(subject(onboarding), field, text, Names::default())
}

/// Names an onboarding for the log.
pub(super) fn subject(onboarding: &Onboarding) -> Subject<'_> {
    Subject {
        customer: onboarding.customer_id,
        entity: Entity::Onboarding,
        id: onboarding.id.uuid(),
        name: onboarding.customer_name.as_str(),
    }
}

/// Finds an onboarding.
pub(super) fn find(recorder: &Recorder<'_>, id: OnboardingId) -> Result<Onboarding, Error> {
    recorder.onboarding(id)?.ok_or_else(|| {
        Error::NotFound("This onboarding no longer exists; its start may have been undone.".to_owned())
    })
}

/// Returns the owner of a customer, to whom answers go.
pub(super) fn reply_to(customer: &Customer) -> Option<Person> {
    customer.owner.as_ref().map(|owner| Person {
        name: owner.name.clone(),
        email: owner.email.clone(),
    })
}
