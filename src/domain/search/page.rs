//! Questions for a part of a long list, and the part that answers them.

use super::order::ListOrder;
use crate::domain::{ContactId, CustomerId, SearchQuery};

/// Rows of a longer list in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The number of rows in the whole list.
    pub total: usize,
    /// The place of the first row given here.
    pub offset: usize,
    /// The rows.
    pub rows: Vec<T>,
    /// The place of the item that was asked for, if it is in the list.
    pub found: Option<usize>,
}

impl<T> Page<T> {
    /// A page of an empty list.
    pub const fn empty() -> Self {
        Self {
            total: 0,
            offset: 0,
            rows: Vec::new(),
            found: None,
        }
    }
}

/// A question for a part of a list that has one order and no filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageQuery {
    /// The place around which rows are wanted.
    pub row: usize,
    /// How many rows at most.
    pub limit: usize,
}

impl PageQuery {
    /// Returns the place of the first row of the part, in a list of so many rows.
    pub fn offset(self, total: usize) -> usize {
        let row = self.row.min(total.saturating_sub(1));
        row.saturating_sub(self.limit / 2)
            .min(total.saturating_sub(self.limit))
    }
}

/// The place of a list around which rows are wanted; about half of them come before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor<Id> {
    /// The row with this place, from 0.
    Row(usize),
    /// The row with this item; if it is gone, the row with this place.
    Item(Id, usize),
}

/// Which customers are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CustomerFilter {
    /// All that are with us: neither churned nor archived.
    #[default]
    Current,
    /// Those who are lost.
    Churned,
    /// The archived ones.
    Archived,
    /// All of them.
    All,
}

/// A question for customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerQuery {
    /// Which of them.
    pub filter: CustomerFilter,
    /// What they must hold; a text may stand in the name, number, domain, owner, primary, status or tags.
    pub words: SearchQuery,
    /// In which order.
    pub order: ListOrder,
    /// Where in the list.
    pub anchor: Anchor<CustomerId>,
    /// How many rows at most.
    pub limit: usize,
}

/// Which contacts of a customer are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ContactFilter {
    /// Those who are not archived.
    #[default]
    Active,
    /// The archived ones.
    Archived,
    /// Those whom the user unlinked from the source, and whom no sync links again.
    Unlinked,
}

/// A question for contacts of one customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactQuery {
    /// Whose.
    pub customer: CustomerId,
    /// Which of them.
    pub filter: ContactFilter,
    /// What they must hold; a text may stand in the name, email, title or phone.
    pub words: SearchQuery,
    /// In which order.
    pub order: ListOrder,
    /// Where in the list.
    pub anchor: Anchor<ContactId>,
    /// How many rows at most.
    pub limit: usize,
}

/// A question for the history of one customer, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryQuery {
    /// Whose.
    pub customer: CustomerId,
    /// What the lines must hold; a text may stand in the line as it is told or in the name of who made the change.
    pub words: SearchQuery,
    /// The place around which rows are wanted.
    pub row: usize,
    /// How many rows at most.
    pub limit: usize,
}
