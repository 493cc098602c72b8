//! What lies under the mouse.

use super::{
    FormLine, Rect, areas, changes, dialog, form_lines, help, hints, integrations, pane, search, tabs,
};
use crate::app::model::{Model, Place};
use crate::app::toast::Offer;
use crate::input::{Command, PaneCommand, Tab};

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
    /// A place in the text of the paste pane: its line and column.
    Text(usize, usize),
    /// The row of the paste pane's preview with this place.
    PreviewRow(usize),
    /// The near miss with this place, on the integrations screen.
    Miss(usize),
    /// The run of the sync with this place, on the integrations screen.
    Run(usize),
    /// What a search found at this place.
    Found(usize),
    /// The change with this place, in the list of those that can be taken back.
    Change(usize),
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
    if model.connect.is_some() || model.merge.is_some() || model.pi.sheet.is_some() {
        return None;
    }
    if let Some(open) = &model.search {
        return place_in(search(model).rows, open.top, open.rows.len()).map(Target::Found);
    }
    if let Some(open) = &model.changes {
        return place_in(changes(model).rows, open.list.top(), open.list.total()).map(Target::Change);
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
    if model.pane.is_some() {
        return in_pane(model, column, row);
    }
    if near_miss_hint(model).is_some_and(|(area, _)| area.contains(column, row)) {
        return Some(Target::Hint(Command::Mend));
    }
    if let Place::Integrations(screen) = &model.place {
        let parts = integrations(model);
        let (misses, runs) = (&screen.misses, &screen.runs);
        return place_in(parts.misses, misses.top(), misses.total())
            .map(Target::Miss)
            .or_else(|| place_in(parts.runs, runs.top(), runs.total()).map(Target::Run));
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
            Tab::History => (screen.history.list.top(), screen.history.list.total()),
        },
        // Its two lists were looked at above.
        Place::Integrations(_) => (0, 0),
        Place::Companies(screen) => (screen.list.top(), screen.list.total()),
        Place::Notifications(screen) => (screen.list.top(), screen.list.total()),
        Place::Onboardings(screen) => (screen.list.top(), screen.list.total()),
        Place::Workbench(screen) => (screen.list.top(), screen.list.total()),
    };
    tab.or_else(|| place_in(parts.rows, top, total).map(Target::Row))
}

/// Finds what lies at a cell of the paste pane.
fn in_pane(model: &Model, column: u16, row: u16) -> Option<Target> {
    let open = model.pane.as_ref()?;
    let parts = pane(model);
    if parts.text.contains(column, row) || parts.gutter.contains(column, row) {
        let line = open.top.0 + usize::from(row - parts.text.y);
        let cell = open.top.1 + usize::from(column.saturating_sub(parts.text.x));
        return Some(Target::Text(line, cell));
    }
    if parts.rows.contains(column, row) {
        let place = open.first + usize::from(row - parts.rows.y);
        return (place < open.filter.count(&open.counts())).then_some(Target::PreviewRow(place));
    }
    let last_reason = parts.reasons.y + parts.reasons.height.saturating_sub(1);
    if row == last_reason && open.current_row().is_some_and(|row| row.fix.is_some()) {
        return Some(Target::Hint(Command::Pane(PaneCommand::Fix)));
    }
    let words = model.key_text(Command::Pane(PaneCommand::Add)).len() + 1 + open.action().len();
    let end = u16::try_from(words + 1).unwrap_or(u16::MAX);
    (parts.action.contains(column, row) && column <= end)
        .then_some(Target::Hint(Command::Pane(PaneCommand::Add)))
}

/// Gives where the key for the near miss of a customer stands, and its words.
pub fn near_miss_hint(model: &Model) -> Option<(Rect, String)> {
    let Place::Customer(screen) = &model.place else {
        return None;
    };
    let lists = match screen.tab {
        Tab::Contacts | Tab::History => true,
        Tab::Overview | Tab::Onboardings => false,
    };
    screen.near_miss().filter(|_| lists && model.pane.is_none())?;
    let words = format!("{} shows the fix", model.key_text(Command::Mend));
    let line = areas(model).line;
    let width = u16::try_from(words.len()).unwrap_or(u16::MAX).min(line.width);
    let end = (line.x + line.width).saturating_sub(2);
    Some((Rect::new(end.saturating_sub(width), line.y, width, 1), words))
}

/// Gives what the message offers, with its key and the word for it.
pub fn offer(model: &Model) -> Option<(Command, String, &'static str)> {
    if model.exchange.is_some() {
        return Some((Command::Reopen, model.key_text(Command::Reopen), "open again"));
    }
    let (command, word) = match model.toast.as_ref()?.offer {
        Offer::None => return None,
        Offer::Undo(_) => (Command::Undo, "undo"),
        Offer::Redo(_) => (Command::Redo, "redo"),
    };
    Some((command, model.key_text(command), word))
}

/// Finds what the message offers at a cell, at its right end.
fn offered_at(model: &Model, column: u16, row: u16) -> Option<Command> {
    let (command, key, word) = offer(model)?;
    let message = areas(model).message;
    let end = (message.x + message.width).saturating_sub(1);
    let start = end.saturating_sub(u16::try_from(key.len() + 1 + word.len()).unwrap_or(0));
    (model.form.is_none() && row == message.y && (start..end).contains(&column)).then_some(command)
}
