//! Addresses that go from contact to contact are settled together, so that a swap or a chain of them comes out even; other
//! addresses once the first ones are.

use std::collections::{BTreeMap, HashMap};

use super::{Linker, Mover};
use crate::domain::{Contact, ContactId, CustomerId, Detail, Email, Field, Link, OtherEmails, plan_moves};
use crate::workspace::Error;
use crate::workspace::edit_contact::subject;
use crate::workspace::recorder::{Names, Recorder};

impl Linker<'_, '_, '_> {
    /// Returns every contact the address that its record has, as far as no other contact keeps it.
    pub(super) fn settle_moves(&mut self) -> Result<(), Error> {
        let mut by_customer: BTreeMap<CustomerId, Vec<Mover>> = BTreeMap::new();
        for mover in std::mem::take(&mut self.movers) {
            by_customer
                .entry(mover.contact.customer_id)
                .or_default()
                .push(mover);
        }
        for (customer, movers) in by_customer {
            let mut holders = HashMap::new();
            for mover in &movers {
                if let Some(holder) = self.holder(customer, &mover.to)? {
                    holders.insert(mover.to.key(), holder);
                }
            }
            let wanted: Vec<(ContactId, String)> = movers
                .iter()
                .map(|mover| (mover.contact.id, mover.to.key()))
                .collect();
            let plan = plan_moves(&wanted, |address| holders.get(address).map(|holder| holder.id));
            let possible = plan.possible.iter().filter_map(|at| movers.get(*at));
            let moves: Vec<(Contact, Email)> = possible
                .map(|mover| (mover.contact.clone(), mover.to.clone()))
                .collect();
            for (contact, to) in &moves {
                let mut others = contact.other_emails();
                others.leave_out(|email| email == to);
                write_other_emails(self.recorder, contact, others)?;
            }
            self.recorder.move_addresses(&moves)?;
            for (at, mover) in movers.iter().enumerate() {
                let blocked = plan.blocked.iter().any(|(blocked, _)| *blocked == at);
                if blocked {
                    self.recorder.note_blocked(customer, mover.person)?;
                    self.suspect_holder(holders.get(&mover.to.key()), mover)?;
                }
                if !mover.is_counted {
                    let count = if blocked {
                        &mut self.counts.unchanged
                    } else {
                        &mut self.counts.updated
                    };
                    *count += 1;
                }
            }
        }
        Ok(())
    }

    /// Has the record of a contact asked for that has an address which the source gave to another person since.
    fn suspect_holder(&self, holder: Option<&Contact>, mover: &Mover) -> Result<(), Error> {
        if let Some(Link::Linked { id, .. }) = holder.and_then(|holder| holder.link)
            && id != mover.person
            && let Some(remote) = self.recorder.remote(id)?
            && remote.email.as_ref() == Some(&mover.to)
        {
            self.recorder.suspect_missing(id)?;
        }
        Ok(())
    }

    pub(super) fn holder(&self, customer: CustomerId, email: &Email) -> Result<Option<Contact>, Error> {
        let holders = self.recorder.contacts_by_email(email)?;
        Ok(holders
            .into_iter()
            .find(|contact| contact.customer_id == customer))
    }
}

/// Gives contacts the other addresses that their records have, but for their first ones and those of other contacts.
pub(super) fn settle_other_emails(
    recorder: &mut Recorder<'_>,
    all: Vec<(ContactId, OtherEmails)>,
) -> Result<(), Error> {
    // One that goes from a contact to another leaves the first before the second gets it.
    for (id, listed) in &all {
        let contact = recorder.contact(*id)?.ok_or_else(Error::no_contact)?;
        let mut kept = contact.other_emails();
        kept.leave_out(|email| !listed.holds(email));
        write_other_emails(recorder, &contact, kept)?;
    }
    for (id, listed) in all {
        let contact = recorder.contact(id)?.ok_or_else(Error::no_contact)?;
        write_other_emails(recorder, &contact, listed)?;
    }
    Ok(())
}

fn write_other_emails(
    recorder: &mut Recorder<'_>,
    contact: &Contact,
    others: OtherEmails,
) -> Result<(), Error> {
    let mut others = recorder.free_other_emails(contact.customer_id, contact.id, others)?;
    others.leave_out(|email| *email == contact.email);
    recorder.set(
        subject(contact),
        Field::Detail(Detail::OtherEmails),
        others.text().map(|text| text.to_string()),
        Names::default(),
    )
}
