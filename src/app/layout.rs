//! Where things stand on the screen: plain rectangles, used by update for page sizes and the mouse, and by the view.

/// A size in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}
