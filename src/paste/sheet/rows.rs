//! Reads rows from the text again: to show them, to mend them, to add them.

use std::collections::BTreeSet;

use std::ops::Range;

use super::chunks::{Facts, Place, index};
use super::queries::RowAt;
use super::spare::KeptReader;
use super::states::StateColumns;
use super::{Filter, Sheet};
use crate::domain::{
    Change, ContactDraft, ContactFields, ContactRole, CustomerContacts, CustomerId, Details, Email,
    ImportPrimary, RoleLabels,
};
use crate::paste::check::Verdict;
use crate::paste::entry::Entry;
use crate::paste::format::{Format, Options};
use crate::paste::own_fields::KeptColumn;
use crate::paste::reread;
use crate::paste::role_labels::{self, KnownRoles};
use crate::paste::row::{Fix, Reason, Row};
use crate::paste::scan::{Lines, Spot};
use crate::paste::status::{Code, Codes, Status};
use crate::paste::{explain, fix};

/// How many rows are read at once where all are; those of one line are read together.
const AT_ONCE: usize = 4096;

/// What adding would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// The ready rows, in the order of the text.
    pub contacts: Vec<ContactFields>,
    /// Which of them becomes the primary contact because a person chose it.
    pub primary: Option<usize>,
    /// How many values did not fit the field that they were kept for.
    pub misfits: usize,
    /// Which of them are archived, as the list tells.
    pub archived: BTreeSet<usize>,
}

impl Plan {
    /// Makes it a part of the change of many customers.
    pub fn of_customer(self, customer: CustomerId) -> CustomerContacts {
        CustomerContacts {
            customer,
            contacts: self.contacts,
            primary: self.primary,
            archived: self.archived,
        }
    }

    /// Makes it the change of a customer.
    pub fn change(self, customer: CustomerId) -> Change {
        Change::ImportContacts {
            customer,
            contacts: self.contacts,
            primary: self
                .primary
                .map_or(ImportPrimary::FirstIfNone, ImportPrimary::Row),
            misfits: self.misfits,
            archived: self.archived,
        }
    }
}

/// The ready rows of a text, by their places in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadyRows {
    spots: Vec<Spot>,
    /// Which of them a person chose as the primary contact.
    chosen: Option<usize>,
    format: Format,
    options: Options,
    kept: Vec<KeptColumn>,
    states: Option<StateColumns>,
    /// The roles that are taken from labels; none if these are left.
    labels: Option<KnownRoles>,
}

impl ReadyRows {
    /// Keeps the values of further columns.
    #[must_use]
    pub fn keeping(self, kept: Vec<KeptColumn>) -> Self {
        Self { kept, ..self }
    }

    /// Has contacts archived that are so where the list comes from.
    #[must_use]
    pub fn with_states(self, states: Option<StateColumns>) -> Self {
        Self { states, ..self }
    }

    /// Reads from the same text what adding them would do.
    pub fn read(&self, source: &dyn Lines) -> Plan {
        let mut plan = Plan {
            contacts: Vec::with_capacity(self.spots.len()),
            primary: None,
            misfits: 0,
            archived: BTreeSet::new(),
        };
        let mut cells = Vec::new();
        let mut kept = KeptReader::new(&self.kept, self.format.layout);
        reread::again(
            source,
            &self.format,
            &self.options,
            &self.spots,
            |place, entry, text| {
                let role = self.labels.as_ref().and_then(|roles| roles.offered(entry, text));
                if let Some(mut fields) = fields(entry, role.as_ref()) {
                    if let Some(kept) = &mut kept {
                        let (values, misfits) = kept.read(entry, text);
                        fields = fields.with_custom(values);
                        plan.misfits += misfits;
                    }
                    let state = self.states.map(|states| states.read(text, &mut cells));
                    if state.is_some_and(|state| state.is_archived) {
                        plan.archived.insert(plan.contacts.len());
                    }
                    if self.chosen == Some(place) {
                        plan.primary = Some(plan.contacts.len());
                    }
                    plan.contacts.push(fields);
                }
            },
        );
        plan
    }
}

impl Sheet {
    /// Reads a row with all that is known about it.
    pub fn row(&self, row: RowAt, source: &dyn Lines) -> Option<Row> {
        self.rows(&[row], source).pop()
    }

