//! The state of the app: which screen, what it shows, and what is under way.

use super::layout::Size;
use super::{Effect, Msg};
use crate::domain::Timestamp;

/// What the app starts with.
#[derive(Debug, Clone)]
pub struct Start {
    /// The size of the terminal.
    pub size: Size,
    /// The time zone in which times are shown.
    pub zone: jiff::tz::TimeZone,
    /// Whether the store holds the sample data.
    pub data: Data,
    /// The present time.
    pub now: Timestamp,
}

/// Which data the app shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Data {
    /// The user's own.
    Own,
    /// The sample data, in a temporary place.
    Sample,
}

/// The state of the app.
#[derive(Debug, Clone)]
pub struct Model {
    /// The size of the terminal.
    pub size: Size,
}

impl Model {
    /// Makes the first state and the first wishes.
    pub fn start(start: Start) -> (Self, Vec<Effect>) {
        let Start { size, .. } = start;
        (Self { size }, Vec::new())
    }

    /// Takes a fact that happened at `now` into the state and gives what the program wishes because of it.
    #[must_use]
    pub fn update(&mut self, now: Timestamp, msg: Msg) -> Vec<Effect> {
        let _ = (now, msg);
        Vec::new()
    }

    /// Gives the time at which the app wants [`Msg::TimePassed`]: the end of a toast, or the next step of something
    /// that is under way.
    pub fn wake_at(&self) -> Option<Timestamp> {
        None
    }

    /// Says whether questions or changes wait for their reply.
    pub fn in_flight(&self) -> bool {
        false
    }
}
