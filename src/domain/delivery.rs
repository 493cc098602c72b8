//! How notifications leave: how each channel stands, what is handed to a sender, and what became of it.

use serde::Serialize;

use super::{Channel, NotificationId, Person, Timestamp};

/// How many notifications may leave at once before a person is asked again.
pub const MOST_AT_ONCE: u64 = 20;

/// The longest pause that is believed, in milliseconds; a clock that was set back must not hold a message for ever.
pub const LONGEST_PAUSE_MILLIS: i64 = 36 * 60 * 60 * 1_000;

/// How many notifications a person agreed to have sent at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendLimit {
    /// As many as go without a question: [`MOST_AT_ONCE`] by each channel.
    Unasked,
    /// As many as these by each channel.
    Agreed(PerChannel),
    /// Any number.
    Any,
}

impl SendLimit {
    /// Returns whether so many may leave by a channel.
    pub const fn allows(self, channel: Channel, count: u64) -> bool {
        count <= MOST_AT_ONCE
            || match self {
                Self::Unasked => false,
                Self::Agreed(counts) => count <= counts.of(channel),
                Self::Any => true,
            }
    }
}

/// A number for each channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PerChannel {
    email: u64,
    slack: u64,
}

impl PerChannel {
    /// Counts what goes by each channel.
    pub fn count(channels: impl IntoIterator<Item = Channel>) -> Self {
        let mut counts = Self::default();
        for channel in channels {
            counts.add(channel, 1);
        }
        counts
    }

    /// Adds to the number of a channel.
    pub const fn add(&mut self, channel: Channel, count: u64) {
        match channel {
            Channel::Email => self.email += count,
            Channel::Slack => self.slack += count,
        }
    }

    /// Returns the number of a channel.
    pub const fn of(self, channel: Channel) -> u64 {
        match channel {
            Channel::Email => self.email,
            Channel::Slack => self.slack,
        }
    }
}

/// Whether what is written may leave by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sending {
    /// Where its channel is open.
    #[default]
    Allowed,
    /// Never; it is held.
    Withheld,
}

/// How far the setting up of a channel has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChannelStage {
    /// No test message left with the settings that there are.
    Untested,
    /// A test message left; nobody said yet that it arrived.
    Tested,
    /// The test message arrived; the first notifications wait to be reviewed.
    Confirmed,
    /// A person had the first ones sent; what is written from now on leaves by itself.
    Open,
}

impl ChannelStage {
    /// All stages.
    pub const ALL: [Self; 4] = [Self::Untested, Self::Tested, Self::Confirmed, Self::Open];

