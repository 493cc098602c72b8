//! The one thread that owns the store: takes jobs in order, answers with messages.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

use super::answers::answer;
use super::file_reader::FileReader;
use super::{Fact, Opening, exports};
use crate::app::document::Snapshot;
use crate::app::overlay::pane::UnreadList;
use crate::app::overlay::pane::lists::DraftText;
use crate::app::{Msg, Query, RequestId};
use crate::domain::{Change, CustomerId, DraftId, Failure, Progress, Selection};
use crate::paste::ReadyRows;
use crate::store::{BACKUPS, Exchange};
use crate::workspace::{Error, Workspace};

/// Something for the store to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// Answers a question with [`Msg::Answered`].
    Ask {
        /// The number that comes back.
        request: RequestId,
        /// The question.
        query: Query,
    },
    /// Makes a change, reports it with [`Msg::Made`], and a long one with [`Msg::Progressed`] before.
    Make {
        /// The number that comes back.
        request: RequestId,
        /// The change.
        change: Change,
    },
    /// Adds the ready rows of a list and reports it as [`Self::Make`] does.
    Add {
        /// The number that comes back.
        request: RequestId,
        /// Whose contacts they become.
        customer: CustomerId,
        /// The rows.
        rows: ReadyRows,
        /// The text of the list.
        text: Snapshot,
    },
    /// Keeps a list and reports it with [`Msg::DraftKept`].
    KeepDraft {
        /// The number that comes back.
        request: RequestId,
        /// The list.
        draft: DraftText,
    },
    /// Forgets a list.
    ForgetDraft(DraftId),
    /// Writes rows into a file and reports it with [`Msg::Exported`].
    Export {
        /// Which rows.
        selection: Selection,
        /// The file.
        path: PathBuf,
    },
    /// Looks whether another program has written, and says so with [`Msg::StoreChanged`].
    Look,
    /// Closes the store and opens the file that has its name now; reported with [`Msg::StoreReopened`].
    Reopen,
    /// Closes the store when all jobs before are done.
    Close,
}

/// The thread that owns the store; dropping it waits until every job is done.
#[derive(Debug)]
pub struct Worker {
    jobs: Sender<Job>,
    thread: Option<JoinHandle<()>>,
    looks: Arc<AtomicBool>,
    facts: Sender<Fact>,
    opening: Opening,
    files: FileReader,
}

impl Worker {
    /// Hands a workspace to a thread of its own.
    pub fn start(workspace: Workspace, opening: Opening, facts: Sender<Fact>) -> std::io::Result<Self> {
        let (jobs, queue) = channel();
        let looks = Arc::new(AtomicBool::new(false));
        let looking = Arc::clone(&looks);
        let own_facts = facts.clone();
        let thread = Builder::new().name("store".to_owned()).spawn(move || {
            work(
                workspace,
                &queue,
                |msg| facts.send(Fact::Store(opening, msg)).is_ok(),
                &looking,
            );
        })?;
        Ok(Self {
            jobs,
            thread: Some(thread),
            looks,
            facts: own_facts,
            opening,
            files: FileReader::default(),
        })
    }

    /// Reads a file beside the jobs, as its file system may not answer; reports it with [`Msg::FileRead`].
    pub(super) fn read_file(&mut self, request: RequestId, path: PathBuf) {
        let (facts, opening) = (self.facts.clone(), self.opening);
        let tell = move |msg| {
            // The app may have ended.
            let _ = facts.send(Fact::Store(opening, msg));
        };
        if let Err(error) = self.files.read(request, path, tell) {
            let text = Err(format!(
                "The file was not read, as no thread could be started: {error}."
            ));
            let _ = self
                .facts
                .send(Fact::Store(self.opening, Msg::FileRead { request, text }));
        }
    }

    /// Reads a long list beside the jobs; reports it with [`Msg::RowsRead`].
    pub(super) fn read_rows(&self, request: RequestId, list: UnreadList) {
        let (facts, opening) = (self.facts.clone(), self.opening);
        let started = Builder::new().name("rows".to_owned()).spawn(move || {
            let read = catch_unwind(AssertUnwindSafe(|| list.read()));
            let list = read.map_err(|_| "The log says more.".to_owned());
            // The app may have ended.
            let _ = facts.send(Fact::Store(opening, Msg::RowsRead { request, list }));
        });
        if let Err(error) = started {
            let list = Err(format!("No thread could be started: {error}."));
            let _ = self
                .facts
                .send(Fact::Store(self.opening, Msg::RowsRead { request, list }));
        }
    }

