//! Looks up what an undo or redo would turn, names it where it must be named, and turns it.

use super::Reverting;
use crate::app::Query;
use crate::app::model::Model;
use crate::app::overlay::dialog::{ChoiceAct, Dialog};
use crate::app::overlay::sheet::Sheet;
use crate::app::requests::Purpose;
use crate::app::toast::{Offer, Tone};
use crate::domain::{
    Change, ChangeId, KeptFromLeaving, MadeIn, Reversal, ReversalPreview, TouchedRecords, UndoTarget,
};

impl Model {
    /// Finds what an undo or redo turns: the change of the message that shows, else the last one.
    pub(in crate::app) fn ask_to_revert(&mut self, reversal: Reversal) {
        let offer = self.toast.as_ref().map(|toast| toast.offer);
        let target = match (reversal, offer) {
            (Reversal::Undo, Some(Offer::Undo(change))) | (Reversal::Redo, Some(Offer::Redo(change))) => {
                UndoTarget::Change(change)
            }
            (Reversal::Undo, Some(Offer::None | Offer::Redo(_)) | None)
            | (Reversal::Redo, Some(Offer::None | Offer::Undo(_)) | None) => UndoTarget::Latest,
        };
        self.look_up(reversal, target);
        if let Some(Reverting::Looking { named, .. }) = &mut self.reverting {
            *named = target != UndoTarget::Latest;
        }
    }

    /// Finds what an undo or redo of a change would turn.
    pub(in crate::app) fn look_up(&mut self, reversal: Reversal, target: UndoTarget) {
        self.reverting = Some(Reverting::Looking {
            reversal,
            named: false,
        });
        self.requests.ask(Query::Reversal(reversal, target));
    }

    /// Turns the change that was found, or names it first.
    pub(in crate::app) fn reversal_found(&mut self, preview: Option<&ReversalPreview>) {
        let Some(Reverting::Looking { reversal, named }) = self.reverting.take() else {
            return;
        };
        let Some(preview) = preview else {
            let text = match reversal {
                Reversal::Undo => "There is nothing to undo.",
                Reversal::Redo => "There is nothing to redo.",
            };
            self.tell(Tone::Refused, Offer::None, text);
            return;
        };
        let is_known = match &preview.records {
            TouchedRecords::Many => false,
            TouchedRecords::Few(records) => {
                let details = self.stack.get().and_then(Sheet::shows_details_of);
                named
                    || match details {
                        Some(of) => records.iter().all(|record| of.show(record)),
                        None => self.trail.top().part().shows(records, self.heights().list),
                    }
            }
        };
        let lets_go = preview.kept != KeptFromLeaving::default();
        if is_known && !lets_go && preview.change.made_in == MadeIn::Here {
            self.revert(reversal, preview.change.entry.id, &preview.change.entry.label);
        } else {
            self.forget_what_was_typed();
            let name = preview.change.name(self.now, &self.zone);
            self.stack.push(Dialog::revert(reversal, preview, &name));
        }
    }

    /// Takes a change back, or makes it again.
    pub(in crate::app) fn revert(&mut self, reversal: Reversal, change: ChangeId, label: &str) {
        self.toast = None;
        self.reverting = Some(Reverting::Turning {
            reversal,
            label: label.to_owned(),
            progress: None,
        });
        let change = match reversal {
            Reversal::Undo => Change::Undo(UndoTarget::Change(change)),
            Reversal::Redo => Change::RedoChange(change),
        };
        self.requests.make(Purpose::Act, change);
    }

    /// Returns whether a change of many rows is being turned.
    pub(in crate::app) fn is_turning_many(&self) -> bool {
        self.reverting.as_ref().is_some_and(Reverting::is_of_many)
    }

    /// Shows why nothing can be changed while many rows are turned.
    pub(in crate::app) fn refuse_while_turning(&mut self) {
        let text = "An undo or redo is running: nothing else can be changed until it is done. Reading works.";
        self.tell(Tone::Refused, Offer::None, text);
    }
}

impl Dialog {
    /// Names a change before an undo or redo turns it; enter does, as that can be turned again.
    pub(in crate::app) fn revert(reversal: Reversal, preview: &ReversalPreview, name: &str) -> Self {
        let verb = reversal.verb();
        let change = &preview.change.entry;
        Self {
            focus: 1,
            ..Self::new(
                format!("{verb}: {name}?"),
                preview.scope(),
                verb.to_owned(),
                ChoiceAct::Revert(reversal, change.id, change.label.clone()),
            )
        }
    }
}
