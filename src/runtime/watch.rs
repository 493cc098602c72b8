//! Notices at once, and without polling, when another program writes to the store.

use std::path::Path;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// Calls `look` whenever a file of the folder was written, as long as the watcher lives.
pub(super) fn watch(folder: &Path, look: impl Fn() + Send + 'static) -> notify::Result<RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        let written = match event {
            Ok(event) => matches!(event.kind, EventKind::Modify(_) | EventKind::Create(_)),
            Err(_) => true,
        };
        if written {
            look();
        }
    })?;
    watcher.watch(folder, RecursiveMode::NonRecursive)?;
    Ok(watcher)
}