    /// Reads the file that is being read no further.
    pub(super) fn stop_reading(&self) {
        self.files.stop();
    }

    /// Queues a job.
    pub fn send(&self, job: Job) {
        if self.jobs.send(job).is_err() {
            tracing::error!("the store thread is gone");
        }
    }

    /// Gives what queues [`Job::Look`], at most one at a time.
    pub(super) fn looker(&self) -> impl Fn() + Send + 'static {
        let (jobs, looks) = (self.jobs.clone(), Arc::clone(&self.looks));
        move || {
            if !looks.swap(true, Ordering::AcqRel) {
                // The thread is gone only when the program ends.
                let _ = jobs.send(Job::Look);
            }
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.send(Job::Close);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the store thread panicked");
        }
    }
}

fn work(mut workspace: Workspace, queue: &Receiver<Job>, reply: impl Fn(Msg) -> bool, looks: &AtomicBool) {
    let mut told = None;
    let mut read_only = None;
    if !tell_read_only(&workspace, &mut read_only, &reply) {
        return;
    }
    for job in queue {
        let msg = match job {
            Job::Ask { request, query } => Some(Msg::Answered {
                request,
                answer: guarded(|| answer(&mut workspace, &query)),
            }),
            Job::Make { request, change } => Some(Msg::Made {
                request,
                result: guarded(|| workspace.make_telling(change, &tells(request, &reply))).map(Box::new),
            }),
            Job::Add {
                request,
                customer,
                rows,
                text,
            } => Some(Msg::Made {
                request,
                result: guarded(|| {
                    workspace.make_telling(rows.read(&text).change(customer), &tells(request, &reply))
                })
                .map(Box::new),
            }),
            Job::KeepDraft { request, draft } => Some(Msg::DraftKept {
                request,
                result: guarded(|| workspace.keep_draft(&draft.read())),
            }),
            Job::ForgetDraft(id) => guarded(|| workspace.forget_draft(id))
                .err()
                .map(|failure| Msg::TaskFailed(format!("The list that is done is still offered. {failure}"))),
            Job::Export { selection, path } => {
                let exported = guarded(|| Ok(exports::export(&mut workspace, &selection, &path)));
                let result = exported.unwrap_or_else(|failure| Err(failure.to_string()));
                Some(Msg::Exported { path, result })
            }
            Job::Look => {
                looks.store(false, Ordering::Release);
                let changed = guarded(|| workspace.changed_by_others());
                matches!(changed, Ok(true)).then_some(Msg::StoreChanged)
            }
            Job::Reopen => {
                let reopened = reopen(&mut workspace).map_err(|failure| failure.to_string());
                Some(Msg::StoreReopened(reopened))
            }
            Job::Close => return,
        };
        // First, so that no frame shows what was saved beside the word that nothing can be.
        if !tell_read_only(&workspace, &mut read_only, &reply) {
            return;
        }
        if !msg.is_none_or(&reply) {
            return;
        }
        let found = workspace.exchange();
        if std::mem::replace(&mut told, found) != found && !tell_exchange(&workspace, found, &reply) {
            return;
        }
    }
}

/// Tells that the store can only be read, or that it can be written again, if that is not told yet.
fn tell_read_only(workspace: &Workspace, told: &mut Option<String>, reply: impl Fn(Msg) -> bool) -> bool {
    let notice = workspace.read_only_notice();
    if notice == *told {
        return true;
    }
    told.clone_from(&notice);
    reply(Msg::StoreReadOnly(notice))
}

/// Returns what tells how far a change is.
fn tells(request: RequestId, reply: &impl Fn(Msg) -> bool) -> impl Fn(Progress) {
    move |progress| {
        // The app may have ended; the change is made all the same.
        let _ = reply(Msg::Progressed { request, progress });
    }
}

/// Tells that the file of the store was exchanged, then where what is open is kept; or that it is there again.
fn tell_exchange(workspace: &Workspace, found: Option<Exchange>, reply: impl Fn(Msg) -> bool) -> bool {
    let sentence = found.map(|how| how.sentence(workspace.store_path()));
    if !reply(Msg::StoreExchanged(sentence.clone())) {
        return false;
    }
    let Some(sentence) = sentence else { return true };
    match guarded(|| workspace.keep_exchanged()) {
        Ok(None) => true,
        Ok(Some(kept)) => reply(Msg::StoreExchanged(Some(format!(
            "{sentence} {}",
            words_of(&kept)
        )))),
        Err(failure) => {
            tracing::warn!(%failure, "what was open is not kept");
            true
        }
    }
}

/// Says where what was open is kept.
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

