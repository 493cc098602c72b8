//! The changes that can be taken back, a page at a time, and what each wrote.

use rusqlite::params;
use uuid::Uuid;

use super::history::{ENTRY, entry};
use super::listing::integer;
use super::log::{CHANGE, Op, logged, op};
use super::rows::{count, word};
use super::{Reader, StoreError};
use crate::domain::{
    Counted, Entity, HistoryEntry, KeptFromLeaving, MOST_RECORDS_COUNTED, Page, PageQuery, UndoEntry,
    harmless,
};

/// The changes that people made and that are in force, which an index holds in their order.
const IN_FORCE: &str = "FROM change WHERE cause = 'change' AND is_sync = 0 AND state = 'done'";

/// How many changes are listed at most, the newest ones: a page of them comes at once however long the log is.
pub(super) const MOST_LISTED: usize = 10_000;

impl Reader<'_> {
    /// Lists a part of the last changes that can be taken back, newest first.
    pub fn changes_in_force(&self, query: PageQuery) -> Result<Page<UndoEntry>, StoreError> {
        let total = self.row(
            &format!("SELECT count(*) FROM (SELECT 1 {IN_FORCE} LIMIT ?)"),
            [integer(MOST_LISTED)],
            |row| count(row, 0),
        )?;
        let offset = query.offset(total);
        let rows = self.rows(
            &format!(
                "SELECT {CHANGE} FROM change c
                 WHERE c.seq IN (SELECT seq {IN_FORCE} ORDER BY seq DESC LIMIT ? OFFSET ?) ORDER BY c.seq DESC"
            ),
            [integer(query.limit), integer(offset)],
            |row| logged(row).map(|change| change.entry),
        )?;
        Ok(Page {
            total,
            offset,
            rows,
            found: None,
        })
    }

    /// Returns how many values a change wrote.
    pub fn count_ops(&self, seq: i64) -> Result<usize, StoreError> {
        self.row(
            "SELECT coalesce(max(position) + 1, 0) FROM op WHERE change_seq = ?",
            [seq],
            |row| count(row, 0),
        )
    }

    /// Counts the records of each kind that a change wrote, most first; of a large one only the first values are
    /// looked at.
    pub fn count_records(&self, seq: i64) -> Result<(Vec<(Entity, usize)>, Counted), StoreError> {
        let records = self.rows(
            "SELECT entity, count(DISTINCT entity_id) AS records FROM op
             WHERE change_seq = ? AND position < ? AND entity <> 'owner' GROUP BY entity
             ORDER BY records DESC, entity",
            params![seq, integer(MOST_RECORDS_COUNTED)],
            |row| Ok((word(row, 0, Entity::from_key)?, count(row, 1)?)),
        )?;
        let counted = if self.count_ops(seq)? > MOST_RECORDS_COUNTED {
            Counted::Some
        } else {
            Counted::All
        };
        Ok((records, counted))
    }

    /// Lists the names of the customers that a change concerns, as far as they were counted.
    pub fn customers_of(&self, seq: i64) -> Result<Vec<String>, StoreError> {
        self.rows(
            "SELECT k.name FROM customer k WHERE k.deleted_at IS NULL AND k.id IN
                (SELECT customer_id FROM op WHERE change_seq = ? AND position < ?)
             ORDER BY k.name_key",
            params![seq, integer(MOST_RECORDS_COUNTED)],
            |row| row.get(0).map(harmless),
        )
    }

    /// Counts the notifications that an entry of the log kept from leaving and that are as it left them: those that would
    /// be on their way again by its reversal, and those that stay held.
    pub fn kept_from_leaving(&self, seq: i64) -> Result<KeptFromLeaving, StoreError> {
        self.row(
            "SELECT count(*) FILTER (WHERE NOT (n.held_back AND n.state = 'held')),
                    count(*) FILTER (WHERE n.held_back AND n.state = 'held')
             FROM op o JOIN notification n ON n.id = o.entity_id
             WHERE o.change_seq = ? AND o.entity = 'notification' AND o.field = 'state'
               AND o.old IN ('queued', 'sending', 'retry') AND o.new = n.state",
            [seq],
            |row| {
                Ok(KeptFromLeaving {
                    leave: count(row, 0)?,
                    stay: count(row, 1)?,
                })
            },
        )
    }

    /// Reads the first lines of a change, as the history tells them.
    pub fn lines_of(&self, seq: i64, limit: usize) -> Result<Vec<HistoryEntry>, StoreError> {
        self.rows(
            &format!(
                "SELECT {ENTRY} FROM op o JOIN change c ON c.seq = o.change_seq
                 WHERE o.change_seq = ? ORDER BY o.position LIMIT ?"
            ),
            params![seq, integer(limit)],
            |row| entry(row, 0),
        )
    }

    /// Returns the first operation of an entry of the log, or one after it, by which a record appeared, went or got another
    /// state.
    pub fn first_write_since(&self, entity: Entity, id: Uuid, seq: i64) -> Result<Option<Op>, StoreError> {
        self.row_if_any(
            "SELECT customer_id, entity, entity_id, subject, field, old, new, old_name, new_name FROM op
             WHERE entity_id = ? AND change_seq >= ? AND entity = ? AND field IN ('record', 'state')
             ORDER BY change_seq, position LIMIT 1",
            params![id, seq, entity.key()],
            |row| op(row, 0),
        )
    }

    /// Lists the names of records of a change that were written again since, as far as they were counted.
    pub fn written_since(&self, seq: i64) -> Result<Vec<String>, StoreError> {
        self.rows(
            "WITH own AS MATERIALIZED (
                SELECT DISTINCT customer_id, entity_id FROM op WHERE change_seq = ?1 AND position < ?2),
             later AS MATERIALIZED (
                SELECT entity_id, subject FROM op
                WHERE customer_id IN (SELECT customer_id FROM own) AND change_seq > ?1 LIMIT ?2)
             SELECT max(subject) FROM later WHERE entity_id IN (SELECT entity_id FROM own)
             GROUP BY entity_id ORDER BY 1",
            params![seq, integer(MOST_RECORDS_COUNTED)],
            |row| row.get(0).map(harmless),
        )
    }
}
