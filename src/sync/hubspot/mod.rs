//! HubSpot as a source: its searches, its limits, and what it leaves unsaid.

mod pages;

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use super::SyncError;
use super::source::{Associations, Limits, Page, PeopleById, Place, Source, Whereabouts};
use crate::domain::{
    CompanyQuery, Dated, Domain, GoneWhy, OwnerFields, PeopleQuery, Presence, RemoteAccount, RemoteCompany,
    RemoteContact, RemoteId, RemoteSource, SyncFault, Timestamp,
};
use crate::hubspot::{Batch, Client, HubSpotError, PageStart, split_companies, split_people};

/// An hour, in milliseconds.
const HOUR: i64 = 60 * 60 * 1_000;

/// What HubSpot takes and promises; its search is up to an hour late often, and longer now and then.
const LIMITS: Limits = Limits {
    ids: 100,
    companies: 1_000,
    page: 200,
    min_overlap: HOUR,
    max_overlap: 24 * HOUR,
};

impl From<HubSpotError> for SyncError {
    fn from(error: HubSpotError) -> Self {
        Self::Source(SyncFault {
            kind: error.kind(),
            message: error.to_string(),
        })
    }
}

impl Source for Client {
    fn name(&self) -> RemoteSource {
        RemoteSource::HubSpot
    }

    fn limits(&self) -> Limits {
        LIMITS
    }

    fn split_people(&self, query: PeopleQuery) -> Vec<PeopleQuery> {
        split_people(query)
    }

    fn split_companies(&self, query: CompanyQuery) -> Vec<CompanyQuery> {
        split_companies(query)
    }

    async fn account(&self) -> Result<RemoteAccount, SyncError> {
        Ok(Self::account(self).await?)
    }

    async fn check_access(&self) -> Result<(), SyncError> {
        Ok(self.check_scopes().await?)
    }

    async fn people(
        &self,
        query: &PeopleQuery,
        place: &Place,
    ) -> Result<Page<Dated<RemoteContact>>, SyncError> {
        pages::read(place, async |start| {
            let answers = self.contacts(query.clone(), start.clone()).await;
            match (answers, halves(query)) {
                (Err(HubSpotError::Refused(400)), Some([one, other])) => {
                    let start = PageStart::behind(start.after);
                    let one = self.contacts(one, start.clone()).await?;
                    let other = self.contacts(other, start).await?;
                    Ok(pages::joined(one, other))
                }
                (answers, _) => answers,
            }
        })
        .await
    }

    async fn companies(&self, query: &CompanyQuery, place: &Place) -> Result<Page<RemoteCompany>, SyncError> {
        pages::read(place, async |start| {
            let answers = Self::companies(self, query.clone(), start.clone()).await;
            match (answers, query) {
                (Err(HubSpotError::Refused(400)), CompanyQuery::Named(names)) if names.len() > 1 => {
                    let (one, other) = names.split_at(names.len() / 2);
                    let named = |names: &[String]| CompanyQuery::Named(names.to_vec());
                    let start = PageStart::behind(start.after);
                    let one = Self::companies(self, named(one), start.clone()).await?;
                    let other = Self::companies(self, named(other), start).await?;
                    Ok(pages::joined(one, other))
                }
                (answers, _) => answers,
            }
        })
        .await
    }

    async fn people_by_id(&self, ids: Vec<RemoteId>) -> Result<PeopleById, SyncError> {
        let batch = self.read_contacts(&ids, Presence::Present).await?;
        let is_known = batch.is_whole && batch.unreadable.is_empty();
        // What HubSpot has under another id is known not to be there under this one.
        let (known, unclear) = ids.into_iter().partition(|id| {
            is_known || batch.not_found.contains(id) || batch.rows.iter().any(|person| person.id == *id)
        });
        Ok(PeopleById {
            people: batch.rows,
            known,
            unclear,
        })
    }

    async fn locate(&self, ids: Vec<RemoteId>) -> Result<Whereabouts, SyncError> {
        let (mut whereabouts, missing) = find(self, ids).await?;
        if !missing.is_empty() {
            why_gone(self, missing, &mut whereabouts).await?;
        }
        Ok(whereabouts)
    }

    async fn associations(&self, companies: Vec<RemoteId>) -> Result<Associations, SyncError> {
        read_associations(self, companies).await
    }

    async fn owners(&self) -> Result<Vec<(RemoteId, OwnerFields)>, SyncError> {
        Ok(Self::owners(self).await?)
    }

    async fn pause(&self, pause: Duration) {
        Self::pause(self, pause).await;
    }

    fn requests(&self) -> u64 {
        self.asked()
    }

    fn time(&self) -> Option<Timestamp> {
        self.server_time()
    }
}

