//! The lines of a form.

use super::wrap;
use crate::app::overlay::form::Form;

/// Columns before a field's value, where its label stands.
const LABEL: u16 = 10;

/// A line of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormLine {
    /// The words above it.
    Title,
    /// A field with its label.
    Field(usize),
    /// A line of what is wrong with the field above.
    Error(String),
    /// A line of what is wrong with the form as a whole.
    FormError(String),
}

/// Returns the lines of a form in the room there is.
///
/// When there is no room for what is wrong with every field, that of the field in focus shows.
pub fn form_lines(form: &Form, width: u16, height: u16) -> Vec<FormLine> {
    let all = lines(form, width, |_| true);
    if all.len() <= usize::from(height) {
        return all;
    }
    lines(form, width, |place| place == form.focus)
}

fn lines(form: &Form, width: u16, shows_error: impl Fn(usize) -> bool) -> Vec<FormLine> {
    let mut lines = vec![FormLine::Title];
    let room = usize::from(width.saturating_sub(LABEL + 3));
    for (place, field) in form.fields.iter().enumerate() {
        lines.push(FormLine::Field(place));
        if let (Some(error), true) = (&field.error, shows_error(place)) {
            lines.extend(wrap(error, room).into_iter().map(FormLine::Error));
        }
    }
    if let Some(error) = &form.error {
        lines.extend(
            wrap(error, usize::from(width.saturating_sub(3)))
                .into_iter()
                .map(FormLine::FormError),
        );
    }
    lines
}