    /// Reads rows, in the order of the text, with all that is known about them; a line with many people is read once.
    pub fn rows(&self, rows: &[RowAt], source: &dyn Lines) -> Vec<Row> {
        let mut spots = Vec::with_capacity(rows.len());
        let mut all_facts = Vec::with_capacity(rows.len());
        let mut chunk = (usize::MAX, 0);
        for RowAt(place) in rows {
            let Some(facts) = self.chunks.get(*place) else {
                continue;
            };
            if place.chunk != chunk.0 {
                chunk = (place.chunk, self.chunks.first_line(place.chunk));
            }
            spots.push(spot(chunk.1 + index(facts.line), facts));
            all_facts.push((*place, *facts));
        }
        let primary = self.primary();
        let mut read = Vec::with_capacity(rows.len());
        reread::again(source, &self.format, &self.options, &spots, |at, entry, text| {
            let (Some(spot), Some((place, facts))) = (spots.get(at), all_facts.get(at)) else {
                return;
            };
            let is_primary = facts.status() == Status::Ready && primary == Some(RowAt(*place));
            read.push(self.told(entry, text, *spot, facts, is_primary));
        });
        read
    }

    fn told(&self, entry: &Entry<'_>, text: &str, spot: Spot, facts: &Facts, primary: bool) -> Row {
        let verdict = Verdict {
            codes: facts.codes,
            key: self.duplicates.key(facts.id),
        };
        let repeats = facts
            .codes
            .has(Code::DuplicateInList)
            .then(|| self.first_with(facts))
            .flatten();
        let reasons = explain::reasons(entry, verdict, repeats, &self.checker.known);
        let context = fix::Context {
            format: &self.format,
            options: &self.options,
            known: &self.checker.known,
            duplicates: &self.duplicates,
        };
        let fix = context.first(entry, text, &reasons, verdict);
        let fix = fix.and_then(|fix| fix.counted_from(text, spot.shown));
        let mut row = Row {
            status: facts.status(),
            primary,
            fix,
            offered: self.checker.known.roles.offered(entry, text),
            ..shown(entry, spot, facts.codes, reasons)
        };
        if let (RoleLabels::Taken, Some(role)) = (self.marks.labels, &row.offered) {
            role_labels::take(&mut row.details, role);
        }
        row
    }

    /// Returns what becomes of labels that name roles.
    pub fn role_labels(&self) -> RoleLabels {
        self.marks.labels
    }

    /// Has labels that name roles taken as such.
    pub fn take_role_labels(&mut self) {
        self.marks.labels = RoleLabels::Taken;
    }

    /// Has labels taken as roles, or only offered again; returns whether any row has one.
    pub fn turn_role_labels(&mut self, source: &dyn Lines) -> bool {
        if self.marks.labels == RoleLabels::Taken {
            self.marks.labels = RoleLabels::Offered;
            return true;
        }
        let is_offered = self
            .batches(&self.all())
            .any(|rows| self.rows(rows, source).iter().any(|row| row.offered.is_some()));
        if is_offered {
            self.marks.labels = RoleLabels::Taken;
        }
        is_offered
    }

    /// Finds the fixes of the first rows that can be mended the same way, each with the line on which its row starts.
    pub fn fixes(&self, code: Code, most: usize, source: &dyn Lines) -> Vec<(usize, Fix)> {
        let rows: Vec<RowAt> = self
            .every(|facts| facts.codes.has(code) && !facts.skipped)
            .collect();
        self.batches(&rows)
            .flat_map(|rows| self.rows(rows, source))
            .filter_map(|read| {
                read.fix
                    .filter(|fix| fix.code == code)
                    .map(|fix| (read.line, fix))
            })
            .take(most)
            .collect()
    }

    /// Gives the ready rows, to be read and added wherever that may take its time.
    pub fn ready(&self) -> ReadyRows {
        let chosen = self.chosen();
        let mut ready = ReadyRows {
            spots: Vec::with_capacity(self.counts().ready),
            chosen: None,
            format: self.format.clone(),
            options: self.options.clone(),
            kept: Vec::new(),
            states: None,
            labels: match self.marks.labels {
                RoleLabels::Taken => Some(self.checker.known.roles.clone()),
                RoleLabels::Offered => None,
            },
        };
        for (row, facts, line) in self.rows_and_lines() {
            if facts.status() == Status::Ready {
                if chosen == Some(row) {
                    ready.chosen = Some(ready.spots.len());
                }
                ready.spots.push(spot(line, facts));
            }
        }
        ready
    }

