//! What was found out about short texts before, for functions that have no place of their own to keep it.

use std::cell::RefCell;

use crate::domain::Seen;

/// The results of a function of a text that came last, for each thread.
#[derive(Debug)]
pub(super) struct Memo<T>(RefCell<Seen<T>>);

impl<T: Copy> Memo<T> {
    pub(super) const fn new() -> Self {
        Self(RefCell::new(Seen::new()))
    }

    /// Returns the result for a text: the one that is known, or the one that is found.
    pub(super) fn of(&self, text: &str, find: impl FnOnce() -> T) -> T {
        let known = self.0.borrow().get(text.as_bytes());
        known.unwrap_or_else(|| {
            // What finds it may ask for other texts.
            let result = find();
            self.0.borrow_mut().keep(text.as_bytes(), result);
            result
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_finds_a_result_may_ask_for_others() {
        let memo = Memo::new();
        let find = || memo.of("ab", || memo.of("a", || 1) + 1);
        assert_eq!((find(), memo.of("a", || 3), memo.of("ab", || 4)), (2, 1, 2));
    }
}
