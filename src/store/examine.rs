//! Looks at everything that must hold in a store, and changes nothing.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::lock::Lock;
use super::migrate::{self, NEWEST};
use super::reading::Reading;
use super::{StoreError, backup, open};
use crate::disk::Obstacle;

/// What must hold in a store of the present format: a name, and a query that counts what breaks it.
const RULES: [(&str, &str); 7] = [
    (
        "primary contacts that are archived or of another customer",
        "SELECT count(*) FROM customer c WHERE c.primary_contact_id IS NOT NULL AND NOT EXISTS (
             SELECT 1 FROM contact t WHERE t.id = c.primary_contact_id AND t.customer_id = c.id
             AND t.archived_at IS NULL AND t.deleted_at IS NULL AND t.is_here)",
    ),
    (
        "customers with a wrong count of contacts",
        "SELECT count(*) FROM customer c WHERE c.contacts <> (
             SELECT count(*) FROM contact t WHERE t.customer_id = c.id
             AND t.archived_at IS NULL AND t.deleted_at IS NULL AND t.is_here)",
    ),
    (
        "notes on missing contacts or onboardings, or on those of another customer",
        "SELECT count(*) FROM note n WHERE n.deleted_at IS NULL AND (
             n.contact_id IS NOT NULL AND NOT EXISTS (
                 SELECT 1 FROM contact t WHERE t.id = n.contact_id AND t.customer_id = n.customer_id
                 AND t.deleted_at IS NULL)
             OR n.onboarding_id IS NOT NULL AND NOT EXISTS (
                 SELECT 1 FROM onboarding t WHERE t.id = n.onboarding_id AND t.customer_id = n.customer_id
                 AND t.deleted_at IS NULL))",
    ),
    (
        "values of customers or contacts that are gone, or in fields of the other",
        "SELECT count(*) FROM custom_value v WHERE NOT CASE (
             SELECT f.entity FROM custom_field f WHERE f.id = v.field_id)
             WHEN 'customer' THEN EXISTS (
                 SELECT 1 FROM customer t WHERE t.id = v.subject_id AND t.deleted_at IS NULL)
             WHEN 'contact' THEN EXISTS (
                 SELECT 1 FROM contact t WHERE t.id = v.subject_id AND t.deleted_at IS NULL)
             ELSE 0 END",
    ),
    (
        "changes in the history that say nothing",
        "SELECT count(*) FROM change c
         WHERE c.cause = 'change' AND NOT EXISTS (SELECT 1 FROM op o WHERE o.change_seq = c.seq)",
    ),
    (
        "lines of the history about missing records",
        "SELECT count(*) FROM op o WHERE NOT CASE o.entity
             WHEN 'customer' THEN EXISTS (SELECT 1 FROM customer t WHERE t.id = o.entity_id)
             WHEN 'contact' THEN EXISTS (SELECT 1 FROM contact t WHERE t.id = o.entity_id)
             WHEN 'owner' THEN EXISTS (SELECT 1 FROM owner t WHERE t.id = o.entity_id)
             WHEN 'onboarding' THEN EXISTS (SELECT 1 FROM onboarding t WHERE t.id = o.entity_id)
             WHEN 'task' THEN EXISTS (SELECT 1 FROM task t WHERE t.id = o.entity_id)
             WHEN 'notification' THEN EXISTS (SELECT 1 FROM notification t WHERE t.id = o.entity_id)
             WHEN 'note' THEN EXISTS (SELECT 1 FROM note t WHERE t.id = o.entity_id)
             WHEN 'custom_field' THEN EXISTS (SELECT 1 FROM custom_field t WHERE t.id = o.entity_id)
             WHEN 'pair' THEN EXISTS (SELECT 1 FROM distinct_pair t WHERE t.id = o.entity_id)
             ELSE 0 END",
    ),
    (
        "undone changes whose undo is missing",
        "SELECT count(*) FROM change c WHERE c.cause = 'change' AND c.state = 'undone'
         AND NOT EXISTS (SELECT 1 FROM change u WHERE u.target = c.seq)",
    ),
];

