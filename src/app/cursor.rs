//! The selected row of a list, and the part of it that shows.

use crate::input::Motion;

/// The selected row of a list that is here as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cursor {
    /// The place of the selected row.
    pub selected: usize,
    /// The place of the first row that shows.
    pub top: usize,
}

impl Cursor {
    /// Selects another of `count` rows.
    pub(super) fn step(&mut self, motion: Motion, count: usize, height: usize) {
        self.select(moved(self.selected, motion, count, height), height);
    }

    /// Selects the row at a place and shows it.
    pub(super) fn select(&mut self, place: usize, height: usize) {
        self.selected = place;
        self.top = self.top.clamp((place + 1).saturating_sub(height.max(1)), place);
    }
}

/// Returns the place to which a motion leads from another among `count` rows, of which `height` show.
pub(super) fn moved(from: usize, motion: Motion, count: usize, height: usize) -> usize {
    let last = count.saturating_sub(1);
    let screen = height.saturating_sub(1).max(1);
    let place = match motion {
        Motion::Up => from.saturating_sub(1),
        Motion::Down => from.saturating_add(1),
        Motion::PageUp => from.saturating_sub(screen),
        Motion::PageDown => from.saturating_add(screen),
        Motion::First => 0,
        Motion::Last => last,
    };
    place.min(last)
}
