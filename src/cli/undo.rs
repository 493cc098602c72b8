//! `pivotal undo` and `pivotal redo`.

use super::json::{ChangeJson, ChangesJson, RedoneJson, RevertedJson, UndoneJson};
use super::{Error, Format, Output};
use crate::domain::{Change, Outcome, UndoTarget};
use crate::workspace::Workspace;

/// How many changes are listed.
const LISTED: usize = 50;

pub(super) fn undo(workspace: &mut Workspace, output: &mut Output<'_>) -> Result<(), Error> {
    revert(Change::Undo(UndoTarget::Latest), workspace, output)
}

pub(super) fn redo(workspace: &mut Workspace, output: &mut Output<'_>) -> Result<(), Error> {
    revert(Change::Redo, workspace, output)
}

fn revert(change: Change, workspace: &mut Workspace, output: &mut Output<'_>) -> Result<(), Error> {
    let done = workspace.make(change)?;
    let sentence = done.outcome.sentence();
    match &done.outcome {
        Outcome::Undone(reverted) => output.done(
            &sentence,
            &UndoneJson {
                undone: RevertedJson::from(reverted),
            },
        )?,
        Outcome::Redone(reverted) => output.done(
            &sentence,
            &RedoneJson {
                redone: RevertedJson::from(reverted),
            },
        )?,
        _ => output.note(&sentence),
    }
    Ok(())
}

pub(super) fn list(workspace: &mut Workspace, output: &mut Output<'_>) -> Result<(), Error> {
    let changes = workspace.changes(LISTED)?;
    match output.format {
        Format::Json => output.json(&ChangesJson {
            changes: changes.iter().map(ChangeJson::from).collect(),
        })?,
        Format::Text if changes.is_empty() => {
            output.note("Nothing was changed yet, so there is nothing to undo.");
        }
        Format::Text => {
            let zone = jiff::tz::TimeZone::system();
            let rows: Vec<[String; 4]> = changes
                .iter()
                .map(|change| {
                    [
                        change.at.minute_in(&zone),
                        change.actor.to_string(),
                        change.state.key().to_owned(),
                        change.label.clone(),
                    ]
                })
                .collect();
            output.table(["When", "Who", "State", "What"], &rows)?;
        }
    }
    Ok(())
}
