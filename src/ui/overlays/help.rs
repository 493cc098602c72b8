//! The list of keys.

use ratatui::Frame;
use ratatui::buffer::Buffer;

use super::{Keys, empty_box};
use crate::app::Model;
use crate::app::layout::{self, Rect};
use crate::app::overlay::help::{Entry, Help, HelpKind, When};
use crate::ui::Theme;
use crate::ui::line;
use crate::ui::table::rect;
use crate::ui::text::{cells, put, row};

/// How to select text, where the app takes the mouse.
const SELECTING: &str = " shift and the mouse select text ";

/// Columns of the keys.
const KEYS: u16 = 18;

pub(super) fn draw(model: &Model, help: &Help, keys: Keys, theme: &Theme, frame: &mut Frame<'_>) {
    let areas = layout::help(model.size, help.entry_count());
    let title = match help.kind {
        HelpKind::Keys => "What you can do here",
        HelpKind::Commands => "Commands",
    };
    empty_box(frame, areas.frame, title, theme.heading);
    let last = Rect {
        y: areas.frame.y + areas.frame.height.saturating_sub(1),
        height: 1,
        ..areas.frame
    };
    put(frame.buffer_mut(), last, last.x + 2, SELECTING, theme.dim);
    line::draw_search(frame, areas.words, &help.words, keys.cursor(), theme);
    let buffer = frame.buffer_mut();
    let entries = help.entries();
    if entries.is_empty() {
        let area = row(areas.entries, 0);
        put(buffer, area, area.x, "No command matches.", theme.dim);
    }
    let shown = entries
        .iter()
        .enumerate()
        .skip(help.cursor.top)
        .take(usize::from(areas.entries.height));
    for (number, (place, entry)) in shown.enumerate() {
        let area = row(areas.entries, number);
        let key_area = Rect {
            width: area.width.min(KEYS - 1),
            ..area
        };
        let (style, note) = match entry.when {
            When::Now => (theme.text, String::new()),
            When::NotNow => (theme.dim, "not now: ".to_owned()),
            When::At(place) => (theme.dim, format!("in {}: ", place.replace('`', ""))),
        };
        put(buffer, key_area, area.x, &entry.keys, theme.key);
        let start = put(buffer, area, area.x + KEYS, &note, theme.dim);
        put(buffer, area, start, entry.words, style);
        letters(entry, (area, start), theme, buffer);
        if place == help.cursor.selected {
            buffer.set_style(rect(area), theme.selected);
        }
    }
}

/// Marks the letters that were typed.
fn letters(entry: &Entry, (area, first): (Rect, u16), theme: &Theme, buffer: &mut Buffer) {
    for at in &entry.letters {
        if let Some((start, letter)) = entry.words.char_indices().nth(*at) {
            let before = entry.words.get(..start).unwrap_or_default();
            let x = first + cells(before);
            put(buffer, area, x, letter.encode_utf8(&mut [0; 4]), theme.found);
        }
    }
}
