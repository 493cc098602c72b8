//! The real thing: two workspaces on one folder, and a program that may die.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use pivotal::domain::{
    Actor, Change, Clock, ContactDraft, ContactEdit, ContactFields, ContactId, CustomerDomain, CustomerDraft,
    CustomerEdit, CustomerId, Detail, Details, Email, IdSource, ImportPrimary, Name, NotificationId,
    OnboardingFields, OnboardingId, OpenTasks, OthersActive, OwnerFields, Phase, PhaseMove, RemoteAccount,
    RemoteContact, RemoteId, SafeText, Successor, SyncCounts, SyncKind, Timestamp, UndoTarget,
};
use pivotal::store::{FILE_NAME, Store};
use pivotal::workspace::{Checkpoint, Error, Workspace};
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

use super::rows::RowIds;
use super::step::{ContactEdit as Edited, Edit, Step, Takes, Turn};
use super::world::{Remote, START, Thing, Verdict, World};
use crate::support::{folder, put_empty_store};

/// A clock that the test sets.
#[derive(Debug, Clone)]
struct Told(Arc<AtomicI64>);

impl Clock for Told {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }
}

/// Two workspaces on one folder, and a connection that looks at the file from outside.
pub(crate) struct Harness {
    folder: TempDir,
    windows: [Workspace; 2],
    clock: Told,
    pub(crate) outside: Connection,
    /// The ids of the acts of persons, in their order.
    acts: Vec<pivotal::domain::ChangeId>,
}

fn open_window(folder: &Path, clock: &Told) -> Workspace {
    let store = Store::open(folder).expect("opened");
    Workspace::new(
        store,
        Actor::new("Mia"),
        Box::new(clock.clone()),
        IdSource::Random,
    )
}

fn look(folder: &Path) -> Connection {
    Connection::open(folder.join(FILE_NAME)).expect("opened from outside")
}

impl Harness {
    /// Starts with an empty store that is linked to an account.
    pub(crate) fn new() -> Self {
        let folder = folder();
        put_empty_store(folder.path());
        let clock = Told(Arc::new(AtomicI64::new(START)));
        let mut here = open_window(folder.path(), &clock);
        let portal = RemoteAccount {
            id: Some(1),
            time_zone: "UTC".to_owned(),
            host: "app.hubspot.com".to_owned(),
        };
        here.set_account(&portal, "mark").expect("set");
        let there = open_window(folder.path(), &clock);
        let outside = look(folder.path());
        Self {
            windows: [here, there],
            clock,
            outside,
            folder,
            acts: Vec::new(),
        }
    }

    /// Makes a step and says whether it was refused; `after` is the model after it.
    pub(crate) fn make(&mut self, turn: &Turn, after: &World) -> Verdict {
        self.clock.0.store(after.now, Ordering::Relaxed);
        match &turn.step {
            Step::Crash => {
                self.crash();
                Verdict::Taken
            }
            Step::Page(people) => {
                let people: Vec<RemoteContact> = people.iter().map(remote).collect();
                let window = &mut self.windows[turn.window];
                let note = Checkpoint {
                    run: window.begin_run(SyncKind::Incremental, "{}").expect("begun"),
                    cursor: "{}".to_owned(),
                    counts: SyncCounts::default(),
                    requests: 1,
                };
                window.take_people(&people, None, &note).expect("taken in");
                Verdict::Taken
            }
            step => {
                let change = self.change(step, after);
                match self.windows[turn.window].make(change) {
                    Ok(done) => {
                        self.acts.extend(done.change);
                        Verdict::Taken
                    }
                    Err(
                        Error::Refused(_)
                        | Error::Invalid(_)
                        | Error::NotFound(_)
                        | Error::AlreadyActive { .. },
                    ) => Verdict::Refused,
                    Err(error) => panic!("{step:?} failed: {error}"),
                }
            }
        }
    }

    /// Dies with two programs at the file: what is on the disk is copied, with a torn write behind it, and opened there.
    fn crash(&mut self) {
        let copy = folder();
        for ending in ["", "-wal"] {
            let name = format!("{FILE_NAME}{ending}");
            let from = self.folder.path().join(&name);
            if from.exists() {
                fs::copy(&from, copy.path().join(&name)).expect("copied");
            }
        }
        let wal = copy.path().join(format!("{FILE_NAME}-wal"));
        if let Ok(mut wal) = fs::OpenOptions::new().append(true).open(wal) {
            wal.write_all(&[0x5a; 1_000]).expect("torn");
        }
        self.windows = [
            open_window(copy.path(), &self.clock),
            open_window(copy.path(), &self.clock),
        ];
        self.outside = look(copy.path());
        self.folder = copy;
    }

