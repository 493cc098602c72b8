//! Takes the fixes that are suggested: of one row, or of all rows of a kind.

use std::ops::Range;

use super::PastePane;
use crate::domain::{ContactId, Timestamp};
use crate::paste::{Code, Fix, Rewrite, Step};

/// What taking a fix comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) enum Fixed {
    /// There is none.
    Nothing,
    /// The text is mended; with how it was and how it is.
    Text(String, String),
    /// An archived contact should be restored.
    Restore(ContactId),
    /// An unlinked contact should be linked again.
    Relink(ContactId),
}

/// The same fix on all rows of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixAll {
    /// What the fix takes away.
    pub code: Code,
    /// The ranges of the text, in order, and what stands there then.
    edits: Vec<(Range<usize>, String)>,
    /// How many rows are mended.
    pub rows: usize,
    /// The first of them, as they are and as they will be.
    pub examples: Vec<(String, String)>,
}

/// How many rows are shown before all are mended.
const EXAMPLES: usize = 3;

impl PastePane {
    /// Takes the suggested fix of the current row.
    pub(in crate::app) fn fix(&mut self, now: Timestamp) -> Fixed {
        let Some(row) = self.current_row() else {
            return Fixed::Nothing;
        };
        match row.fix {
            None => Fixed::Nothing,
            Some(Fix {
                step: Step::Restore(id),
                ..
            }) => Fixed::Restore(id),
            Some(Fix {
                step: Step::Relink(id),
                ..
            }) => Fixed::Relink(id),
            Some(Fix {
                step: Step::Rewrite(rewrites),
                ..
            }) => {
                let before = self.document.line(row.line).into_owned();
                let edits = self.edits(row.line, &rewrites);
                let change = self.document.rewrite(&edits);
                self.follow(change, now);
                Fixed::Text(before, self.document.line(row.line).into_owned())
            }
        }
    }

    /// Gathers the fix of the current row for all rows of its kind.
    pub(in crate::app) fn fix_all(&self) -> Option<FixAll> {
        let code = self.current_row()?.fix?.code;
        let mut all = FixAll {
            code,
            edits: Vec::new(),
            rows: 0,
            examples: Vec::new(),
        };
        for (line, fix) in self.sheet.fixes(code, &self.document) {
            let Step::Rewrite(rewrites) = &fix.step else {
                continue;
            };
            if all.examples.len() < EXAMPLES {
                let before = self.document.line(line).into_owned();
                all.examples.push((before.clone(), rewritten(before, rewrites)));
            }
            all.rows += 1;
            all.edits.extend(self.edits(line, rewrites));
        }
        (all.rows > 0).then_some(all)
    }

    /// Takes the same fix on all rows of a kind.
    pub(in crate::app) fn take(&mut self, all: &FixAll, now: Timestamp) {
        let change = self.document.rewrite(&all.edits);
        self.follow(change, now);
    }

    fn edits(&self, line: usize, rewrites: &[Rewrite]) -> Vec<(Range<usize>, String)> {
        let start = self.document.line_start(line);
        rewrites
            .iter()
            .map(|rewrite| {
                (
                    start + rewrite.range.start..start + rewrite.range.end,
                    rewrite.text.clone(),
                )
            })
            .collect()
    }
}

fn rewritten(mut line: String, rewrites: &[Rewrite]) -> String {
    for rewrite in rewrites.iter().rev() {
        if line.get(rewrite.range.clone()).is_some() {
            line.replace_range(rewrite.range.clone(), &rewrite.text);
        }
    }
    line
}
