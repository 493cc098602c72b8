//! A workspace in memory with a clock that stands, for the tests of the use cases.

use super::{Error, Workspace};
use crate::domain::{
    Actor, Anchor, Change, Clock, Contact, ContactDraft, ContactFilter, ContactQuery, Customer,
    CustomerDraft, CustomerId, Done, HistoryEntry, HistoryQuery, IdSource, ListOrder, NewTaskFields,
    Onboarding, OnboardingFields, OnboardingId, OthersActive, Outcome, Phase, SearchQuery, TaskId, Timestamp,
    UndoTarget,
};
use crate::store::Store;

/// 2026-11-24 09:30 UTC, always.
struct Standing;

impl Clock for Standing {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(1_795_512_600_000)
    }
}

/// Takes a store for a person called Mia.
pub(super) fn on(store: Store) -> Workspace {
    Workspace::new(store, Actor::new("Mia"), Box::new(Standing), IdSource::Random)
}

/// Makes an empty workspace.
pub(super) fn empty() -> Workspace {
    on(Store::in_memory().expect("memory"))
}

/// Makes a workspace with the customer Acme (acme.com), which Cara Osei owns.
pub(super) fn with_acme() -> (Workspace, CustomerId) {
    let mut workspace = empty();
    let acme = workspace.adds_customer("Acme", "acme.com").id;
    (workspace, acme)
}

/// Returns the change that starts an onboarding in Kickoff.
pub(super) fn start(customer: CustomerId, others: OthersActive) -> Change {
    Change::StartOnboarding {
        customer,
        onboarding: OnboardingFields {
            csm: None,
            target: None,
            phase: Phase::parse("Kickoff").expect("a phase"),
            template: None,
        },
        tasks: Vec::new(),
        others,
    }
}

impl Workspace {
    /// Adds a customer that Cara Osei owns.
    pub(super) fn adds_customer(&mut self, name: &str, domain: &str) -> Customer {
        let draft = CustomerDraft {
            name: name.into(),
            domain: domain.into(),
            owner: "cara.osei@us.com".into(),
            ..CustomerDraft::default()
        };
        match self
            .make(Change::AddCustomer(draft.check().expect("valid")))
            .expect("added")
            .outcome
        {
            Outcome::CustomerAdded(customer) => customer,
            other => panic!("{other:?}"),
        }
    }

    /// Tries to add a contact with a name and an address.
    pub(super) fn tries_to_add(
        &mut self,
        customer: CustomerId,
        name: &str,
        email: &str,
    ) -> Result<Done, Error> {
        let draft = ContactDraft {
            name: name.into(),
            email: email.into(),
            ..ContactDraft::default()
        };
        let contact = draft.check().map_err(Error::Invalid)?;
        self.make(Change::AddContact { customer, contact })
    }

    /// Adds a contact with a name and an address.
    pub(super) fn adds(&mut self, customer: CustomerId, name: &str, email: &str) -> Contact {
        match self.tries_to_add(customer, name, email).expect("added").outcome {
            Outcome::ContactAdded { contact, .. } => contact,
            other => panic!("{other:?}"),
        }
    }

    /// Starts an onboarding in Kickoff.
    pub(super) fn starts_onboarding(&mut self, customer: CustomerId) -> Onboarding {
        let change = start(customer, OthersActive::Refused);
        match self.make(change).expect("started").outcome {
            Outcome::OnboardingStarted { onboarding, .. } => onboarding,
            other => panic!("{other:?}"),
        }
    }

    /// Tries to add a task, perhaps as a part of another one.
    pub(super) fn tries_task(
        &mut self,
        onboarding: OnboardingId,
        parent: Option<TaskId>,
        task: NewTaskFields,
    ) -> Result<Done, Error> {
        self.make(Change::AddTask {
            onboarding,
            parent,
            task,
        })
    }

    /// Takes a change back, and returns what it says of that.
    pub(super) fn takes_back(&mut self, target: UndoTarget) -> String {
        let undone = self.make(Change::Undo(target)).expect("undone");
        undone.outcome.sentence()
    }

    /// Compares the search index with the contacts.
    pub(super) fn check_search(&mut self) -> Result<(), Error> {
        self.store.write(|writer| Ok(writer.check_search()?))
    }

    /// Returns the name of the primary, or nothing.
    pub(super) fn primary(&mut self, customer: CustomerId) -> String {
        let primary = self.customer(customer).expect("there").primary;
        primary
            .map(|contact| contact.name.to_string())
            .unwrap_or_default()
    }

    /// Returns the names of the contacts under a filter.
    pub(super) fn names(&mut self, customer: CustomerId, filter: ContactFilter) -> Vec<String> {
        let query = ContactQuery {
            customer,
            filter,
            words: SearchQuery::default(),
            order: ListOrder::default(),
            anchor: Anchor::Row(0),
            limit: 100,
        };
        let page = self.contacts(&query).expect("listed");
        page.rows.iter().map(|contact| contact.name.to_string()).collect()
    }

    /// Returns the history in words, newest first.
    pub(super) fn told(&mut self, customer: CustomerId) -> Vec<String> {
        let page = self
            .history(&HistoryQuery {
                customer,
                words: SearchQuery::default(),
                row: 0,
                limit: 100,
            })
            .expect("listed");
        page.rows.iter().map(HistoryEntry::sentence).collect()
    }
}
