//! Decides by hand how the text is laid out and what its columns hold.

use super::decisions::Decision;
use super::{Focus, PastePane};
use crate::paste::{Layout, Options, Role};

/// The column that is decided on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColumnsCursor {
    /// Its place.
    pub column: usize,
}

/// Which neighbour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Side {
    /// The one before.
    Before,
    /// The one after.
    After,
}

impl PastePane {
    /// Reads the text with the next layout; after the last one it is found out again.
    pub(in crate::app) fn next_layout(&mut self) -> String {
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
            Some(_) => format!("Read as: {layout}. alt-d goes on."),
            None => format!("Detected again: {layout}."),
        }
    }

    /// Opens or closes the decision about the columns.
    pub(in crate::app) fn columns(&mut self) {
        self.focus = match self.focus {
            Focus::Columns(_) => Focus::Text,
            Focus::Text | Focus::Preview | Focus::File(_) => Focus::Columns(ColumnsCursor { column: 0 }),
        };
        self.keep_in_view();
    }

    /// Goes to the column beside.
    pub(in crate::app) fn step_column(&mut self, side: Side) {
        let last = self.sheet.format().columns.roles.len().saturating_sub(1);
        if let Focus::Columns(cursor) = &mut self.focus {
            cursor.column = match side {
                Side::Before => cursor.column.saturating_sub(1),
                Side::After => (cursor.column + 1).min(last),
            };
        }
    }

    /// Gives the column the role beside.
    pub(in crate::app) fn step_role(&mut self, side: Side) {
        let Focus::Columns(cursor) = &self.focus else {
            return;
        };
        let mut roles = self.sheet.format().columns.roles.clone();
        let Some(role) = roles.get_mut(cursor.column) else {
            return;
        };
        let at = Role::ALL.iter().position(|each| each == role).unwrap_or(0);
        let count = Role::ALL.len();
        let at = match side {
            Side::Before => (at + count - 1) % count,
            Side::After => (at + 1) % count,
        };
        *role = Role::ALL.get(at).copied().unwrap_or(Role::Ignored);
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
}
