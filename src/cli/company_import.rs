//! `pivotal customer import --hubspot`.

use std::path::Path;

use super::json::{CompaniesJson, CompanyJson, CustomerJson};
use super::sync::block_on;
use super::{Error, Format, Output};
use crate::config::Config;
use crate::domain::{
    Change, CustomerDomain, CustomerFields, CustomerStatus, Outcome, OwnerFields, RemoteCompany, SafeText,
    Tags,
};
use crate::hubspot::Access;
use crate::sync::candidates;
use crate::workspace::Workspace;

/// Which companies are added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Chosen {
    /// None: they are listed.
    None,
    /// All of them.
    All,
    /// Those with these ids, domains or names.
    Named(Vec<String>),
}

pub(super) fn run(
    chosen: &Chosen,
    folder: &Path,
    config: &Config,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let (client, _) = Access::from_environment(folder).open()?;
    let found =
        block_on(candidates(workspace, &client))?.map_err(|error| Error::Remote(error.to_string()))?;
    let companies = match chosen {
        Chosen::None => {
            list(&found.companies, output)?;
            if found.has_more {
                output.note("HubSpot has more companies; these are the first.");
            }
            return Ok(());
        }
        Chosen::All => found.companies,
        Chosen::Named(names) => names
            .iter()
            .map(|name| named(name, &found.companies))
            .collect::<Result<_, _>>()?,
    };
    let owner = config.user.as_owner();
    let owner = OwnerFields::parse(&owner).ok().filter(|_| !owner.is_empty());
    let rows: Vec<CustomerFields> = companies
        .iter()
        .map(|company| fields(company, owner.clone()))
        .collect();
    let done = workspace.make(Change::ImportCustomers(rows))?;
    if let Outcome::CustomersImported { added, already_here } = &done.outcome {
        output.done(
            &done.outcome.sentence(),
            &CompaniesJson {
                companies: Vec::new(),
                added: added.len(),
                already_here: *already_here,
                customers: added.iter().map(CustomerJson::from).collect(),
            },
        )?;
    }
    Ok(())
}

fn list(companies: &[RemoteCompany], output: &mut Output<'_>) -> Result<(), Error> {
    match output.format {
        Format::Json => output.json(&CompaniesJson {
            companies: companies.iter().map(CompanyJson::from).collect(),
            added: 0,
            already_here: 0,
            customers: Vec::new(),
        })?,
        Format::Text if companies.is_empty() => {
            output.note("Every company of HubSpot that has a domain is a customer here already.");
        }
        Format::Text => {
            let rows: Vec<[String; 3]> = companies
                .iter()
                .map(|company| {
                    let domain = company.domains.first().map(ToString::to_string);
                    [
                        company.id.to_string(),
                        company.name.to_string(),
                        domain.unwrap_or_default(),
                    ]
                })
                .collect();
            output.table(["Id", "Name", "Domain"], &rows)?;
            output.note(
                "Add some: pivotal customer import --hubspot DOMAIN...; or all: pivotal customer import --hubspot --all",
            );
        }
    }
    Ok(())
}

fn named(name: &str, companies: &[RemoteCompany]) -> Result<RemoteCompany, Error> {
    let domain = CustomerDomain::parse(name).ok();
    let clean = SafeText::clean(name);
    let found = companies.iter().find(|company| {
        company.id.to_string() == clean.as_str()
            || domain
                .as_ref()
                .is_some_and(|domain| company.domains.contains(domain))
            || company.name.as_str() == clean.as_str()
    });
    found.cloned().ok_or_else(|| {
        Error::NotFound(format!(
            "HubSpot has no company {:?} that is not a customer yet; `pivotal customer import --hubspot` lists them.",
            clean.as_str()
        ))
    })
}

fn fields(company: &RemoteCompany, owner: Option<OwnerFields>) -> CustomerFields {
    CustomerFields {
        name: company.name.clone(),
        domain: company.domains.first().cloned(),
        owner,
        plan: None,
        status: CustomerStatus::Active,
        tags: Tags::default(),
    }
}
