//! Answers of HubSpot read as records of the domain; pure, so that any bytes can be tried on it.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;

use super::wire::{AssociationsPage, BatchPage, Errors, Paging, Records, SearchPage};
use super::{HubSpotError, body};
use crate::domain::{Dated, RemoteCompany, RemoteContact, RemoteId, Unreadable};

/// A page of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers<T> {
    /// How many there are from this page on, if HubSpot says so.
    pub total: Option<u64>,
    /// The records, by id, each once.
    pub rows: Vec<T>,
    /// The records that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// The highest id of the page, those of unreadable records included.
    pub last: Option<RemoteId>,
    /// Where the search goes on, if HubSpot says that it does; empty if it does not say where.
    pub next: Option<String>,
    /// Whether the records came by ascending id, each once.
    pub is_ascending: bool,
}

impl<T> Answers<T> {
    /// Returns whether nothing comes after this page: HubSpot names no next one, nor more records than it sent.
    pub fn is_last(&self) -> bool {
        let count = u64::try_from(self.rows.len() + self.unreadable.len()).unwrap_or(u64::MAX);
        self.next.is_none() && (count == 0 || self.total.is_none_or(|total| total <= count))
    }
}

/// The answer to a question about records by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch<T> {
    /// The records that are there.
    pub rows: Vec<T>,
    /// The records that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// The ids of which HubSpot says that there is no such record.
    pub not_found: BTreeSet<RemoteId>,
    /// Whether HubSpot was done and had no other errors.
    pub is_whole: bool,
}

/// The people associated with companies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssociationsAnswer {
    /// The companies with somebody.
    pub lists: Vec<AssociationList>,
    /// The companies of which HubSpot says that there is nobody.
    pub nobody: BTreeSet<RemoteId>,
    /// The people whose ids could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Whether HubSpot was done and had no other errors.
    pub is_whole: bool,
}

/// The people associated with a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssociationList {
    /// The company.
    pub company: RemoteId,
    /// The people.
    pub people: Vec<RemoteId>,
    /// Where the list goes on, if it does.
    pub after: Option<String>,
}

/// Reads a page of people, by id.
pub fn people(bytes: &[u8]) -> Result<Answers<Dated<RemoteContact>>, HubSpotError> {
    read(bytes).map(page)
}

