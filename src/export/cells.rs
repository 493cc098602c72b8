//! The columns of tables. Those that the import of the same things reads stand first, under the names that it knows.

use super::Subject;
use super::json::summary;
use super::table::Line;
use crate::domain::{
    ContactLine, CustomField, CustomValues, Customer, CustomerDomain, FIELDS, FieldSpec, HistoryEntry, Note,
    NoteSubject, SafeText,
};

/// The columns of contacts behind their fields.
const CONTACT: [&str; 9] = [
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

const CUSTOMER: [&str; 16] = [
    "name",
    "domain",
    "owner",
    "plan",
    "tags",
    "status",
    "risk_reason",
    "at_risk_since",
    "win_back_on",
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

const NOTE: [&str; 11] = [
    "number",
    "customer",
    "contact",
    "onboarding",
    "text",
    "author",
    "created_at",
    "edited_at",
    "follow_up_on",
    "customer_id",
    "id",
];

/// Returns the names of the columns.
pub(super) fn titles(subject: Subject) -> impl Iterator<Item = &'static str> {
    let (fields, columns): (&[FieldSpec], &[&str]) = match subject {
        Subject::Contacts => (&FIELDS, &CONTACT),
        Subject::Customers => (&[], &CUSTOMER),
        Subject::History => (&[], &HISTORY),
        Subject::Notes => (&[], &NOTE),
    };
    fields.iter().map(|spec| spec.key).chain(columns.iter().copied())
}

/// Writes the cells of a contact.
pub(super) fn contact(line: &mut Line<'_>, row: &ContactLine<'_>) {
    line.text(row.name).text(row.email);
    for text in row.details.values() {
        line.text(text);
    }
    line.plain(if row.is_primary { "yes" } else { "" })
        .plain(row.source.key())
        .perhaps(row.remote_id)
        .text(row.customer)
        .plain(row.display_id)
        .perhaps(row.archived_at)
        .plain(row.created_at)
        .plain(row.updated_at)
        .plain(row.id);
}

/// Writes the cells of fields that users defined.
pub(super) fn custom(line: &mut Line<'_>, fields: &[CustomField], values: &CustomValues) {
    for field in fields {
        line.text(values.text(field.id));
    }
}

/// Writes the cells of a customer.
pub(super) fn customer(line: &mut Line<'_>, row: &Customer) {
    let primary = row.primary.as_ref();
    let owner = row
        .owner
        .as_ref()
        .map(|owner| format!("{} <{}>", owner.name, owner.email));
    let about = row.about_status.at(row.status);
    let mut tags = row.tags.stored();
    if !tags.contains(',') && tags.contains(['|', ';']) {
        // A list without a comma may be parted by these.
        tags.push(',');
    }
    line.text(row.name.as_str())
        .text(row.domain.as_ref().map_or("", CustomerDomain::ascii))
        .text(owner.as_deref().unwrap_or_default())
        .text(row.plan.as_ref().map_or("", SafeText::as_str))
        .text(&tags)
        .plain(row.status.key())
        .text(about.risk_reason.as_ref().map_or("", SafeText::as_str))
        .perhaps(about.at_risk_since)
        .perhaps(about.win_back_on)
        .plain(row.display_id)
        .plain(row.contacts)
        .text(primary.map_or("", |contact| contact.name.as_str()))
        .text(primary.map_or("", |contact| contact.email.as_str()))
        .plain(row.created_at)
        .plain(row.updated_at)
        .plain(row.id);
}

/// Writes the cells of a line of a history.
pub(super) fn entry(line: &mut Line<'_>, row: &HistoryEntry) {
    let told = summary(row);
    line.plain(row.at)
        .text(row.actor.as_str())
        .plain(row.cause.key())
        .plain(row.entity.key())
        .plain(row.entity_id)
        .text(row.subject.as_str())
        .plain(told.event)
        .plain(&told.field)
        .text(told.old.unwrap_or_default())
        .text(told.new.unwrap_or_default());
}

/// Writes the cells of a note, its text in one line.
pub(super) fn note(line: &mut Line<'_>, row: &Note) {
    let (contact, onboarding) = match &row.subject {
        NoteSubject::Customer => ("", None),
        NoteSubject::Contact { name, .. } => (name.as_str(), None),
        NoteSubject::Onboarding { number, .. } => ("", Some(*number)),
    };
    line.plain(row.number)
        .text(row.customer_name.as_str())
        .text(contact)
        .perhaps(onboarding)
        .text(row.text.as_str())
        .text(row.author.as_str())
        .plain(row.created_at)
        .perhaps(row.edited_at)
        .perhaps(row.follow_up_on)
        .plain(row.customer_id)
        .plain(row.id);
}
