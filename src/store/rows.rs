//! Rows of the tables as the words of the domain.

use rusqlite::Row;
use rusqlite::types::Type;
use uuid::Uuid;

use super::columns::for_details;
use crate::domain::{
    AboutStatus, Contact, ContactId, ContactSource, CustomValues, Customer, CustomerDomain, CustomerId,
    CustomerStatus, Date, Detail, Details, Email, Follows, Health, Invitation, Link, Name, Owner, OwnerId,
    SafeText, Tags, Timestamp,
};

/// Writes when an invitation to the portal was last sent to a contact, and when the last one was written that waits.
macro_rules! invitation {
    ($contact:literal) => {
        concat!(
            "(SELECT max(n.sent_at) FROM notification n
              WHERE n.kind = 'portal_invite' AND n.state = 'sent' AND n.contact_id = ",
            $contact,
            ".id), (SELECT max(n.created_at) FROM notification n
              WHERE n.kind = 'portal_invite' AND n.state IN ('held', 'queued', 'sending', 'retry', 'unknown')
                AND n.contact_id = ",
            $contact,
            ".id)"
        )
    };
}

/// Joins what a row has in custom fields, as [`CustomValues::from_stored`] reads it; null if it has nothing.
macro_rules! custom {
    ($row:literal) => {
        concat!(
            // A store without any value is asked once for a whole statement.
            "iif(EXISTS (SELECT 1 FROM custom_value), (SELECT group_concat(lower(hex(v.field_id)) || iif(f.deleted_at IS NULL, f.name, '') || char(30) || v.value,
                                  char(31))
              FROM custom_value v CROSS JOIN custom_field f ON f.id = v.field_id WHERE v.subject_id = ",
            $row,
            ".id), NULL)"
        )
    };
}

/// What a contact `t` has in custom fields.
pub(super) const VALUES_OF_CONTACT: &str = custom!("t");

/// The columns of a contact `t`, as [`contact`] reads them.
pub(super) const CONTACT: &str = for_details!(concat!(
    "t.id, t.customer_id, t.name, t.email, t.email_domain, t.source, t.link, t.archived_at, t.created_at,
    t.updated_at, c.primary_contact_id IS t.id, t.follows, ",
    invitation!("t"),
    ", ",
    custom!("t"),
    "[, t.%]"
));

/// The number of the columns of a contact, and the place of the details among them.
pub(super) const CONTACT_COLUMNS: usize = DETAILS + Detail::COUNT;
const DETAILS: usize = 15;

/// What [`CONTACT`] needs beside its table.
pub(super) const CONTACT_JOINS: &str = "JOIN customer c ON c.id = t.customer_id";

/// The columns of a customer `t`, as [`customer`] reads them.
pub(super) const CUSTOMER: &str = for_details!(concat!(
    "t.id, t.display_id, t.name, t.domain, t.plan, t.status, t.tags, t.contacts,
    t.created_at, t.updated_at,
    (SELECT count(*) FROM customer s WHERE s.domain = t.domain AND s.deleted_at IS NULL AND s.status <> 'archived'),
    o.id, o.name, o.email, o.email_domain,
    p.id, p.customer_id, p.name, p.email, p.email_domain, p.source, p.link, p.archived_at, p.created_at,
    p.updated_at, 1, p.follows, ",
    invitation!("p"),
    ", ",
    custom!("p"),
    "[, p.%],
    (SELECT min(g.target) FROM onboarding g
     WHERE g.customer_id = t.id AND g.deleted_at IS NULL AND g.state = 'active'),
    (SELECT min(k.due) FROM onboarding g
     JOIN task k INDEXED BY task_open ON k.onboarding_id = g.id AND k.deleted_at IS NULL AND k.done_at IS NULL
     WHERE g.customer_id = t.id AND g.deleted_at IS NULL AND g.state = 'active'),
    EXISTS (SELECT 1 FROM notification f WHERE f.customer_id = t.id AND f.state IN ('failed', 'unknown')),
    ",
    custom!("t"),
    ", t.at_risk_since, t.risk_reason, t.win_back_on"
));

/// What [`CUSTOMER`] needs beside its table.
pub(super) const CUSTOMER_JOINS: &str = "LEFT JOIN owner o ON o.id = t.owner_id
    LEFT JOIN contact p ON p.id = t.primary_contact_id";

/// Reads a contact whose columns begin at `at`.
pub(super) fn contact(row: &Row<'_>, at: usize) -> rusqlite::Result<Contact> {
    Ok(Contact {
        id: ContactId::from_uuid(row.get(at)?),
        customer_id: CustomerId::from_uuid(row.get(at + 1)?),
        name: name(row, at + 2)?,
        email: Email::from_stored(row.get(at + 3)?, row.get(at + 4)?),
        source: word(row, at + 5, ContactSource::from_key)?,
        link: link(row, at + 6)?,
        archived_at: time(row, at + 7)?,
        created_at: Timestamp::from_millis(row.get(at + 8)?),
        updated_at: Timestamp::from_millis(row.get(at + 9)?),
        is_primary: row.get(at + 10)?,
        follows: row.get_ref(at + 11)?.as_str_or_null()?.map(Follows::from_stored),
        invitation: invitation(row, at + 12)?,
        custom: custom(row, at + 14)?,
        details: details(row, at + DETAILS)?,
    })
}

