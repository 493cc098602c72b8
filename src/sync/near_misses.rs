//! The stages that read companies, and who is counted to them: what near misses are made of.

use std::collections::{BTreeMap, HashSet};
use std::time::Duration;

use super::doubts::ROUNDS;
use super::pages::{self, Page};
use super::plan::CompanyBatch;
use super::stages::{IDS_AT_ONCE, Walk};
use super::{Error, Progress, Stage};
use crate::domain::{HubSpotId, RemoteCompany, SyncKind};
use crate::hubspot::{self, CompanySearch, Offset};
use crate::workspace::Stretch;

/// Companies whose people are asked for at once.
const COMPANIES_AT_ONCE: usize = 1_000;

/// Who is counted to companies, and of which companies it is not known.
#[derive(Debug, Default)]
struct Lists {
    known: BTreeMap<HubSpotId, Vec<HubSpotId>>,
    unclear: Vec<HubSpotId>,
}

impl<F: FnMut(Progress)> Walk<'_, F> {
    /// Walks through the stages of companies that are left.
    pub(super) async fn near_misses(&mut self) -> Result<(), Error> {
        loop {
            let next = match self.cursor.at.stage {
                Stage::People | Stage::Doubts => {
                    self.cursor.enter_companies();
                    continue;
                }
                Stage::Companies => {
                    self.companies().await?;
                    Stage::Names
                }
                Stage::Names => {
                    self.names().await?;
                    Stage::Colleagues
                }
                Stage::Colleagues => {
                    self.colleagues().await?;
                    Stage::Strangers
                }
                Stage::Strangers => {
                    self.strangers().await?;
                    Stage::Finish
                }
                Stage::Finish => return Ok(()),
            };
            self.cursor.enter(next);
        }
    }

    async fn companies(&mut self) -> Result<(), Error> {
        let plan = &self.plan.companies;
        while let Some(batch) = plan.batches.get(self.cursor.at.batch) {
            self.show(self.cursor.at.batch, plan.batches.len());
            let page = pages::read(self.cursor.place(), async |after, offset| {
                let search = match batch {
                    CompanyBatch::At(domains) => CompanySearch::At {
                        domains: domains.clone(),
                        after,
                    },
                    CompanyBatch::Changed(domains) => CompanySearch::Changed {
                        since: plan.since.unwrap_or_default(),
                        domains: domains.clone(),
                        after,
                    },
                };
                self.client.companies(search, offset).await
            })
            .await?;
            let stretch = match batch {
                CompanyBatch::At(domains) => (plan.kind == SyncKind::Full).then(|| page.stretch(domains)),
                CompanyBatch::Changed(_) => {
                    let ids: Vec<HubSpotId> = page.rows.iter().map(|company| company.id).collect();
                    self.workspace.make_companies_due(&ids)?;
                    None
                }
            };
            self.take_companies(&page, stretch.as_ref())?;
        }
        Ok(())
    }

    async fn names(&mut self) -> Result<(), Error> {
        let plan = &self.plan.companies;
        while let Some(names) = plan.names.get(self.cursor.at.batch) {
            self.show(self.cursor.at.batch, plan.names.len());
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
        self.pages += 1;
        self.cursor
            .remarks
            .skip("company", self.pages, page.unreadable.iter());
        self.cursor.pass(page.place());
        self.workspace.take_companies(&page.rows, stretch, &self.note())?;
        Ok(())
    }

    async fn colleagues(&mut self) -> Result<(), Error> {
        loop {
            let after = self.cursor.at.after;
            let companies = match self.plan.companies.kind {
                SyncKind::Full => self.workspace.companies_after(after, COMPANIES_AT_ONCE)?,
                SyncKind::Incremental => self.workspace.companies_due(after, COMPANIES_AT_ONCE)?,
            };
            let Some(last) = companies.last().copied() else {
                return Ok(());
            };
            self.show(0, 0);
            let mut lists = Lists {
                unclear: companies,
                ..Lists::default()
            };
            for round in 0..=ROUNDS {
                if lists.unclear.is_empty() {
                    break;
                }
                if round > 0 {
                    self.client.pause(Duration::from_secs(round)).await;
                }
                self.read_lists(&mut lists).await?;
            }
            // They are asked for again by the next run, whatever that looks at.
            self.workspace.make_companies_due(&lists.unclear)?;
            for company in lists.unclear {
                self.cursor.remarks.leave("the people of company", company);
            }
            self.cursor.at.after = last.number();
            let known: Vec<_> = lists.known.into_iter().collect();
            self.workspace.take_colleagues(&known, &self.note())?;
        }
    }

    /// Reads who is counted to the companies of which it is not clear yet.
    async fn read_lists(&mut self, lists: &mut Lists) -> Result<(), Error> {
        let mut marks: HashSet<(HubSpotId, String)> = HashSet::new();
        let mut found: BTreeMap<HubSpotId, Vec<HubSpotId>> = BTreeMap::new();
        let (mut unclear, mut broken) = (Vec::new(), HashSet::new());
        let start = std::mem::take(&mut lists.unclear);
        let mut open = vec![
            start
                .into_iter()
                .map(|company| (company, None))
                .collect::<Vec<_>>(),
        ];
        while let Some(mut batch) = open.pop() {
            let answer = match self.client.colleagues(batch.clone()).await {
                Err(hubspot::Error::TooLarge(_)) if batch.len() > 1 => {
                    let other = batch.split_off(batch.len() / 2);
                    open.extend([other, batch]);
                    continue;
                }
                Err(hubspot::Error::TooLarge(_)) => {
                    broken.extend(batch.into_iter().map(|(company, _)| company));
                    continue;
                }
                answer => answer?,
            };
            self.cursor.remarks.skip("contact", 1, answer.unreadable.iter());
            let mut next = Vec::new();
            let mut told: HashSet<HubSpotId> = answer.nobody.iter().copied().collect();
            for list in answer.lists {
                told.insert(list.company);
                found.entry(list.company).or_default().extend(list.people);
                match list.after {
                    None => {}
                    // A mark that comes again leads nowhere.
                    Some(mark) if mark.is_empty() || !marks.insert((list.company, mark.clone())) => {
                        broken.insert(list.company);
                    }
                    Some(mark) => next.push((list.company, Some(mark))),
                }
            }
            for (company, _) in batch {
                if told.contains(&company) || answer.is_whole {
                    found.entry(company).or_default();
                } else {
                    unclear.push(company);
                }
            }
            if !next.is_empty() {
                open.push(next);
            }
        }
        unclear.extend(broken);
        found.retain(|company, _| !unclear.contains(company));
        lists.known.append(&mut found);
        unclear.sort_unstable();
        unclear.dedup();
        lists.unclear = unclear;
        Ok(())
    }

    async fn strangers(&mut self) -> Result<(), Error> {
        loop {
            let ids = self
                .workspace
                .unknown_colleagues(self.cursor.at.after, IDS_AT_ONCE)?;
            let Some(last) = ids.last().copied() else {
                return Ok(());
            };
            self.show(0, 0);
            let (mut people, mut settled, mut unclear) = (Vec::new(), Vec::new(), ids);
            for round in 0..=ROUNDS {
                if unclear.is_empty() {
                    break;
                }
                if round > 0 {
                    self.client.pause(Duration::from_secs(round)).await;
                }
                let batch = self.client.read_contacts(&unclear, false).await?;
                let is_known = batch.is_whole && batch.unreadable.is_empty();
                // What HubSpot does not have is forgotten, and so is what it has under another id.
                let (done, left): (Vec<_>, Vec<_>) = unclear.into_iter().partition(|id| {
                    batch.not_found.contains(id)
                        || batch.rows.iter().any(|person| person.id == *id)
                        || is_known
                });
                settled.extend(done);
                people.extend(batch.rows);
                unclear = left;
            }
            for id in unclear {
                self.cursor.remarks.leave("contact", id);
            }
            self.cursor.at.after = last.number();
            let counts = self.workspace.take_strangers(&settled, &people, &self.note())?;
            self.counts.add(counts);
        }
    }
}
