//! All rows that match a filter, marked at once.

use super::Answer;
use super::model::{Model, Place};
use super::toast::{Offer, Tone};

/// How many rows are marked at once at most.
pub(super) const MOST_MARKED: usize = 10_000;

impl Model {
    /// Marks the rows that came, and says how many.
    pub(super) fn mark_all(&mut self, answer: Answer) {
        let (count, total) = match (answer, &mut self.place) {
            (Answer::Customers(page), Place::Customers) => {
                let marked = &mut self.customers.marked;
                *marked = page.rows.into_iter().map(|row| (row.id, row)).collect();
                (marked.len(), page.total)
            }
            (Answer::Contacts(page), Place::Customer(screen)) => {
                let marked = &mut screen.contacts.marked;
                *marked = page.rows.into_iter().map(|row| (row.id, row)).collect();
                (marked.len(), page.total)
            }
            (_, _) => return,
        };
        let text = if count < total {
            format!("Selected the first {count} of {total}. Act on these, then select again.")
        } else {
            format!("Selected all {count}. Press esc to unselect.")
        };
        self.tell(Tone::Done, Offer::None, text);
    }
}
