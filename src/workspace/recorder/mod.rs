//! The one way in which rows are written: every write leaves its operation in the log.

mod custom_fields;
mod logged_records;
mod notes;
mod other_emails;
mod plans;
mod remotes;

use std::cell::OnceCell;
use std::ops::Deref;

use logged_records::{LoggedRecord, Turn};
use uuid::Uuid;

use super::Error;
use crate::domain::{
    Actor, ChangeId, ContactId, ContactRecord, CustomerFields, CustomerId, CustomerRecord, CustomerStatus,
    Entity, Field, IdSource, Meter, Owner, OwnerFields, OwnerId, OwnerRecord, PROGRESS_STEP, Progress,
    Sending, Session, Timestamp,
};
use crate::store::{Cell, NewChange, NewContact, Op, Origin, Reader, Tombstone, Writer};

/// A transaction that writes rows and notes what it did.
#[derive(Debug)]
pub(super) struct Recorder<'a> {
    writer: &'a Writer<'a>,
    ids: &'a mut IdSource,
    now: Timestamp,
    sending: Sending,
    ops: Vec<Op>,
    /// Who makes the change, if its operations may go into the log before all of it is done.
    author: Option<Author<'a>>,
    logged: Option<Logged>,
    /// Whether anybody was ever erased, once that was asked.
    some_erased: OnceCell<bool>,
}

/// A change of which operations are in the log already, as they are too many to hold.
#[derive(Debug, Clone, Copy)]
struct Logged {
    id: ChangeId,
    seq: i64,
    ops: usize,
}

/// How many operations are held before they go into the log.
const HELD_OPS: usize = 4_000;

/// Who makes a change, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Author<'a> {
    /// The name.
    pub(super) actor: &'a Actor,
    /// The window, or that it is a command.
    pub(super) session: Session,
}

/// The thing an operation is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject<'a> {
    /// The customer in whose history it stands.
    pub(super) customer: CustomerId,
    /// The kind of thing.
    pub(super) entity: Entity,
    /// Its id.
    pub(super) id: Uuid,
    /// Its name.
    pub(super) name: &'a str,
}

/// The names behind two values that are ids.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// Behind the value before.
    pub(super) old: Option<String>,
    /// Behind the value after.
    pub(super) new: Option<String>,
}

impl<'a> Deref for Recorder<'a> {
    type Target = Reader<'a>;

    fn deref(&self) -> &Reader<'a> {
        self.writer
    }
}

impl<'a> Recorder<'a> {
    /// Starts with nothing noted.
    pub(super) fn new(writer: &'a Writer<'a>, ids: &'a mut IdSource, now: Timestamp) -> Self {
        Self {
            writer,
            ids,
            now,
            sending: Sending::default(),
            ops: Vec::new(),
            author: None,
            logged: None,
            some_erased: OnceCell::new(),
        }
    }

    /// Lets many operations go into the log before all of the change is done.
    #[must_use]
    pub(super) fn in_the_name_of(self, author: Author<'a>) -> Self {
        Self {
            author: Some(author),
            ..self
        }
    }

    /// Returns whether what is written may leave by itself.
    #[must_use]
    pub(super) fn sending(self, sending: Sending) -> Self {
        Self { sending, ..self }
    }

    /// Returns the time of the change.
    pub(super) fn now(&self) -> Timestamp {
        self.now
    }

    /// Makes a new id.
    pub(super) fn next_id(&mut self) -> Uuid {
        self.ids.next(self.now)
    }

    /// Returns what was noted.
    pub(super) fn into_ops(self) -> Vec<Op> {
        self.ops
    }

    /// Looks at what was noted.
    pub(super) fn ops(&self) -> &[Op] {
        &self.ops
    }

    /// Writes edits of a thing one by one, and returns the fields that they changed.
    pub(super) fn edit<E>(
        &mut self,
        edits: Vec<E>,
        field: impl Fn(&E) -> Field,
        mut write: impl FnMut(&mut Self, E) -> Result<(), Error>,
    ) -> Result<Vec<Field>, Error> {
        let mut fields = Vec::new();
        for edit in edits {
            let (field, noted) = (field(&edit), self.op_count());
            write(self, edit)?;
            if self.op_count() > noted {
                fields.push(field);
            }
        }
        Ok(fields)
    }

