//! Notices soon, and without polling, when another program writes to the store.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::Builder;
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// The waits before each look after a write.
///
/// A write to the file is seen before its transaction is in force: that step writes to shared memory and is not
/// reported. So one looks soon, and again for a disk that is slow.
const WAITS: [Duration; 3] = [
    Duration::from_millis(20),
    Duration::from_millis(100),
    Duration::from_millis(600),
];

/// Calls `look` soon after a file of the folder was written, moved or removed, as long as the watcher lives.
pub(super) fn watch(
    folder: &Path,
    look: impl Fn() + Send + 'static,
) -> Result<RecommendedWatcher, Box<dyn std::error::Error>> {
    let (written, writes) = channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        let is_write = match event {
            Ok(event) => !matches!(event.kind, EventKind::Access(_)),
            Err(_) => true,
        };
        if is_write {
            // The looking thread ends with the watcher.
            let _ = written.send(());
        }
    })?;
    watcher.watch(folder, RecursiveMode::NonRecursive)?;
    Builder::new()
        .name("watch".to_owned())
        .spawn(move || look_after_writes(&writes, look))?;
    Ok(watcher)
}

/// Sleeps until something is written, then looks after each of the waits; a write meanwhile starts them again.
fn look_after_writes(writes: &Receiver<()>, look: impl Fn()) {
    while writes.recv().is_ok() {
        let mut left = WAITS.iter();
        while let Some(wait) = left.next() {
            match writes.recv_timeout(*wait) {
                Ok(()) => {
                    while writes.try_recv().is_ok() {}
                    look();
                    left = WAITS.iter();
                }
                Err(RecvTimeoutError::Timeout) => look(),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }
}