/// Cuts a query by domains in two, as HubSpot takes some that are short enough for wrong.
fn halves(query: &PeopleQuery) -> Option<[PeopleQuery; 2]> {
    let cut = |domains: &[Domain]| {
        let (one, other) = domains.split_at(domains.len() / 2);
        (domains.len() > 1).then(|| [one.to_vec(), other.to_vec()])
    };
    match query {
        PeopleQuery::At(domains) => Some(cut(domains)?.map(PeopleQuery::At)),
        PeopleQuery::ChangedAt { since, at } => {
            let since = *since;
            Some(cut(at)?.map(|at| PeopleQuery::ChangedAt { since, at }))
        }
        PeopleQuery::Changed { .. } => None,
    }
}

/// Reads people by id; returns the ids that are not found, too.
///
/// A merged record comes under its new id, and the answer does not say whose it is: where several ids are left, they
/// are asked for in halves until it is clear.
async fn find(client: &Client, ids: Vec<RemoteId>) -> Result<(Whereabouts, Vec<RemoteId>), HubSpotError> {
    let (mut known, mut missing) = (Whereabouts::default(), Vec::new());
    let mut open = vec![ids];
    while let Some(ids) = open.pop() {
        let Batch {
            rows,
            unreadable,
            not_found,
            ..
        } = client.read_contacts(&ids, Presence::Present).await?;
        let (here, renamed): (Vec<_>, Vec<_>) = rows.into_iter().partition(|person| ids.contains(&person.id));
        let mut left = Vec::new();
        for id in ids {
            if here.iter().any(|person| person.id == id) {
            } else if not_found.contains(&id) {
                missing.push(id);
            } else if unreadable.iter().any(|odd| odd.id == Some(id)) {
                known.unclear.push(id);
            } else {
                left.push(id);
            }
        }
        known
            .found
            .extend(here.into_iter().map(|person| (person.id, person)));
        match (renamed.into_iter().next(), left.as_slice()) {
            (None, _) => known.unclear.append(&mut left),
            (Some(_), []) => {}
            (Some(person), [id]) => known.found.push((*id, person)),
            (Some(_), _) => {
                let other = left.split_off(left.len() / 2);
                open.extend([left, other]);
            }
        }
    }
    Ok((known, missing))
}

/// Finds out why records are gone.
async fn why_gone(
    client: &Client,
    missing: Vec<RemoteId>,
    whereabouts: &mut Whereabouts,
) -> Result<(), HubSpotError> {
    let batch = client.read_contacts(&missing, Presence::Archived).await?;
    // A record that was merged and then archived comes under its new id.
    let is_renamed = batch.is_whole
        && batch.unreadable.is_empty()
        && batch.rows.iter().any(|person| !missing.contains(&person.id));
    for id in missing {
        let is_there = batch.rows.iter().any(|person| person.id == id)
            || batch.unreadable.iter().any(|odd| odd.id == Some(id));
        if is_there || (is_renamed && !batch.not_found.contains(&id)) {
            whereabouts.gone.push((id, GoneWhy::Archived));
        } else if batch.not_found.contains(&id) {
            whereabouts.gone.push((id, GoneWhy::Deleted));
        } else {
            whereabouts.unclear.push(id);
        }
    }
    Ok(())
}

/// Reads the people associated with companies, long lists page by page and answers that are too large in halves.
async fn read_associations(client: &Client, companies: Vec<RemoteId>) -> Result<Associations, SyncError> {
    let mut tokens: HashSet<(RemoteId, String)> = HashSet::new();
    let mut known: BTreeMap<RemoteId, Vec<RemoteId>> = BTreeMap::new();
    let (mut unclear, mut broken, mut unreadable) = (Vec::new(), HashSet::new(), Vec::new());
    let first: Vec<_> = companies.into_iter().map(|company| (company, None)).collect();
    let mut open = vec![first];
    while let Some(mut batch) = open.pop() {
        let answer = match client.associations(batch.clone()).await {
            Err(HubSpotError::TooLarge(_)) if batch.len() > 1 => {
                let other = batch.split_off(batch.len() / 2);
                open.extend([other, batch]);
                continue;
            }
            Err(HubSpotError::TooLarge(_)) => {
                broken.extend(batch.into_iter().map(|(company, _)| company));
                continue;
            }
            answer => answer?,
        };
        unreadable.extend(answer.unreadable);
        let mut next = Vec::new();
        let mut told: HashSet<RemoteId> = answer.nobody.iter().copied().collect();
        for list in answer.lists {
            told.insert(list.company);
            known.entry(list.company).or_default().extend(list.people);
            match list.after {
                None => {}
                // A token that comes again leads nowhere.
                Some(token) if token.is_empty() || !tokens.insert((list.company, token.clone())) => {
                    broken.insert(list.company);
                }
                Some(token) => next.push((list.company, Some(token))),
            }
        }
        for (company, _) in batch {
            if told.contains(&company) || answer.is_whole {
                known.entry(company).or_default();
            } else {
                unclear.push(company);
            }
        }
        if !next.is_empty() {
            open.push(next);
        }
    }
    unclear.extend(broken);
    unclear.sort_unstable();
    unclear.dedup();
    known.retain(|company, _| unclear.binary_search(company).is_err());
    Ok(Associations {
        known,
        unclear,
        unreadable,
    })
}