/// Reads the details of a contact, whose columns begin at `at`.
pub(super) fn details(row: &Row<'_>, at: usize) -> rusqlite::Result<Details<Option<SafeText>>> {
    Details::try_of(|detail| text(row, at + detail as usize))
}

/// Reads what a record has in custom fields.
fn custom(row: &Row<'_>, at: usize) -> rusqlite::Result<CustomValues> {
    let joined = row.get_ref(at)?.as_str_or_null()?;
    Ok(joined.map(CustomValues::from_stored).unwrap_or_default())
}

/// Reads when an invitation was last sent, and when the last one was written that waits.
fn invitation(row: &Row<'_>, at: usize) -> rusqlite::Result<Invitation> {
    Ok(match (time(row, at)?, time(row, at + 1)?) {
        (Some(sent), _) => Invitation::Sent(sent),
        (None, Some(written)) => Invitation::Waiting(written),
        (None, None) => Invitation::None,
    })
}

/// Reads a customer with its owner and primary.
pub(super) fn customer(row: &Row<'_>) -> rusqlite::Result<Customer> {
    let owner = match row.get::<_, Option<Uuid>>(11)? {
        None => None,
        Some(_) => Some(owner(row, 11)?),
    };
    let primary = match row.get::<_, Option<Uuid>>(15)? {
        None => None,
        Some(_) => Some(contact(row, 15)?),
    };
    Ok(Customer {
        id: CustomerId::from_uuid(row.get(0)?),
        display_id: row.get(1)?,
        name: name(row, 2)?,
        domain: row.get::<_, Option<String>>(3)?.map(CustomerDomain::from_stored),
        plan: text(row, 4)?,
        status: word(row, 5, CustomerStatus::from_key)?,
        tags: Tags::from_stored(&row.get::<_, String>(6)?),
        contacts: count(row, 7)?,
        health: health(row, 15 + CONTACT_COLUMNS)?,
        custom: custom(row, 18 + CONTACT_COLUMNS)?,
        about_status: AboutStatus {
            at_risk_since: time(row, 19 + CONTACT_COLUMNS)?,
            risk_reason: text(row, 20 + CONTACT_COLUMNS)?,
            win_back_on: day(row, 21 + CONTACT_COLUMNS)?,
        },
        created_at: Timestamp::from_millis(row.get(8)?),
        updated_at: Timestamp::from_millis(row.get(9)?),
        sharing_domain: row.get(10)?,
        owner,
        primary,
    })
}

/// Reads the earliest target, the earliest day on which a task is due, and whether a notification failed.
fn health(row: &Row<'_>, at: usize) -> rusqlite::Result<Health> {
    Ok(Health {
        target: day(row, at)?,
        due: day(row, at + 1)?,
        has_failed: row.get(at + 2)?,
    })
}

/// Reads an owner whose id, name, email and email domain begin at `at`.
pub(super) fn owner(row: &Row<'_>, at: usize) -> rusqlite::Result<Owner> {
    Ok(Owner {
        id: OwnerId::from_uuid(row.get(at)?),
        name: name(row, at + 1)?,
        email: Email::from_stored(row.get(at + 2)?, row.get(at + 3)?),
    })
}

/// Reads a word that stands for one of a few values.
pub(super) fn word<T>(row: &Row<'_>, at: usize, find: impl Fn(&str) -> Option<T>) -> rusqlite::Result<T> {
    let key = row.get_ref(at)?.as_str()?;
    find(key).ok_or_else(|| unknown(at, key))
}

/// Reads a name.
pub(super) fn name(row: &Row<'_>, at: usize) -> rusqlite::Result<Name> {
    let text = row.get_ref(at)?.as_str()?;
    Name::parse(text).map_err(|_| unknown(at, text))
}

/// Reads what a contact is to a remote record.
pub(super) fn link(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Link>> {
    let text = row.get_ref(at)?.as_str_or_null()?;
    text.map(|text| text.parse().map_err(|_| unknown(at, text)))
        .transpose()
}

/// Reads a text that may be missing.
pub(super) fn text(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<SafeText>> {
    Ok(row.get_ref(at)?.as_str_or_null()?.and_then(SafeText::optional))
}

/// Reads a time that may be missing.
pub(super) fn time(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row.get::<_, Option<i64>>(at)?.map(Timestamp::from_millis))
}

/// Reads a day that may be missing.
pub(super) fn day(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Date>> {
    let text: Option<String> = row.get(at)?;
    Ok(text.and_then(|text| text.parse().ok()))
}

/// Reads how many of something there are.
pub(super) fn count<T: TryFrom<i64> + Default>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    Ok(row.get::<_, i64>(at)?.try_into().unwrap_or_default())
}

/// Reports a value that no release of the program writes.
fn unknown(at: usize, value: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(at, Type::Text, format!("unexpected value {value:?}").into())
}
