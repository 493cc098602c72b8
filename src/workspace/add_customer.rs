//! Adds customers: one, or the rows of a list.

use std::collections::HashMap;

use super::recorder::Recorder;
use super::{Act, Error, Workspace, custom_fields, domain_change};
use crate::domain::{Customer, CustomerDomain, CustomerFields, FieldOf, Outcome, fold};

/// What adding a customer of a list would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CustomerForecast {
    /// It would be added.
    New,
    /// It would be added beside a customer with another name and the same domain.
    SameDomain(Box<Customer>),
    /// It is here with the same name and domain.
    Here(Box<Customer>),
    /// An earlier row, named by its place, is the same.
    Repeats(usize),
}

impl Workspace {
    /// Returns what adding the customers of a list would do, one answer for each row.
    pub fn forecast_customers(&mut self, rows: &[CustomerFields]) -> Result<Vec<CustomerForecast>, Error> {
        self.store.read(|reader| {
            let mut first: HashMap<(String, Option<&str>), usize> = HashMap::new();
            let mut forecasts = Vec::with_capacity(rows.len());
            for (at, fields) in rows.iter().enumerate() {
                let domain = fields.domain.as_ref();
                let named = reader.customers_by_name(fields.name.as_str())?;
                if let Some(here) = named.into_iter().find(|customer| is_same(customer, fields)) {
                    forecasts.push(CustomerForecast::Here(Box::new(here)));
                    continue;
                }
                let key = (fold(fields.name.as_str()), domain.map(CustomerDomain::ascii));
                if let Some(first) = first.get(&key) {
                    forecasts.push(CustomerForecast::Repeats(*first));
                    continue;
                }
                first.insert(key, at);
                let others = match domain {
                    Some(domain) => reader.customers_by_domain(domain.domain())?,
                    None => Vec::new(),
                };
                forecasts.push(match others.into_iter().next() {
                    Some(other) => CustomerForecast::SameDomain(Box::new(other)),
                    None => CustomerForecast::New,
                });
            }
            Ok(forecasts)
        })
    }
}

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
    let values = custom_fields::fitting(recorder, FieldOf::Customer, &fields.custom)?;
    let id = recorder.add_customer(&fields.clone().with_custom(values))?;
    // People who are held at the domain already join at once.
    if fields.domain.is_some() {
        domain_change::follow(recorder, id)?;
    }
    recorder.customer(id)?.ok_or_else(Error::no_customer)
}

fn is_here(recorder: &Recorder<'_>, fields: &CustomerFields) -> Result<bool, Error> {
    let named = recorder.customers_by_name(fields.name.as_str())?;
    Ok(named.iter().any(|customer| is_same(customer, fields)))
}

/// Returns whether a customer of the same name is the one of a row.
fn is_same(customer: &Customer, fields: &CustomerFields) -> bool {
    customer.domain == fields.domain
}
