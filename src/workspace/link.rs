//! Puts people of HubSpot together with contacts: by their address at exactly a customer's domain, or by hand.

use std::collections::HashMap;

use super::Error;
use super::edit_contact::subject;
use super::recorder::{Names, Recorder};
use crate::domain::{
    Contact, ContactEdit, ContactFields, ContactId, CustomerId, Domain, Email, Field, GoneWhy, HubSpotId,
    Link, LinkedBy, RemoteContact, SafeText, Source, SyncCounts, merge,
};
use crate::store::{ContactRecord, Follower};

/// Takes people of HubSpot in, one by one, and adds the new contacts at the end.
pub(super) struct Linker<'r, 'a> {
    recorder: &'r mut Recorder<'a>,
    customers: HashMap<Domain, Vec<CustomerId>>,
    new: Vec<(CustomerId, ContactRecord)>,
    counts: SyncCounts,
}

impl<'r, 'a> Linker<'r, 'a> {
    pub(super) fn new(recorder: &'r mut Recorder<'a>) -> Self {
        Self {
            recorder,
            customers: HashMap::new(),
            new: Vec::new(),
            counts: SyncCounts::default(),
        }
    }

    /// Keeps a person as HubSpot has them now, and brings every contact that follows them in line.
    pub(super) fn take(&mut self, remote: &RemoteContact) -> Result<(), Error> {
        let before = self.recorder.remote(remote.id)?;
        let customers = match remote.domain() {
            Some(domain) => self.customers_at(domain)?,
            None => Vec::new(),
        };
        let followers = self.recorder.followers(remote.id)?;
        if before.is_none() && customers.is_empty() && followers.is_empty() {
            return Ok(());
        }
        for follower in &followers {
            self.follow(*follower, before.as_ref(), remote, &customers)?;
        }
        for customer in customers {
            if !followers.iter().any(|follower| follower.customer == customer) {
                self.join(customer, remote)?;
            }
        }
        if before.as_ref() != Some(remote) {
            self.recorder.put_remote(remote)?;
        }
        Ok(())
    }

    /// Fills what is empty in a contact that is linked for the first time.
    pub(super) fn fill(&mut self, contact: &Contact, remote: &RemoteContact) -> Result<(), Error> {
        self.merge_into(contact, None, remote).map(drop)
    }

    /// Adds the new contacts and says what was done.
    pub(super) fn finish(self) -> Result<SyncCounts, Error> {
        let Self {
            recorder,
            new,
            mut counts,
            ..
        } = self;
        let added = recorder.add_contacts(new.into_iter())?;
        counts.linked += u64::try_from(added.iter().flatten().count()).unwrap_or(0);
        Ok(counts)
    }

    fn customers_at(&mut self, domain: &Domain) -> Result<Vec<CustomerId>, Error> {
        if let Some(known) = self.customers.get(domain) {
            return Ok(known.clone());
        }
        let found = self.recorder.customers_at(domain)?;
        self.customers.insert(domain.clone(), found.clone());
        Ok(found)
    }

    /// Brings a contact in line that has to do with the record already.
    fn follow(
        &mut self,
        follower: Follower,
        before: Option<&RemoteContact>,
        remote: &RemoteContact,
        customers: &[CustomerId],
    ) -> Result<(), Error> {
        let is_at_domain = customers.contains(&follower.customer);
        match follower.link {
            Link::Unlinked { .. } => {
                self.counts.kept_away += 1;
                // Whom sync brought keeps HubSpot's values, so that relinking shows no edits that nobody made.
                if !follower.is_deleted && follower.source == Source::HubSpot && before != Some(remote) {
                    let contact = self.contact(follower.contact)?;
                    self.merge_into(&contact, before, remote)?;
                }
            }
            Link::Gone { .. } if !is_at_domain => {}
            Link::Gone { .. } => {
                let contact = self.contact(follower.contact)?;
                self.link(&contact, remote.id)?;
                self.merge_into(&contact, before, remote)?;
                self.counts.linked += 1;
            }
            Link::Linked {
                by: LinkedBy::Domain, ..
            } if !is_at_domain && self.recorder.domain_of(follower.customer)?.as_ref() != remote.domain() => {
                self.recorder.doubt(remote.id, Some(GoneWhy::Moved))?;
                // What HubSpot says of them elsewhere is not taken over: the contact stays as it was.
            }
            Link::Linked { .. } => {
                let changed = before != Some(remote) && {
                    let contact = self.contact(follower.contact)?;
                    self.merge_into(&contact, before, remote)?
                };
                if changed {
                    self.counts.updated += 1;
                } else {
                    self.counts.unchanged += 1;
                }
            }
        }
        Ok(())
    }

