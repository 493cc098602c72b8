//! Writes notifications, one for each channel, in the transaction of the change that causes them.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::recorder::{Names, Recorder, Subject};
use super::{Act, Error, onboard, peace};
use crate::domain::{
    Channel, Contact, ContactId, Customer, CustomerId, Entity, Field, Notification, NotificationFacts,
    NotificationId, NotificationKind, NotificationRecord, NotificationRenderer, NotificationState,
    Onboarding, Outcome, Route, SafeText, route, route_to,
};
use crate::store::Numbered;

/// Starts the facts of a text with what is known of the customer.
pub(super) fn facts(customer: &Customer) -> NotificationFacts {
    NotificationFacts {
        customer: customer.name.to_string(),
        owner: customer.owner.as_ref().map(|owner| owner.name.to_string()),
        ..NotificationFacts::default()
    }
}

/// What a notification is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct About<'a> {
    /// The customer.
    pub(super) customer: &'a Customer,
    /// The onboarding, if it is of one.
    pub(super) onboarding: Option<&'a Onboarding>,
    /// The contact who was named to get it, if one was.
    pub(super) contact: Option<&'a Contact>,
}

/// Writes the notifications of a route: to be sent where their channel is open, else held. Refuses where nobody is to be
/// written to.
pub(super) fn queue(
    recorder: &mut Recorder<'_>,
    renderer: &dyn NotificationRenderer,
    about: About<'_>,
    route: &Route,
    facts: &NotificationFacts,
) -> Result<Vec<Notification>, Error> {
    let About {
        customer,
        onboarding,
        contact,
    } = about;
    peace::demand_audible(customer, onboarding, contact)?;
    let (Some(person), Some(reason)) = (route.to.person(), route.to.rule()) else {
        return Ok(Vec::new());
    };
    let recipient = [contact, customer.primary.as_ref()]
        .into_iter()
        .flatten()
        .find(|contact| contact.email == person.email);
    let facts = NotificationFacts {
        recipient_name: person.name.to_string(),
        recipient_title: recipient.and_then(|contact| contact.title().map(SafeText::to_string)),
        reason: Some(reason),
        ..facts.clone()
    };
    let content = renderer.render(route.kind, &facts);
    let is_whole = content.missing_fields.is_empty();
    let mut written = Vec::new();
    for channel in route.channels() {
        let record = NotificationRecord {
            number: recorder.next_number(Numbered::Notification)?,
            onboarding: onboarding.map(|onboarding| onboarding.id),
            contact: recipient.map(|contact| contact.id),
            kind: route.kind,
            channel: *channel,
            recipient: person.clone(),
            reply_to: onboard::reply_to(customer),
            reason,
            by_role: route.by_role.clone(),
            content: content.clone(),
            state: match is_whole {
                true => recorder.waiting_state(*channel)?,
                false => NotificationState::Held,
            },
        };
        written.push(recorder.add_notification(customer, &record)?);
    }
    Ok(written)
}

/// Invites a contact to the portal, or whoever gets the customer's notifications.
pub(super) fn invite(
    recorder: &mut Recorder<'_>,
    renderer: &dyn NotificationRenderer,
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
    let about = About {
        customer: &customer,
        onboarding: None,
        contact: named.as_ref(),
    };
    let notifications = queue(recorder, renderer, about, &route, &facts(&customer))?;
    let who = route.to.person().map_or("nobody", |person| person.name.as_str());
    Ok(Act {
        label: format!("invited {who} to the portal of {}", customer.name),
        outcome: Outcome::Invited { notifications, route },
    })
}

/// Keeps notifications that have not left from being sent.
pub(super) fn cancel(recorder: &mut Recorder<'_>, ids: &[NotificationId]) -> Result<Act, Error> {
    set_all(recorder, ids, "cancelled", |_, one| match one.state {
        NotificationState::Held
        | NotificationState::Queued
        | NotificationState::Retry
        | NotificationState::Failed
        // Whether it arrived is not known; the user leaves it at that.
        | NotificationState::Unknown => Ok(NotificationState::Cancelled),
        NotificationState::Cancelled => refused(one, "is already cancelled"),
        NotificationState::Sending => refused(one, "is being sent"),
        NotificationState::Sent => refused(one, "was sent"),
    })
}

/// Has notifications sent that failed, were cancelled, or may not have left.
pub(super) fn retry(recorder: &mut Recorder<'_>, ids: &[NotificationId]) -> Result<Act, Error> {
    set_all(recorder, ids, "released", |recorder, one| match one.state {
        NotificationState::Failed
        | NotificationState::Cancelled
        | NotificationState::Unknown
        | NotificationState::Retry => {
            peace::demand_may_leave(one)?;
            recorder.recount(one.id)?;
            if one.kind == NotificationKind::Message && one.state == NotificationState::Cancelled {
                // Perhaps nobody approved it yet.
                return Ok(NotificationState::Held);
            }
            if recorder.is_whole(one.id)? {
                recorder.waiting_state(one.channel)
            } else {
                Ok(NotificationState::Held)
            }
        }
        NotificationState::Held => {
            peace::demand_may_leave(one)?;
            refused(one, "is held; approve it to send it")
        }
        NotificationState::Queued => {
            peace::demand_may_leave(one)?;
            refused(one, "is already waiting to be sent")
        }
        NotificationState::Sending => refused(one, "is being sent"),
        NotificationState::Sent => refused(one, "was sent"),
    })
}