    fn change(&self, step: &Step, after: &World) -> Change {
        let ids = RowIds::read(&self.outside);
        let customer = |at: &usize| CustomerId::from_uuid(ids.id(Thing::Company(*at)));
        let contact = |at: &usize| ContactId::from_uuid(ids.id(Thing::Person(*at)));
        let contacts = |list: &[usize]| list.iter().map(contact).collect::<Vec<_>>();
        let notification = |at: &usize| NotificationId::from_uuid(ids.id(Thing::Notification(*at)));
        let plan = |at: &usize| OnboardingId::from_uuid(ids.id(Thing::Plan(*at)));
        let successor = |at: &Option<usize>| {
            at.as_ref()
                .map_or(Successor::Nobody, |at| Successor::Contact(contact(at)))
        };
        match step {
            Step::AddCustomer { name, domain, owner } => {
                let draft = CustomerDraft {
                    name: name.clone(),
                    domain: domain.unwrap_or_default().to_owned(),
                    owner: owner.unwrap_or_default().to_owned(),
                    ..CustomerDraft::default()
                };
                Change::AddCustomer(draft.check().expect("valid"))
            }
            Step::EditCustomer { company, edit } => Change::EditCustomer {
                customer: customer(company),
                edits: match edit {
                    Edit::Name(text) => vec![CustomerEdit::Name(name(text))],
                    Edit::Domain(text) => {
                        let domain = text.map(|text| CustomerDomain::parse(text).expect("a domain"));
                        vec![CustomerEdit::Domain(domain)]
                    }
                    Edit::Owner(text) => {
                        let owner = text.map(|text| OwnerFields::parse(text).expect("an owner"));
                        vec![CustomerEdit::Owner(owner)]
                    }
                    Edit::State(edit) => super::states::edits(edit),
                },
            },
            Step::AddContact { company, name, email } => Change::AddContact {
                customer: customer(company),
                contact: fields(name, email),
            },
            Step::EditContact { person, edits } => Change::EditContact {
                contact: contact(person),
                edits: edits
                    .iter()
                    .map(|edit| match edit {
                        Edited::Name(text) => ContactEdit::Name(name(text)),
                        Edited::Email(text) => ContactEdit::Email(email(text)),
                        Edited::Others(text) => ContactEdit::Detail(
                            Detail::OtherEmails,
                            text.as_deref().and_then(SafeText::optional),
                        ),
                        Edited::Title(text) => {
                            ContactEdit::Detail(Detail::Title, text.as_deref().and_then(SafeText::optional))
                        }
                    })
                    .collect(),
            },
            Step::Archive {
                people,
                successor: next,
            } => Change::ArchiveContacts {
                contacts: contacts(people),
                successor: successor(next),
            },
            Step::Restore(people) => Change::RestoreContacts(contacts(people)),
            Step::Delete(people) => Change::DeleteContacts(contacts(people)),
            Step::Unlink {
                people,
                successor: next,
            } => Change::UnlinkContacts {
                contacts: contacts(people),
                successor: successor(next),
            },
            Step::Relink(people) => Change::RelinkContacts(contacts(people)),
            Step::LinkPerson { company, id } => Change::LinkPerson {
                customer: customer(company),
                person: RemoteId::hubspot(*id).expect("an id"),
            },
            Step::SetPrimary { company, primary } => Change::SetPrimary {
                customer: customer(company),
                primary: successor(primary),
            },
            Step::Import {
                company,
                rows,
                primary,
            } => Change::ImportContacts {
                customer: customer(company),
                contacts: rows.iter().map(|(name, email)| fields(name, email)).collect(),
                primary: primary.map_or(ImportPrimary::FirstIfNone, ImportPrimary::Row),
                misfits: 0,
                archived: Default::default(),
            },
            Step::Merge { keep, drop, takes } => Change::MergeContacts {
                keep: contact(keep),
                drop: contact(drop),
                edits: self.taken_over(*drop, *takes),
            },
            Step::Undo => Change::Undo(UndoTarget::Latest),
            Step::UndoThat(at) => Change::Undo(UndoTarget::Change(self.acts[*at])),
            Step::Redo => Change::Redo,
            Step::Start { company, alone } => Change::StartOnboarding {
                customer: customer(company),
                onboarding: OnboardingFields {
                    csm: None,
                    target: None,
                    phase: phase(super::step::PHASES[0]),
                    template: None,
                },
                tasks: Vec::new(),
                others: if *alone {
                    OthersActive::Refused
                } else {
                    OthersActive::Allowed
                },
            },
            Step::Advance { plan: at, to } => moved(
                plan(at),
                match to {
                    Some(to) => PhaseMove::Advance {
                        to: phase(to),
                        note: None,
                    },
                    None => PhaseMove::Finish { note: None },
                },
            ),
            Step::Back { plan: at, to } => moved(
                plan(at),
                PhaseMove::Back {
                    to: phase(to),
                    reason: SafeText::clean("once more"),
                    others: OthersActive::Refused,
                },
            ),
            Step::Invite { company, person } => Change::InviteToPortal {
                customer: customer(company),
                contact: person.as_ref().map(contact),
            },
            Step::Cancel(at) => Change::CancelNotifications(vec![notification(at)]),
            Step::Retry(at) => Change::RetryNotifications(vec![notification(at)]),
            Step::Chore(chore) => super::chores::change(chore, &ids),
            Step::Note(step) => super::notes::change(step, &ids),
            Step::Field(step) => super::fields::change(step, &ids),
            Step::Erase(person) => {
                let rows = super::rows::people(&self.outside, &ids);
                Change::EraseContact {
                    contact: contact(person),
                    name: rows[*person].cells.get("name").cloned().unwrap_or_default(),
                }
            }
            Step::Page(_) | Step::Crash => panic!("no change: {step:?} at {}", after.now),
        }
    }

