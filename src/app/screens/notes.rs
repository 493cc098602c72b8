//! The notes on a customer, its contacts and its onboardings, newest first.

use super::part::{copy, whole};
use crate::app::Query;
use crate::app::clipping::Clipping;
use crate::app::list::List;
use crate::app::next::Next;
use crate::app::overlay::form::Form;
use crate::app::requests::Requests;
use crate::app::toast::Tone;
use crate::domain::{Change, Customer, CustomerId, Note, NoteId};
use crate::input::Command;

/// The notes of a customer.
#[derive(Debug, Clone)]
pub struct NotesTab {
    /// The rows.
    pub list: List<Note>,
    customer: CustomerId,
    sought: Option<NoteId>,
}

impl NotesTab {
    pub(super) fn new(customer: CustomerId) -> Self {
        Self {
            list: List::default(),
            customer,
            sought: None,
        }
    }

    /// Returns why a command cannot be carried out now.
    pub(super) fn refusal(&self, command: Command) -> Option<&'static str> {
        let needs_row = matches!(command, Command::EditNote | Command::DeleteNote | Command::Copy);
        (needs_row && self.list.selected().is_none())
            .then_some("No note is selected. Press {write_note} to write one.")
    }

    /// Carries a command out.
    pub(super) fn update(&mut self, command: Command, customer: &Customer, height: usize) -> Next {
        if let Some(why) = self.refusal(command) {
            return Next::Tell(Tone::Refused, why);
        }
        match (command, self.list.selected()) {
            (Command::Move(motion), _) => self.list.step(motion, height),
            (Command::WriteNote, _) => return Next::Fill(Box::new(Form::note_on_customer(customer))),
            (Command::EditNote, Some(note)) => return Next::Fill(Box::new(Form::edit_note(note))),
            (Command::DeleteNote, Some(note)) => return Next::Make(Change::DeleteNote(note.id)),
            (Command::Copy, Some(note)) => return copy(Some(Clipping::note(note))),
            (Command::Back, _) => return Next::Leave,
            _ => {}
        }
        Next::Stay
    }

    /// Asks for the rows again.
    pub(super) fn reload(&self, requests: &mut Requests) {
        requests.ask(Query::Notes(self.customer));
    }

    /// Selects a note once the rows come.
    pub(in crate::app) fn seek(&mut self, note: NoteId) {
        self.sought = Some(note);
    }

    /// Takes rows that came, and stays with the selected one.
    pub(in crate::app) fn take(&mut self, rows: Vec<Note>, height: usize) {
        let selected = self.list.selected().map(|note| note.id);
        let wanted = self.sought.take().or(selected);
        let found = wanted.and_then(|wanted| rows.iter().position(|row| row.id == wanted));
        self.list.follow();
        self.list.take(whole(rows, found), height);
    }
}
