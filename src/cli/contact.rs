//! `pivotal contact`.

use std::path::Path;

use jiff::tz::TimeZone;

use super::contact_args::{ContactCommand, ContactOptions, Who};
use super::json::{AddedJson, ChangedContactsJson, ContactJson, CustomerJson};
use super::{
    Error, Format, Output, contact_edit, contact_erase, contact_import, custom_values, details, duplicates,
    import_by_customer, release,
};
use crate::domain::{
    Change, Contact, ContactDraft, ContactField, ContactFilter, ContactId, ContactSelection, ContactSource,
    CustomValues, Customer, DetailsOf, FIELDS, FieldError, FieldOf, Link, Name, Outcome, RemoteId,
    RemoteSource, RoleChange, SearchQuery, Selection, Successor,
};
use crate::export;
use crate::workspace::{self, Workspace};

/// The columns of a list: the state, the fields, the portal.
const COLUMNS: usize = FIELDS.len() + 2;

pub(super) fn run(
    command: ContactCommand,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    match command {
        ContactCommand::Add { customer, fields } => {
            let customer = workspace.find_customer(&customer)?;
            add(&customer, fields, workspace, output)
        }
        ContactCommand::List {
            customer,
            archived,
            unlinked,
        } => {
            let customer = workspace.find_customer(&customer)?;
            let filter = match (archived, unlinked) {
                (true, _) => ContactFilter::Archived,
                (false, true) => ContactFilter::Unlinked,
                (false, false) => ContactFilter::Active,
            };
            list(&customer, filter, workspace, output)
        }
        ContactCommand::Show(who) => {
            let (_, contact) = find(&who, workspace)?;
            details::show(
                DetailsOf::Contact(contact.id),
                contact.name.as_str(),
                workspace,
                output,
            )
        }
        ContactCommand::Edit {
            customer,
            contact,
            fields,
        } => {
            let (_, contact) = find(&Who { customer, contact }, workspace)?;
            contact_edit::edit(&contact, fields, workspace, output)
        }
        ContactCommand::Role {
            customer,
            contact,
            roles,
            none: _,
            add,
            remove,
        } => {
            let change = match (add.as_slice(), remove.as_slice()) {
                ([], []) => RoleChange::set(&roles),
                (add, remove) => RoleChange::adjust(add, remove),
            };
            let change = change.map_err(|error| workspace::Error::Invalid(vec![error]))?;
            change_roles(&customer, &contact, change, workspace, output)
        }
        ContactCommand::SwapEmail {
            customer,
            contact,
            address,
        } => {
            let (_, contact) = find(&Who { customer, contact }, workspace)?;
            contact_edit::swap_email(&contact, address.as_deref(), workspace, output)
        }
        ContactCommand::Primary {
            customer,
            contact: Some(contact),
            ..
        } => {
            let (customer, contact) = find(&Who { customer, contact }, workspace)?;
            set_primary(&customer, Some(contact.id), workspace, output)
        }
        ContactCommand::Primary {
            customer,
            contact: None,
            ..
        } => {
            let customer = workspace.find_customer(&customer)?;
            set_primary(&customer, None, workspace, output)
        }
        ContactCommand::Archive(who) => {
            let (customer, contact) = find(&who, workspace)?;
            let change = Change::ArchiveContacts {
                contacts: vec![contact.id],
                successor: Successor::Nobody,
            };
            act(change, &customer, &contact, workspace, output)
        }
        ContactCommand::Restore(who) => {
            let (customer, contact) = find(&who, workspace)?;
            let change = Change::RestoreContacts(vec![contact.id]);
            act(change, &customer, &contact, workspace, output)
        }
        ContactCommand::Unlink(who) => {
            let (customer, contact) = find(&who, workspace)?;
            let change = Change::UnlinkContacts {
                contacts: vec![contact.id],
                successor: Successor::Nobody,
            };
            act(change, &customer, &contact, workspace, output)
        }
        ContactCommand::Relink(who) => {
            let (customer, contact) = find(&who, workspace)?;
            let change = Change::RelinkContacts(vec![contact.id]);
            act(change, &customer, &contact, workspace, output)
        }
        ContactCommand::Link { customer, person } => {
            let customer = workspace.find_customer(&customer)?;
            link(&customer, &person, workspace, output)
        }
        ContactCommand::Duplicates { customer } => {
            let customer = workspace.find_customer(&customer)?;
            duplicates::list(&customer, workspace, output)
        }
        ContactCommand::Merge(options) => duplicates::merge(&options, workspace, output),
        ContactCommand::Distinct { customer, one, other } => {
            let customer = workspace.find_customer(&customer)?;
            duplicates::mark_distinct(&customer, (&one, &other), workspace, output)
        }
        ContactCommand::Import(options) => match &options.customer {
            Some(customer) if !options.by_customer => {
                let customer = workspace.find_customer(customer)?;
                contact_import::run(&customer, &options, workspace, output)
            }
            file => {
                let file = file.as_deref().map_or(Path::new("-"), Path::new);
                import_by_customer::run(file, &options, workspace, output)
            }
        },
        ContactCommand::Erase {
            customer,
            contact,
            yes_erase,
        } => {
            let customer = workspace.find_customer(&customer)?;
            let contact = workspace.find_to_erase(&customer, &contact)?;
            contact_erase::run(&customer, &contact, yes_erase, workspace, output)
        }
        ContactCommand::Delete(who) => {
            let (_, contact) = find(&who, workspace)?;
            let done = workspace.make(Change::DeleteContacts(vec![contact.id]))?;
            output.done(&done.outcome.sentence(), &ContactJson::from(&contact))?;
            Ok(())
        }
    }
}

