//! `pivotal contact edit`, and what else gives a contact other values.

use super::contact_args::{ContactOptions, OTHER_EMAIL};
use super::json::ContactJson;
use super::{Error, Output, custom_values};
use crate::domain::{
    Change, Contact, ContactDraft, ContactEdit, Email, FIELDS, FieldOf, Outcome, SafeText, TextKind,
};
use crate::workspace::{self, Workspace};

/// Gives a contact the values that were given.
pub(super) fn edit(
    before: &Contact,
    fields: ContactOptions,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    if fields.given.is_empty() && fields.custom.is_empty() {
        let options = FIELDS.map(|spec| match spec.kind {
            TextKind::AddressList => format!("--{OTHER_EMAIL}"),
            TextKind::Name
            | TextKind::Address
            | TextKind::Words
            | TextKind::PhoneNumber
            | TextKind::WordList => format!("--{}", spec.key),
        });
        let [first @ .., last] = &options;
        return Err(Error::Invalid(format!(
            "Nothing to change. Give {}, {last} or --field.",
            first.join(", ")
        )));
    }
    let mut draft = ContactDraft::from(&before.fields());
    let before_values = before.custom.clone();
    let values = custom_values::read(&fields.custom, (FieldOf::Contact, before_values), workspace)?;
    fields.fill(&mut draft);
    let after = draft.check().map_err(workspace::Error::Invalid)?;
    let edits = before.fields().edits_to(&after.with_custom(values));
    make_edits(before, edits, workspace, output)
}

/// Swaps the first email of a contact with another one.
pub(super) fn swap_email(
    contact: &Contact,
    address: Option<&str>,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let others = contact.other_emails();
    let listed: Vec<&Email> = others.iter().map(|other| &other.email).collect();
    let other = match (address, listed.as_slice()) {
        (_, []) => {
            return Err(Error::Invalid(format!(
                "{} has no other email to swap with. Give one with `pivotal contact edit` and --{OTHER_EMAIL}.",
                contact.name
            )));
        }
        (None, [only]) => (*only).clone(),
        (None, _) => {
            return Err(Error::Invalid(format!(
                "{} has several other emails: {others}. Name the one to which mail should go.",
                contact.name
            )));
        }
        (Some(address), _) => Email::from_input(address)
            .ok()
            .filter(|email| others.holds(email))
            .ok_or_else(|| {
                let address = SafeText::clean(address);
                Error::Invalid(format!(
                    "{address} is no other email of {}. Name one of: {others}.",
                    contact.name
                ))
            })?,
    };
    make_edits(contact, contact.swapped_with(&other).into(), workspace, output)
}

fn make_edits(
    before: &Contact,
    edits: Vec<ContactEdit>,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let done = workspace.make(Change::EditContact {
        contact: before.id,
        edits,
    })?;
    if let Outcome::ContactEdited { contact, .. } = &done.outcome {
        output.done(&done.outcome.sentence(), &ContactJson::from(contact))?;
    }
    Ok(())
}

impl ContactOptions {
    /// Puts what was given into a draft.
    pub(super) fn fill(self, draft: &mut ContactDraft) {
        for (field, value) in self.given {
            *draft.text_mut(field) = value;
        }
    }
}
