//! `pivotal contact duplicates`, `merge` and `distinct`.

use serde::Serialize;

use super::contact_args::MergeOptions;
use super::json::ContactJson;
use super::{Error, Format, Output};
use crate::domain::{Alike, Change, Customer, Outcome};
use crate::workspace::Workspace;

#[derive(Serialize)]
struct DuplicatesJson<'a> {
    duplicates: Vec<PairJson<'a>>,
}

#[derive(Serialize)]
struct PairJson<'a> {
    why: Alike,
    contacts: [ContactJson<'a>; 2],
}

#[derive(Serialize)]
struct DistinctJson<'a> {
    distinct: [ContactJson<'a>; 2],
}

/// Lists the contacts of a customer who look alike.
pub(super) fn list(
    customer: &Customer,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let found = workspace.duplicates(customer.id)?;
    match output.format {
        Format::Json => output.json(&DuplicatesJson {
            duplicates: found
                .iter()
                .map(|pair| PairJson {
                    why: pair.why,
                    contacts: [ContactJson::from(&pair.one), ContactJson::from(&pair.other)],
                })
                .collect(),
        })?,
        Format::Text if found.is_empty() => {
            output.note(&format!("{} has no likely duplicates.", customer.name));
        }
        Format::Text => {
            let rows: Vec<[String; 5]> = found
                .iter()
                .map(|pair| {
                    [
                        pair.one.name.to_string(),
                        pair.one.email.to_string(),
                        pair.other.name.to_string(),
                        pair.other.email.to_string(),
                        pair.why.words().to_owned(),
                    ]
                })
                .collect();
            output.table(["Name", "Email", "Looks like", "Email", "Why"], &rows)?;
        }
    }
    Ok(())
}

/// Merges a contact into another.
pub(super) fn merge(
    options: &MergeOptions,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let customer = workspace.find_customer(&options.customer)?;
    let keep = workspace.find_contact(&customer, &options.keep)?;
    let drop = workspace.find_contact(&customer, &options.drop)?;
    let taken = drop.fields();
    let edits = options.take.iter().map(|field| taken.edit(*field));
    let done = workspace.make(Change::MergeContacts {
        keep: keep.id,
        drop: drop.id,
        edits: edits.collect(),
    })?;
    if let Outcome::ContactsMerged { contact, .. } = &done.outcome {
        output.done(&done.outcome.sentence(), &ContactJson::from(contact))?;
    }
    Ok(())
}

/// Notes that two contacts are not the same.
pub(super) fn mark_distinct(
    customer: &Customer,
    (one, other): (&str, &str),
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let one = workspace.find_contact(customer, one)?;
    let other = workspace.find_contact(customer, other)?;
    let done = workspace.make(Change::MarkDistinct(one.id, other.id))?;
    let document = DistinctJson {
        distinct: [ContactJson::from(&one), ContactJson::from(&other)],
    };
    output.done(&done.outcome.sentence(), &document)
}
