//! Reads which contacts companies have.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::batch_read::id;
use super::filter::Text;
use super::page;
use super::portal::{Portal, Tie};
use super::reply::Reply;
use super::rules::Rules;

/// How many companies a request may name.
const MOST: usize = 1_000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    inputs: Vec<Input>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    id: Text,
    after: Option<Text>,
}

/// Answers `POST /crm/associations/V/companies/contacts/batch/read`; an error is a sentence.
///
/// The results go by descending id, whatever the order of the inputs. A page goes on after the id of its last contact.
pub(super) fn read(portal: &Portal, rules: &Rules, body: &str) -> Result<Reply, String> {
    let body: Body = serde_json::from_str(body).map_err(|error| error.to_string())?;
    if body.inputs.len() > MOST {
        return Err(format!("There are more than {MOST} inputs."));
    }
    let mut wanted = BTreeMap::new();
    for input in body.inputs {
        let after = input.after.map_or(Ok(0), id)?;
        wanted.insert(id(input.id)?, after);
    }
    let mut results = Vec::new();
    let mut errors = Vec::new();
    for (company, after) in wanted.into_iter().rev() {
        match of_company(portal, rules, company, after) {
            Some(result) => results.push(result),
            None => errors.push(none_found(company)),
        }
    }
    Ok(Reply::batch(results, errors))
}

/// Returns a page of the contacts of a company; none if there are none.
fn of_company(portal: &Portal, rules: &Rules, company: u64, after: u64) -> Option<Value> {
    let size = rules.association_page.max(1);
    let mut ties = portal.ties_after(company, after);
    let shown: Vec<(u64, Tie)> = ties.by_ref().take(size).collect();
    let (last, _) = shown.last()?;
    let mut result = json!({
        "from": { "id": company.to_string() },
        "to": shown.iter().map(|(contact, tie)| target(*contact, *tie)).collect::<Vec<_>>(),
    });
    if ties.next().is_some()
        && let Some(fields) = result.as_object_mut()
    {
        fields.insert("paging".to_owned(), page::next(last));
    }
    Some(result)
}

/// Writes a contact of a company; its id is a number here, and the primary type is not the first.
fn target(contact: u64, tie: Tie) -> Value {
    let plain = json!({ "category": "HUBSPOT_DEFINED", "typeId": 280, "label": null });
    let types = match tie {
        Tie::Plain => vec![plain],
        Tie::Primary => vec![
            plain,
            json!({ "category": "HUBSPOT_DEFINED", "typeId": 2, "label": "Primary" }),
        ],
    };
    json!({ "toObjectId": contact, "associationTypes": types })
}

fn none_found(company: u64) -> Value {
    json!({
        "status": "error",
        "category": "NO_ASSOCIATIONS_FOUND",
        "subCategory": "crm.associations.NO_ASSOCIATIONS_FOUND",
        "message": format!("No contact is associated with company {company}."),
        "context": { "fromObjectId": [company.to_string()], "toObjectType": ["contact"] },
    })
}
