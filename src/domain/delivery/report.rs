//! What a delivery did.

use serde::Serialize;

use super::AttemptOutcome;
use crate::domain::{Channel, Timestamp};

/// What a delivery did, by how each notification ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct DeliveryCounts {
    /// Sent.
    pub sent: u64,
    /// To be tried again.
    pub retry: u64,
    /// Given up.
    pub failed: u64,
    /// Perhaps sent.
    pub unknown: u64,
    /// Left to the other channel, or for somebody who was archived since.
    pub cancelled: u64,
}

impl DeliveryCounts {
    /// Counts how an attempt ended.
    pub const fn count(&mut self, outcome: &AttemptOutcome) {
        match outcome {
            AttemptOutcome::Sent => self.sent += 1,
            AttemptOutcome::Again { .. } => self.retry += 1,
            AttemptOutcome::Waits { .. } => {}
            AttemptOutcome::Failed { .. } => self.failed += 1,
            AttemptOutcome::Unknown { .. } => self.unknown += 1,
            AttemptOutcome::DeliveredElsewhere { .. } | AttemptOutcome::Withdrawn { .. } => {
                self.cancelled += 1;
            }
        }
    }

    /// Adds other counts.
    pub const fn add(&mut self, other: Self) {
        self.sent += other.sent;
        self.retry += other.retry;
        self.failed += other.failed;
        self.unknown += other.unknown;
        self.cancelled += other.cancelled;
    }

    /// Returns them in words: `2 sent, 1 failed`.
    pub fn words(&self) -> String {
        let parts: Vec<String> = [
            (self.sent, "sent"),
            (self.retry, "to be retried"),
            (self.failed, "failed"),
            (self.unknown, "possibly sent"),
            (self.cancelled, "cancelled"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
        if parts.is_empty() {
            "nothing is due".to_owned()
        } else {
            parts.join(", ")
        }
    }
}

/// What a run of the delivery did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeliveryReport {
    /// How the notifications ended.
    pub counts: DeliveryCounts,
    /// Why channels stopped, as sentences.
    pub faults: Vec<String>,
    /// The channels by which more would leave at once than may without a question, and how many.
    pub bulk_guard: Vec<(Channel, u64)>,
    /// The channels by which something waits as their limit is reached or they are away, and until when.
    pub pauses: Vec<(Channel, Timestamp)>,
    /// When something is next tried again.
    pub next_at: Option<Timestamp>,
}

impl DeliveryReport {
    /// Returns whether there is something that a user who did not ask would want to know.
    pub fn has_happened(&self) -> bool {
        self.counts != DeliveryCounts::default() || !self.faults.is_empty() || !self.bulk_guard.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_counts_by_how_it_ended_and_one_that_waits_not_at_all() {
        let why = String::new;
        let again = AttemptOutcome::Again {
            at: Timestamp::default(),
            why: why(),
        };
        for (outcome, words) in [
            (AttemptOutcome::Sent, "1 sent"),
            (again, "1 to be retried"),
            (AttemptOutcome::Waits { why: why() }, "nothing is due"),
            (AttemptOutcome::Failed { why: why() }, "1 failed"),
            (AttemptOutcome::Unknown { why: why() }, "1 possibly sent"),
            (AttemptOutcome::DeliveredElsewhere { why: why() }, "1 cancelled"),
            (AttemptOutcome::Withdrawn { why: why() }, "1 cancelled"),
        ] {
            let mut counts = DeliveryCounts::default();
            counts.count(&outcome);
            assert_eq!(counts.words(), words);
        }
    }

    #[test]
    fn two_deliveries_are_added_up() {
        let mut counts = DeliveryCounts {
            sent: 10,
            retry: 20,
            failed: 30,
            unknown: 40,
            cancelled: 50,
        };
        counts.add(DeliveryCounts {
            sent: 2,
            retry: 3,
            failed: 4,
            unknown: 5,
            cancelled: 6,
        });
        assert_eq!(
            counts.words(),
            "12 sent, 23 to be retried, 34 failed, 45 possibly sent, 56 cancelled"
        );
    }
}
