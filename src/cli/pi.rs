//! `pivotal pi`: who is on an account, and mails to its people.

use std::collections::HashSet;

use serde::Serialize;

use super::json::ContactJson;
use super::pi_args::{DraftOptions, PiCommand};
use super::plan_json::{NotificationJson, NotificationsJson};
use super::sync::block_on;
use super::{Context, Error, Format, Output, secret_input};
use crate::assistant::{Client, Settings};
use crate::domain::{
    Change, ContactId, Customer, JobRole, MessageDraft, ModelView, NetworkScope, Outcome, Person, RoleGroup,
    SafeText, draft_prompt,
};
use crate::secrets::{SecretName, SecretPlace};
use crate::workspace::Workspace;

pub(super) fn run(
    command: PiCommand,
    context: &Context,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    match command {
        PiCommand::Who { customer } => {
            let customer = workspace.find_customer(&customer)?;
            let groups = workspace.who(customer.id)?;
            who(&customer, &groups, output)
        }
        PiCommand::Draft(options) => draft(&options, context, workspace, output),
        PiCommand::Connect => connect(context, output),
        PiCommand::Disconnect => {
            let was = place(context).forget()?;
            let sentence = match was {
                true => "The key of the model was removed.",
                false => "There was no key of a model.",
            };
            output.done(sentence, &KeyJson { connected: false })
        }
    }
}

#[derive(Serialize)]
struct KeyJson {
    connected: bool,
}

#[derive(Serialize)]
struct GroupsJson<'a> {
    groups: Vec<GroupJson<'a>>,
}

#[derive(Serialize)]
struct GroupJson<'a> {
    role: JobRole,
    people: Vec<ContactJson<'a>>,
}

#[derive(Serialize)]
struct DraftsJson<'a> {
    drafts: Vec<DraftJson<'a>>,
}

#[derive(Serialize)]
struct DraftJson<'a> {
    contact_id: ContactId,
    recipient: &'a Person,
    title: Option<&'a SafeText>,
    subject: &'a str,
    body: &'a str,
    lacks: &'a [String],
}

impl<'a> From<&'a MessageDraft> for DraftJson<'a> {
    fn from(draft: &'a MessageDraft) -> Self {
        Self {
            contact_id: draft.contact,
            recipient: &draft.to,
            title: draft.facts.title.as_ref(),
            subject: &draft.content.subject,
            body: &draft.content.body,
            lacks: &draft.content.missing_fields,
        }
    }
}

/// What would leave for a model.
#[derive(Serialize)]
struct PromptsJson<'a> {
    sent: bool,
    url: &'a str,
    model: &'a str,
    prompts: &'a [String],
}

fn who(customer: &Customer, groups: &[RoleGroup], output: &mut Output<'_>) -> Result<(), Error> {
    if output.format == Format::Json {
        let groups = groups.iter().map(|group| GroupJson {
            role: group.role,
            people: group.people.iter().map(ContactJson::from).collect(),
        });
        return Ok(output.json(&GroupsJson {
            groups: groups.collect(),
        })?);
    }
    if groups.iter().all(|group| group.people.is_empty()) {
        output.note(&format!(
            "{} has no contacts. Add one: pivotal contact add {} --name NAME --email EMAIL",
            customer.name, customer.display_id
        ));
        return Ok(());
    }
    let mut rows = Vec::new();
    for group in groups {
        if group.people.is_empty() && group.role != JobRole::Unknown {
            let nobody = "nobody known".to_owned();
            rows.push([
                group.role.to_string(),
                String::new(),
                nobody,
                String::new(),
                String::new(),
            ]);
        }
        for (place, contact) in group.people.iter().enumerate() {
            rows.push([
                if place == 0 {
                    group.role.to_string()
                } else {
                    String::new()
                },
                if contact.is_primary { "★" } else { "" }.to_owned(),
                contact.name.to_string(),
                contact.title().map(SafeText::to_string).unwrap_or_default(),
                contact.email.to_string(),
            ]);
        }
    }
    Ok(output.table(["Role", "", "Name", "Title", "Email"], &rows)?)
}

