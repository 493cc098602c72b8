//! The JSON documents of the details of contacts and customers; their field names are a promise.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::json::{ContactJson, CustomerJson, NoteJson};
use super::plan_json::{NotificationJson, TaskJson};
use crate::domain::{
    Actor, ContactDetails, ContactId, CustomerDetails, Date, Field, KnownValue, Newest, Note, Notification,
    Onboarding, OnboardingId, Phase, RemoteId, SafeText, SamePerson, SourceCompany, SourceValue, Task,
    Timestamp, WebLink, custom_key,
};

/// A contact with all that is known of it.
#[derive(Debug, Serialize)]
pub(super) struct ContactDetailsJson<'a> {
    #[serde(flatten)]
    contact: ContactJson<'a>,
    customer: CustomerNameJson<'a>,
    provenance: ProvenanceJson<'a>,
    also_at: Vec<AlsoAtJson<'a>>,
    also_at_total: usize,
    #[serde(flatten)]
    lists: ListsJson<'a>,
    links: &'a [WebLink],
}

/// A customer with all that is known of it.
#[derive(Debug, Serialize)]
pub(super) struct CustomerDetailsJson<'a> {
    #[serde(flatten)]
    customer: CustomerJson<'a>,
    provenance: ProvenanceJson<'a>,
    archived_contacts: u64,
    unlinked_contacts: u64,
    linked_contacts: u64,
    hubspot_companies: Vec<SourceCompanyJson<'a>>,
    onboardings: Vec<OnboardingInBriefJson<'a>>,
    onboardings_total: usize,
    #[serde(flatten)]
    lists: ListsJson<'a>,
    links: &'a [WebLink],
}

#[derive(Debug, Serialize)]
struct CustomerNameJson<'a> {
    display_id: u32,
    name: &'a str,
}

/// A contact of another customer with the same address.
#[derive(Debug, Serialize)]
struct AlsoAtJson<'a> {
    customer: CustomerNameJson<'a>,
    contact_id: ContactId,
    name: &'a str,
}

#[derive(Debug, Serialize)]
struct SourceCompanyJson<'a> {
    hubspot_id: RemoteId,
    name: &'a str,
}

/// An onboarding of the customer; `pivotal onboarding list` tells whether it is late.
#[derive(Debug, Serialize)]
struct OnboardingInBriefJson<'a> {
    id: OnboardingId,
    number: u32,
    phase: &'a Phase,
    state: &'static str,
    target: Option<Date>,
    open_tasks: u64,
}

/// The first rows of the lists, and how many there are.
#[derive(Debug, Serialize)]
struct ListsJson<'a> {
    notes: Vec<NoteJson<'a>>,
    notes_total: usize,
    open_tasks: Vec<TaskJson<'a>>,
    open_tasks_total: usize,
    notifications: Vec<NotificationJson<'a>>,
    notifications_total: usize,
}

/// Where the value of each field came from, by the name under which the value stands beside it; of those of one's own,
/// under `fields` too.
#[derive(Debug)]
struct ProvenanceJson<'a>(&'a [KnownValue]);

struct OwnFields<'a>(&'a [KnownValue]);

#[derive(Debug, Serialize)]
struct ValueJson<'a> {
    source: Option<&'static str>,
    at: Option<Timestamp>,
    by: Option<&'a Actor>,
    differs_in_hubspot: bool,
    hubspot_value: Option<&'a str>,
}

impl<'a> From<&'a KnownValue> for ValueJson<'a> {
    fn from(known: &'a KnownValue) -> Self {
        let origin = known.origin.as_ref();
        let at_source = known.at_source.as_ref();
        Self {
            source: origin.map(|origin| origin.kind.key()),
            at: origin.map(|origin| origin.at),
            by: origin.map(|origin| &origin.by),
            differs_in_hubspot: at_source.is_some(),
            hubspot_value: at_source.and_then(|SourceValue(value)| value.as_ref().map(SafeText::as_str)),
        }
    }
}

impl Serialize for ProvenanceJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for known in self.0 {
            if !matches!(known.field, Field::Custom(_)) {
                map.serialize_entry(&known.field.key(), &ValueJson::from(known))?;
            }
        }
        map.serialize_entry("fields", &OwnFields(self.0))?;
        map.end()
    }
}

impl Serialize for OwnFields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let own = self
            .0
            .iter()
            .filter(|known| matches!(known.field, Field::Custom(_)));
        serializer.collect_map(own.map(|known| (custom_key(&known.label), ValueJson::from(known))))
    }
}

impl<'a> From<&'a ContactDetails> for ContactDetailsJson<'a> {
    fn from(details: &'a ContactDetails) -> Self {
        Self {
            contact: ContactJson::from(&details.contact),
            customer: CustomerNameJson {
                display_id: details.customer.display_id,
                name: details.customer.name.as_str(),
            },
            provenance: ProvenanceJson(&details.values),
            also_at: details.also_at.rows.iter().map(AlsoAtJson::from).collect(),
            also_at_total: details.also_at.total,
            lists: ListsJson::new(&details.notes, &details.tasks, &details.notifications),
            links: &details.links,
        }
    }
}

impl<'a> From<&'a CustomerDetails> for CustomerDetailsJson<'a> {
    fn from(details: &'a CustomerDetails) -> Self {
        Self {
            customer: CustomerJson::from(&details.customer),
            provenance: ProvenanceJson(&details.values),
            archived_contacts: details.people.archived,
            unlinked_contacts: details.people.unlinked,
            linked_contacts: details.people.linked,
            hubspot_companies: details.companies.iter().map(SourceCompanyJson::from).collect(),
            onboardings: details
                .onboardings
                .rows
                .iter()
                .map(OnboardingInBriefJson::from)
                .collect(),
            onboardings_total: details.onboardings.total,
            lists: ListsJson::new(&details.notes, &details.tasks, &details.notifications),
            links: &details.links,
        }
    }
}

impl<'a> From<&'a SamePerson> for AlsoAtJson<'a> {
    fn from(other: &'a SamePerson) -> Self {
        Self {
            customer: CustomerNameJson {
                display_id: other.display_id,
                name: other.customer_name.as_str(),
            },
            contact_id: other.contact.id,
            name: other.contact.name.as_str(),
        }
    }
}

impl<'a> From<&'a Onboarding> for OnboardingInBriefJson<'a> {
    fn from(one: &'a Onboarding) -> Self {
        Self {
            id: one.id,
            number: one.number,
            phase: &one.phase,
            state: one.state.key(),
            target: one.target,
            open_tasks: one.open_tasks,
        }
    }
}

impl<'a> From<&'a SourceCompany> for SourceCompanyJson<'a> {
    fn from(company: &'a SourceCompany) -> Self {
        Self {
            hubspot_id: company.id,
            name: company.name.as_str(),
        }
    }
}

impl<'a> ListsJson<'a> {
    fn new(
        notes: &'a Newest<Note>,
        tasks: &'a Newest<Task>,
        notifications: &'a Newest<Notification>,
    ) -> Self {
        Self {
            notes: notes.rows.iter().map(NoteJson::from).collect(),
            notes_total: notes.total,
            open_tasks: tasks.rows.iter().map(TaskJson::from).collect(),
            open_tasks_total: tasks.total,
            notifications: notifications.rows.iter().map(NotificationJson::from).collect(),
            notifications_total: notifications.total,
        }
    }
}
