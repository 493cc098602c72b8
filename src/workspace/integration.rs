//! Questions about the source that people are synced from, and what is remembered of its account.

use super::{Error, Workspace};
use crate::domain::{
    AddressConflict, Clock, Coverage, Customer, CustomerDomain, CustomerId, CustomerLinks, Domain, IdSource,
    Integration, NearMiss, NearMissPerson, RemoteAccount, RemoteId, RunFilter, SyncRun,
};
use crate::store::{AccountState, OpenRun};

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
    /// Returns what is known of the connection, without asking the source.
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

    /// Returns what is remembered of the account.
    pub fn account(&mut self) -> Result<Option<AccountState>, Error> {
        self.store.read(|reader| Ok(reader.account()?))
    }

    /// Remembers the account and a hash of the token that opens it.
    pub fn set_account(&mut self, account: &RemoteAccount, token_fingerprint: &str) -> Result<(), Error> {
        let now = self.now();
        self.store
            .write(|writer| Ok(writer.set_account(account, token_fingerprint, now)?))
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
    pub fn companies_after(&mut self, after: Option<RemoteId>, limit: usize) -> Result<Vec<RemoteId>, Error> {
        self.store
            .read(|reader| Ok(reader.companies_after(after, limit)?))
    }

    /// Lists companies after an id whose people are still to be asked for, by id.
    pub fn companies_due(&mut self, after: Option<RemoteId>, limit: usize) -> Result<Vec<RemoteId>, Error> {
        self.store.read(|reader| Ok(reader.companies_due(after, limit)?))
    }

    /// Lists people after an id who are associated with a company and of whom nothing else is known yet, by id.
    pub fn unknown_associations(
        &mut self,
        after: Option<RemoteId>,
        limit: usize,
    ) -> Result<Vec<RemoteId>, Error> {
        self.store
            .read(|reader| Ok(reader.unknown_associations(after, limit)?))
    }

    /// Lists the missing candidates that the source is still to be asked about, by id.
    pub fn missing_candidates(&mut self, limit: usize) -> Result<Vec<RemoteId>, Error> {
        self.store.read(|reader| Ok(reader.missing_candidates(limit)?))
    }

    /// Lists the near misses of all customers, most people first.
    pub fn near_misses(&mut self) -> Result<Vec<NearMiss>, Error> {
        self.store.read(|reader| Ok(reader.near_misses()?))
    }

    /// Lists the near misses of a customer, most people first.
    pub fn near_misses_of(&mut self, customer: CustomerId) -> Result<Vec<NearMiss>, Error> {
        self.store.read(|reader| Ok(reader.near_misses_of(customer)?))
    }

    /// Lists the people whose address at the source is that of another contact.
    pub fn conflicts(&mut self) -> Result<Vec<AddressConflict>, Error> {
        self.store.read(|reader| Ok(reader.conflicts()?))
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

    /// Returns what the source is to a customer.
    pub fn customer_links(&mut self, customer: &Customer) -> Result<CustomerLinks, Error> {
        self.store.read(|reader| {
            let coverage = match customer.domain.as_ref().map(CustomerDomain::domain) {
                None => Coverage::NoDomain,
                Some(domain) if reader.is_covered(domain)? => Coverage::Covered(domain.clone()),
                Some(domain) => Coverage::NotYet(domain.clone()),
            };
            Ok(CustomerLinks {
                linked: reader.linked_contacts(customer.id)?,
                near_misses: reader.near_misses_of(customer.id)?,
                conflicts: reader.conflicts_of(customer.id)?,
                coverage,
            })
        })
    }

    /// Returns whether there is a customer with a domain, or one with a name and another domain or none.
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
    pub fn copy_into(&mut self, folder: &std::path::Path, clock: Box<dyn Clock>) -> Result<Self, Error> {
        let store = self.store.copy_into(folder)?;
        Ok(Self::new(store, self.actor.clone(), clock, IdSource::Random))
    }
}
