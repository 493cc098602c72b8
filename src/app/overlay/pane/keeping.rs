//! How the text of the pane gets into the store: what is confirmed, what is under way, and why it is not kept yet.

use crate::app::RequestId;
use crate::domain::{DraftId, Timestamp};

/// How long the text rests before it is kept, in milliseconds.
const REST_MILLIS: i64 = 1_000;

/// How long a change waits at most while others follow it, in milliseconds.
const LONGEST_MILLIS: i64 = 2_000;

/// How long after a failure it is tried again, in milliseconds.
const RETRY_MILLIS: i64 = 5_000;

/// Whether the store has the text as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept<'k> {
    /// It said so.
    Yes,
    /// It was not asked yet, or has not answered.
    NotYet,
    /// It could not; the sentence says why.
    Failed(&'k str),
}

/// What the user waits for while the text is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Waiting {
    /// Nothing.
    No,
    /// To leave the pane.
    ToLeave,
}

/// The way of a text into the store; one keeping is under way at a time.
#[derive(Debug)]
pub(in crate::app) struct Keeping {
    /// The id under which it is kept, once the store gave one.
    pub(in crate::app) draft: Option<DraftId>,
    pub(in crate::app) waiting: Waiting,
    /// Counts the changes of the text and of what was decided about its rows.
    changes: u64,
    /// The count of what the store has.
    stored: u64,
    sent: Option<(RequestId, u64)>,
    failure: Option<String>,
    due: Timestamp,
    /// When the first change that was not sent is to be kept at the latest.
    latest: Timestamp,
}

impl Keeping {
    pub(super) fn new() -> Self {
        Self {
            draft: None,
            waiting: Waiting::No,
            changes: 0,
            stored: 0,
            sent: None,
            failure: None,
            due: Timestamp::default(),
            latest: Timestamp::default(),
        }
    }

    /// Begins with a text that the store has.
    pub(super) fn of(draft: DraftId) -> Self {
        Self {
            draft: Some(draft),
            ..Self::new()
        }
    }

    /// Notes a change.
    pub(super) fn changed(&mut self, now: Timestamp) {
        let taken = self.sent.map_or(self.stored, |(_, changes)| changes);
        if self.changes == taken {
            self.latest = now.plus_millis(LONGEST_MILLIS);
        }
        self.changes += 1;
        self.due = now.plus_millis(REST_MILLIS).min(self.latest);
    }

    /// Returns whether the store has the text as it is.
    pub(super) fn kept(&self) -> Kept<'_> {
        match &self.failure {
            _ if self.stored == self.changes => Kept::Yes,
            None => Kept::NotYet,
            Some(why) => Kept::Failed(why),
        }
    }

    /// Returns the time at which the text should be kept.
    pub(super) fn due(&self) -> Option<Timestamp> {
        (self.kept() != Kept::Yes && self.sent.is_none()).then_some(self.due)
    }

    /// Returns whether a keeping is under way.
    pub(in crate::app) fn is_under_way(&self) -> bool {
        self.sent.is_some()
    }

    /// Lets the text be sent again though one is on its way: the store takes them in order.
    pub(super) fn overtake(&mut self) {
        self.sent = None;
    }

    /// Notes that the text as it is was sent to the store.
    pub(super) fn sent(&mut self, request: RequestId) {
        self.sent = Some((request, self.changes));
    }

    /// Takes the store's word on what was sent; returns whether it was this.
    pub(super) fn settle(&mut self, request: RequestId, result: Result<(), String>, now: Timestamp) -> bool {
        let Some((_, changes)) = self.sent.take_if(|(sent, _)| *sent == request) else {
            return false;
        };
        match result {
            Ok(()) => {
                self.stored = changes;
                self.failure = None;
            }
            Err(why) => {
                self.failure = Some(why);
                self.due = now.plus_millis(RETRY_MILLIS);
                self.latest = self.due;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_never_rests_is_kept_all_the_same() {
        let mut keeping = Keeping::new();
        let begun = Timestamp::default();
        for key in 0..15 {
            keeping.changed(begun.plus_millis(key * 250));
        }
        assert_eq!(keeping.due(), Some(begun.plus_millis(LONGEST_MILLIS)));
    }

    #[test]
    fn a_text_that_rests_is_kept_soon() {
        let mut keeping = Keeping::new();
        keeping.changed(Timestamp::default());
        assert_eq!(keeping.due(), Some(Timestamp::default().plus_millis(REST_MILLIS)));
    }
}
