//! The command line: one file for each noun; parses, calls the workspace, prints text or JSON.

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
mod contact_import;
mod customer;
mod customer_file;
mod customer_filter;
mod doctor;
mod duplicates;
mod error;
mod examples;
mod export;
mod history;
mod hubspot;
mod input_file;
mod json;
mod onboarding;
mod outbox;
mod output;
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

use std::path::Path;

pub use args::{Arguments, Noun};
pub use error::{Error, Exit, printable, usage_message};
pub use output::{Format, Output};

use crate::clock::SystemClock;
use crate::config::{Config, Places, read_phases};
use crate::delivery::TemplateRenderer;
use crate::domain::{Actor, IdSource, Reversal, Sending};
use crate::hubspot::Access;
use crate::store::{CHECKED_AT_ONCE, FILE_NAME, Store};
use crate::workspace::Workspace;

/// What a command works with, besides its arguments.
#[derive(Debug)]
pub struct Setting {
    /// Where things are.
    pub places: Places,
    /// What the user sets.
    pub config: Config,
    /// Who acts.
    pub actor: Actor,
    /// Whether notifications are sent.
    pub sending: Sending,
}

/// Carries a command out.
pub fn run(noun: Noun, setting: &Setting, output: &mut Output<'_>) -> Result<(), Error> {
    match noun {
        Noun::Config(command) => return settings::run(command, setting, output),
        Noun::Completions { shell } => return programs::completions(shell, output),
        Noun::Man => return programs::man(output),
        Noun::Sandbox { port } => return sandbox::run(port, output),
        Noun::Doctor => return doctor::run(setting, output),
        Noun::Restore { file } => return backup::restore(&file, setting, output),
        Noun::Log(command) => return backup::log(command, setting, output),
        Noun::Customer(_)
        | Noun::Contact(_)
        | Noun::Onboarding(_)
        | Noun::Task(_)
        | Noun::Invite { .. }
        | Noun::Outbox(_)
        | Noun::Channel(_)
        | Noun::Pi(_)
        | Noun::Sync(_)
        | Noun::NearMisses { .. }
        | Noun::Hubspot(_)
        | Noun::Route { .. }
        | Noun::History { .. }
        | Noun::Search(_)
        | Noun::Undo { .. }
        | Noun::Redo { .. }
        | Noun::Export(_)
        | Noun::Backup(_) => {}
    }
    let renderer = TemplateRenderer::new(setting.places.templates(), &setting.config.portal.url);
    let mut workspace = open(&setting.places.data, &setting.actor)?
        .with_sending(setting.sending)
        .with_renderer(Box::new(renderer));
    if let Some(sentence) = workspace.mended() {
        output.note(sentence);
    }
    back_up_daily(&mut workspace, setting);
    match noun {
        Noun::Customer(command) => customer::run(command, setting, &mut workspace, output),
        Noun::Contact(command) => contact::run(command, &mut workspace, output),
        Noun::Route { customer } => route::run(&customer, &mut workspace, output),
        Noun::History { customer, export } => history::run(&customer, export, &mut workspace, output),
        Noun::Search(options) => search::run(&options, &mut workspace, output),
        Noun::Undo { list: true, .. } => undo::list(&mut workspace, output),
        Noun::Undo { list: false, yes } => {
            undo::revert(Reversal::Undo, undo::Asking::unless(yes), &mut workspace, output)
        }
        Noun::Redo { yes } => undo::revert(Reversal::Redo, undo::Asking::unless(yes), &mut workspace, output),
        Noun::Onboarding(command) => {
            let phases = read_phases(&setting.places.config)?;
            onboarding::run(command, &phases, &mut workspace, output)
        }
        Noun::Task(command) => task::run(command, &mut workspace, output),
        Noun::Invite { customer, contact } => {
            task::invite(&customer, contact.as_deref(), &mut workspace, output)
        }
        Noun::Outbox(command) => outbox::run(command, setting, &mut workspace, output),
        Noun::Channel(command) => channel::run(&command, setting, &mut workspace, output),
        Noun::Pi(command) => pi::run(command, setting, &mut workspace, output),
        Noun::Sync(options) => {
            let folder = &setting.places.data;
            let access = Access::from_environment(folder);
            sync::run(&options, folder, &access, &mut workspace, output)
        }
        Noun::NearMisses { customer: None } => sync::near_misses(None, &mut workspace, output),
        Noun::NearMisses {
            customer: Some(customer),
        } => {
            let customer = workspace.find_customer(&customer)?;
            sync::near_misses(Some(&customer), &mut workspace, output)
        }
        Noun::Hubspot(command) => hubspot::run(command, &setting.places.data, &mut workspace, output),
        Noun::Export(command) => export::run(command, &mut workspace, output),
        Noun::Backup(options) => backup::backup(&options, &mut workspace, output),
        Noun::Config(_)
        | Noun::Completions { .. }
        | Noun::Man
        | Noun::Sandbox { .. }
        | Noun::Doctor
        | Noun::Restore { .. }
        | Noun::Log(_) => Ok(()),
    }
}

/// Makes the backup of the day, where that takes no time that a person notices; the app makes that of a larger store.
fn back_up_daily(workspace: &mut Workspace, setting: &Setting) {
    if bytes_of(&setting.places.data) > CHECKED_AT_ONCE {
        return;
    }
    if let Err(error) = workspace.back_up_daily(setting.config.backup.keep_days) {
        tracing::warn!(%error, "the backup of the day was not made");
    }
}

/// Gives the size of the store's file, in bytes.
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
