//! All that is known of one contact or customer, for its details.

use super::{Error, Workspace};
use crate::domain::{
    Assignee, Contact, ContactDetails, ContactFilter, ContactId, Customer, CustomerDetails, CustomerId,
    Detail, DetailsOf, Email, Entity, MOST_SHOWN, Newest, NoteFilter, PeopleCounts, RecordDetails,
    RemoteAccount, SamePerson, SourceCompany, Standing, Task, WebLink, contact_values, customer_values,
};
use crate::store::Reader;

impl Workspace {
    /// Reads all that is known of a contact or customer; none if it is not there any more.
    pub fn details(&mut self, of: DetailsOf) -> Result<Option<RecordDetails>, Error> {
        Ok(match of {
            DetailsOf::Contact(id) => self
                .contact_details(id)?
                .map(|details| RecordDetails::Contact(Box::new(details))),
            DetailsOf::Customer(id) => self
                .customer_details(id)?
                .map(|details| RecordDetails::Customer(Box::new(details))),
        })
    }

    /// Reads all that is known of a contact; none if it is not there any more.
    pub fn contact_details(&mut self, id: ContactId) -> Result<Option<ContactDetails>, Error> {
        let portal = self.renderer.portal().and_then(WebLink::portal);
        self.store.read(|reader| {
            let Some(contact) = reader.contact(id)? else {
                return Ok(None);
            };
            let Some(customer) = reader.customer(contact.customer_id)? else {
                return Ok(None);
            };
            let remote = match contact.remote_id() {
                Some(id) => reader.remote(id)?,
                None => None,
            };
            let writes = reader.writes_of(Entity::Contact, id.uuid())?;
            let record = match contact.remote_id() {
                Some(id) => account(reader)?.and_then(|account| WebLink::contact(&account, id)),
                None => None,
            };
            Ok(Some(ContactDetails {
                values: contact_values(&contact, &writes, remote.as_ref()),
                also_at: also_at(reader, &contact)?,
                notes: reader.newest_notes(NoteFilter::OnContact(id), MOST_SHOWN)?,
                tasks: first_due(open_tasks(reader, &contact)?),
                notifications: reader.newest_notifications(customer.id, Some(id), MOST_SHOWN)?,
                links: [Some(WebLink::mail(&contact.email)), record, portal]
                    .into_iter()
                    .flatten()
                    .collect(),
                contact,
                customer,
            }))
        })
    }

    /// Reads all that is known of a customer; none if it is not there any more.
    pub fn customer_details(&mut self, id: CustomerId) -> Result<Option<CustomerDetails>, Error> {
        let portal = self.renderer.portal().and_then(WebLink::portal);
        self.store.read(|reader| {
            let Some(customer) = reader.customer(id)? else {
                return Ok(None);
            };
            let writes = reader.writes_of(Entity::Customer, id.uuid())?;
            let companies = match &customer.domain {
                Some(domain) => reader.companies_at(domain)?,
                None => Vec::new(),
            };
            let account = account(reader)?;
            let page = |company: &SourceCompany| WebLink::company(account.as_ref()?, company.id);
            let mut onboardings = reader.onboardings(Some(id))?;
            onboardings.reverse();
            Ok(Some(CustomerDetails {
                values: customer_values(&customer, &writes),
                people: people(reader, &customer)?,
                onboardings: Newest::of(onboardings),
                notes: reader.newest_notes(NoteFilter::OfCustomer(id), MOST_SHOWN)?,
                tasks: first_due(reader.open_tasks_of_customer(id)?),
                notifications: reader.newest_notifications(id, None, MOST_SHOWN)?,
                links: customer
                    .primary
                    .as_ref()
                    .map(|primary| WebLink::mail(&primary.email))
                    .into_iter()
                    .chain(companies.iter().filter_map(page))
                    .chain(portal)
                    .collect(),
                companies,
                customer,
            }))
        })
    }
}

fn account(reader: &Reader<'_>) -> Result<Option<RemoteAccount>, Error> {
    Ok(reader.account()?.map(|state| state.account))
}

fn people(reader: &Reader<'_>, customer: &Customer) -> Result<PeopleCounts, Error> {
    Ok(PeopleCounts {
        active: customer.contacts,
        archived: reader.count_contacts(customer.id, ContactFilter::Archived)?,
        unlinked: reader.count_contacts(customer.id, ContactFilter::Unlinked)?,
        linked: reader.linked_contacts(customer.id)?,
    })
}

/// Finds the contacts of other customers who have one of the addresses of a contact.
fn also_at(reader: &Reader<'_>, contact: &Contact) -> Result<Newest<SamePerson>, Error> {
    let mut found: Vec<SamePerson> = Vec::new();
    let others = contact.other_emails();
    let emails: Vec<&Email> = std::iter::once(&contact.email)
        .chain(others.iter().map(|other| &other.email))
        .collect();
    for email in emails {
        for holder in reader.contacts_by_email(email)? {
            let is_known = found.iter().any(|known| known.contact.id == holder.id);
            if is_known || holder.customer_id == contact.customer_id {
                continue;
            }
            if let Some(customer) = reader.customer(holder.customer_id)? {
                found.push(SamePerson {
                    display_id: customer.display_id,
                    customer_name: customer.name,
                    contact: holder,
                });
            }
        }
    }
    Ok(Newest::of(found))
}

/// Lists the open tasks of a contact, with those of a role that nobody else holds.
fn open_tasks(reader: &Reader<'_>, contact: &Contact) -> Result<Vec<Task>, Error> {
    let mut tasks = reader.open_tasks_of_contact(contact.id)?;
    let roles: Vec<&str> = contact.details.text(Detail::Roles).split(", ").collect();
    if roles != [""] && contact.standing() == Standing::Active {
        let is_its_own = |task: &Task| match &task.assignee {
            Some(Assignee::Role { by, .. }) => by.holders == 1 && roles.contains(&by.role.as_str()),
            Some(Assignee::Csm(_) | Assignee::Contact { .. }) | None => false,
        };
        let of_customer = reader.open_tasks_of_customer(contact.customer_id)?;
        tasks.extend(of_customer.into_iter().filter(is_its_own));
    }
    Ok(tasks)
}

/// Puts tasks into the order in which they are due.
fn first_due(mut tasks: Vec<Task>) -> Newest<Task> {
    tasks.sort_by_key(|task| (task.due.is_none(), task.due, task.number));
    Newest::of(tasks)
}
