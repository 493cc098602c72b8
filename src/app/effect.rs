//! What the program wishes: questions for the store, changes to make, and acts on the terminal.

use std::path::PathBuf;

use super::clipping::Clipping;
use super::delivery::DeliveryWish;
use super::document::Snapshot;
use super::pasted::{DraftText, ListStart, UnreadList};
use super::pi::PiWish;
use super::sync::SyncWish;
use crate::domain::{
    Change, ChangeId, Contact, ContactId, ContactQuery, Customer, CustomerDomain, CustomerId, CustomerLinks,
    CustomerQuery, Depth, Domain, DomainEffect, DraftId, Duplicate, HistoryEntry, HistoryQuery, Hits,
    Integration, Limits, ListDraft, MessageDraft, NearMiss, NearMissPerson, Notification, Onboarding,
    Outcome, Page, PageQuery, PastChange, PlanRow, Reversal, ReversalPreview, RoleGroup, RunFilter, SafeText,
    Schedule, SearchQuery, Selection, SyncRun, UndoEffect, UndoTarget, WorkItem,
};
use crate::paste::ReadyRows;

/// The number of a question or change, by which its reply is known; later ones are larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RequestId(u64);

impl RequestId {
    /// Gives the number after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// A wish of the program, carried out by the runtime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Asks the store; answered by [`Msg::Answered`](super::Msg::Answered).
    Ask {
        /// The number that comes back with the answer.
        request: RequestId,
        /// The question.
        query: Query,
    },
    /// Makes a change; answered by [`Msg::Made`](super::Msg::Made).
    Make {
        /// The number that comes back with the result.
        request: RequestId,
        /// The change.
        change: Change,
    },
    /// Adds the ready rows of a list; answered by [`Msg::Made`](super::Msg::Made).
    Add {
        /// The number that comes back with the result.
        request: RequestId,
        /// Whose contacts they become.
        customer: CustomerId,
        /// The rows.
        rows: ReadyRows,
        /// The text of the list.
        text: Snapshot,
    },
    /// Keeps a list that is not added yet; answered by [`Msg::DraftKept`](super::Msg::DraftKept).
    KeepDraft {
        /// The number that comes back with the result.
        request: RequestId,
        /// The list.
        draft: DraftText,
    },
    /// Forgets a list, as it is added or discarded.
    ForgetDraft(DraftId),
    /// Reads a file; answered by [`Msg::FileRead`](super::Msg::FileRead).
    ReadFile {
        /// The number that comes back with the text.
        request: RequestId,
        /// The file.
        path: PathBuf,
    },
    /// Reads a long list beside the screen; answered by [`Msg::RowsRead`](super::Msg::RowsRead).
    ReadRows {
        /// The number that comes back with the rows.
        request: RequestId,
        /// The list.
        list: Box<UnreadList>,
    },
    /// Reads the file that is being read no further.
    StopReading,
    /// Writes rows into a file; answered by [`Msg::Exported`](super::Msg::Exported).
    Export {
        /// Which rows.
        selection: Selection,
        /// The file, whose ending says the format.
        path: PathBuf,
    },
    /// Opens a text in the person's own editor; answered by [`Msg::TextEdited`](super::Msg::TextEdited).
    EditText(String),
    /// Does something with a model; answered by [`Msg::Pi`](super::Msg::Pi).
    Pi(PiWish),
    /// Does something with the source; answered by [`Msg::Sync`](super::Msg::Sync).
    Sync(SyncWish),
    /// Does something with the delivery of notifications; answered by [`Msg::Delivery`](super::Msg::Delivery).
    Deliver(DeliveryWish),
    /// Copies a text; answered by [`Msg::Copied`](super::Msg::Copied).
    Copy(Clipping),
    /// Closes this store and opens the sample data in a temporary place.
    OpenSampleData,
    /// Opens the file that is at the path of the store now; answered by [`Msg::StoreReopened`](super::Msg::StoreReopened).
    Reopen,
    /// Hands the terminal back to the shell until the program is continued.
    Suspend,
    /// Ends the program.
    Quit,
}

