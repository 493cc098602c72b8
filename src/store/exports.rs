//! Long lists, row by row as they are read, so that nothing is held: an export needs no more memory for many rows than
//! for one, and sees one state of the store.

use rusqlite::types::{FromSqlError, Value, ValueRef};
use rusqlite::{Row, params_from_iter};

use super::columns::for_details;
use super::contacts::{group, group_of};
use super::criteria::{Criteria, Rows};
use super::customers;
use super::history::{ENTRY, entry};
use super::notes::{NEWEST_NOTES_FIRST, NOTE, NOTE_JOINS, note, notes_of};
use super::rows::{CONTACT, CUSTOMER, CUSTOMER_JOINS, VALUES_OF_CONTACT, contact, customer, link, time};
use super::{Reader, StoreError};
use crate::domain::{
    Contact, ContactId, ContactLine, ContactSelection, ContactSource, Customer, CustomerSelection, Detail,
    Details, HistoryEntry, HistorySelection, Link, Note, NoteFilter, Timestamp,
};

/// The columns of a line, as [`line`] reads them.
const LINE: &str = for_details!(
    "c.name, c.display_id, t.id, t.name, t.email, c.primary_contact_id IS t.id, t.source, t.link, t.archived_at,
    t.created_at, t.updated_at[, t.%]"
);

/// The place of the values in custom fields behind the columns of a line.
const CUSTOM: usize = 11 + Detail::COUNT;

/// How contacts are found: each customer is read once, and its contacts after it, both by name and the index of these.
const BY_CUSTOMER: (&str, &str) = (
    "customer c CROSS JOIN contact t ON c.id = t.customer_id",
    "c.name_key, c.rowid, t.name_key, t.rowid",
);

impl Reader<'_> {
    /// Visits contacts by customer and name, each as a line of a table.
    pub fn each_contact_line<E: From<StoreError>>(
        &self,
        selection: &ContactSelection,
        mut visit: impl FnMut(ContactLine<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (from, order) = BY_CUSTOMER;
        // Where no field is defined, no value is looked for.
        let custom = match self.custom_fields()?.is_empty() {
            true => "NULL",
            false => VALUES_OF_CONTACT,
        };
        let columns = format!("{LINE}, {custom}");
        self.each((&columns, from, order), &chosen(selection), |row| {
            Ok(visit(line(row)?))
        })
    }

    /// Visits contacts by customer and name.
    pub fn each_contact<E: From<StoreError>>(
        &self,
        selection: &ContactSelection,
        mut visit: impl FnMut(&Contact) -> Result<(), E>,
    ) -> Result<(), E> {
        let (from, order) = BY_CUSTOMER;
        self.each((CONTACT, from, order), &chosen(selection), |row| {
            Ok(visit(&contact(row, 0)?))
        })
    }

    /// Visits customers by name.
    pub fn each_customer<E: From<StoreError>>(
        &self,
        selection: &CustomerSelection,
        mut visit: impl FnMut(&Customer) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut holds = Criteria {
            sql: customers::group(&selection.words, selection.filter),
            params: Vec::new(),
        };
        holds.demand(&selection.words, Rows::Customers("t"));
        let from = format!("customer t {CUSTOMER_JOINS}");
        self.each((CUSTOMER, &from, "t.name_key, t.rowid"), &holds, |row| {
            Ok(visit(&customer(row)?))
        })
    }

    /// Visits the lines of the history of a customer, newest first.
    pub fn each_entry<E: From<StoreError>>(
        &self,
        selection: &HistorySelection,
        mut visit: impl FnMut(&HistoryEntry) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut holds = Criteria {
            sql: "o.customer_id = ?1".to_owned(),
            params: vec![Value::from(selection.customer.uuid())],
        };
        holds.demand(&selection.words, Rows::History);
        let from = "op o JOIN change c ON c.seq = o.change_seq";
        let what = (ENTRY, from, "o.change_seq DESC, o.position DESC");
        self.each(what, &holds, |row| Ok(visit(&entry(row, 0)?)))
    }

    /// Visits notes, newest first.
    pub fn each_note<E: From<StoreError>>(
        &self,
        filter: NoteFilter,
        mut visit: impl FnMut(&Note) -> Result<(), E>,
    ) -> Result<(), E> {
        let from = format!("note t {NOTE_JOINS}");
        self.each((NOTE, &from, NEWEST_NOTES_FIRST), &notes_of(filter), |row| {
            Ok(visit(&note(row)?))
        })
    }

    /// Hands on the columns of the rows for which a condition holds, in an order.
    fn each<E: From<StoreError>>(
        &self,
        (columns, from, order): (&str, &str, &str),
        holds: &Criteria,
        mut read: impl FnMut(&Row<'_>) -> rusqlite::Result<Result<(), E>>,
    ) -> Result<(), E> {
        let failed = |source| E::from(StoreError::from_sqlite(self.path, source));
        let sql = format!(
            "SELECT {columns} FROM {from} WHERE {} ORDER BY {order}",
            holds.sql
        );
        let mut statement = self.tx.prepare_cached(&sql).map_err(failed)?;
        let mut rows = statement.query(params_from_iter(&holds.params)).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            read(row).map_err(failed)??;
        }
        Ok(())
    }
}

