//! The list of keys.

use ratatui::Frame;

use super::empty_box;
use crate::app::Model;
use crate::app::help::{Help, keys};
use crate::app::layout::{self, Rect};
use crate::ui::Theme;
use crate::ui::line::{self, Cursor};
use crate::ui::table::rect;
use crate::ui::text::{put, row};

/// Columns of the keys.
const KEYS: u16 = 18;

pub(super) fn draw(model: &Model, help: &Help, theme: &Theme, frame: &mut Frame<'_>) {
    let areas = layout::help(model, help);
    empty_box(frame, areas.frame, "What you can do here", theme.heading);
    let x = put(
        frame.buffer_mut(),
        areas.words,
        areas.words.x,
        "Search: ",
        theme.dim,
    );
    let words = Rect {
        x,
        width: (areas.words.x + areas.words.width).saturating_sub(x),
        ..areas.words
    };
    let cursor = if model.dialog.is_some() {
        Cursor::Elsewhere
    } else {
        Cursor::Here
    };
    line::draw(frame, words, &help.words, cursor, theme.field);
    let buffer = frame.buffer_mut();
    let entries = help.entries();
    if entries.is_empty() {
        let area = row(areas.entries, 0);
        put(buffer, area, area.x, "No entry holds these words.", theme.dim);
    }
    let shown = entries
        .iter()
        .enumerate()
        .skip(help.top)
        .take(usize::from(areas.entries.height));
    for (number, (place, binding)) in shown.enumerate() {
        let area = row(areas.entries, number);
        let key_area = Rect {
            width: area.width.min(KEYS - 1),
            ..area
        };
        put(buffer, key_area, area.x, &keys(binding), theme.key);
        put(buffer, area, area.x + KEYS, binding.words, theme.text);
        if place == help.selected {
            buffer.set_style(rect(area), theme.selected);
        }
    }
}
