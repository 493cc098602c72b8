//! Counts the steps that SQLite takes, which are the same on every machine.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Store;

impl Store {
    /// Has the steps of what is asked from now on counted.
    pub(crate) fn count_steps(&mut self) -> Arc<AtomicU64> {
        let steps = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&steps);
        let count = move || {
            counter.fetch_add(1, Ordering::Relaxed);
            false
        };
        self.connection
            .progress_handler(1, Some(count))
            .expect("a handler");
        steps
    }
}