fn find(who: &Who, workspace: &mut Workspace) -> Result<(Customer, Contact), Error> {
    let customer = workspace.find_customer(&who.customer)?;
    let contact = workspace.find_contact(&customer, &who.contact)?;
    Ok((customer, contact))
}

fn add(
    customer: &Customer,
    fields: ContactOptions,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let mut missing = Vec::new();
    for required in [ContactField::Name, ContactField::Email] {
        if !fields.given.iter().any(|(field, _)| *field == required) {
            let field = required.field();
            missing.push(FieldError::new(
                field,
                format!("The contact's {field} is missing; give it with --{field}."),
            ));
        }
    }
    if !missing.is_empty() {
        return Err(workspace::Error::Invalid(missing).into());
    }
    let values = custom_values::read(
        &fields.custom,
        (FieldOf::Contact, CustomValues::default()),
        workspace,
    )?;
    let mut draft = ContactDraft::default();
    fields.fill(&mut draft);
    let contact = draft.check().map_err(workspace::Error::Invalid)?;
    let contact = contact.with_custom(values);
    let done = workspace.make(Change::AddContact {
        customer: customer.id,
        contact,
    })?;
    if let Outcome::ContactAdded { contact, also_at, .. } = &done.outcome {
        output.done(
            &done.outcome.sentence(),
            &AddedJson {
                contact: ContactJson::from(contact),
                promoted: contact.is_primary,
                also_at: also_at.iter().map(Name::as_str).collect(),
            },
        )?;
    }
    Ok(())
}

/// Changes the roles of contacts that commas separate; one alone is told as such.
fn change_roles(
    customer: &str,
    named: &str,
    roles: RoleChange,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let customer = workspace.find_customer(customer)?;
    let mut contacts = Vec::new();
    for one in named.split(',').map(str::trim).filter(|one| !one.is_empty()) {
        contacts.push(workspace.find_contact(&customer, one)?.id);
    }
    let done = workspace.make(Change::ChangeRoles { contacts, roles })?;
    let sentence = done.outcome.sentence();
    if let Outcome::RolesChanged { contacts, .. } = &done.outcome {
        match contacts.as_slice() {
            [one] => output.done(&sentence, &ContactJson::from(one))?,
            many => output.done(
                &sentence,
                &ChangedContactsJson {
                    contacts: many.iter().map(ContactJson::from).collect(),
                },
            )?,
        }
    }
    Ok(())
}

fn set_primary(
    customer: &Customer,
    contact: Option<ContactId>,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let done = workspace.make(Change::SetPrimary {
        customer: customer.id,
        primary: contact.map_or(Successor::Nobody, Successor::Contact),
    })?;
    let sentence = done.outcome.sentence();
    if let Outcome::PrimarySet(customer) = &done.outcome {
        match &customer.primary {
            Some(primary) => output.done(&sentence, &ContactJson::from(primary))?,
            None => output.done(&sentence, &CustomerJson::from(customer))?,
        }
    }
    Ok(())
}

