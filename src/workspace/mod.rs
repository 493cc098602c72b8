//! The use cases: what the user can do, each one transaction with its lines in the operation log.
//!
//! A use case checks the rules of the [`domain`](crate::domain), writes through a `Recorder` and tells what it did as
//! an [`Outcome`]. Screens and commands both come through [`Workspace::make`]; nothing else writes.

mod about_status;
mod add_contact;
mod add_customer;
mod archive;
mod backup;
mod by_customer;
mod changes;
mod custom_fields;
mod delete;
mod delivery;
mod details;
mod domain_change;
mod drafts;
mod edit_contact;
mod edit_customer;
mod edit_onboarding;
mod edit_task;
mod erase;
mod error;
mod export;
mod import_contacts;
mod integration;
mod known;
mod link;
mod lookup;
mod merge_contacts;
mod messages;
mod notes;
mod onboard;
mod outbox;
mod peace;
mod plans;
mod preview;
mod reads;
mod recorder;
mod sample;
mod sample_fields;
mod sample_notes;
mod sample_plans;
mod search;
mod set_primary;
mod shown;
mod sync_pages;
mod tasks;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod undo;
mod undo_custom_fields;
mod undo_customers;
mod undo_follows;
mod undo_forbidden;
mod undo_notes;
mod undo_parts;
mod undo_plans;
mod undo_records;
mod unlink;

use preview::Mode;
use recorder::{Author, Recorder};

pub use add_customer::CustomerForecast;
pub use by_customer::Assignment;
pub use drafts::Window;
pub use error::Error;
pub use export::{ExportError, Exported};
pub use integration::KnownAs;
pub use sample::{BookContact, BookEntry, Role, StatusDays, sample_book};
pub use sync_pages::{Checkpoint, Finish, PeopleFinish, Unlinking};

pub use crate::store::{AccountState, IdRange, OpenRun, SyncWatermark};

use crate::domain::{
    Actor, Change, ChangeId, Clock, ContactRole, Done, IdSource, NotificationRenderer, Outcome,
    PlainRenderer, Progress, SafeText, Sending, Session, SessionId, Timestamp, UndoTarget,
};
use crate::store::{NewChange, Origin, Store, Writer};

/// A store with everything a use case needs: who acts, what time it is, and new ids.
pub struct Workspace {
    store: Store,
    actor: Actor,
    clock: Box<dyn Clock>,
    ids: IdSource,
    renderer: Box<dyn NotificationRenderer>,
    mode: Mode,
    sending: Sending,
    window: Window,
    session: Session,
    opened: Timestamp,
    /// The roles by which labels of lists are known, besides the usual ones.
    roles: Vec<ContactRole>,
}

/// What a use case did, and the words under which it can be undone.
struct Act {
    label: String,
    outcome: Outcome,
}

impl Workspace {
    /// Takes a store and who acts on it.
    pub fn new(store: Store, actor: Actor, clock: Box<dyn Clock>, ids: IdSource) -> Self {
        Self {
            store,
            actor,
            clock,
            ids,
            renderer: Box::new(PlainRenderer),
            mode: Mode::Making,
            sending: Sending::default(),
            window: Window::default(),
            session: Session::Command,
            opened: Timestamp::default(),
            roles: Vec::new(),
        }
    }

    /// Has the lists that are kept from now on belong to a window.
    #[must_use]
    pub fn in_window(self, window: Window) -> Self {
        Self { window, ..self }
    }

    /// Notes with each change that it is made in a session of the app, which begins now.
    #[must_use]
    pub fn in_session(mut self) -> Self {
        self.opened = self.clock.now();
        self.session = Session::Window(SessionId::from_uuid(self.ids.next(self.opened)));
        self
    }

    /// Has the texts of notifications written by another writer.
    #[must_use]
    pub fn with_renderer(self, renderer: Box<dyn NotificationRenderer>) -> Self {
        Self { renderer, ..self }
    }

    /// Has labels of lists known by these roles too.
    #[must_use]
    pub fn with_roles(self, roles: &[SafeText]) -> Self {
        let roles = roles
            .iter()
            .filter_map(|role| ContactRole::parse(role.as_str()).ok());
        Self {
            roles: roles.collect(),
            ..self
        }
    }

    /// Returns whether the notifications that are written may leave by themselves.
    #[must_use]
    pub fn with_sending(self, sending: Sending) -> Self {
        Self { sending, ..self }
    }

