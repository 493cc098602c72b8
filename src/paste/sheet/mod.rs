//! The verdicts on all rows of a text, kept up to date with each edit of it.
//!
//! After an edit only the records that it touches are read again, unless it changes the layout, the header or the
//! columns. Of a row only its place, its codes and a hash of its address are kept; what a screen shows is read from
//! the text when it is shown.

mod by_customer;
mod chunks;
mod duplicates;
mod facts;
mod ignored;
mod marks;
mod places;
mod queries;
mod read;
mod rows;
mod spare;
mod states;

use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

pub use by_customer::{ByCustomer, Employer};
use chunks::{Chunks, Facts, Place, RowId, index};
pub(in crate::paste) use duplicates::Duplicates;
pub use ignored::{IgnoredLine, WhyIgnored};
use marks::Marks;
pub use places::InLine;
pub use queries::{Filter, RowAt};
pub use rows::{Plan, ReadyRows};

use super::check::{Checker, Verdict};
use super::detect::{SAMPLE_LINES, detect};
use super::format::{Format, Layout, Options};
use super::known::Known;
use super::record::LOOK_BACK;
use super::scan::{Lines, Scanner, Spot};
use super::status::{Code, Counts};
use super::text;
use crate::domain::ListMarks;

/// Where a text is read as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whole {
    /// By whoever follows an edit.
    Here,
    /// By somebody else, as it takes long.
    Elsewhere,
}

/// Whether a sheet followed an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    /// It did.
    Yes,
    /// It did not: the text must be read as a whole.
    No,
}

/// For how many rows room is made before they are read; a text may have far more lines than rows.
const MOST_RESERVED: usize = 1 << 20;

/// The lines read at first when a small edit is looked at.
const FEW: usize = 4;

/// The removed rows up to which as many new ones in their places keep what a person decided about them.
const KEPT: usize = 64;

/// The verdicts on all rows of a text.
#[derive(Debug)]
pub struct Sheet {
    options: Options,
    format: Format,
    checker: Checker,
    chunks: Chunks,
    duplicates: Duplicates,
    /// What a person decided about the rows.
    marks: Marks,
    /// The names of fields under which people have values where there are no columns; found when they are asked for.
    further: OnceLock<Vec<String>>,
}

impl Sheet {
    /// Reads a text.
    pub fn new(source: &dyn Lines, options: Options, known: Arc<Known>) -> Self {
        let mut sheet = Self {
            format: detect(source, &options, &known.own),
            options,
            checker: Checker::new(known),
            chunks: Chunks::default(),
            duplicates: Duplicates::default(),
            marks: Marks::default(),
            further: OnceLock::new(),
        };
        sheet.rebuild(source);
        sheet
    }

    /// Gives the format of the text.
    pub fn format(&self) -> &Format {
        &self.format
    }

    /// Gives what a person decided about the format.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Gives what is known of the customer.
    pub fn known(&self) -> Arc<Known> {
        Arc::clone(&self.checker.known)
    }

    /// Counts the rows by their status.
    pub fn counts(&self) -> Counts {
        self.chunks.counts
    }

    /// Takes another decision about the format.
    pub fn decide(&mut self, options: Options, source: &dyn Lines) {
        self.options = options;
        self.format = detect(source, &self.options, &self.checker.known.own);
        self.rebuild(source);
    }

    /// Takes what is known now, after the store changed.
    pub fn learn(&mut self, known: Arc<Known>, source: &dyn Lines) {
        if known.own != self.checker.known.own {
            self.format = detect(source, &self.options, &known.own);
        }
        self.checker = Checker::new(known);
        self.rebuild(source);
    }

    /// Returns what was decided about the rows, those that are gone now included.
    pub fn marks(&self) -> ListMarks {
        self.marks.list()
    }

    /// Takes decisions that were kept with the text.
    pub fn take_marks(&mut self, marks: &ListMarks, source: &dyn Lines) {
        self.marks = Marks::of(marks);
        self.find_marked(source);
    }

