//! The JSON documents of the commands; their field names are a promise.

use serde::Serialize;

use crate::domain::{
    ChangeId, Channel, Contact, ContactId, Customer, CustomerDomain, CustomerId, Event, HistoryEntry,
    HubSpotId, Link, NotificationKind, Owner, Person, RemoteCompany, RemoteContact, Reverted, Route,
    SafeText, Source, SyncFault, SyncKind, Tags, Timestamp, UndoEntry,
};
use crate::sync::Report;

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
    hubspot_id: Option<HubSpotId>,
    linked: bool,
    gone_from_hubspot: Option<&'static str>,
    unlinked_at: Option<Timestamp>,
    edited_here: Vec<&'static str>,
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
            title: contact.title.as_ref(),
            phone: contact.phone.as_ref(),
            is_primary: contact.is_primary,
            source: contact.source,
            hubspot_id: contact.hubspot_id(),
            linked: contact.is_linked(),
            gone_from_hubspot: match contact.link {
                Some(Link::Gone { why, .. }) => Some(why.key()),
                Some(Link::Linked { .. } | Link::Unlinked { .. }) | None => None,
            },
            unlinked_at: match contact.link {
                Some(Link::Unlinked { at, .. }) => Some(at),
                Some(Link::Linked { .. } | Link::Gone { .. }) | None => None,
            },
            edited_here: contact.edited_here.iter().map(|field| field.key()).collect(),
            portal: contact.invitation.key(),
            portal_at: contact.invitation.at(),
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

/// What a sync did.
#[derive(Debug, Serialize)]
pub(super) struct SyncJson<'a> {
    state: &'static str,
    kind: Option<SyncKind>,
    linked: u64,
    updated: u64,
    unchanged: u64,
    gone: u64,
    kept_away: u64,
    near_misses: u64,
    requests: u64,
    seconds: f64,
    error: Option<&'a SyncFault>,
}

impl<'a> From<&'a Report> for SyncJson<'a> {
    fn from(report: &'a Report) -> Self {
        let counts = report.counts;
        Self {
            state: report.state.key(),
            kind: report.kind,
            linked: counts.linked,
            updated: counts.updated,
            unchanged: counts.unchanged,
            gone: counts.gone,
            kept_away: counts.kept_away,
            near_misses: report.near_misses,
            requests: report.requests,
            seconds: report.took.as_secs_f64(),
            error: report.fault.as_ref(),
        }
    }
}

/// Near misses.
#[derive(Debug, Serialize)]
pub(super) struct NearMissesJson<'a> {
    pub(super) near_misses: Vec<super::sync::NearMissJson<'a>>,
}

/// A person of HubSpot.
#[derive(Debug, Serialize)]
pub(super) struct PersonJson {
    hubspot_id: HubSpotId,
    name: String,
    email: Option<String>,
    title: Option<String>,
}

impl From<&RemoteContact> for PersonJson {
    fn from(person: &RemoteContact) -> Self {
        Self {
            hubspot_id: person.id,
            name: person.name.to_string(),
            email: person.email.as_ref().map(ToString::to_string),
            title: person.title.as_ref().map(ToString::to_string),
        }
    }
}

/// Companies of HubSpot, and those of them that were added.
#[derive(Debug, Serialize)]
pub(super) struct CompaniesJson<'a> {
    pub(super) companies: Vec<CompanyJson<'a>>,
    pub(super) added: usize,
    pub(super) already_here: usize,
    pub(super) customers: Vec<CustomerJson<'a>>,
}

/// A company of HubSpot.
#[derive(Debug, Serialize)]
pub(super) struct CompanyJson<'a> {
    hubspot_id: HubSpotId,
    name: &'a str,
    domain: Option<&'a str>,
}

impl<'a> From<&'a RemoteCompany> for CompanyJson<'a> {
    fn from(company: &'a RemoteCompany) -> Self {
        Self {
            hubspot_id: company.id,
            name: company.name.as_str(),
            domain: company.domains.first().map(CustomerDomain::ascii),
        }
    }
}

/// The state of the connection to HubSpot.
#[derive(Debug, Serialize)]
pub(super) struct StatusJson {
    pub(super) state: &'static str,
    pub(super) token: &'static str,
    pub(super) account: Option<i64>,
    pub(super) last_full_at: Option<Timestamp>,
    pub(super) last_incremental_at: Option<Timestamp>,
    pub(super) linked: u64,
    pub(super) gone: u64,
    pub(super) unlinked: u64,
    pub(super) held: u64,
    pub(super) message: Option<String>,
}
