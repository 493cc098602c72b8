//! Two contacts side by side: the values that win stand out, what happens besides stands below.

use ratatui::Frame;
use ratatui::style::Style;

use super::empty_box;
use crate::app::Model;
use crate::app::layout::{Rect, merge_frame};
use crate::app::overlay::merge::{Merge, Side};
use crate::domain::Contact;
use crate::ui::Theme;
use crate::ui::text::{indent, put, row};

/// Columns of the names of fields.
const LABEL: u16 = 11;

/// The names of what happens besides the fields.
const EFFECTS: [&str; 5] = ["Primary", "HubSpot", "Tasks", "Notes", "Waiting"];

pub(super) fn draw(model: &Model, merge: &Merge, theme: &Theme, frame: &mut Frame<'_>) {
    let rows = merge.rows.len();
    let area = merge_frame(model.size, rows + EFFECTS.len());
    empty_box(frame, area, "Merge two contacts", theme.heading);
    let buffer = frame.buffer_mut();
    let inner = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(2),
        ..indent(area, 2)
    };
    let side = inner.width.saturating_sub(LABEL + 1) / 2;
    let cells = |line: Rect| {
        let left = Rect {
            x: line.x + LABEL,
            width: side,
            ..line
        };
        let right = Rect {
            x: left.x + side + 1,
            ..left
        };
        [left, right]
    };
    let [left, right] = cells(row(inner, 0));
    let head = |contact: &Contact, word: &str| {
        let star = if contact.is_primary { " ★ primary" } else { "" };
        let link = if contact.is_linked() { " ⇄ HubSpot" } else { "" };
        format!("  {word}{star}{link}")
    };
    put(buffer, left, left.x, &head(&merge.kept, "kept"), theme.heading);
    put(
        buffer,
        right,
        right.x,
        &head(&merge.dropped, "removed"),
        theme.heading,
    );
    for (number, (field, winner)) in merge.rows.iter().enumerate() {
        let line = row(inner, number + 1);
        let in_focus = number == merge.row;
        let (mark, style) = if in_focus {
            ("▸", theme.heading)
        } else {
            (" ", theme.dim)
        };
        let x = put(buffer, line, line.x, mark, theme.accent);
        put(buffer, line, x + 1, field.spec().label, style);
        for (cell, own) in cells(line).into_iter().zip([Side::Left, Side::Right]) {
            let (glyph, style) = look(own == *winner, in_focus, theme);
            let x = put(buffer, cell, cell.x, glyph, style);
            let value = merge.on(own).text(*field);
            let shown = if value.is_empty() { "-" } else { value };
            put(buffer, cell, x, shown, style);
        }
    }
    let told = merge
        .effect
        .map(|effect| effect.lines(&merge.kept, &merge.dropped))
        .unwrap_or_else(|| EFFECTS.map(|_| "…".to_owned()));
    for (number, (name, told)) in EFFECTS.into_iter().zip(told).enumerate() {
        let line = row(inner, number + rows + 2);
        put(buffer, line, line.x + 2, name, theme.dim);
        put(buffer, line, line.x + LABEL + 2, &told, theme.text);
    }
    let line = row(inner, rows + EFFECTS.len() + 2);
    put(
        buffer,
        line,
        line.x + 2,
        &model.sentence(
            "Choose each value with {take_left} and {take_right}. The one on the right is removed.",
        ),
        theme.dim,
    );
}

/// Returns how a value looks: with a tick if it wins, dim if it does not.
const fn look(wins: bool, in_focus: bool, theme: &Theme) -> (&'static str, Style) {
    match (wins, in_focus) {
        (true, true) => ("✓ ", theme.accent),
        (true, false) => ("✓ ", theme.text),
        (false, _) => ("  ", theme.dim),
    }
}