    /// Follows an edit: `removed` lines from `first` on were replaced by `inserted` lines of the text as it is now.
    ///
    /// An edit may have everything read again; where that is for somebody else to do, returns that it did not follow.
    pub fn edit(
        &mut self,
        first: usize,
        removed: usize,
        inserted: usize,
        source: &dyn Lines,
        whole: Whole,
    ) -> Followed {
        if first < SAMPLE_LINES {
            let format = detect(source, &self.options, &self.checker.known.own);
            if format != self.format {
                self.format = format;
                return self.follow_whole(source, whole);
            }
        }
        let moves_heading = first < self.format.skipped_lines && removed != inserted;
        if inserted > self.chunks.lines() || moves_heading {
            return self.follow_whole(source, whole);
        }
        let start = match self.format.layout {
            Layout::Text => text::start(source, first),
            // What stands around a line decides what it is.
            Layout::Structured(_) => return self.follow_whole(source, whole),
            Layout::Delimited(_) | Layout::AddressList => self.record_start(first),
        };
        let start = start.max(self.format.skipped_lines);
        let edited_to = first + inserted;
        let mut found = Vec::new();
        let mut scanner = Scanner::new(&self.format, &self.options);
        let chunks = &self.chunks;
        let skipped = self.format.skipped_lines;
        let stop = scanner.walk(
            source,
            start,
            inserted.max(FEW),
            |line, reach| {
                let before = line + removed - inserted.min(line + removed);
                let ends =
                    line >= edited_to + reach && before >= skipped && !is_inside_record(chunks, before);
                if ends {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
            &mut self.checker,
            |spot, verdict| found.push(read::found(spot, verdict, start)),
        );
        let old = start..(stop + removed).saturating_sub(inserted);
        let gone = self.rows_on(old.clone());
        let mut before = Vec::with_capacity(gone.len());
        for row in gone.iter().rev() {
            self.duplicates.remove(row.id, &mut self.chunks);
            before.push(self.marks.lose(row.id));
            self.chunks.free_row(row.id);
        }
        before.reverse();
        let mut rows = Vec::with_capacity(found.len());
        for (mut row, key) in found {
            row.id = self.chunks.new_row();
            self.duplicates.know(row.id, key);
            rows.push(row);
        }
        if self.marks.misses_any() {
            self.mark_again(&mut rows, &before, start, source);
        }
        let taken: Vec<RowId> = rows.iter().map(|row| row.id).collect();
        self.duplicates.reserve(taken.len());
        self.chunks.replace(old, stop - start, rows);
        for id in taken {
            self.duplicates.add(id, &mut self.chunks);
        }
        Followed::Yes
    }

    fn follow_whole(&mut self, source: &dyn Lines, whole: Whole) -> Followed {
        match whole {
            Whole::Here => {
                self.rebuild(source);
                Followed::Yes
            }
            Whole::Elsewhere => Followed::No,
        }
    }

    /// Finds among rows that came in for others those that were decided on: by what they hold, and where few were
    /// changed in their places, by those.
    fn mark_again(&mut self, rows: &mut [Facts], before: &[Option<u64>], start: usize, source: &dyn Lines) {
        let places = rows.iter().map(|row| (start + index(row.line), row));
        let prints = marks::prints(source, &self.format, &self.options, places);
        for (row, print) in rows.iter().zip(&prints) {
            self.marks.find_chosen(row.id, *print);
        }
        // Of rows that hold the same the last ones were left out: with the first they all are.
        for (row, print) in rows.iter_mut().zip(&prints).rev() {
            row.skipped = self.marks.find_skipped(row.id, *print);
        }
        if rows.len() == before.len() && rows.len() <= KEPT {
            for ((row, print), before) in rows.iter_mut().zip(prints).zip(before) {
                if let Some(before) = before.filter(|_| !row.skipped) {
                    row.skipped = self.marks.succeed(row.id, before, print);
                }
            }
        }
    }

    /// Finds all rows that were decided on and are missed.
    fn find_marked(&mut self, source: &dyn Lines) {
        if !self.marks.misses_any() {
            return;
        }
        let places: Vec<(Place, RowId)> = self
            .rows_and_lines()
            .map(|(row, facts, _)| (row.0, facts.id))
            .collect();
        let rows = self.rows_and_lines().map(|(_, facts, line)| (line, facts));
        let prints = marks::prints(source, &self.format, &self.options, rows);
        for ((_, id), print) in places.iter().zip(&prints) {
            self.marks.find_chosen(*id, *print);
        }
        for ((place, id), print) in places.into_iter().zip(prints).rev() {
            if self.marks.find_skipped(id, print) {
                self.leave_out(place);
            }
        }
    }

    /// Reads everything.
    fn rebuild(&mut self, source: &dyn Lines) {
        self.duplicates = Duplicates::default();
        self.marks.lose_all();
        self.further = OnceLock::new();
        self.chunks.clear(source.count());
        let start = self.format.skipped_lines.min(source.count());
        if let Layout::Delimited(_) = self.format.layout {
            self.duplicates.reserve(source.count().min(MOST_RESERVED));
        }
        let mut filling = self.chunks.fill();
        let duplicates = &mut self.duplicates;
        let mut push = |(mut row, key): read::Found| {
            row.id = filling.new_row();
            duplicates.know(row.id, key);
            if duplicates.append(row.id) {
                row.codes.insert(Code::DuplicateInList);
            }
            filling.push(row);
        };
        for line in &self.format.preamble {
            push(read::found(Spot::of_nobody(*line, 1), Verdict::NOBODY, 0));
        }
        read::read(
            source,
            start,
            &self.format,
            &self.options,
            &mut self.checker,
            |piece| piece.into_iter().for_each(&mut push),
        );
        drop(filling);
        self.find_marked(source);
    }

    /// Finds the line from which the text must be read again after an edit of a line.
    fn record_start(&self, line: usize) -> usize {
        let mut start = line;
        let mut place = self.chunks.at_or_after(line);
        while let Some(before) = self.chunks.before(place) {
            let (Some(row), at) = (self.chunks.get(before), self.chunks.line(before)) else {
                break;
            };
            if at + LOOK_BACK < line {
                break;
            }
            if row.codes.has(Code::UnterminatedQuote) || at + index(row.lines) > line {
                start = start.min(at);
            }
            place = before;
        }
        start
    }
}

/// Says whether a record that starts before a line goes on over it.
fn is_inside_record(chunks: &Chunks, line: usize) -> bool {
    let place = chunks.at_or_after(line);
    chunks
        .before(place)
        .and_then(|before| {
            chunks
                .get(before)
                .map(|row| chunks.line(before) + index(row.lines) > line)
        })
        .unwrap_or(false)
}

#[cfg(test)]
mod tests;
