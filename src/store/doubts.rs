//! The table of doubts: records of HubSpot that were not where they were expected, and what became of them.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use super::remotes::hubspot_id;
use super::{Reader, StoreError, Writer};
use crate::domain::{Domain, GoneWhy, HubSpotId};

/// The part of a full pass that a page stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The domains that were asked for.
    pub domains: Vec<Domain>,
    /// The id after which the page begins; 0 for the first.
    pub after: i64,
    /// The last id of the page; the largest number if nothing comes after it.
    pub through: i64,
}

/// Lists the records of a stretch that are held and were not seen; `held` selects ids by domain, first and last id.
pub(super) fn absent(
    connection: &Connection,
    held: &str,
    stretch: &Stretch,
    seen: &HashSet<HubSpotId>,
) -> rusqlite::Result<Vec<HubSpotId>> {
    let mut statement = connection.prepare_cached(held)?;
    let mut absent = Vec::new();
    for domain in &stretch.domains {
        let ids = statement.query_map(params![domain.ascii(), stretch.after, stretch.through], |row| {
            hubspot_id(row, 0)
        })?;
        for id in ids {
            let id = id?;
            if !seen.contains(&id) {
                absent.push(id);
            }
        }
    }
    Ok(absent)
}

impl Reader<'_> {
    /// Lists records that are to be asked for, by id.
    pub fn doubts(&self, limit: usize) -> Result<Vec<HubSpotId>, StoreError> {
        self.sql(|connection| {
            connection
                .prepare_cached(
                    "SELECT contact_id FROM hubspot_doubt WHERE verdict IS NULL ORDER BY contact_id LIMIT ?",
                )?
                .query_map([i64::try_from(limit).unwrap_or(i64::MAX)], |row| {
                    hubspot_id(row, 0)
                })?
                .collect()
        })
    }

    /// Lists records that are gone, with what became of them.
    pub fn verdicts(&self) -> Result<Vec<(HubSpotId, GoneWhy)>, StoreError> {
        self.sql(|connection| {
            connection
                .prepare_cached(
                    "SELECT contact_id, verdict FROM hubspot_doubt WHERE verdict IS NOT NULL ORDER BY contact_id",
                )?
                .query_map([], |row| Ok((hubspot_id(row, 0)?, super::rows::word(row, 1, GoneWhy::from_key)?)))?
                .collect()
        })
    }
}

impl Writer<'_> {
    /// Doubts the records that some contact follows and that a page should have held.
    pub fn doubt_absent(&self, stretch: &Stretch, seen: &HashSet<HubSpotId>) -> Result<(), StoreError> {
        let held = "SELECT h.id FROM hubspot_contact h WHERE h.email_domain = ? AND h.id > ? AND h.id <= ?
            AND EXISTS (SELECT 1 FROM contact t WHERE t.link_id = h.id AND t.link IS NOT NULL)";
        let absent = self.sql(|connection| absent(connection, held, stretch, seen))?;
        absent.into_iter().try_for_each(|id| self.doubt(id, None))
    }

    /// Doubts the records that no pass over the domains shows: those that contacts follow by hand, and those that are held
    /// at another domain than the customer's or not at all, as after a run that stopped before it drew its conclusions.
    pub fn doubt_unseen(&self) -> Result<(), StoreError> {
        self.sql(|connection| {
            connection
                .prepare_cached(
                    "INSERT OR IGNORE INTO hubspot_doubt (contact_id)
                     SELECT t.link_id FROM contact t JOIN customer c ON c.id = t.customer_id
                     LEFT JOIN hubspot_contact h ON h.id = t.link_id
                     WHERE t.link IS NOT NULL AND t.deleted_at IS NULL
                           AND (t.link LIKE 'hand:%'
                                OR t.link LIKE 'linked:%' AND (h.id IS NULL OR h.email_domain IS NOT c.domain))",
                )?
                .execute([])
                .map(drop)
        })
    }

    /// Notes a record that is to be asked for, or what became of it.
    pub fn doubt(&self, id: HubSpotId, verdict: Option<GoneWhy>) -> Result<(), StoreError> {
        self.sql(|connection| {
            connection
                .prepare_cached(
                    "INSERT INTO hubspot_doubt (contact_id, verdict) VALUES (?1, ?2)
                     ON CONFLICT (contact_id) DO UPDATE SET verdict = coalesce(?2, verdict)",
                )?
                .execute(params![id.number(), verdict.map(GoneWhy::key)])
                .map(drop)
        })
    }

    /// Takes a record out of doubt.
    pub fn trust(&self, id: HubSpotId) -> Result<(), StoreError> {
        self.sql(|connection| {
            connection
                .prepare_cached("DELETE FROM hubspot_doubt WHERE contact_id = ?")?
                .execute([id.number()])
                .map(drop)
        })
    }

    /// Forgets all doubts.
    pub fn forget_doubts(&self) -> Result<(), StoreError> {
        self.sql(|connection| {
            connection
                .prepare_cached("DELETE FROM hubspot_doubt")?
                .execute([])
                .map(drop)
        })
    }
}
