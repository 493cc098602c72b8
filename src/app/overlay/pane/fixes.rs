//! Takes the fixes that are suggested: of one row, or of all rows of a kind.

use std::ops::Range;

use super::PastePane;
use super::fix_all::{FixAll, MOST};
use crate::domain::{ContactId, Timestamp};
use crate::paste::{Fix, Rewrite, Step};

/// What taking a fix comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) enum Fixed {
    /// There is none.
    Nothing,
    /// The text is mended; with how its row reads now.
    Text(String),
    /// An archived contact should be restored.
    Restore(ContactId),
    /// An unlinked contact should be linked again.
    Relink(ContactId),
}

/// How many rows are shown before all are mended.
const EXAMPLES: usize = 3;

impl PastePane {
    /// Takes the suggested fix of the current row.
    pub(super) fn fix(&mut self, now: Timestamp) -> Fixed {
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
                let edits = self.edits(row.line, &rewrites);
                let at = edits.first().map_or(0, |(range, _)| range.start);
                let change = self.document.rewrite(&edits);
                if change.is_none() {
                    return Fixed::Nothing;
                }
                self.follow_as_it_was(change, now);
                let byte = at.saturating_sub(self.document.line_start(row.line));
                let mended = self.sheet.row_at(row.line, byte, &self.document);
                let mended = mended.and_then(|row| self.sheet.row(row, &self.document));
                Fixed::Text(mended.map_or_else(String::new, |row| format!("{} <{}>", row.name, row.email)))
            }
        }
    }

    /// Gathers the fix of the current row for all rows of its kind.
    pub(super) fn fix_all(&self) -> Option<FixAll> {
        let code = self.current_row()?.fix?.code;
        let mut all = FixAll {
            code,
            edits: Vec::new(),
            rows: 0,
            examples: Vec::new(),
            text: self.document.snapshot(),
        };
        for (line, fix) in self.sheet.fixes(code, MOST, &self.document) {
            let Step::Rewrite(rewrites) = &fix.step else {
                continue;
            };
            if all.examples.len() < EXAMPLES {
                let before = self.document.line(line).into_owned();
                all.examples.push(example(&before, rewrites));
            }
            all.rows += 1;
            all.edits.extend(self.edits(line, rewrites));
        }
        // Neighbours may both part what stands between them.
        all.edits.dedup();
        (all.rows > 0).then_some(all)
    }

    /// Takes the same fix on all rows of a kind; returns whether the text was still the one that the fix is for.
    pub(super) fn take(&mut self, all: &FixAll, now: Timestamp) -> bool {
        let change = if self.document.snapshot() == all.text {
            self.document.rewrite(&all.edits)
        } else {
            None
        };
        self.follow_as_it_was(change, now);
        change.is_some()
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

/// How many letters beside a fix its example shows.
const BESIDE: usize = 20;

/// Writes the part of a line around a fix, as it is and as it will be.
fn example(line: &str, rewrites: &[Rewrite]) -> (String, String) {
    let (Some(first), Some(last)) = (rewrites.first(), rewrites.last()) else {
        return (line.to_owned(), line.to_owned());
    };
    let before = line.get(..first.range.start).unwrap_or_default();
    let after = line.get(last.range.end..).unwrap_or_default();
    let start = before.char_indices().rev().nth(BESIDE).map_or(0, |(at, _)| at);
    let end = after
        .char_indices()
        .nth(BESIDE)
        .map_or(line.len(), |(at, _)| last.range.end + at);
    let mut mended = line.get(..end).unwrap_or(line).to_owned();
    for rewrite in rewrites.iter().rev() {
        if mended.get(rewrite.range.clone()).is_some() {
            mended.replace_range(rewrite.range.clone(), &rewrite.text);
        }
    }
    let cut = |text: &str, is_cut: bool| {
        let shown = text.get(start..).unwrap_or(text);
        let (left, right) = (if start > 0 { "…" } else { "" }, if is_cut { "…" } else { "" });
        format!("{left}{shown}{right}")
    };
    let is_cut = end < line.len();
    (cut(line.get(..end).unwrap_or(line), is_cut), cut(&mended, is_cut))
}
