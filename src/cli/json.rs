//! The JSON documents of the commands; their field names are a promise.

use serde::Serialize;

use crate::domain::{
    ChangeId, Channel, Contact, ContactId, Customer, CustomerDomain, CustomerId, Event, HistoryEntry,
    NotificationKind, Owner, Person, Reverted, Route, SafeText, Source, Tags, Timestamp, UndoEntry,
};

/// A contact.
#[derive(Debug, Serialize)]
pub(super) struct ContactJson<'a> {
    object: &'static str,
    id: ContactId,
    customer_id: CustomerId,
    name: &'a str,
    email: &'a str,
    title: Option<&'a SafeText>,
    phone: Option<&'a SafeText>,
    is_primary: bool,
    source: Source,
    hubspot_id: Option<&'a SafeText>,
    linked: bool,
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
            title: contact.title.as_ref(),
            phone: contact.phone.as_ref(),
            is_primary: contact.is_primary,
            source: contact.source,
            hubspot_id: contact.hubspot_id.as_ref(),
            linked: contact.hubspot_id.is_some(),
            archived_at: contact.archived_at,
            created_at: contact.created_at,
            updated_at: contact.updated_at,
        }
    }
}

/// A contact that was added.
#[derive(Debug, Serialize)]
pub(super) struct AddedJson<'a> {
    #[serde(flatten)]
    pub(super) contact: ContactJson<'a>,
    pub(super) promoted: bool,
    pub(super) also_at: Vec<&'a str>,
}

/// Contacts.
#[derive(Debug, Serialize)]
pub(super) struct ContactsJson<'a> {
    pub(super) contacts: Vec<ContactJson<'a>>,
}

/// A customer.
#[derive(Debug, Serialize)]
pub(super) struct CustomerJson<'a> {
    object: &'static str,
    id: CustomerId,
    display_id: u32,
    name: &'a str,
    domain: Option<&'a str>,
    sharing_domain: u32,
    owner: Option<&'a Owner>,
    plan: Option<&'a SafeText>,
    status: &'static str,
    tags: &'a Tags,
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
            tags: &customer.tags,
            primary: customer.primary.as_ref().map(ContactJson::from),
            contacts: customer.contacts,
            created_at: customer.created_at,
            updated_at: customer.updated_at,
        }
    }
}

/// Customers.
#[derive(Debug, Serialize)]
pub(super) struct CustomersJson<'a> {
    pub(super) customers: Vec<CustomerJson<'a>>,
}

/// Customers that were imported.
#[derive(Debug, Serialize)]
pub(super) struct ImportedJson<'a> {
    pub(super) added: usize,
    pub(super) already_here: usize,
    pub(super) customers: Vec<CustomerJson<'a>>,
}

/// Where notifications go.
#[derive(Debug, Serialize)]
pub(super) struct RoutesJson<'a> {
    pub(super) routes: Vec<RouteJson<'a>>,
}

/// Where notifications of one kind go.
#[derive(Debug, Serialize)]
pub(super) struct RouteJson<'a> {
    kind: NotificationKind,
    recipient: Option<&'a Person>,
    reason: &'static str,
    channels: &'static [Channel],
}

impl<'a> From<&'a Route> for RouteJson<'a> {
    fn from(route: &'a Route) -> Self {
        Self {
            kind: route.kind,
            recipient: route.to.person(),
            reason: route.to.reason(),
            channels: route.channels(),
        }
    }
}

/// The history of a customer.
#[derive(Debug, Serialize)]
pub(super) struct HistoryJson<'a> {
    pub(super) history: Vec<EntryJson<'a>>,
}

/// A line of a history; also a row of its CSV.
#[derive(Debug, Serialize)]
pub(super) struct EntryJson<'a> {
    pub(super) at: Timestamp,
    pub(super) actor: &'a str,
    pub(super) cause: &'static str,
    pub(super) entity: &'static str,
    pub(super) entity_id: String,
    pub(super) subject: &'a str,
    pub(super) event: &'static str,
    pub(super) field: &'static str,
    pub(super) old: Option<&'a str>,
    pub(super) new: Option<&'a str>,
    pub(super) change: ChangeId,
    pub(super) sentence: String,
}

impl<'a> From<&'a HistoryEntry> for EntryJson<'a> {
    fn from(entry: &'a HistoryEntry) -> Self {
        let (event, field, old, new) = match &entry.event {
            Event::Added(held) => ("added", "record", None, Some(held.as_str())),
            Event::Removed(held) => ("removed", "record", Some(held.as_str()), None),
            Event::Changed { field, old, new } => ("changed", field.key(), old.as_deref(), new.as_deref()),
        };
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

/// What undo did.
#[derive(Debug, Serialize)]
pub(super) struct UndoneJson<'a> {
    pub(super) undone: RevertedJson<'a>,
}

/// What redo did.
#[derive(Debug, Serialize)]
pub(super) struct RedoneJson<'a> {
    pub(super) redone: RevertedJson<'a>,
}

/// A change whose fields got their other values.
#[derive(Debug, Serialize)]
pub(super) struct RevertedJson<'a> {
    label: &'a str,
    applied: usize,
    refused: Vec<RefusedJson<'a>>,
}

/// A field that undo or redo left alone.
#[derive(Debug, Serialize)]
struct RefusedJson<'a> {
    subject: &'a str,
    field: &'static str,
    why: &'a str,
}

impl<'a> From<&'a Reverted> for RevertedJson<'a> {
    fn from(reverted: &'a Reverted) -> Self {
        let refused = reverted.refused.iter().map(|refusal| RefusedJson {
            subject: &refusal.subject,
            field: refusal.field.key(),
            why: &refusal.why,
        });
        Self {
            label: &reverted.label,
            applied: reverted.applied,
            refused: refused.collect(),
        }
    }
}

/// The last changes.
#[derive(Debug, Serialize)]
pub(super) struct ChangesJson<'a> {
    pub(super) changes: Vec<ChangeJson<'a>>,
}

/// A change that can be taken back or was.
#[derive(Debug, Serialize)]
pub(super) struct ChangeJson<'a> {
    id: ChangeId,
    at: Timestamp,
    actor: &'a str,
    label: &'a str,
    state: &'static str,
}

impl<'a> From<&'a UndoEntry> for ChangeJson<'a> {
    fn from(entry: &'a UndoEntry) -> Self {
        Self {
            id: entry.id,
            at: entry.at,
            actor: entry.actor.as_str(),
            label: &entry.label,
            state: entry.state.key(),
        }
    }
}
