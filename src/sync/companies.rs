//! Companies of HubSpot that are no customers yet.

use super::Error;
use super::pages::{self, Place};
use crate::domain::{CustomerDomain, RemoteCompany};
use crate::hubspot::{Client, CompanySearch};
use crate::workspace::Workspace;

/// How many pages of 200 companies are read at most.
const MAX_PAGES: usize = 25;

/// Companies that are no customers yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Candidates {
    /// The companies, by name.
    pub companies: Vec<RemoteCompany>,
    /// Whether HubSpot has more than were read.
    pub has_more: bool,
}

/// Lists the companies with a domain of which no customer has the domain or the name.
pub async fn candidates(workspace: &mut Workspace, client: &Client) -> Result<Candidates, Error> {
    let mut found = Candidates::default();
    let mut place = Place { after: 0, left: None };
    for _ in 0..MAX_PAGES {
        let ask = async |after, offset| client.companies(CompanySearch::All { after }, offset).await;
        let page = pages::read(place, ask).await?;
        let next = page.place();
        for company in page.rows {
            let domain = company.domains.first().map(CustomerDomain::domain);
            if domain.is_some() && !workspace.is_customer(domain, company.name.as_str())? {
                found.companies.push(company);
            }
        }
        match next {
            Some(next) => place = next,
            None => {
                found.companies.sort_by(|one, other| one.name.cmp(&other.name));
                return Ok(found);
            }
        }
    }
    found.has_more = true;
    found.companies.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}
