//! The stages of a run, each a walk over pages.

use super::cursor::Cursor;
use super::pages::{self, Page};
use super::plan::{self, CompanyBatch, PeopleBatch, Plan};
use super::{Error, Progress, Stage};
use crate::domain::{
    Domain, GoneWhy, HubSpotId, RemoteCompany, RemoteContact, SyncCounts, SyncKind, Timestamp,
};
use crate::hubspot::{self, Client, CompanySearch, ContactSearch, Offset};
use crate::workspace::{Note, Stretch, Workspace};

/// Companies whose people are asked for at once.
const COMPANIES_AT_ONCE: usize = 1_000;

/// People who are read by id at once.
const IDS_AT_ONCE: usize = 100;

/// A run on its way.
pub(super) struct Walk<'a, F> {
    pub(super) workspace: &'a mut Workspace,
    pub(super) client: &'a Client,
    pub(super) plan: &'a Plan,
    pub(super) cursor: Cursor,
    pub(super) run: i64,
    pub(super) counts: &'a mut SyncCounts,
    pub(super) people: u64,
    pub(super) tell: F,
}

impl<F: FnMut(Progress)> Walk<'_, F> {
    /// Walks through the stages that are left and gives HubSpot's time at the start of the run.
    pub(super) async fn walk(&mut self) -> Result<Timestamp, Error> {
        loop {
            match self.cursor.stage {
                Stage::People => {
                    self.people().await?;
                    if self.plan.kind == SyncKind::Full {
                        self.workspace.doubt_unseen()?;
                    }
                    self.cursor.enter(Stage::Companies);
                }
                Stage::Companies => {
                    self.companies().await?;
                    self.cursor.enter(Stage::Names);
                }
                Stage::Names => {
                    self.names().await?;
                    self.cursor.enter(Stage::Colleagues);
                }
                Stage::Colleagues => {
                    self.colleagues().await?;
                    self.cursor.enter(Stage::Strangers);
                }
                Stage::Strangers => {
                    self.strangers().await?;
                    self.cursor.enter(Stage::Doubts);
                }
                Stage::Doubts => {
                    self.doubts().await?;
                    self.cursor.enter(Stage::Finish);
                }
                Stage::Finish => break,
            }
        }
        self.show(0, 0);
        // A run that asked nothing has no time of HubSpot; its own is as good as none.
        let began = self
            .cursor
            .began
            .map_or_else(|| self.workspace.now(), Timestamp::from_millis);
        Ok(began)
    }

    /// Says where the run stands.
    pub(super) fn note(&self) -> Note {
        Note {
            run: self.run,
            cursor: self.cursor.to_json(),
            counts: *self.counts,
            requests: self.client.asked(),
        }
    }

    fn show(&mut self, done: usize, of: usize) {
        (self.tell)(Progress {
            kind: self.plan.kind,
            stage: self.cursor.stage,
            done,
            of,
            people: self.people,
        });
    }

    fn keep_time(&mut self) {
        if self.cursor.began.is_none() {
            self.cursor.began = self.client.server_time().map(Timestamp::as_millis);
        }
    }

    async fn people(&mut self) -> Result<(), Error> {
        let mut batches = if self.cursor.is_flood {
            self.at_our_domains()?
        } else {
            self.plan.people.clone()
        };
        while let Some(batch) = batches.get(self.cursor.batch).cloned() {
            self.show(self.cursor.batch, batches.len());
            let page = self.people_page(&batch).await?;
            self.keep_time();
            if let (PeopleBatch::Changed(_), 0, 0) = (&batch, self.cursor.batch, self.cursor.after)
                && self.is_flood(page.total.unwrap_or(0))?
            {
                // What is skipped elsewhere is brought by a full run.
                self.workspace.make_full_due()?;
                self.cursor.is_flood = true;
                batches = self.at_our_domains()?;
                continue;
            }
            let stretch = match &batch {
                PeopleBatch::At(domains) | PeopleBatch::ChangedAt(domains) => self.stretch(domains, &page),
                PeopleBatch::Changed(_) => None,
            };
            self.cursor.pass(page.place());
            let counts = self
                .workspace
                .take_people(&page.rows, stretch.as_ref(), &self.note())?;
            self.counts.add(counts);
            self.people += u64::try_from(page.rows.len()).unwrap_or(0);
        }
        Ok(())
    }

    /// Says whether asking for all changes of the account costs more than asking for those at our domains.
    fn is_flood(&mut self, changed: u64) -> Result<bool, Error> {
        let batches = plan::at(&self.workspace.customer_domains()?).len();
        let held = self.workspace.integration()?.held;
        Ok(plan::is_flood(changed, held, batches))
    }

    /// Lists the searches for changes at our domains, and for everybody at those that are new.
    fn at_our_domains(&mut self) -> Result<Vec<PeopleBatch>, Error> {
        let new = &self.plan.covers;
        let mut batches: Vec<PeopleBatch> = plan::at(new).into_iter().map(PeopleBatch::At).collect();
        let mut known = self.workspace.customer_domains()?;
        known.retain(|domain| !new.contains(domain));
        batches.extend(plan::at(&known).into_iter().map(PeopleBatch::ChangedAt));
        Ok(batches)
    }

    async fn people_page(&self, batch: &PeopleBatch) -> Result<Page<RemoteContact>, Error> {
        let since = self.plan.since;
        pages::read(self.cursor.place(), async |after, offset: Offset| {
            let at = |domains: &[Domain], since| ContactSearch::At {
                domains: domains.to_vec(),
                since,
                after,
            };
            let (domains, since) = match batch {
                PeopleBatch::Changed(domains) => {
                    let search = ContactSearch::Changed {
                        since: since.unwrap_or_default(),
                        domains: domains.clone(),
                        after,
                    };
                    return self.client.contacts(search, offset).await;
                }
                PeopleBatch::At(domains) => (domains, None),
                PeopleBatch::ChangedAt(domains) => (domains, since),
            };
            match self.client.contacts(at(domains, since), offset).await {
                Err(hubspot::Error::Refused(400)) if domains.len() > 1 => {
                    let (one, other) = domains.split_at(domains.len() / 2);
                    let one = self.client.contacts(at(one, since), Offset::Start).await?;
                    let other = self.client.contacts(at(other, since), Offset::Start).await?;
                    Ok(pages::joined(one, other))
                }
                answers => answers,
            }
        })
        .await
    }

    /// Says which records a page should hold; only a full run concludes anything from that.
    fn stretch<T>(&self, domains: &[Domain], page: &Page<T>) -> Option<Stretch> {
        (self.plan.kind == SyncKind::Full).then(|| Stretch {
            domains: domains.to_vec(),
            after: page.from,
            through: page.next.unwrap_or(i64::MAX),
        })
    }

    async fn companies(&mut self) -> Result<(), Error> {
        while let Some(batch) = self.plan.companies.get(self.cursor.batch) {
            self.show(self.cursor.batch, self.plan.companies.len());
            let since = self.plan.since.unwrap_or_default();
            let page = pages::read(self.cursor.place(), async |after, offset| {
                let search = match batch {
                    CompanyBatch::At(domains) => CompanySearch::At {
                        domains: domains.clone(),
                        after,
                    },
                    CompanyBatch::Changed(domains) => CompanySearch::Changed {
                        since,
                        domains: domains.clone(),
                        after,
                    },
                };
                self.client.companies(search, offset).await
            })
            .await?;
            let stretch = match batch {
                CompanyBatch::At(domains) => self.stretch(domains, &page),
                CompanyBatch::Changed(_) => {
                    self.workspace.make_companies_due(&page.rows)?;
                    None
                }
            };
            self.take_companies(&page, stretch.as_ref())?;
        }
        Ok(())
    }

    async fn names(&mut self) -> Result<(), Error> {
        while let Some(names) = self.plan.names.get(self.cursor.batch) {
            self.show(self.cursor.batch, self.plan.names.len());
            let page = pages::read(self.cursor.place(), async |after, offset: Offset| {
                let named = |names: &[String]| CompanySearch::Named {
                    names: names.to_vec(),
                    after,
                };
                match self.client.companies(named(names), offset).await {
                    Err(hubspot::Error::Refused(400)) if names.len() > 1 => {
                        let (one, other) = names.split_at(names.len() / 2);
                        let one = self.client.companies(named(one), Offset::Start).await?;
                        let other = self.client.companies(named(other), Offset::Start).await?;
                        Ok(pages::joined(one, other))
                    }
                    answers => answers,
                }
            })
            .await?;
            self.take_companies(&page, None)?;
        }
        Ok(())
    }

    fn take_companies(&mut self, page: &Page<RemoteCompany>, stretch: Option<&Stretch>) -> Result<(), Error> {
        self.keep_time();
        self.cursor.pass(page.place());
        self.workspace.take_companies(&page.rows, stretch, &self.note())?;
        Ok(())
    }

    async fn colleagues(&mut self) -> Result<(), Error> {
        loop {
            let companies = match self.plan.kind {
                SyncKind::Full => self
                    .workspace
                    .companies_after(self.cursor.after, COMPANIES_AT_ONCE)?,
                SyncKind::Incremental => self.workspace.companies_due(COMPANIES_AT_ONCE)?,
            };
            let Some(last) = companies.last().copied() else {
                break;
            };
            self.show(0, 0);
            let mut lists: Vec<(HubSpotId, Vec<HubSpotId>)> =
                companies.iter().map(|company| (*company, Vec::new())).collect();
            let mut open: Vec<(HubSpotId, Option<String>)> =
                companies.iter().map(|company| (*company, None)).collect();
            while !open.is_empty() {
                let answer = self.client.colleagues(std::mem::take(&mut open)).await?;
                for page in answer.lists {
                    if let Some((_, people)) = lists.iter_mut().find(|(company, _)| *company == page.company)
                    {
                        people.extend(page.people);
                    }
                    if page.after.is_some() {
                        open.push((page.company, page.after));
                    }
                }
            }
            self.cursor.after = last.number();
            self.workspace.take_colleagues(&lists, &self.note())?;
        }
        Ok(())
    }

    async fn strangers(&mut self) -> Result<(), Error> {
        loop {
            let ids = self.workspace.unknown_colleagues(IDS_AT_ONCE)?;
            if ids.is_empty() {
                break;
            }
            self.show(0, 0);
            let people = self.client.read_contacts(&ids, false).await?.rows;
            let counts = self.workspace.take_strangers(&ids, &people, &self.note())?;
            self.counts.add(counts);
        }
        Ok(())
    }

    async fn doubts(&mut self) -> Result<(), Error> {
        loop {
            let ids = self.workspace.doubts(IDS_AT_ONCE)?;
            if ids.is_empty() {
                break;
            }
            self.show(0, 0);
            let (found, missing) = self.find(ids).await?;
            let archived: Vec<HubSpotId> = if missing.is_empty() {
                Vec::new()
            } else {
                let records = self.client.read_contacts(&missing, true).await?.rows;
                records.iter().map(|record| record.id).collect()
            };
            let gone: Vec<(HubSpotId, GoneWhy)> = missing
                .into_iter()
                .map(|id| {
                    let why = if archived.contains(&id) {
                        GoneWhy::Archived
                    } else {
                        GoneWhy::Deleted
                    };
                    (id, why)
                })
                .collect();
            let counts = self.workspace.settle_doubts(&found, &gone, &self.note())?;
            self.counts.add(counts);
        }
        Ok(())
    }

    /// Reads people by id: those that are there with the id that was asked for, and those that are not.
    ///
    /// A merged record comes under its new id, and the answer does not say whose it is: where several ids are left, they
    /// are asked for in halves until it is clear.
    async fn find(
        &self,
        ids: Vec<HubSpotId>,
    ) -> Result<(Vec<(HubSpotId, RemoteContact)>, Vec<HubSpotId>), Error> {
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        let mut open = vec![ids];
        while let Some(ids) = open.pop() {
            let people = self.client.read_contacts(&ids, false).await?.rows;
            let (known, renamed): (Vec<_>, Vec<_>) =
                people.into_iter().partition(|person| ids.contains(&person.id));
            let mut left: Vec<HubSpotId> = ids
                .into_iter()
                .filter(|id| !known.iter().any(|person| person.id == *id))
                .collect();
            found.extend(known.into_iter().map(|person| (person.id, person)));
            match (renamed.into_iter().next(), left.len()) {
                (None, _) => missing.append(&mut left),
                (Some(person), 1) => found.extend(left.into_iter().map(|id| (id, person.clone()))),
                (Some(_), _) => {
                    let other = left.split_off(left.len() / 2);
                    open.extend([left, other].into_iter().filter(|half| !half.is_empty()));
                }
            }
        }
        Ok((found, missing))
    }
}
