//! How what is held of HubSpot is written; it is no part of a history.

use super::Recorder;
use crate::domain::{
    Contact, ContactId, CustomerId, Email, Entity, Field, GoneWhy, HubSpotId, RemoteContact,
};
use crate::store::{Cell, Op};
use crate::workspace::Error;

impl Recorder<'_> {
    /// Keeps a person of HubSpot as they are now; what is held of HubSpot is no part of a history.
    pub(in crate::workspace) fn put_remote(&self, remote: &RemoteContact) -> Result<(), Error> {
        Ok(self.writer.put_remote(remote)?)
    }

    /// Puts a person under the id that a merge gave them.
    pub(in crate::workspace) fn rename_remote(&self, old: HubSpotId, new: HubSpotId) -> Result<(), Error> {
        Ok(self.writer.rename_remote(old, new)?)
    }

    /// Forgets a person who is not in HubSpot any more.
    pub(in crate::workspace) fn forget_remote(&self, id: HubSpotId) -> Result<(), Error> {
        Ok(self.writer.forget_remote(id)?)
    }

    /// Finds the contact of a customer beside a given one that follows a record.
    pub(in crate::workspace) fn other_follower(
        &self,
        id: HubSpotId,
        customer: CustomerId,
        contact: ContactId,
    ) -> Result<Option<Contact>, Error> {
        let followers = self.followers(id)?;
        let other = followers.iter().find(|other| {
            other.customer == customer
                && other.contact != contact
                && other.link.is_linked()
                && !other.is_deleted
        });
        match other {
            Some(other) => Ok(self.contact(other.contact)?),
            None => Ok(None),
        }
    }

    /// Doubts a record, or notes what became of it.
    pub(in crate::workspace) fn doubt(&self, id: HubSpotId, verdict: Option<GoneWhy>) -> Result<(), Error> {
        Ok(self.writer.doubt(id, verdict)?)
    }

    /// Notes that the address of a person cannot be taken over at a customer.
    pub(in crate::workspace) fn note_blocked(
        &self,
        customer: CustomerId,
        id: HubSpotId,
    ) -> Result<(), Error> {
        Ok(self.writer.note_blocked(customer, id)?)
    }

    /// Gives contacts other addresses, all at once, so that they can take over each other's.
    pub(in crate::workspace) fn move_addresses(&mut self, moves: &[(Contact, Email)]) -> Result<(), Error> {
        for (contact, _) in moves {
            self.writer.vacate_address(contact.id)?;
        }
        for (contact, email) in moves {
            let cell = Cell {
                entity: Entity::Contact,
                id: contact.id.uuid(),
                field: Field::Email,
            };
            self.writer.set_cell(cell, Some(email.as_str()), self.now)?;
            self.ops.push(Op {
                customer: Some(contact.customer_id),
                entity: Entity::Contact,
                id: contact.id.uuid(),
                subject: contact.name.to_string(),
                field: Field::Email,
                old: Some(contact.email.to_string()),
                new: Some(email.to_string()),
                old_name: None,
                new_name: None,
            });
        }
        Ok(())
    }

    /// Takes a record out of doubt.
    pub(in crate::workspace) fn trust(&self, id: HubSpotId) -> Result<(), Error> {
        Ok(self.writer.trust(id)?)
    }
}
