//! Counts requests against the limits of an account.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::reply::Rate;
use super::rules::Rules;

/// The limits by which requests are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bucket {
    /// Searches, by the second.
    Search,
    /// All else, by ten seconds.
    Other,
}

/// A limit that a request is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Policy {
    /// The searches of a second.
    Secondly,
    /// The other calls of ten seconds.
    TenSecondlyRolling,
    /// All requests of a day.
    Daily,
}

impl Policy {
    /// Returns the name that HubSpot has for it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Secondly => "SECONDLY",
            Self::TenSecondlyRolling => "TEN_SECONDLY_ROLLING",
            Self::Daily => "DAILY",
        }
    }
}

/// The requests that were let through.
#[derive(Debug, Default)]
pub(super) struct Limits {
    searches: VecDeque<Instant>,
    others: VecDeque<Instant>,
    today: u64,
}

impl Limits {
    /// Lets a request through and counts it, or says over which limit it is; a refused request is not counted.
    pub(super) fn admit(&mut self, bucket: Bucket, rules: &Rules, now: Instant) -> Result<(), Policy> {
        if rules.daily_limit.is_some_and(|most| self.today >= most) {
            return Err(Policy::Daily);
        }
        let (times, span, most, policy) = match bucket {
            Bucket::Search => (
                &mut self.searches,
                Duration::from_secs(1),
                rules.searches_per_second,
                Policy::Secondly,
            ),
            Bucket::Other => (
                &mut self.others,
                Duration::from_secs(10),
                rules.calls_in_ten_seconds,
                Policy::TenSecondlyRolling,
            ),
        };
        while times
            .front()
            .is_some_and(|time| now.duration_since(*time) >= span)
        {
            times.pop_front();
        }
        if most.is_some_and(|most| times.len() >= most as usize) {
            return Err(policy);
        }
        times.push_back(now);
        self.today += 1;
        Ok(())
    }

    /// Returns what the headers of an answer tell; searches tell nothing.
    pub(super) fn rate(&self, bucket: Bucket, rules: &Rules) -> Option<Rate> {
        match bucket {
            Bucket::Search => None,
            Bucket::Other => rules.calls_in_ten_seconds.map(|max| Rate {
                max,
                remaining: max.saturating_sub(u32::try_from(self.others.len()).unwrap_or(u32::MAX)),
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_roll() {
        let rules = Rules::default();
        let mut limits = Limits::default();
        let start = Instant::now();
        for _ in 0..5 {
            assert_eq!(limits.admit(Bucket::Search, &rules, start), Ok(()));
        }
        let soon = start + Duration::from_millis(999);
        assert_eq!(limits.admit(Bucket::Search, &rules, soon), Err(Policy::Secondly));
        let later = start + Duration::from_secs(1);
        assert_eq!(limits.admit(Bucket::Search, &rules, later), Ok(()));
        for _ in 0..100 {
            assert_eq!(limits.admit(Bucket::Other, &rules, start), Ok(()));
        }
        assert_eq!(
            limits.admit(Bucket::Other, &rules, later),
            Err(Policy::TenSecondlyRolling)
        );
        let much_later = start + Duration::from_secs(10);
        assert_eq!(limits.admit(Bucket::Other, &rules, much_later), Ok(()));
    }
}
