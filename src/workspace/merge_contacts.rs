//! Makes one contact of two, or remembers that they are not the same.

use super::archive::of_one_customer;
use super::edit_contact::subject;
use super::link::set_link;
use super::recorder::{Names, Recorder, Subject};
use super::{Act, Error, custom_fields, edit_contact, notes, outbox, set_primary, tasks};
use crate::domain::{
    AssigneeId, Contact, ContactEdit, ContactId, ContactRecord, Customer, Detail, EmailKind, Entity, Field,
    Follows, LinkFate, MergeEffect, NoteFilter, Notification, NotificationState, OtherEmail, Outcome,
    PairRecord, PrimaryTransfer, SafeText, Standing, written_roles,
};
use crate::store::{Cell, NewContact, Tombstone};

/// Merges a contact into another of the customer: its star, its link, its tasks, the notes on it and the values that were chosen go over,
/// and it leaves a tombstone as by deleting. What waits to be sent to it keeps its recipient.
///
/// The one that goes is scrubbed before the other gets values, so that its address is free by then; an undo goes the
/// same way back.
pub(super) fn merge(
    recorder: &mut Recorder<'_>,
    keep: ContactId,
    drop: ContactId,
    edits: Vec<ContactEdit>,
) -> Result<Act, Error> {
    let (customer, kept, dropped) = two(recorder, keep, drop)?;
    demand_active(&kept, "keep")?;
    if dropped.standing() == Standing::Unlinked {
        demand_active(&dropped, "merge")?;
    }
    let tasks = recorder.tasks_of_contact(drop)?;
    let notifications = recorder
        .notifications_to(customer.id, drop)?
        .into_iter()
        .map(|id| outbox::find(recorder, id))
        .collect::<Result<Vec<_>, Error>>()?;
    let waits = |one: &&Notification| one.state.is_waiting() || one.state == NotificationState::Sending;
    let effect = MergeEffect {
        star: PrimaryTransfer::of(&kept, &dropped),
        link: LinkFate::of(&kept, &dropped),
        open_tasks: tasks.iter().filter(|task| task.done_at.is_none()).count(),
        notes: recorder.notes(NoteFilter::OnContact(drop))?.len(),
        waiting: notifications.iter().filter(waits).count(),
    };
    if effect.star == PrimaryTransfer::Moves {
        set_primary::write(recorder, &customer, Some(&kept))?;
    }
    let names = || Names {
        old: Some(dropped.name.to_string()),
        new: Some(kept.name.to_string()),
    };
    for task in &tasks {
        let text = AssigneeId::Contact(keep).to_string();
        recorder.set(tasks::subject(task), Field::Assignee, Some(text), names())?;
    }
    notes::move_to(recorder, &dropped, &kept)?;
    // They keep their address, and are known as those of the contact that stays.
    for one in &notifications {
        let text = keep.uuid().to_string();
        recorder.set(outbox::subject(one), Field::Recipient, Some(text), names())?;
    }
    // A link that goes over, or that both have, must leave no tombstone behind.
    if !matches!(effect.link, LinkFate::KeptAway(_)) {
        set_link(recorder, &dropped, None)?;
    }
    let last = recorder.contact(drop)?.ok_or_else(Error::no_contact)?;
    let row = NewContact {
        id: drop,
        customer: customer.id,
        record: ContactRecord::from(&last),
    };
    recorder.remove_contacts(&[row], Tombstone::Left)?;
    if matches!(effect.link, LinkFate::Moves(_)) {
        set_link(recorder, &kept, dropped.link)?;
        follow_in_agreement(recorder, &kept, &dropped)?;
    }
    for edit in edits.into_iter().chain(united_roles(&kept, &dropped)) {
        edit_contact::write(recorder, &customer, &kept, &edit)?;
    }
    keep_addresses(recorder, &kept, &dropped)?;
    keep_values(recorder, &kept, &dropped)?;
    let contact = recorder.contact(keep)?.ok_or_else(Error::no_contact)?;
    Ok(Act {
        label: format!("merged {} into {}", dropped.name, contact.name),
        outcome: Outcome::ContactsMerged {
            contact,
            dropped,
            effect,
        },
    })
}

