//! The one thread that owns the store: takes requests in order, answers with messages.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::answers::answer;
use super::exports;
use super::service::{Body, Reports, Service, Stop};
use crate::app::{Msg, RequestId, StoreRequest};
use crate::domain::{Failure, Progress};
use crate::store::{BACKUPS, Exchange};
use crate::workspace::{Error, Workspace};

/// What the thread has to do.
#[derive(Debug)]
enum Task {
    /// To carry out a request of the app.
    Request(Box<StoreRequest>),
    /// To find out whether another program has written; reported with [`Msg::StoreChanged`].
    Probe,
}

/// The thread that owns the store; dropping it waits until every request is carried out.
#[derive(Debug)]
pub struct StoreWorker {
    service: Service<Task>,
    is_probe_queued: Arc<AtomicBool>,
}

impl StoreWorker {
    /// Hands a workspace to a thread of its own.
    pub fn start(workspace: Workspace, reports: Reports) -> std::io::Result<Self> {
        let is_probe_queued = Arc::new(AtomicBool::new(false));
        let mut body = StoreBody {
            workspace,
            reports,
            is_probe_queued: Arc::clone(&is_probe_queued),
            told: None,
            read_only: None,
        };
        body.tell_read_only();
        Ok(Self {
            service: Service::start("store", Stop::new((), ()), body)?,
            is_probe_queued,
        })
    }

    /// Queues a request.
    pub fn send(&self, request: StoreRequest) {
        self.service.send(Task::Request(Box::new(request)));
    }

    /// Returns what queues a look for changes of other programs, at most one at a time.
    pub(super) fn change_probe(&self) -> impl Fn() + Send + 'static {
        let (queue, is_queued) = (self.service.queue(), Arc::clone(&self.is_probe_queued));
        move || {
            if !is_queued.swap(true, Ordering::AcqRel) {
                // The thread is gone only when the program ends.
                let _ = queue.send(Some(Task::Probe));
            }
        }
    }
}

struct StoreBody {
    workspace: Workspace,
    reports: Reports,
    is_probe_queued: Arc<AtomicBool>,
    /// How the file was exchanged, as it was last told.
    told: Option<Exchange>,
    /// Why the store can only be read, as it was last told.
    read_only: Option<String>,
}

impl Body for StoreBody {
    type Request = Task;

    fn carry_out(&mut self, task: Task) {
        let msg = match task {
            Task::Request(request) => self.work(*request),
            Task::Probe => self.probe(),
        };
        // First, so that no frame shows what was saved beside the word that nothing can be.
        self.tell_read_only();
        if let Some(msg) = msg {
            self.reports.send(msg);
        }
        let found = self.workspace.exchange();
        if std::mem::replace(&mut self.told, found) != found {
            self.tell_exchange(found);
        }
    }
}

impl StoreBody {
    /// Returns whether another program has written, as a message if it has.
    fn probe(&mut self) -> Option<Msg> {
        self.is_probe_queued.store(false, Ordering::Release);
        let changed = guarded(|| self.workspace.changed_by_others());
        matches!(changed, Ok(true)).then_some(Msg::StoreChanged)
    }

    /// Carries a request out, and returns what is told of it.
    fn work(&mut self, request: StoreRequest) -> Option<Msg> {
        let Self {
            workspace, reports, ..
        } = self;
        Some(match request {
            StoreRequest::Ask { request, query } => Msg::Answered {
                request,
                answer: guarded(|| answer(workspace, &query)),
            },
            StoreRequest::Make { request, change } => Msg::Made {
                request,
                result: guarded(|| workspace.make_telling(*change, &tells(request, reports))).map(Box::new),
            },
            StoreRequest::Add {
                request,
                customer,
                rows,
                text,
            } => Msg::Made {
                request,
                result: guarded(|| {
                    workspace.make_telling(rows.read(&text).change(customer), &tells(request, reports))
                })
                .map(Box::new),
            },
            StoreRequest::KeepDraft { request, draft } => Msg::DraftKept {
                request,
                result: guarded(|| workspace.keep_draft(&draft.read())),
            },
            StoreRequest::ForgetDraft(id) => {
                let failure = guarded(|| workspace.forget_draft(id)).err()?;
                Msg::TaskFailed(format!("The list that is done is still offered. {failure}"))
            }
            StoreRequest::KeepOrders(orders) => {
                workspace.keep_list_orders(orders);
                return None;
            }
            StoreRequest::Export { selection, path } => {
                let exported = guarded(|| Ok(exports::export(workspace, &selection, &path)));
                let result = exported.unwrap_or_else(|failure| Err(failure.to_string()));
                Msg::Exported { path, result }
            }
            StoreRequest::Reopen => {
                Msg::StoreReopened(reopen(workspace).map_err(|failure| failure.to_string()))
            }
        })
    }

