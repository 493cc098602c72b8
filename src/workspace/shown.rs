//! Keeps a form from writing over values that changed elsewhere since it was opened.

use super::Error;
use crate::domain::{Field, FieldError};

/// Refuses edits of fields of which `changed` holds another value than the one that was shown and typed over.
pub(super) fn demand_as_shown<E: PartialEq>(
    changed: &[E],
    edits: &[E],
    field: fn(&E) -> Field,
    value: fn(&E) -> Option<String>,
) -> Result<(), Error> {
    let is_typed_over = |other: &&E| {
        edits
            .iter()
            .any(|own| field(own) == field(other) && own != *other)
    };
    let others: Vec<FieldError> = changed
        .iter()
        .filter(is_typed_over)
        .map(|other| changed_meanwhile(field(other), value(other)))
        .collect();
    if others.is_empty() {
        Ok(())
    } else {
        Err(Error::ChangedMeanwhile(others))
    }
}

fn changed_meanwhile(field: Field, now: Option<String>) -> FieldError {
    let now = match now.filter(|text| !text.is_empty()) {
        Some(text) => format!("Changed elsewhere in the meantime: now {text:?}."),
        None => "Cleared elsewhere in the meantime.".to_owned(),
    };
    FieldError {
        field,
        message: format!("{now} Save again to overwrite it with yours."),
    }
}
