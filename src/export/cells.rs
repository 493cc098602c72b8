//! The columns of tables. Those that the import of the same things reads stand first, under the names that it knows.

use std::borrow::Cow;

use super::json::told;
use super::{Item, Subject};
use crate::domain::{Contact, ContactAt, Customer, CustomerDomain, HistoryEntry, SafeText, Timestamp};

const CONTACT: [&str; 13] = [
    "name",
    "email",
    "title",
    "phone",
    "primary",
    "source",
    "hubspot_id",
    "customer",
    "customer_number",
    "archived_at",
    "created_at",
    "updated_at",
    "id",
];

const CUSTOMER: [&str; 13] = [
    "name",
    "domain",
    "owner",
    "plan",
    "tags",
    "status",
    "number",
    "contacts",
    "primary",
    "primary_email",
    "created_at",
    "updated_at",
    "id",
];

const HISTORY: [&str; 10] = [
    "at",
    "actor",
    "cause",
    "entity",
    "entity_id",
    "subject",
    "event",
    "field",
    "old",
    "new",
];

/// Gives the names of the columns.
pub(super) const fn titles(subject: Subject) -> &'static [&'static str] {
    match subject {
        Subject::Contacts => &CONTACT,
        Subject::Customers => &CUSTOMER,
        Subject::History => &HISTORY,
    }
}

/// Hands the cells of a row on.
pub(super) fn each(item: Item<'_>, write: impl FnOnce(&[Cow<'_, str>])) {
    match item {
        Item::Contact(row) => write(&contact(row)),
        Item::Customer(row) => write(&customer(row)),
        Item::Entry(row) => write(&entry(row)),
    }
}

fn contact(row: &ContactAt) -> [Cow<'_, str>; CONTACT.len()] {
    let ContactAt {
        contact,
        customer,
        display_id,
    } = row;
    [
        contact.name.as_str().into(),
        contact.email.as_str().into(),
        text(contact.title.as_ref()),
        text(contact.phone.as_ref()),
        if contact.is_primary { "yes" } else { "" }.into(),
        contact.source.key().into(),
        contact
            .hubspot_id()
            .map_or(Cow::Borrowed(""), |id| id.to_string().into()),
        customer.as_str().into(),
        display_id.to_string().into(),
        time(contact.archived_at),
        time(Some(contact.created_at)),
        time(Some(contact.updated_at)),
        contact.id.to_string().into(),
    ]
}

fn customer(row: &Customer) -> [Cow<'_, str>; CUSTOMER.len()] {
    let primary = row.primary.as_ref();
    [
        row.name.as_str().into(),
        row.domain.as_ref().map_or("", CustomerDomain::ascii).into(),
        row.owner.as_ref().map_or(Cow::Borrowed(""), |owner| {
            format!("{} <{}>", owner.name, owner.email).into()
        }),
        text(row.plan.as_ref()),
        row.tags.stored().into(),
        row.status.key().into(),
        row.display_id.to_string().into(),
        row.contacts.to_string().into(),
        primary
            .map_or("", |contact: &Contact| contact.name.as_str())
            .into(),
        primary.map_or("", |contact| contact.email.as_str()).into(),
        time(Some(row.created_at)),
        time(Some(row.updated_at)),
        row.id.to_string().into(),
    ]
}

fn entry(row: &HistoryEntry) -> [Cow<'_, str>; HISTORY.len()] {
    let told = told(row);
    [
        time(Some(row.at)),
        row.actor.as_str().into(),
        row.cause.key().into(),
        row.entity.key().into(),
        row.entity_id.to_string().into(),
        row.subject.as_str().into(),
        told.event.into(),
        told.field.into(),
        told.old.unwrap_or_default().into(),
        told.new.unwrap_or_default().into(),
    ]
}

fn text(value: Option<&SafeText>) -> Cow<'_, str> {
    value.map_or("", SafeText::as_str).into()
}

fn time(at: Option<Timestamp>) -> Cow<'static, str> {
    at.map_or(Cow::Borrowed(""), |at| at.to_string().into())
}
