//! Gives fields of a customer new values; archiving one is setting its status.

use super::recorder::{Names, Recorder, Subject};
use super::shown::demand_as_shown;
use super::{Act, Error, about_status, custom_fields, domain_change, peace};
use crate::domain::{
    Customer, CustomerDomain, CustomerEdit, CustomerId, CustomerStatus, Date, DomainEffect, Entity, Field,
    FieldOf, Name, Naming, Outcome, OwnerId, SafeText, StatusEffect,
};

/// Writes the edits that differ from what is there.
pub(super) fn edit(
    recorder: &mut Recorder<'_>,
    id: CustomerId,
    edits: Vec<CustomerEdit>,
) -> Result<Act, Error> {
    let Edited {
        customer,
        fields,
        effect,
        status,
    } = edit_one(recorder, id, edits)?;
    Ok(Act {
        label: label(recorder, &customer, &fields)?,
        outcome: Outcome::CustomerEdited {
            customer,
            fields,
            effect,
            status,
        },
    })
}

/// Writes edits of a customer that was shown, if nobody gave those fields another value since.
pub(super) fn edit_shown(
    recorder: &mut Recorder<'_>,
    shown: &Customer,
    edits: Vec<CustomerEdit>,
) -> Result<Act, Error> {
    let now = recorder.customer(shown.id)?.ok_or_else(Error::no_customer)?;
    let changed = shown.fields().edits_to(&now.fields());
    demand_as_shown(&changed, &edits, CustomerEdit::field, shown_value)?;
    edit(recorder, shown.id, edits)
}

/// Returns the value of an edit as it shows.
fn shown_value(edit: &CustomerEdit) -> Option<String> {
    match edit {
        CustomerEdit::Name(name) => Some(name.to_string()),
        CustomerEdit::Domain(domain) => domain.as_ref().map(CustomerDomain::to_string),
        CustomerEdit::Owner(owner) => owner
            .as_ref()
            .map(|owner| format!("{} <{}>", owner.name, owner.email)),
        CustomerEdit::Plan(plan) => plan.as_ref().map(SafeText::to_string),
        CustomerEdit::Status(status) => Some(status.to_string()),
        CustomerEdit::RiskReason(reason) => reason.as_ref().map(SafeText::to_string),
        CustomerEdit::WinBackOn(day) => day.as_ref().map(Date::to_string),
        CustomerEdit::Tags(tags) => Some(tags.to_string()),
        CustomerEdit::Custom(_, value) => value.as_ref().map(SafeText::to_string),
        CustomerEdit::Retag(_) => None,
    }
}

