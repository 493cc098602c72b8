//! How fast HubSpot is asked: pure functions of time.

use std::time::Duration;

/// The requests that fall under one limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RateClass {
    /// Searches: HubSpot allows five a second for the account, all its apps together.
    Search,
    /// All other requests: HubSpot allows a hundred in ten seconds.
    Other,
}

/// The least time between two requests of each class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    search: Duration,
    other: Duration,
}

impl Default for RateLimit {
    /// Four searches and eight other questions a second, evenly, so that other apps of the account go on working.
    fn default() -> Self {
        Self {
            search: Duration::from_millis(250),
            other: Duration::from_millis(125),
        }
    }
}

impl RateLimit {
    /// Asks as fast as it can, for servers without limits.
    pub const UNLIMITED: Self = Self {
        search: Duration::ZERO,
        other: Duration::ZERO,
    };
}

/// When the next request of each class may be sent, on a clock that starts with the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct RateLimiter {
    search: Duration,
    other: Duration,
}

impl RateLimiter {
    /// Takes the next slot of a class and returns how long it is until then.
    pub(super) fn take(&mut self, class: RateClass, limit: RateLimit, now: Duration) -> Duration {
        let (next, gap) = match class {
            RateClass::Search => (&mut self.search, limit.search),
            RateClass::Other => (&mut self.other, limit.other),
        };
        let slot = (*next).max(now);
        *next = slot + gap;
        slot - now
    }

    /// Keeps both classes closed until a pause is over.
    pub(super) fn pause(&mut self, now: Duration, pause: Duration) {
        self.search = self.search.max(now + pause);
        self.other = self.other.max(now + pause);
    }
}

/// Which of HubSpot's limits an answer with status 429 names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Policy {
    /// So many in a second.
    Secondly,
    /// So many in ten seconds.
    TenSecondly,
    /// So many in a day.
    Daily,
}

impl Policy {
    /// Reads the name in an answer; without one, it is the limit that is over soonest.
    pub(super) fn of(name: Option<&str>) -> Self {
        match name {
            Some(name) if name.contains("DAILY") => Self::Daily,
            Some(name) if name.contains("TEN_SECONDLY") => Self::TenSecondly,
            Some(_) | None => Self::Secondly,
        }
    }

    /// Returns how long to pause after the attempt with this number, counted from 1; none if there is no use in waiting.
    pub(super) fn pause(self, attempt: u32, asked: Option<Duration>) -> Option<Duration> {
        let own = match self {
            Self::Secondly => Duration::from_secs(1),
            Self::TenSecondly => Duration::from_secs(10),
            Self::Daily => return None,
        };
        let own = own.saturating_mul(attempt.max(1));
        Some(asked.map_or(own, |asked| asked.max(own)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(count: u64) -> Duration {
        Duration::from_millis(count)
    }

    #[test]
    fn no_second_holds_more_than_four_searches_and_no_ten_more_than_eighty_others() {
        for (class, window, most) in [(RateClass::Search, 1_000, 4), (RateClass::Other, 10_000, 80)] {
            let mut limiter = RateLimiter::default();
            let mut now = Duration::ZERO;
            let asked: Vec<Duration> = (0..500)
                .map(|count| {
                    // Now and then nothing is asked for a while, which earns no burst.
                    now += millis(if count % 50 == 0 { 3_000 } else { 1 });
                    now += limiter.take(class, RateLimit::default(), now);
                    now
                })
                .collect();
            for start in &asked {
                let end = *start + millis(window);
                let within = asked.iter().filter(|at| **at >= *start && **at < end).count();
                assert!(within <= most, "{within} in {window} ms");
            }
        }
    }

    #[test]
    fn a_pause_closes_both_lanes() {
        let mut limiter = RateLimiter::default();
        limiter.pause(millis(100), millis(1_000));
        assert_eq!(
            limiter.take(RateClass::Search, RateLimit::default(), millis(200)),
            millis(900)
        );
        assert_eq!(
            limiter.take(RateClass::Other, RateLimit::default(), millis(1_200)),
            Duration::ZERO
        );
    }

    #[test]
    fn each_limit_has_its_pause() {
        assert_eq!(Policy::of(Some("SECONDLY")).pause(2, None), Some(millis(2_000)));
        assert_eq!(Policy::of(None).pause(1, None), Some(millis(1_000)));
        assert_eq!(
            Policy::of(None).pause(1, Some(millis(7_000))),
            Some(millis(7_000))
        );
        assert_eq!(
            Policy::of(Some("TEN_SECONDLY_ROLLING")).pause(1, None),
            Some(millis(10_000))
        );
        assert_eq!(Policy::of(Some("DAILY")).pause(1, None), None);
    }
}
