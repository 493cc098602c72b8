//! Notifications: who gets them and why, how they leave by each channel, and what became of each attempt.

mod attempt;
mod by_role;
mod channel;
mod content;
mod notification;
mod report;
mod routing;
mod setup;
mod silence;
mod status_effect;

pub use attempt::{AttemptOutcome, OutboundMessage, PriorAttempts};
pub use by_role::ByRole;
pub use channel::{ChannelStage, ChannelStanding, ChannelState, ChannelView, LONGEST_PAUSE_MILLIS, Obstacle};
pub use content::{NotificationContent, NotificationFacts, NotificationRenderer, PlainRenderer, Step};
pub use notification::{Notification, NotificationState, RouteReason};
pub use report::{DeliveryCounts, DeliveryReport};
pub use routing::{
    Channel, NotificationKind, Person, Route, RoutedTo, route, route_to, route_to_role, routes,
};
pub use setup::{ChannelSetup, MailSecurity, MailSetup, NetworkScope};
pub use silence::Silence;
pub use status_effect::StatusEffect;

/// How many notifications may leave at once before the user is asked again.
pub const MOST_AT_ONCE: u64 = 20;

/// How many notifications the user agreed to have sent at once.
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
    pub fn allows(self, channel: Channel, count: u64) -> bool {
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
pub struct PerChannel([u64; Channel::ALL.len()]);

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
    pub fn add(&mut self, channel: Channel, count: u64) {
        for (of, number) in Channel::ALL.into_iter().zip(&mut self.0) {
            if of == channel {
                *number += count;
            }
        }
    }

    /// Returns the number of a channel.
    pub fn of(self, channel: Channel) -> u64 {
        let mut numbers = Channel::ALL.into_iter().zip(self.0);
        numbers
            .find(|(of, _)| *of == channel)
            .map_or(0, |(_, number)| number)
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
}