    /// Returns how much was noted.
    pub(super) fn op_count(&self) -> usize {
        self.logged.map_or(0, |logged| logged.ops) + self.ops.len()
    }

    /// Logs what was noted as one change, and returns its id; none if nothing was noted.
    pub(super) fn log(mut self, author: Author<'_>, label: &str) -> Result<Option<ChangeId>, Error> {
        if self.op_count() == 0 {
            return Ok(None);
        }
        self.writer.drop_undone()?;
        if self.logged.is_some() {
            self.log_ops(author)?;
        }
        if let Some(Logged { id, seq, .. }) = self.logged {
            self.writer.label_change(seq, label)?;
            return Ok(Some(id));
        }
        let id = ChangeId::from_uuid(self.next_id());
        let now = self.now;
        self.writer
            .append_change(&new_change(id, author, now, label), &self.ops)?;
        Ok(Some(id))
    }

    /// Puts the operations that are held into the log.
    fn log_ops(&mut self, author: Author<'_>) -> Result<(), Error> {
        let mut logged = match self.logged {
            Some(logged) => logged,
            None => {
                let id = ChangeId::from_uuid(self.next_id());
                let seq = self.writer.begin_change(&new_change(id, author, self.now, ""))?;
                Logged { id, seq, ops: 0 }
            }
        };
        self.writer.append_ops(logged.seq, logged.ops, &self.ops)?;
        logged.ops += self.ops.len();
        self.ops.clear();
        self.logged = Some(logged);
        Ok(())
    }

    /// Adds a customer, and its owner if nobody has that address.
    pub(super) fn add_customer(&mut self, fields: &CustomerFields) -> Result<CustomerId, Error> {
        let owner = match &fields.owner {
            Some(owner) => Some(self.ensure_owner(owner)?),
            None => None,
        };
        let id = CustomerId::from_uuid(self.next_id());
        let mut about_status = fields.about_status.clone();
        if fields.status == CustomerStatus::AtRisk {
            about_status.at_risk_since.get_or_insert(self.now);
        }
        let record = CustomerRecord {
            number: Some(self.writer.next_display_id()?),
            name: fields.name.clone(),
            domain: fields.domain.clone(),
            owner,
            plan: fields.plan.clone(),
            status: fields.status,
            about_status,
            tags: fields.tags.clone(),
            custom: fields.custom.clone(),
        };
        self.writer.insert_customer(id, &record, self.now)?;
        self.note_customer(id, &record, Turn::Appears);
        Ok(id)
    }

    /// Adds a contact.
    pub(super) fn add_contact(
        &mut self,
        customer: CustomerId,
        record: ContactRecord,
    ) -> Result<ContactId, Error> {
        let mut row = NewContact {
            id: ContactId::from_uuid(self.next_id()),
            customer,
            record,
        };
        self.keep_free_other_emails(std::slice::from_mut(&mut row))?;
        self.writer.insert_contact(&row, self.now)?;
        self.note_contact(&row, Turn::Appears);
        Ok(row.id)
    }

    /// Adds contacts whose address their customer does not have, and gives for each row the id if it was added; says how
    /// far it is.
    pub(super) fn add_contacts(
        &mut self,
        records: impl ExactSizeIterator<Item = (CustomerId, ContactRecord)>,
        tell: &dyn Fn(Progress),
    ) -> Result<Vec<Option<ContactId>>, Error> {
        let next = |_| ContactId::from_uuid(self.next_id());
        let mut ids: Vec<ContactId> = (0..records.len()).map(next).collect();
        // Ids of one moment come in no order; sorted, they fill an index page by page.
        ids.sort_unstable();
        self.writer.make_room_for(records.len())?;
        let mut added = Vec::with_capacity(records.len());
        let mut meter = Meter::begin(records.len(), tell);
        let mut records = records.zip(ids);
        loop {
            let with_id = |((customer, record), id)| NewContact { id, customer, record };
            let mut rows: Vec<NewContact> = records.by_ref().take(PROGRESS_STEP).map(with_id).collect();
            if rows.is_empty() {
                return Ok(added);
            }
            self.keep_free_other_emails(&mut rows)?;
            let inserted = self.writer.insert_contacts(&rows, self.now)?;
            let mut inserted = inserted.into_iter().peekable();
            for row in &rows {
                let new = inserted.next_if_eq(&row.id);
                if new.is_some() {
                    self.note_contact(row, Turn::Appears);
                }
                added.push(new);
                if let Some(author) = self.author.filter(|_| self.ops.len() >= HELD_OPS) {
                    self.log_ops(author)?;
                }
            }
            meter.advance(rows.len());
        }
    }

