//! Reads rows from the text again: to show them, to mend them, to add them.

use super::chunks::Facts;
use super::queries::RowAt;
use super::{Filter, Sheet};
use crate::domain::{ContactDraft, ContactFields};
use crate::paste::check::Verdict;
use crate::paste::row::{Code, Fix, Row, Status};
use crate::paste::scan::{self, Lines, Spot};
use crate::paste::{explain, fix};

/// What adding would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The ready rows, in the order of the text.
    pub contacts: Vec<ContactFields>,
    /// Which of them becomes the primary contact because a person chose it.
    pub primary: Option<usize>,
}

impl Sheet {
    /// Reads a row with all that is known about it.
    pub fn row(&self, row: RowAt, source: &dyn Lines) -> Option<Row> {
        let facts = *self.chunks.get(row.0)?;
        let key = self.repeats.key(facts.id);
        let spot = self.spot(row, &facts);
        let primary = facts.status() == Status::Ready && self.primary() == Some(row);
        scan::again(source, &self.format, &self.options, spot, |entry, text| {
            let verdict = Verdict {
                codes: facts.codes,
                key,
            };
            let repeats = facts
                .codes
                .has(Code::DuplicateInList)
                .then(|| self.first_with(&facts))
                .flatten();
            let reasons = explain::reasons(entry, verdict, repeats, &self.checker.known);
            let fix = fix::first(
                entry,
                text,
                &reasons,
                key,
                self.format.layout,
                &self.checker.known,
            );
            Row {
                line: spot.line,
                lines: spot.lines,
                name: entry.name.to_string(),
                email: if facts.codes.has(Code::NameEmailSwapped) {
                    entry.email.to_string()
                } else {
                    entry.email.to_lowercase()
                },
                title: entry.title.to_string(),
                phone: entry.phone.to_string(),
                status: facts.status(),
                reasons,
                cleaned: entry.cleaned,
                primary,
                fix,
            }
        })
    }

    /// Finds the fixes of all rows that can be mended the same way, each with the line on which its row starts.
    pub fn fixes(&self, code: Code, source: &dyn Lines) -> Vec<(usize, Fix)> {
        self.every(|facts| facts.codes.has(code) && !facts.skipped)
            .filter_map(|row| {
                let read = self.row(row, source)?;
                read.fix
                    .filter(|fix| fix.code == code)
                    .map(|fix| (read.line, fix))
            })
            .collect()
    }

    /// Gives what adding would do.
    pub fn plan(&self, source: &dyn Lines) -> Plan {
        let chosen = self.chosen.and_then(|id| self.chunks.place(id)).map(RowAt);
        let mut plan = Plan::default();
        for row in self.every(|facts| facts.status() == Status::Ready) {
            let Some(facts) = self.chunks.get(row.0) else {
                continue;
            };
            let spot = self.spot(row, facts);
            let fields = scan::again(source, &self.format, &self.options, spot, |entry, _| {
                ContactDraft {
                    name: entry.name.to_string(),
                    email: entry.email.to_string(),
                    title: entry.title.to_string(),
                    phone: entry.phone.to_string(),
                }
                .check()
            });
            if let Some(Ok(fields)) = fields {
                if chosen == Some(row) {
                    plan.primary = Some(plan.contacts.len());
                }
                plan.contacts.push(fields);
            }
        }
        plan
    }

    /// Gives the ranges of lines that are done once the ready rows are added: theirs, and those of rows that are
    /// contacts already. A line with another row on it stays.
    pub fn done_lines(&self) -> Vec<std::ops::Range<usize>> {
        let is_done = |row: &Facts| {
            row.status() == Status::Ready
                || (row.status() == Status::Existing && row.codes.has(Code::AlreadyContact))
        };
        let mut ranges: Vec<std::ops::Range<usize>> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut start = 0;
        for chunk in &self.chunks.list {
            for row in &chunk.rows {
                let line = start + super::index(row.line);
                if is_done(row) {
                    if ranges.last().is_none_or(|range| range.start != line) && open.last() != Some(&line) {
                        ranges.push(line..line + usize::from(row.lines));
                    }
                } else {
                    open.push(line);
                    if ranges.last().is_some_and(|range| range.start == line) {
                        ranges.pop();
                    }
                }
            }
            start += chunk.lines;
        }
        ranges
    }

    /// Gives all rows of the sheet, in the order of the text.
    pub fn all(&self) -> Vec<RowAt> {
        self.shown(Filter::All, 0, usize::MAX)
    }

    fn every(&self, test: impl Fn(&Facts) -> bool) -> impl Iterator<Item = RowAt> {
        let mut rows = self.shown(Filter::All, 0, self.counts().all());
        rows.retain(|row| self.chunks.get(row.0).is_some_and(&test));
        rows.into_iter()
    }

    fn spot(&self, row: RowAt, facts: &Facts) -> Spot {
        Spot {
            line: self.line_of(row),
            lines: usize::from(facts.lines),
            nth: usize::from(facts.nth),
        }
    }
}
