//! How what is held of the source is written; it is no part of a history.

use super::Recorder;
use crate::domain::{Contact, ContactId, CustomerId, Email, Entity, Field, GoneWhy, RemoteContact, RemoteId};
use crate::store::{Cell, Op};
use crate::workspace::Error;

impl Recorder<'_> {
    /// Keeps a person as the source has them now, unless they were erased.
    pub(in crate::workspace) fn put_remote(&self, remote: &RemoteContact) -> Result<(), Error> {
        if self.stays_erased(remote)? {
            return Ok(self.writer.forget_association(remote.id)?);
        }
        Ok(self.writer.put_remote(remote)?)
    }

    /// Returns whether a person was erased, and no contact that is here follows them or was added with the address since.
    pub(in crate::workspace) fn stays_erased(&self, remote: &RemoteContact) -> Result<bool, Error> {
        Ok(self.has_erased()?
            && self.was_erased(remote)?
            && self
                .followers(remote.id)?
                .iter()
                .all(|follower| follower.is_deleted)
            && match &remote.email {
                Some(email) => self.contacts_by_email(email)?.is_empty(),
                None => true,
            })
    }

    /// Returns whether anybody was ever erased; asked once for all people of a page.
    fn has_erased(&self) -> Result<bool, Error> {
        match self.some_erased.get() {
            Some(known) => Ok(*known),
            None => {
                let found = self.has_erased_anyone()?;
                Ok(*self.some_erased.get_or_init(|| found))
            }
        }
    }

    /// Puts a person under the id that a merge gave them.
    pub(in crate::workspace) fn rename_remote(&self, old: RemoteId, new: RemoteId) -> Result<(), Error> {
        Ok(self.writer.rename_remote(old, new)?)
    }

    /// Forgets a person who is not at the source any more.
    pub(in crate::workspace) fn forget_remote(&self, id: RemoteId) -> Result<(), Error> {
        Ok(self.writer.forget_remote(id)?)
    }

    /// Finds the contact of a customer beside a given one that follows a record.
    pub(in crate::workspace) fn other_follower(
        &self,
        id: RemoteId,
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

    /// Notes a record that the source is to be asked about.
    pub(in crate::workspace) fn suspect_missing(&self, id: RemoteId) -> Result<(), Error> {
        Ok(self.writer.suspect_missing(id)?)
    }

    /// Notes what became of a record that is gone.
    pub(in crate::workspace) fn conclude_missing(&self, id: RemoteId, why: GoneWhy) -> Result<(), Error> {
        Ok(self.writer.conclude_missing(id, why)?)
    }

    /// Notes that the address of a person cannot be taken over at a customer.
    pub(in crate::workspace) fn note_blocked(&self, customer: CustomerId, id: RemoteId) -> Result<(), Error> {
        Ok(self.writer.note_blocked(customer, id)?)
    }

    /// Returns contacts other addresses, all at once, so that they can take over each other's.
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

    /// Notes that a record is present.
    pub(in crate::workspace) fn confirm_present(&self, id: RemoteId) -> Result<(), Error> {
        Ok(self.writer.confirm_present(id)?)
    }
}