    /// Scrubs a customer.
    pub(super) fn remove_customer(&mut self, id: CustomerId, record: &CustomerRecord) -> Result<(), Error> {
        self.writer.scrub_customer(id, self.now)?;
        self.note_customer(id, record, Turn::Goes);
        Ok(())
    }

    /// Scrubs contacts, none of which may be primary.
    pub(super) fn remove_contacts(&mut self, rows: &[NewContact], tombstone: Tombstone) -> Result<(), Error> {
        self.writer.scrub_contacts(rows, tombstone, self.now)?;
        for row in rows {
            self.note_contact(row, Turn::Goes);
        }
        Ok(())
    }

    /// Brings a scrubbed customer back.
    pub(super) fn revive_customer(&mut self, id: CustomerId, record: &CustomerRecord) -> Result<(), Error> {
        self.writer.revive_customer(id, record, self.now)?;
        self.note_customer(id, record, Turn::Appears);
        Ok(())
    }

    /// Brings scrubbed contacts back.
    pub(super) fn revive_contacts(&mut self, mut rows: Vec<NewContact>) -> Result<(), Error> {
        self.keep_free_other_emails(&mut rows)?;
        self.writer.revive_contacts(&rows, self.now)?;
        for row in &rows {
            self.note_contact(row, Turn::Appears);
        }
        Ok(())
    }

    /// Returns the owner with an address, and adds it if there is none.
    pub(super) fn ensure_owner(&mut self, fields: &OwnerFields) -> Result<OwnerId, Error> {
        if let Some(Owner { id, .. }) = self.owner_by_email(&fields.email)? {
            return Ok(id);
        }
        let id = OwnerId::from_uuid(self.next_id());
        self.writer.insert_owner(id, fields, self.now)?;
        let noted = LoggedRecord {
            entity: Entity::Owner,
            id: id.uuid(),
            subject: fields.name.to_string(),
            record: OwnerRecord::from(fields).to_log(),
            who: None,
        };
        self.log_record(None, noted, Turn::Appears);
        Ok(id)
    }

    /// Returns a field another value, unless it has it already.
    pub(super) fn set(
        &mut self,
        subject: Subject<'_>,
        field: Field,
        new: Option<String>,
        names: Names,
    ) -> Result<(), Error> {
        let cell = Cell {
            entity: subject.entity,
            id: subject.id,
            field,
        };
        let Some(old) = self.cell(cell)? else {
            return Err(match subject.entity {
                Entity::Contact => Error::no_contact(),
                Entity::Customer
                | Entity::Owner
                | Entity::Onboarding
                | Entity::Task
                | Entity::Notification
                | Entity::Pair => Error::no_customer(),
                Entity::Note => Error::no_note(),
                Entity::CustomField => Error::no_custom_field(),
            });
        };
        if old == new {
            return Ok(());
        }
        self.writer.set_cell(cell, new.as_deref(), self.now)?;
        self.ops.push(Op {
            customer: Some(subject.customer),
            entity: subject.entity,
            id: subject.id,
            subject: subject.name.to_owned(),
            field,
            old,
            new,
            old_name: names.old,
            new_name: names.new,
        });
        Ok(())
    }
}

/// Returns a change that somebody makes.
const fn new_change<'a>(id: ChangeId, author: Author<'a>, at: Timestamp, label: &'a str) -> NewChange<'a> {
    NewChange {
        id,
        actor: author.actor,
        at,
        label,
        session: author.session,
        origin: Origin::Made,
    }
}
