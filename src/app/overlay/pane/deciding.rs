//! Decides by hand on the rows, the layout and the columns; undo takes each decision back in its turn.

use super::decisions::{Decision, ReadAs, Turn};
use super::{ColumnsCursor, Focus, PastePane};
use crate::domain::Timestamp;
use crate::input::Motion;
use crate::paste::{Filter, Layout, Options, Role, RowAt, Status};

/// Which neighbour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Side {
    /// The one before.
    Before,
    /// The one after.
    After,
}

impl PastePane {
    /// Reads the text with the next layout; after the last one it is detected again.
    pub(super) fn next_layout(&mut self) -> String {
        let next = match self.sheet.options().layout {
            None => Layout::ALL.first().copied(),
            Some(now) => Layout::ALL
                .iter()
                .skip_while(|layout| **layout != now)
                .nth(1)
                .copied(),
        };
        let options = Options {
            layout: next,
            columns: None,
        };
        self.decide(options);
        let layout = self.sheet.format().layout.words();
        match next {
            Some(_) => format!("Read as: {layout}."),
            None => format!("Columns detected again: {layout}."),
        }
    }

    /// Opens or closes the decision about the columns.
    pub(super) fn columns(&mut self) {
        self.focus = match self.focus {
            Focus::Columns(_) => Focus::Text,
            Focus::Text | Focus::Preview | Focus::File(_) => Focus::Columns(ColumnsCursor { column: 0 }),
        };
        self.keep_in_view();
    }

    /// Goes to the column beside.
    pub(super) fn step_column(&mut self, side: Side) {
        let last = self.sheet.format().columns.roles.len().saturating_sub(1);
        if let Focus::Columns(cursor) = &mut self.focus {
            cursor.column = match side {
                Side::Before => cursor.column.saturating_sub(1),
                Side::After => (cursor.column + 1).min(last),
            };
        }
    }

    /// Sets the role beside on the column.
    pub(super) fn step_role(&mut self, side: Side) {
        let Focus::Columns(cursor) = &self.focus else {
            return;
        };
        let mut roles = self.sheet.format().columns.roles.clone();
        let Some(role) = roles.get_mut(cursor.column) else {
            return;
        };
        let all: Vec<Role> = Role::all().collect();
        let at = all.iter().position(|each| each == role).unwrap_or(0);
        let at = match side {
            Side::Before => (at + all.len() - 1) % all.len(),
            Side::After => (at + 1) % all.len(),
        };
        *role = all.get(at).copied().unwrap_or(Role::Ignored);
        let options = Options {
            columns: Some(roles),
            ..self.sheet.options().clone()
        };
        self.decide(options);
    }

    /// Reads the text by another decision, as a step of its own.
    fn decide(&mut self, after: Options) {
        let before = self.sheet.options().clone();
        self.read_anew(after.clone());
        self.note(Decision::Layout { before, after });
        self.keep_in_view();
    }

    /// Leaves the current row out, or takes it in again.
    pub(super) fn skip(&mut self, now: Timestamp) {
        let row = self
            .current()
            .filter(|row| self.sheet.status_of(*row) != Some(Status::Ignored));
        if let Some(row) = row {
            self.sheet.skip(row, &self.document);
            self.note(Decision::Skip {
                row: self.place_of(row),
                skipped: self.sheet.status_of(row) == Some(Status::Skipped),
            });
            self.keeping.changed(now);
            self.step(Motion::Down);
        }
    }

    /// Makes the current row the primary contact-to-be; returns whether it can be.
    pub(super) fn choose_primary(&mut self, now: Timestamp) -> bool {
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

    /// Returns how the text is read.
    pub(super) fn read_as(&self) -> ReadAs {
        ReadAs {
            options: self.sheet.options().clone(),
            origin: self.origin.clone(),
        }
    }

    /// Reads the text that was put in the place of another by its own layout, in one step with that edit.
    pub(super) fn read_replaced(&mut self, after: ReadAs) {
        let before = self.read_as();
        if before == after {
            return;
        }
        self.take_up(&after);
        self.decisions.undone.clear();
        if self.document.decide_with_last()
            && let Some(Decision::Text { after: last, .. }) = self.decisions.done.last_mut()
        {
            *last = after;
            return;
        }
        self.decisions.done.push(Decision::Text { before, after });
    }

    fn take_up(&mut self, how: &ReadAs) {
        self.origin.clone_from(&how.origin);
        if *self.sheet.options() != how.options {
            self.read_anew(how.options.clone());
        }
    }

    /// Returns whether a decision cannot be taken back or made again, as it is about rows that are still being read.
    fn waits_for_rows(&self, decision: Option<&Decision>) -> bool {
        self.is_unread() && !matches!(decision, Some(Decision::Text { .. }))
    }

    /// Takes a decision back.
    pub(super) fn undo_decision(&mut self, now: Timestamp) {
        if self.waits_for_rows(self.decisions.done.last()) {
            return;
        }
        let change = self.document.undo();
        self.follow_step(change, now);
        if let Some(decision) = self.decisions.done.pop() {
            self.put(&decision, Turn::Back, now);
            self.decisions.undone.push(decision);
        }
    }

    /// Makes a decision again.
    pub(super) fn redo_decision(&mut self, now: Timestamp) {
        if self.waits_for_rows(self.decisions.undone.last()) {
            return;
        }
        let change = self.document.redo();
        self.follow_step(change, now);
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
            Decision::Text { before, after } => {
                self.take_up(if turn == Turn::Again { after } else { before });
            }
        }
        self.keeping.changed(now);
        self.keep_in_view();
    }
}