/// A question for the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Part of the list of customers.
    Customers(CustomerQuery),
    /// One customer.
    Customer(CustomerId),
    /// Part of the list of contacts of a customer.
    Contacts(ContactQuery),
    /// Part of the history of a customer.
    History(HistoryQuery),
    /// What a search over everything finds.
    Search {
        /// The search.
        query: SearchQuery,
        /// How many of each kind at most.
        limits: Limits,
        /// How much is read for it.
        depth: Depth,
    },
    /// What is known of the connection to the source.
    Integration,
    /// The near misses of all customers.
    NearMisses,
    /// The last runs of the sync.
    Runs(RunFilter),
    /// The onboardings of a customer, each with its tasks.
    Plans(CustomerId),
    /// The people of a customer by role.
    Who(CustomerId),
    /// Mails to people of a customer, as they would be written; nothing is.
    MessageDrafts {
        /// Whose.
        customer: CustomerId,
        /// The people.
        contacts: Vec<ContactId>,
    },
    /// The notifications of all customers.
    Notifications,
    /// The onboardings of all customers.
    AllOnboardings,
    /// What wants attention by a schedule.
    Work(Box<Schedule>),
    /// The contacts of a customer who look alike.
    Duplicates(CustomerId),
    /// The tags that customers have.
    Tags,
    /// What a change would do; nothing is written.
    Preview(Box<Change>),
    /// What an undo or redo would turn.
    Reversal(Reversal, UndoTarget),
    /// Part of the list of changes that can be taken back.
    Changes(PageQuery),
    /// What the undo of a change would do.
    UndoEffect(ChangeId),
    /// What a domain would do to the links of a customer.
    DomainEffect {
        /// Whose.
        customer: CustomerId,
        /// The domain.
        domain: CustomerDomain,
    },
    /// The people behind the near miss of a customer at a domain.
    NearMissPeople {
        /// Whose.
        customer: CustomerId,
        /// Their domain.
        domain: Domain,
    },
    /// What is known before a list is pasted for a customer, and the lists that wait there.
    List(CustomerId),
    /// A list that waits, to go on with it.
    Draft(DraftId),
}

/// What the store answers to a [`Query`] of the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Part of the list of customers.
    Customers(Page<Customer>),
    /// One customer.
    Customer {
        /// The customer.
        customer: Box<Customer>,
        /// What the source is to it.
        links: Box<CustomerLinks>,
    },
    /// Part of the list of contacts of a customer.
    Contacts(Page<Contact>),
    /// Part of the history of a customer.
    History(Page<HistoryEntry>),
    /// What a search over everything found.
    Search(Box<Hits>),
    /// What is known of the connection to the source.
    Integration(Box<Integration>),
    /// The near misses of all customers, most people first.
    NearMisses(Vec<NearMiss>),
    /// The last runs of the sync, newest first.
    Runs(Vec<SyncRun>),
    /// The onboardings of a customer, each with its tasks below it.
    Plans(Vec<PlanRow>),
    /// The people of a customer by role.
    Who(Vec<RoleGroup>),
    /// Mails to people of a customer.
    MessageDrafts(Vec<MessageDraft>),
    /// The notifications of all customers, newest first.
    Notifications(Vec<Notification>),
    /// The onboardings of all customers that are not archived.
    AllOnboardings(Vec<Onboarding>),
    /// What wants attention, the most urgent first.
    Work(Vec<WorkItem>),
    /// The contacts of a customer who look alike, in pairs.
    Duplicates(Vec<Duplicate>),
    /// The tags that customers have, most used first.
    Tags(Vec<SafeText>),
    /// What a change would do.
    Previewed(Box<Outcome>),
    /// What an undo or redo would turn; none if there is nothing.
    Reversal(Option<Box<ReversalPreview>>),
    /// Part of the list of changes that can be taken back.
    Changes(Page<PastChange>),
    /// What the undo of a change would do; none if there is no such change.
    UndoEffect(Option<Box<UndoEffect>>),
    /// What a domain would do to the links of a customer.
    DomainEffect(DomainEffect),
    /// The people behind a near miss, by name.
    NearMissPeople(Vec<NearMissPerson>),
    /// What is known before a list is pasted, and the lists that wait.
    List(Box<ListStart>),
    /// A list that waits; none if it is gone.
    Draft(Option<Box<ListDraft>>),
}
