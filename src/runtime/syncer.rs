//! The one thread that talks with HubSpot: takes wishes in order, tells what it does, stops when it is told to.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use tokio::sync::watch;

use super::{Fact, Opening};
use crate::app::Msg;
use crate::app::secret::Secret;
use crate::app::sync::{Connection, Loss, SyncEnd, SyncNews, SyncProgress, SyncWish};
use crate::clock::SystemClock;
use crate::domain::{Actor, CompanyList, FaultKind, IdSource, Portal, Reached, SyncCounts, SyncFault};
use crate::hubspot::{Access, AccessError, Token};
use crate::sandbox::{Rules, Sandbox, TOKEN, demo_portal};
use crate::store::{FileId, Store};
use crate::sync::{self, Cancel, Progress, Report, Wanted};
use crate::workspace::{self, Unlinking, Workspace};

/// How long each answer of the sandbox takes, so that a sync can be watched.
const SANDBOX_LATENCY: Duration = Duration::from_millis(150);

/// Which HubSpot is talked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remote {
    /// The user's own account.
    Account,
    /// The stand-in on this machine, which starts with the first wish.
    Sandbox,
}

/// The thread that talks with HubSpot; dropping it stops the run under way and waits for it.
#[derive(Debug)]
pub struct Syncer {
    wishes: Sender<Option<SyncWish>>,
    stop: Arc<watch::Sender<bool>>,
    thread: Option<JoinHandle<()>>,
}

impl Syncer {
    /// Starts the thread for the store of a folder, if a window has it open for that file alone.
    pub fn start(
        folder: &Path,
        file: Option<FileId>,
        remote: Remote,
        opening: Opening,
        facts: Sender<Fact>,
    ) -> std::io::Result<Self> {
        let (wishes, queue) = channel();
        let stop = Arc::new(watch::Sender::new(false));
        let task = Task {
            folder: folder.to_owned(),
            file,
            remote,
            stop: Arc::clone(&stop),
            tell: Box::new(move |news| {
                // The loop is gone only when the program ends.
                let _ = facts.send(Fact::Store(opening, Msg::Sync(news)));
            }),
            sandbox: None,
        };
        let thread = Builder::new()
            .name("sync".to_owned())
            .spawn(move || task.work(&queue))?;
        Ok(Self {
            wishes,
            stop,
            thread: Some(thread),
        })
    }

    /// Queues a wish; to stop is heard at once.
    pub fn send(&self, wish: SyncWish) {
        if wish == SyncWish::Stop {
            self.stop.send_replace(true);
        } else if self.wishes.send(Some(wish)).is_err() {
            tracing::error!("the sync thread is gone");
        }
    }
}

impl Drop for Syncer {
    fn drop(&mut self) {
        let _ = self.wishes.send(None);
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the sync thread panicked");
        }
    }
}

struct Task {
    folder: PathBuf,
    /// The file that the window has open; no other is written to.
    file: Option<FileId>,
    remote: Remote,
    stop: Arc<watch::Sender<bool>>,
    tell: Box<dyn Fn(SyncNews) + Send>,
    sandbox: Option<Sandbox>,
}