/// Writes the edits of several customers that differ from what is there.
pub(super) fn edit_many(
    recorder: &mut Recorder<'_>,
    all: Vec<(CustomerId, Vec<CustomerEdit>)>,
) -> Result<Act, Error> {
    if all.is_empty() {
        return Err(Error::Refused(
            "No customer is selected; select one first.".to_owned(),
        ));
    }
    let (mut customers, mut fields) = (Vec::new(), Vec::new());
    let mut status = StatusEffect::default();
    for (id, edits) in all {
        let edited = edit_one(recorder, id, edits)?;
        if !edited.fields.is_empty() {
            customers.push(edited.customer);
        }
        status.add(edited.status);
        for field in edited.fields {
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
    }
    Ok(Act {
        label: label_of_many(recorder, &customers, &fields)?,
        outcome: Outcome::CustomersEdited {
            customers,
            fields,
            status,
        },
    })
}

/// A customer as it is after an edit, what changed, and what that did.
struct Edited {
    customer: Customer,
    fields: Vec<Field>,
    effect: DomainEffect,
    status: StatusEffect,
}

fn edit_one(recorder: &mut Recorder<'_>, id: CustomerId, edits: Vec<CustomerEdit>) -> Result<Edited, Error> {
    let before = recorder.customer(id)?.ok_or_else(Error::no_customer)?;
    let edits = about_status::completed(&before, edits)?;
    let is_new_risk =
        before.risk().is_none() && about_status::status_after(&before, &edits) == CustomerStatus::AtRisk;
    let fields = recorder.edit(edits, CustomerEdit::field, |recorder, edit| {
        write(recorder, &before, edit)
    })?;
    if is_new_risk {
        about_status::begin_risk(recorder, &before)?;
    }
    // Customers in the archive are left alone by syncs, so one that comes back is to be brought up to date.
    let effect = if fields.contains(&Field::Domain) || fields.contains(&Field::Status) {
        domain_change::follow(recorder, id)?
    } else {
        DomainEffect::default()
    };
    let status = if fields.contains(&Field::Status) {
        peace::follow(recorder, &before)?
    } else {
        StatusEffect::default()
    };
    let customer = recorder.customer(id)?.ok_or_else(Error::no_customer)?;
    Ok(Edited {
        customer,
        fields,
        effect,
        status,
    })
}

fn write(recorder: &mut Recorder<'_>, before: &Customer, edit: CustomerEdit) -> Result<(), Error> {
    let field = edit.field();
    let mut names = Names::default();
    let text = match edit {
        CustomerEdit::Name(name) => Some(name.to_string()),
        CustomerEdit::Domain(domain) => domain.as_ref().map(CustomerDomain::ascii).map(str::to_owned),
        CustomerEdit::Owner(None) => {
            names.old = before.owner.as_ref().map(|owner| owner.name.to_string());
            None
        }
        CustomerEdit::Owner(Some(owner)) => {
            let id = recorder.ensure_owner(&owner)?;
            if owner.naming == Naming::Given {
                rename(recorder, before, id, &owner.name)?;
            }
            names.old = before.owner.as_ref().map(|owner| owner.name.to_string());
            names.new = recorder.owner(id)?.map(|owner| owner.name.to_string());
            Some(id.to_string())
        }
        CustomerEdit::Plan(plan) => plan.as_ref().map(SafeText::to_string),
        CustomerEdit::Status(status) => Some(status.key().to_owned()),
        CustomerEdit::RiskReason(reason) => reason.as_ref().map(SafeText::to_string),
        CustomerEdit::WinBackOn(day) => day.as_ref().map(Date::to_string),
        CustomerEdit::Tags(tags) => Some(tags.stored()),
        CustomerEdit::Retag(change) => Some(before.tags.changed(&change).stored()),
        CustomerEdit::Custom(id, value) => {
            let (text, named) = custom_fields::checked(recorder, id, FieldOf::Customer, value.as_ref())?;
            names = named;
            text
        }
    };
    recorder.set(subject(before), field, text, names)
}

/// Corrects the name of an owner, for all customers.
fn rename(
    recorder: &mut Recorder<'_>,
    customer: &Customer,
    owner: OwnerId,
    name: &Name,
) -> Result<(), Error> {
    let subject = Subject {
        customer: customer.id,
        entity: Entity::Owner,
        id: owner.uuid(),
        name: name.as_str(),
    };
    recorder.set(subject, Field::Name, Some(name.to_string()), Names::default())
}

/// Names a customer for the log.
pub(super) fn subject(customer: &Customer) -> Subject<'_> {
    Subject {
        customer: customer.id,
        entity: Entity::Customer,
        id: customer.id.uuid(),
        name: customer.name.as_str(),
    }
}

fn label_of_many(recorder: &Recorder<'_>, customers: &[Customer], fields: &[Field]) -> Result<String, Error> {
    let status = customers.first().map(|customer| customer.status);
    Ok(match (customers, fields, status) {
        ([one], fields, _) => label(recorder, one, fields)?,
        (many, [Field::Status], Some(CustomerStatus::Archived)) => {
            format!("archived {} customers", many.len())
        }
        (many, fields, _) => {
            let words = custom_fields::in_words(recorder, fields)?;
            format!("changed {words} of {} customers", many.len())
        }
    })
}

fn label(recorder: &Recorder<'_>, customer: &Customer, fields: &[Field]) -> Result<String, Error> {
    Ok(match (fields, customer.status) {
        ([Field::Status], CustomerStatus::Archived) => format!("archived {}", customer.name),
        ([Field::Status, Field::RiskReason], CustomerStatus::AtRisk) => {
            format!("set {} at risk", customer.name)
        }
        (fields, _) => {
            let words = custom_fields::in_words(recorder, fields)?;
            format!("changed {words} of {}", customer.name)
        }
    })
}
