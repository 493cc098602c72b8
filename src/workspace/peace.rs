//! What follows for onboardings and notifications as a customer leaves or comes back, or an onboarding is paused or goes on.

use std::collections::BTreeSet;

use super::recorder::{Names, Recorder};
use super::{Error, onboard, outbox};
use crate::domain::{
    Contact, Customer, CustomerId, CustomerStatus, ERASED_EMAIL, Entity, Field, Notification, NotificationId,
    Onboarding, OnboardingId, OnboardingState, Silence, StatusEffect,
};
use crate::store::{HeldOf, Op};

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
    if one.recipient.email.as_str() == ERASED_EMAIL {
        let text = format!(
            "Notification #{} cannot be sent: its recipient was erased for good.",
            one.number
        );
        return Err(Error::Refused(text));
    }
    one.refusal().map_or(Ok(()), |why| Err(Error::Refused(why)))
}

/// Does what follows from the status of a customer: one who left has its onboardings paused and what waits held; one who
/// came back has those onboardings go on that were paused by it, and what was held stays held until the user says more.
pub(super) fn follow(recorder: &mut Recorder<'_>, before: &Customer) -> Result<StatusEffect, Error> {
    let customer = recorder.customer(before.id)?.ok_or_else(Error::no_customer)?;
    match (before.status.silence(), customer.status.silence()) {
        (_, Some(_)) => silence(recorder, customer.id),
        (None, None) => Ok(StatusEffect::default()),
        (Some(_), None) => Ok(StatusEffect {
            resumed: resume(recorder, customer.id)?,
            may_leave: held_back(recorder, customer.id)?,
            ..StatusEffect::default()
        }),
    }
}

/// Has the onboardings go on that were paused as their customer left, and gives how many.
fn resume(recorder: &mut Recorder<'_>, customer: CustomerId) -> Result<usize, Error> {
    let ids = recorder.paused_with_customer(customer)?;
    for id in &ids {
        set_state(recorder, *id, OnboardingState::Active)?;
    }
    Ok(ids.len())
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
    let held_already = recorder.count_held(customer, HeldOf::Customer)?;
    Ok(StatusEffect {
        paused,
        held: hold(recorder, customer)?,
        held_already,
        ..StatusEffect::default()
    })
}

/// Holds what waits for contacts of a customer who leave.
pub(super) fn follow_leaving(
    recorder: &mut Recorder<'_>,
    customer: CustomerId,
    leaving: &[Contact],
) -> Result<StatusEffect, Error> {
    let mut held_already = 0;
    for contact in leaving {
        held_already += recorder.count_held(customer, HeldOf::Contact(contact.id))?;
    }
    Ok(StatusEffect {
        held: hold(recorder, customer)?,
        held_already,
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

/// Returns what may leave by contacts of a customer coming back; `before` is what of the customer might leave anyway.
pub(super) fn follow_back(
    recorder: &Recorder<'_>,
    customer: CustomerId,
    before: &[NotificationId],
) -> Result<StatusEffect, Error> {
    let mut may_leave = held_back(recorder, customer)?;
    may_leave.retain(|one| !before.contains(&one.id));
    Ok(StatusEffect {
        may_leave,
        ..StatusEffect::default()
    })
}

/// Returns what was held back of a customer and may leave now.
pub(super) fn held_back(recorder: &Recorder<'_>, customer: CustomerId) -> Result<Vec<Notification>, Error> {
    let ids = recorder.held_back(customer)?.into_iter();
    ids.map(|id| outbox::find(recorder, id)).collect()
}

/// Sees to it, after undo or redo, that customers who left have no onboarding that goes on, and that nothing is to leave
/// for who is to be left in peace; the onboardings of customers who came back by it go on. Gives what stays held, of what
/// the undo or redo left held or of a customer who came back, and may leave once the user says so.
pub(super) fn keep(
    recorder: &mut Recorder<'_>,
    left_held: &BTreeSet<NotificationId>,
) -> Result<Vec<Notification>, Error> {
    let mut touched = BTreeSet::new();
    let mut came_back = BTreeSet::new();
    for op in recorder.ops() {
        let (Some(customer), true) = (op.customer, concerns_peace(op)) else {
            continue;
        };
        touched.insert(customer);
        if (op.entity, op.field) == (Entity::Customer, Field::Status) && left(op.old.as_deref()) {
            came_back.insert(customer);
        }
    }
    let mut may_leave = Vec::new();
    for id in touched {
        let Some(customer) = recorder.customer(id)? else {
            continue;
        };
        if customer.status.silence().is_some() {
            silence(recorder, id)?;
            continue;
        }
        if came_back.contains(&id) {
            resume(recorder, id)?;
        }
        hold(recorder, id)?;
        let free = held_back(recorder, id)?.into_iter();
        may_leave.extend(free.filter(|one| came_back.contains(&id) || left_held.contains(&one.id)));
    }
    Ok(may_leave)
}

/// Returns whether an operation may change who is to be left in peace, or what is to leave.
const fn concerns_peace(op: &Op) -> bool {
    match op.entity {
        Entity::Customer | Entity::Onboarding | Entity::Notification => true,
        Entity::Contact => matches!(op.field, Field::ArchivedAt | Field::Link | Field::Record),
        Entity::Owner | Entity::Task | Entity::Pair | Entity::Note | Entity::CustomField => false,
    }
}

/// Returns whether a customer of the status with this key has left.
fn left(status: Option<&str>) -> bool {
    let status = status.and_then(CustomerStatus::from_key);
    status.is_some_and(|status| status.silence().is_some())
}

fn set_state(recorder: &mut Recorder<'_>, id: OnboardingId, state: OnboardingState) -> Result<(), Error> {
    let before = onboard::find(recorder, id)?;
    let state = Some(state.key().to_owned());
    recorder.set(onboard::subject(&before), Field::State, state, Names::default())
}