    /// Links a person at a customer that has nobody with this id: the contact with their address, or a new one.
    fn join(&mut self, customer: CustomerId, remote: &RemoteContact) -> Result<(), Error> {
        let Some(email) = &remote.email else {
            return Ok(());
        };
        let holder = self
            .recorder
            .contacts_by_email(email)?
            .into_iter()
            .find(|contact| contact.customer_id == customer);
        let Some(contact) = holder else {
            self.new
                .push((customer, new_contact(remote, email, LinkedBy::Domain)));
            return Ok(());
        };
        match contact.link {
            // Who was parted from a record that may still be there stays away from that one.
            Some(link @ Link::Unlinked { .. }) => {
                self.recorder.doubt(link.id(), None)?;
                self.counts.kept_away += 1;
            }
            // The same address under another id: the record before was merged or deleted, or both spellings of an
            // international address are there. It is asked for, and the link goes over only if it is not there.
            Some(link @ Link::Linked { .. }) => self.recorder.doubt(link.id(), None)?,
            Some(Link::Gone { .. }) | None => {
                let base = match contact.link {
                    Some(link) => self.recorder.remote(link.id())?,
                    None => None,
                };
                self.link(&contact, remote.id)?;
                self.merge_into(&contact, base.as_ref(), remote)?;
                self.counts.linked += 1;
            }
        }
        Ok(())
    }

    /// Lets the contacts that follow a record which is not there any more follow the one that has their address now, and
    /// keeps those away from it that were parted from the one before.
    pub(super) fn replace(&mut self, gone: HubSpotId) -> Result<(), Error> {
        for follower in self.recorder.followers(gone)? {
            if follower.is_deleted || matches!(follower.link, Link::Gone { .. }) {
                continue;
            }
            let contact = self.contact(follower.contact)?;
            let domain = contact.email.domain();
            if !self.customers_at(domain)?.contains(&follower.customer) {
                continue;
            }
            let mut holders = self.recorder.remotes_at(domain)?;
            holders.retain(|remote| remote.id != gone && remote.email.as_ref() == Some(&contact.email));
            let Some(remote) = holders.pop() else {
                continue;
            };
            if let Link::Unlinked { .. } = follower.link {
                self.set_link(&contact, Some(follower.link.with_id(remote.id)))?;
            } else {
                let base = self.recorder.remote(gone)?;
                self.link(&contact, remote.id)?;
                self.merge_into(&contact, base.as_ref(), &remote)?;
                self.counts.updated += 1;
            }
        }
        Ok(())
    }

    fn contact(&self, id: ContactId) -> Result<Contact, Error> {
        self.recorder.contact(id)?.ok_or_else(Error::no_contact)
    }

    fn link(&mut self, contact: &Contact, id: HubSpotId) -> Result<(), Error> {
        let by = match contact.link {
            Some(Link::Linked { by, .. }) => by,
            Some(Link::Gone { .. } | Link::Unlinked { .. }) | None => LinkedBy::Domain,
        };
        self.set_link(contact, Some(Link::Linked { id, by }))
    }

    fn set_link(&mut self, contact: &Contact, link: Option<Link>) -> Result<(), Error> {
        set_link(self.recorder, contact, link)
    }

    /// Gives a contact the values of HubSpot that no local edit stands against; says whether any was new.
    fn merge_into(
        &mut self,
        contact: &Contact,
        before: Option<&RemoteContact>,
        remote: &RemoteContact,
    ) -> Result<bool, Error> {
        let mut edits = merge(&contact.fields(), before, remote);
        edits.extend(self.new_address(contact, before, remote)?);
        let noted = self.recorder.noted();
        for edit in edits {
            let field = edit.field();
            let text = match edit {
                ContactEdit::Name(name) => Some(name.to_string()),
                ContactEdit::Email(email) => Some(email.to_string()),
                ContactEdit::Title(text) | ContactEdit::Phone(text) => text.as_ref().map(SafeText::to_string),
            };
            self.recorder
                .set(subject(contact), field, text, Names::default())?;
        }
        Ok(self.recorder.noted() > noted)
    }

    /// Gives the address that HubSpot has now, if the contact came from there with the one before and it is free.
    fn new_address(
        &self,
        contact: &Contact,
        before: Option<&RemoteContact>,
        remote: &RemoteContact,
    ) -> Result<Option<ContactEdit>, Error> {
        let (Some(before), Some(now)) = (before.and_then(|before| before.email.as_ref()), &remote.email)
        else {
            return Ok(None);
        };
        if contact.source != Source::HubSpot || contact.email != *before || before == now {
            return Ok(None);
        }
        let is_taken = self
            .recorder
            .contacts_by_email(now)?
            .iter()
            .any(|holder| holder.customer_id == contact.customer_id);
        Ok((!is_taken).then(|| ContactEdit::Email(now.clone())))
    }
}

/// Makes the contact of a person whom nobody has added here.
pub(super) fn new_contact(remote: &RemoteContact, email: &Email, by: LinkedBy) -> ContactRecord {
    ContactRecord {
        fields: ContactFields {
            name: remote.name.clone(),
            email: email.clone(),
            title: remote.title.clone(),
            phone: remote.phone.clone(),
        },
        source: Source::HubSpot,
        link: Some(Link::Linked { id: remote.id, by }),
        archived_at: None,
    }
}

/// Writes what a contact is to a record of HubSpot.
pub(super) fn set_link(
    recorder: &mut Recorder<'_>,
    contact: &Contact,
    link: Option<Link>,
) -> Result<(), Error> {
    recorder.set(
        subject(contact),
        Field::Link,
        link.map(|link| link.to_string()),
        Names::default(),
    )
}
