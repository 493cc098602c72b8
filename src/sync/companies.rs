//! Companies of HubSpot that are no customers yet: all of them, or one that a person named.

use std::collections::HashMap;

use super::Error;
use super::pages::{self, Place};
use crate::domain::{CompanyOwner, CustomerDomain, HubSpotId, OwnerFields, RemoteCompany, SafeText, fold};
use crate::hubspot::{Client, CompanySearch};
use crate::workspace::Workspace;

/// Lists the companies with a domain of which no customer has the domain or the name, by name.
///
/// `tell` is told after each page how many companies were read.
pub async fn candidates(
    workspace: &mut Workspace,
    client: &Client,
    tell: impl FnMut(usize),
) -> Result<Vec<RemoteCompany>, Error> {
    let every = |after| CompanySearch::All { after };
    let mut found = walk(client, every, tell, |company| {
        Ok(!company.domains.is_empty() && is_new(workspace, company)?)
    })
    .await?;
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

/// Finds the company that is no customer yet and has an id, a domain or a name; HubSpot is asked for that one alone.
///
/// Only where a domain is the main one of no company are all companies read, as HubSpot does not find the others.
pub async fn named(
    workspace: &mut Workspace,
    client: &Client,
    text: &str,
    tell: impl FnMut(usize),
) -> Result<Option<RemoteCompany>, Error> {
    let clean = SafeText::clean(text);
    let id: Option<HubSpotId> = clean.as_str().parse().ok();
    let domain = CustomerDomain::parse(text).ok();
    if let Some(id) = id {
        let search = |after| CompanySearch::WithId { id, after };
        let found = walk(client, search, |_| {}, |company| is_new(workspace, company)).await?;
        if let Some(company) = found.into_iter().next() {
            return Ok(Some(company));
        }
    }
    if let Some(domain) = &domain {
        let search = |after| CompanySearch::At {
            domains: vec![domain.domain().clone()],
            after,
        };
        let found = walk(client, search, |_| {}, |company| is_new(workspace, company)).await?;
        if let Some(company) = found.into_iter().next() {
            return Ok(Some(company));
        }
    }
    let search = |after| CompanySearch::Named {
        names: vec![clean.as_str().to_lowercase()],
        after,
    };
    let has_name = |company: &RemoteCompany| fold(company.name.as_str()) == fold(clean.as_str());
    let found = walk(
        client,
        search,
        |_| {},
        |company| Ok(has_name(company) && is_new(workspace, company)?),
    )
    .await?;
    if let Some(company) = found.into_iter().next() {
        return Ok(Some(company));
    }
    let Some(domain) = domain else {
        return Ok(None);
    };
    let every = |after| CompanySearch::All { after };
    let found = walk(client, every, tell, |company| {
        Ok(company.domains.contains(&domain) && is_new(workspace, company)?)
    })
    .await?;
    Ok(found.into_iter().next())
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

/// Reads a search to its end and keeps the companies that are wanted.
async fn walk(
    client: &Client,
    search: impl Fn(i64) -> CompanySearch,
    mut tell: impl FnMut(usize),
    mut is_wanted: impl FnMut(&RemoteCompany) -> Result<bool, Error>,
) -> Result<Vec<RemoteCompany>, Error> {
    let (mut found, mut read) = (Vec::new(), 0);
    let mut place = Place { after: 0, left: None };
    loop {
        let ask = async |after, offset| client.companies(search(after), offset).await;
        let page = pages::read(place, ask).await?;
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
            None => return Ok(found),
        }
    }
}

/// Says whether no customer has the domain or the name of a company.
fn is_new(workspace: &mut Workspace, company: &RemoteCompany) -> Result<bool, Error> {
    let domain = company.domains.first().map(CustomerDomain::domain);
    Ok(!workspace.is_customer(domain, company.name.as_str())?)
}
