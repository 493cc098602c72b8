//! What follows for onboardings and notifications as a customer leaves or comes back, or an onboarding is paused or goes on.

use std::collections::BTreeSet;

use super::recorder::{Names, Recorder};
use super::{Error, onboard, outbox};
use crate::domain::{
    Contact, Customer, CustomerId, Entity, Field, Notification, Onboarding, OnboardingId, OnboardingState,
    Silence, StatusEffect,
};

/// Demands that somebody may be written to about a customer, of an onboarding if it is about one, and this contact if it
/// is for one.
pub(super) fn demand_audible(
    customer: &Customer,
    onboarding: Option<&Onboarding>,
    contact: Option<&Contact>,
) -> Result<(), Error> {
    let Some(why) = Silence::of(customer, onboarding, contact) else {
        return Ok(());
    };
    let name = match (why, contact) {
        (Silence::ContactArchived | Silence::ContactUnlinked | Silence::ContactDeleted, Some(contact)) => {
            &contact.name
        }
        (
            Silence::Churned
            | Silence::Archived
            | Silence::Paused
            | Silence::ContactArchived
            | Silence::ContactUnlinked
            | Silence::ContactDeleted,
            _,
        ) => &customer.name,
    };
    Err(Error::Refused(why.refusal(name.as_str())))
}

/// Demands that a notification may leave now.
pub(super) fn demand_may_leave(one: &Notification) -> Result<(), Error> {
    one.refusal().map_or(Ok(()), |why| Err(Error::Refused(why)))
}

/// Does what follows from the status of a customer: one who left has its onboardings paused and what waits held; one who
/// came back has those onboardings go on that were paused by it, and what was held stays held until a person says more.
pub(super) fn follow(recorder: &mut Recorder<'_>, before: &Customer) -> Result<StatusEffect, Error> {
    let customer = recorder.customer(before.id)?.ok_or_else(Error::no_customer)?;
    match (before.status.silence(), customer.status.silence()) {
        (_, Some(_)) => silence(recorder, customer.id),
        (None, None) => Ok(StatusEffect::default()),
        (Some(_), None) => {
            let ids = recorder.paused_with_customer(customer.id)?;
            for id in &ids {
                set_state(recorder, *id, OnboardingState::Active)?;
            }
            Ok(StatusEffect {
                resumed: ids.len(),
                may_leave: held_back(recorder, customer.id)?,
                ..StatusEffect::default()
            })
        }
    }
}

/// Pauses the onboardings of a customer who left, and holds what waits.
fn silence(recorder: &mut Recorder<'_>, customer: CustomerId) -> Result<StatusEffect, Error> {
    let mut paused = 0;
    for onboarding in recorder.onboardings(Some(customer))? {
        if onboarding.state == OnboardingState::Active {
            set_state(recorder, onboarding.id, OnboardingState::Paused)?;
            paused += 1;
        }
    }
    Ok(StatusEffect {
        paused,
        held: hold(recorder, customer)?,
        ..StatusEffect::default()
    })
}

/// Holds what waits of a customer and must not leave now, and gives how many.
pub(super) fn hold(recorder: &mut Recorder<'_>, customer: CustomerId) -> Result<usize, Error> {
    let ids = recorder.silenced_of(customer)?;
    for id in &ids {
        outbox::set_held(recorder, *id)?;
    }
    Ok(ids.len())
}

/// Gives what was held back of a customer and may leave now.
pub(super) fn held_back(recorder: &Recorder<'_>, customer: CustomerId) -> Result<Vec<Notification>, Error> {
    let ids = recorder.held_back(customer)?.into_iter();
    ids.map(|id| outbox::find(recorder, id)).collect()
}

/// Sees to it, after undo or redo, that customers who left have no onboarding that goes on and nothing that is to leave.
pub(super) fn keep(recorder: &mut Recorder<'_>) -> Result<(), Error> {
    let touched: BTreeSet<CustomerId> = recorder
        .ops()
        .iter()
        .filter(|op| {
            matches!(
                op.entity,
                Entity::Customer | Entity::Onboarding | Entity::Notification
            )
        })
        .filter_map(|op| op.customer)
        .collect();
    for id in touched {
        if let Some(customer) = recorder.customer(id)? {
            match customer.status.silence() {
                Some(_) => silence(recorder, id).map(drop)?,
                None => hold(recorder, id).map(drop)?,
            }
        }
    }
    Ok(())
}

fn set_state(recorder: &mut Recorder<'_>, id: OnboardingId, state: OnboardingState) -> Result<(), Error> {
    let before = onboard::find(recorder, id)?;
    let state = Some(state.key().to_owned());
    recorder.set(onboard::subject(&before), Field::State, state, Names::default())
}
