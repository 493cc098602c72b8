//! Adds one contact to a customer.

use super::recorder::Recorder;
use super::{Act, Error, custom_fields, set_primary};
use crate::domain::{
    Contact, ContactFields, ContactRecord, ContactSource, Customer, CustomerId, Detail, Details, Email,
    Field, FieldOf, Name, OtherEmails, Outcome, SafeText, Standing, promotes,
};
use crate::store::Reader;

/// Adds a contact by hand; the first one of a customer without a primary becomes primary.
pub(super) fn add(
    recorder: &mut Recorder<'_>,
    customer: CustomerId,
    fields: ContactFields,
) -> Result<Act, Error> {
    let before = recorder.customer(customer)?.ok_or_else(Error::no_customer)?;
    let also_at = demand_free_address(recorder, &before, &fields.email, None)?;
    demand_free_other_emails(recorder, &before, &fields.details, None)?;
    let values = custom_fields::fitting(recorder, FieldOf::Contact, &fields.custom)?;
    let fields = fields.with_custom(values);
    let source = ContactSource::Manual;
    let record = ContactRecord {
        fields,
        source,
        link: None,
        follows: None,
        archived_at: None,
    };
    let id = recorder.add_contact(customer, record)?;
    if promotes(before.primary.as_ref(), source) {
        let contact = recorder.contact(id)?.ok_or_else(Error::no_contact)?;
        set_primary::write(recorder, &before, Some(&contact))?;
    }
    let contact = recorder.contact(id)?.ok_or_else(Error::no_contact)?;
    let customer = recorder.customer(customer)?.ok_or_else(Error::no_customer)?;
    Ok(Act {
        label: format!("added {} to {}", contact.name, customer.name),
        outcome: Outcome::ContactAdded {
            contact,
            customer,
            also_at,
        },
    })
}

/// Refuses an address that another contact of the customer has, and names the other customers that know it.
pub(super) fn demand_free_address(
    reader: &Reader<'_>,
    customer: &Customer,
    email: &Email,
    own: Option<&Contact>,
) -> Result<Vec<Name>, Error> {
    let mut also_at = Vec::new();
    for holder in reader.contacts_by_email(email)? {
        if own.is_some_and(|own| own.id == holder.id) {
            continue;
        }
        if holder.customer_id == customer.id {
            return Err(Error::field(Field::Email, taken(email, &holder, customer)));
        }
        if let Some(other) = reader.customer(holder.customer_id)? {
            also_at.push(other.name);
        }
    }
    Ok(also_at)
}

/// Refuses other addresses of which another contact of the customer has one.
pub(super) fn demand_free_other_emails(
    reader: &Reader<'_>,
    customer: &Customer,
    details: &Details<Option<SafeText>>,
    own: Option<&Contact>,
) -> Result<(), Error> {
    let others = OtherEmails::valid_of(details.text(Detail::OtherEmails));
    for other in others.iter() {
        let holders = reader.contacts_by_email(&other.email)?;
        let is_other = |holder: &&Contact| {
            holder.customer_id == customer.id && own.is_none_or(|own| own.id != holder.id)
        };
        if let Some(holder) = holders.iter().find(is_other) {
            let field = Field::Detail(Detail::OtherEmails);
            return Err(Error::field(field, taken(&other.email, holder, customer)));
        }
    }
    Ok(())
}

fn taken(email: &Email, holder: &Contact, customer: &Customer) -> String {
    let name = &holder.name;
    if *email != holder.email {
        return format!(
            "{email} is another email of {name} at {}. Edit that contact instead.",
            customer.name
        );
    }
    match holder.standing() {
        Standing::Active => format!(
            "{email} is already a contact of {}: {name}. Edit that one instead.",
            customer.name
        ),
        Standing::Archived => format!(
            "{email} is an archived contact of {}: {name}. Restore that one instead.",
            customer.name
        ),
        Standing::Unlinked => format!(
            "{email} was unlinked from {}: {name}. Relink that one instead.",
            customer.name
        ),
    }
}
