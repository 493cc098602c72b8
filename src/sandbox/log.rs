//! The log of the requests that came in.

use super::kept::Kept;

/// How many characters of a text are kept.
const MOST_CHARACTERS: usize = 4_000;

/// A request that was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The method: `POST`.
    pub method: String,
    /// The first 4,000 characters of the path, with the query if there is one.
    pub path: String,
    /// The first 4,000 characters of the body.
    pub body: String,
    /// The status of the answer.
    pub status: u16,
}

/// The last requests.
#[derive(Debug, Default)]
pub(super) struct Log {
    requests: Kept<Request>,
    count: u64,
}

impl Log {
    /// Adds a request and cuts its texts; the oldest ones go if there are too many.
    pub(super) fn add(&mut self, mut request: Request) {
        for text in [&mut request.method, &mut request.path, &mut request.body] {
            if let Some((end, _)) = text.char_indices().nth(MOST_CHARACTERS) {
                text.truncate(end);
            }
            // A text that was cut still has the room of the whole.
            text.shrink_to_fit();
        }
        let bytes = request.method.len() + request.path.len() + request.body.len();
        self.requests.add(request, bytes);
    }

    /// Returns the number of the next answer.
    pub(super) const fn number(&mut self) -> u64 {
        self.count += 1;
        self.count
    }

    /// Returns all that are kept, the oldest first.
    pub(super) fn requests(&self) -> Vec<Request> {
        self.requests.all()
    }

    /// Forgets them.
    pub(super) fn clear(&mut self) {
        self.requests.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_body_takes_no_more_room_than_what_is_kept_of_it() {
        let mut log = Log::default();
        log.add(Request {
            method: "POST".to_owned(),
            path: "/".to_owned(),
            body: "é".repeat(1 << 19),
            status: 200,
        });
        let kept = log.requests.all().remove(0);
        assert_eq!(kept.body.chars().count(), MOST_CHARACTERS);
        assert!(kept.body.capacity() <= 2 * MOST_CHARACTERS);
    }
}
