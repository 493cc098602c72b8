//! How far a change of many rows is.

/// How many rows a change of many writes before it says how far it is.
pub const PROGRESS_STEP: usize = 4_000;

/// How far a change of many rows is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// How many rows are written.
    pub done: usize,
    /// How many there are.
    pub of: usize,
}

impl Progress {
    /// Returns it in words: `12,000 of 93,100 rows`.
    pub fn words(self) -> String {
        format!("{} of {} rows", grouped(self.done), grouped(self.of))
    }
}

/// Writes a number with a comma before every three digits.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Says how far a change is, at every step of [`PROGRESS_STEP`] rows; of one with fewer rows it says nothing.
pub struct Meter<'a> {
    progress: Progress,
    tell: &'a dyn Fn(Progress),
}

impl<'a> Meter<'a> {
    /// Begins a change of `of` rows.
    pub fn begin(of: usize, tell: &'a dyn Fn(Progress)) -> Self {
        let meter = Self {
            progress: Progress { done: 0, of },
            tell,
        };
        if meter.is_long() {
            tell(meter.progress);
        }
        meter
    }

    /// Notes that more rows are written.
    pub fn advance(&mut self, rows: usize) {
        let steps = self.progress.done / PROGRESS_STEP;
        self.progress.done += rows;
        if self.is_long()
            && (self.progress.done / PROGRESS_STEP > steps || self.progress.done == self.progress.of)
        {
            (self.tell)(self.progress);
        }
    }

    const fn is_long(&self) -> bool {
        self.progress.of > PROGRESS_STEP
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn rows_are_written_as_people_read_them() {
        let words = |done, of| Progress { done, of }.words();
        assert_eq!(words(0, 4_001), "0 of 4,001 rows");
        assert_eq!(words(12_000, 93_100), "12,000 of 93,100 rows");
        assert_eq!(words(999_999, 1_000_000), "999,999 of 1,000,000 rows");
    }

    #[test]
    fn a_long_change_is_told_at_each_step_and_a_short_one_never() {
        let told = RefCell::new(Vec::new());
        let tell = |progress: Progress| told.borrow_mut().push(progress.done);
        let mut meter = Meter::begin(9_000, &tell);
        for rows in [3_999, 1, 3_000, 2_000] {
            meter.advance(rows);
        }
        assert_eq!(*told.borrow(), [0, 4_000, 9_000]);
        told.borrow_mut().clear();
        Meter::begin(PROGRESS_STEP, &tell).advance(PROGRESS_STEP);
        assert!(told.borrow().is_empty());
    }
}