/// Gives the contact that stays the roles of the other one too.
fn united_roles(kept: &Contact, dropped: &Contact) -> Option<ContactEdit> {
    let roles = |contact: &Contact| contact.details.text(Detail::Roles).to_owned();
    let united = written_roles(&[roles(kept), roles(dropped)].join(", "));
    (united != roles(kept)).then(|| ContactEdit::Detail(Detail::Roles, SafeText::optional(&united)))
}

/// Gives the contact that stays what the other one has in custom fields that it has nothing in.
fn keep_values(recorder: &mut Recorder<'_>, kept: &Contact, dropped: &Contact) -> Result<(), Error> {
    let now = recorder.contact(kept.id)?.ok_or_else(Error::no_contact)?;
    for one in dropped.custom.iter() {
        if now.custom.get(one.field).is_none() {
            let value = Some(one.value.to_string());
            let names = custom_fields::names(one);
            recorder.set(subject(kept), Field::Custom(one.field), value, names)?;
        }
    }
    Ok(())
}

/// Keeps every address of both contacts with the one that stays: a mail or a list with any of them finds the same person.
fn keep_addresses(recorder: &mut Recorder<'_>, kept: &Contact, dropped: &Contact) -> Result<(), Error> {
    let now = recorder.contact(kept.id)?.ok_or_else(Error::no_contact)?;
    let mut others = now.other_emails();
    for contact in [kept, dropped] {
        others.add(OtherEmail {
            email: contact.email.clone(),
            kind: EmailKind::default(),
        });
        contact
            .other_emails()
            .iter()
            .cloned()
            .for_each(|other| others.add(other));
    }
    others.leave_out(|email| *email == now.email);
    edit_contact::set_other_emails(recorder, &now, &others)
}

/// Remembers that two contacts are not the same, so that nobody suggests it again.
pub(super) fn mark_distinct(
    recorder: &mut Recorder<'_>,
    one: ContactId,
    other: ContactId,
) -> Result<Act, Error> {
    let (customer, one, other) = two(recorder, one, other)?;
    let pair = PairRecord::of(one.id, other.id, recorder.now());
    let id = match recorder.pair(&pair)? {
        Some(id) => id,
        None => recorder.next_id(),
    };
    let cell = Cell {
        entity: Entity::Pair,
        id,
        field: Field::ToldApart,
    };
    let name = format!("{} and {}", one.name, other.name);
    if recorder.cell(cell)?.flatten().is_none() {
        let subject = Subject {
            customer: customer.id,
            entity: Entity::Pair,
            id,
            name: &name,
        };
        recorder.set(subject, Field::ToldApart, Some(pair.to_log()), Names::default())?;
    }
    Ok(Act {
        label: format!("marked {name} as different people"),
        outcome: Outcome::ToldApart(one, other),
    })
}

/// Has a contact follow the record that went over to it in the fields in which they agree: the others were chosen.
fn follow_in_agreement(recorder: &mut Recorder<'_>, kept: &Contact, dropped: &Contact) -> Result<(), Error> {
    let remote = match dropped.link {
        Some(link) => recorder.remote(link.id())?,
        None => None,
    };
    let mut follows = Follows::NONE;
    if let Some(remote) = remote {
        follows.agree(&kept.fields(), &remote);
    }
    let follows = Some(follows.to_string());
    recorder.set(subject(kept), Field::Follows, follows, Names::default())
}

/// Finds two contacts of one customer.
fn two(
    recorder: &Recorder<'_>,
    one: ContactId,
    other: ContactId,
) -> Result<(Customer, Contact, Contact), Error> {
    let (customer, contacts) = of_one_customer(recorder, &[one, other])?;
    match <[Contact; 2]>::try_from(contacts) {
        Ok([one, other]) => Ok((customer, one, other)),
        Err(_) => Err(Error::Refused("These are the same contact; name two.".to_owned())),
    }
}

fn demand_active(contact: &Contact, verb: &str) -> Result<(), Error> {
    let first = match contact.standing() {
        Standing::Active => return Ok(()),
        Standing::Archived => format!("is archived; restore that contact first to {verb} it"),
        Standing::Unlinked => {
            let source = contact.source_name();
            format!("was unlinked from {source}; relink that contact first to {verb} it")
        }
    };
    Err(Error::Refused(format!("{} {first}.", contact.name)))
}
