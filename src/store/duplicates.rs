//! Contacts of a customer who look alike, and the table of pairs that the user told apart.

use rusqlite::{Row, params};
use uuid::Uuid;

use super::listing::integer;
use super::rows::{CONTACT, CONTACT_COLUMNS, CONTACT_JOINS, contact};
use super::{Reader, StoreError, Writer};
use crate::domain::{
    Alike, Contact, ContactId, CustomerId, Duplicate, NotificationId, PairRecord, Timestamp,
};

/// How many pairs of a kind are listed; who has more sees those next once these are settled.
const LISTED: usize = 100;

/// The place of the reason behind the columns of a contact.
const WHY: usize = CONTACT_COLUMNS;

/// Returns the condition on a contact that it is active.
fn active(alias: &str) -> String {
    format!("{alias}.archived_at IS NULL AND {alias}.deleted_at IS NULL AND {alias}.is_here")
}

/// Returns the pairs of active contacts that fulfil a condition, each once, but for those that were told apart.
fn pairs(condition: &str, why: u8) -> String {
    format!(
        "SELECT * FROM (
             SELECT a.id AS one, b.id AS other, {why} AS why FROM contact a
             JOIN contact b ON b.customer_id = a.customer_id AND b.id > a.id AND {condition}
             WHERE a.customer_id = ?1 AND {} AND {}
               AND NOT EXISTS (SELECT 1 FROM distinct_pair d
                               WHERE d.one_id = a.id AND d.other_id = b.id AND d.told_at IS NOT NULL)
             LIMIT ?2)",
        active("a"),
        active("b"),
    )
}

fn sql() -> String {
    let same_name = pairs("b.name_key = a.name_key", 0);
    let same_local_part = pairs(
        "substr(b.email, 1, instr(b.email, '@')) = substr(a.email, 1, instr(a.email, '@'))
         AND b.email_domain <> a.email_domain",
        1,
    );
    // Another address of one has the part before the @ of the first one of the other; few have any, so they come first.
    let same_other = format!(
        "SELECT * FROM (
             SELECT min(a.id, b.id) AS one, max(a.id, b.id) AS other, 1 AS why
             FROM contact a
             CROSS JOIN other_email o ON o.contact_id = a.id
             CROSS JOIN contact b ON b.customer_id = a.customer_id AND b.id <> a.id
                  AND substr(b.email, 1, instr(b.email, '@')) = substr(o.mailbox, 1, instr(o.mailbox, '@'))
             WHERE a.customer_id = ?1 AND {} AND {}
               AND NOT EXISTS (SELECT 1 FROM distinct_pair d
                               WHERE d.one_id = min(a.id, b.id) AND d.other_id = max(a.id, b.id)
                                     AND d.told_at IS NOT NULL)
             LIMIT ?2)",
        active("a"),
        active("b"),
    );
    format!(
        "WITH alike AS (
             SELECT one, other, min(why) AS why
             FROM ({same_name} UNION ALL {same_local_part} UNION ALL {same_other}) GROUP BY one, other)
         SELECT {CONTACT}, w.why FROM alike w CROSS JOIN contact t ON t.id IN (w.one, w.other) {CONTACT_JOINS}
         ORDER BY w.why, w.one, w.other, t.id"
    )
}

impl Reader<'_> {
    /// Lists the active contacts of a customer who look alike, in pairs: first those with the same name.
    pub fn duplicates(&self, customer: CustomerId) -> Result<Vec<Duplicate>, StoreError> {
        let rows: Vec<(Contact, Alike)> =
            self.rows(&sql(), params![customer.uuid(), integer(LISTED)], |row| {
                Ok((contact(row, 0)?, why(row)?))
            })?;
        let mut duplicates = Vec::with_capacity(rows.len() / 2);
        let mut rows = rows.into_iter();
        while let (Some((one, why)), Some((other, _))) = (rows.next(), rows.next()) {
            duplicates.push(Duplicate { one, other, why });
        }
        Ok(duplicates)
    }

    /// Finds the id of a pair of contacts that were told apart, now or before.
    pub fn pair(&self, pair: &PairRecord) -> Result<Option<Uuid>, StoreError> {
        self.row_if_any(
            "SELECT id FROM distinct_pair WHERE one_id = ? AND other_id = ?",
            [pair.one.uuid(), pair.other.uuid()],
            |row| row.get(0),
        )
    }

    /// Reads what is known of a pair as the text of a cell: its record if the two are told apart.
    pub(super) fn pair_cell(&self, id: Uuid) -> Result<Option<String>, StoreError> {
        let pair = self.row_if_any(
            "SELECT one_id, other_id, told_at FROM distinct_pair WHERE id = ? AND told_at IS NOT NULL",
            [id],
            |row| {
                Ok(PairRecord {
                    one: ContactId::from_uuid(row.get(0)?),
                    other: ContactId::from_uuid(row.get(1)?),
                    told_at: Timestamp::from_millis(row.get(2)?),
                })
            },
        )?;
        Ok(pair.as_ref().map(PairRecord::to_log))
    }

    /// Lists the notifications to a contact of a customer, oldest first.
    pub fn notifications_to(
        &self,
        customer: CustomerId,
        contact: ContactId,
    ) -> Result<Vec<NotificationId>, StoreError> {
        self.rows(
            "SELECT id FROM notification WHERE customer_id = ? AND contact_id = ? ORDER BY number",
            [customer.uuid(), contact.uuid()],
            |row| Ok(NotificationId::from_uuid(row.get(0)?)),
        )
    }
}

impl Writer<'_> {
    /// Tells a pair apart of which the text of a cell holds the record, or takes that back.
    pub(super) fn set_pair_cell(
        &self,
        id: Uuid,
        text: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        match text.and_then(PairRecord::from_log) {
            Some(PairRecord { one, other, told_at }) => self.write(
                "INSERT INTO distinct_pair (id, one_id, other_id, told_at, updated_at) VALUES (?, ?, ?, ?, ?)
                 ON CONFLICT (id) DO UPDATE SET told_at = excluded.told_at, updated_at = excluded.updated_at",
                params![id, one.uuid(), other.uuid(), told_at.as_millis(), now.as_millis()],
            ),
            None => self.write(
                "UPDATE distinct_pair SET told_at = NULL, updated_at = ? WHERE id = ?",
                params![now.as_millis(), id],
            ),
        }
    }
}

fn why(row: &Row<'_>) -> rusqlite::Result<Alike> {
    let is_local_part: bool = row.get(WHY)?;
    Ok(if is_local_part {
        Alike::LocalPart
    } else {
        Alike::Name
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::query_plan;

    #[test]
    fn both_kinds_are_found_by_an_index_of_their_own() {
        let steps = query_plan(&sql(), params![Uuid::nil(), 5]);
        let found = |step: &str| steps.iter().any(|own| own.contains(step));
        assert!(
            found("contact_active (customer_id=? AND name_key=?)"),
            "{steps:#?}"
        );
        assert!(
            found("contact_by_local_part (customer_id=? AND <expr>=?)"),
            "{steps:#?}"
        );
        for table in ["SCAN a", "SCAN b", "SCAN t", "SCAN d", "SCAN contact"] {
            assert!(!found(table), "{steps:#?}");
        }
        // Nobody is compared with every other contact of the customer.
        let others: Vec<&String> = steps
            .iter()
            .filter(|step| step.starts_with("SEARCH b "))
            .collect();
        assert_eq!(others.len(), 3, "{steps:#?}");
        for step in others {
            assert!(step.contains("(customer_id=? AND "), "{step}");
        }
    }
}
