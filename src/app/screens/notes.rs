//! The notes on a customer, its contacts and its onboardings, newest first.

use super::part::{copy, whole};
use crate::app::Query;
use crate::app::clipping::Clipping;
use crate::app::filter::{FilterInput, FilterMode};
use crate::app::list::List;
use crate::app::next::Next;
use crate::app::overlay::form::Form;
use crate::app::overlay::sheet::Sheet;
use crate::app::requests::Requests;
use crate::app::toast::Tone;
use crate::domain::{Change, Customer, CustomerId, Note, NoteEdit, NoteId};
use crate::input::Command;

/// The notes of a customer.
#[derive(Debug, Clone)]
pub struct NotesTab {
    /// The rows.
    pub list: List<Note>,
    /// The words that they must hold.
    pub words: FilterInput,
    all: Vec<Note>,
    customer: CustomerId,
    sought: Option<NoteId>,
}

impl NotesTab {
    pub(super) fn new(customer: CustomerId) -> Self {
        Self {
            list: List::default(),
            words: FilterInput::default(),
            all: Vec::new(),
            customer,
            sought: None,
        }
    }

    /// Returns why a command cannot be carried out now.
    pub(super) fn refusal(&self, command: Command) -> Option<&'static str> {
        let needs_row = matches!(
            command,
            Command::ReadNote | Command::EditNote | Command::MarkDone | Command::DeleteNote | Command::Copy
        );
        match (needs_row, self.list.selected()) {
            (true, None) => Some("No note is selected. Press {write_note} to write one."),
            (true, Some(note)) if command == Command::MarkDone && note.follow_up_on.is_none() => {
                Some("This note has no follow-up date. Press {edit_note} to give it one.")
            }
            (true, Some(_)) | (false, _) => None,
        }
    }

    /// Carries a command out.
    pub(super) fn update(&mut self, command: Command, customer: &Customer, height: usize) -> Next {
        if let Some(why) = self.refusal(command) {
            return Next::Tell(Tone::Refused, why);
        }
        match (command, self.list.selected()) {
            (Command::Move(motion), _) => self.list.step(motion, height),
            (Command::WriteNote, _) => return Next::Fill(Box::new(Form::note_on_customer(customer))),
            (Command::ReadNote, Some(note)) => return Next::Sheet(Box::new(Sheet::note(note.clone()))),
            (Command::EditNote, Some(note)) => return Next::Fill(Box::new(Form::edit_note(note))),
            (Command::MarkDone, Some(note)) => {
                return Next::Make(Change::EditNote {
                    note: note.id,
                    edits: vec![NoteEdit::FollowUpOn(None)],
                });
            }
            (Command::DeleteNote, Some(note)) => return Next::Make(Change::DeleteNote(note.id)),
            (Command::Copy, Some(note)) => return copy(Some(Clipping::note(note))),
            (Command::Filter, _) => self.words.typing = FilterMode::On,
            (Command::Accept, _) => self.words.typing = FilterMode::Off,
            (Command::Back, _) => {
                let typing = self.words.typing == FilterMode::On;
                if self.words.clear() {
                    self.show(height);
                } else if !typing {
                    return Next::Leave;
                }
            }
            _ => {}
        }
        Next::Stay
    }

    /// Asks for the rows again.
    pub(super) fn reload(&self, requests: &mut Requests) {
        requests.ask(Query::Notes(self.customer));
    }

    /// Selects a note once the rows come, whatever was filtered.
    pub(in crate::app) fn seek(&mut self, note: NoteId) {
        self.words.clear();
        self.sought = Some(note);
    }

    /// Takes rows that came, and stays with the selected one.
    pub(in crate::app) fn take(&mut self, rows: Vec<Note>, height: usize) {
        self.all = rows;
        self.show(height);
    }

    /// Shows the notes that hold the words, and stays with the selected one.
    pub(super) fn show(&mut self, height: usize) {
        let words = self.words.line.text();
        let rows: Vec<Note> = self
            .all
            .iter()
            .filter(|note| note.holds_words(words))
            .cloned()
            .collect();
        let selected = self.list.selected().map(|note| note.id);
        let wanted = self.sought.take().or(selected);
        let found = wanted.and_then(|wanted| rows.iter().position(|row| row.id == wanted));
        self.list.follow();
        self.list.take(whole(rows, found), height);
    }
}
