//! Adds customers: one, or the rows of a list.

use super::recorder::Recorder;
use super::{Act, Error, domain_change};
use crate::domain::{Customer, CustomerFields, Outcome};

/// Adds one customer.
pub(super) fn add(recorder: &mut Recorder<'_>, fields: &CustomerFields) -> Result<Act, Error> {
    let customer = insert(recorder, fields)?;
    Ok(Act {
        label: format!("added {}", customer.name),
        outcome: Outcome::CustomerAdded(customer),
    })
}

/// Adds the customers of a list that are not here yet under the same name and domain.
pub(super) fn import(recorder: &mut Recorder<'_>, rows: &[CustomerFields]) -> Result<Act, Error> {
    let mut added = Vec::new();
    for fields in rows {
        if !is_here(recorder, fields)? {
            added.push(insert(recorder, fields)?);
        }
    }
    let already_here = rows.len() - added.len();
    Ok(Act {
        label: format!(
            "imported {} customer{}",
            added.len(),
            if added.len() == 1 { "" } else { "s" }
        ),
        outcome: Outcome::CustomersImported { added, already_here },
    })
}

fn insert(recorder: &mut Recorder<'_>, fields: &CustomerFields) -> Result<Customer, Error> {
    let id = recorder.add_customer(fields)?;
    // People who are held at the domain already join at once.
    if fields.domain.is_some() {
        domain_change::follow(recorder, id)?;
    }
    recorder.customer(id)?.ok_or_else(Error::no_customer)
}

fn is_here(recorder: &Recorder<'_>, fields: &CustomerFields) -> Result<bool, Error> {
    let named = recorder.customers_by_name(fields.name.as_str())?;
    Ok(named.iter().any(|customer| customer.domain == fields.domain))
}
