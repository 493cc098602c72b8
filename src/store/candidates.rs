//! Finds the rows that may hold what is sought.
//!
//! Contacts and customers are found by the trigrams that an index of each keeps. One or two letters are in nearly every
//! row, so that the first rows hold enough of them, or they are rare, and then few trigrams begin with them.
//! What no index narrows down ends after a number of rows and says so.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::criteria::{Criteria, Rows, is_of_customer};
use super::listing::integer;
use super::trigrams::{LETTERS, question, trigrams_of};
use crate::domain::{CustomTerm, CustomTest, Depth, Rest, SearchField, SearchQuery, Sought, fold};

/// How many rows are looked at while the user types.
const LOOKED_AT: usize = 500;

/// How many rows are looked at that hold some of the trigrams, before all trigrams are asked for.
const COARSE_ROWS: usize = 200;

/// How many of the newest lines of history are looked at while the user types.
const NEWEST_LINES: usize = 32;

/// How many of the newest lines of history a command looks at: each takes some microseconds, and no index knows them.
const RECENT_LINES: usize = 300_000;

/// How many rows are looked at for one or two letters before the index is asked.
const FIRST_ROWS: usize = 500;

/// How many customers are few, so that their contacts are looked at one by one.
const FEW_CUSTOMERS: usize = 200;

/// How many trigrams are asked for at once.
const TRIGRAMS: usize = 1_000;

/// Returns how many rows are looked at.
const fn rows(depth: Depth) -> usize {
    match depth {
        Depth::Quick => LOOKED_AT,
        Depth::Deep => 100 * LOOKED_AT,
        Depth::Whole => usize::MAX,
    }
}

/// Returns how many sets of tags are looked at.
pub(super) const fn tag_sets(depth: Depth) -> usize {
    rows(depth) / 5
}

/// Returns how many customers are looked at on the way to their contacts.
fn scanned(depth: Depth) -> usize {
    rows(depth).saturating_mul(4)
}

/// Returns whether there are more customers than are looked at on the way to their contacts.
fn has_more_customers(connection: &Connection, depth: Depth) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "SELECT count(*) > ?1 FROM (SELECT 1 FROM customer WHERE deleted_at IS NULL LIMIT ?1 + 1)",
        )?
        .query_row([integer(scanned(depth).min(1 << 40))], |row| row.get(0))
}

/// Returns how many of the newest lines of history are looked at.
pub(super) const fn lines(depth: Depth) -> usize {
    match depth {
        Depth::Quick => NEWEST_LINES,
        Depth::Deep => 625 * NEWEST_LINES,
        Depth::Whole => RECENT_LINES,
    }
}

/// What is searched through an index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Indexed {
    table: &'static str,
    rows: Rows,
    /// The column of notes that holds on which row they are.
    noted: &'static str,
    /// Whether its index knows a field.
    knows: fn(SearchField) -> bool,
    /// What is sought in a custom field of the rows.
    custom: fn(&CustomTerm) -> Option<&CustomTest>,
}

/// The contacts.
pub(super) const CONTACTS: Indexed = Indexed {
    table: "contact",
    rows: Rows::Contacts,
    noted: "contact_id",
    knows: |field| {
        matches!(
            field,
            SearchField::Name | SearchField::Email | SearchField::Detail(_)
        )
    },
    custom: |term| term.of_contact.as_ref(),
};

/// The customers.
pub(super) const CUSTOMERS: Indexed = Indexed {
    table: "customer",
    rows: Rows::Found,
    noted: "customer_id",
    knows: |field| {
        matches!(
            field,
            SearchField::Name | SearchField::Domain | SearchField::Customer | SearchField::Tag
        )
    },
    custom: |term| term.of_customer.as_ref(),
};

/// A way to rows that may hold what is sought.
pub(super) struct Way {
    /// What follows `FROM`.
    pub(super) from: String,
    /// The values of its numbered parameters.
    pub(super) params: Vec<Value>,
    /// How many rows are looked at.
    pub(super) at_most: usize,
    /// What the way itself leaves out.
    pub(super) leaves: Rest,
}

