//! Where people come from, as the sync sees it: pages of people and companies, and what became of records, in our own types.

use std::collections::BTreeMap;
use std::time::Duration;

use super::SyncError;
use crate::domain::{
    CompanyQuery, Dated, Domain, GoneWhy, OwnerFields, PeopleQuery, RemoteAccount, RemoteCompany,
    RemoteContact, RemoteId, RemoteSource, Timestamp, Unreadable,
};
use crate::workspace::IdRange;

/// A system that people are synced from.
pub trait Source {
    /// Returns which one it is.
    fn name(&self) -> RemoteSource;

    /// Returns what it takes at once, and how late it may be.
    fn limits(&self) -> Limits;

    /// Cuts a query for people into ones that it takes, the same ones each time.
    fn split_people(&self, query: PeopleQuery) -> Vec<PeopleQuery>;

    /// Cuts a query for companies into ones that it takes, the same ones each time.
    fn split_companies(&self, query: CompanyQuery) -> Vec<CompanyQuery>;

    /// Reads which account the token opens.
    fn account(&self) -> impl Future<Output = Result<RemoteAccount, SyncError>>;

    /// Fails if the token may not read all that a sync needs.
    fn check_access(&self) -> impl Future<Output = Result<(), SyncError>>;

    /// Reads a page of people, each on one page only.
    fn people(
        &self,
        query: &PeopleQuery,
        place: &Place,
    ) -> impl Future<Output = Result<Page<Dated<RemoteContact>>, SyncError>>;

    /// Reads a page of companies, each on one page only.
    fn companies(
        &self,
        query: &CompanyQuery,
        place: &Place,
    ) -> impl Future<Output = Result<Page<RemoteCompany>, SyncError>>;

    /// Reads people by their ids.
    fn people_by_id(&self, ids: Vec<RemoteId>) -> impl Future<Output = Result<PeopleById, SyncError>>;

    /// Finds out what became of people who were not where they were expected.
    fn locate(&self, ids: Vec<RemoteId>) -> impl Future<Output = Result<Whereabouts, SyncError>>;

    /// Reads the people who are associated with companies.
    fn associations(&self, companies: Vec<RemoteId>)
    -> impl Future<Output = Result<Associations, SyncError>>;

    /// Reads the people of our side who own companies.
    fn owners(&self) -> impl Future<Output = Result<Vec<(RemoteId, OwnerFields)>, SyncError>>;

    /// Waits before it is asked once more.
    fn pause(&self, pause: Duration) -> impl Future<Output = ()>;

    /// Counts the requests so far.
    fn requests(&self) -> u64;

    /// Returns the time of its clock at its first answer.
    fn time(&self) -> Option<Timestamp>;
}

/// What a source takes at once, and how late it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How many people are asked for by their ids at once.
    pub ids: usize,
    /// How many companies are asked for their associations at once.
    pub companies: usize,
    /// How many records a page holds.
    pub page: u64,
    /// How far a run of changes looks back before the last one at the least, in milliseconds, as changes show late.
    pub min_overlap: i64,
    /// How far it looks back at the most, in milliseconds: a full run brings what is later.
    pub max_overlap: i64,
}

/// Where a page begins, and what came before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// What the source goes on behind, as it named it with the page before; empty for the first page.
    pub after: String,
    /// How many records the source said are left, if it did.
    pub left: Option<u64>,
    /// How many records came before; none if an earlier release noted the place.
    pub passed: Option<u64>,
}

impl Place {
    /// Returns the first page.
    pub const fn start() -> Self {
        Self {
            after: String::new(),
            left: None,
            passed: Some(0),
        }
    }
}

/// A page of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The records, by id.
    pub rows: Vec<T>,
    /// The records that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// How many there are from this page on, if the source says so.
    pub total: Option<u64>,
    /// The last id before those of which the page holds every record that there is; none if it begins with the first.
    pub after: Option<RemoteId>,
    /// The last id of those; none if it goes to the end.
    pub through: Option<RemoteId>,
    /// Where the next page begins; none at the end.
    pub next: Option<Place>,
}

impl<T> Page<T> {
    /// Returns the ids of which the page holds every record of some domains.
    pub(super) fn range(&self, domains: &[Domain]) -> IdRange {
        IdRange {
            domains: domains.to_vec(),
            after: self.after,
            through: self.through,
        }
    }
}

/// People who were asked for by their ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeopleById {
    /// Those who are there.
    pub people: Vec<RemoteContact>,
    /// The ids of which it is known whether somebody is there.
    pub known: Vec<RemoteId>,
    /// The others.
    pub unclear: Vec<RemoteId>,
}

/// What became of records.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Whereabouts {
    /// Those that are there, each with the id that was asked for; one that was merged comes under its new id.
    pub found: Vec<(RemoteId, RemoteContact)>,
    /// Those that are gone.
    pub gone: Vec<(RemoteId, GoneWhy)>,
    /// Those of which the source does not say.
    pub unclear: Vec<RemoteId>,
}

/// The people who are associated with companies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Associations {
    /// The people of each company of which they are all known.
    pub known: BTreeMap<RemoteId, Vec<RemoteId>>,
    /// The other companies, by id.
    pub unclear: Vec<RemoteId>,
    /// The people whose ids could not be read.
    pub unreadable: Vec<Unreadable>,
}
