//! The lines of a text, whatever keeps them.

use std::ops::Range;

/// The lines of a text, however it is kept; each ends in `\n`, the last one need not.
pub trait Lines: Sync {
    /// Gives the number of lines.
    fn count(&self) -> usize;
    /// Appends the lines of a range, each with a line break.
    fn read(&self, lines: Range<usize>, into: &mut String);
}

/// A whole text with an index of its lines.
#[derive(Debug)]
pub struct IndexedText<'t> {
    text: &'t str,
    /// Where each line starts; one more at the end.
    starts: Vec<usize>,
}

impl<'t> IndexedText<'t> {
    /// Indexes a text whose lines end in `\n`.
    pub fn new(text: &'t str) -> Self {
        let mut starts = Vec::with_capacity(text.len() / SHORT_LINE);
        starts.push(0);
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        starts.push(text.len());
        Self { text, starts }
    }
}

impl Lines for IndexedText<'_> {
    fn count(&self) -> usize {
        self.starts.len() - 1
    }

    fn read(&self, lines: Range<usize>, into: &mut String) {
        let start = self.starts.get(lines.start).copied().unwrap_or(self.text.len());
        let end = self.starts.get(lines.end).copied().unwrap_or(self.text.len());
        into.push_str(self.text.get(start..end).unwrap_or_default());
        if lines.end >= self.count() && !lines.is_empty() {
            into.push('\n');
        }
    }
}

/// The length of lines for which room is kept, so that the index of most texts never has to grow.
const SHORT_LINE: usize = 32;