/// Finds the numbers of rows, by way of a few customers if one is given.
pub(super) fn candidates(
    connection: &Connection,
    indexed: Indexed,
    (query, group, limit, depth): (&SearchQuery, &str, usize, Depth),
    by_customers: Option<Way>,
) -> rusqlite::Result<(Vec<i64>, Rest)> {
    let find = |mut way: Way| {
        let mut criteria = Criteria::after(std::mem::take(&mut way.params));
        criteria.demand(query, indexed.rows);
        way.params = criteria.params;
        way.at_most = way.at_most.min(rows(depth));
        let holds = format!("{group}{}", criteria.sql);
        filter(connection, &way, (&holds, "t.rowid"), limit, |row| row.get(1))
    };
    if let Some(way) = by_customers {
        return find(way);
    }
    let texts = indexed.texts(query);
    // Every trigram costs the reading of a list, and those that overlap say little anew.
    let coarse = trigrams_of(&texts, LETTERS);
    if !coarse.is_empty() {
        let mut way = indexed.by_index(coarse.iter(), " AND ");
        way.at_most = COARSE_ROWS;
        let (found, rest) = find(way)?;
        if found.len() == limit || rest == Rest::None {
            return Ok((found, rest));
        }
        return find(indexed.by_index(trigrams_of(&texts, 1).iter(), " AND "));
    }
    let Some(letters) = texts.iter().max_by_key(|text| text.chars().count()) else {
        return find(
            indexed
                .by_notes(query)
                .or_else(|| indexed.by_custom_value(query))
                .unwrap_or_else(|| indexed.one_by_one(usize::MAX)),
        );
    };
    let (found, rest) = find(indexed.one_by_one(FIRST_ROWS))?;
    if found.len() == limit || rest == Rest::None {
        return Ok((found, rest));
    }
    let trigrams = indexed.trigrams_that_begin(connection, letters)?;
    if trigrams.is_empty() {
        return Ok((Vec::new(), Rest::None));
    }
    let (found, rest) = find(indexed.by_index(trigrams.iter().take(TRIGRAMS), " OR "))?;
    let all_asked = trigrams.len() <= TRIGRAMS;
    Ok((found, if all_asked { rest } else { Rest::Unread }))
}

/// Goes to contacts by their customers, if a search names those, and they are few or nothing else narrows it down.
pub(super) fn by_customers(
    connection: &Connection,
    query: &SearchQuery,
    (group, depth): (&str, Depth),
) -> rusqlite::Result<Option<Way>> {
    let mut criteria = Criteria::default();
    if !criteria.demand_of_customers(query, "w") {
        return Ok(None);
    }
    let Criteria { mut sql, mut params } = criteria;
    let trigrams = trigrams_of(&CUSTOMERS.texts_where(query, is_of_customer), 1);
    let by_value = custom_test(query, |term| {
        term.of_customer.as_ref().filter(|_| term.is_of_customer())
    });
    let by_value = by_value.filter(|_| trigrams.is_empty());
    let leaves = if trigrams.is_empty() && by_value.is_none() && has_more_customers(connection, depth)? {
        Rest::Unread
    } else {
        Rest::None
    };
    let customers = if let Some(test) = by_value {
        let mut criteria = Criteria::after(params);
        let holds = criteria.value(test);
        params = criteria.params;
        sql.push_str(&format!(" AND {holds}"));
        "custom_value v CROSS JOIN customer w ON w.id = v.subject_id".to_owned()
    } else if trigrams.is_empty() {
        params.push(integer(scanned(depth)));
        let limit = params.len();
        format!("(SELECT * FROM customer WHERE deleted_at IS NULL ORDER BY rowid LIMIT ?{limit}) w")
    } else {
        params.push(Value::Text(question(trigrams.iter(), " AND ")));
        sql.push_str(&format!(" AND customer_search MATCH ?{}", params.len()));
        "customer_search s CROSS JOIN customer w ON w.rowid = s.rowid".to_owned()
    };
    if !CONTACTS.texts(query).is_empty() || CONTACTS.by_notes(query).is_some() {
        let count: i64 = connection
            .prepare_cached(&format!(
                "SELECT count(*) FROM (SELECT 1 FROM {customers} WHERE w.deleted_at IS NULL{sql} LIMIT {})",
                FEW_CUSTOMERS + 1
            ))?
            .query_row(params_from_iter(&params), |row| row.get(0))?;
        if usize::try_from(count).unwrap_or(usize::MAX) > FEW_CUSTOMERS {
            return Ok(None);
        }
    }
    Ok(Some(Way {
        from: format!(
            "{customers} CROSS JOIN contact t ON t.customer_id = w.id WHERE w.deleted_at IS NULL AND {group}{sql}"
        ),
        params,
        at_most: usize::MAX,
        leaves,
    }))
}

