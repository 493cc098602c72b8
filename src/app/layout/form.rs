//! The lines of a form.

use unicode_width::UnicodeWidthStr;

use super::wrap;
use crate::app::overlay::form::{Form, FormField, Value};
use crate::domain::Field;

/// The fewest and the most columns before a field's value, where its label stands.
const LABELS: (u16, u16) = (10, 24);

/// Columns left free at the left and the right of a form.
pub const FORM_MARGIN: u16 = 2;

/// The most rows for a text of several lines.
const MOST_TEXT_ROWS: u16 = 16;

/// The most rows for the note of a task, which is one field among others.
const MOST_NOTE_ROWS: u16 = 4;

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
/// When there is no room for what is wrong with every field, that of the field in focus shows; when there is no room for
/// every field, those around it show.
pub fn form_lines(form: &Form, width: u16, height: u16) -> Vec<FormLine> {
    let all = lines(form, (width, height), |_| true);
    if all.len() <= usize::from(height) {
        return all;
    }
    around_focus(
        form,
        lines(form, (width, height), |place| place == form.focus),
        height,
    )
}

/// Returns the title and the part of the lines below it that fits, with the field in focus and what is wrong with it.
fn around_focus(form: &Form, mut lines: Vec<FormLine>, height: u16) -> Vec<FormLine> {
    let room = usize::from(height).saturating_sub(1);
    let is_after = |line: &FormLine| matches!(line, FormLine::Field(place) if *place > form.focus);
    let end = lines.iter().position(is_after).unwrap_or(lines.len());
    let below_title = lines.len().saturating_sub(1);
    if below_title > room {
        let hidden = end.saturating_sub(1 + room);
        lines.drain(1..=hidden);
        lines.truncate(1 + room);
    }
    lines
}

/// Returns how many columns the labels of a form take, with the gap behind them.
pub fn labels(form: &Form) -> u16 {
    let details = form.fields.iter().filter_map(|field| {
        let Field::Detail(detail) = field.field else {
            return None;
        };
        Some(detail.spec().label)
    });
    let longest = form
        .custom_labels()
        .chain(details)
        .map(UnicodeWidthStr::width)
        .max();
    let longest = u16::try_from(longest.unwrap_or_default()).unwrap_or(u16::MAX);
    longest.saturating_add(1).clamp(LABELS.0, LABELS.1)
}

/// Returns how many rows a field has below the one with its label.
fn more_rows(field: &FormField, height: u16) -> usize {
    match field.value {
        Value::Lines(_) => {
            let most = if field.field == Field::Note {
                MOST_NOTE_ROWS
            } else {
                MOST_TEXT_ROWS
            };
            usize::from((height / 2).min(most).saturating_sub(1))
        }
        Value::Text(_)
        | Value::Status(_)
        | Value::Audience(_)
        | Value::Security(_)
        | Value::Pick(_)
        | Value::Hidden(_)
        | Value::OpenTasks { .. } => 0,
    }
}

fn lines(form: &Form, (width, height): (u16, u16), shows_error: impl Fn(usize) -> bool) -> Vec<FormLine> {
    let mut lines = vec![FormLine::Title];
    let width = width.saturating_sub(2 * FORM_MARGIN);
    let room = usize::from(width.saturating_sub(labels(form)));
    let all = form.fields.iter().enumerate();
    for (place, field) in all.filter(|(_, field)| form.shows(field.field)) {
        lines.push(FormLine::Field(place));
        let more = more_rows(field, height);
        lines.extend(std::iter::repeat_n(FormLine::More(place), more));
        if let (Some(error), true) = (&field.error, shows_error(place)) {
            lines.extend(wrap(error, room).into_iter().map(FormLine::Error));
        }
    }
    if let Some(error) = &form.error {
        lines.extend(
            wrap(error, usize::from(width))
                .into_iter()
                .map(FormLine::FormError),
        );
    }
    lines
}
