//! The JSON documents of contacts, customers, notes and histories; their field names are a promise.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::Subject;
use crate::domain::{
    Actor, ChangeId, Contact, ContactId, ContactSource, CustomValues, Customer, CustomerDomain, CustomerId,
    Date, Details, Event, HistoryEntry, Link, Note, NoteId, NoteSubject, NoteText, OnboardingId, Owner,
    RemoteId, SafeText, Tags, Timestamp,
};

/// A document with one list, written item by item.
pub struct Document<'w> {
    out: &'w mut dyn Write,
    count: usize,
}

impl<'w> Document<'w> {
    /// Begins the list.
    pub fn begin(out: &'w mut dyn Write, subject: Subject) -> io::Result<Self> {
        write!(out, "{{\"{}\":[", subject.key())?;
        Ok(Self { out, count: 0 })
    }

    /// Adds an item.
    pub fn write(&mut self, item: &impl Serialize) -> io::Result<()> {
        let before: &[u8] = if self.count == 0 { b"\n" } else { b",\n" };
        self.out.write_all(before)?;
        serde_json::to_writer(&mut self.out, item)?;
        self.count += 1;
        Ok(())
    }

    /// Ends the document, and gives how many items it has.
    pub fn finish(self) -> io::Result<usize> {
        let end: &[u8] = if self.count == 0 { b"]}\n" } else { b"\n]}\n" };
        self.out.write_all(end)?;
        Ok(self.count)
    }
}

/// What a line of a history tells, in words for programs.
pub(super) struct Summary<'a> {
    pub(super) event: &'static str,
    pub(super) field: Cow<'a, str>,
    pub(super) old: Option<&'a str>,
    pub(super) new: Option<&'a str>,
}

/// Takes a line of a history apart.
pub(super) fn summary(entry: &HistoryEntry) -> Summary<'_> {
    let (event, field, old, new) = match &entry.event {
        Event::Added(held) => ("added", "record".into(), None, Some(held.as_str())),
        Event::Removed(held) => ("removed", "record".into(), Some(held.as_str()), None),
        Event::Changed { field, old, new } => ("changed", field.key(), old.as_deref(), new.as_deref()),
        Event::Set { name, old, new } => ("changed", name.into(), old.as_deref(), new.as_deref()),
    };
    Summary {
        event,
        field,
        old,
        new,
    }
}

/// A contact.
#[derive(Debug, Serialize)]
pub struct ContactJson<'a> {
    object: &'static str,
    id: ContactId,
    customer_id: CustomerId,
    name: &'a str,
    email: &'a str,
    #[serde(flatten)]
    details: &'a Details<Option<SafeText>>,
    #[serde(serialize_with = "CustomValues::by_key")]
    fields: &'a CustomValues,
    is_primary: bool,
    source: ContactSource,
    hubspot_id: Option<RemoteId>,
    linked: bool,
    gone_from_hubspot: Option<&'static str>,
    unlinked_at: Option<Timestamp>,
    edited_here: Vec<Cow<'static, str>>,
    portal: &'static str,
    portal_at: Option<Timestamp>,
    archived_at: Option<Timestamp>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl<'a> From<&'a Contact> for ContactJson<'a> {
    fn from(contact: &'a Contact) -> Self {
        Self {
            object: "contact",
            id: contact.id,
            customer_id: contact.customer_id,
            name: contact.name.as_str(),
            email: contact.email.as_str(),
            details: &contact.details,
            fields: &contact.custom,
            is_primary: contact.is_primary,
            source: contact.source,
            hubspot_id: contact.remote_id(),
            linked: contact.is_linked(),
            gone_from_hubspot: match contact.link {
                Some(Link::Gone { why, .. }) => Some(why.key()),
                Some(Link::Linked { .. } | Link::Unlinked { .. }) | None => None,
            },
            unlinked_at: match contact.link {
                Some(Link::Unlinked { at, .. }) => Some(at),
                Some(Link::Linked { .. } | Link::Gone { .. }) | None => None,
            },
            edited_here: contact.edited_here().iter().map(|field| field.key()).collect(),
            portal: contact.invitation.key(),
            portal_at: contact.invitation.at(),
            archived_at: contact.archived_at,
            created_at: contact.created_at,
            updated_at: contact.updated_at,
        }
    }
}

