//! Takes away contacts that were recorded in error; their fields are scrubbed, an empty row stays, and what sync brought stays away.

use super::archive::{of_one_customer, open_tasks, transfer_primary, who};
use super::recorder::Recorder;
use super::{Act, Error, notes};
use crate::domain::{ContactId, ContactRecord, Outcome, Successor};
use crate::store::{NewContact, Tombstone};

/// Deletes contacts of one customer, archived or not.
pub(super) fn delete(recorder: &mut Recorder<'_>, ids: &[ContactId]) -> Result<Act, Error> {
    let (before, contacts) = of_one_customer(recorder, ids)?;
    let primary_left = transfer_primary(recorder, &before, &contacts, Successor::Nobody)?;
    let open_tasks = open_tasks(recorder, &contacts)?;
    let notes = notes::delete_with(recorder, &contacts)?;
    let rows: Vec<_> = contacts
        .iter()
        .map(|contact| NewContact {
            id: contact.id,
            customer: contact.customer_id,
            record: ContactRecord::from(contact),
        })
        .collect();
    recorder.remove_contacts(&rows, Tombstone::Left)?;
    let customer = recorder.customer(before.id)?.ok_or_else(Error::no_customer)?;
    Ok(Act {
        label: format!("deleted {}", who(&contacts)),
        outcome: Outcome::ContactsDeleted {
            contacts,
            customer,
            primary_left,
            open_tasks,
            notes,
        },
    })
}
