//! Addresses that go from contact to contact are settled together, so that a swap or a chain of them comes out even.

use std::collections::{BTreeMap, HashMap};

use super::{Linker, Mover};
use crate::domain::{Contact, ContactId, CustomerId, Email, Link, plan_moves};
use crate::workspace::Error;

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
