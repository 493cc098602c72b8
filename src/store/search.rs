//! The search over everything: customers, tags, contacts and history.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};

use super::candidates::{CONTACTS, CUSTOMERS, Way, by_customers, candidates, filter, lines, tag_sets};
use super::contacts::{group, group_of};
use super::criteria::{Criteria, Rows};
use super::customers;
use super::history::{ENTRY, entry};
use super::rows::{CONTACT, CONTACT_JOINS, CUSTOMER, CUSTOMER_JOINS, contact, count, customer, name, word};
use super::{Reader, StoreError};
use crate::domain::{
    Contact, ContactFilter, Customer, CustomerId, CustomerName, CustomerStatus, Depth, HistoryHit, Rest,
    SearchQuery, TagHit, Tags, fold,
};

/// How many customers are sorted by name at least, before the first of them are given.
const BY_NAME: usize = 50;

/// Says of a customer that it is found by its tags; in the words of the index that serves it.
const TAGGED: &str = "tags <> '' AND deleted_at IS NULL AND status <> 'archived'";

impl Reader<'_> {
    /// Finds customers: those of exactly that name or domain, then the others, each by name.
    pub fn search_customers(
        &self,
        query: &SearchQuery,
        limit: usize,
        depth: Depth,
    ) -> Result<(Vec<Customer>, Rest), StoreError> {
        let group = customers::found(query);
        self.sql(|connection| {
            let search = (query, group.as_str(), limit.max(BY_NAME), depth);
            let (found, rest) = candidates(connection, CUSTOMERS, search, None)?;
            let exact = exact(connection, query, &group)?;
            let others = found.into_iter().filter(|place| !exact.contains(place));
            let all: Vec<i64> = exact.iter().copied().chain(others).collect();
            let mut named = rows_at(connection, ("t.name_key, t.rowid", "customer", ""), &all, |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
            })?;
            named.sort_by(|(a, at), (b, bt)| (!exact.contains(at), a).cmp(&(!exact.contains(bt), b)));
            let rest = if named.len() > limit {
                rest.max(Rest::More)
            } else {
                rest
            };
            let shown: Vec<i64> = named.into_iter().take(limit).map(|(_, place)| place).collect();
            let columns = (CUSTOMER, "customer", CUSTOMER_JOINS);
            Ok((rows_at(connection, columns, &shown, customer)?, rest))
        })
    }

    /// Finds the tags of current customers that hold all texts of a search, those of the most customers first.
    pub fn search_tags(
        &self,
        query: &SearchQuery,
        limit: usize,
        depth: Depth,
    ) -> Result<(Vec<TagHit>, Rest), StoreError> {
        let texts: Vec<String> = query.texts().collect();
        if texts.is_empty() || texts.len() < query.terms().len() {
            return Ok((Vec::new(), Rest::None));
        }
        let mut rest = Rest::None;
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        self.sql(|connection| {
            // Each set of tags is read once, however many customers have it.
            let mut sets = connection.prepare_cached(&format!(
                "WITH RECURSIVE sets (tags) AS (
                     SELECT min(tags) FROM customer WHERE {TAGGED}
                     UNION ALL
                     SELECT (SELECT min(tags) FROM customer WHERE {TAGGED} AND tags > sets.tags)
                     FROM sets WHERE sets.tags IS NOT NULL)
                 SELECT tags FROM sets WHERE tags IS NOT NULL"
            ))?;
            let mut with_tags = connection.prepare_cached(&format!(
                "SELECT count(*) FROM customer WHERE {TAGGED} AND tags = ?"
            ))?;
            let mut rows = sets.query([])?;
            let mut seen = 0;
            while let Some(row) = rows.next()? {
                if seen == tag_sets(depth) {
                    rest = Rest::Unread;
                    break;
                }
                seen += 1;
                let set: String = row.get(0)?;
                let tags = Tags::from_stored(&set);
                let mut matching = tags.iter().filter(|tag| {
                    let folded = fold(tag.as_str());
                    texts.iter().all(|text| folded.contains(text))
                });
                let Some(first) = matching.next() else { continue };
                let many: usize = with_tags.query_row([&set], |row| count(row, 0))?;
                for tag in std::iter::once(first).chain(matching) {
                    *counts.entry(tag.clone()).or_default() += many;
                }
            }
            Ok(())
        })?;
        let mut tags: Vec<TagHit> = counts
            .into_iter()
            .map(|(tag, customers)| TagHit { tag, customers })
            .collect();
        tags.sort_by_key(|hit| std::cmp::Reverse(hit.customers));
        if tags.len() > limit {
            tags.truncate(limit);
            rest = rest.max(Rest::More);
        }
        Ok((tags, rest))
    }

    /// Finds contacts, oldest first, each with its customer.
    pub fn search_contacts(
        &self,
        query: &SearchQuery,
        limit: usize,
        depth: Depth,
    ) -> Result<(Vec<(Contact, CustomerName)>, Rest), StoreError> {
        let group = group(group_of(query, ContactFilter::Active));
        self.sql(|connection| {
            let by_customers = by_customers(connection, query, (group, depth))?;
            let search = (query, group, limit, depth);
            let (places, rest) = candidates(connection, CONTACTS, search, by_customers)?;
            let columns = format!("{}, {CONTACT}", customer_columns("c"));
            let rows = rows_at(connection, (&columns, "contact", CONTACT_JOINS), &places, |row| {
                Ok((contact(row, 4)?, customer_name(row, 0)?))
            })?;
            Ok((rows, rest))
        })
    }

    /// Finds lines of the histories of all customers, newest first.
    pub fn search_history(
        &self,
        query: &SearchQuery,
        limit: usize,
        depth: Depth,
    ) -> Result<(Vec<HistoryHit>, Rest), StoreError> {
        if !query.asks_history() {
            return Ok((Vec::new(), Rest::None));
        }
        let mut criteria = Criteria::default();
        criteria.demand(query, Rows::History);
        // The cross joins keep the order of the log, so that the newest lines are read and no others.
        let way = Way {
            from: "op o CROSS JOIN change c ON c.seq = o.change_seq CROSS JOIN customer k ON k.id = o.customer_id
                   ORDER BY o.change_seq DESC, o.position DESC"
                .to_owned(),
            params: criteria.params,
            at_most: lines(depth),
            leaves: Rest::None,
        };
        let holds = format!("k.deleted_at IS NULL{}", criteria.sql);
        let columns = format!("{}, {ENTRY}", customer_columns("k"));
        self.sql(|connection| {
            filter(connection, &way, (&holds, &columns), limit, |row| {
                Ok(HistoryHit {
                    customer: customer_name(row, 1)?,
                    entry: entry(row, 5)?,
                })
            })
        })
    }
}