fn chosen(selection: &ContactSelection) -> Criteria {
    let group = group(group_of(&selection.words, selection.filter));
    let mut holds = Criteria {
        sql: format!("c.deleted_at IS NULL AND {group}"),
        params: Vec::new(),
    };
    if let Some(customer) = selection.customer {
        holds.params.push(Value::from(customer.uuid()));
        holds.sql.push_str(" AND t.customer_id = ?1");
    }
    holds.demand(&selection.words, Rows::Contacts);
    holds
}

/// Reads a line; its texts stay where SQLite has them.
fn line<'r>(row: &'r Row<'_>) -> rusqlite::Result<ContactLine<'r>> {
    Ok(ContactLine {
        customer: text(row, 0)?,
        display_id: row.get(1)?,
        id: ContactId::from_uuid(row.get(2)?),
        name: text(row, 3)?,
        email: text(row, 4)?,
        is_primary: row.get(5)?,
        source: ContactSource::from_key(text(row, 6)?).ok_or(FromSqlError::InvalidType)?,
        remote_id: link(row, 7)?.and_then(Link::remote_id),
        archived_at: time(row, 8)?,
        created_at: Timestamp::from_millis(row.get(9)?),
        updated_at: Timestamp::from_millis(row.get(10)?),
        details: Details::try_of(|detail| text(row, 11 + detail as usize))?,
        custom: text(row, CUSTOM)?,
    })
}

/// Reads a text, which is empty if it is missing.
fn text<'r>(row: &'r Row<'_>, at: usize) -> rusqlite::Result<&'r str> {
    match row.get_ref(at)? {
        ValueRef::Null => Ok(""),
        value => Ok(value.as_str()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ContactFilter, SearchQuery, SearchScope};
    use crate::store::testing::query_plan;

    #[test]
    fn contacts_come_in_their_order_from_the_indexes_and_nothing_is_held() {
        for (words, filter) in [("", ContactFilter::Active), ("ann", ContactFilter::Archived)] {
            let selection = ContactSelection {
                customer: None,
                filter,
                words: SearchQuery::parse(words, SearchScope::Contacts).expect("a search"),
            };
            let holds = chosen(&selection);
            let (from, order) = BY_CUSTOMER;
            let sql = format!("SELECT {LINE} FROM {from} WHERE {} ORDER BY {order}", holds.sql);
            let steps = query_plan(&sql, params_from_iter(&holds.params));
            assert!(
                !steps.iter().any(|step| step.contains("TEMP B-TREE")),
                "{steps:#?}"
            );
        }
    }
}
