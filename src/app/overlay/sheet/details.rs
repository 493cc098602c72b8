//! What the details of a contact or customer do with commands, and with what is known of it later.

use super::{Content, Sheet, gone};
use crate::app::clipping::Clipping;
use crate::app::context::Context;
use crate::app::next::Next;
use crate::app::overlay::dialog::Dialog;
use crate::app::overlay::form::Form;
use crate::app::toast::{Offer, Tone};
use crate::domain::{DetailsOf, RecordDetails, Reversal, Standing};
use crate::input::Command;

impl Sheet {
    /// Returns why a command cannot be carried out on the details that show.
    pub(super) fn refusal_of_details(&self, command: Command) -> Option<&'static str> {
        let Content::Details(details) = &self.content else {
            return None;
        };
        match (command, &**details) {
            (Command::EditDetails, RecordDetails::Contact(of))
                if of.contact.standing() == Standing::Unlinked =>
            {
                Some("This contact is unlinked. Press {back}, then {restore_contacts} to relink it first.")
            }
            (Command::OpenLink, details) if details.links().is_empty() => {
                Some("There is no link to open: no primary contact, no company in HubSpot, no portal.")
            }
            _ => None,
        }
    }

    /// Carries a command out on the details that show.
    pub(super) fn run_on_details(&self, command: Command, context: &Context<'_>) -> Next {
        let Content::Details(details) = &self.content else {
            return Next::Stay;
        };
        let custom = &context.requests.custom;
        let copy = |clipping: Option<Clipping>| clipping.map_or(Next::Stay, Next::Copy);
        match (command, &**details) {
            (Command::EditDetails, RecordDetails::Contact(of)) => {
                Next::Fill(Box::new(Form::edit_contact(&of.contact, custom)))
            }
            (Command::EditDetails, RecordDetails::Customer(of)) => {
                Next::Fill(Box::new(Form::edit_customer(&of.customer, custom)))
            }
            (Command::WriteNote, RecordDetails::Contact(of)) => {
                Next::Fill(Box::new(Form::note_on_contact(&of.contact)))
            }
            (Command::WriteNote, RecordDetails::Customer(of)) => {
                Next::Fill(Box::new(Form::note_on_customer(&of.customer)))
            }
            (Command::Copy, RecordDetails::Contact(of)) => {
                copy(Clipping::emails(std::slice::from_ref(&of.contact)))
            }
            (Command::Copy, RecordDetails::Customer(of)) => {
                copy(Clipping::domains(std::iter::once(&of.customer)))
            }
            (Command::CopyNamed, RecordDetails::Contact(of)) => {
                copy(Clipping::mailboxes(std::slice::from_ref(&of.contact)))
            }
            (Command::CopyNamed, RecordDetails::Customer(of)) => {
                copy(Clipping::names(std::iter::once(&of.customer)))
            }
            (Command::OpenLink, details) => match details.links() {
                [] => Next::Stay,
                [only] => Next::OpenLink(only.clone()),
                several => Next::Ask(Dialog::links(details.name(), several)),
            },
            (Command::Undo, _) => Next::Revert(Reversal::Undo),
            (Command::Redo, _) => Next::Revert(Reversal::Redo),
            _ => Next::Stay,
        }
    }

    /// Takes what is known of the record now; without it the sheet closes.
    pub(in crate::app) fn take_details(
        &mut self,
        of: DetailsOf,
        found: Option<Box<RecordDetails>>,
        context: &mut Context<'_>,
    ) -> Next {
        if self.shows_details_of() != Some(of) {
            return Next::Stay;
        }
        match found {
            Some(details) => {
                self.customer_name = details.customer().name.clone();
                self.content = Content::Details(details);
                Next::Stay
            }
            None => {
                context.tell(Tone::Notice, Offer::None, gone(of));
                Next::Close
            }
        }
    }
}
