//! Runs of the sync against the sandbox, in one process.

mod changes;
mod companies;
mod domains;
mod exact_rule;
mod here;
mod looks;
mod moves;
mod odd;
mod one_record;
mod other_emails;
mod provenance;
mod requests;
mod shapes;
mod stops;
mod unlinking;

use std::sync::atomic::{AtomicI64, Ordering};

use tempfile::TempDir;

use super::{Cancel, RunScope, sync};
use crate::clock::SystemClock;
use crate::domain::{
    Actor, Anchor, Change, Clock, Contact, ContactDraft, ContactEdit, ContactFilter, ContactQuery, Customer,
    CustomerDomain, CustomerDraft, CustomerEdit, CustomerId, Detail, Done, HistoryQuery, IdSource, Outcome,
    RunState, Successor, SyncReport, Timestamp,
};
use crate::hubspot::{Client, Options, RateLimit, Token};
use crate::safe_url::SafeUrl;
use crate::sandbox::{Portal, PortalCompany, PortalContact, Request, Rules, Sandbox, TOKEN};
use crate::store::testing;
use crate::workspace::{Unlinking, Workspace};

/// A clock that goes on by a millisecond each time it is read, so that every write shows.
struct Ticking(AtomicI64);

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

/// A workspace in a folder, and a stand-in of HubSpot.
struct Scene {
    workspace: Workspace,
    sandbox: Sandbox,
    folder: TempDir,
}

impl Scene {
    /// Starts with nobody here and an empty portal.
    fn new() -> Self {
        Self::with(Portal::default())
    }

    /// Starts with nobody here.
    fn with(portal: Portal) -> Self {
        let rules = Rules {
            searches_per_second: None,
            calls_in_ten_seconds: None,
            ..Rules::default()
        };
        let folder = tempfile::tempdir().expect("a folder");
        Self {
            workspace: open(&folder),
            sandbox: Sandbox::start(portal, rules, 0).expect("a sandbox"),
            folder,
        }
    }

    fn client(&self) -> Client {
        Client::new(Options {
            base: SafeUrl::parse(&self.sandbox.url()).expect("an address"),
            token: Token::parse(TOKEN).expect("a token"),
            rate: RateLimit::UNLIMITED,
        })
    }

    /// Runs a sync, however it ends.
    fn tries(&mut self, wanted: RunScope) -> SyncReport {
        let client = self.client();
        self.asks(&client, "mark", wanted)
    }

    /// Runs a sync with a client whose token has a mark, however it ends.
    fn asks(&mut self, client: &Client, mark: &str, wanted: RunScope) -> SyncReport {
        let run = sync(
            &mut self.workspace,
            self.folder.path(),
            client,
            mark,
            wanted,
            Cancel::never(),
            |_| {},
        );
        runtime().block_on(run)
    }

    /// Runs what is due, which must succeed.
    fn syncs(&mut self) -> SyncReport {
        succeeded(self.tries(RunScope::Due))
    }

    /// Runs a full sync, which must succeed.
    fn syncs_all(&mut self) -> SyncReport {
        succeeded(self.tries(RunScope::Full(Unlinking::Guarded)))
    }

    /// Forgets the requests so far.
    fn forgets(&self) {
        self.sandbox.forget_requests();
    }

    fn requests(&self) -> Vec<Request> {
        self.sandbox.requests()
    }

    /// Adds a customer; an empty domain is none.
    fn customer(&mut self, name: &str, domain: &str) -> CustomerId {
        let draft = CustomerDraft {
            name: name.into(),
            domain: domain.into(),
            ..CustomerDraft::default()
        };
        let fields = draft.check().expect("valid");
        match self.does(Change::AddCustomer(fields)).outcome {
            Outcome::CustomerAdded(customer) => customer.id,
            other => panic!("{other:?}"),
        }
    }

    fn does(&mut self, change: Change) -> Done {
        self.workspace.make(change).expect("done")
    }

    /// Adds a contact by hand.
    fn adds(&mut self, customer: CustomerId, name: &str, email: &str, title: &str) -> Contact {
        let draft = ContactDraft::new(name, email).with(Detail::Title, title);
        let contact = draft.check().expect("valid");
        match self.does(Change::AddContact { customer, contact }).outcome {
            Outcome::ContactAdded { contact, .. } => contact,
            other => panic!("{other:?}"),
        }
    }

    fn edits(&mut self, contact: &Contact, edit: ContactEdit) {
        self.does(Change::EditContact {
            contact: contact.id,
            edits: vec![edit],
        });
    }

