//! The one thread that talks with HubSpot: takes requests in order, reports what it does, stops when it is told to.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::service::{Body, Reports, Service, Stop, async_runtime};
use crate::app::Msg;
use crate::app::secret::Secret;
use crate::app::sync::{Connection, Loss, SyncEvent, SyncProgress, SyncRequest};
use crate::clock::SystemClock;
use crate::domain::{Actor, CompanyList, FaultKind, IdSource, RemoteAccount, SyncFault, SyncReport};
use crate::hubspot::{Access, AccessError, Token};
use crate::sandbox::{Rules, Sandbox, TOKEN, demo_portal};
use crate::store::{FileId, Store};
use crate::sync::{self, Cancel, Progress, RunScope};
use crate::workspace::{self, Unlinking, Workspace};

/// How long each answer of the sandbox takes, so that a sync can be watched.
const SANDBOX_LATENCY: Duration = Duration::from_millis(150);

/// Which HubSpot is talked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remote {
    /// The user's own account.
    Account,
    /// The stand-in on this machine, which starts with the first request.
    Sandbox,
}

/// The thread that talks with HubSpot; dropping it stops the run under way and waits for it.
#[derive(Debug)]
pub struct SyncWorker(Service<SyncRequest, bool>);

impl SyncWorker {
    /// Starts the thread for the store of a folder, if a window has it open for that file alone.
    pub fn start(
        folder: &Path,
        file: Option<FileId>,
        remote: Remote,
        reports: Reports,
    ) -> std::io::Result<Self> {
        let stop = Stop::new(false, true);
        let body = SyncBody {
            folder: folder.to_owned(),
            file,
            remote,
            stop: stop.clone(),
            reports,
            sandbox: None,
        };
        Ok(Self(Service::start("sync", stop, body)?))
    }

    /// Queues a request; to stop is heard at once.
    pub fn send(&self, request: SyncRequest) {
        if request == SyncRequest::Stop {
            self.0.stop().set(|stop| *stop = true);
        } else {
            self.0.send(request);
        }
    }
}

struct SyncBody {
    folder: PathBuf,
    /// The file that the window has open; no other is written to.
    file: Option<FileId>,
    remote: Remote,
    stop: Stop<bool>,
    reports: Reports,
    sandbox: Option<Sandbox>,
}

/// Why a request could not be carried out.
#[derive(Debug, thiserror::Error)]
enum Failed {
    #[error(transparent)]
    Access(#[from] AccessError),
    #[error(transparent)]
    Workspace(#[from] workspace::Error),
    #[error(transparent)]
    Sync(#[from] sync::SyncError),
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

impl Body for SyncBody {
    type Request = SyncRequest;

    fn carry_out(&mut self, request: SyncRequest) {
        let event = match request {
            SyncRequest::Look => SyncEvent::Looked(self.look()),
            SyncRequest::Run => SyncEvent::Ended(self.run(RunScope::Due)),
            SyncRequest::RunFull(Loss::Guarded) => {
                SyncEvent::Ended(self.run(RunScope::Full(Unlinking::Guarded)))
            }
            SyncRequest::RunFull(Loss::Allowed) => {
                SyncEvent::Ended(self.run(RunScope::Full(Unlinking::Allowed)))
            }
            SyncRequest::Stop => return,
            SyncRequest::Connect(secret) => {
                SyncEvent::Connected(self.connect(&secret).map_err(|error| error.to_string()))
            }
            SyncRequest::Disconnect => {
                SyncEvent::Disconnected(self.disconnect().map_err(|error| error.to_string()))
            }
            SyncRequest::ListCompanies => {
                SyncEvent::Companies(self.companies().map_err(|error| error.to_string()))
            }
        };
        self.reports.send(Msg::Sync(event));
    }
}

impl SyncBody {
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

    fn run(&mut self, wanted: RunScope) -> SyncReport {
        self.try_run(wanted)
            .unwrap_or_else(|error| SyncReport::failed(error.fault()))
    }

    fn try_run(&mut self, wanted: RunScope) -> Result<SyncReport, Failed> {
        let (client, mark) = self.access()?.open()?;
        let mut workspace = self.workspace()?;
        let cancel = Cancel::by(self.stop.subscribe());
        let reports = &self.reports;
        let report = async_runtime()?.block_on(sync::sync(
            &mut workspace,
            &self.folder,
            &client,
            &mark,
            wanted,
            cancel,
            |progress| reports.send(Msg::Sync(SyncEvent::Progressed(shown(progress)))),
        ));
        // The stop was for this run; the next one is not stopped by it.
        self.stop.set(|stop| *stop = false);
        Ok(report)
    }

    fn connect(&mut self, secret: &Secret) -> Result<RemoteAccount, Failed> {
        let token = Token::parse(secret.reveal()).map_err(AccessError::from)?;
        let access = self.access()?;
        let client = access.client(token.clone())?;
        let mut workspace = self.workspace()?;
        let account =
            async_runtime()?.block_on(sync::check(&mut workspace, &client, &token.fingerprint()))?;
        access.tokens.keep(&token).map_err(AccessError::from)?;
        Ok(account)
    }

    fn disconnect(&mut self) -> Result<(), Failed> {
        self.access()?.tokens.forget().map_err(AccessError::from)?;
        Ok(())
    }

    fn companies(&mut self) -> Result<CompanyList, Failed> {
        let (client, _) = self.access()?.open()?;
        let mut workspace = self.workspace()?;
        let runtime = async_runtime()?;
        let mut list = runtime.block_on(sync::candidates(&mut workspace, &client, |_| {}))?;
        if let Err(error) = runtime.block_on(sync::with_owners(&client, &mut list.companies)) {
            tracing::warn!(%error, "the owners of companies were not read");
        }
        Ok(list)
    }
}

fn shown(progress: Progress) -> SyncProgress {
    SyncProgress {
        kind: progress.kind,
        stage: progress.stage.words(),
        done: progress.done,
        of: progress.of,
    }
}
