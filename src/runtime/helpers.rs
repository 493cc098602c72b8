//! The threads that work on the store beside the window: the sync and the delivery.

use std::io;
use std::path::Path;
use std::sync::mpsc::Sender;

use super::core::Wish;
use super::deliverer::Deliverer;
use super::delivery_context::DeliveryContext;
use super::syncer::{Remote, Syncer};
use super::{Fact, Opening};
use crate::store::FileId;

/// What the threads are started with, each time that the store is opened.
#[derive(Debug, Clone)]
pub(super) struct Setup {
    pub(super) remote: Remote,
    pub(super) context: DeliveryContext,
    pub(super) opening: Opening,
    pub(super) facts: Sender<Fact>,
}

/// The threads; while the store is opened again there are none, and what is wished waits for them.
pub(super) struct Helpers {
    setup: Setup,
    threads: Option<(Syncer, Deliverer)>,
    waiting: Vec<Wish>,
}

impl Helpers {
    /// Starts the threads on the file of the store.
    pub(super) fn start(setup: Setup, file: &Path) -> io::Result<Self> {
        let mut helpers = Self {
            setup,
            threads: None,
            waiting: Vec::new(),
        };
        helpers.begin(file)?;
        Ok(helpers)
    }

    /// Stops the threads and waits until they have closed the store.
    pub(super) fn stop(&mut self) {
        self.threads = None;
    }

    /// Starts the threads again, on the file of the store that is there now, unless they run.
    pub(super) fn begin(&mut self, file: &Path) -> io::Result<()> {
        if self.threads.is_some() {
            return Ok(());
        }
        let Setup {
            remote,
            context,
            opening,
            facts,
        } = self.setup.clone();
        let file = FileId::at(file);
        let context = DeliveryContext { file, ..context };
        self.threads = Some((
            Syncer::start(&context.folder, file, remote, opening, facts.clone())?,
            Deliverer::start(context.clone(), opening, facts)?,
        ));
        for wish in std::mem::take(&mut self.waiting) {
            self.send(wish);
        }
        Ok(())
    }

    /// Queues a wish for the thread that it concerns; it is no other thread's.
    pub(super) fn send(&mut self, wish: Wish) {
        match (&self.threads, wish) {
            (Some((syncer, _)), Wish::Sync(wish)) => syncer.send(wish),
            (Some((_, deliverer)), Wish::Deliver(wish)) => deliverer.send(wish),
            (None, wish) => self.waiting.push(wish),
            (Some(_), _) => {}
        }
    }
}