    /// Returns the values that the contact that goes hands over, as the screen reads them before it asks.
    fn taken_over(&self, drop: usize, takes: Takes) -> Vec<ContactEdit> {
        let rows = super::rows::people(&self.outside, &RowIds::read(&self.outside));
        let cells = &rows[drop].cells;
        let (Some(own), Some(address)) = (cells.get("name"), cells.get("email")) else {
            return Vec::new();
        };
        match takes {
            Takes::Nothing => Vec::new(),
            Takes::Address => vec![ContactEdit::Email(email(address))],
            Takes::NameAndAddress => vec![ContactEdit::Name(name(own)), ContactEdit::Email(email(address))],
        }
    }

    /// Says to whom the notifications of a customer go, and by which rule.
    pub(crate) fn routed(&mut self, id: Uuid) -> (Option<String>, &'static str) {
        let customer = self.windows[1]
            .customer(CustomerId::from_uuid(id))
            .expect("there");
        let [route, ..] = pivotal::domain::routes(&customer);
        (
            route.to.person().map(|person| person.email.to_string()),
            route.to.reason(),
        )
    }

    /// Reads what screens list; a list that cannot be read fails the test.
    pub(crate) fn reads_lists(&mut self) {
        self.windows[0].onboardings(None).expect("onboardings");
        self.windows[0].notifications().expect("notifications");
        self.windows[0].changes(20).expect("changes");
    }
}

fn moved(onboarding: OnboardingId, how: PhaseMove) -> Change {
    Change::MovePhase {
        onboarding,
        how,
        open: OpenTasks::CarryOver,
        tasks: Vec::new(),
    }
}

fn phase(text: &str) -> Phase {
    Phase::parse(text).expect("a phase")
}

fn name(text: &str) -> Name {
    Name::parse(text).expect("a name")
}

fn email(text: &str) -> Email {
    Email::parse(text).expect("an address")
}

fn fields(name: &str, email: &str) -> ContactFields {
    let draft = ContactDraft {
        name: name.to_owned(),
        email: email.to_owned(),
        ..ContactDraft::default()
    };
    draft.check().expect("valid")
}

fn remote(remote: &Remote) -> RemoteContact {
    RemoteContact {
        is_named: true,
        id: RemoteId::hubspot(remote.id).expect("an id"),
        name: name(&remote.name),
        email: remote.email.as_deref().map(email),
        details: Details::default().with(
            Detail::Title,
            remote.title.as_deref().and_then(SafeText::optional),
        ),
    }
}
