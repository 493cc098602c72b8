//! Where a command leads: to a place at a customer, or to what a search found.

use crate::domain::{
    ContactFilter, ContactHit, ContactId, CustomerHit, HistoryHit, NoteHit, NoteId, PlanId, TagHit,
};
use crate::input::Tab;

/// A thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A customer.
    Customer(Box<CustomerHit>),
    /// A tag.
    Tag(TagHit),
    /// A contact.
    Contact(Box<ContactHit>),
    /// A note.
    Note(Box<NoteHit>),
    /// A line of a history.
    History(Box<HistoryHit>),
}

/// Where at a customer a visit ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// At the top of a tab.
    Tab(Tab),
    /// At a line of its plan.
    Plan(PlanId),
    /// At one of its people, in the group that holds them.
    Contact(ContactId, ContactFilter),
    /// At one of its notes.
    Note(NoteId),
    /// At the lines of its history that hold these words.
    History(String),
}

impl Destination {
    /// Returns on which tab it is.
    pub(super) const fn tab(&self) -> Tab {
        match self {
            Self::Tab(tab) => *tab,
            Self::Plan(_) => Tab::Onboardings,
            Self::Contact(..) => Tab::Contacts,
            Self::Note(_) => Tab::Notes,
            Self::History(_) => Tab::History,
        }
    }
}
