//! Puts remote people together with contacts: by their address at exactly a customer's domain, or by hand.

mod moves;

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use super::Error;
use super::edit_contact::subject;
use super::recorder::{Names, Recorder};
use crate::domain::{
    Contact, ContactEdit, ContactFields, ContactId, ContactRecord, ContactSource, CustomValues, CustomerId,
    Detail, Domain, Email, Field, Follows, GoneWhy, Link, LinkedBy, Merge, OtherEmails, RemoteContact,
    RemoteId, SafeText, SyncCounts, merge,
};
use crate::store::Follower;

/// Takes remote people in, one by one; addresses that go round, and new contacts, are settled at the end.
pub(super) struct Linker<'r, 'a, 'p> {
    recorder: &'r mut Recorder<'a>,
    customers: HashMap<Domain, Rc<[CustomerId]>>,
    movers: Vec<Mover>,
    joining: Vec<(CustomerId, Cow<'p, RemoteContact>)>,
    new: Vec<(CustomerId, ContactRecord)>,
    /// The other addresses that contacts have at the source; they are given once the first ones are settled.
    others: Vec<(ContactId, OtherEmails)>,
    counts: SyncCounts,
}

/// A contact whose record has another address now.
struct Mover {
    contact: Contact,
    person: RemoteId,
    to: Email,
    /// Whether the counts have it already.
    is_counted: bool,
}

/// What taking in a record did to a contact.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Merged {
    /// It was as the source has it.
    Unchanged,
    /// It has new values.
    Changed,
    /// It has no new values yet but for the address, which is settled at the end.
    Moving,
}

impl<'r, 'a, 'p> Linker<'r, 'a, 'p> {
    pub(super) fn new(recorder: &'r mut Recorder<'a>) -> Self {
        Self {
            recorder,
            customers: HashMap::new(),
            movers: Vec::new(),
            joining: Vec::new(),
            new: Vec::new(),
            others: Vec::new(),
            counts: SyncCounts::default(),
        }
    }

    /// Keeps a person as the source has them now, and brings every contact that follows them in line.
    pub(super) fn take(&mut self, remote: &'p RemoteContact) -> Result<(), Error> {
        let before = self.recorder.remote(remote.id)?;
        let customers = self.customers_of(remote)?;
        let followers = self.recorder.followers_against(remote.id, before.as_ref())?;
        let is_of_nobody = before.is_none() && customers.is_empty() && followers.is_empty();
        if is_of_nobody || self.recorder.stays_erased(remote)? {
            return Ok(());
        }
        let is_new = before.as_ref() != Some(remote);
        for (at, follower) in followers.iter().enumerate() {
            let is_behind = is_new || follower.is_behind;
            if !is_in_place_of(follower, followers.get(..at).unwrap_or_default()) {
                self.follow(*follower, is_behind, remote, &customers)?;
            }
        }
        for customer in customers.iter().copied() {
            if !followers.iter().any(|follower| follower.customer == customer) {
                self.joining.push((customer, Cow::Borrowed(remote)));
            }
        }
        if is_new {
            self.recorder.put_remote(remote)?;
        }
        Ok(())
    }

    /// Brings a contact in line with its record, as one that is linked by hand, again, or whose edit was taken back.
    pub(super) fn align(&mut self, contact: &Contact, remote: &RemoteContact) -> Result<(), Error> {
        self.merge_into(contact, remote).map(drop)
    }

    /// Tries once more what stood in the way of an address of another contact.
    pub(super) fn retry(&mut self, customer: CustomerId, person: RemoteId) -> Result<(), Error> {
        let Some(remote) = self.recorder.remote(person)? else {
            return Ok(());
        };
        let customers = self.customers_of(&remote)?;
        let mut followers = self.recorder.followers(person)?;
        followers.retain(|follower| follower.customer == customer);
        for (at, follower) in followers.iter().enumerate() {
            if !is_in_place_of(follower, followers.get(..at).unwrap_or_default()) {
                self.follow(*follower, true, &remote, &customers)?;
            }
        }
        if followers.is_empty() && customers.contains(&customer) {
            self.joining.push((customer, Cow::Owned(remote)));
        }
        Ok(())
    }

