//! The search over everything: customers, tags, contacts and history.
//!
//! Contacts and customers are found by the three letters in a row that an index of each keeps. One or two letters are in
//! nearly every row, so that the first rows hold enough of them, or they are rare, and then few threes begin with them.
//! What no index narrows down ends after a number of rows and says so.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::contacts::{group, group_of};
use super::criteria::{Criteria, Rows};
use super::customers;
use super::history::{ENTRY, entry};
use super::listing::integer;
use super::rows::{CONTACT, CONTACT_JOINS, CUSTOMER, CUSTOMER_JOINS, contact, customer, name, word};
use super::{Reader, StoreError};
use crate::domain::{
    Contact, ContactFilter, Customer, CustomerFilter, CustomerId, CustomerName, CustomerStatus, HistoryHit,
    Rest, SearchField, SearchQuery, Sought, TagHit, Tags, fold,
};

/// How many rows are looked at while a person types.
const LOOKED_AT: usize = 100_000;

/// How many of the newest lines of history are looked at while a person types.
const NEWEST_LINES: usize = 1_000;

/// How many rows are looked at for one or two letters before the index is asked; few in tests, so that they ask it.
const FIRST_ROWS: usize = if cfg!(test) { 3 } else { 2_000 };

/// How many customers are few, so that their contacts are looked at one by one.
const FEW_CUSTOMERS: usize = 1_000;

/// How many threes are asked for at once.
const THREES: usize = 1_000;

/// How many letters in a row the index knows.
const LETTERS: usize = 3;

/// The columns by which people know a customer `k`, as [`customer_name`] reads them.
const CUSTOMER_NAME: &str = "k.id, k.display_id, k.name, k.status";

/// How far a search goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// As far as it gets between two keys.
    Quick,
    /// To the end.
    Whole,
}

impl Reach {
    const fn rows(self) -> usize {
        match self {
            Self::Quick => LOOKED_AT,
            Self::Whole => usize::MAX,
        }
    }

    const fn lines(self) -> usize {
        match self {
            Self::Quick => NEWEST_LINES,
            Self::Whole => usize::MAX,
        }
    }
}

/// What is searched through an index.
#[derive(Debug, Clone, Copy)]
struct Indexed {
    table: &'static str,
    rows: Rows,
    /// Whether its index knows a field.
    knows: fn(SearchField) -> bool,
}

const CONTACTS: Indexed = Indexed {
    table: "contact",
    rows: Rows::Contacts,
    knows: |field| {
        matches!(
            field,
            SearchField::Name | SearchField::Email | SearchField::Title | SearchField::Phone
        )
    },
};

const CUSTOMERS: Indexed = Indexed {
    table: "customer",
    rows: Rows::Found,
    knows: |field| {
        matches!(
            field,
            SearchField::Name | SearchField::Domain | SearchField::Customer | SearchField::Tag
        )
    },
};

/// A way to rows that may hold what is sought.
struct Way {
    /// What follows `FROM`.
    from: String,
    /// The values of its numbered parameters.
    params: Vec<Value>,
    /// How many rows are looked at.
    at_most: usize,
}

