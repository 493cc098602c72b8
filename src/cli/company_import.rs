//! `pivotal customer import --hubspot`.

use std::path::Path;

use super::json::{CompaniesJson, CompanyJson, CustomerJson};
use super::sync::block_on;
use super::{Error, Format, Output};
use crate::config::Config;
use crate::domain::{
    Change, CustomerFields, CustomerStatus, Outcome, OwnerFields, RemoteCompany, SafeText, SyncFault, Tags,
};
use crate::hubspot::Access;
use crate::sync;
use crate::workspace::Workspace;

/// After how many companies it is told again how many were read: some ten seconds.
const TOLD_EVERY: usize = 5_000;

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
    let mut told = 0;
    let mut tell = |read: usize| {
        if read / TOLD_EVERY > told {
            told = read / TOLD_EVERY;
            output.note(&format!("{read} companies read so far…"));
        }
    };
    let failed = |error: sync::Error| Error::Remote(error.to_string());
    let (mut companies, fault) = match chosen {
        Chosen::None | Chosen::All => {
            let found = block_on(sync::candidates(workspace, &client, &mut tell))?.map_err(failed)?;
            (found.companies, found.fault)
        }
        Chosen::Named(names) => {
            let mut companies = Vec::with_capacity(names.len());
            for name in names {
                let found = block_on(sync::named(workspace, &client, name, &mut tell))?.map_err(failed)?;
                if found.companies.is_empty() {
                    return Err(unknown(name, found.fault.as_ref()));
                }
                companies.extend(found.companies);
            }
            (companies, None)
        }
    };
    if let Some(fault) = &fault {
        output.note(&fault.message);
    }
    if *chosen == Chosen::None {
        return list(&companies, fault.as_ref(), output);
    }
    if let Err(error) = block_on(sync::with_owners(&client, &mut companies))? {
        output.note(&format!(
            "The owners of the companies were not read, so yours or none is set: {error}"
        ));
    }
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
                error: fault.as_ref(),
                customers: added.iter().map(CustomerJson::from).collect(),
            },
        )?;
    }
    Ok(())
}

fn list(
    companies: &[RemoteCompany],
    fault: Option<&SyncFault>,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    match output.format {
        Format::Json => output.json(&CompaniesJson {
            companies: companies.iter().map(CompanyJson::from).collect(),
            added: 0,
            already_here: 0,
            error: fault,
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

fn unknown(name: &str, fault: Option<&SyncFault>) -> Error {
    let clean = SafeText::clean(name);
    let skipped = fault
        .map(|fault| format!(" {}", fault.message))
        .unwrap_or_default();
    Error::NotFound(format!(
        "HubSpot has no company {:?} that is not a customer yet; `pivotal customer import --hubspot` lists them.{skipped}",
        clean.as_str()
    ))
}

fn fields(company: &RemoteCompany, owner: Option<OwnerFields>) -> CustomerFields {
    CustomerFields {
        name: company.name.clone(),
        domain: company.domains.first().cloned(),
        owner: company.known_owner().cloned().or(owner),
        plan: None,
        status: CustomerStatus::Active,
        tags: Tags::default(),
    }
}