    /// Reports that the store can only be read, or that it can be written again, if that is not told yet.
    fn tell_read_only(&mut self) {
        let notice = self.workspace.read_only_notice();
        if notice != self.read_only {
            self.read_only.clone_from(&notice);
            self.reports.send(Msg::StoreReadOnly(notice));
        }
    }

    /// Reports that the file of the store was exchanged, then where what is open is kept; or that it is there again.
    fn tell_exchange(&self, found: Option<Exchange>) {
        let sentence = found.map(|how| how.sentence(self.workspace.store_path()));
        self.reports.send(Msg::StoreExchanged(sentence.clone()));
        let Some(sentence) = sentence else { return };
        match guarded(|| self.workspace.keep_exchanged()) {
            Ok(None) => {}
            Ok(Some(kept)) => {
                let sentence = format!("{sentence} {}", words_of(&kept));
                self.reports.send(Msg::StoreExchanged(Some(sentence)));
            }
            Err(failure) => tracing::warn!(%failure, "what was open is not kept"),
        }
    }
}

/// Returns what tells how far a change is.
fn tells(request: RequestId, reports: &Reports) -> impl Fn(Progress) {
    move |progress| reports.send(Msg::Progressed { request, progress })
}

/// Returns where what was open is kept.
fn words_of(kept: &Path) -> String {
    let name = kept.file_name().unwrap_or_default().to_string_lossy();
    format!("What was open is kept in {BACKUPS}/{name}.")
}

/// Opens the file that is at the path of the store now, and keeps what was open if it is not kept yet.
fn reopen(workspace: &mut Workspace) -> Result<String, Failure> {
    let mut words = vec!["Opened again.".to_owned()];
    if workspace.exchange() == Some(Exchange::Gone) {
        guarded(|| workspace.make_folder())?;
        words.extend(guarded(|| workspace.keep_exchanged())?.as_deref().map(words_of));
    }
    match guarded(|| workspace.reopen())? {
        0 => {}
        1 => words.push("A notification that was on its way is held, as it may have left.".to_owned()),
        held => words.push(format!(
            "{held} notifications that were on their way are held, as they may have left."
        )),
    }
    Ok(words.join(" "))
}

