//! Writes notifications, one for each channel, in the transaction of the change that causes them.

use super::recorder::{Names, Recorder, Subject};
use super::{Act, Error, onboard};
use crate::domain::{
    Contact, ContactId, Customer, CustomerId, Entity, Field, LetterFacts, LetterWriter, Notification,
    NotificationId, NotificationKind, NotificationState, Outcome, Person, Route, SafeText, route, route_to,
};
use crate::store::NewNotification;

/// Starts the facts of a text with what is known of the customer.
pub(super) fn facts(customer: &Customer) -> LetterFacts {
    LetterFacts {
        customer: customer.name.to_string(),
        owner: customer.owner.as_ref().map(|owner| owner.name.to_string()),
        ..LetterFacts::default()
    }
}

/// Writes the notifications of a route, held; `contact` is the recipient if the route names one.
pub(super) fn queue(
    recorder: &mut Recorder<'_>,
    letters: &dyn LetterWriter,
    customer: &Customer,
    route: &Route,
    contact: Option<&Contact>,
    facts: &LetterFacts,
) -> Result<Vec<Notification>, Error> {
    let (Some(person), Some(reason)) = (route.to.person(), route.to.rule()) else {
        return Ok(Vec::new());
    };
    let recipient = [contact, customer.primary.as_ref()]
        .into_iter()
        .flatten()
        .find(|contact| contact.email == person.email);
    let facts = LetterFacts {
        recipient_name: person.name.to_string(),
        recipient_title: recipient.and_then(|contact| contact.title.as_ref().map(SafeText::to_string)),
        ..facts.clone()
    };
    let letter = letters.write(route.kind, &facts);
    let mut written = Vec::new();
    for channel in route.channels() {
        let id = NotificationId::from_uuid(recorder.next_id());
        recorder.add_notification(&NewNotification {
            id,
            customer: customer.id,
            contact: recipient.map(|contact| contact.id),
            kind: route.kind,
            channel: *channel,
            recipient: person.clone(),
            reply_to: onboard::reply_to(customer).map(|owner| Person {
                name: owner.name.clone(),
                email: owner.email.clone(),
            }),
            reason,
            letter: letter.clone(),
        })?;
        written.push(find(recorder, id)?);
    }
    Ok(written)
}

/// Invites a contact to the portal, or whoever gets the customer's notifications.
pub(super) fn invite(
    recorder: &mut Recorder<'_>,
    letters: &dyn LetterWriter,
    customer: CustomerId,
    contact: Option<ContactId>,
) -> Result<Act, Error> {
    let customer = recorder.customer(customer)?.ok_or_else(Error::no_customer)?;
    let kind = NotificationKind::PortalInvite;
    let named = match contact {
        Some(id) => {
            let contact = recorder.contact(id)?.ok_or_else(Error::no_contact)?;
            Some(super::set_primary::candidate(recorder, &customer, contact.id)?)
        }
        None => None,
    };
    let route = match &named {
        Some(contact) => route_to(&customer, kind, contact),
        None => route(&customer, kind),
    };
    let notifications = queue(
        recorder,
        letters,
        &customer,
        &route,
        named.as_ref(),
        &facts(&customer),
    )?;
    let who = route.to.person().map_or("nobody", |person| person.name.as_str());
    Ok(Act {
        label: format!("invited {who} to the portal of {}", customer.name),
        outcome: Outcome::Invited { notifications, route },
    })
}

/// Keeps notifications that have not left from being sent.
pub(super) fn cancel(recorder: &mut Recorder<'_>, ids: &[NotificationId]) -> Result<Act, Error> {
    set_all(recorder, ids, NotificationState::Cancelled, |state| match state {
        NotificationState::Held
        | NotificationState::Queued
        | NotificationState::Retry
        | NotificationState::Failed => Ok(()),
        NotificationState::Cancelled => Err("is cancelled already"),
        NotificationState::Sending => Err("is being sent"),
        NotificationState::Sent | NotificationState::Unknown => Err("has left, or may have"),
    })
}

/// Has notifications sent that failed, were cancelled, or may not have left: they are held again.
pub(super) fn retry(recorder: &mut Recorder<'_>, ids: &[NotificationId]) -> Result<Act, Error> {
    set_all(recorder, ids, NotificationState::Held, |state| match state {
        NotificationState::Failed
        | NotificationState::Cancelled
        | NotificationState::Unknown
        | NotificationState::Retry => Ok(()),
        NotificationState::Held | NotificationState::Queued => Err("waits to be sent already"),
        NotificationState::Sending => Err("is being sent"),
        NotificationState::Sent => Err("was sent"),
    })
}

fn set_all(
    recorder: &mut Recorder<'_>,
    ids: &[NotificationId],
    state: NotificationState,
    may: impl Fn(NotificationState) -> Result<(), &'static str>,
) -> Result<Act, Error> {
    let mut set = Vec::with_capacity(ids.len());
    for id in ids {
        let before = find(recorder, *id)?;
        if let Err(why) = may(before.state) {
            return Err(Error::Refused(format!(
                "Notification #{} {why}; nothing changed.",
                before.number
            )));
        }
        recorder.set(
            subject(&before),
            Field::State,
            Some(state.key().to_owned()),
            Names::default(),
        )?;
        set.push(find(recorder, *id)?);
    }
    let verb = match state {
        NotificationState::Cancelled => "cancelled",
        _ => "released",
    };
    let what = match set.as_slice() {
        [one] => format!("notification #{}", one.number),
        many => format!("{} notifications", many.len()),
    };
    Ok(Act {
        label: format!("{verb} {what}"),
        outcome: Outcome::NotificationsSet(set),
    })
}

/// Finds a notification.
pub(super) fn find(recorder: &Recorder<'_>, id: NotificationId) -> Result<Notification, Error> {
    recorder
        .notification(id)?
        .ok_or_else(|| Error::NotFound("This notification is not here any more.".to_owned()))
}

/// Names a notification for the log.
pub(super) fn subject(notification: &Notification) -> Subject<'_> {
    Subject {
        customer: notification.customer_id,
        entity: Entity::Notification,
        id: notification.id.uuid(),
        name: notification.subject.as_str(),
    }
}