    /// Acts from another session from now on.
    #[cfg(test)]
    pub(crate) fn acts_in(&mut self, session: Session) {
        self.session = session;
    }

    /// Carries out a change in one transaction.
    pub fn make(&mut self, change: Change) -> Result<Done, Error> {
        self.make_telling(change, &|_| {})
    }

    /// Does the same, and says how far it is while it writes many rows.
    pub fn make_telling(&mut self, change: Change, tell: &dyn Fn(Progress)) -> Result<Done, Error> {
        self.backup_before(&change)?;
        match change {
            Change::AddCustomer(fields) => self.record(|r| add_customer::add(r, &fields)),
            Change::ImportCustomers(rows) => self.record(|r| add_customer::import(r, &rows)),
            Change::EditCustomer { customer, edits } => {
                self.record(|r| edit_customer::edit(r, customer, edits))
            }
            Change::EditShownCustomer { shown, edits } => {
                self.record(|r| edit_customer::edit_shown(r, &shown, edits))
            }
            Change::EditCustomers(all) => self.record(|r| edit_customer::edit_many(r, all)),
            Change::AddContact { customer, contact } => {
                self.record(|r| add_contact::add(r, customer, contact))
            }
            Change::ImportContacts {
                customer,
                contacts,
                primary,
                misfits,
                archived,
            } => self.record(|r| {
                import_contacts::import(r, customer, (contacts, &archived), (primary, misfits), tell)
            }),
            Change::ImportByCustomer(all) => {
                self.record(|r| import_contacts::import_by_customer(r, all, tell))
            }
            Change::EditContact { contact, edits } => self.record(|r| edit_contact::edit(r, contact, edits)),
            Change::EditShownContact { shown, edits } => {
                self.record(|r| edit_contact::edit_shown(r, &shown, edits))
            }
            Change::ChangeRoles { contacts, roles } => {
                self.record(|r| edit_contact::change_roles(r, &contacts, &roles))
            }
            Change::MergeContacts { keep, drop, edits } => {
                self.record(|r| merge_contacts::merge(r, keep, drop, edits))
            }
            Change::MarkDistinct(one, other) => self.record(|r| merge_contacts::mark_distinct(r, one, other)),
            Change::ArchiveContacts { contacts, successor } => {
                self.record(|r| archive::archive(r, &contacts, successor))
            }
            Change::RestoreContacts(contacts) => self.record(|r| archive::restore(r, &contacts)),
            Change::DeleteContacts(contacts) => self.record(|r| delete::delete(r, &contacts)),
            Change::EraseContact { contact, name } => self.erase(contact, &name),
            Change::UnlinkContacts { contacts, successor } => {
                self.record(|r| unlink::unlink(r, &contacts, successor))
            }
            Change::RelinkContacts(contacts) => self.record(|r| unlink::relink(r, &contacts)),
            Change::LinkPerson { customer, person } => {
                self.record(|r| unlink::link_person(r, customer, person))
            }
            Change::StartOnboarding {
                customer,
                onboarding,
                tasks,
                others,
            } => self.record(|r| onboard::start(r, customer, &onboarding, tasks, others)),
            Change::MovePhase {
                onboarding,
                how,
                open,
                tasks,
            } => self.record_rendering(|r, l| onboard::move_phase(r, l, onboarding, how, open, tasks)),
            Change::EditOnboarding { onboarding, edits } => {
                self.record(|r| edit_onboarding::edit(r, onboarding, edits))
            }
            Change::SetOnboardingState {
                onboarding,
                state,
                others,
            } => self.record(|r| onboard::set_state(r, onboarding, state, others)),
            Change::AddTask {
                onboarding,
                parent,
                task,
            } => self.record_rendering(|r, l| tasks::add(r, l, onboarding, parent, &task)),
            Change::EditTask { task, edits } => {
                self.record_rendering(|r, l| edit_task::edit(r, l, task, edits))
            }
            Change::CompleteTasks(tasks) => self.record(|r| tasks::complete(r, &tasks)),
            Change::ReopenTask(task) => self.record(|r| tasks::reopen(r, task)),
            Change::AddNote { on, note } => self.record(|r| notes::add(r, on, &note)),
            Change::EditNote { note, edits } => self.record(|r| notes::edit(r, note, edits)),
            Change::EditShownNote { shown, edits } => self.record(|r| notes::edit_shown(r, &shown, edits)),
            Change::DeleteNote(note) => self.record(|r| notes::delete(r, note)),
            Change::AddCustomFields(fields) => self.record(|r| custom_fields::add(r, fields)),
            Change::EditCustomField { field, edits } => self.record(|r| custom_fields::edit(r, field, edits)),
            Change::RemoveCustomField(field) => self.record(|r| custom_fields::remove(r, field)),
            Change::InviteToPortal { customer, contact } => {
                self.record_rendering(|r, l| outbox::invite(r, l, customer, contact))
            }
            Change::HoldMessages { customer, messages } => {
                self.record(|r| messages::hold(r, customer, &messages))
            }
            Change::ApproveNotifications(ids) => self.record(|r| outbox::approve(r, &ids)),
            Change::CancelNotifications(ids) => self.record(|r| outbox::cancel(r, &ids)),
            Change::ReleaseNotifications(ids) => self.record(|r| outbox::release(r, &ids)),
            Change::RetryNotifications(ids) => self.record(|r| outbox::retry(r, &ids)),
            Change::SetPrimary { customer, primary } => {
                self.record(|r| set_primary::set(r, customer, primary))
            }
            Change::Undo(target) => self.undo(target, tell),
            Change::Redo => self.redo(UndoTarget::Latest, tell),
            Change::RedoChange(id) => self.redo(UndoTarget::Change(id), tell),
        }
    }

