//! The changes that can be taken back, which lie over the screen, each with what its undo would do.

use super::Part;
use crate::app::Query;
use crate::app::context::Context;
use crate::app::layout::{self, Size};
use crate::app::list::List;
use crate::app::next::Next;
use crate::domain::{ChangeId, Page, PageQuery, PastChange, Reversal, UndoEffect, UndoTarget};
use crate::input::{Command, Key, Layer, Pointer};

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

impl Changes {
    /// Opens the list, and asks for its rows.
    pub(in crate::app) fn open(context: &mut Context<'_>) -> Self {
        *context.toast = None;
        let mut changes = Self::default();
        changes.keep_in_view(context.size);
        changes.ask(context);
        changes
    }

    /// Asks for the rows around the selected one.
    pub(in crate::app) fn ask(&mut self, context: &mut Context<'_>) {
        self.asked = None;
        let query = PageQuery {
            row: self.list.selected_place(),
            limit: self.list.rows_to_load(),
        };
        context.requests.ask(Query::Changes(query));
    }

    /// Asks for rows that show and are not here, and for what the undo of the selected one would do; one such question
    /// at a time, however fast the selection moves.
    pub(in crate::app) fn load_missing(&mut self, context: &mut Context<'_>) {
        let requests = &context.requests;
        let is_asked = requests.waits_for(|query| matches!(query, Query::Changes(_)));
        if self.list.lacks_rows(height(context.size)) && !is_asked {
            self.ask(context);
        }
        let selected = self.list.selected().map(|change| change.entry.id);
        if let Some(id) = selected
            && self.asked != Some(id)
            && !context
                .requests
                .waits_for(|query| matches!(query, Query::Changes(_) | Query::UndoEffect(_)))
        {
            self.asked = Some(id);
            context.requests.ask(Query::UndoEffect(id));
        }
    }

    /// Takes rows that came.
    pub(in crate::app) fn take(&mut self, rows: Result<Page<PastChange>, String>, size: Size) {
        match rows {
            Ok(page) => self.list.take(page, height(size)),
            Err(sentence) => self.list.fail(sentence),
        }
    }

    /// Takes what the undo of a change would do.
    pub(in crate::app) fn take_effect(&mut self, effect: Result<Option<UndoEffect>, String>) {
        if let Some(asked) = self.asked {
            let gone = || "This change is no longer in the log.".to_owned();
            self.effect = Some((asked, effect.and_then(|effect| effect.ok_or_else(gone))));
        }
    }

    /// Scrolls so that the selected row shows.
    pub(in crate::app) fn keep_in_view(&mut self, size: Size) {
        self.list.keep_in_view(height(size));
    }
}

impl Part for Changes {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::Changes, Layer::List, Layer::Always]
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        match (command, self.list.selected()) {
            (Command::Move(motion), _) => self.list.step(motion, height(context.size)),
            (Command::Back, _) => return Next::Close,
            (Command::Redo, _) => return Next::Revert(Reversal::Redo),
            (Command::Undo, Some(selected)) => {
                return Next::LookUp(UndoTarget::Change(selected.entry.id));
            }
            _ => {}
        }
        Next::Stay
    }

    fn take_key(&mut self, key: Key, context: &mut Context<'_>) -> Next {
        context.explain(key, self.layers());
        Next::Stay
    }

    /// Selects the row under the mouse, and takes it back if it was selected.
    fn take_click(&mut self, at: Pointer, context: &mut Context<'_>) -> Next {
        let rows = layout::changes(context.size).rows;
        let Some(place) = rows.place_at(at, self.list.top(), self.list.total()) else {
            return Next::Stay;
        };
        let again = self.list.selected_place() == place;
        self.list.select(place, height(context.size));
        if again {
            Next::Run(Command::Undo)
        } else {
            Next::Stay
        }
    }
}

fn height(size: Size) -> usize {
    usize::from(layout::changes(size).rows.height)
}