impl Indexed {
    /// Goes to rows with all or any of these trigrams.
    fn by_index<'a>(self, trigrams: impl Iterator<Item = &'a String>, joined: &str) -> Way {
        let table = self.table;
        Way {
            from: format!(
                "{table}_search s CROSS JOIN {table} t ON t.rowid = s.rowid WHERE {table}_search MATCH ?1"
            ),
            params: vec![Value::Text(question(trigrams, joined))],
            at_most: usize::MAX,
            leaves: Rest::None,
        }
    }

    /// Goes to the rows with notes that may hold what is sought in notes, if anything is.
    fn by_notes(self, query: &SearchQuery) -> Option<Way> {
        let text = query.sought().find_map(|sought| match sought {
            Sought::In(SearchField::Note, text) => Some(fold(text.as_str())),
            Sought::In(..) | Sought::Text(_) | Sought::Is(_) | Sought::Number(_) | Sought::Custom(_) => None,
        })?;
        let Self { table, noted, .. } = self;
        let trigrams = trigrams_of(&[text], 1);
        let (notes, params) = if trigrams.is_empty() {
            ("note n WHERE ", Vec::new())
        } else {
            let asked = Value::Text(question(trigrams.iter(), " AND "));
            (
                "note_search s CROSS JOIN note n ON n.rowid = s.rowid WHERE note_search MATCH ?1 AND ",
                vec![asked],
            )
        };
        Some(Way {
            from: format!(
                "(SELECT DISTINCT n.{noted} AS id FROM {notes} n.{noted} IS NOT NULL AND n.deleted_at IS NULL) w
                 CROSS JOIN {table} t ON t.id = w.id ORDER BY t.rowid"
            ),
            params,
            at_most: usize::MAX,
            leaves: Rest::None,
        })
    }

    /// Goes to the rows with a value that is sought in a custom field, if one is.
    fn by_custom_value(self, query: &SearchQuery) -> Option<Way> {
        let test = custom_test(query, self.custom)?;
        let mut criteria = Criteria::default();
        let holds = criteria.value(test);
        Some(Way {
            from: format!(
                "custom_value v CROSS JOIN {} t ON t.id = v.subject_id WHERE {holds}",
                self.table
            ),
            params: criteria.params,
            at_most: usize::MAX,
            leaves: Rest::None,
        })
    }

    /// Goes through the rows in their order.
    fn one_by_one(self, at_most: usize) -> Way {
        Way {
            from: format!("{} t ORDER BY t.rowid", self.table),
            params: Vec::new(),
            at_most,
            leaves: Rest::None,
        }
    }

    /// Returns the folded texts that rows must hold in what the index knows.
    fn texts(self, query: &SearchQuery) -> Vec<String> {
        self.texts_where(query, |_| true)
    }

    /// Returns those of some of what is sought.
    fn texts_where(self, query: &SearchQuery, is_wanted: fn(&Sought) -> bool) -> Vec<String> {
        let text = |sought: &Sought| match sought {
            Sought::Text(text) => Some(fold(text.as_str())),
            Sought::In(field, text) => (self.knows)(*field).then(|| fold(text.as_str())),
            Sought::Is(_) | Sought::Number(_) | Sought::Custom(_) => None,
        };
        let texts = query.sought().filter(|sought| is_wanted(sought)).filter_map(text);
        texts.filter(|text| !text.is_empty()).collect()
    }

    /// Lists the trigrams of all rows that begin with one or two letters; no more than one over [`TRIGRAMS`].
    fn trigrams_that_begin(self, connection: &Connection, letters: &str) -> rusqlite::Result<Vec<String>> {
        let after = format!("{letters}{}", char::MAX);
        connection
            .prepare_cached(&format!(
                "SELECT term FROM {}_letters WHERE term >= ? AND term <= ? LIMIT ?",
                self.table
            ))?
            .query_map(params![letters, after, integer(TRIGRAMS + 1)], |row| row.get(0))?
            .collect()
    }
}

/// Finds the first value in a custom field that is sought, of some of them.
fn custom_test(query: &SearchQuery, of: impl Fn(&CustomTerm) -> Option<&CustomTest>) -> Option<&CustomTest> {
    query.sought().find_map(|sought| match sought {
        Sought::Custom(term) => of(term),
        Sought::In(..) | Sought::Text(_) | Sought::Is(_) | Sought::Number(_) => None,
    })
}

/// Looks at rows one by one, keeps those that hold what is sought, and says what was left out.
///
/// `read` finds the columns behind the first one.
pub(super) fn filter<T>(
    connection: &Connection,
    way: &Way,
    (holds, columns): (&str, &str),
    limit: usize,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<(Vec<T>, Rest)> {
    let mut statement = connection.prepare_cached(&format!("SELECT {holds}, {columns} FROM {}", way.from))?;
    let mut rows = statement.query(params_from_iter(&way.params))?;
    let mut found = Vec::new();
    let mut seen = 0;
    while let Some(row) = rows.next()? {
        seen += 1;
        if row.get(0)? {
            if found.len() == limit {
                return Ok((found, Rest::More));
            }
            found.push(read(row)?);
        }
        if seen == way.at_most {
            return Ok((found, Rest::Unread));
        }
    }
    Ok((found, way.leaves))
}
