//! Long lists in parts, one after the other: each part begins behind the last row of the one before, so that none is read
//! twice and nothing is held between.

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::contacts::{group, group_of};
use super::criteria::Rows;
use super::customers;
use super::listing::{Listing, integer};
use super::rows::{CONTACT, CONTACT_JOINS, CUSTOMER, CUSTOMER_JOINS, contact, customer, name};
use super::{Reader, StoreError};
use crate::domain::{ContactAt, ContactSelection, Customer, CustomerSelection};

/// Where a part ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Cursor(Vec<Value>);

impl Reader<'_> {
    /// Reads the next contacts, by customer and name.
    pub fn contacts_after(
        &self,
        selection: &ContactSelection,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<(Vec<ContactAt>, Option<Cursor>), StoreError> {
        let mut listing = Listing {
            table: "contact t",
            condition: group(group_of(&selection.words, selection.filter)).to_owned(),
            params: Vec::new(),
        };
        if let Some(customer) = selection.customer {
            listing.params.push(Value::from(customer.uuid()));
            listing.condition.push_str(" AND t.customer_id = ?1");
        }
        listing.demand(&selection.words, Rows::Contacts);
        let order = ["t.customer_id", "t.name_key", "t.rowid"];
        let what = (
            format!("c.name, c.display_id, {CONTACT}"),
            format!("{CONTACT_JOINS} AND c.deleted_at IS NULL"),
        );
        self.part(listing, &order, &what, (after, limit), |row| {
            Ok(ContactAt {
                customer: name(row, 0)?,
                display_id: row.get(1)?,
                contact: contact(row, 2)?,
            })
        })
    }

    /// Reads the next customers, by name.
    pub fn customers_after(
        &self,
        selection: &CustomerSelection,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<(Vec<Customer>, Option<Cursor>), StoreError> {
        let mut listing = Listing {
            table: "customer t",
            condition: customers::group(&selection.words, selection.filter),
            params: Vec::new(),
        };
        listing.demand(&selection.words, Rows::Customers("t"));
        let what = (CUSTOMER.to_owned(), CUSTOMER_JOINS.to_owned());
        self.part(
            listing,
            &["t.name_key", "t.rowid"],
            &what,
            (after, limit),
            customer,
        )
    }

    /// Reads the rows behind a cursor; there is another cursor as long as there may be more.
    fn part<T>(
        &self,
        mut listing: Listing<'_>,
        order: &[&str],
        (columns, joins): &(String, String),
        (after, limit): (Option<&Cursor>, usize),
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<(Vec<T>, Option<Cursor>), StoreError> {
        let keys = order.join(", ");
        if let Some(Cursor(values)) = after {
            let first = listing.params.len() + 1;
            let places: Vec<String> = (first..first + values.len()).map(|at| format!("?{at}")).collect();
            listing.params.extend(values.iter().cloned());
            listing
                .condition
                .push_str(&format!(" AND ({keys}) > ({})", places.join(", ")));
        }
        listing.params.push(integer(limit));
        let sql = format!(
            "SELECT {columns}, {keys} FROM {} {joins} WHERE {} ORDER BY {keys} LIMIT ?{}",
            listing.table,
            listing.condition,
            listing.params.len()
        );
        self.sql(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let first_key = statement.column_count() - order.len();
            let mut rows = statement.query(params_from_iter(&listing.params))?;
            let mut found = Vec::new();
            let mut last = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(read(row)?);
                if found.len() == limit {
                    last = (first_key..first_key + order.len())
                        .map(|at| row.get::<_, Value>(at))
                        .collect::<Result<_, _>>()?;
                }
            }
            Ok((found, Some(Cursor(last)).filter(|cursor| !cursor.0.is_empty())))
        })
    }
}