    /// Returns the name under which the store and JSON know it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Untested => "untested",
            Self::Tested => "tested",
            Self::Confirmed => "confirmed",
            Self::Open => "open",
        }
    }

    /// Finds the stage of a name in the store.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.key() == key)
    }

    /// Returns whether a person may have notifications sent.
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
    pub mark: String,
    /// Why nothing leaves by it until a person does something, as a sentence.
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
            mark: String::new(),
            fault: None,
            paused_until: None,
        }
    }

    /// Returns the state for settings; others than before are to be tested anew.
    pub fn fitted(self, mark: &str) -> Self {
        if self.mark == mark {
            self
        } else {
            Self {
                mark: mark.to_owned(),
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

/// What is handed to the sender of a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboundMessage {
    /// The notification; its id makes the Message-ID, which is the same at each attempt.
    pub id: NotificationId,
    /// Its number.
    pub number: u32,
    /// The way by which it travels.
    pub channel: Channel,
    /// Who gets it.
    pub recipient: Person,
    /// Who gets an answer.
    pub reply_to: Option<Person>,
    /// The subject of the mail; the first line in Slack.
    pub subject: String,
    /// The text.
    pub body: String,
    /// When it was first handed to a sender, which is the date of the mail at each attempt.
    pub first_tried_at: Timestamp,
    /// The number of this attempt since a person last had it sent, from 1.
    pub attempt: u32,
    /// What the attempts before leave open.
    pub prior: PriorAttempts,
}

/// What the attempts before leave open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriorAttempts {
    /// Nothing: none of them can have arrived.
    Nothing,
    /// One of them ended without an answer and may have arrived.
    Unclear,
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttemptOutcome {
    /// It was sent.
    Sent,
    /// It is tried again.
    Again {
        /// When.
        at: Timestamp,
        /// What this attempt leaves open.
        left: PriorAttempts,
        /// Why, as a sentence.
        why: String,
    },
    /// It waits with all others of its channel, and the attempt does not count.
    Waits {
        /// Why, as a sentence.
        why: String,
    },
    /// It is given up and was not sent.
    Failed {
        /// Why, as a sentence.
        why: String,
    },
    /// It may have been sent; a person decides.
    Unknown {
        /// Why, as a sentence.
        why: String,
    },
    /// It is not sent on this way; another one carries it.
    DeliveredElsewhere {
        /// Why, as a sentence.
        why: String,
    },
}

/// How a channel stands, as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChannelStanding {
    /// It is not set up.
    Missing,
    /// Its settings cannot be used; the sentence says why.
    Unusable(String),
    /// It is set up this far.
    Ready(ChannelStage),
    /// Nothing leaves by it until a person does something; the sentence says why.
    Stopped(String),
}

/// What has to be done before a person can have a notification sent by a channel.
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

/// A channel with what a person wants to know of it.
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
    pub flood: Option<u64>,
}

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
            AttemptOutcome::DeliveredElsewhere { .. } => self.cancelled += 1,
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

    /// Tells them in words: `2 sent, 1 failed`.
    pub fn words(&self) -> String {
        let parts: Vec<String> = [
            (self.sent, "sent"),
            (self.retry, "to be tried again"),
            (self.failed, "failed"),
            (self.unknown, "perhaps sent"),
            (self.cancelled, "cancelled"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
        if parts.is_empty() {
            "nothing was due".to_owned()
        } else {
            parts.join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(SendLimit::Unasked, 20, true)]
    #[case(SendLimit::Unasked, 21, false)]
    #[case(SendLimit::Agreed(PerChannel::count([Channel::Email; 25])), 25, true)]
    #[case(SendLimit::Agreed(PerChannel::count([Channel::Email; 25])), 26, false)]
    #[case(SendLimit::Agreed(PerChannel::count([Channel::Slack; 25])), 25, false)]
    #[case(SendLimit::Any, 9_000, true)]
    fn more_than_a_few_leave_only_as_far_as_was_agreed(
        #[case] at_once: SendLimit,
        #[case] count: u64,
        #[case] allowed: bool,
    ) {
        assert_eq!(at_once.allows(Channel::Email, count), allowed);
    }

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
            mark: "a".to_owned(),
            fault: Some("The server refuses us.".to_owned()),
            ..ChannelState::unknown(Channel::Slack)
        };
        assert_eq!(open.clone().fitted("a"), open);
        let untested = ChannelState {
            mark: "b".to_owned(),
            ..ChannelState::unknown(Channel::Slack)
        };
        assert_eq!(open.fitted("b"), untested);
    }

    #[test]
    fn an_attempt_counts_by_how_it_ended_and_one_that_waits_not_at_all() {
        let why = String::new;
        let again = AttemptOutcome::Again {
            at: Timestamp::default(),
            left: PriorAttempts::Nothing,
            why: why(),
        };
        for (outcome, words) in [
            (AttemptOutcome::Sent, "1 sent"),
            (again, "1 to be tried again"),
            (AttemptOutcome::Waits { why: why() }, "nothing was due"),
            (AttemptOutcome::Failed { why: why() }, "1 failed"),
            (AttemptOutcome::Unknown { why: why() }, "1 perhaps sent"),
            (AttemptOutcome::DeliveredElsewhere { why: why() }, "1 cancelled"),
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
            "12 sent, 23 to be tried again, 34 failed, 45 perhaps sent, 56 cancelled"
        );
    }
}
