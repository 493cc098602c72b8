//! What was asked and not yet answered, and the wishes that go out with the next update.

use super::destination::Landing;
use super::document::Snapshot;
use super::{Effect, Query, RequestId};
use crate::domain::{Change, CustomerId, NearMiss};
use crate::paste::ReadyRows;

/// Which part of the app waits for a reply; a later question of the same kind makes the earlier one stale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The list of customers.
    Customers,
    /// Whether there is any customer at all.
    Stock,
    /// The customer that is open.
    Customer,
    /// The contacts of the customer that is open.
    Contacts,
    /// The history of the customer that is open.
    History,
    /// What the search over everything found.
    Search,
    /// Those who may follow a primary.
    Successors,
    /// The connection to the source.
    Integration,
    /// The near misses.
    NearMisses,
    /// The log of runs.
    Runs,
    /// What the domain of a near miss would do, before it is asked for.
    Mend(Box<NearMiss>),
    /// The people of a near miss, before one is chosen.
    People(Box<NearMiss>),
    /// A customer that is to be opened at a place.
    Visit(Landing),
    /// The onboardings of the customer that is open.
    Plans,
    /// The people by role.
    Who,
    /// Mails to people.
    Write,
    /// The notifications.
    Notifications,
    /// The onboardings of all customers.
    AllOnboardings,
    /// What wants attention.
    Work,
    /// What a change would do, before it is asked for.
    Preview(Box<Change>),
    /// The contacts who look alike.
    Duplicates,
    /// The tags that customers have.
    Tags,
    /// All rows that match the filter, to mark them.
    MarkAll,
    /// What merging would do, while two contacts stand side by side.
    Merge,
    /// What is known before a list is pasted.
    Pane,
    /// A list that was kept, to go on with it.
    Draft,
    /// The adding of a pasted list.
    Import,
    /// What an undo or redo would turn, before it does.
    Reversal,
    /// The changes that can be taken back.
    Changes,
    /// What the undo of the selected one would do.
    UndoEffect,
    /// A change wished by a key.
    Act,
    /// A change that saves the form.
    Save,
}

impl Purpose {
    /// Returns whether keys wait for the reply, as it opens something or changes what they are about; a change wished by
    /// a key is looked at apart.
    const fn holds_keys(&self) -> bool {
        match self {
            Self::Save
            | Self::Import
            | Self::Pane
            | Self::Draft
            | Self::Mend(_)
            | Self::People(_)
            | Self::Preview(_)
            | Self::MarkAll
            | Self::Merge
            | Self::Who
            | Self::Write
            | Self::Reversal => true,
            Self::Act
            | Self::Customers
            | Self::Stock
            | Self::Customer
            | Self::Contacts
            | Self::History
            | Self::Search
            | Self::Successors
            | Self::Integration
            | Self::NearMisses
            | Self::Runs
            | Self::Visit(_)
            | Self::Plans
            | Self::Notifications
            | Self::AllOnboardings
            | Self::Work
            | Self::Changes
            | Self::UndoEffect
            | Self::Duplicates
            | Self::Tags => false,
        }
    }
}

/// Wishes on their way out, and those that wait for a reply.
#[derive(Debug, Clone, Default)]
pub(super) struct Requests {
    last: RequestId,
    pending: Vec<(RequestId, Purpose)>,
    outbox: Vec<Effect>,
}

impl Requests {
    /// Asks the store.
    pub(super) fn ask(&mut self, purpose: Purpose, query: Query) {
        let request = self.expect(purpose);
        self.outbox.push(Effect::Ask { request, query });
    }

    /// Wishes a change.
    pub(super) fn make(&mut self, purpose: Purpose, change: Change) {
        let request = self.expect(purpose);
        self.outbox.push(Effect::Make { request, change });
    }

    /// Wishes that the ready rows of a list are added.
    pub(super) fn add(&mut self, customer: CustomerId, rows: ReadyRows, text: Snapshot) {
        let request = self.expect(Purpose::Import);
        self.outbox.push(Effect::Add {
            request,
            customer,
            rows,
            text,
        });
    }

    /// Wishes something whose reply is known by a number, to whoever wishes it.
    pub(super) fn wish_numbered(&mut self, wish: impl FnOnce(RequestId) -> Effect) -> RequestId {
        self.last = self.last.next();
        self.outbox.push(wish(self.last));
        self.last
    }

    /// Wishes something that has no reply.
    pub(super) fn wish(&mut self, effect: Effect) {
        self.outbox.push(effect);
    }

    /// Takes a reply off the list and says who waits for it: nobody if it is unknown or a later question made it stale.
    pub(super) fn settle(&mut self, request: RequestId) -> Option<Purpose> {
        let at = self.pending.iter().position(|(id, _)| *id == request)?;
        let (_, purpose) = self.pending.remove(at);
        let stale = match purpose {
            Purpose::Act | Purpose::Save | Purpose::Import => false,
            Purpose::Customers
            | Purpose::Stock
            | Purpose::Customer
            | Purpose::Contacts
            | Purpose::History
            | Purpose::Search
            | Purpose::Successors
            | Purpose::Integration
            | Purpose::NearMisses
            | Purpose::Runs
            | Purpose::Mend(_)
            | Purpose::People(_)
            | Purpose::Visit(_)
            | Purpose::Plans
            | Purpose::Who
            | Purpose::Write
            | Purpose::Notifications
            | Purpose::AllOnboardings
            | Purpose::Work
            | Purpose::Preview(_)
            | Purpose::Reversal
            | Purpose::Changes
            | Purpose::UndoEffect
            | Purpose::Duplicates
            | Purpose::Tags
            | Purpose::MarkAll
            | Purpose::Merge
            | Purpose::Draft
            | Purpose::Pane => self.waits(&purpose),
        };
        (!stale).then_some(purpose)
    }

    /// Returns who waits for a reply that is still to come.
    pub(super) fn purpose_of(&self, request: RequestId) -> Option<&Purpose> {
        self.pending
            .iter()
            .find_map(|(id, purpose)| (*id == request).then_some(purpose))
    }

    /// Says whether a reply of this kind is still to come.
    pub(super) fn waits(&self, purpose: &Purpose) -> bool {
        let kind = std::mem::discriminant(purpose);
        let mut waiting = self.pending.iter().map(|(_, waiting)| waiting);
        waiting.any(|waiting| std::mem::discriminant(waiting) == kind)
    }

    /// Returns whether a reply is still to come on which the meaning of every key depends.
    pub(super) fn holds_keys(&self) -> bool {
        self.pending.iter().any(|(_, waiting)| waiting.holds_keys())
    }

    /// Returns whether an answer is still to come.
    pub(super) fn waits_for_answer(&self) -> bool {
        self.pending.iter().any(|(_, waiting)| *waiting != Purpose::Act)
    }

    /// Says whether any reply is still to come.
    pub(super) fn is_waiting(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Hands the wishes out.
    pub(super) fn take(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.outbox)
    }

    fn expect(&mut self, purpose: Purpose) -> RequestId {
        self.last = self.last.next();
        self.pending.push((self.last, purpose));
        self.last
    }
}
