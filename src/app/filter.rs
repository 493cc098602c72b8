//! The words that the rows of a list must hold, and whether they are being typed.

use super::editor::LineEditor;
use crate::domain::{CustomField, SearchError, SearchQuery, SearchScope};

/// Whether keys go into the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FilterMode {
    /// They do not.
    #[default]
    Off,
    /// They do.
    On,
}

/// The words of a filter.
#[derive(Debug, Clone, Default)]
pub struct FilterInput {
    /// The line.
    pub line: LineEditor,
    /// Whether keys go into it.
    pub typing: FilterMode,
}

impl FilterInput {
    /// Starts with words that are typed already.
    pub(super) fn new(text: &str) -> Self {
        Self {
            line: LineEditor::new(text),
            typing: FilterMode::Off,
        }
    }

    /// Reads the words as a search, which may ask for fields that users defined.
    pub(super) fn query(
        &self,
        scope: SearchScope,
        custom: &[CustomField],
    ) -> Result<SearchQuery, SearchError> {
        SearchQuery::parse_with(self.line.text(), scope, custom)
    }

    /// Returns whether nothing is filtered out.
    pub fn is_empty(&self) -> bool {
        self.line.text().trim().is_empty()
    }

    /// Takes all words away; returns whether there were any.
    pub(super) fn clear(&mut self) -> bool {
        let had = !self.is_empty();
        *self = Self::default();
        had
    }
}
