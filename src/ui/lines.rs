//! A text of several lines that is being typed, with its cursor, scrolled so that the cursor shows.

use ratatui::Frame;
use ratatui::layout::Position;
use ratatui::style::Style;

use super::line::Cursor;
use super::table::rect;
use crate::app::TextEditor;
use crate::app::layout::Rect;

/// Draws the lines that show in an area.
pub(super) fn draw(frame: &mut Frame<'_>, area: Rect, text: &TextEditor, cursor: Cursor, style: Style) {
    if area.width == 0 || area.height == 0 {
        return;
    }
    let cells = rect(area);
    frame.buffer_mut().set_style(cells, style);
    frame.render_widget(text.area(), cells);
    if cursor == Cursor::Here {
        let (top, left) = text.area().scroll_offset();
        let at = text.area().screen_cursor();
        let row = u16::try_from(at.row).unwrap_or(u16::MAX).saturating_sub(top);
        let column = u16::try_from(at.col).unwrap_or(u16::MAX).saturating_sub(left);
        frame.set_cursor_position(Position {
            x: area.x + column.min(area.width - 1),
            y: area.y + row.min(area.height - 1),
        });
    }
}
