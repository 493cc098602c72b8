//! What a stand-in keeps to be looked at, within bounds whatever it is sent.

use std::collections::VecDeque;

/// How many things are kept.
const MOST: usize = 10_000;

/// How many bytes they may have together.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// The last things that came in, the oldest first.
#[derive(Debug)]
pub(super) struct Kept<T> {
    things: VecDeque<(T, usize)>,
    bytes: usize,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self {
            things: VecDeque::new(),
            bytes: 0,
        }
    }
}

impl<T: Clone> Kept<T> {
    /// Adds a thing of a size; the oldest ones go if there is too much.
    pub(super) fn add(&mut self, thing: T, bytes: usize) {
        self.things.push_back((thing, bytes));
        self.bytes += bytes;
        while self.things.len() > MOST || self.bytes > MOST_BYTES {
            let Some((_, bytes)) = self.things.pop_front() else {
                break;
            };
            self.bytes -= bytes;
        }
    }

    /// Returns all that are kept.
    pub(super) fn all(&self) -> Vec<T> {
        self.things.iter().map(|(thing, _)| thing.clone()).collect()
    }

    /// Forgets them.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_things_are_kept_within_bounds() {
        let mut kept = Kept::default();
        for number in 0..MOST + 5 {
            kept.add(number, 1);
        }
        assert_eq!(kept.all(), (5..MOST + 5).collect::<Vec<_>>());
        kept.clear();
        for number in 0..40 {
            kept.add(number, 1024 * 1024);
        }
        assert_eq!(kept.all(), (8..40).collect::<Vec<_>>());
        kept.add(99, MOST_BYTES + 1);
        assert!(kept.all().is_empty());
    }
}
