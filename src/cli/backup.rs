//! `pivotal backup`, `pivotal restore` and `pivotal log`: care of the files.

use std::path::Path;

use serde::Serialize;

use super::care_args::{BackupOptions, LogCommand};
use super::{Context, Error, Format, Output, input_file, open};
use crate::clock::SystemClock;
use crate::domain::{Clock, Existing};
use crate::logging;
use crate::store::{self, Replaced, Restored};
use crate::workspace::Workspace;

#[derive(Serialize)]
struct BackupJson<'a> {
    file: &'a str,
    bytes: u64,
}

#[derive(Serialize)]
struct RestoreJson<'a> {
    restored: &'a str,
    held: usize,
    kept: Option<String>,
    kept_is_sound: Option<bool>,
}

#[derive(Serialize)]
struct LogJson {
    log: String,
}

pub(super) fn backup(
    options: &BackupOptions,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let existing = if options.force {
        Existing::Replaced
    } else {
        Existing::Kept
    };
    workspace.back_up(&options.file, existing)?;
    let name = input_file::shown(&options.file);
    let bytes = std::fs::metadata(&options.file).map_or(0, |file| file.len());
    let document = BackupJson {
        file: name.as_str(),
        bytes,
    };
    output.done(
        &format!("Backed up to {name} and verified. `pivotal restore {name}` restores it."),
        &document,
    )
}

pub(super) fn restore(file: &Path, context: &Context, output: &mut Output<'_>) -> Result<(), Error> {
    let name = input_file::shown(file);
    input_file::check(file)?;
    let folder = &context.paths.data;
    let Restored { replaced, held } = store::restore(folder, file, SystemClock.now())?;
    let (told, kept, kept_is_sound) = match replaced {
        Replaced::Nothing => (String::new(), None, None),
        Replaced::BackedUp(path) => {
            let path = input_file::shown(&path).to_string();
            (
                format!(" The previous store is kept: `pivotal restore {path}` brings it back."),
                Some(path),
                Some(true),
            )
        }
        Replaced::SetAside(path) => {
            let path = input_file::shown(&path).to_string();
            (
                format!(" The previous store was damaged; it is kept unchanged in {path}."),
                Some(path),
                Some(false),
            )
        }
    };
    let holds = match held {
        0 => String::new(),
        1 => " 1 notification that was on its way then is held, because it may have been sent since."
            .to_owned(),
        held => format!(
            " {held} notifications that were on their way then are held, because they may have been sent since."
        ),
    };
    // One of an earlier release is brought to the present format now, while somebody looks.
    if open(folder, &context.actor).is_err() {
        // What the reason says of what was saved is not true of the restore.
        return Err(Error::Failed(format!(
            "Restored {name}.{told}{holds} It cannot be opened; `pivotal doctor` says why."
        )));
    }
    output.done(
        &format!("Restored {name}.{told}{holds}"),
        &RestoreJson {
            restored: name.as_str(),
            held,
            kept,
            kept_is_sound,
        },
    )
}

pub(super) fn log(command: LogCommand, context: &Context, output: &mut Output<'_>) -> Result<(), Error> {
    let path = context.paths.state.join(logging::FILE_NAME);
    let log = input_file::shown(&path).to_string();
    match (command, output.format) {
        (LogCommand::Path, Format::Text) => output.line(&log)?,
        (LogCommand::Path, Format::Json) => output.json(&LogJson { log })?,
    }
    Ok(())
}
