//! `pivotal note`.

use std::path::Path;

use super::json::{NoteJson, NotesJson};
use super::note_args::NoteCommand;
use super::onboarding::{date, today};
use super::{Error, Format, Output, input_file};
use crate::domain::{
    Change, Customer, Email, Field, FieldError, FollowUps, Note, NoteDraft, NoteEdit, NoteFilter, NoteOn,
    NoteTextError, Outcome,
};
use crate::paste::decode;
use crate::workspace::{self, Workspace};

/// The most bytes that are read from the standard input: more than a note may have.
const MOST_BYTES: usize = 1024 * 1024;

/// What a text begins with that is read from the standard input.
const STANDARD_INPUT: &str = "-";

pub(super) fn run(
    command: NoteCommand,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    match command {
        NoteCommand::Add {
            customer,
            text,
            contact,
            onboarding,
            follow_up,
        } => {
            let customer = workspace.find_customer(&customer)?;
            if contact.is_none() && Email::parse(&text).is_ok() {
                return Err(Error::Invalid(format!(
                    "Type the note after the contact {}.",
                    text.trim()
                )));
            }
            let on = subject(&customer, contact.as_deref(), onboarding.as_deref(), workspace)?;
            let draft = NoteDraft {
                text: given(text)?,
                follow_up_on: follow_up.unwrap_or_default(),
            };
            let note = draft.check(today(workspace)).map_err(workspace::Error::Invalid)?;
            told(&workspace.make(Change::AddNote { on, note })?.outcome, output)
        }
        NoteCommand::List {
            customer,
            contact,
            onboarding,
            due,
            coming,
        } => {
            let on = match customer {
                Some(customer) => {
                    let customer = workspace.find_customer(&customer)?;
                    let on = subject(&customer, contact.as_deref(), onboarding.as_deref(), workspace)?;
                    Some((customer, on))
                }
                None => None,
            };
            match (due, coming, on) {
                (true, false, on) => follow_ups(FollowUps::Due, on.as_ref(), workspace, output),
                (false, true, on) => follow_ups(FollowUps::Coming, on.as_ref(), workspace, output),
                (true, true, on) => follow_ups(FollowUps::All, on.as_ref(), workspace, output),
                (false, false, Some((customer, on))) => {
                    let notes = workspace.notes(match on {
                        NoteOn::Customer(id) => NoteFilter::OfCustomer(id),
                        NoteOn::Contact(id) => NoteFilter::OnContact(id),
                        NoteOn::Onboarding(id) => NoteFilter::OnOnboarding(id),
                    })?;
                    let none = format!("No notes. Add one: pivotal note add {} TEXT", customer.display_id);
                    list(&notes, &none, NoteForm::OfOne, output)
                }
                // The arguments demand a customer here.
                (false, false, None) => Ok(()),
            }
        }
        NoteCommand::Edit {
            note,
            text,
            follow_up,
        } => {
            let note = workspace.find_note(&note)?;
            let edits = edits(text, follow_up.as_deref(), workspace)?;
            let change = Change::EditNote { note: note.id, edits };
            told(&workspace.make(change)?.outcome, output)
        }
        NoteCommand::Delete { note } => {
            let note = workspace.find_note(&note)?;
            told(&workspace.make(Change::DeleteNote(note.id))?.outcome, output)
        }
    }
}

/// Lists what is to be followed up, of one customer or of one of its things if it is named.
fn follow_ups(
    which: FollowUps,
    on: Option<&(Customer, NoteOn)>,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let today = today(workspace);
    let mut notes = workspace.follow_ups(which, today)?;
    if let Some((customer, on)) = on {
        let of_customer = *on == NoteOn::Customer(customer.id);
        notes.retain(|note| note.customer_id == customer.id && (of_customer || note.on() == *on));
    }
    list(&notes, "Nothing to follow up.", NoteForm::OfAny, output)
}