/// Has notifications go that were held as their customer left or their onboarding was paused: where their channel sends by
/// itself they leave, else they wait to be approved.
pub(super) fn release(recorder: &mut Recorder<'_>, ids: &[NotificationId]) -> Result<Act, Error> {
    let mut held_back: BTreeMap<CustomerId, BTreeSet<NotificationId>> = BTreeMap::new();
    for id in ids {
        let customer = find(recorder, *id)?.customer_id;
        if let Entry::Vacant(free) = held_back.entry(customer) {
            free.insert(recorder.held_back(customer)?.into_iter().collect());
        }
    }
    set_all(recorder, ids, "released", |recorder, one| match one.state {
        NotificationState::Held => {
            peace::demand_may_leave(one)?;
            let is_held_back = |free: &BTreeSet<NotificationId>| free.contains(&one.id);
            if !held_back.get(&one.customer_id).is_some_and(is_held_back) {
                return refused(one, "is held; approve it instead");
            }
            recorder.recount(one.id)?;
            recorder.waiting_state(one.channel)
        }
        NotificationState::Queued
        | NotificationState::Retry
        | NotificationState::Sending
        | NotificationState::Sent
        | NotificationState::Failed
        | NotificationState::Unknown
        | NotificationState::Cancelled => refused(one, "is no longer held"),
    })
}

/// Has notifications sent that were held; from then on their channels send by themselves.
pub(super) fn approve(recorder: &mut Recorder<'_>, ids: &[NotificationId]) -> Result<Act, Error> {
    for channel in Channel::ALL {
        let state = recorder.channel(channel)?;
        let has_some = ids
            .iter()
            .map(|id| find(recorder, *id))
            .collect::<Result<Vec<_>, _>>()?
            .iter()
            .any(|one| one.channel == channel);
        if has_some && !state.stage.may_send() {
            return Err(Error::Refused(format!(
                "No test message by {channel} has been confirmed yet, so nothing is sent by it; set it up and test it first."
            )));
        }
        if has_some {
            recorder.open_channel(state)?;
        }
    }
    set_all(recorder, ids, "approved", |recorder, one| match one.state {
        NotificationState::Held if recorder.is_whole(one.id)? => {
            peace::demand_may_leave(one)?;
            Ok(NotificationState::Queued)
        }
        NotificationState::Held => refused(
            one,
            "cannot be sent while its text has gaps; fill them in the settings, cancel it and write it again",
        ),
        NotificationState::Queued | NotificationState::Retry | NotificationState::Sending => {
            refused(one, "is already on its way")
        }
        NotificationState::Sent => refused(one, "was sent"),
        NotificationState::Failed | NotificationState::Unknown | NotificationState::Cancelled => {
            refused(one, "is not held; resend it instead")
        }
    })
}

fn refused(one: &Notification, why: &str) -> Result<NotificationState, Error> {
    Err(Error::Refused(format!(
        "Notification #{} {why}; nothing changed.",
        one.number
    )))
}

fn set_all(
    recorder: &mut Recorder<'_>,
    ids: &[NotificationId],
    verb: &str,
    state: impl Fn(&mut Recorder<'_>, &Notification) -> Result<NotificationState, Error>,
) -> Result<Act, Error> {
    let mut set = Vec::with_capacity(ids.len());
    for id in ids {
        let before = find(recorder, *id)?;
        let state = state(recorder, &before)?;
        recorder.set(
            subject(&before),
            Field::State,
            Some(state.key().to_owned()),
            Names::default(),
        )?;
        set.push(find(recorder, *id)?);
    }
    let what = match set.as_slice() {
        [one] => format!("notification #{}", one.number),
        many => format!("{} notifications", many.len()),
    };
    Ok(Act {
        label: format!("{verb} {what}"),
        outcome: Outcome::NotificationsSet(set),
    })
}

/// Holds a notification that waits.
pub(super) fn set_held(recorder: &mut Recorder<'_>, id: NotificationId) -> Result<(), Error> {
    let one = find(recorder, id)?;
    let held = Some(NotificationState::Held.key().to_owned());
    recorder.set(subject(&one), Field::State, held, Names::default())
}

/// Finds a notification.
pub(super) fn find(recorder: &Recorder<'_>, id: NotificationId) -> Result<Notification, Error> {
    recorder
        .notification(id)?
        .ok_or_else(|| Error::NotFound("This notification no longer exists.".to_owned()))
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
