//! The same fix for all rows of a kind.

use std::ops::Range;

use crate::app::document::Snapshot;
use crate::domain::SafeText;
use crate::paste::Code;

/// The same fix on the rows of a kind, as many as are mended at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixAll {
    /// What the fix takes away.
    pub code: Code,
    /// The ranges of the text, in order, and what stands there then.
    pub(super) edits: Vec<(Range<usize>, String)>,
    /// How many rows are mended.
    pub rows: usize,
    /// The first of them, as they are and as they will be.
    pub(super) examples: Vec<(String, String)>,
    /// The text of which the edits are.
    pub(super) text: Snapshot,
}

impl FixAll {
    /// Shows the first of the rows, each on a line, as they are and as they will be.
    pub(in crate::app) fn shown(&self) -> String {
        let mut lines: Vec<String> = self
            .examples
            .iter()
            .map(|(before, after)| SafeText::clean(&format!("{before} → {after}")).to_string())
            .collect();
        if self.rows == MOST {
            lines.push("and so on; these are the first, and the rest comes after them".to_owned());
        } else if self.rows > lines.len() {
            lines.push("and so on".to_owned());
        }
        lines.join("\n")
    }
}

/// How many rows are mended at once: within a tenth of a second.
pub(super) const MOST: usize = 10_000;