/// Reads a page of companies, by id.
pub fn companies(bytes: &[u8]) -> Result<Answers<RemoteCompany>, HubSpotError> {
    read(bytes).map(page)
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, HubSpotError> {
    body::parse(bytes)
}

pub(super) fn page<T>(page: SearchPage<T>) -> Answers<T> {
    let Records { mut rows, unreadable } = page.results;
    let is_ascending = rows.is_sorted_by(|(one, _), (other, _)| one < other);
    rows.sort_by_key(|(id, _)| *id);
    rows.dedup_by_key(|(id, _)| *id);
    let last = rows.iter().map(|(id, _)| *id);
    Answers {
        total: page.total.number(),
        last: last.chain(unreadable.iter().filter_map(|odd| odd.id)).max(),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        unreadable,
        next: page.paging.0.and_then(Paging::next),
        is_ascending,
    }
}

pub(super) fn batch<T>(page: BatchPage<T>) -> Batch<T> {
    let is_done = is_done(page.status.text());
    Batch {
        rows: page.results.rows.into_iter().map(|(_, row)| row).collect(),
        unreadable: page.results.unreadable,
        is_whole: is_done && !page.errors.has_others,
        not_found: concluded(is_done, page.errors.not_found),
    }
}

pub(super) fn associations(page: AssociationsPage) -> AssociationsAnswer {
    let is_done = is_done(page.status.text());
    let Errors {
        not_associated,
        has_others,
        ..
    } = page.errors;
    let mut unreadable = Vec::new();
    let mut lists = Vec::new();
    for list in page.results.0 {
        unreadable.extend(list.to.unreadable);
        if let Some(company) = list.from.0.and_then(|from| from.id.id()) {
            lists.push(AssociationList {
                company,
                people: list.to.ids,
                after: list.paging.0.and_then(Paging::next),
            });
        }
    }
    AssociationsAnswer {
        lists,
        unreadable,
        is_whole: is_done && !has_others,
        nobody: concluded(is_done, not_associated),
    }
}

/// Returns whether HubSpot has done what was asked for; `PENDING`, `PROCESSING` and `CANCELED` conclude nothing.
fn is_done(status: Option<&str>) -> bool {
    status.is_none_or(|status| status.eq_ignore_ascii_case("COMPLETE"))
}

fn concluded(is_done: bool, ids: Vec<RemoteId>) -> BTreeSet<RemoteId> {
    if is_done {
        ids.into_iter().collect()
    } else {
        BTreeSet::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(ids: impl IntoIterator<Item = RemoteId>) -> Vec<i64> {
        ids.into_iter()
            .map(|id| id.key().parse().expect("a number"))
            .collect()
    }

    fn search(results: &str, rest: &str) -> Answers<Dated<RemoteContact>> {
        people(format!(r#"{{"results":[{results}]{rest}}}"#).as_bytes()).expect("a page")
    }

    #[test]
    fn a_page_is_the_last_only_where_no_other_is_named() {
        let one = r#"{"id":"7","properties":{}}"#;
        for (results, rest, is_last) in [
            (one, "", true),
            (one, r#","paging":{"next":{"after":"1"}}"#, false),
            ("", r#","paging":{"next":{"after":"1"}}"#, false),
            (one, r#","total":1"#, true),
            (one, r#","total":-1"#, true),
            (one, r#","total":2"#, false),
            ("", r#","total":2"#, true),
        ] {
            assert_eq!(search(results, rest).is_last(), is_last, "{results} {rest}");
        }
    }

    #[test]
    fn the_order_of_a_page_is_told_and_restored_and_its_highest_id_is_known() {
        let row = |id: &str| format!(r#"{{"id":"{id}","properties":{{}}}}"#);
        let odd = r#"{"id":"90","properties":null}"#;
        for (ids, is_ascending) in [
            (&["7", "8"][..], true),
            (&["8", "7"], false),
            (&["7", "7", "8"], false),
        ] {
            let rows: Vec<String> = ids.iter().map(|id| row(id)).collect();
            let page = search(&format!("{},{odd}", rows.join(",")), "");
            assert_eq!(page.is_ascending, is_ascending, "{ids:?}");
            assert_eq!(numbers(page.rows.iter().map(|row| row.record.id)), [7, 8]);
            assert_eq!(numbers(page.last), [90]);
        }
    }

    #[test]
    fn only_a_batch_that_is_done_concludes_anything() {
        for (status, not_found, is_whole) in [
            (r#""COMPLETE""#, &[7][..], true),
            ("null", &[7], true),
            (r#""PENDING""#, &[], false),
            (r#""PROCESSING""#, &[], false),
            (r#""CANCELED""#, &[], false),
        ] {
            let text = format!(
                r#"{{"status":{status},"results":[],"errors":[{{"category":"OBJECT_NOT_FOUND","context":{{"ids":["7"]}}}}]}}"#
            );
            let page: BatchPage<RemoteContact> = read(text.as_bytes()).expect("an answer");
            let found = batch(page);
            assert_eq!(
                (numbers(found.not_found), found.is_whole),
                (not_found.to_vec(), is_whole),
                "{status}"
            );
        }
        for category in ["INTERNAL_ERROR", "RATE_LIMITS", "FORBIDDEN"] {
            let text = format!(
                r#"{{"status":"COMPLETE","results":[],"errors":[{{"category":"{category}","context":{{"ids":["7"]}}}}]}}"#
            );
            let page: BatchPage<RemoteContact> = read(text.as_bytes()).expect("an answer");
            let found = batch(page);
            assert!(found.not_found.is_empty() && !found.is_whole, "{category}");
        }
    }
}
