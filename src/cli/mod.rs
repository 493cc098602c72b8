//! The command line: one file for each subcommand; parses, calls the workspace, prints text or JSON.

mod args;
mod backup;
mod care_args;
mod channel;
mod channel_args;
mod channel_json;
mod channel_text;
mod company_import;
mod contact;
mod contact_args;
mod contact_edit;
mod contact_erase;
mod contact_import;
mod custom_values;
mod customer;
mod customer_args;
mod customer_file;
mod customer_filter;
mod details;
mod details_json;
mod doctor;
mod duplicates;
mod error;
mod examples;
mod export;
mod field;
mod field_args;
mod history;
mod hubspot;
mod import_by_customer;
mod input_file;
mod json;
mod kept_columns;
mod list_file;
mod note;
mod note_args;
mod onboarding;
mod outbox;
mod output;
mod phases;
mod pi;
mod pi_args;
mod plan_args;
mod plan_json;
mod programs;
#[cfg(test)]
mod reference;
mod release;
mod route;
mod sandbox;
mod search;
mod secret_input;
mod settings;
mod sync;
mod task;
mod undo;
mod workbench;

use std::path::Path;

pub use args::{Arguments, Subcommand};
pub use error::{Error, Exit, printable, usage_message};
pub use output::{Format, Output};

use crate::clock::SystemClock;
use crate::config::{Config, Paths, read_phases};
use crate::delivery::TemplateRenderer;
use crate::domain::{Actor, IdSource, Reversal, Sending};
use crate::hubspot::Access;
use crate::store::{CHECKED_AT_ONCE, FILE_NAME, Store};
use crate::workspace::Workspace;

/// What a command works with, besides its arguments.
#[derive(Debug)]
pub struct Context {
    /// Where things are.
    pub paths: Paths,
    /// What the user sets.
    pub config: Config,
    /// Who acts.
    pub actor: Actor,
    /// Whether notifications are sent.
    pub sending: Sending,
}

impl Context {
    /// Demands that notifications are sent.
    fn demand_sending(&self) -> Result<(), Error> {
        if self.sending == Sending::Withheld {
            return Err(Error::Invalid(
                "Nothing was sent because --no-send or PIVOTAL_NO_SEND is set. Remove it to send.".to_owned(),
            ));
        }
        Ok(())
    }
}