    /// Gives the ranges of lines that are done once the ready rows are added: theirs, and those of rows that are
    /// contacts already. A line with another row on it stays; ranges that touch are one.
    pub fn done_lines(&self) -> Vec<Range<usize>> {
        let mut lines: Vec<(Range<usize>, bool)> = Vec::new();
        for (_, row, line) in self.rows_and_lines() {
            let is_done = row.status() == Status::Ready
                || (row.status() == Status::Existing && row.codes.has(Code::AlreadyContact));
            match lines.last_mut() {
                Some((before, done)) if before.start == line => *done &= is_done,
                _ => lines.push((line..line + index(row.lines), is_done)),
            }
        }
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for (line, _) in lines.into_iter().filter(|(_, done)| *done) {
            match ranges.last_mut() {
                Some(before) if before.end == line.start => before.end = line.end,
                _ => ranges.push(line),
            }
        }
        ranges
    }

    /// Cuts rows, which are in the order of the text, into pieces to be read one after the other; no piece ends inside a line.
    pub fn batches<'r>(&self, rows: &'r [RowAt]) -> impl Iterator<Item = &'r [RowAt]> {
        let mut rest = rows;
        let mut chunk = (usize::MAX, 0);
        let mut line = move |RowAt(place): RowAt| {
            if place.chunk != chunk.0 {
                chunk = (place.chunk, self.chunks.first_line(place.chunk));
            }
            self.chunks.get(place).map(|facts| chunk.1 + index(facts.line))
        };
        std::iter::from_fn(move || {
            let end = AT_ONCE.min(rest.len());
            let last = line(*rest.get(..end)?.last()?);
            let more = rest.get(end..).unwrap_or_default();
            let more = more.iter().take_while(|row| line(**row) == last).count();
            let (batch, after) = rest.split_at_checked(end + more)?;
            rest = after;
            Some(batch)
        })
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

    /// Gives every row with the line on which it starts, in the order of the text.
    pub(super) fn rows_and_lines(&self) -> impl Iterator<Item = (RowAt, &Facts, usize)> {
        let mut next = 0;
        let chunks = self.chunks.list.iter().enumerate();
        chunks.flat_map(move |(chunk, part)| {
            let start = next;
            next += part.lines;
            let rows = part.rows.iter().enumerate();
            rows.map(move |(row, facts)| (RowAt(Place { chunk, row }), facts, start + index(facts.line)))
        })
    }
}

/// Returns the fields of a contact; none if an entry is not fit to be one.
pub(super) fn fields(entry: &Entry<'_>, role: Option<&ContactRole>) -> Option<ContactFields> {
    let mut draft = ContactDraft {
        name: entry.name.to_string(),
        email: entry.email.to_string(),
        details: texts(entry),
    };
    if let Some(role) = role {
        role_labels::take(&mut draft.details, role);
    }
    draft.check().ok()
}

/// Returns a row as it is shown, with the status of its codes.
pub(super) fn shown(entry: &Entry<'_>, spot: Spot, codes: Codes, reasons: Vec<Reason>) -> Row {
    let email = if codes.has(Code::NameEmailSwapped) {
        entry.email.to_string()
    } else {
        let spelled = Some(&entry.email).filter(|email| !email.is_ascii());
        let email = spelled.and_then(|email| Email::parse(email).ok());
        email.map_or_else(|| entry.email.to_lowercase(), |email| email.to_string())
    };
    Row {
        line: spot.line + spot.shown,
        lines: spot.lines,
        name: entry.name.to_string(),
        email,
        details: texts(entry),
        status: codes.status(),
        offered: None,
        reasons,
        cleaned: entry.cleaned,
        primary: false,
        fix: None,
    }
}

fn texts(entry: &Entry<'_>) -> Details<String> {
    Details::of(|detail| entry.details[detail].to_string())
}

pub(super) fn spot(line: usize, facts: &Facts) -> Spot {
    Spot {
        line,
        lines: index(facts.lines),
        nth: index(facts.nth),
        shown: index(facts.shown),
    }
}
