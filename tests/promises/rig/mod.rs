//! What the proofs about faults share.

pub(crate) mod dice;
pub(crate) mod disk;
pub(crate) mod formats;
pub(crate) mod home;
pub(crate) mod jobs;
pub(crate) mod recording;
pub(crate) mod replay;
pub(crate) mod strace;
pub(crate) mod worker;

use std::path::Path;
use std::time::{Duration, Instant};

use pivotal::domain::SyncReport;
use pivotal::hubspot::Client;
use pivotal::sync::{Cancel, RunScope, sync};
use pivotal::workspace::Workspace;

/// Returns how large a long proof is: as the promise says where `PIVOTAL_PROOF` is `full`, else as a gate can wait for.
pub(crate) fn size(full: usize, bounded: usize) -> usize {
    match std::env::var("PIVOTAL_PROOF").as_deref() {
        Ok("full") => full,
        Ok(_) | Err(_) => bounded,
    }
}

/// Does something and measures how long it takes.
#[expect(
    clippy::disallowed_methods,
    reason = "a proof measures on the machine's own clock"
)]
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let value = work();
    (value, started.elapsed())
}

/// Demands that nothing was found; names the first finds and how many there are.
#[track_caller]
pub(crate) fn demand_none(finds: &[String]) {
    let first: Vec<&str> = finds.iter().take(10).map(String::as_str).collect();
    assert!(finds.is_empty(), "{} finds:\n{}", finds.len(), first.join("\n"));
}

/// Runs a sync of a workspace in a folder, however it ends.
pub(crate) fn synced(
    workspace: &mut Workspace,
    folder: &Path,
    client: &Client,
    wanted: RunScope,
) -> SyncReport {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime");
    let mut tries = 0;
    loop {
        let run = sync(workspace, folder, client, "mark", wanted, Cancel::never(), |_| {});
        let report = runtime.block_on(run);
        // A program that another test is about to start holds the locks of this one for a moment.
        let is_busy = report
            .fault
            .as_ref()
            .is_some_and(|fault| fault.message.starts_with("Another pivotal"));
        tries += 1;
        if !is_busy || tries == 50 {
            return report;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}
