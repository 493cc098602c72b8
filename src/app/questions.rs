//! The questions for the store, in one table: what is asked, what the answer holds, and whether keys wait for it.

use super::destination::Destination;
use super::pasted::ListStart;
use crate::domain::{
    Change, ChangeId, Contact, ContactId, ContactQuery, CustomField, Customer, CustomerDomain, CustomerId,
    CustomerLinks, CustomerQuery, Depth, DetailsOf, DomainEffect, DraftId, Duplicate, HistoryEntry,
    HistoryQuery, Hits, Integration, Limits, ListDraft, MessageDraft, NearMiss, NearMissPerson, Note,
    Notification, Onboarding, Outcome, Page, PageQuery, PastChange, PlanRow, RecordDetails, Reversal,
    ReversalPreview, RoleGroup, RunFilter, SafeText, Schedule, SearchQuery, SyncRun, UndoEffect, UndoTarget,
    WorkItem,
};

/// Writes the questions, the answers of the same names, and which of them keys wait for.
macro_rules! questions {
    ($($(#[$doc:meta])* $name:ident $(($($asked:ty),+))? -> $answer:ty $(, $waits:ident)?;)+) => {
        /// A question for the store.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Query {
            $($(#[$doc])* $name $(($($asked),+))?,)+
        }

        /// What the store answers to the [`Query`] of the same name.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Answer {
            $($(#[$doc])* $name($answer),)+
        }

        impl Query {
            /// Returns whether keys wait for the answer, as it opens something or changes what they are about.
            pub(super) const fn holds_keys(&self) -> bool {
                match self {
                    $(Self::$name { .. } => questions!(@ $($waits)?),)+
                }
            }
        }
    };
    (@ keys_wait) => { true };
    (@) => { false };
}

questions! {
    /// Part of the list of customers.
    Customers(CustomerQuery) -> Page<Customer>;
    /// Whether there is any customer at all: the first one that matches.
    AnyCustomer(CustomerQuery) -> Page<Customer>;
    /// The customers that match the filter, to mark them.
    MarkCustomers(CustomerQuery) -> Page<Customer>, keys_wait;
    /// One customer, and what HubSpot is to it.
    Customer(CustomerId) -> Box<(Customer, CustomerLinks)>;
    /// A customer that is to be opened at a place.
    Visit(CustomerId, Destination) -> Box<Customer>;
    /// Part of the list of contacts of a customer.
    Contacts(ContactQuery) -> Page<Contact>;
    /// The contacts that match the filter, to mark them.
    MarkContacts(ContactQuery) -> Page<Contact>, keys_wait;
    /// Those who may follow a primary.
    Successors(ContactQuery) -> Page<Contact>;
    /// The contacts of a customer who look alike, in pairs.
    Duplicates(CustomerId) -> Vec<Duplicate>;
    /// Part of the history of a customer.
    History(HistoryQuery) -> Page<HistoryEntry>;
    /// The onboardings of a customer, each with its tasks below it.
    Plans(CustomerId) -> Vec<PlanRow>;
    /// The notes on a customer, its contacts and its onboardings, newest first.
    Notes(CustomerId) -> Vec<Note>;
    /// The people of a customer by role.
    Who(CustomerId) -> Vec<RoleGroup>, keys_wait;
    /// All that is known of a contact or customer, to show it; none if it is gone.
    OpenDetails(DetailsOf) -> Option<Box<RecordDetails>>, keys_wait;
    /// The same, as it shows already.
    Details(DetailsOf) -> Option<Box<RecordDetails>>;
    /// Mails to people of a customer, as they would be written; nothing is.
    MessageDrafts(CustomerId, Vec<ContactId>) -> Vec<MessageDraft>, keys_wait;
    /// What a search over everything finds, how many of each kind at most, and how much is read for it.
    Search(SearchQuery, Limits, Depth) -> Box<Hits>;
    /// What is known of the connection to HubSpot.
    Integration -> Box<Integration>;
    /// The near misses of all customers, most people first.
    NearMisses -> Vec<NearMiss>;
    /// The last runs of the sync, newest first.
    Runs(RunFilter) -> Vec<SyncRun>;
    /// What the domain of a near miss would do to the links of its customer.
    DomainEffect(Box<NearMiss>, CustomerDomain) -> DomainEffect, keys_wait;
    /// The people behind a near miss, by name.
    NearMissPeople(Box<NearMiss>) -> Vec<NearMissPerson>, keys_wait;
    /// The notifications of all customers, newest first.
    Notifications -> Vec<Notification>;
    /// The onboardings of all customers that are not archived.
    AllOnboardings -> Vec<Onboarding>;
    /// What wants attention by a schedule, the most urgent first.
    Work(Box<Schedule>) -> Vec<WorkItem>;
    /// The fields that users defined, which forms, lists and searches know.
    CustomFields -> Vec<CustomField>;
    /// The tags that customers have, most used first.
    Tags -> Vec<SafeText>;
    /// What a change would do; nothing is written.
    Preview(Box<Change>) -> Box<Outcome>, keys_wait;
    /// What merging would do while two contacts stand side by side; nothing is written.
    MergePreview(Box<Change>) -> Box<Outcome>, keys_wait;
    /// What an undo or redo would turn; none if there is nothing.
    Reversal(Reversal, UndoTarget) -> Option<Box<ReversalPreview>>, keys_wait;
    /// Part of the list of changes that can be taken back.
    Changes(PageQuery) -> Page<PastChange>;
    /// What the undo of a change would do; none if there is no such change.
    UndoEffect(ChangeId) -> Option<Box<UndoEffect>>;
    /// What is known before a list is pasted for a customer, and the lists that wait there.
    List(CustomerId) -> Box<ListStart>, keys_wait;
    /// A list that waits, to go on with it; none if it is gone.
    Draft(DraftId) -> Option<Box<ListDraft>>, keys_wait;
}
