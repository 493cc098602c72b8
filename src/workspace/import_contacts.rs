//! Adds the contacts of a list to a customer.

use super::recorder::Recorder;
use super::{Act, Error, custom_fields, set_primary};
use crate::domain::{
    ContactFields, ContactId, ContactRecord, ContactSource, CustomerContacts, CustomerId, ImportPrimary,
    Outcome, Progress, promotes,
};

/// Adds the contacts whose address the customer does not have yet, archived contacts included.
pub(super) fn import(
    recorder: &mut Recorder<'_>,
    customer: CustomerId,
    contacts: Vec<ContactFields>,
    (primary, misfits): (ImportPrimary, usize),
    tell: &dyn Fn(Progress),
) -> Result<Act, Error> {
    let before = recorder.customer(customer)?.ok_or_else(Error::no_customer)?;
    let contacts = custom_fields::fitting_contacts(recorder, contacts)?;
    let records = contacts.into_iter().map(|fields| (customer, pasted(fields)));
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
            misfits,
        },
    })
}

/// Adds the contacts of many customers whose address their customer does not have yet, archived contacts included.
pub(super) fn import_by_customer(
    recorder: &mut Recorder<'_>,
    all: Vec<CustomerContacts>,
    tell: &dyn Fn(Progress),
) -> Result<Act, Error> {
    let counts: Vec<(CustomerId, usize)> = all
        .iter()
        .map(|each| (each.customer, each.contacts.len()))
        .collect();
    let mut records: Vec<(CustomerId, ContactRecord)> = Vec::new();
    for each in all {
        let contacts = custom_fields::fitting_contacts(recorder, each.contacts)?;
        records.extend(contacts.into_iter().map(|fields| (each.customer, pasted(fields))));
    }
    let rows = recorder.add_contacts(records.into_iter(), tell)?;
    let mut rest = rows.as_slice();
    let mut customers = Vec::with_capacity(counts.len());
    for (id, count) in counts {
        let (own, after) = rest.split_at(count.min(rest.len()));
        rest = after;
        let added: Vec<ContactId> = own.iter().flatten().copied().collect();
        let Some(first) = added.first() else { continue };
        let customer = recorder.customer(id)?.ok_or_else(Error::no_customer)?;
        if promotes(customer.primary.as_ref(), ContactSource::Paste) {
            let contact = recorder.contact(*first)?.ok_or_else(Error::no_contact)?;
            set_primary::write(recorder, &customer, Some(&contact))?;
        }
        let customer = recorder.customer(id)?.ok_or_else(Error::no_customer)?;
        customers.push((customer, added.len()));
    }
    let added: usize = customers.iter().map(|(_, added)| added).sum();
    let noun = if added == 1 { "contact" } else { "contacts" };
    let label = match customers.as_slice() {
        [(customer, _)] => format!("added {added} {noun} to {}", customer.name),
        many => format!("added {added} {noun} to {} customers", many.len()),
    };
    Ok(Act {
        label,
        outcome: Outcome::ContactsImportedByCustomer {
            customers,
            already_here: rows.len() - added,
        },
    })
}

/// Returns the record of a contact of a list.
const fn pasted(fields: ContactFields) -> ContactRecord {
    ContactRecord {
        fields,
        source: ContactSource::Paste,
        link: None,
        follows: None,
        archived_at: None,
    }
}
