//! Questions about the connection to HubSpot, and what is remembered of the account.

use super::{Error, Workspace};
use crate::domain::{
    AddressConflict, Asked, Customer, CustomerDomain, CustomerId, CustomerLinks, Domain, HubSpotId,
    Integration, NearMiss, NearMissPerson, Portal, RunFilter, SyncRun,
};
use crate::store::{OpenRun, PortalState};

/// Whether a company is a customer here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownAs {
    /// It is none.
    Nobody,
    /// Another company with its name is one.
    Namesake,
    /// It is one.
    Customer,
}

impl Workspace {
    /// Gives what is known of the connection, without asking HubSpot.
    pub fn integration(&mut self) -> Result<Integration, Error> {
        self.store.read(|reader| Ok(reader.integration()?))
    }

    /// Lists the last runs, newest first.
    pub fn sync_runs(&mut self, filter: RunFilter, limit: usize) -> Result<Vec<SyncRun>, Error> {
        self.store.read(|reader| Ok(reader.runs(filter, limit)?))
    }

    /// Finds the last run if it can be taken up again.
    pub fn open_run(&mut self) -> Result<Option<OpenRun>, Error> {
        self.store.read(|reader| Ok(reader.open_run()?))
    }

    /// Gives what is remembered of the HubSpot account.
    pub fn portal(&mut self) -> Result<Option<PortalState>, Error> {
        self.store.read(|reader| Ok(reader.portal()?))
    }

    /// Remembers the HubSpot account and a hash of the token that opens it.
    pub fn set_portal(&mut self, portal: &Portal, token_mark: &str) -> Result<(), Error> {
        let now = self.now();
        self.store
            .write(|writer| Ok(writer.set_portal(portal, token_mark, now)?))
    }

    /// Notes that the next run is to be a full one.
    pub fn make_full_due(&mut self) -> Result<(), Error> {
        self.store.write(|writer| Ok(writer.make_full_due()?))
    }

    /// Lists the domains of all customers that are not archived, sorted, each once.
    pub fn customer_domains(&mut self) -> Result<Vec<Domain>, Error> {
        self.store.read(|reader| Ok(reader.customer_domains()?))
    }

    /// Lists those domains of customers whose people were not all asked for yet.
    pub fn uncovered_domains(&mut self) -> Result<Vec<Domain>, Error> {
        self.store.read(|reader| Ok(reader.uncovered_domains()?))
    }

    /// Lists the names of customers that are not archived, lower-case, sorted, each once.
    pub fn customer_names(&mut self) -> Result<Vec<String>, Error> {
        self.store.read(|reader| Ok(reader.customer_names()?))
    }

    /// Lists companies after an id, by id.
    pub fn companies_after(&mut self, after: i64, limit: usize) -> Result<Vec<HubSpotId>, Error> {
        self.store
            .read(|reader| Ok(reader.companies_after(after, limit)?))
    }

    /// Lists companies after an id whose people are still to be asked for, by id.
    pub fn companies_due(&mut self, after: i64, limit: usize) -> Result<Vec<HubSpotId>, Error> {
        self.store.read(|reader| Ok(reader.companies_due(after, limit)?))
    }

    /// Lists people after an id who are counted to a company and of whom nothing else is known yet, by id.
    pub fn unknown_colleagues(&mut self, after: i64, limit: usize) -> Result<Vec<HubSpotId>, Error> {
        self.store
            .read(|reader| Ok(reader.unknown_colleagues(after, limit)?))
    }

    /// Lists doubted records that are to be asked for, by id.
    pub fn doubts(&mut self, limit: usize) -> Result<Vec<HubSpotId>, Error> {
        self.store.read(|reader| Ok(reader.doubts(limit)?))
    }

    /// Lists the near misses of one customer or of all, most people first.
    pub fn near_misses(&mut self, customer: Option<CustomerId>) -> Result<Vec<NearMiss>, Error> {
        self.store.read(|reader| Ok(reader.near_misses(customer)?))
    }

    /// Lists the people whose address in HubSpot is that of another contact, of one customer or of all.
    pub fn conflicts(&mut self, customer: Option<CustomerId>) -> Result<Vec<AddressConflict>, Error> {
        self.store.read(|reader| Ok(reader.conflicts(customer)?))
    }

    /// Lists the people behind the near miss of a customer at a domain, by name.
    pub fn near_miss_people(
        &mut self,
        customer: CustomerId,
        domain: &Domain,
    ) -> Result<Vec<NearMissPerson>, Error> {
        self.store
            .read(|reader| Ok(reader.near_miss_people(customer, domain)?))
    }

    /// Says what HubSpot is to a customer.
    pub fn customer_links(&mut self, customer: &Customer) -> Result<CustomerLinks, Error> {
        self.store.read(|reader| {
            let asked = match customer.domain.as_ref().map(CustomerDomain::domain) {
                None => Asked::NoDomain,
                Some(domain) if reader.is_covered(domain)? => Asked::Yes(domain.clone()),
                Some(domain) => Asked::NotYet(domain.clone()),
            };
            Ok(CustomerLinks {
                linked: reader.linked_contacts(customer.id)?,
                near_misses: reader.near_misses(Some(customer.id))?,
                conflicts: reader.conflicts(Some(customer.id))?,
                asked,
            })
        })
    }

    /// Says whether there is a customer with a domain, or one with a name and another domain or none.
    pub fn known_as(&mut self, domain: Option<&Domain>, name: &str) -> Result<KnownAs, Error> {
        self.store.read(|reader| {
            if let Some(domain) = domain
                && !reader.customers_by_domain(domain)?.is_empty()
            {
                return Ok(KnownAs::Customer);
            }
            let named = reader.customers_by_name(name)?;
            Ok(match (named.is_empty(), domain) {
                (true, _) => KnownAs::Nobody,
                (false, Some(_)) => KnownAs::Namesake,
                // Nothing but the name tells companies without a domain apart.
                (false, None) => KnownAs::Customer,
            })
        })
    }

    /// Writes a copy of the store into a folder and opens it, to try things out.
    pub fn copy_into(
        &mut self,
        folder: &std::path::Path,
        clock: Box<dyn crate::domain::Clock>,
    ) -> Result<Self, Error> {
        let store = self.store.copy_into(folder)?;
        Ok(Self::new(
            store,
            self.actor.clone(),
            clock,
            crate::domain::IdSource::Random,
        ))
    }
}
