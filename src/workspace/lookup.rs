//! Finds the customer or contact that the user names on the command line.

use super::{Error, Workspace};
use crate::domain::{Contact, ContactId, Customer, CustomerDomain, Email, SafeText};
use crate::store::Reader;

impl Workspace {
    /// Finds a customer by its number (`42`, `#42`), its domain or its exact name.
    pub fn find_customer(&mut self, name: &str) -> Result<Customer, Error> {
        self.store.read(|reader| {
            if let Some(customer) = by_number(reader, name)? {
                return Ok(customer);
            }
            if let Ok(domain) = CustomerDomain::parse(name) {
                let found = reader.customers_by_domain(domain.domain())?;
                if !found.is_empty() {
                    return only(name, found);
                }
            }
            only(name, self::named(reader, &SafeText::clean(name))?)
        })
    }

    /// Finds a contact of a customer by its id or its email, archived ones included.
    pub fn find_contact(&mut self, customer: &Customer, named: &str) -> Result<Contact, Error> {
        self.store.read(|reader| {
            let found = match (named.trim().parse::<ContactId>(), Email::parse(named)) {
                (Ok(id), _) => reader.contact(id)?,
                (Err(_), Ok(email)) => {
                    let mut holders = reader.contacts_by_email(&email)?;
                    holders.retain(|contact| contact.customer_id == customer.id);
                    holders.pop()
                }
                (Err(_), Err(_)) => None,
            };
            found.filter(|contact| contact.customer_id == customer.id).ok_or_else(|| {
                Error::NotFound(format!(
                    "{} has no contact {:?}. Name it by id or email; `pivotal contact list {}` shows them.",
                    customer.name,
                    SafeText::clean(named).as_str(),
                    customer.display_id
                ))
            })
        })
    }

    /// Finds a contact of a customer who can be erased: one who is here, else one who was deleted, by its id or an address that
    /// it had.
    pub fn find_to_erase(&mut self, customer: &Customer, named: &str) -> Result<Contact, Error> {
        let not_here = match self.find_contact(customer, named) {
            Err(Error::NotFound(sentence)) => Error::NotFound(sentence),
            found => return found,
        };
        let removed = self.store.read(|reader| {
            let found = match (named.trim().parse::<ContactId>(), Email::parse(named)) {
                (Ok(id), _) => reader.removed_contact(id)?,
                (Err(_), Ok(email)) => reader
                    .removed_contacts_by_email(customer.id, &email)?
                    .into_iter()
                    .next(),
                (Err(_), Err(_)) => None,
            };
            Ok::<_, Error>(found.filter(|contact| contact.customer_id == customer.id))
        })?;
        removed.ok_or(not_here)
    }
}

/// Finds the customers with exactly a name; if there are none, those with the same name but for case and accents.
pub(super) fn named(reader: &Reader<'_>, name: &SafeText) -> Result<Vec<Customer>, Error> {
    let alike = reader.customers_by_name(name.as_str())?;
    let exact: Vec<Customer> = alike
        .iter()
        .filter(|customer| customer.name.as_str() == name.as_str())
        .cloned()
        .collect();
    Ok(if exact.is_empty() { alike } else { exact })
}

fn by_number(reader: &Reader<'_>, named: &str) -> Result<Option<Customer>, Error> {
    let digits = named.trim();
    let digits = digits.strip_prefix('#').unwrap_or(digits);
    match digits.parse() {
        Ok(number) if digits.bytes().all(|b| b.is_ascii_digit()) => {
            Ok(reader.customer_by_display_id(number)?)
        }
        Ok(_) | Err(_) => Ok(None),
    }
}

/// Takes the one customer that was found; several must be told apart by number.
fn only(named: &str, mut found: Vec<Customer>) -> Result<Customer, Error> {
    let clean = SafeText::clean(named);
    match (found.pop(), found.as_slice()) {
        (Some(customer), []) => Ok(customer),
        (Some(last), others) => {
            let numbers: Vec<String> = others
                .iter()
                .chain([&last])
                .map(|customer| format!("#{} {}", customer.display_id, customer.name))
                .collect();
            Err(Error::Refused(format!(
                "{:?} names several customers: {}. Name one by its number.",
                clean.as_str(),
                numbers.join(", ")
            )))
        }
        (None, _) => Err(Error::NotFound(format!(
            "No customer {:?}. Name it by number, domain or exact name; `pivotal customer list` shows them.",
            clean.as_str()
        ))),
    }
}
