//! `pivotal contact erase`: a person is removed for good once their name was typed.

use std::io::IsTerminal;

use serde::Serialize;

use super::{Error, Output};
use crate::domain::{Change, Contact, Customer, HoldingBackup, Name, Outcome, Timestamp};
use crate::workspace::Workspace;

/// What an erasing did; nothing in it is about the person.
#[derive(Debug, Serialize)]
struct ErasedJson<'a> {
    object: &'static str,
    customer: u32,
    open_tasks: usize,
    also_at: Vec<&'a str>,
    backups: Vec<BackupJson<'a>>,
    pending: bool,
}

/// A backup that still holds the person.
#[derive(Debug, Serialize)]
struct BackupJson<'a> {
    file: &'a str,
    made_at: Option<Timestamp>,
}

impl<'a> From<&'a HoldingBackup> for BackupJson<'a> {
    fn from(backup: &'a HoldingBackup) -> Self {
        Self {
            file: &backup.file,
            made_at: backup.made_at,
        }
    }
}

pub(super) fn run(
    customer: &Customer,
    contact: &Contact,
    typed: Option<String>,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let name = match typed {
        Some(name) => name,
        None => asked(contact, output)?,
    };
    let done = workspace.make(Change::EraseContact {
        contact: contact.id,
        name,
    })?;
    if let Outcome::ContactErased {
        open_tasks,
        also_at,
        backups,
        is_pending,
        ..
    } = &done.outcome
    {
        output.done(
            &done.outcome.sentence(),
            &ErasedJson {
                object: "erased_contact",
                customer: customer.display_id,
                open_tasks: *open_tasks,
                also_at: also_at.iter().map(Name::as_str).collect(),
                backups: backups.iter().map(BackupJson::from).collect(),
                pending: *is_pending,
            },
        )?;
    }
    Ok(())
}

/// Asks for the name on a terminal.
fn asked(contact: &Contact, output: &mut Output<'_>) -> Result<String, Error> {
    let input = std::io::stdin();
    if !input.is_terminal() {
        return Err(Error::Invalid(
            "Nothing was erased. Confirm it with --yes-erase and the full name of the contact.".to_owned(),
        ));
    }
    output.note(&format!(
        "This removes {} for good, with notes, messages and history, and cannot be undone. Type the name to confirm:",
        contact.name
    ));
    let mut name = String::new();
    input
        .read_line(&mut name)
        .map_err(|error| Error::Failed(format!("The terminal cannot be read: {error}.")))?;
    Ok(name)
}
