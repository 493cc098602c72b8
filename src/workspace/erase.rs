//! Erases a person for good, as data protection law asks: from the rows, the history, notifications, notes, kept lists and
//! the free space of the file. It cannot be undone.

use std::fs;
use std::path::Path;

use super::archive::{open_tasks, transfer_primary};
use super::recorder::{Names, Recorder};
use super::{Error, Workspace, notes, outbox};
use crate::domain::{
    ChangeId, Contact, ContactId, ContactRecord, Customer, Done, Field, Name, NotificationState, Outcome,
    SafeText, Successor,
};
use crate::store::{BACKUPS, NewChange, NewContact, Origin, Tombstone, Writer};

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
        let (contact, before, mut outcome) = store.write(|writer: &Writer<'_>| {
            let mut recorder = Recorder::new(writer, ids, now);
            let contact = recorder.contact(id)?.ok_or_else(Error::no_contact)?;
            demand_name(&contact, typed)?;
            let before = recorder
                .customer(contact.customer_id)?
                .ok_or_else(Error::no_customer)?;
            let outcome = remove(&mut recorder, &contact, &before)?;
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
            writer.erase(&contact)?;
            Ok::<_, Error>((contact, before, outcome))
        })?;
        // The person is gone from here on; what is left of this is done at the next start.
        let is_done = store.finish_erasing().unwrap_or_else(|error| {
            tracing::warn!(%error, "the free space of the file was not cleaned");
            false
        });
        let folder = store.path().parent().map(Path::to_owned).unwrap_or_default();
        if let Outcome::ContactErased {
            customer,
            backups,
            is_pending,
            ..
        } = &mut outcome
        {
            **customer = self.customer(before.id)?;
            *is_pending = !is_done;
            *backups = backups_with(&folder, &contact);
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

/// Takes a contact with its notes away, and what waits to be sent to it.
fn remove(recorder: &mut Recorder<'_>, contact: &Contact, before: &Customer) -> Result<Outcome, Error> {
    let leaving = std::slice::from_ref(contact);
    let primary_left = transfer_primary(recorder, before, leaving, Successor::Nobody)?;
    let open_tasks = open_tasks(recorder, leaving)?.len();
    for id in recorder.notifications_to(before.id, contact.id)? {
        let one = outbox::find(recorder, id)?;
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
    let row = NewContact {
        id: contact.id,
        customer: contact.customer_id,
        record: ContactRecord::from(contact),
    };
    recorder.remove_contacts(&[row], Tombstone::Left)?;
    Ok(Outcome::ContactErased {
        customer: Box::new(before.clone()),
        primary_left,
        open_tasks,
        also_at,
        backups: Vec::new(),
        is_pending: false,
    })
}

/// Names the files in the folder of backups that hold a person; what cannot be read may.
fn backups_with(folder: &Path, contact: &Contact) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder.join(BACKUPS)) else {
        return Vec::new();
    };
    let texts = [contact.name.as_str(), contact.email.as_str()];
    let mut found: Vec<String> = entries
        .filter_map(Result::ok)
        .filter(|entry| {
            let bytes = fs::read(entry.path()).ok();
            bytes.is_none_or(|bytes| {
                texts
                    .iter()
                    .any(|text| memchr::memmem::find(&bytes, text.as_bytes()).is_some())
            })
        })
        .map(|entry| SafeText::clean(&entry.file_name().to_string_lossy()).to_string())
        .collect();
    found.sort_by(|one, other| other.cmp(one));
    found
}
