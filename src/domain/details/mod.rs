//! What is known of one contact or customer in full, and where each of its values came from.

mod link;
mod origin;

pub use link::{LinkKind, WebLink};
pub use origin::{LoggedWrite, Origin, OriginKind, WrittenBy, origin};

use super::{
    Contact, ContactField, ContactId, Customer, CustomerId, Entity, FIELDS, Field, Name, Note, Notification,
    Onboarding, RemoteContact, RemoteId, SafeText, Task, TouchedRecord,
};

/// How many notes, tasks and notifications are read at most.
pub const MOST_SHOWN: usize = 20;

/// Whose details are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DetailsOf {
    /// A contact's.
    Contact(ContactId),
    /// A customer's.
    Customer(CustomerId),
}

impl DetailsOf {
    /// Returns whether the details surely show what a change wrote.
    pub fn show(self, record: &TouchedRecord) -> bool {
        match (self, record.entity) {
            (Self::Contact(id), Entity::Contact) => record.id == id.uuid(),
            (Self::Customer(id), Entity::Customer) => record.id == id.uuid(),
            (Self::Customer(id), Entity::Onboarding | Entity::Task | Entity::Note | Entity::Notification) => {
                record
                    .customer
                    .as_ref()
                    .is_some_and(|(customer, _)| *customer == id)
            }
            (Self::Contact(_) | Self::Customer(_), _) => false,
        }
    }
}

/// What is known of a contact or a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordDetails {
    /// Of a contact.
    Contact(Box<ContactDetails>),
    /// Of a customer.
    Customer(Box<CustomerDetails>),
}

impl RecordDetails {
    /// Returns whose they are.
    pub fn of(&self) -> DetailsOf {
        match self {
            Self::Contact(details) => DetailsOf::Contact(details.contact.id),
            Self::Customer(details) => DetailsOf::Customer(details.customer.id),
        }
    }

    /// Returns the name of the contact or customer.
    pub fn name(&self) -> &Name {
        match self {
            Self::Contact(details) => &details.contact.name,
            Self::Customer(details) => &details.customer.name,
        }
    }

    /// Returns the customer, or that of the contact.
    pub fn customer(&self) -> &Customer {
        match self {
            Self::Contact(details) => &details.customer,
            Self::Customer(details) => &details.customer,
        }
    }

    /// Returns the pages that can be opened.
    pub fn links(&self) -> &[WebLink] {
        match self {
            Self::Contact(details) => &details.links,
            Self::Customer(details) => &details.links,
        }
    }
}

/// All that is known of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactDetails {
    /// The contact.
    pub contact: Contact,
    /// The customer it belongs to.
    pub customer: Customer,
    /// Its fields, in the order of the form.
    pub values: Vec<KnownValue>,
    /// Contacts of other customers who have one of its addresses.
    pub also_at: Newest<SamePerson>,
    /// The notes on it.
    pub notes: Newest<Note>,
    /// Its open tasks, the first due first; those of a role that it holds alone too.
    pub tasks: Newest<Task>,
    /// The notifications to it.
    pub notifications: Newest<Notification>,
    /// The pages that can be opened.
    pub links: Vec<WebLink>,
}

/// All that is known of a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerDetails {
    /// The customer.
    pub customer: Customer,
    /// Its fields, in the order of the form.
    pub values: Vec<KnownValue>,
    /// How many people it has.
    pub people: PeopleCounts,
    /// The companies at the source that have its domain.
    pub companies: Vec<SourceCompany>,
    /// Its onboardings, newest first.
    pub onboardings: Newest<Onboarding>,
    /// The notes on it, its contacts and its onboardings.
    pub notes: Newest<Note>,
    /// Its open tasks, the first due first.
    pub tasks: Newest<Task>,
    /// The notifications about it.
    pub notifications: Newest<Notification>,
    /// The pages that can be opened.
    pub links: Vec<WebLink>,
}

/// A company at the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceCompany {
    /// Its id.
    pub id: RemoteId,
    /// Its name there.
    pub name: Name,
}

/// How many people a customer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PeopleCounts {
    /// Active ones.
    pub active: u64,
    /// Archived ones.
    pub archived: u64,
    /// Those who were unlinked from the source.
    pub unlinked: u64,
    /// Those who follow a record of the source.
    pub linked: u64,
}

/// The first rows of a list, and how many it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Newest<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// How many there are in all.
    pub total: usize,
}

impl<T> Newest<T> {
    /// Takes a whole list, of which the first [`MOST_SHOWN`] are kept.
    pub fn of(mut rows: Vec<T>) -> Self {
        let total = rows.len();
        rows.truncate(MOST_SHOWN);
        Self { rows, total }
    }