    /// Returns what opening the store had to repair, in a sentence.
    pub fn repairs(&self) -> Option<&str> {
        self.store.repairs()
    }

    /// Returns the sentence that it can only be read, and why; none if it can be written.
    pub fn read_only_notice(&self) -> Option<String> {
        self.store.read_only_notice()
    }

    /// Demands that the store can be written, now at the latest.
    pub fn demand_writable(&mut self) -> Result<(), Error> {
        Ok(self.store.demand_writable()?)
    }

    /// Returns whether another program has written since this was last asked.
    pub fn changed_by_others(&mut self) -> Result<bool, Error> {
        Ok(self.store.changed_by_others()?)
    }

    /// Returns the present time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Runs a use case that writes notifications.
    fn record_rendering(
        &mut self,
        work: impl FnOnce(&mut Recorder<'_>, &dyn NotificationRenderer) -> Result<Act, Error>,
    ) -> Result<Done, Error> {
        let now = self.clock.now();
        let Self {
            store,
            actor,
            ids,
            renderer,
            mode,
            sending,
            session,
            ..
        } = self;
        let author = Author {
            actor,
            session: *session,
        };
        let work = |writer: &Writer<'_>| {
            record_in(writer, author, ids, now, *sending, |recorder| {
                work(recorder, renderer.as_ref())
            })
        };
        match mode {
            Mode::Making => store.write(work),
            Mode::Previewing => store.preview(work),
        }
    }

    /// Writes in one transaction what a task in the background does; it stands in the history under the name of the
    /// task and cannot be undone.
    fn in_background<T>(
        &mut self,
        task: &str,
        work: impl FnOnce(&mut Recorder<'_>, &Writer<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let now = self.clock.now();
        let Self {
            store, ids, session, ..
        } = self;
        store.write(|writer| {
            let mut recorder = Recorder::new(writer, ids, now);
            let value = work(&mut recorder, writer)?;
            let ops = recorder.into_ops();
            if !ops.is_empty() {
                writer.append_change(
                    &NewChange {
                        id: ChangeId::from_uuid(ids.next(now)),
                        actor: &Actor::new(task),
                        at: now,
                        label: task,
                        session: *session,
                        origin: Origin::Synced,
                    },
                    &ops,
                )?;
            }
            Ok(value)
        })
    }

    /// Runs a use case in a transaction and logs what it did as one change that can be undone.
    fn record(&mut self, work: impl FnOnce(&mut Recorder<'_>) -> Result<Act, Error>) -> Result<Done, Error> {
        self.record_rendering(|recorder, _| work(recorder))
    }
}

/// Logs what a use case does in a transaction that is already open.
fn record_in(
    writer: &Writer<'_>,
    author: Author<'_>,
    ids: &mut IdSource,
    now: Timestamp,
    sending: Sending,
    work: impl FnOnce(&mut Recorder<'_>) -> Result<Act, Error>,
) -> Result<Done, Error> {
    let mut recorder = Recorder::new(writer, ids, now)
        .sending(sending)
        .in_the_name_of(author);
    let Act { label, outcome } = work(&mut recorder)?;
    let change = recorder.log(author, &label)?;
    Ok(Done { change, outcome })
}