    /// Settles the addresses, adds the new contacts and returns what was done.
    pub(super) fn finish(mut self) -> Result<SyncCounts, Error> {
        self.settle_moves()?;
        for (customer, remote) in std::mem::take(&mut self.joining) {
            self.join(customer, &remote)?;
        }
        // Who was found by another address has that of the record as the first one now, if it follows.
        self.settle_moves()?;
        let Self {
            recorder,
            new,
            others,
            mut counts,
            ..
        } = self;
        let added = recorder.add_contacts(new.into_iter(), &|_| {})?;
        moves::settle_other_emails(recorder, others)?;
        counts.linked += u64::try_from(added.iter().flatten().count()).unwrap_or(0);
        Ok(counts)
    }

    /// Returns the customers at the domain of one of a person's addresses.
    fn customers_of(&mut self, remote: &RemoteContact) -> Result<Rc<[CustomerId]>, Error> {
        match remote.domains().as_slice() {
            [] => Ok(Rc::default()),
            [only] => self.customers_at(only),
            several => {
                let mut all = Vec::new();
                for domain in several {
                    all.extend(self.customers_at(domain)?.iter().copied());
                }
                all.sort_unstable();
                all.dedup();
                Ok(all.into())
            }
        }
    }

    fn customers_at(&mut self, domain: &Domain) -> Result<Rc<[CustomerId]>, Error> {
        if let Some(known) = self.customers.get(domain) {
            return Ok(Rc::clone(known));
        }
        let found: Rc<[CustomerId]> = self.recorder.customers_at(domain)?.into();
        self.customers.insert(domain.clone(), Rc::clone(&found));
        Ok(found)
    }