/// Finds what of a customer is meant: one of its contacts, one of its onboardings, else the customer itself.
fn subject(
    customer: &Customer,
    contact: Option<&str>,
    onboarding: Option<&str>,
    workspace: &mut Workspace,
) -> Result<NoteOn, Error> {
    if let Some(named) = contact {
        return Ok(NoteOn::Contact(workspace.find_contact(customer, named)?.id));
    }
    let Some(named) = onboarding else {
        return Ok(NoteOn::Customer(customer.id));
    };
    let onboarding = workspace.find_onboarding(named)?;
    if onboarding.customer_id != customer.id {
        return Err(Error::NotFound(format!(
            "Onboarding #{} is one of {}, not of {}. `pivotal onboarding list {}` shows those.",
            onboarding.number, onboarding.customer_name, customer.name, customer.display_id
        )));
    }
    Ok(NoteOn::Onboarding(onboarding.id))
}

/// Returns the text that is given, or that the standard input holds.
fn given(text: String) -> Result<String, Error> {
    if text != STANDARD_INPUT {
        return Ok(text);
    }
    let bytes = input_file::read(Path::new(STANDARD_INPUT), MOST_BYTES).map_err(|error| match error {
        Error::Invalid(_) => Error::Invalid(NoteTextError::TooLong.to_string()),
        error => error,
    })?;
    Ok(decode(&bytes))
}

/// Reads what is to be changed; an empty day takes it away.
fn edits(
    text: Option<String>,
    follow_up: Option<&str>,
    workspace: &Workspace,
) -> Result<Vec<NoteEdit>, Error> {
    let mut edits = Vec::new();
    let wrong = |error: FieldError| workspace::Error::Invalid(vec![error]);
    if let Some(text) = text {
        let text = NoteDraft::text(&given(text)?).map_err(wrong)?;
        edits.push(NoteEdit::Text(text));
    }
    if let Some(day) = follow_up {
        edits.push(NoteEdit::FollowUpOn(date(Field::FollowUpOn, day, workspace)?));
    }
    if edits.is_empty() {
        return Err(Error::Invalid(
            "Nothing to change. Give a text or --follow-up.".to_owned(),
        ));
    }
    Ok(edits)
}

fn told(outcome: &Outcome, output: &mut Output<'_>) -> Result<(), Error> {
    if let Outcome::NoteAdded(note) | Outcome::NoteEdited { note, .. } | Outcome::NoteDeleted(note) = outcome
    {
        output.done(&outcome.sentence(), &NoteJson::from(note))?;
    }
    Ok(())
}

/// How notes are headed in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NoteForm {
    /// All are of one customer.
    OfOne,
    /// Each names its customer.
    OfAny,
}

fn list(notes: &[Note], none: &str, form: NoteForm, output: &mut Output<'_>) -> Result<(), Error> {
    match output.format {
        Format::Json => output.json(&NotesJson {
            notes: notes.iter().map(NoteJson::from).collect(),
        })?,
        Format::Text if notes.is_empty() => output.note(none),
        Format::Text => {
            let zone = jiff::tz::TimeZone::system();
            for (place, note) in notes.iter().enumerate() {
                if place > 0 {
                    output.line("")?;
                }
                let on = match form {
                    NoteForm::OfOne => note.subject.name(),
                    NoteForm::OfAny => Some(note.subject_words()),
                };
                let on = on.map(|name| format!(", on {name}"));
                let edited = note
                    .edited_at
                    .map(|at| format!(", edited {}", at.minute_in(&zone)));
                let day = note.follow_up_on.map(|day| format!(", follow up on {day}"));
                output.line(&format!(
                    "#{}  {} {}{}{}{}",
                    note.number,
                    note.created_at.minute_in(&zone),
                    note.author,
                    on.unwrap_or_default(),
                    edited.unwrap_or_default(),
                    day.unwrap_or_default()
                ))?;
                for line in note.text.lines() {
                    output.line(format!("  {line}").trim_end())?;
                }
            }
        }
    }
    Ok(())
}
