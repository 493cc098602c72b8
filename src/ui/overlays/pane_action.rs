//! The line of the paste pane that says what adding does.

use ratatui::buffer::Buffer;

use crate::app::Model;
use crate::app::layout::Rect;
use crate::app::overlay::pane::{Kept, PastePane};
use crate::input::{Command, PaneCommand};
use crate::paste::Filter;
use crate::ui::Theme;
use crate::ui::text::{indent, put};

/// Draws what adding does, and counts what stays.
pub(super) fn draw(model: &Model, pane: &PastePane, area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let area = indent(area, 1);
    let counts = pane.counts();
    let key = model.key_text(Command::Pane(PaneCommand::Add));
    let x = put(buffer, area, area.x, &key, theme.key);
    let style = if counts.ready > 0 { theme.accent } else { theme.dim };
    let mut x = put(buffer, area, x + 1, &pane.action(), style);
    if let Some(unkept) = pane.unkept_words(model.custom_fields()) {
        x = put(buffer, area, x + 3, &unkept, theme.warning);
    }
    for (count, word, glyph, style) in [
        (counts.flagged, "flagged", "✕", theme.danger),
        (counts.existing, "existing", "=", theme.dim),
        (counts.skipped, "skipped", "-", theme.dim),
    ] {
        if count > 0 {
            x = put(buffer, area, x + 3, glyph, style);
            x = put(buffer, area, x + 1, &format!("{count} {word}"), style);
        }
    }
    if counts.ignored > 0 {
        let lines = if counts.ignored == 1 { "line" } else { "lines" };
        let words = format!("· {} {lines} ignored", counts.ignored);
        x = put(buffer, area, x + 3, &words, theme.dim);
    }
    let shown = match pane.filter {
        Filter::All => None,
        Filter::Flagged => Some("showing flagged"),
        Filter::Ready => Some("showing ready"),
        Filter::Ignored => Some("showing ignored"),
    };
    if let Some(shown) = shown {
        x = put(buffer, area, x + 3, shown, theme.warning);
    }
    let (kept, style) = match pane.kept() {
        Kept::Yes => return,
        Kept::NotYet => ("not saved yet", theme.dim),
        Kept::Failed(_) => ("not saved yet", theme.warning),
    };
    put(buffer, area, x + 3, kept, style);
}
