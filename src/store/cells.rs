//! Single fields of customers and contacts as text, which is how the operation log keeps them.

use rusqlite::params_from_iter;
use rusqlite::types::Value;
use uuid::Uuid;

use super::customers::domain_key;
use super::delivery::SILENCED;
use super::functions::{CONTACT_KEY, CUSTOMER_KEY};
use super::{Reader, StoreError, Writer, other_emails};
use crate::domain::{Detail, Domain, Email, Entity, Field, Timestamp, custom_key, fold};

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

/// Makes the text of a derived column from that of a cell.
type Derive = fn(&str) -> Option<String>;

/// Where a cell is held, and what is written with it.
struct Column {
    table: &'static str,
    name: &'static str,
    held: Held,
    /// The text in which searches look, if it is made of this cell too.
    search_key: Option<&'static str>,
    /// The column that is derived from this one, and how.
    derived: Option<(&'static str, Derive)>,
    /// Makes the SQL of what else is written with this cell.
    also: fn() -> String,
}

impl Column {
    const fn new(table: &'static str, name: &'static str, held: Held) -> Self {
        Self {
            table,
            name,
            held,
            search_key: None,
            derived: None,
            also: String::new,
        }
    }

    fn sought_in(self, search_key: &'static str) -> Self {
        Self {
            search_key: Some(search_key),
            ..self
        }
    }

    fn deriving(self, column: &'static str, derive: Derive) -> Self {
        Self {
            derived: Some((column, derive)),
            ..self
        }
    }

