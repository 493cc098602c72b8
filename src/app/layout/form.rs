//! The lines of a form.

use super::wrap;
use crate::app::overlay::form::{Form, Value};

/// Columns before a field's value, where its label stands.
const LABEL: u16 = 10;

/// The most rows for a text of several lines.
const MOST_TEXT_ROWS: u16 = 16;

/// A line of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormLine {
    /// The words above it.
    Title,
    /// A field with its label.
    Field(usize),
    /// Another line of a field of several.
    More(usize),
    /// A line of what is wrong with the field above.
    Error(String),
    /// A line of what is wrong with the form as a whole.
    FormError(String),
}

/// Returns the lines of a form in the room there is.
///
/// When there is no room for what is wrong with every field, that of the field in focus shows.
pub fn form_lines(form: &Form, width: u16, height: u16) -> Vec<FormLine> {
    let all = lines(form, (width, height), |_| true);
    if all.len() <= usize::from(height) {
        return all;
    }
    lines(form, (width, height), |place| place == form.focus)
}

/// Returns how many rows a field has below the one with its label.
fn more_rows(value: &Value, height: u16) -> usize {
    match value {
        Value::Lines(_) => usize::from((height / 2).min(MOST_TEXT_ROWS).saturating_sub(1)),
        Value::Text(_)
        | Value::Status(_)
        | Value::Audience(_)
        | Value::Security(_)
        | Value::Hidden(_)
        | Value::OpenTasks { .. } => 0,
    }
}

fn lines(form: &Form, (width, height): (u16, u16), shows_error: impl Fn(usize) -> bool) -> Vec<FormLine> {
    let mut lines = vec![FormLine::Title];
    let room = usize::from(width.saturating_sub(LABEL + 3));
    for (place, field) in form.fields.iter().enumerate() {
        lines.push(FormLine::Field(place));
        let more = more_rows(&field.value, height);
        lines.extend(std::iter::repeat_n(FormLine::More(place), more));
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
