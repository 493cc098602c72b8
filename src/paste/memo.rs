//! What was found out about short texts before, which come again and again in a list: its labels, its titles.

use std::cell::RefCell;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;

/// The results of a function of a text that came last.
#[derive(Debug)]
pub(super) struct Memo<T> {
    /// Each at a place that its text tells; none before the first.
    known: RefCell<Vec<Option<Known<T>>>>,
}

/// A text with its result.
#[derive(Debug)]
struct Known<T> {
    text: Box<str>,
    result: T,
}

/// How many results are kept: as many as a byte can tell apart.
const KEPT: usize = 1 << u8::BITS;

/// The longest text whose result is kept, in bytes.
const LONGEST: usize = 48;

impl<T: Copy> Memo<T> {
    pub(super) const fn new() -> Self {
        Self {
            known: RefCell::new(Vec::new()),
        }
    }

    /// Returns the result for a text: the one that is known, or the one that is found.
    pub(super) fn of(&self, text: &str, find: impl FnOnce() -> T) -> T {
        let place = place(text);
        if let Some(Some(known)) = self.known.borrow().get(place)
            && *known.text == *text
        {
            return known.result;
        }
        let result = find();
        if text.len() <= LONGEST {
            let mut known = self.known.borrow_mut();
            known.resize_with(KEPT, || None);
            if let Some(kept) = known.get_mut(place) {
                *kept = Some(Known {
                    text: text.into(),
                    result,
                });
            }
        }
        result
    }
}

fn place(text: &str) -> usize {
    let [place, ..] = FixedState::default().hash_one(text.as_bytes()).to_le_bytes();
    usize::from(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_kept_for_its_own_text_alone() {
        let memo = Memo::new();
        let numbers = 0..2000;
        for number in numbers.clone() {
            let text = number.to_string();
            assert_eq!(memo.of(&text, || number), number);
            assert_eq!(memo.of(&text, || -1), number);
        }
        let known: Vec<i32> = numbers
            .rev()
            .filter(|number| memo.of(&number.to_string(), || -1) == *number)
            .collect();
        assert!((1..=KEPT).contains(&known.len()), "{}", known.len());
        let long = "a".repeat(LONGEST + 1);
        assert_eq!((memo.of(&long, || 1), memo.of(&long, || 2)), (1, 2));
    }
}
