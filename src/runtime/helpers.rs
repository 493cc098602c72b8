//! The threads that work on the store beside the window: the sync and the delivery.

use std::io;
use std::path::Path;

use super::core::Wish;
use super::delivery::DeliveryWorker;
use super::delivery_context::DeliveryContext;
use super::service::Reports;
use super::sync::{Remote, SyncWorker};
use crate::store::FileId;

/// What the threads are started with, each time that the store is opened.
#[derive(Debug, Clone)]
pub(super) struct Setup {
    pub(super) remote: Remote,
    pub(super) context: DeliveryContext,
    pub(super) reports: Reports,
}

/// The threads; while the store is opened again there are none, and what is wished waits for them.
pub(super) struct Helpers {
    setup: Setup,
    threads: Option<(SyncWorker, DeliveryWorker)>,
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
            reports,
        } = self.setup.clone();
        let file = FileId::at(file);
        let context = DeliveryContext { file, ..context };
        self.threads = Some((
            SyncWorker::start(&context.folder, file, remote, reports.clone())?,
            DeliveryWorker::start(context, reports)?,
        ));
        for wish in std::mem::take(&mut self.waiting) {
            self.send(wish);
        }
        Ok(())
    }

    /// Queues a wish for the thread that it concerns; it is no other thread's.
    pub(super) fn send(&mut self, wish: Wish) {
        match (&self.threads, wish) {
            (Some((sync, _)), Wish::Sync(wish)) => sync.send(wish),
            (Some((_, delivery)), Wish::Deliver(wish)) => delivery.send(wish),
            (None, wish) => self.waiting.push(wish),
            (Some(_), _) => {}
        }
    }
}
