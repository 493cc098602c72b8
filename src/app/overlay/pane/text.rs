//! Acts on the text of the pane.

use std::ops::Range;

use super::PastePane;
use crate::app::context::Context;
use crate::app::document::{Move, Select, Way};
use crate::app::next::Next;
use crate::app::toast::{Offer, Tone};
use crate::domain::{Change, MAX_NOTE_CHARS, NoteFields, NoteOn, NoteText, NoteTextError, Timestamp};
use crate::input::{Step, TextCommand};
use crate::paste::{Filter, MAX_BYTES, RowAt, Status};

impl PastePane {
    /// Writes the text as a note on the customer; it stays in the pane too.
    pub(super) fn keep_as_note(&self, context: &mut Context<'_>) -> Next {
        match NoteText::parse(&self.document.text()) {
            Ok(text) if self.kept_note.as_ref() == Some(&text) => {
                Next::Tell(Tone::Notice, "This text is kept as a note already.")
            }
            Ok(text) => Next::Make(Change::AddNote {
                on: NoteOn::Customer(self.customer),
                note: NoteFields {
                    text,
                    follow_up_on: None,
                },
            }),
            Err(NoteTextError::Missing) => Next::Tell(Tone::Notice, "There is no text to keep as a note."),
            Err(NoteTextError::TooLong) => {
                let text = format!("The text is longer than a note can be: {MAX_NOTE_CHARS} characters.");
                context.tell(Tone::Refused, Offer::None, text);
                Next::Stay
            }
        }
    }

    /// Carries out an act on the text.
    pub(super) fn act_on_text(&mut self, command: TextCommand, now: Timestamp) {
        match command {
            TextCommand::Undo if self.document.undoes_a_decision() => return self.undo_decision(now),
            TextCommand::Redo if self.document.redoes_a_decision() => return self.redo_decision(now),
            _ => {}
        }
        let rows = self.room.text_rows.saturating_sub(1).max(1);
        let document = &mut self.document;
        let change = match command {
            TextCommand::Go(step) => {
                document.step(way(step, rows), Select::Nothing);
                None
            }
            TextCommand::Select(step) => {
                document.step(way(step, rows), Select::Along);
                None
            }
            TextCommand::SelectAll => {
                document.select_all();
                None
            }
            TextCommand::NewLine => document.type_char('\n'),
            TextCommand::Backspace => document.backspace(),
            TextCommand::Delete => document.delete(),
            TextCommand::DeleteWordLeft => document.delete_word_left(),
            TextCommand::DeleteWordRight => document.delete_word_right(),
            TextCommand::Cut => {
                self.clipboard = document.copied();
                document.cut()
            }
            TextCommand::Copy => {
                self.clipboard = document.copied();
                None
            }
            TextCommand::Insert => document.paste(&self.clipboard),
            TextCommand::LineUp => document.move_lines(Way::Up),
            TextCommand::LineDown => document.move_lines(Way::Down),
            TextCommand::Undo => {
                let change = document.undo();
                return self.follow_step(change, now);
            }
            TextCommand::Redo => {
                let change = document.redo();
                return self.follow_step(change, now);
            }
        };
        self.follow(change, now);
    }

    /// Types a character.
    pub(super) fn type_char(&mut self, c: char, now: Timestamp) {
        let change = self.document.type_char(c);
        self.follow(change, now);
    }

    /// Pastes lines of a file as lines of their own, wherever in a line the cursor is.
    pub(super) fn paste_lines(&mut self, text: &str, now: Timestamp) -> Result<(), String> {
        let replaced = self.document.selection().unwrap_or_else(|| {
            let cursor = self.document.cursor();
            cursor..cursor
        });
        let starts = |at: usize| at == self.document.line_start(self.document.line_of(at));
        let before = if starts(replaced.start) { "" } else { "\n" };
        let is_last = replaced.end == self.document.len();
        let after = if is_last || text.ends_with('\n') { "" } else { "\n" };
        self.paste(&format!("{before}{text}{after}"), now)
    }

    /// Pastes; a text that is too large is refused with the reason.
    pub(super) fn paste(&mut self, text: &str, now: Timestamp) -> Result<(), String> {
        if self.document.len() + text.len() > MAX_BYTES {
            return Err(format!(
                "Not pasted: the list would be larger than {} MiB. Paste it in parts.",
                MAX_BYTES / (1024 * 1024)
            ));
        }
        let replaces_all = self
            .document
            .selection()
            .is_some_and(|range| range == (0..self.document.len()));
        let change = self.document.paste(text);
        self.follow(change, now);
        if let Some(change) = change {
            if replaces_all {
                self.detect_anew();
            }
            self.go_to_pasted(change.first..change.first + change.inserted);
        }
        Ok(())
    }
}

impl PastePane {
    /// Goes to the first flagged row of lines that were pasted, else to their first row; behind a single row one goes on.
    pub(super) fn go_to_first_of(&mut self, lines: Range<usize>) {
        let is_of_them = |row: &RowAt| lines.contains(&self.sheet.line_of(*row));
        let holds_somebody = |row: &RowAt| self.sheet.status_of(*row) != Some(Status::Ignored);
        let first = self
            .sheet
            .row_at_line(lines.start)
            .filter(holds_somebody)
            .or_else(|| {
                let near = self.sheet.row_near_line(lines.start)?;
                let next = self.sheet.nth(Filter::All, self.sheet.rank(Filter::All, near));
                next.filter(is_of_them)
            });
        let is_one = first.is_none_or(|row| self.sheet.in_line(row).is_none()) && lines.len() == 1;
        let row = self.sheet.flagged_on(lines).or(first);
        if let Some(row) = row.filter(|_| !is_one) {
            self.go_to(row);
        }
    }
}

fn way(step: Step, rows: usize) -> Move {
    match step {
        Step::Left => Move::Left,
        Step::Right => Move::Right,
        Step::Up => Move::Up,
        Step::Down => Move::Down,
        Step::WordLeft => Move::WordLeft,
        Step::WordRight => Move::WordRight,
        Step::LineStart => Move::LineStart,
        Step::LineEnd => Move::LineEnd,
        Step::PageUp => Move::PageUp(rows),
        Step::PageDown => Move::PageDown(rows),
        Step::Start => Move::Start,
        Step::End => Move::End,
    }
}
