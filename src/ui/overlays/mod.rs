//! What lies over the screen: a question, the list of keys, the search.

mod changes;
mod connect;
mod dialog;
mod export;
mod form;
mod help;
mod merge;
mod pane;
mod pane_action;
mod search;
mod sheet;

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use super::Theme;
use super::line::Cursor;
use super::table::{Look, rect};
use crate::app::Model;
use crate::app::layout::{Areas, Rect};
use crate::app::overlay::form::Form;
use crate::app::overlay_stack::Overlay;

pub(super) fn draw(model: &Model, areas: &Areas, theme: &Theme, frame: &mut Frame<'_>) {
    let depth = model.stack.all().count();
    for (place, overlay) in model.stack.all().enumerate() {
        let keys = if place + 1 == depth {
            Keys::Here
        } else {
            Keys::Elsewhere
        };
        match overlay {
            Overlay::Pane(open) => pane::draw(model, open, keys, theme, frame),
            Overlay::Form(open) => form::draw(model, open, keys, areas, theme, frame),
            Overlay::Export(open) => export::draw(open, keys, areas, theme, frame),
            // A form that is opened from a sheet stands in its place.
            Overlay::Sheet(_) if model.stack.get::<Form>().is_some() => {}
            Overlay::Sheet(open) => sheet::draw(model, open, theme, frame),
            Overlay::Connect(open) => connect::draw(model, open, theme, frame),
            Overlay::Search(open) => search::draw(model, open, keys, theme, frame),
            Overlay::Changes(open) => changes::draw(model, open, keys, theme, frame),
            Overlay::Merge(open) => merge::draw(model, open, theme, frame),
            Overlay::Help(open) => help::draw(model, open, keys, theme, frame),
            Overlay::Dialog(open) => dialog::draw(model, open, theme, frame),
        }
    }
}

/// Whether the keys go to what is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// They do.
    Here,
    /// They go to something above it.
    Elsewhere,
}

impl Keys {
    /// Returns where the cursor of a line stands.
    const fn cursor(self) -> Cursor {
        match self {
            Self::Here => Cursor::Here,
            Self::Elsewhere => Cursor::Elsewhere,
        }
    }

    /// Returns how the selected row of a list looks.
    pub(super) const fn selected(self) -> Look {
        match self {
            Self::Here => Look::Selected,
            Self::Elsewhere => Look::Waiting,
        }
    }
}

/// Draws an empty box with a title.
fn empty_box(frame: &mut Frame<'_>, area: Rect, title: &str, style: Style) {
    let buffer = frame.buffer_mut();
    // The whole rows: what stuck out at the sides would seem to belong to the box.
    let rows = Rect {
        x: 0,
        width: buffer.area.width,
        ..area
    };
    Clear.render(rect(rows), buffer);
    Block::bordered()
        .border_type(BorderType::Rounded)
        .title(format!(" {title} "))
        .title_style(style)
        .render(rect(area), buffer);
}
