//! A whole book of customers at once: the sample data, and large books for benches.

use std::collections::HashMap;

use serde::Deserialize;

use super::sample_plans::{ago, day};
use super::{Act, Author, Error, Workspace, record_in, set_primary};
use crate::domain::{
    ContactDraft, ContactFields, ContactRecord, ContactSource, CustomerDraft, CustomerFields, Detail, Field,
    Outcome, Sending, Timestamp,
};

/// A customer with its people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookEntry {
    /// The customer.
    pub customer: CustomerFields,
    /// Its contacts.
    pub contacts: Vec<BookContact>,
    /// What is known beside its status, seen from the day.
    pub days: StatusDays,
}

/// What is known beside the status of a customer of a book, seen from the day on which it is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StatusDays {
    /// For how many days it is at risk.
    pub at_risk: Option<i64>,
    /// In how many days it is to be won back.
    pub win_back: Option<i64>,
}

/// A contact of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookContact {
    /// Its fields.
    pub fields: ContactFields,
    /// What it is to its customer.
    pub role: Role,
}

/// What a contact is to its customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The one that gets the notifications.
    Primary,
    /// One of the others.
    Other,
    /// One that is archived.
    Archived,
}

/// The time between two customers of a book, so that their histories do not all show one moment.
const STEP_MILLIS: i64 = 33 * 60 * 60 * 1_000;

impl Workspace {
    /// Adds a book in one transaction: each customer with its contacts is one change, as if added over the last months.
    pub fn load_book(&mut self, book: &[BookEntry]) -> Result<(), Error> {
        let now = self.clock.now();
        let Self {
            store,
            actor,
            ids,
            session,
            ..
        } = self;
        let author = Author {
            actor,
            session: *session,
        };
        store.write(|writer| {
            for (place, entry) in book.iter().enumerate() {
                let before = i64::try_from(book.len() - place).unwrap_or(0);
                let at = now.plus_millis(-before.min(100) * STEP_MILLIS);
                record_in(writer, author, ids, at, Sending::Withheld, |recorder| {
                    let id = recorder.add_customer(&entry.seen_from(now))?;
                    let customer = recorder.customer(id)?.ok_or_else(Error::no_customer)?;
                    for person in &entry.contacts {
                        let contact = recorder.add_contact(id, person.record(at))?;
                        if person.role == Role::Primary {
                            let primary = recorder.contact(contact)?.ok_or_else(Error::no_contact)?;
                            set_primary::write(recorder, &customer, Some(&primary))?;
                        }
                    }
                    let label = format!("added {} with {} contacts", customer.name, entry.contacts.len());
                    Ok(Act {
                        label,
                        outcome: Outcome::CustomerAdded(customer),
                    })
                })?;
            }
            Ok(())
        })
    }
}

impl BookEntry {
    /// Returns the customer with what is known beside its status.
    fn seen_from(&self, now: Timestamp) -> CustomerFields {
        let mut fields = self.customer.clone();
        let about = &mut fields.about_status;
        about.at_risk_since = self.days.at_risk.map(|days| ago(now, days));
        about.win_back_on = self.days.win_back.map(|days| day(now).plus_days(days));
        fields
    }
}

impl BookContact {
    fn record(&self, at: Timestamp) -> ContactRecord {
        ContactRecord {
            fields: self.fields.clone(),
            source: ContactSource::Manual,
            link: None,
            follows: None,
            archived_at: (self.role == Role::Archived).then_some(at),
        }
    }
}

#[derive(Deserialize)]
struct CustomerRow {
    key: String,
    name: String,
    domain: String,
    owner_name: String,
    owner_email: String,
    plan: String,
    status: String,
    tags: String,
    risk_reason: String,
    at_risk_days: Option<i64>,
    win_back_days: Option<i64>,
}

#[derive(Deserialize)]
struct ContactRow {
    customer: String,
    name: String,
    email: String,
    flags: String,
    #[serde(flatten)]
    details: HashMap<String, String>,
}

/// Reads the sample data that comes with the program.
pub fn sample_book() -> Result<Vec<BookEntry>, Error> {
    let customers = rows::<CustomerRow>(include_str!("../../assets/demo_customers.csv"))?;
    let contacts = rows::<ContactRow>(include_str!("../../assets/demo_contacts.csv"))?;
    customers.iter().map(|row| entry(row, &contacts)).collect()
}

fn entry(row: &CustomerRow, people: &[ContactRow]) -> Result<BookEntry, Error> {
    let owner = match row.owner_email.as_str() {
        "" => String::new(),
        email => format!("{} <{email}>", row.owner_name),
    };
    let draft = CustomerDraft {
        name: row.name.clone(),
        domain: row.domain.clone(),
        owner,
        plan: row.plan.clone(),
        status: row.status.clone(),
        risk_reason: row.risk_reason.clone(),
        tags: row.tags.replace('|', ","),
        ..CustomerDraft::default()
    };
    let contacts = people
        .iter()
        .filter(|person| person.customer == row.key)
        .map(person)
        .collect::<Result<_, _>>()?;
    Ok(BookEntry {
        customer: draft.check().map_err(Error::Invalid)?,
        contacts,
        days: StatusDays {
            at_risk: row.at_risk_days,
            win_back: row.win_back_days,
        },
    })
}

fn person(row: &ContactRow) -> Result<BookContact, Error> {
    let mut draft = ContactDraft::new(&row.name, &row.email);
    for detail in Detail::ALL {
        draft.details[detail] = row.details.get(detail.key()).cloned().unwrap_or_default();
    }
    let role = match row.flags.as_str() {
        "primary" => Role::Primary,
        "archived" => Role::Archived,
        _ => Role::Other,
    };
    Ok(BookContact {
        fields: draft.check().map_err(Error::Invalid)?,
        role,
    })
}

pub(super) fn rows<T: for<'de> Deserialize<'de>>(text: &str) -> Result<Vec<T>, Error> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|error| Error::field(Field::Record, format!("The sample data cannot be read: {error}.")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Tags;

    #[test]
    fn the_sample_data_is_a_believable_book() {
        let book = sample_book().expect("readable");
        let people: usize = book.iter().map(|entry| entry.contacts.len()).sum();
        assert!((38..=50).contains(&book.len()), "{} customers", book.len());
        assert!((280..=340).contains(&people), "{people} contacts");
        let no_primary = |entry: &&BookEntry| {
            !entry.contacts.is_empty() && entry.contacts.iter().all(|person| person.role != Role::Primary)
        };
        assert!(book.iter().filter(no_primary).count() >= 5);
        assert!(book.iter().any(|entry| entry.customer.tags != Tags::default()));
    }
}
