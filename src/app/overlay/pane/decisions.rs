//! What is decided about the rows and the layout stands among the steps of the text: undo takes it back in its turn.

use super::PastePane;
use crate::domain::Timestamp;
use crate::input::Motion;
use crate::paste::{Filter, Options, RowAt, Status};

/// A decision, which is put back into a text that is the same as when it was made; rows are told by their places.
#[derive(Debug)]
pub(super) enum Decision {
    /// A row was left out, or taken in again.
    Skip { row: usize, skipped: bool },
    /// Another row became the primary contact-to-be, or none.
    Primary {
        before: Option<usize>,
        after: Option<usize>,
    },
    /// The text was read by another layout or other columns.
    Layout { before: Options, after: Options },
}

/// The decisions of a pane, as many as its text has steps of them.
#[derive(Debug, Default)]
pub(super) struct Decisions {
    done: Vec<Decision>,
    undone: Vec<Decision>,
}

/// Which way one goes among the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Back,
    Again,
}

impl PastePane {
    /// Leaves the current row out, or takes it in again.
    pub(in crate::app) fn skip(&mut self, now: Timestamp) {
        if let Some(row) = self.current() {
            self.sheet.skip(row, &self.document);
            self.note(Decision::Skip {
                row: self.place_of(row),
                skipped: self.sheet.status_of(row) == Some(Status::Skipped),
            });
            self.keeping.changed(now);
            self.step(Motion::Down);
        }
    }

    /// Makes the current row the primary contact-to-be; gives whether it can be.
    pub(in crate::app) fn choose_primary(&mut self, now: Timestamp) -> bool {
        let row = self
            .current()
            .filter(|row| self.sheet.status_of(*row) == Some(Status::Ready));
        if let Some(row) = row {
            let before = self.sheet.chosen().map(|row| self.place_of(row));
            self.sheet.choose_primary(row, &self.document);
            let after = self.sheet.chosen().map(|row| self.place_of(row));
            self.note(Decision::Primary { before, after });
            self.keeping.changed(now);
        }
        row.is_some()
    }

    /// Notes a decision as a step of its own.
    pub(super) fn note(&mut self, decision: Decision) {
        self.document.note_decision();
        self.decisions.undone.clear();
        self.decisions.done.push(decision);
    }

    /// Takes a decision back.
    pub(super) fn undo_decision(&mut self, now: Timestamp) {
        if self.is_unread() {
            return;
        }
        self.document.undo();
        if let Some(decision) = self.decisions.done.pop() {
            self.put(&decision, Turn::Back, now);
            self.decisions.undone.push(decision);
        }
    }

    /// Makes a decision again.
    pub(super) fn redo_decision(&mut self, now: Timestamp) {
        if self.is_unread() {
            return;
        }
        self.document.redo();
        if let Some(decision) = self.decisions.undone.pop() {
            self.put(&decision, Turn::Again, now);
            self.decisions.done.push(decision);
        }
    }

    /// Returns the place of a row among all.
    pub(super) fn place_of(&self, row: RowAt) -> usize {
        self.sheet.rank(Filter::All, row)
    }

    fn put(&mut self, decision: &Decision, turn: Turn, now: Timestamp) {
        match decision {
            Decision::Skip { row, skipped } => {
                let wanted = *skipped == (turn == Turn::Again);
                let row = self.sheet.nth(Filter::All, *row);
                let is_other = |row: &RowAt| (self.sheet.status_of(*row) == Some(Status::Skipped)) != wanted;
                if let Some(row) = row.filter(is_other) {
                    self.sheet.skip(row, &self.document);
                }
            }
            Decision::Primary { before, after } => {
                let wanted = if turn == Turn::Again { after } else { before };
                let wanted = wanted.and_then(|row| self.sheet.nth(Filter::All, row));
                let chosen = self.sheet.chosen();
                if let Some(row) = wanted.or(chosen).filter(|_| wanted != chosen) {
                    self.sheet.choose_primary(row, &self.document);
                }
            }
            Decision::Layout { before, after } => {
                let wanted = if turn == Turn::Again { after } else { before };
                self.read_anew(wanted.clone());
            }
        }
        self.keeping.changed(now);
        self.keep_in_view();
    }
}
