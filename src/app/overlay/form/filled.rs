//! What a form asks for once it is filled.

use super::{Form, Subject, mail, plans, roles, tags};
use crate::app::secret::Secret;
use crate::domain::{Change, Field, FieldError, MailSetup, Schedule};

/// What a filled form asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Filled {
    /// A change.
    Change(Change),
    /// A change whose notifications are shown before it is made.
    Preview(Change),
    /// To set mail up, with a new password if one was typed.
    SetUpMail(Box<MailSetup>, Option<Secret>),
    /// Nothing, as nothing differs.
    Same,
}

impl Form {
    /// Checks the fields; what is wrong stands beside them, the first in focus.
    pub(super) fn fill(&mut self, schedule: &Schedule) -> Option<Filled> {
        match self.change(schedule) {
            Ok(filled) => Some(filled),
            Err(errors) => {
                self.show_errors(errors);
                None
            }
        }
    }

    fn change(&self, schedule: &Schedule) -> Result<Filled, Vec<FieldError>> {
        let Schedule { today, phases, .. } = schedule;
        let today = *today;
        Ok(Filled::Change(match &self.subject {
            Subject::NewCustomer => Change::AddCustomer(self.customer_fields(None, today)?),
            Subject::Customer(before) => {
                let edits = before
                    .fields()
                    .edits_to(&self.customer_fields(Some(&before.custom), today)?);
                if edits.is_empty() {
                    return Ok(Filled::Same);
                }
                self.collisions.edit_customer(before, edits)
            }
            Subject::NewOnboarding(customer, others) => plans::start(self, (customer, *others), schedule)?,
            Subject::Onboarding(before) => match plans::edit(self, before, today)? {
                Some(change) => change,
                None => return Ok(Filled::Same),
            },
            Subject::NewTask(onboarding, parent) => {
                return Ok(Filled::Preview(Change::AddTask {
                    onboarding: onboarding.id,
                    parent: parent.as_ref().map(|parent| parent.id),
                    task: plans::task(self, today)?,
                }));
            }
            Subject::Task(before) => {
                let edits = before.edits_to(&plans::task(self, today)?);
                if edits.is_empty() {
                    return Ok(Filled::Same);
                }
                return Ok(Filled::Preview(Change::EditTask {
                    task: before.id,
                    edits,
                }));
            }
            Subject::Advance { onboarding, to } => {
                return Ok(Filled::Preview(plans::advance(self, onboarding, to.clone())));
            }
            Subject::Back(onboarding, others) => {
                return Ok(Filled::Preview(plans::back(self, (onboarding, *others), phases)?));
            }
            Subject::Mail(_) => {
                let (setup, password) = mail::setup(self)?;
                return Ok(Filled::SetUpMail(Box::new(setup), password));
            }
            Subject::NewNote(on, _) => Change::AddNote {
                on: *on,
                note: self.note(today)?,
            },
            Subject::Note(before) => {
                let edits = before.fields().edits_to(&self.note(today)?);
                if edits.is_empty() {
                    return Ok(Filled::Same);
                }
                self.collisions.edit_note(before, edits)
            }
            Subject::NewField => Change::AddCustomFields(vec![self.definition(None)?]),
            Subject::Field(before) => {
                let edits = before.fields.edits_to(&self.definition(Some(&before.fields))?);
                if edits.is_empty() {
                    return Ok(Filled::Same);
                }
                Change::EditCustomField {
                    field: before.id,
                    edits,
                }
            }
            Subject::FieldOfMany(customers) => match self.values_of_many(customers.ids(), today)? {
                Some(change) => change,
                None => return Ok(Filled::Same),
            },
            Subject::Tags(customers) => tags::change(self, customers.ids())?,
            Subject::Roles(contacts) => roles::change(self, contacts.ids())?,
            Subject::NewContact(customer) => Change::AddContact {
                customer: *customer,
                contact: self.contact_fields(None, today)?,
            },
            Subject::Erase(contact) => Change::EraseContact {
                contact: contact.id,
                name: self.text_of(Field::Name),
            },
            Subject::Contact(before) => {
                let edits = before
                    .fields()
                    .edits_to(&self.contact_fields(Some(&before.custom), today)?);
                if edits.is_empty() {
                    return Ok(Filled::Same);
                }
                self.collisions.edit_contact(before, edits)
            }
        }))
    }
}
