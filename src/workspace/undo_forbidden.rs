//! What forbids undo and redo to give a cell its former value.

use super::Error;
use super::recorder::Recorder;
use super::undo::is_taken;
use crate::domain::{
    AssigneeId, ContactId, Customer, CustomerId, Detail, ERASED_EMAIL, Email, Entity, Field, Link,
    NotificationId, NotificationState, OnboardingId, OnboardingState, OtherEmails, Silence, Standing,
};
use crate::store::Op;

/// Finds what forbids a cell the value that it had before an entry of the log.
pub(super) fn forbidden(
    recorder: &Recorder<'_>,
    op: &Op,
    customer: CustomerId,
    from: i64,
) -> Result<Option<&'static str>, Error> {
    match (op.entity, op.field, &op.old) {
        (Entity::Contact, Field::Email, Some(address)) => {
            if is_taken(recorder, customer, address, op)? {
                return Ok(Some("would be that of another contact"));
            }
            let contact = recorder.contact(ContactId::from_uuid(op.id))?;
            let others = contact.map(|contact| contact.other_emails()).unwrap_or_default();
            let is_other = Email::parse(address).is_ok_and(|email| others.holds(&email));
            Ok(is_other.then_some("would be one of the other emails too"))
        }
        (Entity::Contact, Field::Detail(Detail::OtherEmails), Some(listed)) => {
            for other in OtherEmails::valid_of(listed).iter() {
                if is_taken(recorder, customer, other.email.as_str(), op)? {
                    return Ok(Some("would be those of another contact"));
                }
            }
            let contact = recorder.contact(ContactId::from_uuid(op.id))?;
            let is_first = contact.is_some_and(|contact| OtherEmails::valid_of(listed).holds(&contact.email));
            Ok(is_first.then_some("would hold the first email"))
        }
        (Entity::Contact, Field::ArchivedAt, Some(_)) => {
            Ok(is_primary(recorder, customer, op)?.then_some("cannot be: this is the primary contact now"))
        }
        (Entity::Contact, Field::Link, Some(link)) => {
            match link.parse() {
                Ok(Link::Linked { id, .. }) => {
                    let other = recorder.other_follower(id, customer, ContactId::from_uuid(op.id))?;
                    Ok(other.map(|_| "cannot be restored: another contact is now linked to that record"))
                }
                Ok(Link::Unlinked { .. }) => Ok(is_primary(recorder, customer, op)?
                    .then_some("cannot be: this is the primary contact now")),
                Ok(Link::Gone { .. }) | Err(_) => Ok(None),
            }
        }
        (Entity::Customer, Field::Primary, Some(id)) => {
            let former = match id.parse::<ContactId>() {
                Ok(id) => recorder.contact(id)?,
                Err(_) => None,
            };
            let active = former.is_some_and(|contact| contact.standing() == Standing::Active);
            Ok((!active).then_some("cannot be restored: that contact is archived or deleted"))
        }
        (Entity::Onboarding, Field::State, Some(state)) => {
            if OnboardingState::from_key(state) != Some(OnboardingState::Active) {
                return Ok(None);
            }
            let silence = recorder
                .customer(customer)?
                .and_then(|customer| customer.status.silence());
            if let Some(silence) = silence {
                return Ok(Some(silence.keeps()));
            }
            let is_second = is_beside_another(recorder, op, customer, from)?;
            Ok(is_second.then_some("stays: another onboarding of the customer is active now"))
        }
        (Entity::Onboarding, Field::Phase | Field::PhaseSince | Field::Note, _) => {
            let onboarding = recorder.onboarding(OnboardingId::from_uuid(op.id))?;
            let silence = onboarding.and_then(|onboarding| onboarding.state.silence());
            Ok(silence.map(Silence::keeps))
        }
        (Entity::Notification, Field::State, state) => {
            match recorder.notification(NotificationId::from_uuid(op.id))? {
                Some(one) if one.recipient.email.as_str() == ERASED_EMAIL => {
                    Ok(Some("stays: its recipient was erased for good"))
                }
                // Nobody would see it, and it could leave.
                None => Ok(Some("not restored: its customer was deleted")),
                Some(one) => {
                    let state = state.as_deref().and_then(NotificationState::from_key);
                    let silence = one.silence.filter(|_| state.is_some_and(leaves));
                    Ok(silence.map(Silence::keeps))
                }
            }
        }
        (Entity::Task, Field::Assignee, Some(text)) => {
            let is_gone = match text.parse() {
                Ok(AssigneeId::Contact(id)) => recorder.contact(id)?.is_none(),
                Ok(AssigneeId::Csm(_) | AssigneeId::Role(_)) | Err(_) => false,
            };
            Ok(is_gone.then_some("cannot be restored: that contact was deleted"))
        }
        (Entity::Note, Field::Contact, Some(id)) => {
            let is_gone = match id.parse() {
                Ok(id) => recorder.contact(id)?.is_none(),
                Err(_) => false,
            };
            Ok(is_gone.then_some("cannot be restored: that contact was deleted"))
        }
        (
            Entity::Contact
            | Entity::Customer
            | Entity::Owner
            | Entity::Onboarding
            | Entity::Task
            | Entity::Notification
            | Entity::Pair
            | Entity::Note
            | Entity::CustomField,
            _,
            _,
        ) => Ok(None),
    }
}

/// Returns whether an onboarding that is to be active again would stand beside one that became it since an entry of the
/// log; nobody was asked about these two.
pub(super) fn is_beside_another(
    recorder: &Recorder<'_>,
    op: &Op,
    customer: CustomerId,
    from: i64,
) -> Result<bool, Error> {
    for other in recorder.onboardings(Some(customer))? {
        let is_active = |state: &str| OnboardingState::from_key(state) == Some(OnboardingState::Active);
        if other.id.uuid() == op.id || other.state != OnboardingState::Active {
            continue;
        }
        let was_active = match recorder.first_write_since(Entity::Onboarding, other.id.uuid(), from)? {
            None => true,
            Some(Op {
                field: Field::State,
                old,
                ..
            }) => old.as_deref().is_some_and(is_active),
            // One that was there before and was taken away since had not changed, so it was active.
            Some(Op { old, .. }) => old.is_some(),
        };
        if !was_active {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns whether a notification was to leave and was held.
pub(super) fn was_held(op: &Op) -> bool {
    let state = |text: &Option<String>| text.as_deref().and_then(NotificationState::from_key);
    (op.entity, op.field) == (Entity::Notification, Field::State)
        && state(&op.new) == Some(NotificationState::Held)
        && state(&op.old).is_some_and(leaves)
}

/// Returns whether a notification in a state is to leave.
const fn leaves(state: NotificationState) -> bool {
    match state {
        NotificationState::Queued | NotificationState::Sending | NotificationState::Retry => true,
        NotificationState::Held
        | NotificationState::Sent
        | NotificationState::Failed
        | NotificationState::Unknown
        | NotificationState::Cancelled => false,
    }
}

fn is_primary(recorder: &Recorder<'_>, customer: CustomerId, op: &Op) -> Result<bool, Error> {
    let primary = recorder
        .customer(customer)?
        .and_then(|customer: Customer| customer.primary);
    Ok(primary.is_some_and(|contact| contact.id.uuid() == op.id))
}
