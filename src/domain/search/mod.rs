//! What is sought, page by page, and what was found.

mod custom;
mod field;
mod hits;
mod order;
mod page;
mod query;
mod selection;

pub use custom::{Comparison, CustomTerm, CustomTest, ValueTest};
pub use field::{SearchField, SearchScope, Trait, even_words};
pub use hits::{
    ContactHit, CustomerHit, CustomerName, Depth, HistoryHit, Hits, Limits, Matched, NoteHit, Rest, TagHit,
};
pub use order::{ListOrder, ListOrders, SortDirection, SortKey};
pub use page::{
    Anchor, ContactFilter, ContactQuery, CustomerFilter, CustomerQuery, HistoryQuery, Page, PageQuery,
};
pub use query::{SearchError, SearchQuery, Sense, Sought, Term};
pub use selection::{
    ContactLine, ContactSelection, CustomerSelection, Existing, HistorySelection, Selection,
};
