//! The parts of the pane in which a list is pasted: side by side where there is room, else one above the other.

use super::{Rect, Size};
use crate::app::overlay::pane::PastePane;

/// The rows above the pane: where the user is, and the tabs of the customer.
const ABOVE: u16 = 2;

/// The rows below it: the message and the keys.
const BELOW: u16 = 2;

/// The width from which text and preview stand side by side.
const WIDE: u16 = 110;

/// The parts of the pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// Returns the parts of the pane.
pub fn pane(size: Size, pane: &PastePane) -> PaneAreas {
    let rows = size.height.saturating_sub(ABOVE + BELOW);
    let body = Rect::new(0, ABOVE, size.width, rows);
    let (title, body) = body.split_top(1);
    let (action, reasons_rows) = (1, if body.height > 16 { 3 } else { 2 });
    let (middle, bottom) = body.split_top(body.height.saturating_sub(action + reasons_rows));
    let (reasons, action) = bottom.split_top(reasons_rows);
    let (text, preview) = if size.width >= WIDE {
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
