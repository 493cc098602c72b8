//! The list of keys: what can be done here, searched by typing, run with enter.

use super::editor::LineEditor;
use crate::domain::fold;
use crate::input::{Binding, Motion};

/// The list of keys.
#[derive(Debug, Clone)]
pub struct Help {
    /// The words that entries must hold.
    pub words: LineEditor,
    /// The place of the selected entry among those that match.
    pub selected: usize,
    /// The place of the first entry that shows.
    pub top: usize,
    entries: Vec<Binding>,
}

impl Help {
    /// Lists bindings that work where the person is.
    pub(super) fn new(entries: Vec<Binding>) -> Self {
        Self {
            words: LineEditor::default(),
            selected: 0,
            top: 0,
            entries,
        }
    }

    /// Gives the entries that hold the words typed.
    pub fn entries(&self) -> Vec<Binding> {
        let words = fold(self.words.text());
        let holds = |binding: &&Binding| {
            let text = fold(&format!("{} {}", keys(binding), binding.words));
            words.split_whitespace().all(|word| text.contains(word))
        };
        self.entries.iter().filter(holds).cloned().collect()
    }

    /// Gives the number of entries, those that do not match included.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Gives the selected entry.
    pub(super) fn chosen(&self) -> Option<Binding> {
        self.entries().get(self.selected).cloned()
    }

    /// Selects another entry.
    pub(super) fn step(&mut self, motion: Motion, height: usize) {
        let last = self.entries().len().saturating_sub(1);
        let screen = height.saturating_sub(1).max(1);
        let place = match motion {
            Motion::Up => self.selected.saturating_sub(1),
            Motion::Down => self.selected + 1,
            Motion::PageUp => self.selected.saturating_sub(screen),
            Motion::PageDown => self.selected + screen,
            Motion::First => 0,
            Motion::Last => last,
        };
        self.select(place.min(last), height);
    }

    /// Selects the entry at a place and shows it.
    pub(super) fn select(&mut self, place: usize, height: usize) {
        self.selected = place;
        self.top = self.top.clamp((place + 1).saturating_sub(height.max(1)), place);
    }
}

/// Writes the keys of a binding: `enter, ctrl-s`.
pub fn keys(binding: &Binding) -> String {
    binding
        .keys
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}
