//! Single fields of customers and contacts as text, which is how the operation log keeps them.

use rusqlite::params;
use rusqlite::types::Value;
use uuid::Uuid;

use super::customers::domain_key;
use super::delivery::SILENCED;
use super::functions::{CONTACT_KEY, CUSTOMER_KEY};
use super::{Reader, StoreError, Writer};
use crate::domain::{Domain, Email, Entity, Field, Timestamp, fold};

/// A field of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The kind of thing.
    pub entity: Entity,
    /// Its id.
    pub id: Uuid,
    /// The field; [`Field::Record`] is not a cell.
    pub field: Field,
}

/// How the text of a cell is held in its column.
enum Held {
    Text,
    Id,
    Millis,
}

impl Cell {
    /// Returns the table, the column and how the column holds the text.
    fn column(self) -> Option<(&'static str, &'static str, Held)> {
        Some(match (self.entity, self.field) {
            (Entity::Customer, Field::Name) => ("customer", "name", Held::Text),
            (Entity::Customer, Field::Domain) => ("customer", "domain", Held::Text),
            (Entity::Customer, Field::Owner) => ("customer", "owner_id", Held::Id),
            (Entity::Customer, Field::Plan) => ("customer", "plan", Held::Text),
            (Entity::Customer, Field::Status) => ("customer", "status", Held::Text),
            (Entity::Customer, Field::Tags) => ("customer", "tags", Held::Text),
            (Entity::Customer, Field::Primary) => ("customer", "primary_contact_id", Held::Id),
            (Entity::Contact, Field::Name) => ("contact", "name", Held::Text),
            (Entity::Contact, Field::Email) => ("contact", "email", Held::Text),
            (Entity::Contact, Field::Detail(detail)) => ("contact", detail.key(), Held::Text),
            (Entity::Contact, Field::Link) => ("contact", "link", Held::Text),
            (Entity::Contact, Field::Follows) => ("contact", "follows", Held::Text),
            (Entity::Contact, Field::ArchivedAt) => ("contact", "archived_at", Held::Millis),
            (Entity::Owner, Field::Name) => ("owner", "name", Held::Text),
            (Entity::Onboarding, Field::Phase) => ("onboarding", "phase", Held::Text),
            (Entity::Onboarding, Field::PhaseSince) => ("onboarding", "phase_since", Held::Millis),
            (Entity::Onboarding, Field::State) => ("onboarding", "state", Held::Text),
            (Entity::Onboarding, Field::Target) => ("onboarding", "target", Held::Text),
            (Entity::Onboarding, Field::Csm) => ("onboarding", "csm_id", Held::Id),
            (Entity::Onboarding, Field::Note) => ("onboarding", "note", Held::Text),
            (Entity::Task, Field::Phase) => ("task", "phase", Held::Text),
            (Entity::Task, Field::DoneAt) => ("task", "done_at", Held::Millis),
            (Entity::Task, Field::Due) => ("task", "due", Held::Text),
            (Entity::Task, Field::TITLE) => ("task", "title", Held::Text),
            (Entity::Task, Field::Audience) => ("task", "audience", Held::Text),
            (Entity::Notification, Field::State) => ("notification", "state", Held::Text),
            (Entity::Notification, Field::Recipient) => ("notification", "contact_id", Held::Id),
            (
                Entity::Customer
                | Entity::Contact
                | Entity::Owner
                | Entity::Onboarding
                | Entity::Task
                | Entity::Notification
                | Entity::Pair,
                _,
            ) => return None,
        })
    }

