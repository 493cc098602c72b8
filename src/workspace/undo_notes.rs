//! Takes notes away that a change wrote, and brings those back that it deleted.

use super::recorder::Recorder;
use super::undo::refusal;
use super::{Error, notes};
use crate::domain::{CustomerId, Field, NoteId, NoteRecord, Refusal};
use crate::store::Op;

/// Inverts the writing or deleting of a note; says why it stays.
pub(super) fn invert(
    recorder: &mut Recorder<'_>,
    op: &Op,
    customer: CustomerId,
) -> Result<Option<Refusal>, Error> {
    let id = NoteId::from_uuid(op.id);
    match (&op.old, &op.new, recorder.note(id)?) {
        (None, Some(added), Some(note)) => {
            let record = NoteRecord::from(&note);
            if NoteRecord::from_log(added).as_ref() != Some(&record) {
                return stays(op, "has changed, so it stays");
            }
            recorder.remove_note(id, customer, &record)?;
            Ok(None)
        }
        (Some(deleted), None, None) => {
            let Some(record) = NoteRecord::from_log(deleted) else {
                return stays(op, "cannot be read from the log");
            };
            if let Some(why) = notes::missing_subject(recorder, customer, &record)? {
                return stays(op, why);
            }
            recorder.revive_note(id, customer, &record)?;
            Ok(None)
        }
        _ => stays(op, "is in that state already"),
    }
}

fn stays(op: &Op, why: &str) -> Result<Option<Refusal>, Error> {
    Ok(Some(refusal(op, Field::Record, why)))
}
