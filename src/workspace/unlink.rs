//! Unlinks contacts from the source, puts them together again, and links people by hand.

use super::add_contact::demand_free_address;
use super::archive::{of_one_customer, open_tasks, transfer_primary, unchanged, who};
use super::link::{Linker, align, new_contact, set_link};
use super::recorder::Recorder;
use super::{Act, Error, peace};
use crate::domain::{
    Contact, ContactId, CustomerDomain, CustomerId, Link, LinkedBy, Outcome, RemoteId, Successor,
};

/// Unlinks contacts of one customer; those that sync brought leave it, and if the primary is among them, the successor
/// gets the star.
pub(super) fn unlink(
    recorder: &mut Recorder<'_>,
    ids: &[ContactId],
    successor: Successor,
) -> Result<Act, Error> {
    let (before, contacts) = of_one_customer(recorder, ids)?;
    for contact in &contacts {
        match contact.link {
            Some(Link::Linked { .. } | Link::Gone { .. }) => {}
            Some(Link::Unlinked { .. }) => {
                return Err(unchanged(contact, "is already unlinked"));
            }
            None => {
                return Err(Error::Refused(format!(
                    "{} is not linked to HubSpot; to hide it, archive it instead.",
                    contact.name
                )));
            }
        }
    }
    let leaving: Vec<Contact> = contacts
        .iter()
        .filter(|contact| contact.source.is_remote())
        .cloned()
        .collect();
    let primary_left = transfer_primary(recorder, &before, &leaving, successor)?;
    let open_tasks = open_tasks(recorder, &leaving)?;
    let at = recorder.now();
    for contact in &contacts {
        let link = contact.link.map(|link| Link::Unlinked { id: link.id(), at });
        set_link(recorder, contact, link)?;
    }
    let status = peace::follow_leaving(recorder, before.id, &leaving)?;
    let (customer, contacts) = of_one_customer(recorder, ids)?;
    Ok(Act {
        label: format!("unlinked {} from HubSpot", who(&contacts)),
        outcome: Outcome::ContactsUnlinked {
            contacts,
            customer,
            primary_left,
            open_tasks,
            status,
        },
    })
}

/// Links unlinked contacts of one customer to the records they were parted from, without the star.
pub(super) fn relink(recorder: &mut Recorder<'_>, ids: &[ContactId]) -> Result<Act, Error> {
    let (customer, contacts) = of_one_customer(recorder, ids)?;
    let free = recorder.held_back(customer.id)?;
    for contact in &contacts {
        let Some(Link::Unlinked { id, .. }) = contact.link else {
            return Err(unchanged(contact, "was not unlinked"));
        };
        if let Some(other) = recorder.other_follower(id, customer.id, contact.id)? {
            return Err(Error::Refused(format!(
                "{} at {} is already linked to that HubSpot record. If {} is the same person, delete that contact; otherwise it cannot be linked.",
                other.name, customer.name, contact.name
            )));
        }
        // A person at another domain was linked by hand before, and a sync would not do it.
        let own = customer.domain.as_ref().map(CustomerDomain::domain);
        let at_domain = match recorder.remote(id)? {
            Some(remote) => own.is_some_and(|own| remote.is_at(own)),
            None => Some(contact.email.domain()) == own,
        };
        let by = if at_domain {
            LinkedBy::Domain
        } else {
            LinkedBy::Hand
        };
        set_link(recorder, contact, Some(Link::Linked { id, by }))?;
    }
    align(recorder, ids)?;
    let status = peace::follow_back(recorder, customer.id, &free)?;
    let (_, contacts) = of_one_customer(recorder, ids)?;
    Ok(Act {
        label: format!("linked {} to HubSpot again", who(&contacts)),
        outcome: Outcome::ContactsRelinked { contacts, status },
    })
}

/// Links a person who is held here to a customer, whatever their domain: the contact with their address, or a new one.
pub(super) fn link_person(
    recorder: &mut Recorder<'_>,
    customer: CustomerId,
    person: RemoteId,
) -> Result<Act, Error> {
    recorder.customer(customer)?.ok_or_else(Error::no_customer)?;
    let remote = recorder.remote(person)?.ok_or_else(|| {
        Error::NotFound(format!(
            "HubSpot contact {person} is not known here. Sync first, then name one from `pivotal near-misses`."
        ))
    })?;
    let Some(email) = remote.email.clone() else {
        return Err(Error::Refused(format!(
            "{} has no email in HubSpot, so nothing could be sent to them. Add one there first.",
            remote.name
        )));
    };
    let followers = recorder.followers(person)?;
    let own = followers.iter().find(|follower| follower.customer == customer);
    let holder = recorder
        .contacts_by_email(&email)?
        .into_iter()
        .find(|contact| contact.customer_id == customer);
    let link = Link::Linked {
        id: person,
        by: LinkedBy::Hand,
    };
    let known = match own {
        Some(follower) if !follower.is_deleted => recorder.contact(follower.contact)?,
        Some(_) | None => holder,
    };
    let id = match known {
        Some(contact) if contact.is_linked() => {
            return Err(unchanged(&contact, "is already linked"));
        }
        Some(contact) => {
            set_link(recorder, &contact, Some(link))?;
            let mut linker = Linker::new(recorder);
            linker.align(&contact, &remote)?;
            linker.finish()?;
            contact.id
        }
        None => recorder.add_contact(customer, new_contact(&remote, &email, LinkedBy::Hand))?,
    };
    let contact = recorder.contact(id)?.ok_or_else(Error::no_contact)?;
    let customer = recorder.customer(customer)?.ok_or_else(Error::no_customer)?;
    let also_at = demand_free_address(recorder, &customer, &contact.email, Some(&contact))?;
    Ok(Act {
        label: format!("linked {} to {} by hand", contact.name, customer.name),
        outcome: Outcome::PersonLinked {
            contact,
            customer,
            also_at,
        },
    })
}
