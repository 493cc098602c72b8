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
        self.select(moved(self.selected, motion, count, height), count, height);
    }

    /// Selects one of `count` rows and shows it.
    pub(super) fn select(&mut self, place: usize, count: usize, height: usize) {
        self.selected = place;
        self.top = scrolled(self.top, place, count, height);
    }
}

/// Returns the first of `height` rows that show, so that the selected one of `count` does, with as little scrolling as possible and
/// no avoidable blank row at the end.
pub(super) fn scrolled(top: usize, selected: usize, count: usize, height: usize) -> usize {
    let height = height.max(1);
    let top = top.min(count.saturating_sub(height));
    top.clamp((selected + 1).saturating_sub(height), selected)
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
