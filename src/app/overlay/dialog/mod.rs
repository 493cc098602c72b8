//! A question with choices, of which the first one, Cancel, is in focus.

mod act;
mod questions;

use super::pane::FixAll;
use crate::app::delivery::DeliveryRequest;
use crate::app::sync::SyncRequest;
use crate::app::tour::TourStep;
use crate::domain::{
    Change, ChangeId, Contact, ContactId, Customer, DraftId, FieldOf, ListOrder, ModelRequest, Onboarding,
    PhaseMove, Reversal, Successor, WebLink,
};

/// A question with choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialog {
    /// The question.
    pub title: String,
    /// What the user should know before choosing.
    pub text: String,
    /// The choices; the first one writes nothing.
    pub choices: Vec<Choice>,
    /// The place of the choice in focus.
    pub focus: usize,
    /// The place of the first line of the text that shows.
    pub top: usize,
    /// Whether more choices are on their way.
    pub awaits: Awaits,
}

/// What a dialog waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Awaits {
    /// Nothing.
    Nothing,
    /// Those who may follow the primary that leaves with these contacts.
    Successors(Vec<ContactId>, Leaving),
}

/// How a primary leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// It is archived.
    Archived,
    /// It is unlinked from the source.
    Unlinked,
}

impl Leaving {
    const fn verb(self) -> &'static str {
        match self {
            Self::Archived => "Archive",
            Self::Unlinked => "Unlink",
        }
    }

    fn change(self, contacts: Vec<ContactId>, successor: Successor) -> Change {
        match self {
            Self::Archived => Change::ArchiveContacts { contacts, successor },
            Self::Unlinked => Change::UnlinkContacts { contacts, successor },
        }
    }
}

/// A choice of a dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The words.
    pub label: String,
    /// What it does.
    pub act: ChoiceAct,
}

/// What a choice does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChoiceAct {
    /// Nothing.
    Cancel,
    /// Makes a change.
    Make(Change),
    /// Takes the same fix on all rows of a kind.
    FixAll(FixAll),
    /// Does something with the source.
    Sync(SyncRequest),
    /// Takes this change back, or makes it again.
    Revert(Reversal, ChangeId, String),
    /// Makes a change that sends many notifications at once; the user is asked once more.
    Flood(Box<Change>, usize),
    /// Does something with the delivery.
    Deliver(DeliveryRequest),
    /// Sends a text to a model.
    AskModel(Box<ModelRequest>),
    /// Moves an onboarding; who is told is shown before.
    Move(Box<Onboarding>, PhaseMove),
    /// Opens the form of a new onboarding of a customer that has an active one.
    StartAnother(Box<Customer>),
    /// Opens the form that sends an onboarding that is done back to a phase, beside the active one.
    ReopenAnother(Box<Onboarding>),
    /// Opens a link.
    OpenLink(WebLink),
    /// Shows a step of the tour.
    Tour(TourStep),
    /// Shows the customers that a filter finds.
    Filter(String),
    /// Sorts the list of customers, or that of contacts.
    Sort(FieldOf, ListOrder),
    /// Goes on with a list that was kept, or with a copy of it.
    OpenDraft(DraftId),
    /// Forgets a list that was kept.
    DiscardDraft(DraftId),
    /// Ends the program.
    Quit,
    /// Ends the program though a list is not kept.
    QuitUnkept,
    /// Leaves a list that cannot be kept.
    LeaveUnkept,
}

impl Dialog {
    pub(in crate::app) fn new(title: String, text: String, label: String, act: ChoiceAct) -> Self {
        Self {
            title,
            text,
            choices: vec![
                Choice {
                    label: "Cancel".to_owned(),
                    act: ChoiceAct::Cancel,
                },
                Choice { label, act },
            ],
            focus: 0,
            top: 0,
            awaits: Awaits::Nothing,
        }
    }

    /// Shows a message in full.
    pub(in crate::app) fn message(text: &str) -> Self {
        Self {
            title: "Message".to_owned(),
            text: text.to_owned(),
            choices: vec![Choice {
                label: "Close".to_owned(),
                act: ChoiceAct::Cancel,
            }],
            focus: 0,
            top: 0,
            awaits: Awaits::Nothing,
        }
    }

    /// Returns whether this is the question before quitting.
    pub(in crate::app) fn asks_to_quit(&self) -> bool {
        self.choices.iter().any(|choice| choice.act == ChoiceAct::Quit)
    }

    /// Adds a choice for each contact that may follow the primary.
    pub(in crate::app) fn offer_successors(&mut self, candidates: &[Contact]) {
        let Awaits::Successors(leaving, how) = std::mem::replace(&mut self.awaits, Awaits::Nothing) else {
            return;
        };
        for contact in candidates.iter().filter(|contact| !leaving.contains(&contact.id)) {
            self.choices.push(Choice {
                label: format!("{}, make {} primary", how.verb(), contact.name),
                act: ChoiceAct::Make(how.change(leaving.clone(), Successor::Contact(contact.id))),
            });
        }
    }
}
