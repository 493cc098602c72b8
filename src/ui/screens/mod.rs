//! What each screen shows below the header.

mod all_onboardings;
mod channels;
mod companies;
mod contacts;
mod custom;
mod customers;
mod fields;
mod history;
mod integrations;
mod notes;
mod notifications;
mod onboardings;
mod overview;
mod overview_room;
mod welcome;
mod workbench;

pub(super) use customers::{domain, status};
use ratatui::Frame;
use ratatui::buffer::Buffer;

use super::Theme;
use super::overlays::Keys;
use super::table::Look;
use super::text::{indent, put, row};
use crate::app::Model;
use crate::app::layout::{Areas, Rect, wrap};
use crate::app::list::{List, Load};
use crate::app::overlay::pane::PastePane;
use crate::app::screens::Screen;
use crate::input::Tab;

pub(super) fn draw(model: &Model, areas: &Areas, theme: &Theme, frame: &mut Frame<'_>) {
    // The pane stands in place of the tab.
    if model.stack.get::<PastePane>().is_some() {
        return;
    }
    let buffer = frame.buffer_mut();
    match model.trail.top() {
        Screen::Customers(_) if model.is_welcome() => welcome::draw(model, theme, buffer),
        Screen::Customers(screen) => customers::draw(model, screen, areas, theme, buffer),
        Screen::Integrations(screen) => integrations::draw(model, screen, theme, buffer),
        Screen::Companies(screen) => companies::draw(model, screen, areas, theme, buffer),
        Screen::Onboardings(screen) => all_onboardings::draw(model, screen, areas, theme, buffer),
        Screen::Workbench(screen) => workbench::draw(model, screen, areas, theme, buffer),
        Screen::Fields(screen) => fields::draw(model, screen, areas, theme, buffer),
        Screen::Notifications(screen) => notifications::draw(model, screen, areas, theme, buffer),
        Screen::Customer(screen) => match screen.tab {
            Tab::Overview => overview::draw(model, screen, areas, theme, buffer),
            Tab::Contacts => contacts::draw(model, screen, areas, theme, buffer),
            Tab::Onboardings => onboardings::draw(model, screen, areas, theme, buffer),
            Tab::History => history::draw(model, screen, areas, theme, buffer),
            Tab::Notes => notes::draw(model, screen, areas, theme, buffer),
        },
    }
}

/// Returns how the row at a place is drawn.
fn look<T>(model: &Model, list: &List<T>, place: usize) -> Look {
    let keys = if model.stack.is_empty() {
        Keys::Here
    } else {
        Keys::Elsewhere
    };
    if list.selected_place() == place {
        keys.selected()
    } else {
        Look::Plain
    }
}

/// Returns in place of the rows why there are none; returns whether there are some.
pub(super) fn has_rows<T>(
    model: &Model,
    list: &List<T>,
    (area, none): (Rect, &'static str),
    theme: &Theme,
    buffer: &mut Buffer,
) -> bool {
    let (text, style) = match list.load() {
        Load::Ready if list.total() > 0 => return true,
        Load::Ready => (model.sentence(none), theme.dim),
        Load::Waiting => ("Reading…".to_owned(), theme.dim),
        Load::Failed(sentence) => (sentence.clone(), theme.danger),
    };
    let area = indent(area, 2);
    for (number, line) in wrap(&text, usize::from(area.width)).iter().enumerate() {
        let area = row(area, number);
        put(buffer, area, area.x, line, style);
    }
    false
}
