//! The model with its store thread and clock: takes messages, sends questions, hands up what needs the terminal.

use std::time::Duration;

use super::store::{Job, StoreWorker};
use crate::app::clipping::Clipping;
use crate::app::delivery::DeliveryWish;
use crate::app::pi::PiWish;
use crate::app::sync::SyncWish;
use crate::app::{Effect, Model, Msg};
use crate::domain::{Clock, Timestamp};

/// What the app wishes of whoever owns the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// To edit a text in the person's own editor.
    Edit(String),
    /// To do something with a model.
    Pi(PiWish),
    /// To be suspended.
    Suspend,
    /// To end.
    Quit,
    /// To do something with the source.
    Sync(SyncWish),
    /// To do something with the delivery of notifications.
    Deliver(DeliveryWish),
    /// To copy a text.
    Copy(Clipping),
    /// To start again on the sample data.
    OpenSampleData,
    /// To open the file that is at the path of the store now.
    Reopen,
}

/// A model with what carries out its wishes.
pub struct Core {
    model: Model,
    worker: StoreWorker,
    clock: Box<dyn Clock>,
    first: Vec<Effect>,
}

impl Core {
    /// Puts a model that was just started, with its first questions, together with its store.
    pub fn new((model, first): (Model, Vec<Effect>), worker: StoreWorker, clock: Box<dyn Clock>) -> Self {
        Self {
            model,
            worker,
            clock,
            first,
        }
    }

    /// Asks the first questions, and gives what else is wished.
    #[must_use]
    pub fn begin(&mut self) -> Vec<Wish> {
        let first = std::mem::take(&mut self.first);
        self.carry_out(first)
    }

    /// Gives the model, to draw it.
    pub const fn model(&self) -> &Model {
        &self.model
    }

    /// Gives the thread that owns the store.
    pub const fn worker(&self) -> &StoreWorker {
        &self.worker
    }

    /// Gives the present time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Tells the model a fact, sends what it asks to the store, and gives what it wishes of the terminal.
    pub fn deliver(&mut self, msg: Msg) -> Vec<Wish> {
        let effects = self.model.update(self.clock.now(), msg);
        self.carry_out(effects)
    }

    /// Gives how long the loop may wait for a message; none means for ever.
    pub fn patience(&self) -> Option<Duration> {
        let left = self.model.wake_at()?.as_millis() - self.clock.now().as_millis();
        Some(Duration::from_millis(u64::try_from(left).unwrap_or(0)))
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Vec<Wish> {
        let mut wishes = Vec::new();
        for effect in effects {
            match effect {
                Effect::Ask { request, query } => self.worker.send(Job::Ask { request, query }),
                Effect::Make { request, change } => self.worker.send(Job::Make { request, change }),
                Effect::Add {
                    request,
                    customer,
                    rows,
                    text,
                } => self.worker.send(Job::Add {
                    request,
                    customer,
                    rows,
                    text,
                }),
                Effect::KeepDraft { request, draft } => {
                    self.worker.send(Job::KeepDraft { request, draft });
                }
                Effect::ForgetDraft(id) => self.worker.send(Job::ForgetDraft(id)),
                Effect::ReadFile { request, path } => self.worker.read_file(request, path),
                Effect::ReadRows { request, list } => self.worker.read_rows(request, *list),
                Effect::StopReading => self.worker.stop_reading(),
                Effect::Export { selection, path } => self.worker.send(Job::Export { selection, path }),
                Effect::EditText(text) => wishes.push(Wish::Edit(text)),
                Effect::Pi(wish) => wishes.push(Wish::Pi(wish)),
                Effect::Sync(wish) => wishes.push(Wish::Sync(wish)),
                Effect::Deliver(wish) => wishes.push(Wish::Deliver(wish)),
                Effect::Copy(clipping) => wishes.push(Wish::Copy(clipping)),
                Effect::OpenSampleData => wishes.push(Wish::OpenSampleData),
                Effect::Reopen => wishes.push(Wish::Reopen),
                Effect::Suspend => wishes.push(Wish::Suspend),
                Effect::Quit => wishes.push(Wish::Quit),
            }
        }
        wishes
    }
}
