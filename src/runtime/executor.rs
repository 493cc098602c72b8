//! Carries the effects of the app out, each by the thread that it concerns.

use std::io;
use std::path::Path;

use super::assistant::{AssistantContext, AssistantWorker};
use super::delivery::DeliveryWorker;
use super::delivery_context::DeliveryContext;
use super::file_reader::FileReader;
use super::service::Reports;
use super::store::StoreWorker;
use super::sync::{Remote, SyncWorker};
use crate::app::{Effect, StoreRequest, TerminalRequest};
use crate::store::FileId;
use crate::workspace::Workspace;

/// What the threads beside the store are started with, each time that it is opened.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Which HubSpot is talked with.
    pub remote: Remote,
    /// Where a model is found.
    pub assistant: AssistantContext,
    /// Where deliveries are made from, and how far they may go; none where nothing is delivered.
    pub delivery: Option<DeliveryContext>,
    /// Where the threads report.
    pub reports: Reports,
}

/// The threads of an open store. The order of the fields is the order in which they are closed.
pub struct Executor {
    /// None while the store is opened again: what is to be carried out then waits for them.
    beside: Option<(SyncWorker, Option<DeliveryWorker>)>,
    assistant: AssistantWorker,
    store: StoreWorker,
    files: FileReader,
    setup: Setup,
    waiting: Vec<Effect>,
}

impl Executor {
    /// Starts the threads on a store that was opened, the file of which is `file`.
    pub fn start(workspace: Workspace, setup: Setup, file: &Path) -> io::Result<Self> {
        let Setup {
            assistant, reports, ..
        } = setup.clone();
        let mut executor = Self {
            beside: None,
            assistant: AssistantWorker::start(assistant, reports.clone())?,
            store: StoreWorker::start(workspace, reports.clone())?,
            files: FileReader::new(reports),
            setup,
            waiting: Vec::new(),
        };
        executor.open_beside(file)?;
        Ok(executor)
    }

    /// Carries an effect out; returns what only the loop that owns the terminal can do.
    pub fn carry_out(&mut self, effect: Effect) -> Option<TerminalRequest> {
        match (effect, &self.beside) {
            (Effect::Store(request), _) => {
                if request == StoreRequest::Reopen {
                    // They have the old file open.
                    self.beside = None;
                }
                self.store.send(request);
            }
            (Effect::Files(request), _) => self.files.send(request),
            (Effect::Assistant(request), _) => self.assistant.send(request),
            (Effect::Sync(request), Some((sync, _))) => sync.send(request),
            (Effect::Delivery(request), Some((_, Some(delivery)))) => delivery.send(request),
            (Effect::Delivery(_), Some((_, None))) => {}
            (effect @ (Effect::Sync(_) | Effect::Delivery(_)), None) => self.waiting.push(effect),
            (Effect::Terminal(request), _) => return Some(request),
        }
        None
    }

    /// Starts the sync and the delivery on the file of the store that is there now, unless they run.
    pub(super) fn open_beside(&mut self, file: &Path) -> io::Result<()> {
        if self.beside.is_some() {
            return Ok(());
        }
        let Setup {
            remote,
            assistant,
            delivery,
            reports,
        } = self.setup.clone();
        let file = FileId::at(file);
        let sync = SyncWorker::start(&assistant.folder, file, remote, reports.clone())?;
        let delivery =
            delivery.map(|context| DeliveryWorker::start(DeliveryContext { file, ..context }, reports));
        self.beside = Some((sync, delivery.transpose()?));
        for effect in std::mem::take(&mut self.waiting) {
            // They are no requests to the terminal.
            let _ = self.carry_out(effect);
        }
        Ok(())
    }

    /// Returns what has the store look for changes of other programs.
    pub(super) fn change_probe(&self) -> impl Fn() + Send + 'static {
        self.store.change_probe()
    }
}