/// Why and since when a customer is at risk.
#[derive(Debug, Serialize)]
struct RiskJson<'a> {
    reason: Option<&'a SafeText>,
    since: Option<Timestamp>,
}

/// A customer.
#[derive(Debug, Serialize)]
pub struct CustomerJson<'a> {
    object: &'static str,
    id: CustomerId,
    display_id: u32,
    name: &'a str,
    domain: Option<&'a str>,
    sharing_domain: u32,
    owner: Option<&'a Owner>,
    plan: Option<&'a SafeText>,
    status: &'static str,
    risk: Option<RiskJson<'a>>,
    win_back_on: Option<Date>,
    tags: &'a Tags,
    #[serde(serialize_with = "CustomValues::by_key")]
    fields: &'a CustomValues,
    primary: Option<ContactJson<'a>>,
    contacts: u64,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl<'a> From<&'a Customer> for CustomerJson<'a> {
    fn from(customer: &'a Customer) -> Self {
        Self {
            object: "customer",
            id: customer.id,
            display_id: customer.display_id,
            name: customer.name.as_str(),
            domain: customer.domain.as_ref().map(CustomerDomain::ascii),
            sharing_domain: customer.sharing_domain,
            owner: customer.owner.as_ref(),
            plan: customer.plan.as_ref(),
            status: customer.status.key(),
            risk: customer.risk().map(|risk| RiskJson {
                reason: risk.reason,
                since: risk.since,
            }),
            win_back_on: customer.win_back_on(),
            tags: &customer.tags,
            fields: &customer.custom,
            primary: customer.primary.as_ref().map(ContactJson::from),
            contacts: customer.contacts,
            created_at: customer.created_at,
            updated_at: customer.updated_at,
        }
    }
}

/// A note.
#[derive(Debug, Serialize)]
pub struct NoteJson<'a> {
    object: &'static str,
    id: NoteId,
    number: u32,
    customer_id: CustomerId,
    customer: &'a str,
    contact_id: Option<ContactId>,
    contact: Option<&'a str>,
    onboarding_id: Option<OnboardingId>,
    onboarding: Option<u32>,
    text: &'a NoteText,
    author: &'a Actor,
    created_at: Timestamp,
    edited_at: Option<Timestamp>,
    follow_up_on: Option<Date>,
}

impl<'a> From<&'a Note> for NoteJson<'a> {
    fn from(note: &'a Note) -> Self {
        let (contact, onboarding) = match &note.subject {
            NoteSubject::Customer => (None, None),
            NoteSubject::Contact { name, .. } => (Some(name.as_str()), None),
            NoteSubject::Onboarding { number, .. } => (None, Some(*number)),
        };
        Self {
            object: "note",
            id: note.id,
            number: note.number,
            customer_id: note.customer_id,
            customer: note.customer_name.as_str(),
            contact_id: note.subject.contact(),
            contact,
            onboarding_id: note.subject.onboarding(),
            onboarding,
            text: &note.text,
            author: &note.author,
            created_at: note.created_at,
            edited_at: note.edited_at,
            follow_up_on: note.follow_up_on,
        }
    }
}

/// A line of a history.
#[derive(Debug, Serialize)]
pub struct EntryJson<'a> {
    at: Timestamp,
    actor: &'a str,
    cause: &'static str,
    entity: &'static str,
    entity_id: String,
    subject: &'a str,
    event: &'static str,
    field: Cow<'a, str>,
    old: Option<&'a str>,
    new: Option<&'a str>,
    change: ChangeId,
    sentence: String,
}

impl<'a> From<&'a HistoryEntry> for EntryJson<'a> {
    fn from(entry: &'a HistoryEntry) -> Self {
        let Summary {
            event,
            field,
            old,
            new,
        } = summary(entry);
        Self {
            at: entry.at,
            actor: entry.actor.as_str(),
            cause: entry.cause.key(),
            entity: entry.entity.key(),
            entity_id: entry.entity_id.to_string(),
            subject: &entry.subject,
            event,
            field,
            old,
            new,
            change: entry.change,
            sentence: entry.sentence(),
        }
    }
}
