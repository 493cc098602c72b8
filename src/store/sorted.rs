//! Lists sorted by what their rows have in a custom field.
//!
//! The values stand in another table than the names, so no index gives such an order within a customer or a filter. The
//! whole order is found once, and the pages are read by the ids of their rows as long as nothing was written.

use std::cell::RefCell;
use std::sync::Arc;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};
use uuid::Uuid;

use super::listing::{Listing, turned};
use super::{Reader, StoreError};
use crate::domain::{CustomFieldId, FieldKind, FieldOf, ListOrder, SafeText, SortDirection, SortKey, fold};

/// In which order the rows of a listing stand.
#[derive(Debug)]
pub(super) enum RowOrder {
    /// By name.
    Name(SortDirection),
    /// By their values in a field.
    Values(ByValues),
}

/// An order by the values of a field, of which rows without one come last.
#[derive(Debug)]
pub(super) struct ByValues {
    field: CustomFieldId,
    /// The choices of the field in their order, where it has some.
    choices: Vec<SafeText>,
    direction: SortDirection,
}

/// The list that was sorted last: whoever scrolls asks for it again and again.
#[derive(Debug, Default)]
pub(super) struct LastSorted(RefCell<Option<Sorted>>);

#[derive(Debug)]
struct Sorted {
    question: (String, Vec<Value>),
    state: State,
    rows: Arc<[i64]>,
}

/// What differs once anybody has written.
type State = (i64, u64);

impl Reader<'_> {
    /// Returns the order of rows; by name where the field is removed or one of something else.
    pub(super) fn row_order(&self, order: ListOrder, of: FieldOf) -> Result<RowOrder, StoreError> {
        let SortKey::Field(id) = order.by else {
            return Ok(RowOrder::Name(order.direction));
        };
        let field = self.custom_field(id)?.filter(|field| field.fields.of == of);
        Ok(match field {
            Some(field) => RowOrder::Values(ByValues {
                field: id,
                choices: match field.fields.kind {
                    FieldKind::Choice(choices) => choices,
                    FieldKind::Text | FieldKind::Number | FieldKind::Date => Vec::new(),
                },
                direction: order.direction,
            }),
            None => RowOrder::Name(SortDirection::default()),
        })
    }
}

impl LastSorted {
    /// Returns the ids of all rows of a listing in its order.
    pub(super) fn rows(
        &self,
        connection: &Connection,
        listing: &Listing<'_>,
        values: &ByValues,
    ) -> rusqlite::Result<Arc<[i64]>> {
        let question = values.question(listing);
        let state = state(connection)?;
        if let Some(last) = &*self.0.borrow()
            && (&last.question, last.state) == (&question, state)
        {
            return Ok(Arc::clone(&last.rows));
        }
        let (sql, params) = &question;
        let rows: Arc<[i64]> = connection
            .prepare_cached(sql)?
            .query_map(params_from_iter(params), |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        *self.0.borrow_mut() = Some(Sorted {
            question,
            state,
            rows: Arc::clone(&rows),
        });
        Ok(rows)
    }
}

impl ByValues {
    /// Writes what asks for the ids of all rows, and the values of its parameters.
    fn question(&self, listing: &Listing<'_>) -> (String, Vec<Value>) {
        let mut params = listing.params.clone();
        let mut numbered = |value: Value| {
            params.push(value);
            params.len()
        };
        let field = numbered(self.field.uuid().into());
        let turned = turned(self.direction);
        let places: Vec<String> = self
            .choices
            .iter()
            .enumerate()
            .map(|(place, choice)| {
                let number = numbered(Value::Text(fold(choice.as_str())));
                format!("WHEN ?{number} THEN {place}")
            })
            .collect();
        // What is no choice any more stands behind those that are.
        let by_choice = if places.is_empty() {
            String::new()
        } else {
            format!(
                "CASE x.key {} ELSE {} END{turned}, ",
                places.join(" "),
                places.len()
            )
        };
        let sql = format!(
            "SELECT t.rowid FROM {table} LEFT JOIN custom_value x ON x.subject_id = t.id AND x.field_id = ?{field}
             WHERE {condition} ORDER BY x.key IS NULL, {by_choice}x.key{turned}, t.name_key, t.rowid",
            table = listing.table,
            condition = listing.condition,
        );
        (sql, params)
    }
}

/// Returns what differs once this program or another one has written.
fn state(connection: &Connection) -> rusqlite::Result<State> {
    let version = connection.pragma_query_value(None, "data_version", |row| row.get(0))?;
    Ok((version, connection.total_changes()))
}

/// Returns the place of an item among rows, if it is among them.
pub(super) fn place(
    connection: &Connection,
    table: &str,
    rows: &[i64],
    id: Uuid,
) -> rusqlite::Result<Option<usize>> {
    let sql = format!("SELECT i.rowid FROM {table} i WHERE i.id = ?");
    let mut statement = connection.prepare_cached(&sql)?;
    let wanted: Option<i64> = statement.query_row([id], |row| row.get(0)).optional()?;
    Ok(wanted.and_then(|wanted| rows.iter().position(|row| *row == wanted)))
}

/// Reads rows in the order of their ids.
pub(super) fn read<T>(
    connection: &Connection,
    table: &str,
    (columns, joins): (&str, &str),
    rows: &[i64],
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    let ids: Vec<String> = rows.iter().map(i64::to_string).collect();
    let sql = format!(
        "SELECT {columns} FROM json_each(?1) w CROSS JOIN {table} ON t.rowid = w.value {joins} ORDER BY w.key"
    );
    connection
        .prepare_cached(&sql)?
        .query_map([format!("[{}]", ids.join(","))], read)?
        .collect()
}
