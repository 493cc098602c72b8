//! The pane in which a list of people is pasted: the text, and what is known of its rows.

mod act;
mod deciding;
mod decisions;
mod dropped;
mod fix_all;
mod fixes;
mod keeping;
mod kept;
pub(in crate::app) mod lists;
mod reading;
mod replies;
#[cfg(test)]
mod tests;
mod text;
mod unread;

use std::sync::Arc;

pub use fix_all::FixAll;
pub use keeping::Kept;
use keeping::{Keeping, Waiting};

use decisions::{Decisions, ReadAs};
pub use reading::Reading;
use reading::Unread;

use crate::app::cursor::{moved, scrolled};
use crate::app::document::{Change, Document, Snapshot};
use crate::app::editor::LineEditor;
use crate::domain::{Customer, CustomerId, ListDraft, Name, NoteText, Progress, Timestamp};
use crate::input::Motion;
use crate::paste::{Counts, Filter, Followed, Known, Layout, Options, Origin, Row, RowAt, Sheet, Whole};

/// The column that is decided on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnsCursor {
    /// Its place.
    pub column: usize,
}

/// Where the keys go.
#[derive(Debug, Clone)]
pub enum Focus {
    /// To the text.
    Text,
    /// To the rows of the preview.
    Preview,
    /// To what the columns hold.
    Columns(ColumnsCursor),
    /// To the name of a file to take the text of.
    File(LineEditor),
}

/// The pane in which a list of people is pasted.
#[derive(Debug)]
pub struct PastePane {
    /// The customer to whom the people belong.
    pub customer: CustomerId,
    /// The customer's name.
    pub customer_name: Name,
    /// The text.
    pub document: Document,
    /// The first line that shows, and the first column.
    pub top: (usize, usize),
    /// Where the keys go.
    pub focus: Focus,
    /// Which rows the preview shows.
    pub filter: Filter,
    /// The place of the current row among those that show.
    pub selected: usize,
    /// The place of the first row that shows.
    pub first: usize,
    pub(in crate::app) sheet: Sheet,
    /// What was decided about the rows and the layout, step by step.
    decisions: Decisions,
    /// What is known of a list that is still being read.
    unread: Option<Unread>,
    pub(in crate::app) keeping: Keeping,
    pub(in crate::app) clipboard: String,
    /// The size of the text and of the preview, in lines, and the width of the text.
    room: Room,
    /// The file that is being read.
    pub reading: Option<Reading>,
    /// What the text was, if it is that of a file.
    pub origin: Option<Origin>,
    /// The rows that are being added.
    pub(in crate::app) adding: Option<Adding>,
    /// The text that was last kept as a note.
    pub(in crate::app) kept_note: Option<NoteText>,
}

/// Rows that are being added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct Adding {
    /// The text whose ready rows they are.
    pub(in crate::app) text: Snapshot,
    /// How far it is, of many rows.
    pub(in crate::app) progress: Option<Progress>,
}

/// How much of the pane shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::app) struct Room {
    pub(in crate::app) text_rows: usize,
    pub(in crate::app) text_cells: usize,
    pub(in crate::app) preview_rows: usize,
}

impl PastePane {
    fn new(customer: &Customer) -> Self {
        let document = Document::default();
        let domain = customer.domain.as_ref().map(|domain| domain.domain().clone());
        let known = Known::of_customer(domain, customer.primary.is_some());
        Self {
            customer: customer.id,
            customer_name: customer.name.clone(),
            sheet: Sheet::new(&document, Options::default(), Arc::new(known)),
            decisions: Decisions::default(),
            unread: None,
            document,
            top: (0, 0),
            focus: Focus::Text,
            filter: Filter::All,
            selected: 0,
            first: 0,
            keeping: Keeping::new(),
            clipboard: String::new(),
            room: Room::default(),
            reading: None,
            origin: None,
            adding: None,
            kept_note: None,
        }
    }

