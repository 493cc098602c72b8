//! Finds the customer of each row of a list whose people go to several.

use std::collections::HashMap;
use std::sync::Arc;

use super::lookup::named;
use super::{Error, Workspace};
use crate::domain::{
    Candidate, Candidates, Customer, CustomerId, Domain, Email, SafeText, Unassigned, assign,
};
use crate::paste::{Employer, Known};
use crate::store::Reader;

/// Which customer each row of a list goes to.
#[derive(Debug)]
pub struct Assignment {
    /// The customers, in the order in which the rows name them.
    pub customers: Vec<Customer>,
    /// For each row the place of its customer, or why there is none.
    pub rows: Vec<Result<usize, Unassigned>>,
    /// What is known of each customer and of the addresses that go to it.
    pub known: Vec<Arc<Known>>,
}

impl Workspace {
    /// Finds the customer of each row by what the list says of its company.
    pub fn assign(&mut self, employers: &[Employer]) -> Result<Assignment, Error> {
        self.store.read(|reader| {
            let mut book = Book::new(reader);
            let mut rows = Vec::with_capacity(employers.len());
            for employer in employers {
                rows.push(assign(book.candidates(employer)?));
            }
            let mut used: Vec<Option<usize>> = vec![None; book.customers.len()];
            let mut customers = Vec::new();
            for found in rows.iter_mut().filter_map(|row| row.as_mut().ok()) {
                if let (Some(place), Some(customer)) = (used.get_mut(*found), book.customers.get(*found)) {
                    *found = *place.get_or_insert_with(|| {
                        customers.push(customer.clone());
                        customers.len() - 1
                    });
                }
            }
            let known = known(reader, &customers, employers, &rows)?;
            Ok(Assignment {
                customers,
                rows,
                known,
            })
        })
    }
}

/// The customers that were looked up, each question asked once.
struct Book<'r, 's> {
    reader: &'r Reader<'s>,
    customers: Vec<Customer>,
    places: HashMap<CustomerId, usize>,
    by_domain: HashMap<Domain, Vec<Candidate>>,
    by_name: HashMap<SafeText, Vec<Candidate>>,
}

impl<'r, 's> Book<'r, 's> {
    fn new(reader: &'r Reader<'s>) -> Self {
        Self {
            reader,
            customers: Vec::new(),
            places: HashMap::new(),
            by_domain: HashMap::new(),
            by_name: HashMap::new(),
        }
    }

    fn candidates(&mut self, employer: &Employer) -> Result<Candidates, Error> {
        let mut at_domain = |domain: Option<&Domain>| match domain {
            Some(domain) => Ok::<_, Error>(Some((domain.clone(), self.at_domain(domain)?))),
            None => Ok(None),
        };
        let stated = at_domain(employer.domain.as_ref())?;
        let address = at_domain(employer.email.as_ref().map(Email::domain))?;
        let company = match &employer.company {
            Some(name) => Some((name.clone(), self.of_name(name)?)),
            None => None,
        };
        Ok(Candidates {
            stated,
            address,
            company,
        })
    }

    fn at_domain(&mut self, domain: &Domain) -> Result<Vec<Candidate>, Error> {
        if let Some(found) = self.by_domain.get(domain) {
            return Ok(found.clone());
        }
        let found = self.reader.customers_by_domain(domain)?;
        let found = self.know(found);
        self.by_domain.insert(domain.clone(), found.clone());
        Ok(found)
    }

    fn of_name(&mut self, name: &SafeText) -> Result<Vec<Candidate>, Error> {
        if let Some(found) = self.by_name.get(name) {
            return Ok(found.clone());
        }
        let found = named(self.reader, name)?;
        let found = self.know(found);
        self.by_name.insert(name.clone(), found.clone());
        Ok(found)
    }

    fn know(&mut self, found: Vec<Customer>) -> Vec<Candidate> {
        let (customers, places) = (&mut self.customers, &mut self.places);
        let one = |customer: Customer| {
            let (id, display_id, name) = (customer.id, customer.display_id, customer.name.clone());
            let at = *places.entry(id).or_insert_with(|| {
                customers.push(customer);
                customers.len() - 1
            });
            Candidate { at, display_id, name }
        };
        found.into_iter().map(one).collect()
    }
}

/// Gathers what is known of each customer and of the addresses that go to it.
fn known(
    reader: &Reader<'_>,
    customers: &[Customer],
    employers: &[Employer],
    rows: &[Result<usize, Unassigned>],
) -> Result<Vec<Arc<Known>>, Error> {
    let mut known: Vec<Known> = customers
        .iter()
        .map(|customer| {
            let domain = customer.domain.as_ref().map(|domain| domain.domain().clone());
            Known::of_customer(domain, customer.primary.is_some())
        })
        .collect();
    let mut names = Vec::new();
    let mut places: HashMap<CustomerId, usize> = HashMap::new();
    for (employer, row) in employers.iter().zip(rows) {
        let (Ok(at), Some(email)) = (row, &employer.email) else {
            continue;
        };
        let (Some(customer), Some(known)) = (customers.get(*at), known.get_mut(*at)) else {
            continue;
        };
        for contact in reader.contacts_by_email(email)? {
            if contact.customer_id == customer.id {
                let (standing, name) = (contact.standing(), contact.name.to_string());
                if contact.email == *email {
                    known.add_contact(&email.key(), contact.id, name, standing);
                } else {
                    known.add_other_email(&email.key(), contact.id, name, standing);
                }
                continue;
            }
            let place = match places.get(&contact.customer_id) {
                Some(place) => *place,
                None => {
                    let other = reader.customer(contact.customer_id)?;
                    names.push(other.map(|other| other.name.to_string()).unwrap_or_default());
                    places.insert(contact.customer_id, names.len() - 1);
                    names.len() - 1
                }
            };
            known.add_elsewhere(&email.key(), place);
        }
    }
    let names: Arc<[String]> = names.into();
    let finish = |mut known: Known| {
        known.name_customers(Arc::clone(&names));
        Arc::new(known)
    };
    Ok(known.into_iter().map(finish).collect())
}