/// Carries a command out.
pub fn run(subcommand: Subcommand, context: &Context, output: &mut Output<'_>) -> Result<(), Error> {
    match subcommand {
        Subcommand::Config(command) => return settings::run(command, context, output),
        Subcommand::Completions { shell } => return programs::completions(shell, output),
        Subcommand::Man => return programs::man(output),
        Subcommand::Sandbox { port } => return sandbox::run(port, output),
        Subcommand::Doctor => return doctor::run(context, output),
        Subcommand::Restore { file } => return backup::restore(&file, context, output),
        Subcommand::Log(command) => return backup::log(command, context, output),
        Subcommand::Customer(_)
        | Subcommand::Contact(_)
        | Subcommand::Onboarding(_)
        | Subcommand::Task(_)
        | Subcommand::Note(_)
        | Subcommand::Field(_)
        | Subcommand::Invite { .. }
        | Subcommand::Outbox(_)
        | Subcommand::Channel(_)
        | Subcommand::Pi(_)
        | Subcommand::Sync(_)
        | Subcommand::NearMisses { .. }
        | Subcommand::Hubspot(_)
        | Subcommand::Route { .. }
        | Subcommand::History { .. }
        | Subcommand::Search(_)
        | Subcommand::Workbench
        | Subcommand::Undo { .. }
        | Subcommand::Redo { .. }
        | Subcommand::Export(_)
        | Subcommand::Backup(_) => {}
    }
    let renderer = TemplateRenderer::new(context.paths.templates(), &context.config.portal.url);
    let mut workspace = open(&context.paths.data, &context.actor)?
        .with_sending(context.sending)
        .with_roles(&context.config.contacts.known_roles())
        .with_renderer(Box::new(renderer));
    if let Some(sentence) = workspace.repairs() {
        output.note(sentence);
    }
    back_up_daily(&mut workspace, context);
    match subcommand {
        Subcommand::Customer(command) => customer::run(command, context, &mut workspace, output),
        Subcommand::Contact(command) => contact::run(command, &mut workspace, output),
        Subcommand::Route { customer } => route::run(&customer, &mut workspace, output),
        Subcommand::History { customer, export } => history::run(&customer, export, &mut workspace, output),
        Subcommand::Search(options) => search::run(&options, &mut workspace, output),
        Subcommand::Workbench => {
            let phases = read_phases(&context.paths.config)?;
            workbench::run(&phases, &mut workspace, output)
        }
        Subcommand::Undo { list: true, .. } => undo::list(&mut workspace, output),
        Subcommand::Undo { list: false, yes } => {
            undo::revert(Reversal::Undo, undo::Asking::unless(yes), &mut workspace, output)
        }
        Subcommand::Redo { yes } => {
            undo::revert(Reversal::Redo, undo::Asking::unless(yes), &mut workspace, output)
        }
        Subcommand::Onboarding(command) => {
            let phases = read_phases(&context.paths.config)?;
            onboarding::run(command, &phases, &mut workspace, output)
        }
        Subcommand::Task(command) => task::run(command, &mut workspace, output),
        Subcommand::Field(command) => field::run(command, &mut workspace, output),
        Subcommand::Note(command) => note::run(command, &mut workspace, output),
        Subcommand::Invite { customer, contact } => {
            task::invite(&customer, contact.as_deref(), &mut workspace, output)
        }
        Subcommand::Outbox(command) => outbox::run(command, context, &mut workspace, output),
        Subcommand::Channel(command) => channel::run(&command, context, &mut workspace, output),
        Subcommand::Pi(command) => pi::run(command, context, &mut workspace, output),
        Subcommand::Sync(options) => {
            let folder = &context.paths.data;
            let access = Access::from_environment(folder);
            sync::run(&options, folder, &access, &mut workspace, output)
        }
        Subcommand::NearMisses { customer: None } => sync::near_misses(None, &mut workspace, output),
        Subcommand::NearMisses {
            customer: Some(customer),
        } => {
            let customer = workspace.find_customer(&customer)?;
            sync::near_misses(Some(&customer), &mut workspace, output)
        }
        Subcommand::Hubspot(command) => hubspot::run(command, &context.paths.data, &mut workspace, output),
        Subcommand::Export(command) => export::run(command, &mut workspace, output),
        Subcommand::Backup(options) => backup::backup(&options, &mut workspace, output),
        Subcommand::Config(_)
        | Subcommand::Completions { .. }
        | Subcommand::Man
        | Subcommand::Sandbox { .. }
        | Subcommand::Doctor
        | Subcommand::Restore { .. }
        | Subcommand::Log(_) => Ok(()),
    }
}

/// Makes the backup of the day, where that takes no time that the user notices; the app makes that of a larger store.
fn back_up_daily(workspace: &mut Workspace, context: &Context) {
    if bytes_of(&context.paths.data) > CHECKED_AT_ONCE {
        return;
    }
    if let Err(error) = workspace.back_up_daily(context.config.backup.keep_days) {
        tracing::warn!(%error, "the backup of the day was not made");
    }
}

/// Returns the size of the store's file, in bytes.
fn bytes_of(folder: &Path) -> u64 {
    std::fs::metadata(folder.join(FILE_NAME)).map_or(0, |file| file.len())
}

/// Opens the store, and looks at a small file for damage first; the app looks at files of any size beside its screens.
fn open(folder: &Path, actor: &Actor) -> Result<Workspace, Error> {
    Ok(Workspace::new(
        Store::open_sound(folder)?,
        actor.clone(),
        Box::new(SystemClock),
        IdSource::Random,
    ))
}
