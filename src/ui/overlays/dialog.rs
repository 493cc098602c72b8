//! A question with choices.

use ratatui::Frame;

use super::empty_box;
use crate::app::Model;
use crate::app::layout;
use crate::app::overlay::dialog::Dialog;
use crate::ui::Theme;
use crate::ui::table::rect;
use crate::ui::text::{fit, put, row};

pub(super) fn draw(model: &Model, dialog: &Dialog, theme: &Theme, frame: &mut Frame<'_>) {
    let areas = layout::dialog(model.size, dialog);
    let title = fit(&dialog.title, usize::from(areas.frame.width.saturating_sub(6)));
    empty_box(frame, areas.frame, &title, theme.heading);
    let buffer = frame.buffer_mut();
    let shown = usize::from(areas.text_area.height);
    let top = dialog.top.min(areas.hidden_lines());
    for (number, text) in areas.text.iter().skip(top).take(shown).enumerate() {
        let area = row(areas.text_area, number);
        put(buffer, area, area.x, text, theme.text);
    }
    if areas.hidden_lines() > 0 {
        let line = line_below(areas.text_area);
        let more = areas.hidden_lines() - top;
        let text = match more {
            0 => model.sentence("{move_page_up} scrolls"),
            more => format!(
                "{more} more lines: {}",
                model.sentence("{move_page_down} scrolls")
            ),
        };
        put(buffer, line, line.x, &text, theme.dim);
    }
    let shown = dialog
        .choices
        .iter()
        .enumerate()
        .skip(areas.first_choice)
        .take(usize::from(areas.choices.height));
    for (number, (place, choice)) in shown.enumerate() {
        let area = row(areas.choices, number);
        let in_focus = place == dialog.focus;
        put(
            buffer,
            area,
            area.x,
            if in_focus { "▸ " } else { "  " },
            theme.text,
        );
        put(buffer, area, area.x + 2, &choice.label, theme.text);
        if in_focus {
            buffer.set_style(rect(area), theme.selected);
        }
    }
}

/// Returns the blank line between the text and the choices.
const fn line_below(text: layout::Rect) -> layout::Rect {
    layout::Rect::new(text.x, text.y + text.height, text.width, 1)
}
