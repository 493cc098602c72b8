//! What lies under the mouse.

use super::{FormLine, Rect, areas, dialog, form_lines, help, hints, tabs};
use crate::app::model::{Model, Place};
use crate::app::toast::Offer;
use crate::input::{Command, Tab};

/// What lies under the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A hint of the bottom line.
    Hint(Command),
    /// A tab.
    Tab(Tab),
    /// The row of a list with this place.
    Row(usize),
    /// The field of the form with this place.
    Field(usize),
    /// The choice of the dialog with this place.
    Choice(usize),
    /// The entry of the list of keys with this place.
    Entry(usize),
}

/// Finds what lies at a cell.
pub fn target_at(model: &Model, column: u16, row: u16) -> Option<Target> {
    let hint = hints(model)
        .into_iter()
        .find(|placed| placed.area.contains(column, row))
        .map(|placed| Target::Hint(placed.hint.command));
    if hint.is_some() {
        return hint;
    }
    let place_in = |area: Rect, first: usize, count: usize| {
        let place = first + usize::from(row.saturating_sub(area.y));
        (area.contains(column, row) && place < count).then_some(place)
    };
    if let Some(open) = &model.dialog {
        let parts = dialog(model, open);
        return place_in(parts.choices, parts.first_choice, open.choices.len()).map(Target::Choice);
    }
    if let Some(open) = &model.help {
        return place_in(help(model, open).entries, open.top, open.entries().len()).map(Target::Entry);
    }
    if model.pi.sheet.is_some() {
        return None;
    }
    let parts = areas(model);
    if let Some(command) = offered_at(model, column, row) {
        return Some(Target::Hint(command));
    }
    if let Some(form) = &model.form {
        let lines = form_lines(form, parts.form.width, parts.form.height);
        let line = place_in(parts.form, 0, lines.len())?;
        return match lines.get(line)? {
            FormLine::Field(field) => Some(Target::Field(*field)),
            FormLine::Title | FormLine::Error(_) | FormLine::FormError(_) => None,
        };
    }
    let tab = tabs(model)
        .into_iter()
        .find(|(area, _)| area.contains(column, row))
        .map(|(_, tab)| Target::Tab(tab));
    let (top, total) = match &model.place {
        Place::Customers => (model.customers.list.top(), model.customers.list.total()),
        Place::Customer(screen) => match screen.tab {
            Tab::Overview => (0, 0),
            Tab::Onboardings => (screen.onboardings.rows.top(), screen.onboardings.rows.total()),
            Tab::Contacts => (screen.contacts.list.top(), screen.contacts.list.total()),
            Tab::History => (screen.history.top(), screen.history.total()),
        },
        Place::Integrations(_) => (0, 0),
        Place::Companies(screen) => (screen.list.top(), screen.list.total()),
        Place::Notifications(screen) => (screen.list.top(), screen.list.total()),
        Place::Onboardings(screen) => (screen.list.top(), screen.list.total()),
        Place::Workbench(screen) => (screen.list.top(), screen.list.total()),
    };
    tab.or_else(|| place_in(parts.rows, top, total).map(Target::Row))
}

/// Finds what the message offers at a cell: undo or redo, at its right end.
fn offered_at(model: &Model, column: u16, row: u16) -> Option<Command> {
    let (command, words) = match model.toast.as_ref()?.offer {
        Offer::None => return None,
        Offer::Undo(_) => (Command::Undo, "u undo"),
        Offer::Redo => (Command::Redo, "ctrl-r redo"),
    };
    let message = areas(model).message;
    let end = (message.x + message.width).saturating_sub(1);
    let start = end.saturating_sub(u16::try_from(words.len()).unwrap_or(0));
    (model.form.is_none() && row == message.y && (start..end).contains(&column)).then_some(command)
}