    /// Returns what is known of the rows.
    pub fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    /// Counts the rows by their status.
    pub fn counts(&self) -> Counts {
        self.sheet.counts()
    }

    /// Returns the row that keys act on: the one at the cursor, or the one selected in the preview.
    pub fn current(&self) -> Option<RowAt> {
        match self.focus {
            Focus::Preview => self.sheet.nth(self.filter, self.selected),
            Focus::Text | Focus::Columns(_) | Focus::File(_) => self.at_cursor(),
        }
    }

    /// Returns the row in which the cursor stands.
    fn at_cursor(&self) -> Option<RowAt> {
        let line = self.document.cursor_line();
        let byte = self.document.cursor() - self.document.line_start(line);
        self.sheet.row_at(line, byte, &self.document)
    }

    /// Reads the row that keys act on.
    pub fn current_row(&self) -> Option<Row> {
        self.sheet.row(self.current()?, &self.document)
    }

    /// Returns the rows of the preview that show.
    pub fn shown(&self, rows: usize) -> Vec<RowAt> {
        self.sheet.shown(self.filter, self.first, rows)
    }

    /// Returns the words of the action.
    pub fn action(&self) -> String {
        if let Some(adding) = &self.adding {
            return match adding.progress {
                Some(progress) => format!("Adding: {}", progress.words()),
                None => "Adding…".to_owned(),
            };
        }
        match self.counts().ready {
            _ if self.is_unread() => "Reading the list…".to_owned(),
            _ if self.is_leaving() => "Keeping the list…".to_owned(),
            1 => "Add 1 contact".to_owned(),
            ready => format!("Add {ready} contacts"),
        }
    }

    /// Takes what the store knows.
    fn learn(&mut self, known: Known) {
        let known = Arc::new(known);
        if self.is_short() {
            self.sheet.learn(known, &self.document);
        } else {
            self.put_off(self.sheet.options().clone(), known);
        }
        self.keep_in_view();
    }

    /// Goes on with a list that was kept.
    fn resume(&mut self, draft: &ListDraft) {
        self.keeping = Keeping::of(draft.id);
        self.document = Document::new(&draft.text);
        if self.is_short() {
            self.sheet = Sheet::new(&self.document, Options::default(), self.sheet.known());
            self.sheet.take_marks(&draft.marks, &self.document);
        } else {
            self.put_off_with(draft.marks.clone());
        }
        self.keep_in_view();
    }

