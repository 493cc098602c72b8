//! Gives fields of a contact new values.

use super::add_contact::{demand_free_address, demand_free_other_emails};
use super::archive::{of_one_customer, who};
use super::recorder::{Names, Recorder, Subject};
use super::shown::demand_as_shown;
use super::{Act, Error, custom_fields};
use crate::domain::{
    Contact, ContactEdit, ContactId, Customer, Detail, Details, Entity, Field, FieldOf, Follows, Link, Name,
    OtherEmails, Outcome, RoleChange, SafeText, Standing,
};

/// Writes the edits that differ from what is there.
pub(super) fn edit(
    recorder: &mut Recorder<'_>,
    id: ContactId,
    edits: Vec<ContactEdit>,
) -> Result<Act, Error> {
    let before = recorder.contact(id)?.ok_or_else(Error::no_contact)?;
    let customer = recorder
        .customer(before.customer_id)?
        .ok_or_else(Error::no_customer)?;
    demand_here(&before)?;
    let mut also_at = Vec::new();
    let fields = recorder.edit(edits, ContactEdit::field, |recorder, edit| {
        also_at.extend(write(recorder, &customer, &before, &edit)?);
        Ok(())
    })?;
    let contact = recorder.contact(id)?.ok_or_else(Error::no_contact)?;
    Ok(Act {
        label: format!(
            "changed {} of {}",
            custom_fields::in_words(recorder, &fields)?,
            contact.name
        ),
        outcome: Outcome::ContactEdited {
            contact,
            fields,
            also_at,
        },
    })
}

/// Writes edits of a contact that was shown, if nobody gave those fields another value since.
pub(super) fn edit_shown(
    recorder: &mut Recorder<'_>,
    shown: &Contact,
    edits: Vec<ContactEdit>,
) -> Result<Act, Error> {
    let now = recorder.contact(shown.id)?.ok_or_else(Error::no_contact)?;
    let changed = shown.fields().edits_to(&now.fields());
    demand_as_shown(&changed, &edits, ContactEdit::field, value)?;
    edit(recorder, shown.id, edits)
}

/// Gives contacts of one customer roles, or takes some.
pub(super) fn change_roles(
    recorder: &mut Recorder<'_>,
    ids: &[ContactId],
    roles: &RoleChange,
) -> Result<Act, Error> {
    let (customer, contacts) = of_one_customer(recorder, ids)?;
    let mut changed = 0;
    for contact in &contacts {
        demand_here(contact)?;
        let before = contact.details.text(Detail::Roles);
        let after = roles.applied(before);
        if let Some(excess) = Detail::Roles.excess(&after) {
            return Err(Error::field(Field::Detail(Detail::Roles), excess));
        }
        if after != before {
            let edit = ContactEdit::Detail(Detail::Roles, SafeText::optional(&after));
            write(recorder, &customer, contact, &edit)?;
            changed += 1;
        }
    }
    let (_, contacts) = of_one_customer(recorder, ids)?;
    Ok(Act {
        label: format!("changed roles of {}", who(&contacts)),
        outcome: Outcome::RolesChanged { contacts, changed },
    })
}

fn demand_here(contact: &Contact) -> Result<(), Error> {
    match contact.standing() {
        Standing::Active | Standing::Archived => Ok(()),
        Standing::Unlinked => Err(Error::Refused(format!(
            "{} was unlinked from {}; relink that contact first.",
            contact.name,
            contact.source_name()
        ))),
    }
}

/// Returns the value of an edit as the store holds it.
fn value(edit: &ContactEdit) -> Option<String> {
    edit.value().map(str::to_owned)
}

/// Writes an edit; gives the other customers at which a new address is known.
pub(super) fn write(
    recorder: &mut Recorder<'_>,
    customer: &Customer,
    before: &Contact,
    edit: &ContactEdit,
) -> Result<Vec<Name>, Error> {
    let (field, mut also_at) = (edit.field(), Vec::new());
    if let ContactEdit::Email(email) = edit {
        also_at = demand_free_address(recorder, customer, email, Some(before))?;
        // An address that becomes the first one is none of the others any more.
        let now = recorder.contact(before.id)?.ok_or_else(Error::no_contact)?;
        let mut others = now.other_emails();
        others.leave_out(|other| other == email);
        set_other_emails(recorder, &now, &others)?;
    }
    if let ContactEdit::Detail(Detail::OtherEmails, text) = edit {
        let details = Details::default().with(Detail::OtherEmails, text.clone());
        demand_free_other_emails(recorder, customer, &details, Some(before))?;
        // The first address may have been another one when these were written.
        let now = recorder.contact(before.id)?.ok_or_else(Error::no_contact)?;
        let mut others = OtherEmails::valid_of(details.text(Detail::OtherEmails));
        others.leave_out(|other| *other == now.email);
        set_other_emails(recorder, &now, &others)?;
        return Ok(also_at);
    }
    let noted = recorder.op_count();
    if let ContactEdit::Custom(id, value) = edit {
        let (text, names) = custom_fields::checked(recorder, *id, FieldOf::Contact, value.as_ref())?;
        recorder.set(subject(before), field, text, names)?;
        return Ok(also_at);
    }
    recorder.set(subject(before), field, value(edit), Names::default())?;
    if recorder.op_count() > noted {
        note_written_here(recorder, before.id, field)?;
    }
    Ok(also_at)
}

/// Gives a contact other addresses, of which none is its first one or that of another contact.
pub(super) fn set_other_emails(
    recorder: &mut Recorder<'_>,
    contact: &Contact,
    others: &OtherEmails,
) -> Result<(), Error> {
    let field = Field::Detail(Detail::OtherEmails);
    let noted = recorder.op_count();
    recorder.set(
        subject(contact),
        field,
        others.text().map(|text| text.to_string()),
        Names::default(),
    )?;
    if recorder.op_count() > noted {
        note_written_here(recorder, contact.id, field)?;
    }
    Ok(())
}

/// Has a field that the user wrote not follow the source any more, unless it is as the source has it.
fn note_written_here(recorder: &mut Recorder<'_>, id: ContactId, field: Field) -> Result<(), Error> {
    let contact = recorder.contact(id)?.ok_or_else(Error::no_contact)?;
    let Some(mut follows) = contact.follows else {
        return Ok(());
    };
    let mut agreed = Follows::NONE;
    if let Some(Link::Linked { id, .. }) = contact.link
        && let Some(remote) = recorder.remote(id)?
    {
        agreed.agree(&contact.fields(), &remote);
    }
    follows.set(field, agreed.holds(field));
    let follows = Some(follows.to_string());
    recorder.set(subject(&contact), Field::Follows, follows, Names::default())
}

/// Names a contact for the log.
pub(super) fn subject(contact: &Contact) -> Subject<'_> {
    Subject {
        customer: contact.customer_id,
        entity: Entity::Contact,
        id: contact.id.uuid(),
        name: contact.name.as_str(),
    }
}