fn link(
    customer: &Customer,
    person: &str,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let person = RemoteId::parse(RemoteSource::HubSpot, person)
        .map_err(|error| Error::Invalid(format!("{error}; `pivotal near-misses --json` shows them.")))?;
    let done = workspace.make(Change::LinkPerson {
        customer: customer.id,
        person,
    })?;
    if let Outcome::PersonLinked { contact, .. } = &done.outcome {
        output.done(&done.outcome.sentence(), &ContactJson::from(contact))?;
    }
    Ok(())
}

/// Makes a change to a contact and prints the contact as it is after it.
fn act(
    change: Change,
    customer: &Customer,
    contact: &Contact,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let done = workspace.make(change)?;
    let after = workspace.find_contact(customer, &contact.id.to_string())?;
    output.done(&done.outcome.sentence(), &ContactJson::from(&after))?;
    if let Outcome::ContactsRestored { status, .. } | Outcome::ContactsRelinked { status, .. } = &done.outcome
    {
        release::offer(&status.may_leave, &release::command(customer), output);
    }
    Ok(())
}

fn list(
    customer: &Customer,
    filter: ContactFilter,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let selection = ContactSelection {
        customer: Some(customer.id),
        filter,
        words: SearchQuery::default(),
    };
    if output.format == Format::Json {
        workspace.export(
            &Selection::Contacts(selection),
            export::Format::Json,
            output.results,
        )?;
        return Ok(());
    }
    let zone = TimeZone::system();
    let mut rows: Vec<[String; COLUMNS]> = Vec::new();
    workspace.each_contact(&selection, |contact| rows.push(row(contact, &zone)))?;
    match filter {
        _ if !rows.is_empty() => output.table(columns("", |field| field.spec().label, "Portal"), &rows)?,
        ContactFilter::Unlinked => {
            output.note(&format!("{} has no unlinked contacts.", customer.name));
        }
        ContactFilter::Archived => {
            output.note(&format!(
                "{} has no archived contacts; `pivotal contact list {}` shows the others.",
                customer.name, customer.display_id
            ));
        }
        ContactFilter::Active => output.note(&format!(
            "{} has no contacts. Add one: pivotal contact add {} --name NAME --email EMAIL",
            customer.name, customer.display_id
        )),
    }
    Ok(())
}

fn row(contact: &Contact, zone: &TimeZone) -> [String; COLUMNS] {
    columns(
        state(contact, zone),
        |field| contact.text(field).to_owned(),
        contact.invitation.words(zone),
    )
}

/// Returns a cell for each field between two others.
fn columns<T>(first: T, field: impl FnMut(ContactField) -> T, last: T) -> [T; COLUMNS]
where
    T: Default,
{
    let mut cells = std::iter::once(first)
        .chain(ContactField::all().map(field))
        .chain([last]);
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}

/// Tells with a glyph and a word what is particular about a contact.
fn state(contact: &Contact, zone: &TimeZone) -> String {
    let link = match (contact.link, contact.source) {
        (Some(Link::Linked { .. }), _) if contact.has_stand_in_name() => "⚠ HubSpot, no name".to_owned(),
        (Some(Link::Linked { .. }), _) if contact.edited_here().is_empty() => "⇄ HubSpot".to_owned(),
        (Some(Link::Linked { .. }), _) => "⇄ HubSpot, edited here".to_owned(),
        (Some(Link::Gone { why, .. }), _) => format!("⚠ {why}"),
        (Some(Link::Unlinked { at, .. }), _) => format!("⊘ unlinked {}", at.minute_in(zone)),
        (None, ContactSource::Remote(_)) => "HubSpot before".to_owned(),
        (None, ContactSource::Manual | ContactSource::Paste) => String::new(),
    };
    let own = match (contact.archived_at, contact.is_primary) {
        (Some(at), _) => format!("▫ archived {}", at.minute_in(zone)),
        (None, true) => "★ primary".to_owned(),
        (None, false) => String::new(),
    };
    [own, link]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("  ")
}
