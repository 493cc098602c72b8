//! The first stage of a run: the people at the domains of customers, page by page.

use super::active_run::ActiveRun;
use super::plan;
use super::source::{Page, Source};
use super::{Progress, SyncError};
use crate::domain::{Dated, PeopleQuery, RemoteContact, RemoteId, SyncKind, Unreadable};
use crate::workspace::IdRange;

impl<S: Source, F: FnMut(Progress)> ActiveRun<'_, S, F> {
    /// Reads the people at the domains of customers.
    pub(super) async fn read_people(&mut self) -> Result<(), SyncError> {
        let mut queries = if self.cursor.is_bulk_guarded {
            self.at_our_domains()?
        } else {
            self.plan.people.clone()
        };
        while let Some(query) = queries.get(self.cursor.at.batch).cloned() {
            self.show(self.cursor.at.batch, queries.len());
            let is_first = self.cursor.at.batch == 0 && self.cursor.at.after.is_empty();
            let page = self.source.people(&query, &self.cursor.place()).await?;
            self.keep_time();
            if let (PeopleQuery::Changed { .. }, true) = (&query, is_first)
                && self.exceeds_bulk_guard(page.total.unwrap_or(0))?
            {
                // What is skipped elsewhere is brought by a full run.
                self.workspace.make_full_due()?;
                self.cursor.is_bulk_guarded = true;
                queries = self.at_our_domains()?;
                continue;
            }
            let range = match &query {
                // Only a full run concludes anything from who is not there.
                PeopleQuery::At(domains) if self.plan.kind == SyncKind::Full => Some(page.range(domains)),
                PeopleQuery::At(_) | PeopleQuery::ChangedAt { .. } | PeopleQuery::Changed { .. } => None,
            };
            self.take_people(page, range.as_ref())?;
        }
        Ok(())
    }

    fn take_people(
        &mut self,
        page: Page<Dated<RemoteContact>>,
        range: Option<&IdRange>,
    ) -> Result<(), SyncError> {
        self.pages += 1;
        self.note_lag(&page.rows)?;
        // Those that have an id are read by it before they are given up.
        let (again, odd): (Vec<&Unreadable>, Vec<_>) =
            page.unreadable.iter().partition(|odd| odd.id.is_some());
        let again: Vec<RemoteId> = again.into_iter().filter_map(|odd| odd.id).collect();
        self.workspace.suspect_missing(&again)?;
        self.cursor.remarks.skip("contact", self.pages, odd);
        self.cursor.pass(page.next);
        let people: Vec<RemoteContact> = page.rows.into_iter().map(|dated| dated.record).collect();
        let counts = self.workspace.take_people(&people, range, &self.checkpoint())?;
        self.counts.add(counts);
        self.people += u64::try_from(people.len()).unwrap_or(0);
        Ok(())
    }

    /// Notes how late the source is: what is news of records that had been changed before the run before.
    fn note_lag(&mut self, rows: &[Dated<RemoteContact>]) -> Result<(), SyncError> {
        let Some(prior) = &self.prior else {
            return Ok(());
        };
        let mut lag = self.cursor.lag;
        for Dated { record, changed_at } in rows {
            let late = changed_at.map_or(0, |at| prior.watermark.as_millis() - at.as_millis());
            let is_new = record
                .domain()
                .is_some_and(|domain| prior.new_domains.contains(domain));
            if (lag + 1..=self.source.limits().max_overlap).contains(&late)
                && !is_new
                && self.workspace.is_news(record)?
            {
                lag = late;
            }
        }
        self.cursor.lag = lag;
        Ok(())
    }

    /// Returns whether asking for all changes of the account costs more than asking for those at our domains.
    fn exceeds_bulk_guard(&mut self, changed: u64) -> Result<bool, SyncError> {
        let ours = PeopleQuery::At(self.workspace.customer_domains()?);
        let queries = self.source.split_people(ours).len();
        let held = self.workspace.integration()?.held;
        Ok(plan::exceeds_bulk_guard(
            changed,
            held,
            queries,
            self.source.limits().page,
        ))
    }

    /// Lists the queries for changes at our domains, and for everybody at those that are new.
    fn at_our_domains(&mut self) -> Result<Vec<PeopleQuery>, SyncError> {
        let new = &self.plan.covers;
        let mut queries = self.source.split_people(PeopleQuery::At(new.clone()));
        let mut at = self.workspace.customer_domains()?;
        at.retain(|domain| !new.contains(domain));
        queries.extend(match self.plan.since {
            Some(since) => self.source.split_people(PeopleQuery::ChangedAt { since, at }),
            None => self.source.split_people(PeopleQuery::At(at)),
        });
        Ok(queries)
    }
}