/// Runs a job; a panic rolls its transaction back and becomes a failure, so that the next job finds the store in order.
fn guarded<T>(job: impl FnOnce() -> Result<T, Error>) -> Result<T, Failure> {
    match catch_unwind(AssertUnwindSafe(job)) {
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

    use super::*;
    use crate::domain::{Actor, Clock, CustomerDraft, IdSource, Timestamp};
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

    fn add(name: &str) -> Job {
        let draft = CustomerDraft {
            name: name.into(),
            ..CustomerDraft::default()
        };
        Job::Make {
            request: RequestId::default(),
            change: Change::AddCustomer(draft.check().expect("valid")),
        }
    }

    #[test]
    fn dropping_it_waits_for_its_jobs_though_others_still_look() {
        let folder = tempfile::tempdir().expect("a folder");
        let (facts, queue) = channel();
        let worker = Worker::start(workspace(folder.path()), Opening(7), facts).expect("started");
        let look = worker.looker();
        for number in 0..20 {
            worker.send(add(&format!("Customer {number}")));
        }
        drop(worker);
        look();
        let made = queue
            .try_iter()
            .filter(|fact| matches!(fact, Fact::Store(Opening(7), Msg::Made { result: Ok(_), .. })));
        assert_eq!(made.count(), 20);
    }

    #[test]
    fn a_long_change_tells_how_far_it_is_before_it_tells_what_it_did() {
        use crate::domain::{ContactDraft, ImportPrimary, PROGRESS_STEP};

        let folder = tempfile::tempdir().expect("a folder");
        let (facts, queue) = channel();
        let worker = Worker::start(workspace(folder.path()), Opening(0), facts).expect("started");
        worker.send(add("Acme"));
        let Fact::Store(_, Msg::Made { result, .. }) = queue.recv_timeout(WAIT).expect("made") else {
            panic!("made")
        };
        let crate::domain::Outcome::CustomerAdded(acme) = result.expect("made").outcome else {
            panic!("added")
        };
        let contact = |number: usize| ContactDraft {
            name: format!("P{number}"),
            email: format!("p{number}@acme.com"),
            ..ContactDraft::default()
        };
        let contacts = (0..=PROGRESS_STEP).map(|number| contact(number).check().expect("valid"));
        let request = RequestId::default().next();
        worker.send(Job::Make {
            request,
            change: Change::ImportContacts {
                customer: acme.id,
                contacts: contacts.collect(),
                primary: ImportPrimary::FirstIfNone,
            },
        });
        let mut told = Vec::new();
        loop {
            match queue.recv_timeout(WAIT).expect("told") {
                Fact::Store(
                    _,
                    Msg::Progressed {
                        request: of,
                        progress,
                    },
                ) if of == request => {
                    told.push(progress.done);
                }
                Fact::Store(_, Msg::Made { result: Ok(_), .. }) => break,
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
        let worker = Worker::start(workspace(folder.path()), Opening(0), facts).expect("started");
        worker.send(add("Acme"));
        assert!(matches!(
            queue.recv_timeout(WAIT).expect("made"),
            Fact::Store(_, Msg::Made { .. })
        ));
        let told = |name: &str| {
            let path = folder.path().join(name);
            worker.send(Job::Export {
                selection: Selection::Customers(CustomerSelection::default()),
                path: path.clone(),
            });
            match queue.recv_timeout(WAIT).expect("told") {
                Fact::Store(_, Msg::Exported { path: of, result }) if of == path => result,
                other => panic!("{other:?}"),
            }
        };
        let sentence = told("list.CSV").expect("written");
        assert!(sentence.starts_with("Exported 1 customer to "), "{sentence}");
        let text = std::fs::read_to_string(folder.path().join("list.CSV")).expect("read");
        assert_eq!(text.lines().count(), 2);
        for (name, reason) in [
            ("list.CSV", "exists already"),
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
        let worker = Worker::start(workspace(folder.path()), Opening(0), facts).expect("started");
        let _watcher = crate::runtime::watch::watch(folder.path(), worker.looker()).expect("watched");
        worker.send(add("Own"));
        let told = queue.recv_timeout(WAIT).expect("made");
        assert!(matches!(told, Fact::Store(_, Msg::Made { .. })), "{told:?}");
        let Job::Make { change, .. } = add("Of another") else {
            unreachable!()
        };
        workspace(folder.path()).make(change).expect("made");
        assert_eq!(
            queue.recv_timeout(WAIT).expect("told"),
            Fact::Store(Opening(0), Msg::StoreChanged)
        );
    }
}