    /// Returns how many are not among the rows.
    pub fn left_out(&self) -> usize {
        self.total.saturating_sub(self.rows.len())
    }
}

/// A contact of another customer with the same address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamePerson {
    /// The customer's short number.
    pub display_id: u32,
    /// The customer's name.
    pub customer_name: Name,
    /// The contact there.
    pub contact: Contact,
}

/// A field with its value, and where that came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownValue {
    /// The field.
    pub field: Field,
    /// Its name on screens.
    pub label: String,
    /// The value as it is shown; empty if there is none.
    pub value: String,
    /// Where it came from, as far as the log tells.
    pub origin: Option<Origin>,
    /// What the source has in its place, if that differs.
    pub at_source: Option<SourceValue>,
}

/// What the source has where another value was written here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceValue(pub Option<SafeText>);

/// Tells the fields of a contact, each with where its value came from.
pub fn contact_values(
    contact: &Contact,
    writes: &[LoggedWrite],
    remote: Option<&RemoteContact>,
) -> Vec<KnownValue> {
    let edited_here = contact.edited_here();
    let follows = |field: Field| {
        contact
            .follows
            .is_some_and(|follows| contact.is_linked() && follows.holds(field))
    };
    let known = |field: Field, label: &str, value: &str| KnownValue {
        field,
        label: label.to_owned(),
        value: value.to_owned(),
        origin: origin(writes, field, Some(contact.source), follows(field))
            .filter(|(write, _)| !value.is_empty() || write.field != Field::Record)
            .map(|(_, origin)| match origin.kind {
                // A record without a name got one from its address.
                OriginKind::Remote if field == Field::Name && contact.has_stand_in_name() => Origin {
                    kind: OriginKind::FromAddress,
                    ..origin
                },
                _ => origin,
            }),
        at_source: remote
            .filter(|_| edited_here.contains(&field))
            .map(|remote| SourceValue(remote.value(field))),
    };
    let fields = FIELDS
        .iter()
        .map(|spec| known(spec.field.field(), spec.label, contact.text(spec.field)));
    let custom = contact.custom.named();
    let custom = custom
        .iter()
        .map(|one| known(Field::Custom(one.field), one.name.as_str(), one.value.as_str()));
    fields.chain(custom).collect()
}

/// Tells the fields of a customer, each with where its value came from.
pub fn customer_values(customer: &Customer, writes: &[LoggedWrite]) -> Vec<KnownValue> {
    let known = |field: Field, label: &str, value: String| KnownValue {
        origin: origin(writes, field, None, false)
            .filter(|(write, _)| !value.is_empty() || write.field != Field::Record)
            .map(|(_, origin)| origin),
        field,
        label: label.to_owned(),
        value,
        at_source: None,
    };
    let owner = customer.owner.as_ref();
    let owner = owner.map(|owner| format!("{} <{}>", owner.name, owner.email));
    let primary = customer.primary.as_ref();
    let primary = primary.map(|contact| format!("{} <{}>", contact.name, contact.email));
    let domain = customer.domain.as_ref().map(ToString::to_string);
    let plan = customer.plan.as_ref().map(ToString::to_string);
    // The day from which it is at risk is that of its status.
    let reason = customer.risk().and_then(|risk| risk.reason);
    let reason = reason.map(|reason| (Field::RiskReason, "Risk reason", reason.to_string()));
    let win_back = customer.win_back_on();
    let win_back = win_back.map(|day| (Field::WinBackOn, "Win back on", day.full()));
    let fields = [
        (Field::Name, "Name", customer.name.to_string()),
        (Field::Domain, "Domain", domain.unwrap_or_default()),
        (Field::Owner, "Owner", owner.unwrap_or_default()),
        (Field::Plan, "Plan", plan.unwrap_or_default()),
        (Field::Status, "Status", customer.status.to_string()),
    ];
    let last = [
        (Field::Tags, "Tags", customer.tags.to_string()),
        (Field::Primary, "Primary", primary.unwrap_or_default()),
    ];
    let fields = fields.into_iter().chain(reason).chain(win_back).chain(last);
    let fields = fields.map(|(field, label, value)| known(field, label, value));
    let custom = customer.custom.named();
    let custom = custom
        .iter()
        .map(|one| known(Field::Custom(one.field), one.name.as_str(), one.value.to_string()));
    fields.chain(custom).collect()
}

impl RemoteContact {
    /// Returns what the record has in a field, if it has anything.
    fn value(&self, field: Field) -> Option<SafeText> {
        match ContactField::of(field)? {
            ContactField::Name => Some(SafeText::clean(self.name.as_str())).filter(|_| self.is_named),
            ContactField::Email => self.email.as_ref().map(|email| SafeText::clean(email.as_str())),
            ContactField::Detail(detail) => self.details[detail].clone(),
        }
    }
}
