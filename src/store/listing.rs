//! A part of a long, sorted list by place, without reading the rest.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};
use uuid::Uuid;

use super::criteria::{Criteria, Rows};
use super::rows::count;
use super::sorted::{self, LastSorted, RowOrder};
use crate::domain::{Anchor, Page, PageQuery, SearchQuery, SortDirection};

/// A table with a condition, sorted by its `name_key` and then by age, if not by a custom field.
pub(super) struct Listing<'a> {
    /// The table and its alias, `contact t`; the alias is always `t`.
    pub(super) table: &'a str,
    /// The condition on rows of `t`.
    pub(super) condition: String,
    /// The values of its numbered parameters.
    pub(super) params: Vec<Value>,
    /// The order of the rows.
    pub(super) order: RowOrder,
}

impl Listing<'_> {
    /// Demands every term of a search.
    pub(super) fn demand(&mut self, query: &SearchQuery, rows: Rows) {
        let mut criteria = Criteria::after(std::mem::take(&mut self.params));
        criteria.demand(query, rows);
        self.condition.push_str(&criteria.sql);
        self.params = criteria.params;
    }

    /// Reads the rows around an anchor.
    ///
    /// `columns` are taken from `t` and from what `joins` adds to it.
    pub(super) fn page<Id, T>(
        &self,
        (connection, sorted): (&Connection, &LastSorted),
        (columns, joins): (&str, &str),
        anchor: Anchor<Id>,
        limit: usize,
        uuid_of: impl Fn(Id) -> Uuid,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Page<T>> {
        let by_name = match &self.order {
            RowOrder::Name(direction) => *direction,
            RowOrder::Values(values) => {
                let rows = sorted.rows(connection, self, values)?;
                let place = |id| sorted::place(connection, self.bare_table(), &rows, uuid_of(id));
                let (found, offset) = around(anchor, rows.len(), limit, place)?;
                let end = rows.len().min(offset.saturating_add(limit));
                let shown = rows.get(offset..end).unwrap_or_default();
                return Ok(Page {
                    total: rows.len(),
                    offset,
                    rows: sorted::read(connection, self.table, (columns, joins), shown, read)?,
                    found,
                });
            }
        };
        let total = self.count(connection, "", &[])?;
        let (found, offset) = around(anchor, total, limit, |id| {
            self.place(connection, uuid_of(id), by_name)
        })?;
        let turned = turned(by_name);
        let mut params = self.params.clone();
        params.push(integer(limit));
        params.push(integer(offset));
        let (limit, offset_of) = (params.len() - 1, params.len());
        // The cross join keeps SQLite from reading more of the table than the rows of the page.
        let sql = format!(
            "SELECT {columns} FROM (
                 SELECT t.rowid AS at FROM {table} WHERE {condition} ORDER BY t.name_key{turned}, t.rowid{turned} LIMIT ?{limit} OFFSET ?{offset_of}
             ) w CROSS JOIN {table} ON t.rowid = w.at {joins} ORDER BY t.name_key{turned}, t.rowid{turned}",
            table = self.table,
            condition = self.condition,
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let rows = statement
            .query_map(params_from_iter(params), read)?
            .collect::<Result<_, _>>()?;
        Ok(Page {
            total,
            offset,
            rows,
            found,
        })
    }

    /// Returns the place of an item in the list, if it is in it.
    fn place(
        &self,
        connection: &Connection,
        id: Uuid,
        direction: SortDirection,
    ) -> rusqlite::Result<Option<usize>> {
        let number = self.params.len() + 1;
        let item = format!(
            "(SELECT i.name_key, i.rowid FROM {} i WHERE i.id = ?{number})",
            self.bare_table()
        );
        if self.count(connection, &format!("AND t.id = ?{number}"), &[id.into()])? == 0 {
            return Ok(None);
        }
        let comes_before = match direction {
            SortDirection::Ascending => "<",
            SortDirection::Descending => ">",
        };
        let before = format!("AND (t.name_key, t.rowid) {comes_before} {item}");
        self.count(connection, &before, &[id.into()]).map(Some)
    }

    fn bare_table(&self) -> &str {
        self.table.split_whitespace().next().unwrap_or(self.table)
    }

    fn count(&self, connection: &Connection, and: &str, more: &[Value]) -> rusqlite::Result<usize> {
        let sql = format!(
            "SELECT count(*) FROM {} WHERE {} {and}",
            self.table, self.condition
        );
        let mut statement = connection.prepare_cached(&sql)?;
        statement.query_row(params_from_iter(self.params.iter().chain(more)), |row| {
            count(row, 0)
        })
    }
}

/// Returns the place of the item of an anchor, if it is in the list, and the place of the first row around the anchor.
fn around<Id>(
    anchor: Anchor<Id>,
    total: usize,
    limit: usize,
    place: impl FnOnce(Id) -> rusqlite::Result<Option<usize>>,
) -> rusqlite::Result<(Option<usize>, usize)> {
    let (found, row) = match anchor {
        Anchor::Row(row) => (None, row),
        Anchor::Item(id, row) => {
            let found = place(id)?;
            (found, found.unwrap_or(row))
        }
    };
    Ok((found, PageQuery { row, limit }.offset(total)))
}

/// Returns what SQL has behind a column of an order.
pub(super) const fn turned(direction: SortDirection) -> &'static str {
    match direction {
        SortDirection::Ascending => "",
        SortDirection::Descending => " DESC",
    }
}

pub(super) fn integer(number: impl TryInto<i64>) -> Value {
    Value::Integer(number.try_into().unwrap_or(i64::MAX))
}