impl Reader<'_> {
    /// Finds customers, oldest first.
    pub fn search_customers(
        &self,
        query: &SearchQuery,
        limit: usize,
        reach: Reach,
    ) -> Result<(Vec<Customer>, Rest), StoreError> {
        let group = format!(
            "t.deleted_at IS NULL{}",
            customers::group(query, CustomerFilter::Current)
        );
        self.sql(|connection| {
            let search = (query, group.as_str(), limit, reach);
            let (places, rest) = places(connection, CUSTOMERS, search, None)?;
            let rows = connection
                .prepare_cached(&format!(
                    "SELECT {CUSTOMER} FROM json_each(?) j
                     CROSS JOIN customer t ON t.rowid = j.value {CUSTOMER_JOINS} ORDER BY j.key"
                ))?
                .query_map([format!("{places:?}")], customer)?
                .collect::<Result<_, _>>()?;
            Ok((rows, rest))
        })
    }

    /// Finds the tags of current customers that hold all texts of a search, those of the most customers first.
    pub fn search_tags(&self, query: &SearchQuery, limit: usize) -> Result<Vec<TagHit>, StoreError> {
        let texts: Vec<String> = query.texts().collect();
        if texts.is_empty() || texts.len() < query.terms().len() {
            return Ok(Vec::new());
        }
        let mut counts: BTreeMap<_, usize> = BTreeMap::new();
        self.sql(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT tags, count(*) FROM customer t
                 WHERE tags <> '' AND deleted_at IS NULL AND status <> 'archived' GROUP BY tags",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let count = usize::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
                for tag in Tags::from_stored(&row.get::<_, String>(0)?).iter() {
                    let folded = fold(tag.as_str());
                    if texts.iter().all(|text| folded.contains(text)) {
                        *counts.entry(tag.clone()).or_default() += count;
                    }
                }
            }
            Ok(())
        })?;
        let mut tags: Vec<TagHit> = counts
            .into_iter()
            .map(|(tag, customers)| TagHit { tag, customers })
            .collect();
        tags.sort_by_key(|hit| std::cmp::Reverse(hit.customers));
        tags.truncate(limit);
        Ok(tags)
    }

    /// Finds contacts, oldest first, each with its customer.
    pub fn search_contacts(
        &self,
        query: &SearchQuery,
        limit: usize,
        reach: Reach,
    ) -> Result<(Vec<(Contact, CustomerName)>, Rest), StoreError> {
        let group = group(group_of(query, ContactFilter::Active));
        self.sql(|connection| {
            let by_customers = by_customers(connection, query, group)?;
            let search = (query, group, limit, reach);
            let (places, rest) = places(connection, CONTACTS, search, by_customers)?;
            let rows = connection
                .prepare_cached(&format!(
                    "SELECT {CUSTOMER_NAME}, {CONTACT} FROM json_each(?) j
                     CROSS JOIN contact t ON t.rowid = j.value {CONTACT_JOINS}
                     JOIN customer k ON k.id = t.customer_id ORDER BY j.key"
                ))?
                .query_map([format!("{places:?}")], |row| {
                    Ok((contact(row, 4)?, customer_name(row, 0)?))
                })?
                .collect::<Result<_, _>>()?;
            Ok((rows, rest))
        })
    }

    /// Finds lines of the histories of all customers, newest first.
    pub fn search_history(
        &self,
        query: &SearchQuery,
        limit: usize,
        reach: Reach,
    ) -> Result<(Vec<HistoryHit>, Rest), StoreError> {
        let is_of_history = |sought: &Sought| {
            matches!(
                sought,
                Sought::Text(_) | Sought::In(SearchField::Actor | SearchField::Field, _)
            )
        };
        if !query.sought().any(is_of_history) {
            return Ok((Vec::new(), Rest::None));
        }
        let mut criteria = Criteria::default();
        criteria.demand(query, Rows::History);
        let way = Way {
            from: "op o JOIN change c ON c.seq = o.change_seq JOIN customer k ON k.id = o.customer_id
                   ORDER BY o.change_seq DESC, o.position DESC"
                .to_owned(),
            params: criteria.params,
            at_most: reach.lines(),
        };
        let holds = format!("k.deleted_at IS NULL{}", criteria.sql);
        let columns = format!("{CUSTOMER_NAME}, {ENTRY}");
        self.sql(|connection| {
            sift(connection, way, (&holds, &columns), limit, |row| {
                Ok(HistoryHit {
                    customer: customer_name(row, 1)?,
                    entry: entry(row, 5)?,
                })
            })
        })
    }
}

#[cfg(test)]
impl super::Writer<'_> {
    /// Compares the indexes with the tables.
    pub(crate) fn check_search(&self) -> Result<(), StoreError> {
        self.sql(|connection| {
            connection.execute_batch(
                "INSERT INTO contact_search (contact_search, rank) VALUES ('integrity-check', 1);
                     INSERT INTO customer_search (customer_search, rank) VALUES ('integrity-check', 1);",
            )
        })
    }
}

/// Finds the numbers of rows, by way of a few customers if one is given.
fn places(
    connection: &Connection,
    indexed: Indexed,
    (query, group, limit, reach): (&SearchQuery, &str, usize, Reach),
    by_customers: Option<Way>,
) -> rusqlite::Result<(Vec<i64>, Rest)> {
    let find = |mut way: Way| {
        let mut criteria = Criteria::after(std::mem::take(&mut way.params));
        criteria.demand(query, indexed.rows);
        way.params = criteria.params;
        way.at_most = way.at_most.min(reach.rows());
        let holds = format!("{group}{}", criteria.sql);
        sift(connection, way, (&holds, "t.rowid"), limit, |row| row.get(1))
    };
    if let Some(way) = by_customers {
        return find(way);
    }
    let texts = indexed.texts(query);
    let threes: BTreeSet<String> = texts.iter().flat_map(|text| threes_in(text)).collect();
    if !threes.is_empty() {
        return find(indexed.by_index(threes.iter(), " AND "));
    }
    let Some(letters) = texts.iter().max_by_key(|text| text.chars().count()) else {
        return find(indexed.one_by_one(usize::MAX));
    };
    let (found, rest) = find(indexed.one_by_one(FIRST_ROWS))?;
    if found.len() == limit || rest == Rest::None {
        return Ok((found, rest));
    }
    let threes = indexed.threes_that_begin(connection, letters)?;
    if threes.is_empty() {
        return Ok((Vec::new(), Rest::None));
    }
    let (found, rest) = find(indexed.by_index(threes.iter().take(THREES), " OR "))?;
    let all_asked = threes.len() <= THREES;
    Ok((found, if all_asked { rest } else { Rest::Unseen }))
}

