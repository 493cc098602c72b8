//! The data of a portal, and the changes that people make there.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::contents::Contents;
use super::record::{Held, PortalCompany, PortalContact};

/// The id of the first contact.
const FIRST_CONTACT: u64 = 101;

/// The id of the first company.
const FIRST_COMPANY: u64 = 501;

/// How a company and a contact are associated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tie {
    /// Unlabelled: type 280.
    Plain,
    /// The company is the contact's primary one: types 280 and 2.
    Primary,
}

/// The contacts and companies of one account at HubSpot.
#[derive(Debug, Clone)]
pub struct Portal {
    id: u64,
    contacts: Contents,
    companies: BTreeMap<u64, Held<PortalCompany>>,
    next_company: u64,
    /// The owners by id: address, first and last name.
    owners: BTreeMap<u64, (String, String, String)>,
    ties: BTreeMap<u64, BTreeMap<u64, Tie>>,
    /// Where the ids lead that were merged away.
    merged: BTreeMap<u64, u64>,
}

impl Default for Portal {
    /// Makes an empty portal with the id 4242424.
    fn default() -> Self {
        Self::new(4_242_424)
    }
}

impl Portal {
    /// Makes an empty portal.
    pub fn new(portal_id: u64) -> Self {
        Self {
            id: portal_id,
            contacts: Contents::new(FIRST_CONTACT),
            companies: BTreeMap::new(),
            next_company: FIRST_COMPANY,
            owners: BTreeMap::new(),
            ties: BTreeMap::new(),
            merged: BTreeMap::new(),
        }
    }

    /// Returns the id of the portal.
    pub const fn id(&self) -> u64 {
        self.id
    }

    /// Makes it another portal with the same data, as if the token were of another account.
    pub const fn set_id(&mut self, portal_id: u64) {
        self.id = portal_id;
    }

    /// Adds an owner, a user of the account.
    pub fn add_owner(&mut self, id: u64, email: &str, first_name: &str, last_name: &str) {
        let owner = (email.to_owned(), first_name.to_owned(), last_name.to_owned());
        self.owners.insert(id, owner);
    }

    /// Lists the owners by id.
    pub(super) const fn owners(&self) -> &BTreeMap<u64, (String, String, String)> {
        &self.owners
    }

    /// Adds a contact and gives its id, from 101 on; it counts as created when it was last modified.
    pub fn add_contact(&mut self, contact: PortalContact) -> u64 {
        self.contacts.add(contact)
    }

    /// Adds a company and gives its id, from 501 on; it counts as created when it was last modified.
    pub fn add_company(&mut self, company: PortalCompany) -> u64 {
        let id = self.next_company;
        self.next_company += 1;
        let created = company.modified;
        self.companies.insert(
            id,
            Held {
                id,
                created,
                record: company,
            },
        );
        id
    }

    /// Associates a contact with a company, without a label: type 280.
    pub fn associate(&mut self, company: u64, contact: u64) {
        self.ties
            .entry(company)
            .or_default()
            .entry(contact)
            .or_insert(Tie::Plain);
    }

    /// Associates a contact with the company that is its primary one: types 280 and 2.
    pub fn associate_primary(&mut self, company: u64, contact: u64) {
        self.ties
            .entry(company)
            .or_default()
            .insert(contact, Tie::Primary);
    }

    /// Parts a contact and a company.
    pub fn dissociate(&mut self, company: u64, contact: u64) {
        if let Some(ties) = self.ties.get_mut(&company) {
            ties.remove(&contact);
        }
    }

    /// Returns a contact, archived or not, also by an id that was merged away.
    pub fn contact(&self, id: u64) -> Option<&PortalContact> {
        self.held_contact(id).map(|held| &held.record)
    }

    /// Returns a company.
    pub fn company(&self, id: u64) -> Option<&PortalCompany> {
        self.companies.get(&id).map(|held| &held.record)
    }

    /// Goes through all contacts by id, archived ones too.
    pub fn contacts(&self) -> impl Iterator<Item = (u64, &PortalContact)> {
        self.contacts.all().map(|held| (held.id, &held.record))
    }

    /// Goes through all companies by id.
    pub fn companies(&self) -> impl Iterator<Item = (u64, &PortalCompany)> {
        self.companies.values().map(|held| (held.id, &held.record))
    }

