//! Companies of HubSpot that are no customers yet: all of them, or one that a person named.

use std::collections::HashMap;

use super::Error;
use super::pages::{self, Place};
use super::remarks::Remarks;
use crate::domain::{
    CompanyList, CompanyOwner, CustomerDomain, HubSpotId, OwnerFields, RemoteCompany, SafeText, fold,
};
use crate::hubspot::{Client, CompanySearch};
use crate::workspace::Workspace;

/// Lists the companies with a domain of which no customer has the domain or the name, by name.
///
/// `tell` is told after each page how many companies were read.
pub async fn candidates(
    workspace: &mut Workspace,
    client: &Client,
    tell: impl FnMut(usize),
) -> Result<CompanyList, Error> {
    let every = |after| CompanySearch::All { after };
    let mut walk = Walk::new(client);
    let mut companies = walk
        .read(every, tell, |company| {
            Ok(!company.domains.is_empty() && is_new(workspace, company)?)
        })
        .await?;
    companies.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(walk.list(companies))
}

/// Finds the company that is no customer yet and has an id, a domain or a name; HubSpot is asked for that one alone. The
/// list holds one at most.
///
/// Only where a domain is the main one of no company are all companies read, as HubSpot does not find the others.
pub async fn named(
    workspace: &mut Workspace,
    client: &Client,
    text: &str,
    tell: impl FnMut(usize),
) -> Result<CompanyList, Error> {
    let clean = SafeText::clean(text);
    let id: Option<HubSpotId> = clean.as_str().parse().ok();
    let domain = CustomerDomain::parse(text).ok();
    let mut walk = Walk::new(client);
    let mut found = Vec::new();
    if let Some(id) = id {
        let search = |after| CompanySearch::WithId { id, after };
        found = walk
            .read(search, |_| {}, |company| is_new(workspace, company))
            .await?;
    }
    if let (true, Some(domain)) = (found.is_empty(), &domain) {
        let search = |after| CompanySearch::At {
            domains: vec![domain.domain().clone()],
            after,
        };
        found = walk
            .read(search, |_| {}, |company| is_new(workspace, company))
            .await?;
    }
    if found.is_empty() {
        let search = |after| CompanySearch::Named {
            names: vec![clean.as_str().to_lowercase()],
            after,
        };
        let has_name = |company: &RemoteCompany| fold(company.name.as_str()) == fold(clean.as_str());
        found = walk
            .read(
                search,
                |_| {},
                |company| Ok(has_name(company) && is_new(workspace, company)?),
            )
            .await?;
    }
    if let (true, Some(domain)) = (found.is_empty(), domain) {
        let every = |after| CompanySearch::All { after };
        // Reads again what was read so far.
        walk = Walk::new(client);
        found = walk
            .read(every, tell, |company| {
                Ok(company.domains.contains(&domain) && is_new(workspace, company)?)
            })
            .await?;
    }
    found.truncate(1);
    Ok(walk.list(found))
}

/// Puts the people who own companies in the place of their ids, and nobody where they are no users of HubSpot any more.
///
/// Asks nothing where no company has an owner.
pub async fn with_owners(client: &Client, companies: &mut [RemoteCompany]) -> Result<(), Error> {
    let has_id = |company: &RemoteCompany| matches!(company.owner, CompanyOwner::Id(_));
    if !companies.iter().any(has_id) {
        return Ok(());
    }
    let owners: HashMap<HubSpotId, OwnerFields> = client.owners().await?.into_iter().collect();
    for company in companies {
        if let CompanyOwner::Id(id) = company.owner {
            company.owner = owners
                .get(&id)
                .cloned()
                .map_or(CompanyOwner::Nobody, CompanyOwner::Known);
        }
    }
    Ok(())
}

/// Reads searches for companies, and notes what cannot be read.
struct Walk<'c> {
    client: &'c Client,
    remarks: Remarks,
}

impl<'c> Walk<'c> {
    fn new(client: &'c Client) -> Self {
        Self {
            client,
            remarks: Remarks::default(),
        }
    }

    /// Reads a search to its end and keeps the companies that are wanted.
    async fn read(
        &mut self,
        search: impl Fn(i64) -> CompanySearch,
        mut tell: impl FnMut(usize),
        mut is_wanted: impl FnMut(&RemoteCompany) -> Result<bool, Error>,
    ) -> Result<Vec<RemoteCompany>, Error> {
        let (mut found, mut read) = (Vec::new(), 0);
        let mut place = Place { after: 0, left: None };
        for number in 1.. {
            let ask = async |after, offset| self.client.companies(search(after), offset).await;
            let page = pages::read(place, ask).await?;
            self.remarks.skip("company", number, &page.unreadable);
            let next = page.place();
            read += page.rows.len();
            for company in page.rows {
                if is_wanted(&company)? {
                    found.push(company);
                }
            }
            tell(read);
            match next {
                Some(next) => place = next,
                None => break,
            }
        }
        Ok(found)
    }

    fn list(&self, companies: Vec<RemoteCompany>) -> CompanyList {
        CompanyList {
            companies,
            fault: self.remarks.of_reading(),
        }
    }
}

/// Says whether no customer has the domain or the name of a company.
fn is_new(workspace: &mut Workspace, company: &RemoteCompany) -> Result<bool, Error> {
    let domain = company.domains.first().map(CustomerDomain::domain);
    Ok(!workspace.is_customer(domain, company.name.as_str())?)
}
