//! The first stages of a run: the people at the domains of customers, each a walk over pages.

use super::cursor::Cursor;
use super::pages::{self, Page};
use super::plan::{self, PeopleBatch, Plan};
use super::{Error, Progress, Stage};
use crate::domain::{Domain, HubSpotId, Reached, RemoteContact, SyncCounts, SyncKind, Timestamp};
use crate::hubspot::{self, Client, ContactSearch, Dated, Offset, Unreadable};
use crate::workspace::{Note, PeopleFinish, Stretch, SyncMark, Unlinking, Workspace};

/// People who are read by id at once.
pub(super) const IDS_AT_ONCE: usize = 100;

/// What the run before had brought.
pub(super) struct Before {
    /// HubSpot's time up to which all changes were here.
    pub(super) watermark: Timestamp,
    /// The domains of which it knew nothing.
    pub(super) new: Vec<Domain>,
}

/// A run on its way.
pub(super) struct Walk<'a, F> {
    pub(super) workspace: &'a mut Workspace,
    pub(super) client: &'a Client,
    pub(super) plan: &'a Plan,
    /// What the run before had brought; none if there was none.
    pub(super) before: Option<Before>,
    pub(super) cursor: Cursor,
    pub(super) run: i64,
    pub(super) counts: &'a mut SyncCounts,
    pub(super) people: u64,
    /// How many pages of a kind of record were read.
    pub(super) pages: usize,
    pub(super) tell: F,
}

impl<F: FnMut(Progress)> Walk<'_, F> {
    /// Walks through the stages that are left: people first, and what near misses are made of even where not all is known
    /// of who is gone.
    pub(super) async fn through(&mut self, unlinking: Unlinking, reached: &mut Reached) -> Result<(), Error> {
        self.read_people().await?;
        let people = self.conclude(unlinking).await;
        match &people {
            Ok(()) => *reached = Reached::People,
            Err(error) if error.is_of_stage() => {}
            Err(_) => return people,
        }
        let near_misses = self.near_misses().await;
        people.and(near_misses)
    }

    /// Reads the people at the domains of customers.
    async fn read_people(&mut self) -> Result<(), Error> {
        if self.cursor.at.stage == Stage::People {
            self.people().await?;
            if self.plan.kind == SyncKind::Full {
                self.workspace.doubt_unseen()?;
            }
            self.cursor.enter(Stage::Doubts);
        }
        Ok(())
    }

    /// Finds out who is gone, and has all that is known of people hold.
    async fn conclude(&mut self, unlinking: Unlinking) -> Result<(), Error> {
        self.doubts().await?;
        self.cursor.enter_companies();
        let note = self.note();
        let mark = SyncMark {
            kind: self.plan.kind,
            watermark: Timestamp::from_millis(self.cursor.began),
            lag: self.cursor.lag,
        };
        let finish = self
            .workspace
            .finish_people(mark, &self.plan.covers, unlinking, &note)?;
        match finish {
            PeopleFinish::Done { counts } => {
                self.counts.add(counts);
                Ok(())
            }
            PeopleFinish::Guarded { gone, linked } => Err(Error::Guarded { gone, linked }),
        }
    }

    /// Returns the time up to which all is here at the end of the run.
    pub(super) fn watermark(&self) -> Timestamp {
        let companies = self.cursor.companies.began.unwrap_or(i64::MAX);
        Timestamp::from_millis(self.cursor.began.min(companies))
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

    pub(super) fn show(&mut self, done: usize, of: usize) {
        (self.tell)(Progress {
            kind: self.plan.kind,
            stage: self.cursor.at.stage,
            done,
            of,
            people: self.people,
        });
    }

    /// Takes the clock of HubSpot for that of the run where it is behind the one of this machine.
    ///
    /// A clock that is ahead would have changes missed; one that is behind only has some read twice.
    pub(super) fn keep_time(&mut self) {
        if let Some(time) = self.client.server_time() {
            self.cursor.began = self.cursor.began.min(time.as_millis());
        }
    }

    async fn people(&mut self) -> Result<(), Error> {
        let mut batches = if self.cursor.is_flood {
            self.at_our_domains()?
        } else {
            self.plan.people.clone()
        };
        while let Some(batch) = batches.get(self.cursor.at.batch).cloned() {
            self.show(self.cursor.at.batch, batches.len());
            let page = self.people_page(&batch).await?;
            self.keep_time();
            if let (PeopleBatch::Changed(_), 0, 0) = (&batch, self.cursor.at.batch, self.cursor.at.after)
                && self.is_flood(page.total.unwrap_or(0))?
            {
                // What is skipped elsewhere is brought by a full run.
                self.workspace.make_full_due()?;
                self.cursor.is_flood = true;
                batches = self.at_our_domains()?;
                continue;
            }
            let stretch = match &batch {
                // Only a full run concludes anything from who is not there.
                PeopleBatch::At(domains) if self.plan.kind == SyncKind::Full => Some(page.stretch(domains)),
                PeopleBatch::At(_) | PeopleBatch::ChangedAt(_) | PeopleBatch::Changed(_) => None,
            };
            self.take_people(page, stretch.as_ref())?;
        }
        Ok(())
    }

    fn take_people(
        &mut self,
        page: Page<Dated<RemoteContact>>,
        stretch: Option<&Stretch>,
    ) -> Result<(), Error> {
        self.pages += 1;
        self.note_lag(&page.rows)?;
        // Those that have an id are read by it before they are given up.
        let (again, odd): (Vec<&Unreadable>, Vec<_>) =
            page.unreadable.iter().partition(|odd| odd.id.is_some());
        let again: Vec<HubSpotId> = again.into_iter().filter_map(|odd| odd.id).collect();
        self.workspace.doubt_records(&again)?;
        self.cursor.remarks.skip("contact", self.pages, odd);
        self.cursor.pass(page.place());
        let people: Vec<RemoteContact> = page.rows.into_iter().map(|dated| dated.record).collect();
        let counts = self.workspace.take_people(&people, stretch, &self.note())?;
        self.counts.add(counts);
        self.people += u64::try_from(people.len()).unwrap_or(0);
        Ok(())
    }

    /// Notes how late HubSpot's search is: what is news of records that had been changed before the run before.
    fn note_lag(&mut self, rows: &[Dated<RemoteContact>]) -> Result<(), Error> {
        let Some(before) = &self.before else {
            return Ok(());
        };
        let mut lag = self.cursor.lag;
        for Dated { record, changed_at } in rows {
            let late = changed_at.map_or(0, |at| before.watermark.as_millis() - at.as_millis());
            let is_new = record.domain().is_some_and(|domain| before.new.contains(domain));
            if (lag + 1..=plan::MAX_OVERLAP_MILLIS).contains(&late)
                && !is_new
                && self.workspace.is_news(record)?
            {
                lag = late;
            }
        }
        self.cursor.lag = lag;
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

    async fn people_page(&self, batch: &PeopleBatch) -> Result<Page<Dated<RemoteContact>>, Error> {
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
}
