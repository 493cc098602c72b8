//! Reads contacts by their ids.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::json;

use super::filter::Text;
use super::portal::Portal;
use super::reply::Reply;

/// How many ids a request may have.
const MOST: usize = 100;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Body {
    inputs: Vec<Input>,
    #[serde(default)]
    properties: Vec<String>,
    /// HubSpot's description of its interface demands it; there is no history here.
    #[serde(default, rename = "propertiesWithHistory")]
    _history: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Input {
    id: Text,
}

/// Answers `POST /crm/objects/V/contacts/batch/read`; an error is a sentence.
///
/// The results go by descending id, whatever the order of the inputs, and hold each contact once.
pub(super) fn read(portal: &Portal, query: &str, body: &str) -> Result<Reply, String> {
    let body: Body = serde_json::from_str(body).map_err(|error| error.to_string())?;
    if body.inputs.len() > MOST {
        return Err(format!("There are more than {MOST} inputs."));
    }
    let archived = query.split('&').any(|pair| pair == "archived=true");
    let mut found = BTreeMap::new();
    let mut missing = BTreeSet::new();
    for input in body.inputs {
        let id = id(input.id)?;
        match portal.held_contact(id) {
            Some(held) if held.record.archived == archived => {
                found.insert(held.id, held);
            }
            Some(_) | None => {
                missing.insert(id);
            }
        }
    }
    let results = found
        .values()
        .rev()
        .map(|held| held.json(&body.properties, portal.id()))
        .collect();
    let mut errors = Vec::new();
    if !missing.is_empty() {
        let ids: Vec<String> = missing.iter().map(u64::to_string).collect();
        errors.push(json!({
            "status": "error",
            "category": "OBJECT_NOT_FOUND",
            "message": "Could not get some contacts, they may be deleted or not exist.",
            "context": { "ids": ids },
        }));
    }
    Ok(Reply::batch(results, errors))
}

/// Reads an id of a request; an error is a sentence.
pub(super) fn id(text: Text) -> Result<u64, String> {
    let text = text.into_text();
    text.parse().map_err(|_| format!("{text} is no id."))
}
