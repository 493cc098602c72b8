//! Takes away contacts that a change added, and brings back those that it deleted, all of a change at once.

use super::Error;
use super::recorder::Recorder;
use super::undo::{is_taken, refusal};
use crate::domain::{
    ContactEdit, ContactId, ContactRecord, ContactSource, CustomerId, ERASED_NAME, Entity, Field, Follows,
    Link, Refusal,
};
use crate::store::{NewContact, Op, Tombstone};

/// Returns whether two neighbouring operations can be inverted by one statement.
pub(super) fn go_together(one: &Op, other: &Op) -> bool {
    let is_contact = |op: &Op| op.entity == Entity::Contact && op.field == Field::Record;
    is_contact(one)
        && is_contact(other)
        && one.customer == other.customer
        && one.old.is_some() == other.old.is_some()
}

/// Inverts operations that added contacts of a customer, or that took them away; says which stay and why.
///
/// `tombstone` is what those leave that go away.
pub(super) fn invert(
    recorder: &mut Recorder<'_>,
    run: &[Op],
    customer: CustomerId,
    tombstone: Tombstone,
) -> Result<Vec<Refusal>, Error> {
    let (mut leaving, mut coming, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    let noted = recorder.contacts_with_notes(customer)?;
    let is_gone = recorder.customer(customer)?.is_none();
    for op in run {
        let id = ContactId::from_uuid(op.id);
        let present = recorder.contact(id)?;
        match (&op.old, &op.new, present) {
            _ if op.subject == ERASED_NAME => {
                refused.push(refusal(op, Field::Record, "was erased for good"));
            }
            (None, Some(added), Some(contact)) => {
                let record = ContactRecord::from(&contact);
                if !record.is_as_added(added) {
                    let field = changed_field(&record, added);
                    refused.push(refusal(op, field, "has changed, so the contact stays"));
                } else if contact.is_primary {
                    refused.push(refusal(
                        op,
                        Field::Record,
                        "stays: this is the primary contact now",
                    ));
                } else if noted.contains(&id) {
                    refused.push(refusal(
                        op,
                        Field::Record,
                        "stays: there are notes on the contact now",
                    ));
                } else {
                    leaving.push(NewContact { id, customer, record });
                }
            }
            (Some(_), None, None) if is_gone => {
                refused.push(refusal(
                    op,
                    Field::Record,
                    "not restored: its customer was deleted",
                ));
            }
            (Some(deleted), None, None) => match returning(recorder, op, customer, deleted)? {
                Err(refusal) => refused.push(refusal),
                Ok(record) => coming.push(NewContact { id, customer, record }),
            },
            _ => refused.push(refusal(op, Field::Record, "is in that state already")),
        }
    }
    recorder.remove_contacts(&leaving, tombstone)?;
    recorder.revive_contacts(coming)?;
    Ok(refused)
}

/// Reads a contact that is to come back from the log, or says why it cannot.
fn returning(
    recorder: &Recorder<'_>,
    op: &Op,
    customer: CustomerId,
    deleted: &str,
) -> Result<Result<ContactRecord, Refusal>, Error> {
    let Some(mut record) = ContactRecord::from_log(deleted) else {
        return Ok(Err(refusal(op, Field::Record, "cannot be read from the log")));
    };
    if is_taken(recorder, customer, record.fields.email.as_str(), op)? {
        return Ok(Err(refusal(op, Field::Email, "is that of another contact now")));
    }
    if let Some(Link::Linked { id, .. }) = record.link
        && recorder
            .other_follower(id, customer, ContactId::from_uuid(op.id))?
            .is_some()
    {
        return Ok(Err(refusal(op, Field::Link, "is that of another contact now")));
    }
    if let (Some(link), None) = (record.link, record.follows) {
        record.follows = Some(match (recorder.remote(link.id())?, record.source) {
            (Some(remote), _) => Follows::at_first_link(&record.fields, &remote),
            (None, ContactSource::Remote(_)) => Follows::ALL,
            (None, ContactSource::Manual | ContactSource::Paste) => Follows::NONE,
        });
    }
    Ok(Ok(record))
}

/// Names the first field in which a contact differs from what was added.
fn changed_field(now: &ContactRecord, added: &str) -> Field {
    let Some(added) = ContactRecord::from_log(added) else {
        return Field::Record;
    };
    let edited = added.fields.edits_to(&now.fields).first().map(ContactEdit::field);
    if added.link != now.link {
        return Field::Link;
    }
    edited.unwrap_or(Field::ArchivedAt)
}
