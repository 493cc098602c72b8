//! What each screen shows below the header.

mod all_onboardings;
mod channels;
mod companies;
mod contacts;
mod customers;
mod history;
mod integrations;
mod notifications;
mod onboardings;
mod overview;
mod paste;
mod welcome;
mod workbench;

pub(super) use customers::{domain, status};
use ratatui::Frame;
use ratatui::buffer::Buffer;

use super::Theme;
use super::table::Look;
use super::text::{indent, put, row};
use crate::app::layout::{Areas, Rect, wrap};
use crate::app::list::{List, Load};
use crate::app::{Model, Place};
use crate::input::Tab;

pub(super) fn draw(model: &Model, areas: &Areas, theme: &Theme, frame: &mut Frame<'_>) {
    if let Some(pane) = &model.pane {
        return paste::draw(model, pane, theme, frame);
    }
    let buffer = frame.buffer_mut();
    match &model.place {
        Place::Customers if model.is_welcome() => welcome::draw(model, theme, buffer),
        Place::Customers => customers::draw(model, areas, theme, buffer),
        Place::Integrations(screen) => integrations::draw(model, screen, theme, buffer),
        Place::Companies(screen) => companies::draw(model, screen, areas, theme, buffer),
        Place::Onboardings(screen) => all_onboardings::draw(model, screen, areas, theme, buffer),
        Place::Workbench(screen) => workbench::draw(model, screen, areas, theme, buffer),
        Place::Notifications(screen) => notifications::draw(model, screen, areas, theme, buffer),
        Place::Customer(screen) => match screen.tab {
            Tab::Overview => overview::draw(model, screen, areas, theme, buffer),
            Tab::Contacts => contacts::draw(model, screen, areas, theme, buffer),
            Tab::Onboardings => onboardings::draw(model, screen, areas, theme, buffer),
            Tab::History => history::draw(model, screen, areas, theme, buffer),
        },
    }
}

/// Says how the row at a place is drawn.
fn look<T>(model: &Model, list: &List<T>, place: usize) -> Look {
    let keys_go_elsewhere = model.form.is_some()
        || model.dialog.is_some()
        || model.help.is_some()
        || model.connect.is_some()
        || model.search.is_some()
        || model.changes.is_some()
        || model.merge.is_some();
    match (list.selected_place() == place, keys_go_elsewhere) {
        (false, _) => Look::Plain,
        (true, false) => Look::Selected,
        (true, true) => Look::Waiting,
    }
}

/// Says in place of the rows why there are none; gives whether there are some.
pub(super) fn has_rows<T>(
    list: &List<T>,
    area: Rect,
    none: &str,
    theme: &Theme,
    buffer: &mut Buffer,
) -> bool {
    let (text, style) = match list.load() {
        Load::Ready if list.total() > 0 => return true,
        Load::Ready => (none, theme.dim),
        Load::Waiting => ("Reading…", theme.dim),
        Load::Failed(sentence) => (sentence.as_str(), theme.danger),
    };
    let area = indent(area, 2);
    for (number, line) in wrap(text, usize::from(area.width)).iter().enumerate() {
        let area = row(area, number);
        put(buffer, area, area.x, line, style);
    }
    false
}
