//! Companies of HubSpot that are no customers yet: all of them, or one that a person named.

use std::collections::HashMap;

use super::Error;
use super::pages::{self, Place};
use super::remarks::Remarks;
use crate::domain::{
    CompanyList, CompanyOwner, CustomerDomain, HubSpotId, OwnerFields, RemoteCompany, SafeText, fold,
};
use crate::hubspot::{Client, CompanySearch};
use crate::workspace::{KnownAs, Workspace};

/// Lists the companies with a domain that no customer has, by name.
///
/// `tell` is told after each page how many companies were read.
pub async fn candidates(
    workspace: &mut Workspace,
    client: &Client,
    tell: impl FnMut(usize),
) -> Result<CompanyList, Error> {
    let every = |after| CompanySearch::All { after };
    let mut walk = Walk::new(client, workspace);
    let has_domain = |company: &RemoteCompany| !company.domains.is_empty();
    let mut list = walk.read(every, tell, has_domain).await?;
    for companies in [&mut list.companies, &mut list.namesakes] {
        companies.sort_by(|one, other| one.name.cmp(&other.name));
    }
    Ok(walk.end(list))
}

/// Finds the companies that are no customers yet and have an id, a domain or a name; HubSpot is asked for those alone.
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
    let mut walk = Walk::new(client, workspace);
    let mut found = CompanyList::default();
    if let Some(id) = id {
        let search = |after| CompanySearch::WithId { id, after };
        found = meant(walk.read(search, |_| {}, |_| true).await?);
    }
    if let (true, Some(domain)) = (is_empty(&found), &domain) {
        let search = |after| CompanySearch::At {
            domains: vec![domain.domain().clone()],
            after,
        };
        found = meant(walk.read(search, |_| {}, |_| true).await?);
    }
    if is_empty(&found) {
        let search = |after| CompanySearch::Named {
            names: vec![clean.as_str().to_lowercase()],
            after,
        };
        let has_name = |company: &RemoteCompany| fold(company.name.as_str()) == fold(clean.as_str());
        found = walk.read(search, |_| {}, has_name).await?;
    }
    if let (true, Some(domain)) = (is_empty(&found), domain) {
        let every = |after| CompanySearch::All { after };
        // Reads again what was read so far.
        walk.remarks = Remarks::default();
        let has_domain = |company: &RemoteCompany| company.domains.contains(&domain);
        found = meant(walk.read(every, tell, has_domain).await?);
    }
    Ok(walk.end(found))
}

fn is_empty(list: &CompanyList) -> bool {
    list.companies.is_empty() && list.namesakes.is_empty()
}

/// Takes namesakes of customers for new companies, where an id or a domain was given that tells them apart.
fn meant(mut list: CompanyList) -> CompanyList {
    list.companies.append(&mut list.namesakes);
    list
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
struct Walk<'w> {
    client: &'w Client,
    workspace: &'w mut Workspace,
    remarks: Remarks,
}

impl<'w> Walk<'w> {
    fn new(client: &'w Client, workspace: &'w mut Workspace) -> Self {
        Self {
            client,
            workspace,
            remarks: Remarks::default(),
        }
    }

    /// Reads a search to its end and keeps the companies that are wanted and are no customers.
    async fn read(
        &mut self,
        search: impl Fn(i64) -> CompanySearch,
        mut tell: impl FnMut(usize),
        is_wanted: impl Fn(&RemoteCompany) -> bool,
    ) -> Result<CompanyList, Error> {
        let (mut found, mut read) = (CompanyList::default(), 0);
        let mut place = Place::START;
        for number in 1.. {
            let ask = async |after, offset| self.client.companies(search(after), offset).await;
            let page = pages::read(place, ask).await?;
            self.remarks.skip("company", number, &page.unreadable);
            let next = page.place();
            read += page.rows.len();
            for company in page.rows.into_iter().filter(&is_wanted) {
                let domain = company.domains.first().map(CustomerDomain::domain);
                match self.workspace.known_as(domain, company.name.as_str())? {
                    KnownAs::Nobody => found.companies.push(company),
                    KnownAs::Namesake => found.namesakes.push(company),
                    KnownAs::Customer => {}
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

    fn end(&self, list: CompanyList) -> CompanyList {
        CompanyList {
            fault: self.remarks.of_reading(),
            ..list
        }
    }
}
