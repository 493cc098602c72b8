//! `pivotal customer import --hubspot`.

use std::path::Path;

use super::json::{CompaniesJson, CompanyJson, CustomerJson};
use super::sync::block_on;
use super::{Error, Format, Output};
use crate::config::Config;
use crate::domain::{
    AboutStatus, Change, CompanyList, CustomValues, CustomerDomain, CustomerFields, CustomerStatus, Outcome,
    OwnerFields, RemoteCompany, SafeText, SyncFault, Tags,
};
use crate::hubspot::Access;
use crate::sync;
use crate::workspace::{KnownAs, Workspace};

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
    let failed = |error: sync::SyncError| Error::Remote(error.to_string());
    let CompanyList {
        mut companies,
        namesakes,
        fault,
    } = match chosen {
        Chosen::None | Chosen::All => {
            block_on(sync::candidates(workspace, &client, &mut tell))?.map_err(failed)?
        }
        Chosen::Named(names) => {
            let mut companies: Vec<RemoteCompany> = Vec::with_capacity(names.len());
            for name in names {
                let found = block_on(sync::named(workspace, &client, name, &mut tell))?.map_err(failed)?;
                companies.push(only(name, found)?);
            }
            CompanyList {
                companies,
                ..CompanyList::default()
            }
        }
    };
    if let Some(fault) = &fault {
        output.note(&fault.message);
    }
    if *chosen == Chosen::None {
        list(&companies, fault.as_ref(), output)?;
        tell_of(&namesakes, output);
        return Ok(());
    }
    if let Err(error) = block_on(sync::with_owners(&client, &mut companies))? {
        output.note(&format!(
            "The owners of the companies could not be read, so you are set as the owner, or nobody. {error} Customers that are added now keep that owner; `pivotal customer edit CUSTOMER --owner PERSON` sets another one."
        ));
    }
    for company in &companies {
        let domain = company.domains.first().map(CustomerDomain::domain);
        if workspace.known_as(domain, company.name.as_str())? == KnownAs::Namesake {
            output.note(&format!(
                "There is a customer with the name {} already; this one has {}.",
                company.name,
                domain_of(company)
            ));
        }
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
    tell_of(&namesakes, output);
    Ok(())
}

/// Takes the one company that was named, or says why it is not clear which one is meant.
fn only(name: &str, found: CompanyList) -> Result<RemoteCompany, Error> {
    let CompanyList {
        mut companies,
        namesakes,
        fault,
    } = found;
    match (companies.pop(), companies.is_empty(), namesakes.is_empty()) {
        (Some(company), true, true) => Ok(company),
        (None, _, true) => Err(unknown(name, fault.as_ref())),
        (last, _, _) => {
            companies.extend(last);
            companies.extend(namesakes);
            companies.sort_by_key(|company| company.id);
            Err(Error::Invalid(format!(
                "{:?} matches several HubSpot companies: {}. Nothing was added; name one by its id.",
                SafeText::clean(name).as_str(),
                listed(&companies)
            )))
        }
    }
}

/// Tells of companies that were passed over, as there are customers with their names.
fn tell_of(left_out: &[RemoteCompany], output: &mut Output<'_>) {
    if !left_out.is_empty() {
        output.note(&format!(
            "Left out because customers with these names exist: {}. To add one, name its id.",
            listed(left_out)
        ));
    }
}

fn listed(companies: &[RemoteCompany]) -> String {
    const MOST: usize = 10;
    let mut words: Vec<String> = companies
        .iter()
        .take(MOST)
        .map(|company| format!("{} {} ({})", company.id, company.name, domain_of(company)))
        .collect();
    if companies.len() > MOST {
        words.push(format!("and {} more", companies.len() - MOST));
    }
    words.join(", ")
}

fn domain_of(company: &RemoteCompany) -> String {
    let domain = company.domains.first();
    domain.map_or_else(|| "no domain".to_owned(), ToString::to_string)
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
            output.note("Every HubSpot company with a domain is already a customer.");
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
        about_status: AboutStatus::default(),
        tags: Tags::default(),
        custom: CustomValues::default(),
    }
}
