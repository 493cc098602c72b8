//! The stage that finds out what became of records that were not where they were expected.

use std::collections::HashSet;
use std::time::Duration;

use super::active_run::{ActiveRun, ROUNDS};
use super::source::Source;
use super::{Progress, SyncError};

impl<S: Source, F: FnMut(Progress)> ActiveRun<'_, S, F> {
    /// Asks for every record that may be missing, once; nothing is concluded but from what the source says.
    pub(super) async fn settle_missing(&mut self) -> Result<(), SyncError> {
        let mut asked = HashSet::new();
        loop {
            let ids = self.workspace.missing_candidates(self.source.limits().ids)?;
            if ids.is_empty() {
                return Ok(());
            }
            // What is found may raise the question anew for a record of which the source has told in this run.
            let (known, ids): (Vec<_>, Vec<_>) = ids.into_iter().partition(|id| asked.contains(id));
            self.workspace.confirm_present(&known)?;
            if ids.is_empty() {
                continue;
            }
            asked.extend(ids.iter().copied());
            self.show(0, 0);
            let (mut found, mut gone, mut unclear) = (Vec::new(), Vec::new(), ids);
            for round in 0..=ROUNDS {
                if unclear.is_empty() {
                    break;
                }
                if round > 0 {
                    self.source.pause(Duration::from_secs(round)).await;
                }
                let known = self.source.locate(unclear).await?;
                found.extend(known.found);
                gone.extend(known.gone);
                unclear = known.unclear;
            }
            self.workspace.confirm_present(&unclear)?;
            for id in unclear {
                self.cursor.remarks.leave("contact", id);
            }
            let counts = self.workspace.settle_missing(&found, &gone, &self.checkpoint())?;
            self.counts.add(counts);
        }
    }
}
