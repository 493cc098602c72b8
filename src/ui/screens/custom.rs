//! The columns that users define, in lists that have room for them.

use crate::app::Model;
use crate::domain::{CustomField, FieldKind, FieldOf, InLists, fields_of};
use crate::ui::table::{Column, Width};

/// The narrowest list that has room for some, and the columns that each further one asks for.
const ROOM: (u16, u16) = (100, 25);

/// Returns the fields that a list of this width shows, oldest first.
pub(super) fn listed(model: &Model, of: FieldOf, width: u16) -> Vec<&CustomField> {
    let (narrowest, each) = ROOM;
    let count = width.checked_sub(narrowest).map_or(0, |more| 1 + more / each);
    fields_of(model.custom_fields(), of)
        .filter(|field| field.fields.in_lists == InLists::Shown)
        .take(usize::from(count))
        .collect()
}

/// Returns the column of a field.
pub(super) fn column(field: &CustomField) -> Column<'_> {
    match field.fields.kind {
        FieldKind::Number => Column::number(field.label(), Width::Cells(10)),
        FieldKind::Date => Column::text(field.label(), Width::Cells(12)),
        FieldKind::Text | FieldKind::Choice(_) => Column::text(field.label(), Width::Parts(3)),
    }
}
