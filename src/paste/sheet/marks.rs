//! What a person decided about rows, held by what the rows hold: it outlives edits elsewhere, adding and a restart.

use std::collections::HashMap;

use super::chunks::{Facts, RowId, index};
use crate::domain::{ListMarks, RoleLabels};
use crate::paste::entry::Entry;
use crate::paste::format::{Format, Options};
use crate::paste::reread;
use crate::paste::scan::Lines;

/// The decisions about the rows of a sheet.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// The fingerprints of the rows that are left out.
    skipped: HashMap<RowId, u64>,
    /// The fingerprints of rows that were left out and are gone, each as often as it was.
    lost: HashMap<u64, usize>,
    /// The row that was chosen as the primary contact, if it is there, and its fingerprint.
    chosen: Option<(Option<RowId>, u64)>,
    /// What becomes of labels that name roles.
    pub(super) labels: RoleLabels,
}

impl Marks {
    /// Begins with decisions whose rows are still to be found.
    pub(super) fn of(marks: &ListMarks) -> Self {
        let mut all = Self {
            chosen: marks.primary.map(|print| (None, print)),
            labels: marks.labels,
            ..Self::default()
        };
        marks.skipped.iter().for_each(|print| all.lose_print(*print));
        all
    }

    /// Returns the decisions, in an order of their own.
    pub(super) fn list(&self) -> ListMarks {
        let lost = self
            .lost
            .iter()
            .flat_map(|(print, times)| std::iter::repeat_n(*print, *times));
        let mut skipped: Vec<u64> = self.skipped.values().copied().chain(lost).collect();
        skipped.sort_unstable();
        ListMarks {
            skipped,
            primary: self.chosen.map(|(_, print)| print),
            labels: self.labels,
        }
    }

    /// Returns the row that was chosen as the primary contact.
    pub(super) fn chosen(&self) -> Option<RowId> {
        self.chosen.and_then(|(row, _)| row)
    }

    /// Chooses a row, or takes the choice back.
    pub(super) fn choose(&mut self, row: RowId, print: u64) {
        self.chosen = if self.chosen() == Some(row) {
            None
        } else {
            Some((Some(row), print))
        };
    }

    pub(super) fn skip(&mut self, row: RowId, print: u64) {
        self.skipped.insert(row, print);
    }

    pub(super) fn take_in(&mut self, row: RowId) {
        self.skipped.remove(&row);
    }

    /// Notes that a row is gone; returns the fingerprint of one that was left out.
    pub(super) fn lose(&mut self, row: RowId) -> Option<u64> {
        if let Some((chosen, _)) = &mut self.chosen
            && *chosen == Some(row)
        {
            *chosen = None;
        }
        let print = self.skipped.remove(&row)?;
        self.lose_print(print);
        Some(print)
    }

    /// Notes that all rows are gone.
    pub(super) fn lose_all(&mut self) {
        if let Some((row, _)) = &mut self.chosen {
            *row = None;
        }
        for (_, print) in std::mem::take(&mut self.skipped) {
            self.lose_print(print);
        }
    }

    /// Returns whether a row that comes in may be one that is missed.
    pub(super) fn misses_any(&self) -> bool {
        !self.lost.is_empty() || matches!(self.chosen, Some((None, _)))
    }

    /// Takes a row that comes in for the one that was chosen and is gone, if it holds the same.
    pub(super) fn find_chosen(&mut self, row: RowId, print: u64) {
        if let Some((missing @ None, wanted)) = &mut self.chosen
            && *wanted == print
        {
            *missing = Some(row);
        }
    }

    /// Takes a row that comes in for one that was left out and is gone, if it holds the same; returns whether it does.
    pub(super) fn find_skipped(&mut self, row: RowId, print: u64) -> bool {
        let found = self.forget(print);
        if found {
            self.skipped.insert(row, print);
        }
        found
    }

    /// Lets a row that was changed follow one that was left out, in its place.
    pub(super) fn succeed(&mut self, row: RowId, before: u64, print: u64) -> bool {
        let follows = self.forget(before);
        if follows {
            self.skipped.insert(row, print);
        }
        follows
    }

    fn forget(&mut self, print: u64) -> bool {
        let Some(times) = self.lost.get_mut(&print) else {
            return false;
        };
        *times -= 1;
        if *times == 0 {
            self.lost.remove(&print);
        }
        true
    }

    fn lose_print(&mut self, print: u64) {
        *self.lost.entry(print).or_default() += 1;
    }
}

/// Reads the fingerprints of rows that follow each other; each line is read once. Their lines count from `start`.
pub(super) fn prints<'f>(
    source: &dyn Lines,
    format: &Format,
    options: &Options,
    rows: impl Iterator<Item = (usize, &'f Facts)>,
) -> Vec<u64> {
    let mut prints = Vec::new();
    let mut of_line: (Option<usize>, Vec<u64>) = (None, Vec::new());
    for (line, facts) in rows {
        if of_line.0 != Some(line) {
            let lines = line..line + index(facts.lines);
            of_line = (Some(line), reread::entries(source, format, options, lines, print));
        }
        prints.push(of_line.1.get(index(facts.nth)).copied().unwrap_or(0));
    }
    prints
}

/// Returns the fingerprint of a row: FNV-1a of its text, the same in every release.
fn print(entry: &Entry<'_>, text: &str) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let text = text.get(entry.place.range()).unwrap_or_default().trim();
    text.bytes()
        .fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME))
}
