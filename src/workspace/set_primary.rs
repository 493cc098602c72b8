//! Picks the contact that gets a customer's notifications, or leaves it without one.

use super::edit_customer::subject;
use super::recorder::{Names, Recorder};
use super::{Act, Error};
use crate::domain::{Contact, ContactId, Customer, CustomerId, Field, Outcome, Standing, Successor};

/// Makes a contact the primary, or takes the star from whoever has it.
pub(super) fn set(
    recorder: &mut Recorder<'_>,
    customer: CustomerId,
    primary: Successor,
) -> Result<Act, Error> {
    let before = recorder.customer(customer)?.ok_or_else(Error::no_customer)?;
    let label = match primary {
        Successor::Nobody => {
            write(recorder, &before, None)?;
            format!("left {} without a primary contact", before.name)
        }
        Successor::Contact(id) => {
            let contact = candidate(recorder, &before, id)?;
            write(recorder, &before, Some(&contact))?;
            format!("made {} the primary contact of {}", contact.name, before.name)
        }
    };
    let customer = recorder.customer(customer)?.ok_or_else(Error::no_customer)?;
    Ok(Act {
        label,
        outcome: Outcome::PrimarySet(customer),
    })
}

/// Finds a contact that may be primary: of this customer and not archived.
pub(super) fn candidate(
    recorder: &Recorder<'_>,
    customer: &Customer,
    id: ContactId,
) -> Result<Contact, Error> {
    let contact = recorder.contact(id)?.ok_or_else(Error::no_contact)?;
    if contact.customer_id != customer.id {
        return Err(Error::Refused(format!(
            "{} is a contact of another customer; choose one of {}.",
            contact.name, customer.name
        )));
    }
    let first: &str = match contact.standing() {
        Standing::Active => return Ok(contact),
        Standing::Archived => "is archived; restore that contact first",
        Standing::Unlinked => &format!(
            "was unlinked from {}; relink that contact first",
            contact.source_name()
        ),
    };
    Err(Error::Refused(format!("{} {first}.", contact.name)))
}

/// Writes the star.
pub(super) fn write(
    recorder: &mut Recorder<'_>,
    customer: &Customer,
    primary: Option<&Contact>,
) -> Result<(), Error> {
    let names = Names {
        old: customer.primary.as_ref().map(|contact| contact.name.to_string()),
        new: primary.map(|contact| contact.name.to_string()),
    };
    let text = primary.map(|contact| contact.id.to_string());
    recorder.set(subject(customer), Field::Primary, text, names)
}