fn draft(
    options: &DraftOptions,
    context: &Context,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let customer = workspace.find_customer(&options.customer)?;
    let mut ids = options
        .contacts
        .iter()
        .map(|named| Ok(workspace.find_contact(&customer, named)?.id))
        .collect::<Result<Vec<_>, Error>>()?;
    if ids.is_empty() {
        let primary = customer.primary.as_ref().ok_or_else(|| {
            Error::Invalid(format!(
                "{} has no primary contact; name the contacts to write to.",
                customer.name
            ))
        })?;
        ids.push(primary.id);
    }
    let mut seen = HashSet::new();
    ids.retain(|id| seen.insert(*id));
    let mut drafts = workspace.draft_messages(customer.id, &ids)?;
    if options.model {
        let settings = Settings::find(
            &context.config.model(),
            &context.paths.data,
            NetworkScope::Anywhere,
        )
        .map_err(|error| Error::Invalid(error.to_string()))?;
        if !options.yes {
            return show_prompts(&settings.view(), &drafts, output);
        }
        let client = Client::new(settings);
        for draft in &mut drafts {
            let written = block_on(client.write(&draft_prompt(draft)))?;
            draft.set_text(&written.map_err(|error| Error::Remote(error.to_string()))?);
        }
        output.note("The model wrote these texts. Check every word of them.");
    }
    if options.hold {
        return hold(&customer, &drafts, workspace, output);
    }
    show(&drafts, output)
}

/// Shows exactly what would leave for the model; nothing does.
fn show_prompts(view: &ModelView, drafts: &[MessageDraft], output: &mut Output<'_>) -> Result<(), Error> {
    let prompts: Vec<String> = drafts.iter().map(draft_prompt).collect();
    match output.format {
        Format::Json => output.json(&PromptsJson {
            sent: false,
            url: &view.url,
            model: &view.model,
            prompts: &prompts,
        })?,
        Format::Text => {
            output.line(&format!("To: {}", view.url))?;
            output.line(&format!("Model: {}", view.model))?;
            for prompt in &prompts {
                output.line("")?;
                output.text(prompt)?;
            }
        }
    }
    output.note("Nothing was sent. Add --yes to send these texts, with your key and nothing else.");
    Ok(())
}

fn hold(
    customer: &Customer,
    drafts: &[MessageDraft],
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let done = workspace.make(Change::HoldMessages {
        customer: customer.id,
        messages: drafts.iter().map(MessageDraft::held).collect(),
    })?;
    if let Outcome::MessagesHeld(held) = &done.outcome {
        let sentence = format!(
            "{} Read them with `pivotal outbox show`, then `pivotal outbox approve`.",
            done.outcome.sentence()
        );
        let notifications = held.iter().map(NotificationJson::from).collect();
        output.done(&sentence, &NotificationsJson { notifications })?;
    }
    Ok(())
}

fn show(drafts: &[MessageDraft], output: &mut Output<'_>) -> Result<(), Error> {
    if output.format == Format::Json {
        let drafts = drafts.iter().map(DraftJson::from).collect();
        return Ok(output.json(&DraftsJson { drafts })?);
    }
    for (place, draft) in drafts.iter().enumerate() {
        if place > 0 {
            output.line("")?;
        }
        output.line(&format!("To: {} <{}>", draft.to.name, draft.to.email))?;
        output.text(&draft.text())?;
        if !draft.content.missing_fields.is_empty() {
            output.note(&format!(
                "It cannot be sent without {}.",
                draft.content.missing_fields.join(", ")
            ));
        }
    }
    Ok(())
}

fn place(context: &Context) -> SecretPlace {
    SecretPlace::new(SecretName::ModelKey, &context.paths.data)
}

fn connect(context: &Context, output: &mut Output<'_>) -> Result<(), Error> {
    let text = secret_input::read("key", output)?;
    let text = text.trim();
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_graphic()) {
        return Err(Error::Invalid(
            "That is not a valid key: it is empty or has invalid characters. Nothing was saved.".to_owned(),
        ));
    }
    let origin = place(context).keep_text(text)?;
    let next = if context.config.pi.endpoint.trim().is_empty() {
        " Now set endpoint and model in [pi] of the configuration: pivotal config path."
    } else {
        ""
    };
    let sentence = format!(
        "The key of the model is saved in the {}. Nothing is sent before you see it and agree.{next}",
        origin.key()
    );
    output.done(&sentence, &KeyJson { connected: true })
}
