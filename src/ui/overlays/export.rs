//! The line in which the name of a file for a list is typed, in place of what the list shows.

use ratatui::Frame;

use super::Keys;
use crate::app::layout::Areas;
use crate::app::overlay::export::{ExportLine, ExportState};
use crate::ui::Theme;
use crate::ui::line::{self, Cursor};
use crate::ui::text::{indent, put};

pub(super) fn draw(export: &ExportLine, keys: Keys, areas: &Areas, theme: &Theme, frame: &mut Frame<'_>) {
    let area = indent(areas.line, 2);
    let x = put(frame.buffer_mut(), area, area.x, "Export to: ", theme.heading);
    let field = area.right_of(x);
    let (cursor, style) = match export.state {
        ExportState::Typing => (keys.cursor(), theme.field),
        ExportState::Writing => (Cursor::Elsewhere, theme.dim),
    };
    line::draw(frame, field, &export.line, cursor, style);
}
