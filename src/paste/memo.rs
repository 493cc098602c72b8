//! What was found out about short texts before, which come again and again in a list: its labels, its titles.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;

/// The results of a function of a text that came last.
#[derive(Debug)]
pub(super) struct Memo<T> {
    /// Each at a place that its text tells.
    known: Vec<Option<(Box<str>, T)>>,
}

/// How many results are kept.
const KEPT: usize = 256;

/// The longest text whose result is kept, in bytes.
const LONGEST: usize = 48;

impl<T: Copy> Memo<T> {
    pub(super) const fn new() -> Self {
        Self { known: Vec::new() }
    }

    /// Returns what is known of a text.
    pub(super) fn get(&self, text: &str) -> Option<T> {
        match self.known.get(Self::place(text)) {
            Some(Some((known, result))) if **known == *text => Some(*result),
            Some(_) | None => None,
        }
    }

    /// Keeps the result for a text in place of another one.
    pub(super) fn keep(&mut self, text: &str, result: T) {
        if text.len() > LONGEST {
            return;
        }
        if self.known.is_empty() {
            self.known.resize_with(KEPT, || None);
        }
        if let Some(place) = self.known.get_mut(Self::place(text)) {
            *place = Some((text.into(), result));
        }
    }

    fn place(text: &str) -> usize {
        let hash = FixedState::default().hash_one(text.as_bytes());
        usize::try_from(hash % 256).unwrap_or_default() % KEPT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_kept_for_its_own_text_alone() {
        let mut memo = Memo::new();
        assert_eq!(memo.get("a"), None);
        for number in 0..2000 {
            memo.keep(&number.to_string(), number);
            assert_eq!(memo.get(&number.to_string()), Some(number));
        }
        let known = (0..2000).filter(|number| memo.get(&number.to_string()).is_some());
        let known: Vec<i32> = known.collect();
        assert!(known.len() <= KEPT && known.contains(&1999), "{}", known.len());
        assert!(
            known
                .iter()
                .all(|number| memo.get(&number.to_string()) == Some(*number))
        );
        memo.keep(&"a".repeat(LONGEST + 1), 1);
        assert_eq!(memo.get(&"a".repeat(LONGEST + 1)), None);
    }
}