/// Why a wish could not be carried out.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Access(#[from] AccessError),
    #[error(transparent)]
    Workspace(#[from] workspace::Error),
    #[error(transparent)]
    Sync(#[from] sync::Error),
    #[error("The sync cannot be started: {0}. Try again.")]
    Io(#[from] std::io::Error),
}

impl Failed {
    fn fault(&self) -> SyncFault {
        let kind = match self {
            Self::Access(error) => error.kind(),
            Self::Workspace(_) => FaultKind::Store,
            Self::Sync(error) => error.kind(),
            Self::Io(_) => FaultKind::Failed,
        };
        SyncFault {
            kind,
            message: self.to_string(),
        }
    }
}

impl Task {
    fn work(mut self, queue: &Receiver<Option<SyncWish>>) {
        while let Ok(Some(wish)) = queue.recv() {
            let news = match wish {
                SyncWish::Look => SyncNews::Looked(self.look()),
                SyncWish::Run => SyncNews::Ended(self.run(Wanted::Due)),
                SyncWish::RunFull(Loss::Guarded) => {
                    SyncNews::Ended(self.run(Wanted::Full(Unlinking::Guarded)))
                }
                SyncWish::RunFull(Loss::Allowed) => {
                    SyncNews::Ended(self.run(Wanted::Full(Unlinking::Allowed)))
                }
                SyncWish::Stop => continue,
                SyncWish::Connect(secret) => {
                    SyncNews::Connected(self.connect(&secret).map_err(|error| error.to_string()))
                }
                SyncWish::Disconnect => {
                    SyncNews::Disconnected(self.disconnect().map_err(|error| error.to_string()))
                }
                SyncWish::ListCompanies => {
                    SyncNews::Companies(self.companies().map_err(|error| error.to_string()))
                }
            };
            (self.tell)(news);
        }
    }

    fn look(&self) -> Connection {
        match self.remote {
            Remote::Sandbox => Connection::Ready,
            Remote::Account => match Access::from_environment(&self.folder).tokens.find() {
                Ok(Some(_)) => Connection::Ready,
                Ok(None) => Connection::NeedsToken,
                Err(error) => Connection::Unusable(error.to_string()),
            },
        }
    }

    fn access(&mut self) -> Result<Access, Failed> {
        match self.remote {
            Remote::Account => Ok(Access::from_environment(&self.folder)),
            Remote::Sandbox => {
                let url = match &self.sandbox {
                    Some(sandbox) => sandbox.url(),
                    None => {
                        let rules = Rules {
                            latency: SANDBOX_LATENCY,
                            ..Rules::default()
                        };
                        let sandbox = Sandbox::start(demo_portal(), rules, 0)?;
                        let url = sandbox.url();
                        self.sandbox = Some(sandbox);
                        url
                    }
                };
                let token = Token::parse(TOKEN).map_err(AccessError::from)?;
                Ok(Access::local(&self.folder, &url, token))
            }
        }
    }

    /// Opens the store on a connection of its own, so that nobody waits for the sync.
    fn workspace(&self) -> Result<Workspace, Failed> {
        let store = Store::open_same(&self.folder, self.file).map_err(workspace::Error::from)?;
        Ok(Workspace::new(
            store,
            Actor::new("HubSpot sync"),
            Box::new(SystemClock),
            IdSource::Random,
        ))
    }

    fn run(&mut self, wanted: Wanted) -> SyncEnd {
        match self.try_run(wanted) {
            Ok(report) => SyncEnd {
                reached: report.reached,
                counts: report.counts,
                near_misses: report.near_misses,
                fault: report.fault,
            },
            Err(error) => SyncEnd {
                reached: Reached::Nothing,
                counts: SyncCounts::default(),
                near_misses: 0,
                fault: Some(error.fault()),
            },
        }
    }

    fn try_run(&mut self, wanted: Wanted) -> Result<Report, Failed> {
        let (client, mark) = self.access()?.open()?;
        let mut workspace = self.workspace()?;
        let cancel = Cancel::by(self.stop.subscribe());
        let tell = &self.tell;
        let report = runtime()?.block_on(sync::sync(
            &mut workspace,
            &self.folder,
            &client,
            &mark,
            wanted,
            cancel,
            |progress| tell(SyncNews::Progressed(shown(progress))),
        ));
        // The stop was for this run; the next one is not stopped by it.
        self.stop.send_replace(false);
        Ok(report)
    }

    fn connect(&mut self, secret: &Secret) -> Result<Portal, Failed> {
        let token = Token::parse(secret.reveal()).map_err(AccessError::from)?;
        let access = self.access()?;
        let client = access.client(token.clone())?;
        let mut workspace = self.workspace()?;
        let checked = runtime()?.block_on(sync::check(&mut workspace, &client, &token.mark()))?;
        access.tokens.keep(&token).map_err(AccessError::from)?;
        Ok(checked.portal)
    }

    fn disconnect(&mut self) -> Result<(), Failed> {
        self.access()?.tokens.forget().map_err(AccessError::from)?;
        Ok(())
    }

    fn companies(&mut self) -> Result<CompanyList, Failed> {
        let (client, _) = self.access()?.open()?;
        let mut workspace = self.workspace()?;
        let runtime = runtime()?;
        let mut list = runtime.block_on(sync::candidates(&mut workspace, &client, |_| {}))?;
        if let Err(error) = runtime.block_on(sync::with_owners(&client, &mut list.companies)) {
            tracing::warn!(%error, "the owners of companies were not read");
        }
        Ok(list)
    }
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}

fn shown(progress: Progress) -> SyncProgress {
    SyncProgress {
        kind: progress.kind,
        stage: progress.stage.words(),
        done: progress.done,
        of: progress.of,
    }
}
