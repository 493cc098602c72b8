//! A long list of which a part is loaded: what is selected, what shows, and what must be asked for.

use super::cursor::{moved, scrolled};
use crate::domain::Page;
use crate::input::Motion;

/// How many screens of rows are asked for at once: two on each side of the selected row, so that the screen before and
/// the one after what shows are here too.
const LOADED_SCREENS: usize = 4;

/// The fewest rows that are asked for.
const FEWEST_ROWS: usize = 40;

/// Whether the rows of a list are here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Load {
    /// They were asked for and never came yet.
    Waiting,
    /// They came.
    Ready,
    /// They could not be read; the sentence says why.
    Failed(String),
}

/// A long list, sorted by the store.
#[derive(Debug, Clone)]
pub struct List<T> {
    page: Page<T>,
    load: Load,
    selected: usize,
    top: usize,
    height: usize,
    moved: bool,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self {
            page: Page::empty(),
            load: Load::Waiting,
            selected: 0,
            top: 0,
            height: 0,
            moved: false,
        }
    }
}

impl<T> List<T> {
    /// Returns the number of rows in the whole list.
    pub const fn total(&self) -> usize {
        self.page.total
    }

    /// Returns whether the rows are here.
    pub const fn load(&self) -> &Load {
        &self.load
    }

    /// Returns the place of the selected row.
    pub const fn selected_place(&self) -> usize {
        self.selected
    }

    /// Returns the place of the first row that shows.
    pub const fn top(&self) -> usize {
        self.top
    }

    /// Returns the selected row, if it is loaded.
    pub fn selected(&self) -> Option<&T> {
        self.row(self.selected)
    }

    /// Returns the rows that show in `height` lines with their places; a row that is not loaded yet is none.
    pub fn window(&self, height: usize) -> impl Iterator<Item = (usize, Option<&T>)> {
        (self.top..self.page.total.min(self.top.saturating_add(height))).map(|place| (place, self.row(place)))
    }

    /// Returns the first rows that are loaded, so many at most.
    pub fn first(&self, count: usize) -> &[T] {
        let loaded = &self.page.rows;
        loaded.get(..count.min(loaded.len())).unwrap_or_default()
    }

    /// Returns a row, if it is loaded.
    pub fn row(&self, place: usize) -> Option<&T> {
        self.page.rows.get(place.checked_sub(self.page.offset)?)
    }

    /// Selects another row.
    pub(super) fn step(&mut self, motion: Motion, height: usize) {
        let place = moved(self.selected, motion, self.page.total, height);
        self.select(place, height);
    }

    /// Selects the row with this place.
    pub(super) fn select(&mut self, place: usize, height: usize) {
        self.selected = place.min(self.page.total.saturating_sub(1));
        self.moved = true;
        self.keep_in_view(height);
    }

    /// Starts again at the first row, for another question.
    pub(super) fn rewind(&mut self) {
        self.selected = 0;
        self.top = 0;
        self.moved = true;
    }

    /// Notes that the selected item was asked for, so that its new place is followed.
    pub(super) fn follow(&mut self) {
        self.moved = false;
    }

    /// Takes rows that came.
    pub(super) fn take(&mut self, page: Page<T>, height: usize) {
        if let (Some(place), false) = (page.found, self.moved) {
            self.selected = place;
        }
        self.page = page;
        self.load = Load::Ready;
        self.selected = self.selected.min(self.page.total.saturating_sub(1));
        self.keep_in_view(height);
    }

    /// Notes that the rows could not be read.
    pub(super) fn fail(&mut self, sentence: String) {
        self.load = Load::Failed(sentence);
    }

    /// Notes why no rows can be asked for, and shows none.
    pub(super) fn refuse(&mut self, sentence: String) {
        self.page = Page::empty();
        self.load = Load::Failed(sentence);
        self.rewind();
    }

    /// Returns how many rows to ask for.
    pub(super) fn rows_to_load(&self) -> usize {
        (LOADED_SCREENS * self.height).max(FEWEST_ROWS)
    }

    /// Returns whether a row that shows, or the next screen up or down, is not loaded.
    pub(super) fn lacks_rows(&self, height: usize) -> bool {
        let first = self.top.saturating_sub(height);
        let end = self.page.total.min(self.top.saturating_add(2 * height));
        first < end && (self.row(first).is_none() || self.row(end - 1).is_none())
    }

    /// Scrolls no further than is needed to show the selected row.
    pub(super) fn keep_in_view(&mut self, height: usize) {
        let height = height.max(1);
        self.height = height;
        self.top = scrolled(self.top, self.selected, self.page.total, height);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(total: usize, offset: usize, found: Option<usize>) -> Page<usize> {
        Page {
            total,
            offset,
            rows: (offset..total.min(offset + 40)).collect(),
            found,
        }
    }

    #[test]
    fn scrolls_no_further_than_needed_and_asks_before_rows_run_out() {
        let mut list = List::default();
        list.take(page(1_000, 0, None), 10);
        assert!(!list.lacks_rows(10));
        list.step(Motion::PageDown, 10);
        assert_eq!((list.selected_place(), list.top()), (9, 0));
        list.step(Motion::Down, 10);
        assert_eq!((list.selected_place(), list.top()), (10, 1));
        list.step(Motion::Last, 10);
        assert_eq!((list.selected_place(), list.top()), (999, 990));
        assert!(list.lacks_rows(10));
        assert_eq!(list.selected(), None);
        list.take(page(1_000, 960, None), 10);
        assert_eq!(list.selected(), Some(&999));
        assert!(!list.lacks_rows(10));
    }

    #[test]
    fn follows_an_item_unless_the_person_moved_on() {
        let mut list = List::default();
        list.take(page(100, 0, None), 10);
        list.follow();
        list.take(page(100, 0, Some(42)), 10);
        assert_eq!(list.selected_place(), 42);
        list.follow();
        list.step(Motion::Up, 10);
        list.take(page(100, 0, Some(7)), 10);
        assert_eq!(list.selected_place(), 41);
    }

    #[test]
    fn shrinks_to_what_is_there() {
        let mut list = List::default();
        list.take(page(100, 0, None), 10);
        list.step(Motion::Last, 10);
        list.take(page(3, 0, None), 10);
        assert_eq!((list.selected_place(), list.top()), (2, 0));
        list.take(page(0, 0, None), 10);
        assert_eq!((list.selected_place(), list.window(10).count()), (0, 0));
        list.step(Motion::Down, 10);
        assert_eq!(list.selected_place(), 0);
    }

    #[test]
    fn what_is_asked_for_is_enough_at_every_height() {
        for height in 1..300 {
            let mut list = List::<usize>::default();
            list.keep_in_view(height);
            for selected in [0, 1, 499, 500, 998, 999] {
                let limit = list.rows_to_load();
                let offset = selected
                    .min(999_usize)
                    .saturating_sub(limit / 2)
                    .min(1_000_usize.saturating_sub(limit));
                let rows = (offset..1_000.min(offset + limit)).collect();
                let page = Page {
                    total: 1_000,
                    offset,
                    rows,
                    found: None,
                };
                list.take(page.clone(), height);
                list.select(selected, height);
                list.take(page, height);
                assert!(!list.lacks_rows(height), "{height} {selected}");
            }
        }
    }
}
