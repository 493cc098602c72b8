//! Pasted lists on their way: to the store, back from it, and to a thread that reads them.

use std::sync::Arc;

use super::document::Snapshot;
use crate::domain::{CustomerId, DraftHead, DraftId, ListDraft, ListMarks};
use crate::paste::{Known, Options, Sheet};

/// A list on its way to the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftText {
    /// Its id.
    pub id: DraftId,
    /// Whose contacts its people become.
    pub customer: CustomerId,
    /// The text.
    pub text: Snapshot,
    /// What was decided about its rows.
    pub marks: ListMarks,
}

impl DraftText {
    /// Reads the text.
    pub fn read(self) -> ListDraft {
        ListDraft {
            id: self.id,
            customer: self.customer,
            text: self.text.to_string(),
            marks: self.marks,
        }
    }
}

/// What is known before a list is pasted for a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListStart {
    /// What is known of the customer and of all addresses.
    pub known: Known,
    /// The lists that wait, the latest first.
    pub drafts: Vec<DraftHead>,
    /// The id of a new list.
    pub fresh: DraftId,
}

/// A list to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadList {
    pub(super) text: Snapshot,
    pub(super) options: Options,
    pub(super) known: Arc<Known>,
    pub(super) marks: ListMarks,
}

impl UnreadList {
    /// Reads it, which takes as long as it takes.
    pub fn read(self) -> ReadList {
        let mut sheet = Sheet::new(&self.text, self.options, self.known);
        sheet.take_marks(&self.marks, &self.text);
        ReadList(Arc::new(sheet))
    }
}

/// A list that was read; it equals itself alone.
#[derive(Debug, Clone)]
pub struct ReadList(pub(super) Arc<Sheet>);

impl PartialEq for ReadList {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for ReadList {}