    /// Brings a contact in line that has to do with the record already.
    fn follow(
        &mut self,
        follower: Follower,
        is_behind: bool,
        remote: &RemoteContact,
        customers: &[CustomerId],
    ) -> Result<(), Error> {
        let is_at_domain = customers.contains(&follower.customer);
        match follower.link {
            Link::Unlinked { .. } => {
                self.counts.kept_away += 1;
                // Whom sync brought keeps the source's values, so that relinking shows no edits that nobody made.
                if !follower.is_deleted && follower.source.is_remote() && is_behind {
                    let contact = self.contact(follower.contact)?;
                    self.merge_into(&contact, remote)?;
                }
            }
            Link::Gone { .. } if !is_at_domain => {}
            Link::Gone { .. } => {
                let contact = self.contact(follower.contact)?;
                self.link(&contact, remote.id)?;
                self.merge_into(&contact, remote)?;
                self.counts.linked += 1;
            }
            Link::Linked {
                by: LinkedBy::Domain, ..
            } if !is_at_domain && remote.has_left(self.recorder.domain_of(follower.customer)?.as_ref()) => {
                self.recorder.conclude_missing(remote.id, GoneWhy::Moved)?;
                // What the source says of them elsewhere is not taken over: the contact stays as it was.
            }
            Link::Linked { .. } => {
                let merged = if is_behind {
                    let contact = self.contact(follower.contact)?;
                    self.merge_into(&contact, remote)?
                } else {
                    Merged::Unchanged
                };
                match merged {
                    Merged::Unchanged => self.counts.unchanged += 1,
                    Merged::Changed => self.counts.updated += 1,
                    Merged::Moving => {
                        if let Some(mover) = self.movers.last_mut() {
                            mover.is_counted = false;
                        }
                    }
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
        let Some(contact) = self.holder(customer, email)? else {
            self.new
                .push((customer, new_contact(remote, email, LinkedBy::Domain)));
            return Ok(());
        };
        match contact.link {
            // Who was parted from a record that may still be there stays away from that one.
            Some(link @ Link::Unlinked { .. }) => {
                self.recorder.suspect_missing(link.id())?;
                self.counts.kept_away += 1;
            }
            // The same address under another id: the record before was merged or deleted, or has another address, or both
            // spellings of an international address are there. It is asked for, and it is tried again at the end.
            Some(link @ Link::Linked { .. }) => {
                self.recorder.suspect_missing(link.id())?;
                self.recorder.note_blocked(customer, remote.id)?;
            }
            Some(Link::Gone { .. }) | None => {
                self.link(&contact, remote.id)?;
                self.merge_into(&contact, remote)?;
                self.counts.linked += 1;
            }
        }
        Ok(())
    }

    /// Lets the contacts that follow a record which is not there any more follow the one that has their address now, and
    /// keeps those away from it that were parted from the one before.
    ///
    /// Where the customer has somebody else of that record the contact stays as it is, and its address is in conflict.
    pub(super) fn replace(&mut self, gone: RemoteId) -> Result<(), Error> {
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
            let others = self.recorder.followers(remote.id)?;
            if others.iter().any(|other| other.customer == follower.customer) {
                self.recorder.note_blocked(follower.customer, remote.id)?;
                continue;
            }
            if let Link::Unlinked { .. } = follower.link {
                self.set_link(&contact, Some(follower.link.with_id(remote.id)))?;
            } else {
                self.link(&contact, remote.id)?;
                self.merge_into(&contact, &remote)?;
                self.counts.updated += 1;
            }
        }
        Ok(())
    }

    fn contact(&self, id: ContactId) -> Result<Contact, Error> {
        self.recorder.contact(id)?.ok_or_else(Error::no_contact)
    }

    fn link(&mut self, contact: &Contact, id: RemoteId) -> Result<(), Error> {
        let by = match contact.link {
            Some(Link::Linked { by, .. }) => by,
            Some(Link::Gone { .. } | Link::Unlinked { .. }) | None => LinkedBy::Domain,
        };
        self.set_link(contact, Some(Link::Linked { id, by }))
    }

    fn set_link(&mut self, contact: &Contact, link: Option<Link>) -> Result<(), Error> {
        set_link(self.recorder, contact, link)
    }

    /// Returns a contact the values of the source that no local edit stands against, but for the address.
    fn merge_into(&mut self, contact: &Contact, remote: &RemoteContact) -> Result<Merged, Error> {
        let local = contact.fields();
        let follows = contact
            .follows
            .unwrap_or_else(|| Follows::at_first_link(&local, remote));
        let Merge { edits, follows } = merge(&local, follows, remote);
        self.recorder.set(
            subject(contact),
            Field::Follows,
            Some(follows.to_string()),
            Names::default(),
        )?;
        let noted = self.recorder.op_count();
        let mut has_other_emails = false;
        for edit in edits {
            if let ContactEdit::Detail(Detail::OtherEmails, text) = &edit {
                let listed = OtherEmails::valid_of(text.as_ref().map_or("", SafeText::as_str));
                let free =
                    self.recorder
                        .free_other_emails(contact.customer_id, contact.id, listed.clone())?;
                has_other_emails |= free != contact.other_emails();
                self.others.push((contact.id, listed));
                continue;
            }
            let text = edit.value().map(str::to_owned);
            self.recorder
                .set(subject(contact), edit.field(), text, Names::default())?;
        }
        let is_changed = self.recorder.op_count() > noted || has_other_emails;
        let to = remote.email.clone().filter(|email| *email != contact.email);
        let is_moving = match to.filter(|_| follows.holds(Field::Email)) {
            Some(to) => {
                self.movers.push(Mover {
                    contact: contact.clone(),
                    person: remote.id,
                    to,
                    is_counted: true,
                });
                true
            }
            None => false,
        };
        Ok(match (is_changed, is_moving) {
            (true, _) => Merged::Changed,
            (false, true) => Merged::Moving,
            (false, false) => Merged::Unchanged,
        })
    }
}

/// Returns whether a contact would follow a record again that another of its customer, which comes before it, follows.
fn is_in_place_of(follower: &Follower, before: &[Follower]) -> bool {
    let takes_part = |link| matches!(link, Link::Linked { .. } | Link::Gone { .. });
    matches!(follower.link, Link::Gone { .. })
        && before
            .iter()
            .any(|other| other.customer == follower.customer && !other.is_deleted && takes_part(other.link))
}

/// Brings contacts in line with the records that they follow.
pub(super) fn align(recorder: &mut Recorder<'_>, ids: &[ContactId]) -> Result<(), Error> {
    let mut linker = Linker::new(recorder);
    for id in ids {
        let Some(contact) = linker.recorder.contact(*id)? else {
            continue;
        };
        if let Some(Link::Linked { id, .. }) = contact.link
            && let Some(remote) = linker.recorder.remote(id)?
        {
            linker.align(&contact, &remote)?;
        }
    }
    linker.finish().map(drop)
}

/// Makes the contact of a person whom nobody has added here.
pub(super) fn new_contact(remote: &RemoteContact, email: &Email, by: LinkedBy) -> ContactRecord {
    ContactRecord {
        fields: ContactFields {
            name: remote.name.clone(),
            email: email.clone(),
            details: remote.details.clone(),
            custom: CustomValues::default(),
        },
        source: ContactSource::Remote(remote.id.source()),
        link: Some(Link::Linked { id: remote.id, by }),
        follows: Some(Follows::all_of(remote)),
        archived_at: None,
    }
}

/// Writes what a contact is to a remote record.
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
