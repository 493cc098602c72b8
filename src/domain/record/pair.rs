//! Pairs of contacts that are not the same, as the operation log keeps them.

use serde::{Deserialize, Serialize};

use super::{VERSION, written};
use crate::domain::{ContactId, Timestamp};

/// That two contacts are not the same person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairRecord {
    /// The one with the lesser id.
    pub one: ContactId,
    /// The other one.
    pub other: ContactId,
    /// When that was said.
    pub told_at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Line {
    one: String,
    other: String,
    told_at: i64,
    v: u32,
}

impl PairRecord {
    /// Takes two contacts in any order.
    pub fn of(one: ContactId, other: ContactId, told_at: Timestamp) -> Self {
        Self {
            one: one.min(other),
            other: one.max(other),
            told_at,
        }
    }

    /// Writes the record for the log.
    pub fn to_log(&self) -> String {
        written(&Line {
            one: self.one.to_string(),
            other: self.other.to_string(),
            told_at: self.told_at.as_millis(),
            v: VERSION,
        })
    }

    /// Reads a record of the log; none if no release up to this one has written it.
    pub fn from_log(text: &str) -> Option<Self> {
        let line: Line = serde_json::from_str(text).ok()?;
        Some(Self {
            one: line.one.parse().ok()?,
            other: line.other.parse().ok()?,
            told_at: Timestamp::from_millis(line.told_at),
        })
        .filter(|_| line.v <= VERSION)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_comes_back_from_the_log_and_knows_no_order() {
        let id = |number| ContactId::from_uuid(uuid::Uuid::from_u128(number));
        let at = Timestamp::from_millis(5);
        let pair = PairRecord::of(id(2), id(1), at);
        assert_eq!(pair, PairRecord::of(id(1), id(2), at));
        let line = pair.to_log();
        assert_eq!(
            line,
            "{\"one\":\"00000000-0000-0000-0000-000000000001\",\"other\":\"00000000-0000-0000-0000-000000000002\",\
             \"told_at\":5,\"v\":1}"
        );
        assert_eq!(PairRecord::from_log(&line), Some(pair));
        assert_eq!(PairRecord::from_log("5"), None);
    }
}