    /// Returns whether the store has the text as it is.
    pub fn kept(&self) -> Kept<'_> {
        self.keeping.kept()
    }

    /// Returns whether the pane closes as soon as its text is kept.
    pub(in crate::app) fn is_leaving(&self) -> bool {
        self.keeping.waiting == Waiting::ToLeave
    }

    /// Follows an edit of the text; an empty one is not read like the text that is gone.
    fn follow(&mut self, change: Option<Change>, now: Timestamp) {
        self.follow_step(change, now);
        if change.is_some() && self.document.is_empty() {
            self.detect_anew();
        }
    }

    /// Follows a change of the text: an edit, or a step back or forward.
    fn follow_step(&mut self, change: Option<Change>, now: Timestamp) {
        if let Some(Change {
            first,
            removed,
            inserted,
        }) = change
        {
            let whole = if self.is_short() {
                Whole::Here
            } else {
                Whole::Elsewhere
            };
            let follows = self.unread.is_none()
                && self.reads_at_once(first..first + inserted)
                && self.sheet.edit(first, removed, inserted, &self.document, whole) == Followed::Yes;
            if !follows {
                self.put_off(self.sheet.options().clone(), self.sheet.known());
            }
            if self.document.is_empty() {
                self.unread = None;
            }
            self.keeping.changed(now);
        }
        self.keep_in_view();
    }

    /// Follows a change that leaves a list of its kind, whatever its first lines look like now.
    fn follow_as_it_was(&mut self, change: Option<Change>, now: Timestamp) {
        let layout = self.sheet.format().layout;
        self.follow(change, now);
        if layout == Layout::Text && self.sheet.format().layout != layout && !self.document.is_empty() {
            self.read_replaced(ReadAs {
                options: Options {
                    layout: Some(layout),
                    columns: None,
                },
                origin: self.origin.clone(),
            });
        }
    }

    /// Forgets what was decided about the layout of a text that is gone.
    fn detect_anew(&mut self) {
        self.read_replaced(ReadAs {
            options: Options::default(),
            origin: None,
        });
    }

    /// Returns the time at which the text should be kept.
    pub(in crate::app) fn keep_at(&self) -> Option<Timestamp> {
        self.keeping.due()
    }

    /// Takes how much shows, and scrolls to what is current.
    fn fit(&mut self, room: Room) {
        self.room = room;
        self.keep_in_view();
    }

    /// Scrolls so that the cursor and the current row show.
    fn keep_in_view(&mut self) {
        let (line, cell) = (self.document.cursor_line(), self.document.cursor_cell());
        self.top.0 = scrolled(self.top.0, line, self.document.line_count(), self.room.text_rows);
        self.top.1 = scrolled(self.top.1, cell, usize::MAX, self.room.text_cells);
        if !matches!(self.focus, Focus::Preview)
            && let Some(row) = self.at_cursor().or_else(|| self.sheet.row_near_line(line))
        {
            self.selected = self.sheet.rank(self.filter, row);
        }
        let count = self.filter.count(&self.counts());
        self.selected = self.selected.min(count.saturating_sub(1));
        self.first = scrolled(self.first, self.selected, count, self.room.preview_rows);
    }

    /// Moves in the preview.
    fn step(&mut self, motion: Motion) {
        let count = self.filter.count(&self.counts());
        self.selected = moved(self.selected, motion, count, self.room.preview_rows);
        self.keep_in_view();
    }

    /// Goes from the text to the preview, and back.
    fn switch(&mut self) {
        self.focus = match self.focus {
            Focus::Text => Focus::Preview,
            Focus::Preview | Focus::Columns(_) | Focus::File(_) => Focus::Text,
        };
        self.keep_in_view();
    }

    /// Shows another group of rows, and stays with the current one where it is among them.
    fn next_filter(&mut self) {
        let current = self.sheet.nth(self.filter, self.selected);
        self.filter = self.filter.next();
        self.selected = current.map_or(0, |row| self.sheet.rank(self.filter, row));
        self.keep_in_view();
    }

    /// Puts the cursor where a row begins.
    fn go_to(&mut self, row: RowAt) {
        let byte = self.sheet.start_of(row, &self.document);
        let at = self.document.line_start(self.sheet.line_of(row)) + byte;
        self.document.go_to_byte(at);
        self.focus = Focus::Text;
        self.keep_in_view();
    }

    /// Goes to a flagged row; returns whether there is one.
    fn go_to_flagged(&mut self, motion: Motion) -> bool {
        let (from, line) = (self.current(), self.document.cursor_line());
        let row = match motion {
            Motion::Up | Motion::PageUp | Motion::First => self.sheet.flagged_ahead_of(from, line),
            Motion::Down | Motion::PageDown | Motion::Last => self.sheet.flagged_behind(from, line),
        };
        if let Some(row) = row {
            self.go_to(row);
        }
        row.is_some()
    }

    /// Takes the lines away that are done, once the ready rows are added.
    fn take_done(&mut self, now: Timestamp) {
        let ranges: Vec<(std::ops::Range<usize>, String)> = self
            .sheet
            .done_lines()
            .into_iter()
            .map(|lines| {
                let range = self.document.line_start(lines.start)..self.document.line_start(lines.end);
                (range, String::new())
            })
            .collect();
        let change = self.document.rewrite(&ranges);
        self.follow_as_it_was(change, now);
        self.selected = 0;
        self.keep_in_view();
    }
}