    fn noting(self, also: fn() -> String) -> Self {
        Self { also, ..self }
    }
}

impl Cell {
    /// Returns where it is held; none if it is in no column of its own.
    fn column(self) -> Option<Column> {
        let text = |table, name| Column::new(table, name, Held::Text);
        let id = |table, name| Column::new(table, name, Held::Id);
        let millis = |table, name| Column::new(table, name, Held::Millis);
        let folded = |text: &str| Some(fold(text));
        let contact = |name| text("contact", name).sought_in(CONTACT_KEY);
        let customer = |name| text("customer", name).sought_in(CUSTOMER_KEY);
        Some(match (self.entity, self.field) {
            (Entity::Customer, Field::Name) => customer("name").deriving("name_key", folded),
            (Entity::Customer, Field::Domain) => customer("domain").deriving("domain_key", |ascii| {
                Some(domain_key(&Domain::from_stored(ascii.to_owned())))
            }),
            (Entity::Customer, Field::Owner) => id("customer", "owner_id"),
            (Entity::Customer, Field::Plan) => text("customer", "plan"),
            (Entity::Customer, Field::Status) => text("customer", "status"),
            (Entity::Customer, Field::RiskReason) => text("customer", "risk_reason"),
            (Entity::Customer, Field::AtRiskSince) => millis("customer", "at_risk_since"),
            (Entity::Customer, Field::WinBackOn) => text("customer", "win_back_on"),
            (Entity::Customer, Field::Tags) => customer("tags"),
            (Entity::Customer, Field::Primary) => id("customer", "primary_contact_id"),
            (Entity::Contact, Field::Name) => contact("name").deriving("name_key", folded),
            (Entity::Contact, Field::Email) => contact("email").deriving("email_domain", |address| {
                let email = Email::parse(address).ok()?;
                Some(email.domain().ascii().to_owned())
            }),
            (Entity::Contact, Field::Detail(detail)) => contact(detail.key()),
            (Entity::Contact, Field::Link) => text("contact", "link"),
            (Entity::Contact, Field::Follows) => text("contact", "follows"),
            (Entity::Contact, Field::ArchivedAt) => millis("contact", "archived_at"),
            (Entity::Owner, Field::Name) => text("owner", "name").deriving("name_key", folded),
            (Entity::Onboarding, Field::Phase) => text("onboarding", "phase"),
            (Entity::Onboarding, Field::PhaseSince) => millis("onboarding", "phase_since"),
            // Whether it was paused since its customer left.
            (Entity::Onboarding, Field::State) => text("onboarding", "state").noting(|| {
                ", paused_with_customer = (?2 = 'paused' AND state = 'active'
                AND EXISTS (SELECT 1 FROM customer c
                            WHERE c.id = onboarding.customer_id AND c.status IN ('churned', 'archived')))"
                    .to_owned()
            }),
            (Entity::Onboarding, Field::Target) => text("onboarding", "target"),
            (Entity::Onboarding, Field::TargetReason) => text("onboarding", "target_reason"),
            (Entity::Onboarding, Field::MovedFrom) => text("onboarding", "moved_from"),
            (Entity::Onboarding, Field::Csm) => id("onboarding", "csm_id"),
            (Entity::Onboarding, Field::Note) => text("onboarding", "note"),
            (Entity::Task, Field::Phase) => text("task", "phase"),
            (Entity::Task, Field::DoneAt) => millis("task", "done_at"),
            (Entity::Task, Field::Due) => text("task", "due"),
            (Entity::Task, Field::TITLE) => text("task", "title"),
            (Entity::Task, Field::Audience) => text("task", "audience"),
            (Entity::Task, Field::Note) => text("task", "note"),
            // Whether it is held since a customer left or an onboarding was paused.
            (Entity::Notification, Field::State) => text("notification", "state").noting(|| {
                format!(
                    ", held_back = (?2 = 'held' AND state IN ('queued', 'sending', 'retry') AND {SILENCED})"
                )
            }),
            (Entity::Notification, Field::Recipient) => id("notification", "contact_id"),
            (Entity::CustomField, Field::Name) => {
                text("custom_field", "name").deriving("key", |name| Some(custom_key(name)))
            }
            (Entity::CustomField, Field::Choices) => text("custom_field", "choices"),
            (Entity::CustomField, Field::InLists) => text("custom_field", "in_lists"),
            (Entity::Note, Field::Contact) => id("note", "contact_id"),
            (Entity::Note, Field::FollowUpOn) => text("note", "follow_up_on"),
            (
                Entity::Customer
                | Entity::Contact
                | Entity::Owner
                | Entity::Onboarding
                | Entity::Task
                | Entity::Notification
                | Entity::Pair
                | Entity::Note
                | Entity::CustomField,
                _,
            ) => return None,
        })
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
        if (cell.entity, cell.field) == (Entity::Note, Field::Text) {
            return self.note_text_cell(cell.id);
        }
        if let (Entity::Customer | Entity::Contact, Field::Custom(field)) = (cell.entity, cell.field) {
            return self.custom_cell(cell.entity, cell.id, field);
        }
        let Some(Column { table, name, .. }) = cell.column() else {
            return Ok(None);
        };
        let value: Option<Value> = self.row_if_any(
            &format!("SELECT {name} FROM {table} WHERE id = ? AND deleted_at IS NULL"),
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
        if (cell.entity, cell.field) == (Entity::Note, Field::Text) {
            return self.set_note_text_cell(cell.id, text, now);
        }
        if let (Entity::Customer | Entity::Contact, Field::Custom(field)) = (cell.entity, cell.field) {
            return self.set_custom_cell(cell, field, text, now);
        }
        let Some(column) = cell.column() else {
            return Ok(());
        };
        let Column { table, name, .. } = column;
        let value = match (column.held, text) {
            (_, None) => Value::Null,
            (Held::Text, Some(text)) => Value::Text(text.to_owned()),
            (Held::Id, Some(text)) => Uuid::try_parse(text).map_or(Value::Null, Value::from),
            (Held::Millis, Some(text)) => text.parse().map_or(Value::Null, Value::Integer),
        };
        let mut values = vec![cell.id.into(), value, now.as_millis().into()];
        let mut also = (column.also)();
        if let Some((derived, derive)) = column.derived {
            also.push_str(&format!(", {derived} = ?4"));
            values.push(text.and_then(derive).into());
        }
        self.write(
            &format!("UPDATE {table} SET {name} = ?2, updated_at = ?3{also} WHERE id = ?1"),
            params_from_iter(values),
        )?;
        if (cell.entity, cell.field) == (Entity::Contact, Field::Detail(Detail::OtherEmails)) {
            self.sql(|connection| other_emails::put(connection, cell.id, text))?;
        }
        if let Some(key) = column.search_key {
            self.write(
                &format!("UPDATE {table} SET search_key = {key} WHERE id = ?"),
                [cell.id],
            )?;
        }
        Ok(())
    }
}
