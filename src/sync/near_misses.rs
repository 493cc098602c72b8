//! The stages that read companies, and who is associated with them: what near misses are made of.

use std::collections::BTreeMap;
use std::time::Duration;

use super::active_run::{ActiveRun, ROUNDS};
use super::source::{Page, Source};
use super::{Progress, Stage, SyncError};
use crate::domain::{CompanyQuery, RemoteCompany, RemoteId, SyncKind};
use crate::workspace::IdRange;

impl<S: Source, F: FnMut(Progress)> ActiveRun<'_, S, F> {
    /// Goes through the stages of companies that are left.
    pub(super) async fn near_misses(&mut self) -> Result<(), SyncError> {
        loop {
            let next = match self.cursor.at.stage {
                Stage::People | Stage::Missing => {
                    self.cursor.enter_companies();
                    continue;
                }
                Stage::Companies => {
                    self.companies().await?;
                    Stage::Names
                }
                Stage::Names => {
                    self.names().await?;
                    Stage::Associations
                }
                Stage::Associations => {
                    self.associations().await?;
                    Stage::UnknownAssociations
                }
                Stage::UnknownAssociations => {
                    self.unknown_associations().await?;
                    Stage::Finish
                }
                Stage::Finish => return Ok(()),
            };
            self.cursor.enter(next);
        }
    }

    async fn companies(&mut self) -> Result<(), SyncError> {
        let plan = &self.plan.companies;
        while let Some(query) = plan.queries.get(self.cursor.at.batch) {
            self.show(self.cursor.at.batch, plan.queries.len());
            let page = self.source.companies(query, &self.cursor.place()).await?;
            let range = match query {
                CompanyQuery::At(domains) if plan.kind == SyncKind::Full => Some(page.range(domains)),
                CompanyQuery::Changed { .. } => {
                    let ids: Vec<RemoteId> = page.rows.iter().map(|company| company.id).collect();
                    self.workspace.make_companies_due(&ids)?;
                    None
                }
                CompanyQuery::At(_)
                | CompanyQuery::All
                | CompanyQuery::WithId(_)
                | CompanyQuery::Named(_) => None,
            };
            self.take_companies(page, range.as_ref())?;
        }
        Ok(())
    }

    async fn names(&mut self) -> Result<(), SyncError> {
        let plan = &self.plan.companies;
        while let Some(query) = plan.names.get(self.cursor.at.batch) {
            self.show(self.cursor.at.batch, plan.names.len());
            let page = self.source.companies(query, &self.cursor.place()).await?;
            self.take_companies(page, None)?;
        }
        Ok(())
    }

    fn take_companies(
        &mut self,
        page: Page<RemoteCompany>,
        range: Option<&IdRange>,
    ) -> Result<(), SyncError> {
        self.keep_time();
        self.pages += 1;
        self.cursor
            .remarks
            .skip("company", self.pages, page.unreadable.iter());
        self.cursor.pass(page.next);
        self.workspace
            .take_companies(&page.rows, range, &self.checkpoint())?;
        Ok(())
    }

    async fn associations(&mut self) -> Result<(), SyncError> {
        loop {
            let (after, limit) = (self.cursor.after_id(), self.source.limits().companies);
            let companies = match self.plan.companies.kind {
                SyncKind::Full => self.workspace.companies_after(after, limit)?,
                SyncKind::Incremental => self.workspace.companies_due(after, limit)?,
            };
            let Some(last) = companies.last().copied() else {
                return Ok(());
            };
            self.show(0, 0);
            let (mut known, mut unclear) = (BTreeMap::new(), companies);
            for round in 0..=ROUNDS {
                if unclear.is_empty() {
                    break;
                }
                if round > 0 {
                    self.source.pause(Duration::from_secs(round)).await;
                }
                let answer = self.source.associations(unclear).await?;
                self.cursor.remarks.skip("contact", 1, &answer.unreadable);
                known.extend(answer.known);
                unclear = answer.unclear;
            }
            // They are asked for again by the next run, whatever that looks at.
            self.workspace.make_companies_due(&unclear)?;
            for company in unclear {
                self.cursor.remarks.leave("the people of company", company);
            }
            self.cursor.pass_id(last);
            let known: Vec<_> = known.into_iter().collect();
            self.workspace.take_associations(&known, &self.checkpoint())?;
        }
    }

    async fn unknown_associations(&mut self) -> Result<(), SyncError> {
        loop {
            let ids = self
                .workspace
                .unknown_associations(self.cursor.after_id(), self.source.limits().ids)?;
            let Some(last) = ids.last().copied() else {
                return Ok(());
            };
            self.show(0, 0);
            let (mut people, mut known, mut unclear) = (Vec::new(), Vec::new(), ids);
            for round in 0..=ROUNDS {
                if unclear.is_empty() {
                    break;
                }
                if round > 0 {
                    self.source.pause(Duration::from_secs(round)).await;
                }
                let answer = self.source.people_by_id(unclear).await?;
                people.extend(answer.people);
                known.extend(answer.known);
                unclear = answer.unclear;
            }
            for id in unclear {
                self.cursor.remarks.leave("contact", id);
            }
            self.cursor.pass_id(last);
            // Those that the source does not have are forgotten.
            let counts = self
                .workspace
                .take_unknown_associations(&known, &people, &self.checkpoint())?;
            self.counts.add(counts);
        }
    }
}