/// Reads the rows of a table at some places, in the order of these.
fn rows_at<T>(
    connection: &Connection,
    (columns, table, joins): (&str, &str, &str),
    places: &[i64],
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {columns}, j.key FROM json_each(?) j CROSS JOIN {table} t ON t.rowid = j.value {joins}"
    ))?;
    let key = statement.column_count() - 1;
    let mut rows = statement
        .query_map([format!("{places:?}")], |row| {
            Ok((row.get::<_, i64>(key)?, read(row)?))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    rows.sort_by_key(|(key, _)| *key);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// Finds the customers that have the whole of the words as their name or domain, however many others hold them too.
fn exact(connection: &Connection, query: &SearchQuery, group: &str) -> rusqlite::Result<Vec<i64>> {
    let Some(phrase) = query.phrase() else {
        return Ok(Vec::new());
    };
    connection
        .prepare_cached(&format!(
            "SELECT t.rowid FROM customer t WHERE t.name_key = ?1 AND {group}
             UNION SELECT t.rowid FROM customer t WHERE t.domain = ?1 AND {group} LIMIT 10"
        ))?
        .query_map([phrase], |row| row.get(0))?
        .collect()
}

#[cfg(test)]
impl super::Writer<'_> {
    /// Compares the indexes with the tables.
    pub(crate) fn check_search(&self) -> Result<(), StoreError> {
        self.sql(|connection| {
            connection.execute_batch(
                "INSERT INTO contact_search (contact_search, rank) VALUES ('integrity-check', 1);
                     INSERT INTO customer_search (customer_search, rank) VALUES ('integrity-check', 1);
                     INSERT INTO note_search (note_search, rank) VALUES ('integrity-check', 1);",
            )
        })
    }
}

/// Returns the columns by which people know a customer of this name in SQL, as [`customer_name`] reads them.
fn customer_columns(t: &str) -> String {
    format!("{t}.id, {t}.display_id, {t}.name, {t}.status")
}

/// Reads by what people know a customer, from the column `at` on.
pub(super) fn customer_name(row: &Row<'_>, at: usize) -> rusqlite::Result<CustomerName> {
    Ok(CustomerName {
        id: CustomerId::from_uuid(row.get(at)?),
        display_id: row.get(at + 1)?,
        name: name(row, at + 2)?,
        status: word(row, at + 3, CustomerStatus::from_key)?,
    })
}
