//! Answers of HubSpot read as records of the domain; pure, so that any bytes can be tried on it.

use serde::de::DeserializeOwned;

use super::client::Answers;
use super::request::PAGE;
use super::wire::{Record, SearchPage};
use super::{Error, convert};
use crate::domain::{HubSpotId, RemoteCompany, RemoteContact};

/// Reads a page of people, by id.
pub fn people(bytes: &[u8]) -> Result<Answers<RemoteContact>, Error> {
    Ok(page(&read(bytes)?, convert::contact, |contact| contact.id))
}

/// Reads a page of companies, by id.
pub fn companies(bytes: &[u8]) -> Result<Answers<RemoteCompany>, Error> {
    Ok(page(&read(bytes)?, convert::company, |company| company.id))
}

/// Reads an answer of any form; the error says where it is unreadable and nothing of what it holds.
pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(bytes)
        .map_err(|error| Error::Unreadable(format!("line {}, column {}", error.line(), error.column())))
}

fn page<T>(page: &SearchPage, convert: impl Fn(&Record) -> T, id: impl Fn(&T) -> HubSpotId) -> Answers<T> {
    let mut rows: Vec<T> = page.results.iter().map(convert).collect();
    rows.sort_by_key(|row| id(row));
    let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
    Answers {
        total: page.total,
        // The total counts what comes after the keyset, so it tells the last page without asking for an empty one.
        is_last: rows.len() < PAGE || (page.total > 0 && page.total <= count),
        rows,
    }
}