/// Runs a task; a panic rolls its transaction back and becomes a failure, so that the next one finds the store in order.
fn guarded<T>(task: impl FnOnce() -> Result<T, Error>) -> Result<T, Failure> {
    match catch_unwind(AssertUnwindSafe(task)) {
        Ok(result) => result.map_err(Failure::from),
        Err(_) => Err(Failure::Store(
            "The program made a mistake and nothing was saved. Its log says more: pivotal config path."
                .to_owned(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use std::sync::mpsc::channel;

    use super::*;
    use crate::domain::{Actor, Change, Clock, CustomerDraft, IdSource, Outcome, Selection, Timestamp};
    use crate::runtime::{RuntimeEvent, StoreGeneration};
    use crate::store::Store;

    /// Far longer than it takes, so that only a fault ends the wait.
    const WAIT: Duration = Duration::from_secs(20);

    #[test]
    fn a_panic_in_a_job_is_a_failure_that_says_so() {
        let failure = guarded::<()>(|| panic!("a fault")).expect_err("failed");
        assert!(failure.to_string().contains("nothing was saved"), "{failure}");
    }

    struct Standing;

    impl Clock for Standing {
        fn now(&self) -> Timestamp {
            Timestamp::default()
        }
    }

    fn workspace(folder: &std::path::Path) -> Workspace {
        let store = Store::open(folder).expect("opened");
        Workspace::new(store, Actor::new("Mia"), Box::new(Standing), IdSource::Random)
    }

    fn add(name: &str) -> StoreRequest {
        let draft = CustomerDraft {
            name: name.into(),
            ..CustomerDraft::default()
        };
        StoreRequest::Make {
            request: RequestId::default(),
            change: Box::new(Change::AddCustomer(draft.check().expect("valid"))),
        }
    }

    #[test]
    fn dropping_it_waits_for_its_jobs_though_others_still_look() {
        let folder = tempfile::tempdir().expect("a folder");
        let (facts, queue) = channel();
        let worker = StoreWorker::start(workspace(folder.path()), Reports::new(StoreGeneration(7), facts))
            .expect("started");
        let look = worker.change_probe();
        for number in 0..20 {
            worker.send(add(&format!("Customer {number}")));
        }
        drop(worker);
        look();
        let made = queue.try_iter().filter(|fact| {
            matches!(
                fact,
                RuntimeEvent::Store(StoreGeneration(7), Msg::Made { result: Ok(_), .. })
            )
        });
        assert_eq!(made.count(), 20);
    }

    #[test]
    fn a_long_change_tells_how_far_it_is_before_it_tells_what_it_did() {
        use crate::domain::{ContactDraft, ImportPrimary, PROGRESS_STEP};

        let folder = tempfile::tempdir().expect("a folder");
        let (facts, queue) = channel();
        let worker = StoreWorker::start(workspace(folder.path()), Reports::new(StoreGeneration(0), facts))
            .expect("started");
        worker.send(add("Acme"));
        let RuntimeEvent::Store(_, Msg::Made { result, .. }) = queue.recv_timeout(WAIT).expect("made") else {
            panic!("made")
        };
        let Outcome::CustomerAdded(acme) = result.expect("made").outcome else {
            panic!("added")
        };
        let contact = |number: usize| ContactDraft {
            name: format!("P{number}"),
            email: format!("p{number}@acme.com"),
            ..ContactDraft::default()
        };
        let contacts = (0..=PROGRESS_STEP).map(|number| contact(number).check().expect("valid"));
        let request = RequestId::default().next();
        worker.send(StoreRequest::Make {
            request,
            change: Box::new(Change::ImportContacts {
                customer: acme.id,
                contacts: contacts.collect(),
                primary: ImportPrimary::FirstIfNone,
                misfits: 0,
                archived: Default::default(),
            }),
        });
        let mut told = Vec::new();
        loop {
            match queue.recv_timeout(WAIT).expect("told") {
                RuntimeEvent::Store(
                    _,
                    Msg::Progressed {
                        request: of,
                        progress,
                    },
                ) if of == request => {
                    told.push(progress.done);
                }
                RuntimeEvent::Store(_, Msg::Made { result: Ok(_), .. }) => break,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(told, [0, PROGRESS_STEP, PROGRESS_STEP + 1]);
    }

    #[test]
    fn a_list_is_written_to_a_new_file_and_to_no_other() {
        use crate::domain::CustomerSelection;

        let folder = tempfile::tempdir().expect("a folder");
        let (facts, queue) = channel();
        let worker = StoreWorker::start(workspace(folder.path()), Reports::new(StoreGeneration(0), facts))
            .expect("started");
        worker.send(add("Acme"));
        assert!(matches!(
            queue.recv_timeout(WAIT).expect("made"),
            RuntimeEvent::Store(_, Msg::Made { .. })
        ));
        let told = |name: &str| {
            let path = folder.path().join(name);
            worker.send(StoreRequest::Export {
                selection: Selection::Customers(CustomerSelection::default()),
                path: path.clone(),
            });
            match queue.recv_timeout(WAIT).expect("told") {
                RuntimeEvent::Store(_, Msg::Exported { path: of, result }) if of == path => result,
                other => panic!("{other:?}"),
            }
        };
        let sentence = told("list.CSV").expect("written");
        assert!(sentence.starts_with("Exported 1 customer to "), "{sentence}");
        let text = std::fs::read_to_string(folder.path().join("list.CSV")).expect("read");
        assert_eq!(text.lines().count(), 2);
        for (name, reason) in [
            ("list.CSV", "already exists"),
            ("list", "does not say the format"),
            ("none/list.csv", "Check that the folder exists"),
            (
                &format!("{}.csv", "x".repeat(300)),
                "its name or path is too long",
            ),
        ] {
            let sentence = told(name).expect_err("refused");
            assert!(sentence.contains(reason), "{sentence}");
        }
        assert_eq!(
            std::fs::read_to_string(folder.path().join("list.CSV")).expect("read"),
            text
        );
    }

    #[test]
    fn what_another_program_writes_is_told_and_own_writes_are_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let (facts, queue) = channel();
        let worker = StoreWorker::start(workspace(folder.path()), Reports::new(StoreGeneration(0), facts))
            .expect("started");
        let _watcher = crate::runtime::watch::watch(folder.path(), worker.change_probe()).expect("watched");
        worker.send(add("Own"));
        let told = queue.recv_timeout(WAIT).expect("made");
        assert!(
            matches!(told, RuntimeEvent::Store(_, Msg::Made { .. })),
            "{told:?}"
        );
        let StoreRequest::Make { change, .. } = add("Of another") else {
            unreachable!()
        };
        workspace(folder.path()).make(*change).expect("made");
        assert_eq!(
            queue.recv_timeout(WAIT).expect("told"),
            RuntimeEvent::Store(StoreGeneration(0), Msg::StoreChanged)
        );
    }
}
