//! How it is noted for the log that whole records come and go.

use uuid::Uuid;

use super::Recorder;
use crate::domain::{CustomerId, CustomerRecord, Entity, Field};
use crate::store::{NewContact, Op};

/// A record that comes or goes, as the log holds it.
#[derive(Debug)]
pub(super) struct LoggedRecord {
    /// The kind of thing.
    pub(super) entity: Entity,
    /// Its id.
    pub(super) id: Uuid,
    /// Its name.
    pub(super) subject: String,
    /// The record as JSON.
    pub(super) record: String,
    /// The name of the person whose id the record holds.
    pub(super) who: Option<String>,
}

/// Whether a record comes or goes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Turn {
    Appears,
    Goes,
}

impl Recorder<'_> {
    pub(super) fn note_customer(&mut self, id: CustomerId, record: &CustomerRecord, turn: Turn) {
        let noted = LoggedRecord {
            entity: Entity::Customer,
            id: id.uuid(),
            subject: record.name.to_string(),
            record: record.to_log(),
            who: None,
        };
        self.log_record(Some(id), noted, turn);
    }

    pub(super) fn note_contact(&mut self, row: &NewContact, turn: Turn) {
        let noted = LoggedRecord {
            entity: Entity::Contact,
            id: row.id.uuid(),
            subject: row.record.fields.name.to_string(),
            record: row.record.to_log(),
            who: None,
        };
        self.log_record(Some(row.customer), noted, turn);
    }

    /// Writes a record into the history of a customer, if it is of one.
    pub(super) fn log_record(&mut self, customer: Option<CustomerId>, logged: LoggedRecord, turn: Turn) {
        let LoggedRecord {
            entity,
            id,
            subject,
            record,
            who,
        } = logged;
        let ((old, old_name), (new, new_name)) = match turn {
            Turn::Appears => ((None, None), (Some(record), who)),
            Turn::Goes => ((Some(record), who), (None, None)),
        };
        self.ops.push(Op {
            customer,
            entity,
            id,
            subject,
            field: Field::Record,
            old,
            new,
            old_name,
            new_name,
        });
    }
}
