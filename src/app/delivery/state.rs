//! How the channels stand, and whether the user waits for what is sent.

use crate::domain::{Channel, ChannelStage, ChannelStanding, ChannelView, Sending};

/// The state of the delivery.
#[derive(Debug, Clone)]
pub struct DeliveryState {
    /// How each channel stands, once that is known.
    pub channels: Vec<ChannelView>,
    /// Whether anything is sent at all.
    pub sending: Sending,
    pub(super) waits: Waits,
}

/// Whether the user waits for the run under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waits {
    /// Nobody does.
    Nobody,
    /// The user does.
    Person,
}

impl DeliveryState {
    /// Knows nothing yet.
    pub const fn new(sending: Sending) -> Self {
        Self {
            channels: Vec::new(),
            sending,
            waits: Waits::Nobody,
        }
    }

    /// Returns how a channel stands, once that is known.
    pub fn channel(&self, channel: Channel) -> Option<&ChannelView> {
        self.channels.iter().find(|view| view.channel == channel)
    }

    /// Returns whether the user may have notifications sent by a channel.
    pub fn may_send(&self, channel: Channel) -> bool {
        self.sending == Sending::Allowed
            && self
                .channel(channel)
                .is_some_and(|view| view.standing.obstacle().is_none())
    }

    /// Returns whether a run could send anything.
    pub(super) fn is_on(&self) -> bool {
        Channel::ALL.into_iter().any(|channel| self.may_send(channel))
    }

    /// Returns the channels that can be tested.
    pub(super) fn testable(&self) -> impl Iterator<Item = &ChannelView> {
        self.channels.iter().filter(|view| match view.standing {
            ChannelStanding::Ready(_) | ChannelStanding::Stopped(_) => true,
            ChannelStanding::Missing | ChannelStanding::Unusable(_) => false,
        })
    }

    /// Returns the channels of which a test message left and was not confirmed.
    pub(super) fn confirmable(&self) -> impl Iterator<Item = &ChannelView> {
        self.channels
            .iter()
            .filter(|view| view.standing == ChannelStanding::Ready(ChannelStage::Tested))
    }

    /// Returns the channels of which more would leave at once than may.
    pub(super) fn bulk_guard(&self) -> Vec<(Channel, u64)> {
        self.channels
            .iter()
            .filter_map(|view| Some((view.channel, view.bulk_guard?)))
            .collect()
    }
}
