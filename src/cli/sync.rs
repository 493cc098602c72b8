//! `pivotal sync` and `pivotal near-misses`.

use std::path::Path;

use serde::Serialize;

use super::args::SyncOptions;
use super::json::{NearMissesJson, PersonJson, SyncJson};
use super::{Error, Format, Output};
use crate::clock::SystemClock;
use crate::domain::{Customer, Domain, NearMiss, NearMissWhy, RunState, SyncFault, SyncReport};
use crate::hubspot::{Access, AccessError};
use crate::sync::{self, Cancel, RunScope};
use crate::workspace::{Unlinking, Workspace};

/// Runs a future to its end on this thread.
pub(super) fn block_on<T>(future: impl Future<Output = T>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::Failed(format!("The sync cannot be started: {error}. Try again.")))?;
    Ok(runtime.block_on(future))
}

impl From<AccessError> for Error {
    fn from(error: AccessError) -> Self {
        Self::Remote(error.to_string())
    }
}

pub(super) fn run(
    options: &SyncOptions,
    folder: &Path,
    access: &Access,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let wanted = match (options.full, options.allow_unlink) {
        (_, true) => RunScope::Full(Unlinking::Allowed),
        (true, false) => RunScope::Full(Unlinking::Guarded),
        (false, false) => RunScope::Due,
    };
    let report = match access.open() {
        Err(error) => SyncReport::failed(SyncFault {
            kind: error.kind(),
            message: error.to_string(),
        }),
        Ok((client, mark)) if options.dry_run => {
            let clock = Box::new(SystemClock);
            block_on(sync::dry_run(workspace, &client, &mark, wanted, clock))?
                .map_err(|error| Error::Remote(error.to_string()))?
        }
        Ok((client, mark)) => block_on(sync::sync(
            workspace,
            folder,
            &client,
            &mark,
            wanted,
            Cancel::never(),
            |_| {},
        ))?,
    };
    if output.format == Format::Json {
        output.json(&SyncJson::from(&report))?;
    }
    if let (RunState::Failed, Some(fault)) = (report.state, &report.fault) {
        return Err(Error::Remote(fault.message.clone()));
    }
    if output.format == Format::Text {
        let would = if options.dry_run {
            "Would be done: "
        } else {
            "Synced: "
        };
        output.line(&format!("{would}{}", sentence(&report)))?;
        for conflict in &report.conflicts {
            let (number, sentence, fix) = (conflict.display_id, conflict.sentence(), conflict.fix());
            output.line(&format!("#{number} {}: {sentence} {fix}", conflict.customer_name))?;
        }
    }
    if let Some(fault) = &report.fault {
        output.note(&fault.message);
    }
    Ok(())
}

fn sentence(report: &SyncReport) -> String {
    let counts = report.counts;
    let mut text = counts.words();
    if counts.unchanged > 0 {
        text.push_str(&format!("; {} unchanged", counts.unchanged));
    }
    if counts.kept_away > 0 {
        text.push_str(&format!(", {} kept away", counts.kept_away));
    }
    text.push_str(&match report.near_misses {
        0 => ".".to_owned(),
        1 => ". 1 near miss: pivotal near-misses shows it.".to_owned(),
        many => format!(". {many} near misses: pivotal near-misses shows them."),
    });
    let plural = if report.requests == 1 { "" } else { "s" };
    format!(
        "{text} ({} request{plural}, {:.1} s)",
        report.requests,
        report.took.as_secs_f64()
    )
}

/// Lists near misses with the effect of the fix and the people behind them.
pub(super) fn near_misses(
    customer: Option<&Customer>,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let misses = match customer {
        Some(customer) => workspace.near_misses_of(customer.id)?,
        None => workspace.near_misses()?,
    };
    match output.format {
        Format::Json => {
            let mut rows = Vec::with_capacity(misses.len());
            for miss in &misses {
                rows.push(NearMissJson {
                    customer: miss.display_id,
                    customer_name: miss.customer_name.as_str(),
                    customer_domain: miss.customer_domain.as_ref().map(Domain::ascii),
                    domain: miss.domain.ascii(),
                    people: miss.people,
                    why: miss.sentence(),
                    tie: miss.why,
                    contacts: people(miss, workspace)?,
                });
            }
            output.json(&NearMissesJson { near_misses: rows })?;
        }
        Format::Text if misses.is_empty() => {
            output.note("No near misses. `pivotal sync` looks for them.");
        }
        Format::Text => {
            let mut rows: Vec<[String; 3]> = Vec::new();
            for miss in &misses {
                rows.push([
                    format!("#{}", miss.display_id),
                    miss.customer_name.to_string(),
                    miss.sentence(),
                ]);
                for found in workspace.near_miss_people(miss.customer, &miss.domain)? {
                    let email = found.person.email.as_ref().map(|email| format!(" <{email}>"));
                    rows.push([
                        String::new(),
                        String::new(),
                        format!(
                            "  {} {}{}",
                            found.person.id,
                            found.person.name,
                            email.unwrap_or_default()
                        ),
                    ]);
                }
            }
            output.table(["#", "Customer", "Near miss"], &rows)?;
            output.note(
                "To link them, give the customer their domain: pivotal customer edit C --domain DOMAIN; to link one person only: pivotal contact link C ID.",
            );
        }
    }
    Ok(())
}

fn people(miss: &NearMiss, workspace: &mut Workspace) -> Result<Vec<PersonJson>, Error> {
    let people = workspace.near_miss_people(miss.customer, &miss.domain)?;
    Ok(people
        .iter()
        .map(|found| PersonJson::from(&found.person))
        .collect())
}

/// A near miss.
#[derive(Debug, Serialize)]
pub(super) struct NearMissJson<'a> {
    customer: u32,
    customer_name: &'a str,
    customer_domain: Option<&'a str>,
    domain: &'a str,
    people: u64,
    why: String,
    tie: NearMissWhy,
    contacts: Vec<PersonJson>,
}
