//! The crates that read files can stop at a damaged one: such a stop is a refusal of the file, and no end of the program.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::unread::Unread;

thread_local! {
    static IS_REFUSAL: Cell<bool> = const { Cell::new(false) };
}

/// Returns whether a panic on this thread becomes a refusal, so that there is nothing to tell of it.
pub fn panic_is_refusal() -> bool {
    IS_REFUSAL.get()
}

/// Reads with crates that can stop.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T, Unread>) -> Result<T, Unread> {
    let before = IS_REFUSAL.replace(true);
    let read = catch_unwind(AssertUnwindSafe(read));
    IS_REFUSAL.set(before);
    read.unwrap_or(Err(Unread::Unreadable))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_that_stops_refuses_the_file_and_the_next_is_read() {
        let stops = || -> Result<(), Unread> {
            assert!(panic_is_refusal());
            panic!("as a crate does")
        };
        let why = guarded(stops).expect_err("refused");
        assert!(why.to_string().starts_with("cannot be read"), "{why}");
        assert!(!panic_is_refusal());
        assert_eq!(guarded(|| Ok(1)), Ok(1));
    }
}
