//! Adds the contacts of a list to a customer.

use super::recorder::Recorder;
use super::{Act, Error, set_primary};
use crate::domain::{
    ContactFields, ContactId, ContactRecord, ContactSource, CustomerId, ImportPrimary, Outcome, Progress,
    promotes,
};

/// Adds the contacts whose address the customer does not have yet, archived contacts included.
pub(super) fn import(
    recorder: &mut Recorder<'_>,
    customer: CustomerId,
    contacts: Vec<ContactFields>,
    primary: ImportPrimary,
    tell: &dyn Fn(Progress),
) -> Result<Act, Error> {
    let before = recorder.customer(customer)?.ok_or_else(Error::no_customer)?;
    let records = contacts.into_iter().map(|fields| {
        let record = ContactRecord {
            fields,
            source: ContactSource::Paste,
            link: None,
            follows: None,
            archived_at: None,
        };
        (customer, record)
    });
    let rows = recorder.add_contacts(records, tell)?;
    let added = rows.iter().flatten().count();
    let chosen: Option<ContactId> = match primary {
        ImportPrimary::FirstIfNone if promotes(before.primary.as_ref(), ContactSource::Paste) => {
            rows.iter().flatten().next().copied()
        }
        ImportPrimary::FirstIfNone => None,
        ImportPrimary::Row(row) => rows.get(row).copied().flatten(),
    };
    if let Some(id) = chosen {
        let contact = recorder.contact(id)?.ok_or_else(Error::no_contact)?;
        set_primary::write(recorder, &before, Some(&contact))?;
    }
    let promoted = match chosen {
        Some(id) => recorder.contact(id)?,
        None => None,
    };
    let customer = recorder.customer(customer)?.ok_or_else(Error::no_customer)?;
    let noun = if added == 1 { "contact" } else { "contacts" };
    Ok(Act {
        label: format!("added {added} {noun} to {}", customer.name),
        outcome: Outcome::ContactsImported {
            already_here: rows.len() - added,
            customer,
            added,
            promoted,
        },
    })
}