    /// Returns the text in which searches look, if it is made of this cell too.
    const fn search_key(self) -> Option<&'static str> {
        match (self.entity, self.field) {
            (Entity::Contact, Field::Name | Field::Email | Field::Detail(_)) => Some(CONTACT_KEY),
            (Entity::Customer, Field::Name | Field::Domain | Field::Tags) => Some(CUSTOMER_KEY),
            (
                Entity::Customer
                | Entity::Contact
                | Entity::Owner
                | Entity::Onboarding
                | Entity::Task
                | Entity::Notification
                | Entity::Pair,
                _,
            ) => None,
        }
    }

    /// Returns the column that is derived from this one, and its value.
    fn derived(self, text: Option<&str>) -> Option<(&'static str, Option<String>)> {
        match (self.entity, self.field) {
            (Entity::Customer | Entity::Contact | Entity::Owner, Field::Name) => {
                Some(("name_key", text.map(fold)))
            }
            (Entity::Customer, Field::Domain) => {
                let key = text.map(|ascii| domain_key(&Domain::from_stored(ascii.to_owned())));
                Some(("domain_key", key))
            }
            (Entity::Contact, Field::Email) => {
                let domain = text
                    .and_then(|address| Email::parse(address).ok())
                    .map(|email| email.domain().ascii().to_owned());
                Some(("email_domain", domain))
            }
            (
                Entity::Customer
                | Entity::Contact
                | Entity::Owner
                | Entity::Onboarding
                | Entity::Task
                | Entity::Notification
                | Entity::Pair,
                _,
            ) => None,
        }
    }

    /// Returns what else is written with this cell: whether a state came about since a customer left or an onboarding was
    /// paused.
    fn noted(self) -> String {
        match (self.entity, self.field) {
            (Entity::Notification, Field::State) => format!(
                ", held_back = (?2 = 'held' AND state IN ('queued', 'sending', 'retry') AND {SILENCED})"
            ),
            (Entity::Onboarding, Field::State) => {
                ", paused_with_customer = (?2 = 'paused' AND state = 'active'
                AND EXISTS (SELECT 1 FROM customer c
                            WHERE c.id = onboarding.customer_id AND c.status IN ('churned', 'archived')))"
                    .to_owned()
            }
            (
                Entity::Customer
                | Entity::Contact
                | Entity::Owner
                | Entity::Onboarding
                | Entity::Task
                | Entity::Notification
                | Entity::Pair,
                _,
            ) => String::new(),
        }
    }
}

impl Reader<'_> {
    /// Reads a cell of a thing that is not deleted; the inner option is the empty cell.
    pub fn cell(&self, cell: Cell) -> Result<Option<Option<String>>, StoreError> {
        if (cell.entity, cell.field) == (Entity::Task, Field::Assignee) {
            return self.assignee_cell(cell.id);
        }
        if (cell.entity, cell.field) == (Entity::Pair, Field::ToldApart) {
            // Two contacts of whom nothing is known are a pair that is not told apart.
            return self.pair_cell(cell.id).map(Some);
        }
        let Some((table, column, _)) = cell.column() else {
            return Ok(None);
        };
        let value: Option<Value> = self.row_if_any(
            &format!("SELECT {column} FROM {table} WHERE id = ? AND deleted_at IS NULL"),
            [cell.id],
            |row| row.get(0),
        )?;
        Ok(value.map(|value| match value {
            Value::Null => None,
            Value::Text(text) => Some(text),
            Value::Integer(number) => Some(number.to_string()),
            Value::Blob(bytes) => Uuid::from_slice(&bytes).ok().map(|id| id.to_string()),
            Value::Real(number) => Some(number.to_string()),
        }))
    }
}

impl Writer<'_> {
    /// Writes a cell and what is derived from it.
    pub fn set_cell(&self, cell: Cell, text: Option<&str>, now: Timestamp) -> Result<(), StoreError> {
        if (cell.entity, cell.field) == (Entity::Task, Field::Assignee) {
            return self.set_assignee_cell(cell.id, text, now);
        }
        if (cell.entity, cell.field) == (Entity::Pair, Field::ToldApart) {
            return self.set_pair_cell(cell.id, text, now);
        }
        let Some((table, column, held)) = cell.column() else {
            return Ok(());
        };
        let value = match (held, text) {
            (_, None) => Value::Null,
            (Held::Text, Some(text)) => Value::Text(text.to_owned()),
            (Held::Id, Some(text)) => Uuid::try_parse(text).map_or(Value::Null, Value::from),
            (Held::Millis, Some(text)) => text.parse().map_or(Value::Null, Value::Integer),
        };
        let (derived, derived_value) = match cell.derived(text) {
            Some((column, value)) => (format!(", {column} = ?4"), value),
            None => (String::new(), None),
        };
        let noted = cell.noted();
        self.sql(|connection| {
            let sql =
                format!("UPDATE {table} SET {column} = ?2, updated_at = ?3{derived}{noted} WHERE id = ?1");
            let mut statement = connection.prepare_cached(&sql)?;
            if derived.is_empty() {
                statement.execute(params![cell.id, value, now.as_millis()])?;
            } else {
                statement.execute(params![cell.id, value, now.as_millis(), derived_value])?;
            }
            if let Some(key) = cell.search_key() {
                connection
                    .prepare_cached(&format!("UPDATE {table} SET search_key = {key} WHERE id = ?"))?
                    .execute([cell.id])?;
            }
            Ok(())
        })
    }
}
