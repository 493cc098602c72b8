//! Where things stand on the screen: plain rectangles, used by update for page sizes and the mouse, and by the view.

mod areas;
mod details;
mod form;
mod hit;
mod integrations;
mod overlay;
mod pane;
mod sheet;
mod sheet_line;
mod wrap;

pub(super) use areas::body;
pub use areas::{Areas, PlacedHint, areas, hints, tab_key, tabs};
pub use form::{FORM_MARGIN, FormLine, form_lines, labels};
pub(super) use hit::{Target, offered_at, target_at};
pub use hit::{near_miss_hint, offer};
pub use integrations::{IntegrationsAreas, StateNote, integrations, state_note};
pub use overlay::{
    ChangesAreas, DialogAreas, HelpAreas, SearchAreas, changes, connect_frame, dialog, help, merge_frame,
    search,
};
pub use pane::{PaneAreas, pane};
pub use sheet::{SheetAreas, sheet, title};
pub use sheet_line::{Cell, Shade, SheetLine};
pub use wrap::wrap;

use crate::input::Pointer;

/// The smallest terminal in which the app can be used.
pub const SMALLEST: Size = Size {
    width: 60,
    height: 16,
};

/// A size in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Size {
    /// Returns whether the app can be used in it.
    pub const fn is_usable(self) -> bool {
        self.width >= SMALLEST.width && self.height >= SMALLEST.height
    }
}

/// A rectangle of cells, counted from 0 at the top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rect {
    /// The first column.
    pub x: u16,
    /// The first row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Rect {
    /// Takes a position and a size.
    pub const fn new(x: u16, y: u16, width: u16, height: u16) -> Self {
        Self { x, y, width, height }
    }

    /// Returns whether a cell lies in it.
    pub const fn contains(self, column: u16, row: u16) -> bool {
        column >= self.x
            && column < self.x.saturating_add(self.width)
            && row >= self.y
            && row < self.y.saturating_add(self.height)
    }

    /// Returns what of it lies from a column on.
    pub const fn right_of(self, x: u16) -> Self {
        let width = self.x.saturating_add(self.width).saturating_sub(x);
        Self { x, width, ..self }
    }

    /// Returns which of `count` things lies under the mouse, one on each row from the one at the place `first`.
    pub(super) fn place_at(self, at: Pointer, first: usize, count: usize) -> Option<usize> {
        let place = first + usize::from(at.row.saturating_sub(self.y));
        (self.contains(at.column, at.row) && place < count).then_some(place)
    }

    /// Cuts off the first `rows` rows and returns them and the rest.
    const fn split_top(self, rows: u16) -> (Self, Self) {
        let rows = if rows < self.height { rows } else { self.height };
        (
            Self { height: rows, ..self },
            Self {
                y: self.y + rows,
                height: self.height - rows,
                ..self
            },
        )
    }

    /// Leaves `columns` and `rows` free on every side.
    const fn inset(self, columns: u16, rows: u16) -> Self {
        Self {
            x: self.x.saturating_add(columns),
            y: self.y.saturating_add(rows),
            width: self.width.saturating_sub(2 * columns),
            height: self.height.saturating_sub(2 * rows),
        }
    }

    /// Returns a rectangle of at most this size in the middle.
    const fn centred(self, width: u16, height: u16) -> Self {
        let width = if width < self.width { width } else { self.width };
        let height = if height < self.height { height } else { self.height };
        Self {
            x: self.x + (self.width - width) / 2,
            y: self.y + (self.height - height) / 2,
            width,
            height,
        }
    }
}
