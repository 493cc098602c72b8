//! `pivotal undo` and `pivotal redo`.

use std::io::IsTerminal;

use super::json::{ChangeJson, ChangesJson, RedoneJson, RevertedJson, UndoneJson};
use super::{Error, Format, Output, release};
use crate::domain::{
    Change, KeptFromLeaving, MadeIn, Outcome, Reversal, ReversalPreview, TouchedRecords, UndoTarget,
};
use crate::workspace::Workspace;

/// How many changes are listed.
const LISTED: usize = 50;

/// Whether a change that is large, or of a window, is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    /// Where the user sits at the terminal.
    OnTerminal,
    /// Never.
    Never,
}

impl Asking {
    /// Asks unless the answer was given.
    pub(super) const fn unless(yes: bool) -> Self {
        if yes { Self::Never } else { Self::OnTerminal }
    }
}

/// Takes the last change back, or makes it again. One that is large or was made in a window is named first, and asked
/// about on a terminal: a script goes on, so that it works as it did.
pub(super) fn revert(
    reversal: Reversal,
    asking: Asking,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let preview = workspace.reversal_preview(reversal, UndoTarget::Latest)?;
    let target = preview.as_ref().map(|preview| preview.change.entry.id);
    if let Some(preview) = preview.filter(needs_a_word) {
        let name = preview
            .change
            .name(workspace.now(), &jiff::tz::TimeZone::system());
        let verb = reversal.verb();
        output.note(&format!("{verb}: {name}. {}", preview.scope()));
        let input = std::io::stdin();
        if asking == Asking::OnTerminal && input.is_terminal() && std::io::stderr().is_terminal() {
            output.note(&format!("{verb} it? [y/N]"));
            let mut answer = String::new();
            input.read_line(&mut answer)?;
            if !matches!(answer.trim(), "y" | "Y" | "yes") {
                return Err(Error::Failed("Nothing was changed.".to_owned()));
            }
        }
    }
    let done = workspace.make(match (reversal, target) {
        (Reversal::Undo, Some(id)) => Change::Undo(UndoTarget::Change(id)),
        (Reversal::Undo, None) => Change::Undo(UndoTarget::Latest),
        (Reversal::Redo, Some(id)) => Change::RedoChange(id),
        (Reversal::Redo, None) => Change::Redo,
    })?;
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
    match &done.outcome {
        Outcome::Undone(reverted) | Outcome::Redone(reverted) => {
            release::offer_all(&reverted.may_leave, workspace, output)
        }
        _ => Ok(()),
    }
}

fn needs_a_word(preview: &ReversalPreview) -> bool {
    preview.change.made_in != MadeIn::Here
        || preview.records == TouchedRecords::Many
        || preview.kept != KeptFromLeaving::default()
}

pub(super) fn list(workspace: &mut Workspace, output: &mut Output<'_>) -> Result<(), Error> {
    let changes = workspace.changes(LISTED)?;
    match output.format {
        Format::Json => output.json(&ChangesJson {
            changes: changes.iter().map(ChangeJson::from).collect(),
        })?,
        Format::Text if changes.is_empty() => {
            output.note("Nothing has changed yet, so there is nothing to undo.");
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
