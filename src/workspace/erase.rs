//! Erases a person for good, as data protection law asks: from the rows, the history, notifications, notes, kept lists and
//! the free space of the file. It cannot be undone.

use std::path::Path;

use super::archive::{open_tasks, transfer_primary};
use super::recorder::{Names, Recorder};
use super::{Error, Workspace, notes, outbox};
use crate::domain::{
    ChangeId, Contact, ContactId, ContactRecord, Customer, Done, Field, Name, Notification,
    NotificationState, Outcome, SafeText, Successor,
};
use crate::store::{Cleaned, NewChange, NewContact, Origin, Tombstone, Writer, backups_with};

impl Workspace {
    /// Erases a contact whose name the user typed.
    pub(super) fn erase(&mut self, id: ContactId, typed: &str) -> Result<Done, Error> {
        let now = self.clock.now();
        let Self {
            store,
            actor,
            ids,
            session,
            ..
        } = self;
        let (known, mut outcome) = store.write(|writer: &Writer<'_>| {
            let mut recorder = Recorder::new(writer, ids, now);
            let present = recorder.contact(id)?;
            let contact = match &present {
                Some(contact) => contact.clone(),
                None => recorder.removed_contact(id)?.ok_or_else(Error::no_contact)?,
            };
            demand_name(&contact, typed)?;
            if present.is_none() {
                demand_own_address(&recorder, &contact)?;
            }
            let before = recorder
                .customer(contact.customer_id)?
                .ok_or_else(Error::no_customer)?;
            let mut outcome = let_go(&mut recorder, &contact, &before)?;
            if present.is_some() {
                take_away(&mut recorder, &contact)?;
            }
            if let (Outcome::ContactErased { customer, .. }, Some(now)) =
                (&mut outcome, recorder.customer(before.id)?)
            {
                **customer = now;
            }
            let ops = recorder.into_ops();
            writer.append_change(
                &NewChange {
                    id: ChangeId::from_uuid(ids.next(now)),
                    actor,
                    at: now,
                    label: "erased a contact",
                    session: *session,
                    // Nobody takes it back.
                    origin: Origin::Synced,
                },
                &ops,
            )?;
            Ok::<_, Error>((writer.erase(&contact, now)?, outcome))
        })?;
        // The person is gone from here on; what is left of this is done at the next start.
        let cleaned = store.finish_erasing();
        if !matches!(cleaned, Ok(Cleaned::Done)) {
            tracing::warn!(?cleaned, "the free space of the file was not cleaned");
        }
        let is_done = matches!(cleaned, Ok(Cleaned::Done));
        let folder = store.path().parent().map(Path::to_owned).unwrap_or_default();
        if let Outcome::ContactErased {
            backups, is_pending, ..
        } = &mut outcome
        {
            *is_pending = !is_done;
            *backups = backups_with(&folder, &known);
        }
        Ok(Done {
            change: None,
            outcome,
        })
    }
}

/// Demands that the user typed the name of a contact.
fn demand_name(contact: &Contact, typed: &str) -> Result<(), Error> {
    let same = |text: &str| {
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase()
    };
    if same(SafeText::clean(typed).as_str()) == same(contact.name.as_str()) {
        return Ok(());
    }
    Err(Error::field(
        Field::Name,
        format!(
            "Nothing was erased. To erase {} for good, type this name in full.",
            contact.name
        ),
    ))
}

/// Takes the notes on a contact away, and what waits to be sent to it.
fn let_go(recorder: &mut Recorder<'_>, contact: &Contact, before: &Customer) -> Result<Outcome, Error> {
    let leaving = std::slice::from_ref(contact);
    let primary_left = transfer_primary(recorder, before, leaving, Successor::Nobody)?;
    let open_tasks = open_tasks(recorder, leaving)?.len();
    let to_it = recorder.notifications_to(before.id, contact.id)?;
    for one in recorder.notifications_of(before.id)? {
        if !to_it.contains(&one.id) && one.recipient.email != contact.email {
            hold_if_it_names(recorder, &one, contact)?;
            continue;
        }
        match one.state {
            NotificationState::Sending => {
                return Err(Error::Refused(format!(
                    "Notification #{} is being sent to {}; nothing was erased. Try again in a moment.",
                    one.number, contact.name
                )));
            }
            NotificationState::Sent | NotificationState::Cancelled => {}
            NotificationState::Held
            | NotificationState::Queued
            | NotificationState::Retry
            | NotificationState::Failed
            | NotificationState::Unknown => {
                let cancelled = Some(NotificationState::Cancelled.key().to_owned());
                recorder.set(outbox::subject(&one), Field::State, cancelled, Names::default())?;
            }
        }
    }
    notes::delete_with(recorder, leaving)?;
    let mut also_at: Vec<Name> = Vec::new();
    for other in recorder.contacts_by_email(&contact.email)? {
        if other.customer_id != before.id
            && let Some(customer) = recorder.customer(other.customer_id)?
        {
            also_at.push(customer.name);
        }
    }
    Ok(Outcome::ContactErased {
        customer: Box::new(before.clone()),
        primary_left,
        open_tasks,
        also_at,
        backups: Vec::new(),
        is_pending: false,
    })
}

/// Takes a contact away who is here.
fn take_away(recorder: &mut Recorder<'_>, contact: &Contact) -> Result<(), Error> {
    let row = NewContact {
        id: contact.id,
        customer: contact.customer_id,
        record: ContactRecord::from(contact),
    };
    recorder.remove_contacts(&[row], Tombstone::Left)
}

/// Demands that nobody who is here has the address of a contact who was deleted: what tells of one tells of the other.
fn demand_own_address(recorder: &Recorder<'_>, contact: &Contact) -> Result<(), Error> {
    let holders = recorder.contacts_by_email(&contact.email)?;
    let holder = holders
        .iter()
        .find(|holder| holder.customer_id == contact.customer_id);
    match holder {
        None => Ok(()),
        Some(holder) => Err(Error::Refused(format!(
            "Nothing was erased: {} is the address of {} now. Erase that contact, which takes the deleted one along.",
            contact.email, holder.name
        ))),
    }
}

/// Holds a message to somebody else that names a contact: its text changes, so it leaves only once somebody has read it.
fn hold_if_it_names(recorder: &mut Recorder<'_>, one: &Notification, contact: &Contact) -> Result<(), Error> {
    let text = format!("{}\n{}", one.subject, one.body).to_lowercase();
    let name = contact.name.as_str().to_lowercase();
    let is_named = (name.contains(' ') && text.contains(&name)) || text.contains(contact.email.as_str());
    if is_named && matches!(one.state, NotificationState::Queued | NotificationState::Retry) {
        let held = Some(NotificationState::Held.key().to_owned());
        recorder.set(outbox::subject(one), Field::State, held, Names::default())?;
    }
    Ok(())
}
