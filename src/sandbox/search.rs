//! Search among contacts or companies: the request, its limits, and who is found.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;

use super::filter::{Filter, FilterBody, Text};
use super::page;
use super::portal::Portal;
use super::record::{Held, PortalCompany, PortalContact, Properties};
use super::reply::Reply;

/// How many characters a request may have.
const MOST_CHARACTERS: usize = 3_000;

/// How many groups of filters there may be.
const MOST_GROUPS: usize = 5;

/// How many filters a group may have.
const MOST_IN_GROUP: usize = 6;

/// How many filters there may be in all.
const MOST_FILTERS: usize = 18;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Body {
    #[serde(default)]
    filter_groups: Vec<GroupBody>,
    #[serde(default)]
    sorts: Vec<SortBody>,
    #[serde(default)]
    properties: Vec<String>,
    limit: Option<usize>,
    after: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupBody {
    #[serde(default)]
    filters: Vec<FilterBody>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum SortBody {
    /// `lastmodifieddate`, or `-lastmodifieddate` for the newest first.
    Name(String),
    #[serde(rename_all = "camelCase")]
    Fields {
        property_name: String,
        direction: Option<Direction>,
    },
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum Direction {
    #[default]
    Ascending,
    Descending,
}

/// Answers `POST /crm/objects/V/contacts/search`; an error is a sentence.
pub(super) fn contacts(portal: &Portal, body: &str) -> Result<Reply, String> {
    let (body, groups) = read::<PortalContact>(body)?;
    let contents = portal.held_contacts();
    let mut found = Found::default();
    for group in &groups {
        let domains = group.iter().find_map(|filter| filter.texts_of("hs_email_domain"));
        match domains {
            Some(domains) => {
                for domain in domains {
                    found.add(group, contents.at_domain(domain));
                }
            }
            None => found.add(group, contents.all()),
        }
    }
    answer(body, found, portal.id())
}

/// Answers `POST /crm/objects/V/companies/search`; an error is a sentence.
pub(super) fn companies(portal: &Portal, body: &str) -> Result<Reply, String> {
    let (body, groups) = read::<PortalCompany>(body)?;
    let mut found = Found::default();
    for group in &groups {
        found.add(group, portal.held_companies().values());
    }
    answer(body, found, portal.id())
}

/// Who was found, each once and by id.
struct Found<'a, T>(BTreeMap<u64, &'a Held<T>>);

impl<T> Default for Found<'_, T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<'a, T: Properties> Found<'a, T> {
    /// Adds those who pass all filters of a group.
    fn add(&mut self, group: &[Filter], held: impl Iterator<Item = &'a Held<T>>) {
        self.0.extend(
            held.filter(|held| !held.record.archived() && group.iter().all(|filter| filter.passes(held)))
                .map(|held| (held.id, held)),
        );
    }
}

/// Reads a request and checks it; no groups is one group without filters.
fn read<T: Properties>(text: &str) -> Result<(Body, Vec<Vec<Filter>>), String> {
    if text.chars().count() > MOST_CHARACTERS {
        return Err(format!("The request has more than {MOST_CHARACTERS} characters."));
    }
    let mut body: Body = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let groups = std::mem::take(&mut body.filter_groups);
    let all: usize = groups.iter().map(|group| group.filters.len()).sum();
    if groups.len() > MOST_GROUPS {
        return Err(format!("There are more than {MOST_GROUPS} groups of filters."));
    }
    if groups.iter().any(|group| group.filters.len() > MOST_IN_GROUP) {
        return Err(format!("A group has more than {MOST_IN_GROUP} filters."));
    }
    if all > MOST_FILTERS {
        return Err(format!("There are more than {MOST_FILTERS} filters."));
    }
    if body.sorts.len() > 1 {
        return Err("There is more than one sort.".to_owned());
    }
    let mut groups: Vec<Vec<Filter>> = groups
        .into_iter()
        .map(|group| group.filters.into_iter().map(FilterBody::check::<T>).collect())
        .collect::<Result<_, _>>()?;
    if groups.is_empty() {
        groups.push(Vec::new());
    }
    Ok((body, groups))
}

/// Sorts who was found and answers with a page of them.
fn answer<T: Properties>(body: Body, found: Found<'_, T>, portal: u64) -> Result<Reply, String> {
    let window = page::window(body.limit, body.after)?;
    let mut rows: Vec<&Held<T>> = found.0.into_values().collect();
    if let Some(sort) = body.sorts.into_iter().next() {
        let (name, direction) = sort.read();
        Held::<T>::kind(&name).ok_or_else(|| format!("There is no property {name}."))?;
        rows.sort_by_cached_key(|held| held.value(&name));
        match direction {
            Direction::Ascending => {}
            Direction::Descending => rows.reverse(),
        }
    }
    let shown = rows.iter().skip(window.start).take(window.len());
    let results: Vec<serde_json::Value> = shown.map(|held| held.json(&body.properties, portal)).collect();
    let mut answer = json!({ "total": rows.len(), "results": results });
    if window.end < rows.len()
        && let Some(fields) = answer.as_object_mut()
    {
        fields.insert("paging".to_owned(), page::next(window.end));
    }
    Ok(Reply::ok(answer))
}

impl SortBody {
    fn read(self) -> (String, Direction) {
        match self {
            Self::Name(name) => match name.strip_prefix('-') {
                Some(name) => (name.to_owned(), Direction::Descending),
                None => (name, Direction::Ascending),
            },
            Self::Fields {
                property_name,
                direction,
            } => (property_name, direction.unwrap_or_default()),
        }
    }
}
