//! A line that is being typed, with its cursor, scrolled so that the cursor shows.

use ratatui::Frame;
use ratatui::layout::Position;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::Theme;
use super::text::{cells, put};
use crate::app::LineEditor;
use crate::app::layout::Rect;

/// Whether the cursor stands in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cursor {
    /// It does.
    Here,
    /// It is elsewhere.
    Elsewhere,
}

/// Draws the line of a search behind its name.
pub(super) fn draw_search(
    frame: &mut Frame<'_>,
    area: Rect,
    line: &LineEditor,
    cursor: Cursor,
    theme: &Theme,
) {
    let x = put(frame.buffer_mut(), area, area.x, "Search: ", theme.dim);
    draw(frame, area.right_of(x), line, cursor, theme.field);
}

/// Draws a line into the first row of an area.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, line: &LineEditor, cursor: Cursor, style: Style) {
    if area.width == 0 || area.height == 0 {
        return;
    }
    let last = area.width - 1;
    let before = line.before_cursor();
    let (mut skipped_bytes, mut skipped_cells) = (0, 0);
    if cursor == Cursor::Here {
        for cluster in before.graphemes(true) {
            if cells(before) - skipped_cells <= last {
                break;
            }
            skipped_bytes += cluster.len();
            skipped_cells += cells(cluster);
        }
    }
    let shown = line.text().get(skipped_bytes..).unwrap_or_default();
    let buffer = frame.buffer_mut();
    buffer.set_style(super::table::rect(Rect { height: 1, ..area }), style);
    put(buffer, area, area.x, shown, style);
    if cursor == Cursor::Here {
        let x = area.x + (cells(before) - skipped_cells).min(last);
        frame.set_cursor_position(Position { x, y: area.y });
    }
}
