//! What contacts follow after an undo or a redo: a field whose edit was taken back holds what the source says again.

use std::collections::HashMap;

use uuid::Uuid;

use super::Error;
use super::edit_contact::subject;
use super::link::align;
use super::recorder::{Names, Recorder};
use crate::domain::{ContactField, ContactId, Entity, Field, Follows};
use crate::store::{Cell, Op};

/// Turns what operations changed about where fields come from, but for fields whose value stayed, and gives those that
/// follow again the value that the source has now.
pub(super) fn invert(recorder: &mut Recorder<'_>, ops: &[Op]) -> Result<(), Error> {
    // An undo may have written a value twice: as it was before, and then as the source has it. Both were inverted, and what
    // the last of them left is the value that was wanted.
    let mut values: HashMap<(Uuid, Field), &Op> = HashMap::new();
    let mut turned: Vec<ContactId> = Vec::new();
    for op in ops.iter().filter(|op| op.entity == Entity::Contact) {
        if ContactField::of(op.field).is_some() {
            values.insert((op.id, op.field), op);
            turned.push(ContactId::from_uuid(op.id));
        }
    }
    for op in ops
        .iter()
        .filter(|op| (op.entity, op.field) == (Entity::Contact, Field::Follows))
    {
        let Some(contact) = recorder.contact(ContactId::from_uuid(op.id))? else {
            continue;
        };
        let mut kept = Vec::new();
        for value in ContactField::all().filter_map(|field| values.get(&(op.id, field.field()))) {
            let cell = Cell {
                entity: value.entity,
                id: value.id,
                field: value.field,
            };
            if recorder.cell(cell)?.flatten() != value.old {
                kept.push(value.field);
            }
        }
        let read = |text: &Option<String>| text.as_deref().map(Follows::from_stored);
        let next = match (contact.follows, read(&op.old), read(&op.new)) {
            (now, None, new) if now == new => None,
            (Some(now), old, new) => {
                Some(now.reverted(old.unwrap_or_default(), new.unwrap_or_default(), &kept))
            }
            (None, old, _) => old,
        };
        let text = next.map(|follows| follows.to_string());
        recorder.set(subject(&contact), Field::Follows, text, Names::default())?;
        turned.push(contact.id);
    }
    turned.sort_unstable();
    turned.dedup();
    align(recorder, &turned)
}
