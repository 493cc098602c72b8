//! The JSON documents of the commands; their field names are a promise.

use std::borrow::Cow;

use serde::Serialize;

use super::plan_json::RoleJson;
use crate::domain::{
    AddressConflict, ChangeId, Channel, ContactId, CustomerDomain, Detail, NotificationKind, Person,
    RemoteCompany, RemoteContact, RemoteId, Reverted, Route, SyncFault, SyncKind, SyncReport, Timestamp,
    UndoEntry,
};
pub(super) use crate::export::{ContactJson, CustomerJson, EntryJson, NoteJson};

/// Contacts that were changed together.
#[derive(Debug, Serialize)]
pub(super) struct ChangedContactsJson<'a> {
    pub(super) contacts: Vec<ContactJson<'a>>,
}

/// A contact that was added.
#[derive(Debug, Serialize)]
pub(super) struct AddedJson<'a> {
    #[serde(flatten)]
    pub(super) contact: ContactJson<'a>,
    pub(super) promoted: bool,
    pub(super) also_at: Vec<&'a str>,
}

/// Notes.
#[derive(Debug, Serialize)]
pub(super) struct NotesJson<'a> {
    pub(super) notes: Vec<NoteJson<'a>>,
}

/// Where notifications go.
#[derive(Debug, Serialize)]
pub(super) struct RoutesJson<'a> {
    pub(super) routes: Vec<RouteJson<'a>>,
    /// Of the tasks that are for whoever holds a role.
    pub(super) roles: Vec<RouteJson<'a>>,
}

/// Where notifications of one kind go.
#[derive(Debug, Serialize)]
pub(super) struct RouteJson<'a> {
    kind: NotificationKind,
    recipient: Option<&'a Person>,
    reason: &'static str,
    #[serde(flatten)]
    role: Option<RoleJson<'a>>,
    channels: &'static [Channel],
}

impl<'a> From<&'a Route> for RouteJson<'a> {
    fn from(route: &'a Route) -> Self {
        Self {
            kind: route.kind,
            recipient: route.to.person(),
            reason: route.to.reason(),
            role: route
                .by_role
                .as_ref()
                .map(|by| RoleJson::new(by, route.to.rule())),
            channels: route.channels(),
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
    field: Cow<'static, str>,
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
    conflicts: Vec<ConflictJson<'a>>,
    requests: u64,
    seconds: f64,
    error: Option<&'a SyncFault>,
}

impl<'a> From<&'a SyncReport> for SyncJson<'a> {
    fn from(report: &'a SyncReport) -> Self {
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
            conflicts: report.conflicts.iter().map(ConflictJson::from).collect(),
            requests: report.requests,
            seconds: report.took.as_secs_f64(),
            error: report.fault.as_ref(),
        }
    }
}

/// A person whose address in HubSpot is that of another contact here.
#[derive(Debug, Serialize)]
pub(super) struct ConflictJson<'a> {
    customer: u32,
    customer_name: &'a str,
    hubspot_id: RemoteId,
    name: &'a str,
    email: &'a str,
    contact: Option<ContactId>,
    contact_email: Option<&'a str>,
    held_by: ContactId,
    held_by_name: &'a str,
    message: String,
    fix: String,
}

impl<'a> From<&'a AddressConflict> for ConflictJson<'a> {
    fn from(conflict: &'a AddressConflict) -> Self {
        let contact = conflict.contact.as_ref();
        Self {
            customer: conflict.display_id,
            customer_name: conflict.customer_name.as_str(),
            hubspot_id: conflict.person.id,
            name: contact.map_or(conflict.person.name.as_str(), |contact| contact.name.as_str()),
            email: conflict.holder.email.as_str(),
            contact: contact.map(|contact| contact.id),
            contact_email: contact.map(|contact| contact.email.as_str()),
            held_by: conflict.holder.id,
            held_by_name: conflict.holder.name.as_str(),
            message: conflict.sentence(),
            fix: conflict.fix(),
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
    hubspot_id: RemoteId,
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
            title: person.details[Detail::Title].as_ref().map(ToString::to_string),
        }
    }
}

/// Companies of HubSpot, and those of them that were added.
#[derive(Debug, Serialize)]
pub(super) struct CompaniesJson<'a> {
    pub(super) companies: Vec<CompanyJson<'a>>,
    pub(super) added: usize,
    pub(super) already_here: usize,
    /// What could not be read of HubSpot.
    pub(super) error: Option<&'a SyncFault>,
    pub(super) customers: Vec<CustomerJson<'a>>,
}

/// A company of HubSpot.
#[derive(Debug, Serialize)]
pub(super) struct CompanyJson<'a> {
    hubspot_id: RemoteId,
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
