//! The changes that can be taken back, which lie over the screen, each with what its undo would do.

use super::Query;
use super::layout;
use super::list::List;
use super::model::Model;
use super::requests::Purpose;
use crate::domain::{ChangeId, Page, PageQuery, PastChange, Reversal, UndoEffect, UndoTarget};
use crate::input::Command;

/// The changes that can be taken back.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// The rows, newest first.
    pub list: List<PastChange>,
    /// What the undo of a row would do, or why that is not known.
    pub effect: Option<(ChangeId, Result<UndoEffect, String>)>,
    /// The change that this was asked of.
    asked: Option<ChangeId>,
}

impl Changes {
    /// Returns what the undo of the selected row would do, if it is known, or why it is not.
    pub fn effect_of_selected(&self) -> Option<&Result<UndoEffect, String>> {
        let selected = self.list.selected()?;
        let (change, effect) = self.effect.as_ref()?;
        (*change == selected.entry.id).then_some(effect)
    }
}

impl Model {
    /// Opens the list over the screen.
    pub(super) fn open_changes(&mut self) {
        self.toast = None;
        self.changes = Some(Box::default());
        self.keep_in_view();
        self.ask_changes();
    }

    pub(super) fn run_in_changes(&mut self, command: Command) {
        let height = self.changes_height();
        let Some(changes) = &mut self.changes else { return };
        match command {
            Command::Move(motion) => changes.list.step(motion, height),
            Command::Back => self.changes = None,
            Command::Redo => self.ask_to_revert(Reversal::Redo),
            Command::Undo => {
                if let Some(selected) = changes.list.selected() {
                    let target = UndoTarget::Change(selected.entry.id);
                    self.look_up(Reversal::Undo, target);
                }
            }
            _ => {}
        }
    }

    /// Asks for the rows around the selected one.
    pub(super) fn ask_changes(&mut self) {
        if let Some(changes) = &mut self.changes {
            changes.asked = None;
            let query = PageQuery {
                row: changes.list.selected_place(),
                limit: changes.list.rows_to_load(),
            };
            self.requests.ask(Purpose::Changes, Query::Changes(query));
        }
    }

    /// Asks for rows that show and are not here, and for what the undo of the selected one would do; one such question
    /// at a time, however fast the selection moves.
    pub(super) fn load_changes(&mut self) {
        let height = self.changes_height();
        let Some(changes) = &self.changes else { return };
        if changes.list.lacks_rows(height) && !self.requests.waits(&Purpose::Changes) {
            self.ask_changes();
        }
        let Some(changes) = &mut self.changes else { return };
        let selected = changes.list.selected().map(|change| change.entry.id);
        if let Some(id) = selected
            && changes.asked != Some(id)
            && !self.requests.waits(&Purpose::Changes)
            && !self.requests.waits(&Purpose::UndoEffect)
        {
            changes.asked = Some(id);
            self.requests.ask(Purpose::UndoEffect, Query::UndoEffect(id));
        }
    }

    /// Takes rows that came.
    pub(super) fn take_changes(&mut self, rows: Result<Page<PastChange>, String>) {
        let height = self.changes_height();
        if let Some(changes) = &mut self.changes {
            match rows {
                Ok(page) => changes.list.take(page, height),
                Err(sentence) => changes.list.fail(sentence),
            }
        }
    }

    /// Takes what the undo of a change would do.
    pub(super) fn take_undo_effect(&mut self, effect: Result<Option<UndoEffect>, String>) {
        if let Some(changes) = &mut self.changes
            && let Some(asked) = changes.asked
        {
            let gone = || "The change is not in the log any more.".to_owned();
            changes.effect = Some((asked, effect.and_then(|effect| effect.ok_or_else(gone))));
        }
    }

    /// Selects the row under the mouse, and takes it back if it was selected.
    pub(super) fn click_change(&mut self, place: usize) {
        let height = self.changes_height();
        let Some(changes) = &mut self.changes else { return };
        let again = changes.list.selected_place() == place;
        changes.list.select(place, height);
        if again {
            self.run(Command::Undo);
        }
    }

    pub(super) fn changes_height(&self) -> usize {
        usize::from(layout::changes(self).rows.height)
    }
}
