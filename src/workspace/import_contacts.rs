//! Adds the contacts of a list to a customer.

use std::collections::BTreeSet;

use super::recorder::Recorder;
use super::{Act, Error, custom_fields, set_primary};
use crate::domain::{
    ContactFields, ContactId, ContactRecord, ContactSource, CustomerContacts, CustomerId, ImportPrimary,
    Outcome, Progress, Timestamp, promotes,
};

/// Adds the contacts whose address the customer does not have yet, archived contacts included.
pub(super) fn import(
    recorder: &mut Recorder<'_>,
    customer: CustomerId,
    (contacts, archived): (Vec<ContactFields>, &BTreeSet<usize>),
    (primary, misfits): (ImportPrimary, usize),
    tell: &dyn Fn(Progress),
) -> Result<Act, Error> {
    let before = recorder.customer(customer)?.ok_or_else(Error::no_customer)?;
    let contacts = custom_fields::fitting_contacts(recorder, contacts)?;
    let now = recorder.now();
    let records = contacts.into_iter().enumerate();
    let records =
        records.map(|(at, fields)| (customer, pasted(fields, archived.contains(&at).then_some(now))));
    let rows = recorder.add_contacts(records, tell)?;
    let added = rows.iter().flatten().count();
    let chosen: Option<ContactId> = match primary {
        ImportPrimary::FirstIfNone if promotes(before.primary.as_ref(), ContactSource::Paste) => {
            first_active(&rows, archived)
        }
        ImportPrimary::FirstIfNone => None,
        ImportPrimary::Row(row) if archived.contains(&row) => None,
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
    let now = recorder.now();
    let mut counts = Vec::with_capacity(all.len());
    let mut records: Vec<(CustomerId, ContactRecord)> = Vec::new();
    for each in all {
        let contacts = custom_fields::fitting_contacts(recorder, each.contacts)?;
        counts.push((each.customer, contacts.len(), each.primary, each.archived.clone()));
        let contacts = contacts.into_iter().enumerate();
        records.extend(contacts.map(|(at, fields)| {
            let archived_at = each.archived.contains(&at).then_some(now);
            (each.customer, pasted(fields, archived_at))
        }));
    }
    let rows = recorder.add_contacts(records.into_iter(), tell)?;
    let mut rest = rows.as_slice();
    let mut customers = Vec::with_capacity(counts.len());
    for (id, count, primary, archived) in counts {
        let (own, after) = rest.split_at(count.min(rest.len()));
        rest = after;
        let added = own.iter().flatten().count();
        if added == 0 {
            continue;
        }
        let listed = primary.filter(|at| !archived.contains(at));
        let listed = listed.and_then(|at| own.get(at).copied().flatten());
        let chosen = listed.or_else(|| first_active(own, &archived));
        let customer = recorder.customer(id)?.ok_or_else(Error::no_customer)?;
        if let Some(chosen) = chosen.filter(|_| promotes(customer.primary.as_ref(), ContactSource::Paste)) {
            let contact = recorder.contact(chosen)?.ok_or_else(Error::no_contact)?;
            set_primary::write(recorder, &customer, Some(&contact))?;
        }
        let customer = recorder.customer(id)?.ok_or_else(Error::no_customer)?;
        customers.push((customer, added));
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

/// Returns the first contact of a list that was added and is not archived.
fn first_active(rows: &[Option<ContactId>], archived: &BTreeSet<usize>) -> Option<ContactId> {
    let mut active = rows.iter().enumerate().filter(|(at, _)| !archived.contains(at));
    active.find_map(|(_, id)| *id)
}

/// Returns the record of a contact of a list.
const fn pasted(fields: ContactFields, archived_at: Option<Timestamp>) -> ContactRecord {
    ContactRecord {
        fields,
        source: ContactSource::Paste,
        link: None,
        follows: None,
        archived_at,
    }
}
