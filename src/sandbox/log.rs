//! The log of the requests that came in.

use std::collections::VecDeque;

/// How many requests are kept.
const MOST: usize = 10_000;

/// How many characters of a body are kept.
const BODY: usize = 4_000;

/// A request that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The method: `POST`.
    pub method: String,
    /// The path, with the query if there is one.
    pub path: String,
    /// The first 4,000 characters of the body.
    pub body: String,
    /// The status of the answer.
    pub status: u16,
}

/// The last requests.
#[derive(Debug, Default)]
pub(super) struct Log {
    requests: VecDeque<Request>,
    count: u64,
}

impl Log {
    /// Adds a request and cuts its body; the oldest one goes if there are too many.
    pub(super) fn add(&mut self, mut request: Request) {
        if let Some((end, _)) = request.body.char_indices().nth(BODY) {
            request.body.truncate(end);
        }
        if self.requests.len() == MOST {
            self.requests.pop_front();
        }
        self.requests.push_back(request);
    }

    /// Gives the number of the next answer.
    pub(super) const fn number(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    /// Gives all that are kept, the oldest first.
    pub(super) fn requests(&self) -> Vec<Request> {
        self.requests.iter().cloned().collect()
    }

    /// Forgets them.
    pub(super) fn clear(&mut self) {
        self.requests.clear();
    }
}