    /// Changes a contact at a time; says whether there is such a contact.
    pub fn edit_contact(&mut self, id: u64, at: Timestamp, edit: impl FnOnce(&mut PortalContact)) -> bool {
        let id = self.current_id(id);
        self.contacts.edit(id, |contact| {
            contact.modified = at;
            edit(contact);
        })
    }

    /// Moves a contact to the recycle bin; says whether there is such a contact.
    pub fn archive_contact(&mut self, id: u64, at: Timestamp) -> bool {
        self.edit_contact(id, at, |contact| contact.archived = true)
    }

    /// Fetches a contact out of the recycle bin; says whether there is such a contact.
    pub fn restore_contact(&mut self, id: u64, at: Timestamp) -> bool {
        self.edit_contact(id, at, |contact| contact.archived = false)
    }

    /// Deletes a contact for good: it is not found any more, archived or not. Says whether there was such a contact.
    pub fn delete_contact(&mut self, id: u64) -> bool {
        let id = self.current_id(id);
        for ties in self.ties.values_mut() {
            ties.remove(&id);
        }
        self.contacts.take(id).is_some()
    }

    /// Merges two contacts into one with a new id, and gives that id.
    ///
    /// The winner's values stay, the loser's fill what is empty; the loser's address becomes another one. Both old ids vanish from search and lead to the new
    /// contact where it is read by id. An id that is not held counts as a contact without values.
    pub fn merge_contacts(&mut self, winner: u64, loser: u64, at: Timestamp) -> u64 {
        let (winner, loser) = (self.current_id(winner), self.current_id(loser));
        let kept = self.contacts.take(winner).unwrap_or_default();
        let other = self.contacts.take(loser).unwrap_or_default();
        let mut emails = kept.email.into_iter().chain(other.email);
        let email = emails.next();
        let more = kept.additional_emails.into_iter().chain(other.additional_emails);
        let id = self.contacts.add(PortalContact {
            email,
            additional_emails: emails.chain(more).collect(),
            firstname: kept.firstname.or(other.firstname),
            lastname: kept.lastname.or(other.lastname),
            jobtitle: kept.jobtitle.or(other.jobtitle),
            phone: kept.phone.or(other.phone),
            modified: at,
            archived: false,
        });
        for ties in self.ties.values_mut() {
            let tie = [ties.remove(&winner), ties.remove(&loser)]
                .into_iter()
                .flatten()
                .max();
            if let Some(tie) = tie {
                ties.insert(id, tie);
            }
        }
        self.merged.extend([(winner, id), (loser, id)]);
        id
    }

    /// Changes a company at a time; says whether there is such a company.
    pub fn edit_company(&mut self, id: u64, at: Timestamp, edit: impl FnOnce(&mut PortalCompany)) -> bool {
        let Some(held) = self.companies.get_mut(&id) else {
            return false;
        };
        held.record.modified = at;
        edit(&mut held.record);
        true
    }

    /// Finds a contact for a reading by id.
    pub(super) fn held_contact(&self, id: u64) -> Option<&Held<PortalContact>> {
        self.contacts.get(self.current_id(id))
    }

    /// Returns the contacts among which search looks.
    pub(super) const fn held_contacts(&self) -> &Contents {
        &self.contacts
    }

    /// Returns the companies among which search looks.
    pub(super) const fn held_companies(&self) -> &BTreeMap<u64, Held<PortalCompany>> {
        &self.companies
    }

    /// Goes through the live contacts of a company whose ids are above another one.
    pub(super) fn ties_after(&self, company: u64, after: u64) -> impl Iterator<Item = (u64, Tie)> {
        self.ties
            .get(&company)
            .into_iter()
            .flatten()
            .map(|(contact, tie)| (*contact, *tie))
            .filter(move |(contact, _)| {
                *contact > after
                    && self
                        .contacts
                        .get(*contact)
                        .is_some_and(|held| !held.record.archived)
            })
    }

    /// Follows an id that was merged away, as often as it was.
    fn current_id(&self, mut id: u64) -> u64 {
        // A merge leads to a higher id, so this ends.
        while let Some(next) = self.merged.get(&id) {
            id = *next;
        }
        id
    }
}
