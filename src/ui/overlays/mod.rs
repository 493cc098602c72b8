//! What lies over the screen: a question, the list of keys, the search.

mod changes;
mod connect;
mod dialog;
mod help;
mod merge;
mod search;
mod sheet;

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use super::Theme;
use super::table::rect;
use crate::app::Model;
use crate::app::layout::Rect;

pub(super) fn draw(model: &Model, theme: &Theme, frame: &mut Frame<'_>) {
    if let Some(open) = &model.pi.sheet {
        sheet::draw(model, open, theme, frame);
    }
    if let Some(open) = &model.connect {
        connect::draw(model, open, theme, frame);
    }
    if let Some(open) = &model.search {
        search::draw(model, open, theme, frame);
    }
    if let Some(open) = &model.changes {
        changes::draw(model, open, theme, frame);
    }
    if let Some(open) = &model.merge {
        merge::draw(model, open, theme, frame);
    }
    if let Some(open) = &model.help {
        help::draw(model, open, theme, frame);
    }
    if let Some(open) = &model.dialog {
        dialog::draw(model, open, theme, frame);
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
