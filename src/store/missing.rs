//! The table of missing candidates: remote records that were not where they were expected, and what became of them.

use std::collections::HashSet;

use rusqlite::{ToSql, params};

use super::listing::integer;
use super::rows::word;
use super::{Reader, StoreError, Writer};
use crate::domain::{Domain, GoneWhy, RemoteId};

/// The ids of which a page holds every record of some domains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdRange {
    /// The domains that were asked for.
    pub domains: Vec<Domain>,
    /// The last id before them; none if they begin with the first one.
    pub after: Option<RemoteId>,
    /// The last of them; none if nothing comes after them.
    pub through: Option<RemoteId>,
}

impl Reader<'_> {
    /// Lists the records of a range that are held and were not seen; `held` selects ids by domain, and by a last id
    /// before and a last id.
    pub(super) fn absent(
        &self,
        held: &str,
        range: &IdRange,
        seen: &HashSet<RemoteId>,
    ) -> Result<Vec<RemoteId>, StoreError> {
        let mut absent = Vec::new();
        let after: &dyn ToSql = range.after.as_ref().map_or(&0, |id| id);
        let through: &dyn ToSql = range.through.as_ref().map_or(&i64::MAX, |id| id);
        for domain in &range.domains {
            let ids = self.rows(held, params![domain.ascii(), after, through], |row| row.get(0))?;
            absent.extend(ids.into_iter().filter(|id| !seen.contains(id)));
        }
        Ok(absent)
    }

    /// Lists the missing candidates that the source is still to be asked about, by id.
    pub fn missing_candidates(&self, limit: usize) -> Result<Vec<RemoteId>, StoreError> {
        self.rows(
            "SELECT contact_id FROM missing_candidate WHERE verdict IS NULL ORDER BY contact_id LIMIT ?",
            [integer(limit)],
            |row| row.get(0),
        )
    }

    /// Lists the missing candidates that are gone, with what became of them.
    pub fn concluded_missing(&self) -> Result<Vec<(RemoteId, GoneWhy)>, StoreError> {
        self.rows(
            "SELECT contact_id, verdict FROM missing_candidate WHERE verdict IS NOT NULL
             ORDER BY contact_id",
            [],
            |row| Ok((row.get(0)?, word(row, 1, GoneWhy::from_key)?)),
        )
    }
}

impl Writer<'_> {
    /// Suspects the records that some contact follows and that a page should have held.
    pub fn suspect_absent(&self, range: &IdRange, seen: &HashSet<RemoteId>) -> Result<(), StoreError> {
        let held = "SELECT h.id FROM remote_contact h WHERE h.email_domain = ? AND h.id > ? AND h.id <= ?
            AND EXISTS (SELECT 1 FROM contact t WHERE t.link_id = h.id AND t.link IS NOT NULL)";
        let absent = self.absent(held, range, seen)?;
        absent.into_iter().try_for_each(|id| self.suspect_missing(id))
    }

    /// Suspects the records that no pass over the domains shows: those that contacts follow by hand, and those that are held
    /// at another domain than the customer's or not at all, as after a run that stopped before it drew its conclusions.
    pub fn suspect_unseen(&self) -> Result<(), StoreError> {
        self.write(
            "INSERT OR IGNORE INTO missing_candidate (contact_id)
             SELECT t.link_id FROM contact t JOIN customer c ON c.id = t.customer_id
             LEFT JOIN remote_contact h ON h.id = t.link_id
             WHERE t.link IS NOT NULL AND t.deleted_at IS NULL
                   AND (t.link LIKE 'hand:%'
                        OR t.link LIKE 'linked:%' AND (h.id IS NULL OR h.email_domain IS NOT c.domain))",
            [],
        )
    }

    /// Notes a record that the source is to be asked about.
    pub fn suspect_missing(&self, id: RemoteId) -> Result<(), StoreError> {
        self.write(
            "INSERT OR IGNORE INTO missing_candidate (contact_id) VALUES (?)",
            [id],
        )
    }

    /// Notes what became of a record that is gone.
    pub fn conclude_missing(&self, id: RemoteId, why: GoneWhy) -> Result<(), StoreError> {
        self.write(
            "INSERT INTO missing_candidate (contact_id, verdict) VALUES (?1, ?2)
             ON CONFLICT (contact_id) DO UPDATE SET verdict = ?2",
            params![id, why.key()],
        )
    }

    /// Notes that a record is present.
    pub fn confirm_present(&self, id: RemoteId) -> Result<(), StoreError> {
        self.write("DELETE FROM missing_candidate WHERE contact_id = ?", [id])
    }

    /// Forgets all missing candidates.
    pub fn forget_missing_candidates(&self) -> Result<(), StoreError> {
        self.write("DELETE FROM missing_candidate", [])
    }
}
