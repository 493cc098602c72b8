//! How far a channel is set up, and what keeps notifications from leaving by it.

use crate::domain::keyed::keyed;
use crate::domain::{Channel, Person, Timestamp};

/// The longest pause that is believed, in milliseconds; a clock that was set back must not hold a message for ever.
pub const LONGEST_PAUSE_MILLIS: i64 = 36 * 60 * 60 * 1_000;

keyed! {
    /// How far the setting up of a channel has come.
    #[derive(PartialOrd, Ord)]
    pub enum ChannelStage {
        /// No test message left with the settings that there are.
        Untested = "untested",
        /// A test message left; nobody said yet that it arrived.
        Tested = "tested",
        /// The test message arrived; the first notifications wait to be reviewed.
        Confirmed = "confirmed",
        /// The user had the first ones sent; what is written from now on leaves by itself.
        Open = "open",
    }
}

impl ChannelStage {
    /// Returns whether the user may have notifications sent.
    pub const fn may_send(self) -> bool {
        match self {
            Self::Untested | Self::Tested => false,
            Self::Confirmed | Self::Open => true,
        }
    }
}

/// How a channel stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelState {
    /// Which one.
    pub channel: Channel,
    /// How far its setting up has come.
    pub stage: ChannelStage,
    /// A digest of the settings of which this is said; empty if there were none.
    pub fingerprint: String,
    /// Why nothing leaves by it until the user does something, as a sentence.
    pub fault: Option<String>,
    /// Until when nothing leaves by it, as its limit is reached or it is away.
    pub paused_until: Option<Timestamp>,
}

impl ChannelState {
    /// Returns the state of a channel of which nothing is known.
    pub const fn unknown(channel: Channel) -> Self {
        Self {
            channel,
            stage: ChannelStage::Untested,
            fingerprint: String::new(),
            fault: None,
            paused_until: None,
        }
    }

    /// Returns the state for settings; others than before are to be tested anew.
    pub fn fitted(self, fingerprint: &str) -> Self {
        if self.fingerprint == fingerprint {
            self
        } else {
            Self {
                fingerprint: fingerprint.to_owned(),
                ..Self::unknown(self.channel)
            }
        }
    }

    /// Returns until when nothing leaves by it, unless that is over.
    pub fn pause_at(&self, now: Timestamp) -> Option<Timestamp> {
        let longest = now.plus_millis(LONGEST_PAUSE_MILLIS);
        self.paused_until
            .filter(|until| (now..longest).contains(until) && *until > now)
    }
}

/// How a channel stands, as the user sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelStanding {
    /// It is not set up.
    Missing,
    /// Its settings cannot be used; the sentence says why.
    Unusable(String),
    /// It is set up this far.
    Ready(ChannelStage),
    /// Nothing leaves by it until the user does something; the sentence says why.
    Stopped(String),
}

/// What has to be done before the user can have a notification sent by a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle<'a> {
    /// The channel is to be set up.
    Missing,
    /// Its settings are to be changed; the sentence says how.
    Unusable(&'a str),
    /// A test message is to be sent.
    Untested,
    /// It is to be confirmed that the test message arrived.
    Unconfirmed,
}

impl ChannelStanding {
    /// Returns what stands in the way of sending, if anything does.
    pub fn obstacle(&self) -> Option<Obstacle<'_>> {
        match self {
            Self::Missing => Some(Obstacle::Missing),
            Self::Unusable(sentence) => Some(Obstacle::Unusable(sentence)),
            Self::Ready(ChannelStage::Untested) => Some(Obstacle::Untested),
            Self::Ready(ChannelStage::Tested) => Some(Obstacle::Unconfirmed),
            Self::Ready(ChannelStage::Confirmed | ChannelStage::Open) | Self::Stopped(_) => None,
        }
    }
}

/// A channel with what the user wants to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelView {
    /// Which one.
    pub channel: Channel,
    /// How it stands.
    pub standing: ChannelStanding,
    /// By which server and for whom it sends: `smtp.us.com:587 as cara@us.com`; empty if it is not set up.
    pub about: String,
    /// Who gets a test message; none if the configuration names nobody.
    pub tester: Option<Person>,
    /// How many whole notifications are held.
    pub held: u64,
    /// How many are about to leave at once, more than may without a question; none else.
    pub bulk_guard: Option<u64>,
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(-1, false)]
    #[case(0, false)]
    #[case(1, true)]
    #[case(36 * 3_600_000 - 1, true)]
    #[case(36 * 3_600_000, false)]
    fn a_pause_holds_until_its_end_and_one_beyond_belief_not_at_all(
        #[case] millis: i64,
        #[case] holds: bool,
    ) {
        let now = Timestamp::from_millis(1_795_512_600_000);
        let until = now.plus_millis(millis);
        let state = ChannelState {
            paused_until: Some(until),
            ..ChannelState::unknown(Channel::Email)
        };
        assert_eq!(state.pause_at(now), holds.then_some(until));
    }

    #[test]
    fn other_settings_are_tested_anew() {
        let open = ChannelState {
            stage: ChannelStage::Open,
            fingerprint: "a".to_owned(),
            fault: Some("The server refuses us.".to_owned()),
            ..ChannelState::unknown(Channel::Slack)
        };
        assert_eq!(open.clone().fitted("a"), open);
        let untested = ChannelState {
            fingerprint: "b".to_owned(),
            ..ChannelState::unknown(Channel::Slack)
        };
        assert_eq!(open.fitted("b"), untested);
    }
}
