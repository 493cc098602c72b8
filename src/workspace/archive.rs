//! Hides contacts and stops their notifications, and brings them back.

use std::collections::BTreeSet;

use super::edit_contact::subject;
use super::recorder::{Names, Recorder};
use super::{Act, Error, peace, set_primary};
use crate::domain::{Contact, ContactId, Customer, Field, Outcome, Standing, Successor, Task};

/// Archives contacts of one customer; if the primary is among them, the successor gets the star.
pub(super) fn archive(
    recorder: &mut Recorder<'_>,
    ids: &[ContactId],
    successor: Successor,
) -> Result<Act, Error> {
    let (before, contacts) = of_one_customer(recorder, ids)?;
    for contact in &contacts {
        let why: &str = match contact.standing() {
            Standing::Active => continue,
            Standing::Archived => "is already archived",
            Standing::Unlinked => &format!("was unlinked from {}", contact.source_name()),
        };
        return Err(unchanged(contact, why));
    }
    let primary_left = transfer_primary(recorder, &before, &contacts, successor)?;
    let open_tasks = open_tasks(recorder, &contacts)?;
    let now = recorder.now().as_millis().to_string();
    for contact in &contacts {
        recorder.set(
            subject(contact),
            Field::ArchivedAt,
            Some(now.clone()),
            Names::default(),
        )?;
    }
    let status = peace::follow_leaving(recorder, before.id, &contacts)?;
    let (customer, contacts) = of_one_customer(recorder, ids)?;
    Ok(Act {
        label: format!("archived {}", who(&contacts)),
        outcome: Outcome::ContactsArchived {
            contacts,
            customer,
            primary_left,
            open_tasks,
            status,
        },
    })
}

/// Restores archived contacts of one customer, without the star.
pub(super) fn restore(recorder: &mut Recorder<'_>, ids: &[ContactId]) -> Result<Act, Error> {
    let (customer, contacts) = of_one_customer(recorder, ids)?;
    for contact in &contacts {
        let why: &str = match contact.standing() {
            Standing::Archived => continue,
            Standing::Active => "is not archived",
            Standing::Unlinked => &format!(
                "was unlinked from {}; relink that contact first",
                contact.source_name()
            ),
        };
        return Err(unchanged(contact, why));
    }
    let free = recorder.held_back(customer.id)?;
    for contact in &contacts {
        recorder.set(subject(contact), Field::ArchivedAt, None, Names::default())?;
    }
    let status = peace::follow_back(recorder, customer.id, &free)?;
    let (_, contacts) = of_one_customer(recorder, ids)?;
    Ok(Act {
        label: format!("restored {}", who(&contacts)),
        outcome: Outcome::ContactsRestored { contacts, status },
    })
}

/// Refuses a change to contacts because of one of them: `Ann Lee is already archived; nothing changed.`
pub(super) fn unchanged(contact: &Contact, why: &str) -> Error {
    Error::Refused(format!("{} {why}; nothing changed.", contact.name))
}

/// Finds contacts and their customer.
pub(super) fn of_one_customer(
    recorder: &Recorder<'_>,
    ids: &[ContactId],
) -> Result<(Customer, Vec<Contact>), Error> {
    let unique: BTreeSet<&ContactId> = ids.iter().collect();
    let contacts = recorder.contacts_of(ids)?;
    if contacts.len() < unique.len() {
        return Err(Error::no_contact());
    }
    let Some(first) = contacts.first() else {
        return Err(Error::Refused(
            "No contact is selected; select one first.".to_owned(),
        ));
    };
    if contacts
        .iter()
        .any(|contact| contact.customer_id != first.customer_id)
    {
        return Err(Error::Refused(
            "These contacts belong to several customers; act on one customer at a time.".to_owned(),
        ));
    }
    let customer = recorder
        .customer(first.customer_id)?
        .ok_or_else(Error::no_customer)?;
    Ok((customer, contacts))
}

/// Takes the star from a primary who leaves; says whether one did.
pub(super) fn transfer_primary(
    recorder: &mut Recorder<'_>,
    customer: &Customer,
    leaving: &[Contact],
    successor: Successor,
) -> Result<bool, Error> {
    if !leaving.iter().any(|contact| contact.is_primary) {
        return Ok(false);
    }
    match successor {
        Successor::Nobody => set_primary::write(recorder, customer, None)?,
        Successor::Contact(id) => {
            let next = set_primary::candidate(recorder, customer, id)?;
            if leaving.iter().any(|contact| contact.id == next.id) {
                return Err(Error::Refused(format!(
                    "{} is archived too; choose another successor.",
                    next.name
                )));
            }
            set_primary::write(recorder, customer, Some(&next))?;
        }
    }
    Ok(true)
}

/// Lists the open tasks of contacts who leave.
pub(super) fn open_tasks(recorder: &Recorder<'_>, leaving: &[Contact]) -> Result<Vec<Task>, Error> {
    let mut all = Vec::new();
    for contact in leaving {
        let tasks = recorder.tasks_of_contact(contact.id)?.into_iter();
        all.extend(tasks.filter(|task| task.done_at.is_none()));
    }
    Ok(all)
}

/// Names one contact or counts several.
pub(super) fn who(contacts: &[Contact]) -> String {
    match contacts {
        [one] => one.name.to_string(),
        many => format!("{} contacts", many.len()),
    }
}