    /// Returns a customer a domain, and says how many are linked and unlinked by that.
    fn moves(&mut self, customer: CustomerId, domain: &str) -> (u64, u64) {
        let edits = vec![CustomerEdit::Domain(CustomerDomain::parse(domain).ok())];
        match self.does(Change::EditCustomer { customer, edits }).outcome {
            Outcome::CustomerEdited { effect, .. } => (effect.links, effect.unlinks),
            other => panic!("{other:?}"),
        }
    }

    fn unlinks(&mut self, contacts: &[&Contact]) {
        self.does(Change::UnlinkContacts {
            contacts: contacts.iter().map(|contact| contact.id).collect(),
            successor: Successor::Nobody,
        });
    }

    fn makes_primary(&mut self, contact: &Contact) {
        self.does(Change::SetPrimary {
            customer: contact.customer_id,
            primary: Successor::Contact(contact.id),
        });
    }

    fn primary(&mut self, customer: CustomerId) -> Option<String> {
        let customer: Customer = self.workspace.customer(customer).expect("there");
        customer.primary.map(|contact| contact.name.to_string())
    }

    /// Adds a person to the portal, last changed long ago.
    fn person(&self, email: &str, name: &str) -> u64 {
        self.sandbox.portal().add_contact(person(email, name))
    }

    /// Adds a company to the portal, with people who are counted to it.
    fn company(&self, name: &str, domains: &[&str], people: &[u64]) -> u64 {
        let mut portal = self.sandbox.portal();
        let id = portal.add_company(PortalCompany {
            name: name.to_owned(),
            domain: domains.first().map(|domain| (*domain).to_owned()),
            additional_domains: domains
                .iter()
                .skip(1)
                .map(|domain| (*domain).to_owned())
                .collect(),
            owner: None,
            modified: long_ago(),
        });
        for person in people {
            portal.associate_primary(id, *person);
        }
        id
    }

    /// Changes a person in the portal, now.
    fn changes(&self, id: u64, edit: impl FnOnce(&mut PortalContact)) {
        self.changed(id, 0, edit);
    }

    /// Shows a change of a person that was made some minutes ago.
    fn changed(&self, id: u64, minutes: i64, edit: impl FnOnce(&mut PortalContact)) {
        let at = now() - jiff::SignedDuration::from_mins(minutes);
        assert!(self.sandbox.portal().edit_contact(id, at, edit), "{id} is there");
    }
}

fn open(folder: &TempDir) -> Workspace {
    Workspace::new(
        testing::open(folder.path()),
        Actor::new("Mia"),
        Box::new(Ticking(AtomicI64::new(SystemClock.now().as_millis()))),
        IdSource::Random,
    )
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

fn succeeded(report: SyncReport) -> SyncReport {
    assert_eq!((report.state, &report.fault), (RunState::Ok, &None), "{report:?}");
    report
}

/// Returns the kind of the fault of a run that must have failed.
fn failed(report: &SyncReport) -> &str {
    assert_eq!(report.state, RunState::Failed, "{report:?}");
    report
        .fault
        .as_ref()
        .map(|fault| fault.kind.key())
        .expect("a fault")
}

fn long_ago() -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_600_000_000).expect("a time")
}

fn now() -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(SystemClock.now().as_millis()).expect("a time")
}

/// Makes a person with a first and a last name; an empty address is none.
fn person(email: &str, name: &str) -> PortalContact {
    let (first, last) = name.split_once(' ').unwrap_or((name, ""));
    PortalContact {
        email: Some(email.to_owned()).filter(|email| !email.is_empty()),
        firstname: Some(first.to_owned()),
        lastname: Some(last.to_owned()).filter(|last| !last.is_empty()),
        modified: long_ago(),
        ..PortalContact::default()
    }
}

/// Links Ann Lee and Bo Ek at Acme, and gives the customer and their records.
fn two() -> (Scene, CustomerId, u64, u64) {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let ann = scene.person("ann@acme.com", "Ann Lee");
    let bo = scene.person("bo@acme.com", "Bo Ek");
    scene.syncs();
    (scene, acme, ann, bo)
}

/// Links them, and makes one of them primary.
fn two_with(primary: &str) -> (Scene, CustomerId, u64, u64) {
    let (mut scene, acme, ann, bo) = two();
    let primary = scene.named(acme, primary);
    scene.makes_primary(&primary);
    (scene, acme, ann, bo)
}
