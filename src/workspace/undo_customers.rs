//! Takes customers away that a change added, and brings them back.

use super::Error;
use super::recorder::Recorder;
use super::undo::refusal;
use crate::domain::{
    CustomerId, CustomerRecord, Field, NoteFilter, Notification, NotificationState, Refusal,
};
use crate::store::Op;

/// Inverts the adding of a customer, or that it was taken away; says why it stays.
pub(super) fn invert(recorder: &mut Recorder<'_>, op: &Op, id: CustomerId) -> Result<Option<Refusal>, Error> {
    let present = recorder.customer(id)?;
    match (&op.old, &op.new, present) {
        (None, Some(added), Some(customer)) => {
            let record = CustomerRecord::from(&customer);
            if !record.is_as_added(added) {
                return Ok(Some(refusal(
                    op,
                    Field::Record,
                    "has changed, so the customer stays",
                )));
            }
            if recorder.has_contacts(id)? {
                return Ok(Some(refusal(
                    op,
                    Field::Record,
                    "stays: the customer has contacts now",
                )));
            }
            if !recorder.onboardings(Some(id))?.is_empty() {
                return Ok(Some(refusal(
                    op,
                    Field::Record,
                    "stays: the customer has an onboarding now",
                )));
            }
            if !recorder.notes(NoteFilter::OfCustomer(id))?.is_empty() {
                return Ok(Some(refusal(
                    op,
                    Field::Record,
                    "stays: there are notes on the customer now",
                )));
            }
            let is_out = |one: &Notification| one.state != NotificationState::Cancelled;
            if recorder.notifications_of(id)?.iter().any(is_out) {
                return Ok(Some(refusal(
                    op,
                    Field::Record,
                    "stays: there are notifications of the customer now",
                )));
            }
            recorder.remove_customer(id, &record)?;
            Ok(None)
        }
        (Some(removed), None, None) => {
            let Some(record) = CustomerRecord::from_log(removed) else {
                return Ok(Some(refusal(op, Field::Record, "cannot be read from the log")));
            };
            recorder.revive_customer(id, &record)?;
            Ok(None)
        }
        _ => Ok(Some(refusal(op, Field::Record, "is in that state already"))),
    }
}
