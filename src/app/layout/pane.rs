//! The parts of the pane in which a list is pasted: side by side where there is room, else one above the other.

use super::{Rect, areas};
use crate::app::model::Model;

/// The width from which text and preview stand side by side.
const WIDE: u16 = 110;

/// The parts of the pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PaneAreas {
    /// What the pane is, and how the text is read.
    pub title: Rect,
    /// The numbers and marks of the lines.
    pub gutter: Rect,
    /// The text.
    pub text: Rect,
    /// The titles of the preview's columns.
    pub head: Rect,
    /// The rows of the preview.
    pub rows: Rect,
    /// The reasons of the current row.
    pub reasons: Rect,
    /// What adding does.
    pub action: Rect,
}

/// Gives the parts of the pane; none of them has cells if it is not open.
pub fn pane(model: &Model) -> PaneAreas {
    let Some(pane) = &model.pane else {
        return PaneAreas::default();
    };
    let whole = areas(model);
    let top = whole.line.y;
    let body = Rect::new(0, top, model.size.width, whole.message.y.saturating_sub(top));
    let (title, body) = body.split_top(1);
    let (action, reasons_rows) = (1, if body.height > 16 { 3 } else { 2 });
    let (middle, bottom) = body.split_top(body.height.saturating_sub(action + reasons_rows));
    let (reasons, action) = bottom.split_top(reasons_rows);
    let (text, preview) = if model.size.width >= WIDE {
        let left = middle.width * 9 / 20;
        (
            Rect {
                width: left,
                ..middle
            },
            Rect {
                x: middle.x + left + 1,
                width: middle.width - left - 1,
                ..middle
            },
        )
    } else {
        middle.split_top(middle.height / 2)
    };
    let digits = u16::try_from(pane.document.line_count().to_string().len()).unwrap_or(8);
    let margin = digits.max(2) + 3;
    let (head, rows) = preview.split_top(1);
    PaneAreas {
        title,
        gutter: Rect {
            width: margin,
            ..text
        },
        text: Rect {
            x: text.x + margin,
            width: text.width.saturating_sub(margin),
            ..text
        },
        head,
        rows,
        reasons,
        action,
    }
}