/// The contacts of one customer that have the same remote record; earlier releases could link two of them to it.
const SHARED_RECORDS: &str =
    "SELECT c.display_id, t.link_id, count(*) FROM contact t JOIN customer c ON c.id = t.customer_id
     WHERE t.link IS NOT NULL AND t.deleted_at IS NULL
     GROUP BY t.customer_id, t.link_id HAVING count(*) > 1 ORDER BY c.display_id, t.link_id";

/// A remote record that several contacts of one customer have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedRecord {
    /// The number of the customer.
    pub customer: i64,
    /// The record.
    pub record: i64,
    /// How many contacts have it.
    pub contacts: i64,
}

/// What was found in a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    /// Its format.
    pub version: i64,
    /// The newest format that this program knows.
    pub newest: i64,
    /// How many rows refer to missing rows.
    pub broken_references: i64,
    /// What breaks the rules of the data, each with its count; none of a store of an earlier format, which is not looked
    /// at.
    pub broken_rules: Vec<(&'static str, i64)>,
    /// The records that several contacts of one customer have; none of a store of an earlier format.
    pub shared_records: Vec<SharedRecord>,
    /// How the search index is.
    pub search: SearchIndex,
    /// What keeps the store from being written.
    pub obstacle: Option<Obstacle>,
}

/// How the search index of a store was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchIndex {
    /// It fits the rows.
    Fits,
    /// It does not, as the reason says.
    Broken(String),
    /// SQLite checks it as if it wrote, which cannot be done where the store is, or it is of an earlier format.
    Unchecked,
}

/// Looks at a store whose pages are sound; see [`check`](super::check).
pub fn examine(path: &Path) -> Result<Examination, StoreError> {
    let opened = open_known(path);
    let report = |source| StoreError::from_sqlite(path, source);
    let Some(obstacle) = opened.as_ref().err().and_then(StoreError::obstacle) else {
        let (_lock, mut connection, version) = opened?;
        return read(&mut connection, version).map_err(report);
    };
    let mut reading = Reading::open(path)?;
    let version = migrate::version(&reading.connection).map_err(report)?;
    open::demand_not_newer(path, version)?;
    let found = read(&mut reading.connection, version).map_err(report)?;
    Ok(Examination {
        obstacle: Some(obstacle),
        ..found
    })
}

fn open_known(path: &Path) -> Result<(Option<Lock>, Connection, i64), StoreError> {
    let lock = path.parent().map(Lock::shared).transpose()?;
    let (connection, version) = open::of_known_format(path)?;
    Ok((lock, connection, version))
}

fn read(connection: &mut Connection, version: i64) -> rusqlite::Result<Examination> {
    let is_present = version == NEWEST;
    let is_checked = is_present && !connection.is_readonly(c"main")?;
    // The check of the search index is asked for as if it wrote; the transaction is taken back.
    let behavior = if is_checked {
        TransactionBehavior::Immediate
    } else {
        TransactionBehavior::Deferred
    };
    let tx = connection.transaction_with_behavior(behavior)?;
    let mut broken_rules = Vec::new();
    let mut shared_records = Vec::new();
    if is_present {
        shared_records = tx
            .prepare(SHARED_RECORDS)?
            .query_map([], |row| {
                Ok(SharedRecord {
                    customer: row.get(0)?,
                    record: row.get(1)?,
                    contacts: row.get(2)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        for (name, sql) in RULES {
            let count: i64 = tx.query_row(sql, [], |row| row.get(0))?;
            if count > 0 {
                broken_rules.push((name, count));
            }
        }
    }
    let search = if is_checked {
        let checked = tx.execute_batch(
            "INSERT INTO contact_search (contact_search, rank) VALUES ('integrity-check', 1);
             INSERT INTO customer_search (customer_search, rank) VALUES ('integrity-check', 1);
             INSERT INTO note_search (note_search, rank) VALUES ('integrity-check', 1);",
        );
        checked.map_or_else(
            |error| SearchIndex::Broken(error.to_string()),
            |()| SearchIndex::Fits,
        )
    } else {
        SearchIndex::Unchecked
    };
    Ok(Examination {
        version,
        newest: NEWEST,
        broken_references: backup::broken_references(&tx)?,
        broken_rules,
        shared_records,
        search,
        obstacle: None,
    })
}
