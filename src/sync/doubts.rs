//! The stage that finds out what became of records that were not where they were expected.

use std::collections::HashSet;
use std::time::Duration;

use super::stages::{IDS_AT_ONCE, Walk};
use super::{Error, Progress};
use crate::domain::{GoneWhy, HubSpotId, RemoteContact};
use crate::hubspot::Batch;

/// How often HubSpot is asked once more about records of which it did not say what became of them.
pub(super) const ROUNDS: u64 = 2;

/// What became of records that were asked for by id.
#[derive(Debug, Default)]
struct Whereabouts {
    /// Those that are there, each with the id that was asked for.
    found: Vec<(HubSpotId, RemoteContact)>,
    /// Those that are not.
    missing: Vec<HubSpotId>,
    /// Those of which HubSpot does not say.
    unclear: Vec<HubSpotId>,
}

impl<F: FnMut(Progress)> Walk<'_, F> {
    /// Asks for every record that is in doubt, once; nothing is concluded but from what HubSpot says.
    pub(super) async fn doubts(&mut self) -> Result<(), Error> {
        let mut asked = HashSet::new();
        loop {
            let ids = self.workspace.doubts(IDS_AT_ONCE)?;
            if ids.is_empty() {
                return Ok(());
            }
            // What is found may have a record doubted again of which HubSpot has told in this run.
            let (known, ids): (Vec<_>, Vec<_>) = ids.into_iter().partition(|id| asked.contains(id));
            self.workspace.leave_doubts(&known)?;
            if ids.is_empty() {
                continue;
            }
            asked.extend(ids.iter().copied());
            self.show(0, 0);
            let (mut found, mut gone, mut unclear) = (Vec::new(), Vec::new(), ids);
            for round in 0..=ROUNDS {
                if round > 0 && !unclear.is_empty() {
                    self.client.pause(Duration::from_secs(round)).await;
                }
                if unclear.is_empty() {
                    break;
                }
                let known = self.find(std::mem::take(&mut unclear)).await?;
                found.extend(known.found);
                unclear.extend(known.unclear);
                self.why(known.missing, &mut gone, &mut unclear).await?;
            }
            self.workspace.leave_doubts(&unclear)?;
            for id in unclear {
                self.cursor.remarks.leave("contact", id);
            }
            let counts = self.workspace.settle_doubts(&found, &gone, &self.note())?;
            self.counts.add(counts);
        }
    }

    /// Finds out why records are gone.
    async fn why(
        &self,
        missing: Vec<HubSpotId>,
        gone: &mut Vec<(HubSpotId, GoneWhy)>,
        unclear: &mut Vec<HubSpotId>,
    ) -> Result<(), Error> {
        if missing.is_empty() {
            return Ok(());
        }
        let batch = self.client.read_contacts(&missing, true).await?;
        // A record that was merged and then archived comes under its new id.
        let is_renamed = batch.is_whole
            && batch.unreadable.is_empty()
            && batch.rows.iter().any(|person| !missing.contains(&person.id));
        for id in missing {
            let is_there = batch.rows.iter().any(|person| person.id == id)
                || batch.unreadable.iter().any(|odd| odd.id == Some(id));
            if is_there || (is_renamed && !batch.not_found.contains(&id)) {
                gone.push((id, GoneWhy::Archived));
            } else if batch.not_found.contains(&id) {
                gone.push((id, GoneWhy::Deleted));
            } else {
                unclear.push(id);
            }
        }
        Ok(())
    }

    /// Reads people by id.
    ///
    /// A merged record comes under its new id, and the answer does not say whose it is: where several ids are left, they
    /// are asked for in halves until it is clear.
    async fn find(&self, ids: Vec<HubSpotId>) -> Result<Whereabouts, Error> {
        let mut known = Whereabouts::default();
        let mut open = vec![ids];
        while let Some(ids) = open.pop() {
            let Batch {
                rows,
                unreadable,
                not_found,
                ..
            } = self.client.read_contacts(&ids, false).await?;
            let (here, renamed): (Vec<_>, Vec<_>) =
                rows.into_iter().partition(|person| ids.contains(&person.id));
            let mut left = Vec::new();
            for id in ids {
                if here.iter().any(|person| person.id == id) {
                } else if not_found.contains(&id) {
                    known.missing.push(id);
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
        Ok(known)
    }
}
