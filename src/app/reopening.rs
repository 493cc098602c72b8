//! Opens the store again after its file was exchanged.

use super::Effect;
use super::delivery::{ChannelWish, DeliveryWish};
use super::model::Model;
use super::sync::SyncWish;
use super::toast::{Offer, Tone};

impl Model {
    /// Wishes it, if there is anything to open again.
    pub(super) fn reopen(&mut self) {
        if self.exchange.is_some() {
            self.requests.wish(Effect::Reopen);
        } else {
            let text = "There is nothing to open again: the store is the one that was opened.";
            self.tell(Tone::Notice, Offer::None, text);
        }
    }

    /// Shows what is in the store that was opened again; what is typed and where one is stay.
    pub(super) fn reopened(&mut self, sentence: String) {
        self.exchange = None;
        self.damage = None;
        for form in self.form.iter_mut().chain(self.drafts.values_mut()) {
            // It was about the store that is not open any more.
            form.error = None;
        }
        self.tell(Tone::Notice, Offer::None, sentence);
        self.reload();
        self.requests.wish(Effect::Sync(SyncWish::Look));
        self.requests
            .wish(Effect::Deliver(DeliveryWish::Channel(ChannelWish::Look)));
    }
}