/// Goes to contacts by their customers, if a search names those, and they are few or nothing else narrows it down.
fn by_customers(connection: &Connection, query: &SearchQuery, group: &str) -> rusqlite::Result<Option<Way>> {
    let mut criteria = Criteria::default();
    if !criteria.demand_of_customers(query, "w") {
        return Ok(None);
    }
    let Criteria { sql, params } = criteria;
    if !CONTACTS.texts(query).is_empty() {
        let count: i64 = connection
            .prepare_cached(&format!(
                "SELECT count(*) FROM (SELECT 1 FROM customer w WHERE w.deleted_at IS NULL{sql} LIMIT {})",
                FEW_CUSTOMERS + 1
            ))?
            .query_row(params_from_iter(&params), |row| row.get(0))?;
        if usize::try_from(count).unwrap_or(usize::MAX) > FEW_CUSTOMERS {
            return Ok(None);
        }
    }
    Ok(Some(Way {
        from: format!(
            "customer w CROSS JOIN contact t ON t.customer_id = w.id WHERE w.deleted_at IS NULL AND {group}{sql}"
        ),
        params,
        at_most: usize::MAX,
    }))
}

impl Indexed {
    /// Goes to rows with all or any of these threes.
    fn by_index<'a>(self, threes: impl Iterator<Item = &'a String>, joined: &str) -> Way {
        let quoted: Vec<String> = threes
            .map(|three| format!("\"{}\"", three.replace('"', "\"\"")))
            .collect();
        let table = self.table;
        Way {
            from: format!(
                "{table}_search s CROSS JOIN {table} t ON t.rowid = s.rowid WHERE {table}_search MATCH ?1"
            ),
            params: vec![Value::Text(quoted.join(joined))],
            at_most: usize::MAX,
        }
    }

    /// Goes through the rows in their order.
    fn one_by_one(self, at_most: usize) -> Way {
        Way {
            from: format!("{} t ORDER BY t.rowid", self.table),
            params: Vec::new(),
            at_most,
        }
    }

    /// Gives the folded texts that rows must hold in what the index knows.
    fn texts(self, query: &SearchQuery) -> Vec<String> {
        let text = |sought: &Sought| match sought {
            Sought::Text(text) => Some(fold(text.as_str())),
            Sought::In(field, text) => (self.knows)(*field).then(|| fold(text.as_str())),
            Sought::Is(_) | Sought::Number(_) => None,
        };
        let texts = query.sought().filter_map(text);
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// Lists the threes of all rows that begin with one or two letters; no more than one over [`THREES`].
    fn threes_that_begin(self, connection: &Connection, letters: &str) -> rusqlite::Result<Vec<String>> {
        let after = format!("{letters}{}", char::MAX);
        connection
            .prepare_cached(&format!(
                "SELECT term FROM {}_letters WHERE term >= ? AND term <= ? LIMIT ?",
                self.table
            ))?
            .query_map(params![letters, after, integer(THREES + 1)], |row| row.get(0))?
            .collect()
    }
}

/// Gives every three letters that follow each other.
fn threes_in(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    letters
        .windows(LETTERS)
        .map(|three| three.iter().collect())
        .collect()
}

/// Looks at rows one by one, keeps those that hold what is sought, and says whether there may be more.
///
/// `read` finds the columns behind the first one.
fn sift<T>(
    connection: &Connection,
    way: Way,
    (holds, columns): (&str, &str),
    limit: usize,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<(Vec<T>, Rest)> {
    let mut statement = connection.prepare_cached(&format!("SELECT {holds}, {columns} FROM {}", way.from))?;
    let mut rows = statement.query(params_from_iter(way.params))?;
    let mut found = Vec::new();
    let mut seen = 0;
    while let Some(row) = rows.next()? {
        seen += 1;
        if row.get(0)? {
            if found.len() == limit {
                return Ok((found, Rest::Unseen));
            }
            found.push(read(row)?);
        }
        if seen == way.at_most {
            return Ok((found, Rest::Unseen));
        }
    }
    Ok((found, Rest::None))
}

/// Reads by what people know a customer, from the column `at` on.
fn customer_name(row: &Row<'_>, at: usize) -> rusqlite::Result<CustomerName> {
    Ok(CustomerName {
        id: CustomerId::from_uuid(row.get(at)?),
        display_id: row.get(at + 1)?,
        name: name(row, at + 2)?,
        status: word(row, at + 3, CustomerStatus::from_key)?,
    })
}
