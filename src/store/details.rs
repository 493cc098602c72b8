//! What the details of a contact or customer need that no list shows: who wrote each field, and how many people there are.

use rusqlite::Row;
use uuid::Uuid;

use super::contacts::group;
use super::listing::integer;
use super::rows::{count, name, word};
use super::{Reader, StoreError};
use crate::domain::{
    Actor, Cause, ContactFilter, CustomerDomain, CustomerId, Entity, Field, LoggedWrite, SourceCompany,
    Timestamp, WrittenBy,
};

/// How many writes of a record are looked at: those before them wrote no value that still shows.
const MOST_WRITES: usize = 1_000;

/// How many companies at the source are named.
const MOST_COMPANIES: usize = 5;

/// The writes of a record; a change in which another contact went is one that merged it.
const WRITES: &str = "SELECT o.change_seq, o.field, c.cause, c.target, c.is_sync, c.actor, c.at,
        o.entity = 'contact' AND o.field <> 'record' AND EXISTS (
            SELECT 1 FROM op m WHERE m.change_seq = o.change_seq AND m.entity = 'contact'
                AND m.entity_id <> o.entity_id AND m.field = 'record' AND m.new IS NULL),
        iif(o.field = 'record', NULL, o.new)
    FROM op o JOIN change c ON c.seq = o.change_seq
    WHERE o.entity_id = ?1 AND o.entity = ?2
    ORDER BY o.change_seq DESC, o.position DESC LIMIT ?3";

impl Reader<'_> {
    /// Lists what wrote the fields of a record, newest first.
    pub fn writes_of(&self, entity: Entity, id: Uuid) -> Result<Vec<LoggedWrite>, StoreError> {
        self.rows(
            WRITES,
            rusqlite::params![id, entity.key(), integer(MOST_WRITES)],
            write,
        )
    }

    /// Counts the contacts of a group of a customer.
    pub fn count_contacts(&self, customer: CustomerId, filter: ContactFilter) -> Result<u64, StoreError> {
        let group = group(filter);
        self.row(
            &format!("SELECT count(*) FROM contact t WHERE t.customer_id = ? AND {group}"),
            [customer.uuid()],
            |row| count(row, 0),
        )
    }

    /// Lists the companies at the source that have a domain, lowest id first.
    pub fn companies_at(&self, domain: &CustomerDomain) -> Result<Vec<SourceCompany>, StoreError> {
        self.rows(
            "SELECT k.id, k.name FROM remote_company_domain d JOIN remote_company k ON k.id = d.company_id
             WHERE d.domain = ? ORDER BY k.id LIMIT ?",
            rusqlite::params![domain.ascii(), integer(MOST_COMPANIES)],
            |row| {
                Ok(SourceCompany {
                    id: row.get(0)?,
                    name: name(row, 1)?,
                })
            },
        )
    }
}

fn write(row: &Row<'_>) -> rusqlite::Result<LoggedWrite> {
    Ok(LoggedWrite {
        seq: row.get(0)?,
        field: word(row, 1, Field::from_key)?,
        value: row.get(8)?,
        cause: word(row, 2, Cause::from_key)?,
        target: row.get(3)?,
        by: match (row.get(4)?, row.get(7)?) {
            (true, _) => WrittenBy::Sync,
            (false, true) => WrittenBy::Merge,
            (false, false) => WrittenBy::User,
        },
        actor: Actor::new(&row.get::<_, String>(5)?),
        at: Timestamp::from_millis(row.get(6)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::query_plan;

    #[test]
    fn the_writes_of_a_record_are_found_by_its_id_in_their_order() {
        let steps = query_plan(WRITES, rusqlite::params![[0_u8; 16], "contact", 10]);
        assert!(
            steps
                .iter()
                .any(|step| step.contains("INDEX op_by_record (entity_id=?)")),
            "{steps:#?}"
        );
        let sorts = |step: &String| step.contains("TEMP B-TREE") || step.starts_with("SCAN");
        assert!(!steps.iter().any(sorts), "{steps:#?}");
    }
}
