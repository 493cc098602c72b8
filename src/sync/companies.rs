//! Companies at the source that are no customers yet: all of them, or one that the user named.

use std::collections::HashMap;

use super::SyncError;
use super::remarks::Remarks;
use super::source::{Place, Source};
use crate::domain::{
    CompanyList, CompanyOwner, CompanyQuery, CustomerDomain, OwnerFields, RemoteCompany, RemoteId, SafeText,
    fold,
};
use crate::workspace::{KnownAs, Workspace};

/// Lists the companies with a domain that no customer has, by name.
///
/// `tell` is told after each page how many companies were read.
pub async fn candidates(
    workspace: &mut Workspace,
    source: &impl Source,
    tell: impl FnMut(usize),
) -> Result<CompanyList, SyncError> {
    let mut reader = CompanyReader::new(source, workspace);
    let has_domain = |company: &RemoteCompany| !company.domains.is_empty();
    let mut list = reader.read(&CompanyQuery::All, tell, has_domain).await?;
    for companies in [&mut list.companies, &mut list.namesakes] {
        companies.sort_by(|one, other| one.name.cmp(&other.name));
    }
    Ok(reader.end(list))
}

/// Finds the companies that are no customers yet and have an id, a domain or a name; the source is asked for those alone.
///
/// Only where a domain is the main one of no company are all companies read, as the source may not find the others.
pub async fn named(
    workspace: &mut Workspace,
    source: &impl Source,
    text: &str,
    tell: impl FnMut(usize),
) -> Result<CompanyList, SyncError> {
    let clean = SafeText::clean(text);
    let id = RemoteId::parse(source.name(), clean.as_str()).ok();
    let domain = CustomerDomain::parse(text).ok();
    let mut reader = CompanyReader::new(source, workspace);
    let mut found = CompanyList::default();
    if let Some(id) = id {
        let query = CompanyQuery::WithId(id);
        found = meant(reader.read(&query, |_| {}, |_| true).await?);
    }
    if let (true, Some(domain)) = (is_empty(&found), &domain) {
        let query = CompanyQuery::At(vec![domain.domain().clone()]);
        found = meant(reader.read(&query, |_| {}, |_| true).await?);
    }
    if is_empty(&found) {
        let query = CompanyQuery::Named(vec![clean.as_str().to_lowercase()]);
        let has_name = |company: &RemoteCompany| fold(company.name.as_str()) == fold(clean.as_str());
        found = reader.read(&query, |_| {}, has_name).await?;
    }
    if let (true, Some(domain)) = (is_empty(&found), domain) {
        // Reads again what was read so far.
        reader.remarks = Remarks::default();
        let has_domain = |company: &RemoteCompany| company.domains.contains(&domain);
        found = meant(reader.read(&CompanyQuery::All, tell, has_domain).await?);
    }
    Ok(reader.end(found))
}

fn is_empty(list: &CompanyList) -> bool {
    list.companies.is_empty() && list.namesakes.is_empty()
}

/// Takes namesakes of customers for new companies, where an id or a domain was given that tells them apart.
fn meant(mut list: CompanyList) -> CompanyList {
    list.companies.append(&mut list.namesakes);
    list
}

/// Puts the people who own companies in the place of their ids, and nobody where they are no users of the source any more.
///
/// Asks nothing where no company has an owner.
pub async fn with_owners(source: &impl Source, companies: &mut [RemoteCompany]) -> Result<(), SyncError> {
    let has_id = |company: &RemoteCompany| matches!(company.owner, CompanyOwner::Id(_));
    if !companies.iter().any(has_id) {
        return Ok(());
    }
    let owners: HashMap<RemoteId, OwnerFields> = source.owners().await?.into_iter().collect();
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

/// Reads companies, and notes what cannot be read.
struct CompanyReader<'w, S> {
    source: &'w S,
    workspace: &'w mut Workspace,
    remarks: Remarks,
}

impl<'w, S: Source> CompanyReader<'w, S> {
    fn new(source: &'w S, workspace: &'w mut Workspace) -> Self {
        Self {
            source,
            workspace,
            remarks: Remarks::default(),
        }
    }

    /// Reads a query to its end and keeps the companies that are wanted and are no customers.
    async fn read(
        &mut self,
        query: &CompanyQuery,
        mut tell: impl FnMut(usize),
        is_wanted: impl Fn(&RemoteCompany) -> bool,
    ) -> Result<CompanyList, SyncError> {
        let (mut found, mut read) = (CompanyList::default(), 0);
        let mut place = Place::start();
        for number in 1.. {
            let page = self.source.companies(query, &place).await?;
            self.remarks.skip("company", number, &page.unreadable);
            let next = page.next;
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
